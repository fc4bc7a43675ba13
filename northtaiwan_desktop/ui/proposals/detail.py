"""One proposal as a person reads it, at the right of the list: its state, its money, its reviews, its links."""

from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.domain.lists import ProposalFile, ReviewLine
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.proposal import Advance, ProposalShare
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.proposals import LIGHTS
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import light_colour


class ProposalDetail(QTextBrowser):
    """Shows a proposal; what it is linked to are links `page:id`, other proposals `proposal:id`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("提案內容"))
        self.setOpenLinks(False)
        self.setMinimumWidth(320)
        self._again: Callable[[], None] = self.show_hint
        self.show_hint()

    def show_hint(self, count: int = 0) -> None:
        """Say how to choose one; with several chosen, how many."""
        self._again = partial(self.show_hint, count)
        words = _("已選 {count} 案。").format(count=count) if count else _("在左邊選一案，這裡會顯示它的內容。")
        self.setHtml(f"<p style='color:{present().soft}'>{escape(words)}</p>")

    def show_file(self, file: ProposalFile, reference: Reference) -> None:
        """Show this proposal."""
        self._again = partial(self.show_file, file, reference)
        one, line, colours = file.line.proposal, file.line, present()
        colour = light_colour(LIGHTS[one.result]).name()
        place = _("　優先順序 {place}").format(place=one.priority) if one.priority and not one.result.is_out else ""
        head = (
            f"<h3 style='margin:0'>{escape(one.name)}</h3>"
            f"<p style='margin:2px 0 8px 0'><span style='color:{colour};font-weight:600'>● {escape(_(one.result.word))}"
            f"</span><span style='color:{colours.soft}'>{escape(place)}</span></p>"
        )
        told = "".join(
            f"<p style='background:{colours.yellow_ground};color:{colours.yellow};margin:4px 0;padding:4px'>"
            f"▲ {escape(warning)}</p>"
            for warning in file.warnings
        )
        facts = (
            (_("年度"), str(one.year)),
            (_("議題組"), escape(line.group_name)),
            (_("提案縣市"), escape(line.proposer_name)),
            (_("合作縣市"), escape("、".join(line.partner_names))),
            (_("申請金額"), written_money(one.requested) if one.requested is not None else ""),
            (_("核定金額"), written_money(one.approved) if one.approved is not None else ""),
            (_("核定日期"), roc_date.written(one.decided_on) if one.decided_on else ""),
            (_("墊付"), escape(_("未納入年度預算，須經議會同意墊付")) if one.needs_advance else ""),
            (_("審查意見"), _lines(one.comment)),
            (_("併入"), _link("proposal", file.into.id, file.into.name) if file.into else ""),
            (_("併入本案"), "<br>".join(_link("proposal", other.id, other.name) for other in file.merged)),
            (
                _("行動方案"),
                _link("plan", file.plan_item.id, f"{file.plan_item.number} {file.plan_item.name}")
                if file.plan_item
                else "",
            ),
            (_("備註"), _lines(one.note)),
        )
        rows = "".join(
            f"<tr><td style='color:{colours.soft};padding:3px 14px 3px 0;white-space:nowrap'>{escape(name)}</td>"
            f"<td style='padding:3px 0'>{text}</td></tr>"
            for name, text in facts
            if text
        )
        parts = _shares(file, reference) + _reviews(file.reviews) + _agenda(file)
        self.setHtml(f"{head}{told}<table>{rows}</table>{parts}")

    def changeEvent(self, event: QEvent) -> None:
        """The colours stand in the text: where they change, it is written anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_again"):
            self._again()


def _shares(file: ProposalFile, reference: Reference) -> str:
    shares = file.line.shares
    if not shares:
        return ""
    members = list(dict.fromkeys(share.member_id for share in shares))
    sources = [source for source in Source if any(share.source is source for share in shares)]
    head = "".join(_cell(_(source.word), head=True) for source in sources)
    rows = ""
    for member_id in members:
        own = {share.source: share for share in shares if share.member_id == member_id}
        name = reference.member_name(member_id) or _("不分縣市")
        cells = "".join(_cell(_sum(own.get(source))) for source in sources)
        rows += f"<tr><td style='padding:3px 10px 3px 0'>{escape(name)}{_tier(file, member_id)}</td>{cells}</tr>"
    if len(members) > 1:
        whole = "".join(_cell(f"{file.line.borne_by(source) or 0:,}") for source in sources)
        rows += f"<tr><td style='padding:3px 10px 3px 0'><b>{escape(_('合計'))}</b></td>{whole}</tr>"
    return f"{_head(_('經費分攤（元）'))}<table><tr><td></td>{head}</tr>{rows}</table>"


def _tier(file: ProposalFile, member_id: str | None) -> str:
    tier = file.tiers.get(member_id or "")
    if tier is None:
        return ""
    rate = file.rates.get(member_id or "")
    words = _("第{tier}級").format(tier=tier) + (f" {written_percent(rate)}" if rate is not None else "")
    return f"<br><span style='color:{present().soft}'>{escape(words)}</span>"


def _sum(share: ProposalShare | None) -> str:
    if share is None:
        return ""
    words = f"{share.amount:,}"
    return words if share.advance is Advance.BUDGETED else f"{words} {_(share.advance.word)}"


def _reviews(reviews: tuple[ReviewLine, ...]) -> str:
    shown = []
    for one in reviews:
        day = roc_date.written(one.review.reviewed_on) if one.review.reviewed_on else _("日期未記")
        where = _link("meetings", one.review.meeting_id, one.meeting_title) if one.review.meeting_id else ""
        words = one.review.verdict.title + (f" → {one.into_name}" if one.into_name else "")
        shown.append(f"{escape(day)}　<b>{escape(words)}</b>　{where}<br>{_lines(one.review.comment)}")
    return _head(_("初審意見")) + "".join(f"<p style='margin:0 0 8px 0'>{text}</p>" for text in shown) if shown else ""


def _agenda(file: ProposalFile) -> str:
    shown = []
    for item, meeting in file.items:
        day = roc_date.written(meeting.held_on) if meeting.held_on else _("日期未定")
        shown.append(f"{escape(day)}　{_link('meetings', f'{meeting.id}/{item.id}', meeting.title)}")
    return _head(_("提會")) + "<br>".join(shown) if shown else ""


def _link(page: str, id: str | None, words: str) -> str:
    return f"<a href='{escape(page)}:{escape(id or '')}' style='color:{present().accent}'>{escape(words)}</a>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _cell(text: str, *, head: bool = False) -> str:
    colour = f"color:{present().soft};" if head else ""
    return f"<td align='right' style='{colour}padding:3px 8px'>{escape(text)}</td>"


def _head(text: str) -> str:
    return f"<p style='font-weight:600;margin:14px 0 4px 0'>{escape(text)}</p>"
