"""One item of the action plan as a person reads it, at the right of the views: its whole life on one page."""

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.domain import plan_parts as parts
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import PlanVersion
from northtaiwan_desktop.domain.plan_whole import written_span
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.plan_versions import PlanFile
from northtaiwan_desktop.ui.plan.stone_words import stone_words
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import light_colour

MEETINGS, RESOLUTIONS, PLAN, VERSIONS = "meetings", "resolutions", "plan", "versions"
HISTORY = 20


class PlanDetail(QTextBrowser):
    """Shows an item with its quarters, milestones and money, what it serves and who confirmed it, year by year.

    Links are `page:id`: the meeting that confirmed it, the resolutions that serve it, and the same item in other years;
    `versions:N` stands for a version of the year's plan.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("行動方案內容"))
        self.setOpenLinks(False)
        self.setMinimumWidth(300)
        self._shown: tuple[PlanFile | None, Reference | None] = (None, None)
        self.show_item(None, None)

    def show_item(self, file: PlanFile | None, reference: Reference | None) -> None:
        """Show this item; None says how to choose one."""
        self._shown = (file, reference)
        if file is None or reference is None:
            self.setHtml(f"<p style='color:{present().soft}'>{escape(_('選一個方案，這裡會顯示它的內容。'))}</p>")
            return
        item = file.line.item
        self.setHtml(
            f"<h3 style='margin:0'>{escape(item.name)}</h3><p style='color:{present().soft};margin:2px 0 8px 0'>"
            f"{escape(item.number)}　{_light(file.line)}</p>"
            f"{_facts(file, reference)}{_quarters(file.line)}{_lists(file.line, reference)}"
            f"{_life(file)}{_history(file)}"
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The colours stand in the text itself, so that another look needs it written anew.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shown"):
            self.show_item(*self._shown)


def _light(line: PlanLine) -> str:
    if line.light is None:
        return ""
    return f"<b style='color:{light_colour(line.light).name()}'>{escape(line.light.title)}</b>"


def _facts(file: PlanFile, reference: Reference) -> str:
    line, item = file.line, file.line.item
    state = escape(item.state.title)
    if file.meeting is not None:
        state += f"　{_link(MEETINGS, file.meeting.id, file.meeting.title)}"
    ticks = "　".join(("■ " if axis.id in item.axes else "□ ") + axis.name for axis in reference.axes)
    facts = (
        (_("狀態"), state),
        (_("版本"), "<br>".join(_version(one) for one in file.versions)),
        (_("議題組"), escape(line.group_name)),
        (_("跨議題"), escape("、".join(line.cross_group_names))),
        (_("期程"), escape(_(item.term.word))),
        (_("主辦縣市"), escape(line.lead_name)),
        (_("配合縣市"), escape("、".join(line.co_lead_names))),
        (_("期間"), escape(written_span(item))),
        (_("願景主軸"), escape(ticks)),
        (_("績效指標"), _text(item.indicator)),
        (_("備註"), _text(item.note)),
    )
    rows = "".join(
        f"<tr><td style='color:{present().soft};padding:3px 14px 3px 0;white-space:nowrap'>{escape(name)}</td>"
        f"<td style='padding:3px 0'>{words}</td></tr>"
        for name, words in facts
        if words
    )
    return f"<table>{rows}</table>"


def _version(version: PlanVersion) -> str:
    words = _("第 {version} 版（{day}）").format(version=version.version, day=roc_date.written(version.kept_on))
    return _link(VERSIONS, str(version.version), words)


def _quarters(line: PlanLine) -> str:
    year = line.item.year
    wanted, reached = parts.planned(line.targets, year), parts.actual(line.targets, year)
    if all(share is None for share in (*wanted, *reached)):
        return ""
    head = "".join(f"<td style='padding:3px 10px'>{escape(_('第{n}季').format(n=n))}</td>" for n in range(1, 5))
    rows = ""
    for name, shares in ((_("預定"), wanted), (_("實際"), reached)):
        cells = "".join(
            f"<td align='right' style='padding:3px 10px'>{'' if share is None else written_percent(share)}</td>"
            for share in shares
        )
        rows += f"<tr><td style='color:{present().soft}'>{escape(name)}</td>{cells}</tr>"
    return f"{_head(_('各季進度'))}<table><tr><td></td>{head}</tr>{rows}</table>"


def _lists(line: PlanLine, reference: Reference) -> str:
    money = [
        "　".join(
            (reference.member_name(one.member_id) or _("不分縣市"), _(one.source.word), written_money(one.amount))
        )
        for one in line.budgets
    ]
    if line.budget is not None and len(money) != 1:
        name = _("總經費") if line.item.total is not None else _("合計")
        money.append(f"{name}　{written_money(line.budget)}")
    stones = [escape(stone_words(stone, line.day)) for stone in line.milestones]
    cases = [_case_words(case) for case in line.cases]
    named = ((_("查核點"), stones), (_("經費"), [escape(text) for text in money]), (_("相關決議"), cases))
    return "".join(_head(title) + "<br>".join(shown) for title, shown in named if shown)


def _life(file: PlanFile) -> str:
    """The same item in each year: its number, how far it was, and what became of it."""
    if len(file.life) < 2:
        return ""
    rows = ""
    for line in file.life:
        number = f"{_('{year}年度').format(year=line.item.year)}　{line.item.number}"
        named = f"<b>{escape(number)}</b>" if line.item.id == file.line.item.id else _link(PLAN, line.item.id, number)
        reached = "－" if line.actual_percent is None else written_percent(line.actual_percent)
        told = "".join(
            f"<td style='padding:2px 10px'>{words}</td>" for words in (reached, escape(line.item.state.title))
        )
        rows += f"<tr><td style='padding:2px 0'>{named}</td>{told}</tr>"
    return f"{_head(_('歷年（延續辦理）'))}<table>{rows}</table>"


def _history(file: PlanFile) -> str:
    if not file.history:
        return ""
    rows = "".join(
        f"<tr><td style='color:{present().soft};padding:1px 10px 1px 0;white-space:nowrap'>"
        f"{escape(roc_date.written(one.at.date()))} {one.at:%H:%M}</td><td>{escape(one.title)}　"
        f"<span style='color:{present().soft}'>{escape(one.by)}</span></td></tr>"
        for one in file.history[:HISTORY]
    )
    return f"{_head(_('異動紀錄'))}<table>{rows}</table>"


def _case_words(case: Resolution) -> str:
    return f"{_link(RESOLUTIONS, case.id, case.number or _('未編號'))}　{escape(case.text)}"


def _link(page: str, id: str, words: str) -> str:
    return f"<a href='{page}:{escape(id)}' style='color:{present().accent}'>{escape(words)}</a>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _head(text: str) -> str:
    return f"<p style='font-weight:600;margin:14px 0 4px 0'>{escape(text)}</p>"
