"""One item of the action plan as a person reads it, at the right of the list."""

from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import Milestone
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.plan import parts
from northtaiwan_desktop.ui.widgets.colours import present


class PlanDetail(QTextBrowser):
    """Shows an item with its quarters, milestones, money and the resolutions that serve it, which are links."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("行動方案內容"))
        self.setOpenLinks(False)
        self.setMinimumWidth(320)
        self.show_item(None, None)

    def show_item(self, line: PlanLine | None, reference: Reference | None, confirmed_in: str = "") -> None:
        """Show this item and the meeting that confirmed it; None says how to choose one."""
        if line is None or reference is None:
            self.setHtml(f"<p style='color:{present().soft}'>{escape(_('在左邊選一個方案，這裡會顯示它的內容。'))}</p>")
            return
        item = line.item
        span = [roc_date.written(day) if day else "…" for day in (item.starts_on, item.ends_on)]
        state = f"{item.state.title}（{confirmed_in}）" if confirmed_in else item.state.title
        ticks = "　".join(("■ " if axis.id in item.axes else "□ ") + axis.name for axis in reference.axes)
        facts = (
            (_("狀態"), state),
            (_("議題組"), line.group_name),
            (_("跨議題"), "、".join(reference.group_name(id) for id in item.cross_group_ids)),
            (_("期程"), _(item.term.word)),
            (_("主辦縣市"), line.lead_name),
            (_("配合縣市"), "、".join(line.co_lead_names)),
            (_("期間"), "" if span == ["…", "…"] else " ～ ".join(span)),
            (_("願景主軸"), ticks),
            (_("績效指標"), item.indicator),
            (_("備註"), item.note),
        )
        rows = "".join(
            f"<tr><td style='color:{present().soft};padding:3px 14px 3px 0;white-space:nowrap'>{escape(name)}</td>"
            f"<td style='padding:3px 0'>{escape(text).replace(chr(10), '<br>')}</td></tr>"
            for name, text in facts
            if text
        )
        self.setHtml(
            f"<h3 style='margin:0'>{escape(item.name)}</h3><p style='color:{present().soft};margin:2px 0 8px 0'>"
            f"{escape(item.number)}</p><table>{rows}</table>{self._quarters(line)}{self._lists(line, reference)}"
        )

    def _quarters(self, line: PlanLine) -> str:
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

    def _lists(self, line: PlanLine, reference: Reference) -> str:
        stones = [_stone_words(stone) for stone in line.milestones]
        money = [
            "　".join(
                (reference.member_name(one.member_id) or _("不分縣市"), _(one.source.word), written_money(one.amount))
            )
            for one in line.budgets
        ]
        texts = [[escape(text) for text in part] for part in (stones, money)]
        cases = [_case_words(case) for case in line.cases]
        named = ((_("查核點"), texts[0]), (_("經費"), texts[1]), (_("相關決議"), cases))
        return "".join(_head(title) + "<br>".join(shown) for title, shown in named if shown)


def _stone_words(stone: Milestone) -> str:
    day = roc_date.written(stone.due_on) if stone.due_on else _("日期未定")
    return f"{'☑' if stone.done_on else '☐'} {day}　{stone.title}"


def _case_words(case: Resolution) -> str:
    number = escape(case.number or _("未編號"))
    return f"<a href='{escape(case.id)}' style='color:{present().accent}'>{number}</a>　{escape(case.text)}"


def _head(text: str) -> str:
    return f"<p style='font-weight:600;margin:14px 0 4px 0'>{escape(text)}</p>"
