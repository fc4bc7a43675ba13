"""One case as a person reads it, at the right of the register: its whole life on one page."""

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.progress import ProgressReport, Review, Round, Verdict
from northtaiwan_desktop.domain.resolution import PARTLY_MERGED, State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.resolutions import CaseFile
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import light_colour

MEETING, PLAN, CASES = "meetings", "plan", "resolutions"
HISTORY = 30


class CaseDetail(QTextBrowser):
    """Shows a case with its doers, their reports, what was said and decided, and what was done with it.

    Links are `page:id`: the meeting that decided it, and the item of the action plan that it serves.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("案件內容"))
        self.setOpenLinks(False)
        self.setMinimumWidth(300)
        self._shown: tuple[CaseFile | None, str] = (None, "")
        self._chosen = 0
        self.show_case(None)

    def show_case(self, file: CaseFile | None, line_id: str = "", *, chosen: int = 0) -> None:
        """Show this case, the line that is chosen first; None says how to choose one, or how many are `chosen`."""
        self._shown, self._chosen = (file, line_id), chosen
        if file is None or not file.lines:
            told = _("已選 {count} 列，可一次變更。") if chosen > 1 else _("在左邊選一列，這裡會顯示這一案的全部經過。")
            self.setHtml(_soft(told.format(count=chosen)))
            return
        case = file.lines[0].resolution
        lines = sorted(file.lines, key=lambda line: line.id != line_id)
        parts = [
            f"<h3 style='margin:0'>{escape(case.number)}</h3>",
            f"<p style='margin:4px 0 8px 0'>{_text(case.text)}</p>",
            _facts(file),
            *(_line(line, file) for line in lines),
            _history(file),
        ]
        at = self.verticalScrollBar().value()
        self.setHtml("".join(parts))
        self.verticalScrollBar().setValue(at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The colours stand in the text itself, so that another look needs it written anew.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shown"):
            self.show_case(*self._shown, chosen=self._chosen)


def _facts(file: CaseFile) -> str:
    first = file.lines[0]
    case = first.resolution
    meeting = _link(
        MEETING,
        f"{case.meeting_id}/{case.id}" if case.meeting_id else None,
        file.meetings.get(case.meeting_id or "", ""),
    )
    plan = _link(
        PLAN, case.plan_item_id, f"{first.plan_item.number}　{first.plan_item.name}" if first.plan_item else ""
    )
    state = escape(case.state_words)
    if case.state.is_closed:
        closed_in = file.meetings.get(case.closed_in_id or "", "")
        told = (roc_date.written(case.closed_on) if case.closed_on else "", closed_in, case.close_reason)
        state = "　".join(filter(None, (state, *(escape(part) for part in told))))
    others = [
        _link(CASES, one.id, f"{one.number}　{_short(one.text)}") + (_(PARTLY_MERGED) if one.is_partly_merged else "")
        for one in file.taken_in
    ]
    facts = (
        (_("狀態"), state),
        (_("併入"), _goes_on(file)),
        (_("併入本案"), "<br>".join(others)),
        (_("決議會議"), meeting),
        (_("案由"), escape(file.item.title) if file.item else ""),
        (_("決議日期"), roc_date.written(case.decided_on) if case.decided_on else ""),
        (_("議題組"), escape(first.group_name)),
        (_("預定完成日期"), escape(_due(first))),
        (_("對應行動方案"), plan or _soft_words(_("（未對應）"))),
        (_("後續會議"), "<br>".join(_link(MEETING, one.id, _meeting_words(one)) for one in file.later)),
        (_("相關文件"), "<br>".join(escape(one.name) for one in file.documents)),
        (_("備註"), _text(case.note)),
    )
    rows = "".join(
        f"<tr><td style='color:{present().soft};padding:2px 12px 2px 0;white-space:nowrap'>{escape(name)}</td>"
        f"<td style='padding:2px 0'>{words}</td></tr>"
        for name, words in facts
        if words
    )
    return f"<table>{rows}</table>"


def _goes_on(file: CaseFile) -> str:
    """The case in which this one goes on, and whose lines alone where not all do."""
    if file.goes_on_in is None:
        return ""
    link = _link(CASES, file.goes_on_in.id, file.goes_on_in.number)
    if not file.lines[0].resolution.is_partly_merged:
        return link
    names = "、".join(line.doer_name for line in file.lines if line.goes_on_in)
    told = _("只有{names}，其餘仍在本案").format(names=names)
    return f"{link}　{escape(told)}"


def _meeting_words(meeting: Meeting) -> str:
    return f"{meeting.title}（{roc_date.written(meeting.held_on)}）" if meeting.held_on else meeting.title


def _short(text: str) -> str:
    first = text.split("\n")[0]
    return first if len(first) <= 24 else f"{first[:23]}…"


def _due(line: TrackedLine) -> str:
    words = line.resolution.due_text
    return f"{line.due_words}（{words}）" if line.resolution.due_on and words else line.due_words


def _line(line: TrackedLine, file: CaseFile) -> str:
    """A doer, with what was reported, said and decided, the newest first."""
    share = line.assignment.share.title
    is_open = line.assignment.state is State.OPEN
    mark = line.light.title if is_open else line.state_words
    colour = light_colour(line.light).name()
    head = (
        f"<h4 style='margin:14px 0 2px 0'>{escape(share)}　{escape(line.doer_name)}　"
        f"<span style='color:{colour}'>{escape(mark)}</span></h4>"
    )
    said = [(report.reported_on, report.sequence, _report(report)) for report in line.reports]
    said += [(review.reviewed_on, 1000 + review.sequence, _review(review, file)) for review in line.reviews]
    told = "".join(words for _day, _sequence, words in sorted(said, key=lambda one: one[:2], reverse=True))
    return head + (told or _soft(_("尚未填報。")))


def _report(report: ProgressReport) -> str:
    shares = [
        _("{name} {share}").format(name=name, share=written_percent(share))
        for name, share in ((_("預定"), report.planned_percent), (_("實際"), report.actual_percent))
        if share is not None
    ]
    head = "　".join((Round.read(report.round).written, roc_date.written(report.reported_on), *shares))
    more = [
        f"<br>{_soft_words(name)}{_text(text)}"
        for name, text in ((_("落後原因："), report.delay_reason), (_("改善對策："), report.remedy))
        if text
    ]
    asked = f"<br><b>{escape(report.asked.title)}</b>" if report.asked is Verdict.RELEASE_ASKED else ""
    return f"<p style='margin:4px 0'>{_soft_words(head)}<br>{_text(report.text)}{''.join(more)}{asked}</p>"


def _review(review: Review, file: CaseFile) -> str:
    if review.decided:
        meeting = _link(MEETING, review.meeting_id, file.meetings.get(review.meeting_id or "", ""))
        head = _("會議決定：{verdict}").format(verdict=review.decided.title)
        told = "　".join(filter(None, (meeting, _text(review.reason))))
        if review.direct_reason:
            is_release = review.decided is Verdict.RELEASED
            why = _("逕行解除的理由：") if is_release else _("逕行決定的理由：")
            told += f"<br>{_soft_words(why)}{_text(review.direct_reason)}"
    else:
        head = _("管考建議：{verdict}").format(verdict=review.recommended.title if review.recommended else "")
        told = _text(review.text)
    day = _soft_words(roc_date.written(review.reviewed_on))
    return f"<p style='margin:4px 0'>{day}<br><b>{escape(head.rstrip('：'))}</b>{f'<br>{told}' if told else ''}</p>"


def _history(file: CaseFile) -> str:
    if not file.history:
        return ""
    rows = "".join(
        f"<tr><td style='color:{present().soft};padding:1px 10px 1px 0;white-space:nowrap'>"
        f"{escape(roc_date.written(one.at.date()))} {one.at:%H:%M}</td>"
        f"<td style='padding:1px 0'>{escape(one.title)}{_soft_words(f'　{one.by}') if one.by else ''}</td></tr>"
        for one in file.history[:HISTORY]
    )
    return f"<h4 style='margin:14px 0 2px 0'>{escape(_('異動紀錄'))}</h4><table>{rows}</table>"


def _link(page: str, id: str | None, words: str) -> str:
    return f"<a href='{page}:{escape(id)}' style='color:{present().accent}'>{escape(words)}</a>" if id and words else ""


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _soft_words(words: str) -> str:
    return f"<span style='color:{present().soft}'>{escape(words)}</span>"


def _soft(words: str) -> str:
    return f"<p style='margin:4px 0'>{_soft_words(words)}</p>"
