"""What is said of a doer's line: its report, the secretary's word to it, a meeting's decision, and what it serves."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.workbench import Workbench


class ReportForm(FormDialog):
    """填報辦理情形 of one line, for a round."""

    def __init__(
        self, workbench: Workbench, settings: Settings, line: TrackedLine, round: Round, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("填報辦理情形"), settings, draft=f"report/{line.id}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line, self._round = workbench, line, round
        self.add_part(_case_words(line, round.written))
        self.text = self.add("text", _("辦理情形"), QPlainTextEdit(), required=True)
        self.planned = self.add("planned", _("預定進度"), _percent())
        self.actual = self.add("actual", _("實際進度"), _percent())
        self.delay = self.add("delay_reason", _("落後原因"), QPlainTextEdit())
        self.remedy = self.add("remedy", _("改善對策"), QPlainTextEdit())
        self.asks = QCheckBox(_("提請解除列管(&A)"))
        self.add_part(self.asks)
        values: Values = {}
        past = line.latest
        if past:
            if past.planned_percent is not None:
                values["planned"] = past.planned_percent
            if past.actual_percent is not None:
                values["actual"] = past.actual_percent
        self.start(values, self._store)

    def _store(self, values: Values) -> None:
        action = partial(
            resolutions.report,
            assignment_id=self._line.id,
            round=self._round,
            today=self._workbench.today(),
            text=self.text.toPlainText(),
            planned_percent=values["planned"],
            actual_percent=values["actual"],
            delay_reason=self.delay.toPlainText(),
            remedy=self.remedy.toPlainText(),
            asked=Verdict.RELEASE_ASKED if self.asks.isChecked() else Verdict.CONTINUE,
        )
        label = _("填報 {number} 辦理情形").format(number=self._line.number)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class ReviewForm(FormDialog):
    """管考建議 of the secretary on one line; a meeting decides later."""

    def __init__(
        self, workbench: Workbench, settings: Settings, line: TrackedLine, round: Round, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("填寫管考建議"), settings, draft=f"review/{line.id}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line, self._round = workbench, line, round
        self.add_part(_case_words(line, round.written))
        if line.latest:
            self.add_part(soft(_("最近辦理情形：{text}").format(text=line.latest.text)))
        offered = [(verdict, verdict.title) for verdict in Verdict if verdict is not Verdict.RELEASE_ASKED]
        self.recommended = self.add("recommended", _("建議"), ChoiceBox(offered))
        self.text = self.add("text", _("說明"), QPlainTextEdit())
        self.start({}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(
            resolutions.review,
            assignment_id=self._line.id,
            round=self._round,
            today=self._workbench.today(),
            text=self.text.toPlainText(),
            recommended=values["recommended"],
        )
        label = _("填寫 {number} 管考建議").format(number=self._line.number)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class DecisionForm(FormDialog):
    """列管決定 of a meeting on one or several lines: all of them or none. `at` is the meeting that is sitting."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        lines: Sequence[TrackedLine],
        meetings: Sequence[MeetingLine] = (),
        at: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("列管決定"), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines = workbench, tuple(lines)
        named = QLabel("\n".join(f"{line.number}　{line.doer_name}" for line in lines))
        named.setWordWrap(True)
        self.add_part(named)
        held = [(one.meeting.id, one.meeting.title) for one in meetings]
        self.meeting = self.add("meeting", _("作成決定的會議"), ChoiceBox(held, none=_("（不記會議）")))
        decisions = [verdict for verdict in Verdict if verdict is not Verdict.RELEASE_ASKED]
        self.verdict = self.add(
            "verdict", _("決定"), ChoiceBox([(verdict, verdict.title) for verdict in decisions]), required=True
        )
        self.reason = self.add("reason", _("理由"), QPlainTextEdit(), hint=_("結束列管的決定須填寫理由。"))
        self.start(_recommended(lines) | {"meeting": at}, self._store)

    def _store(self, values: Values) -> None:
        verdict = self.verdict.value() or Verdict.CONTINUE
        action = partial(
            resolutions.decide,
            assignment_ids=[line.id for line in self._lines],
            verdict=verdict,
            reason=self.reason.toPlainText(),
            today=self._workbench.today(),
            meeting_id=values["meeting"],
        )
        self._workbench.do(verdict.title, action, then=self.kept, failed=self.refuse)


class ServesForm(FormDialog):
    """對應行動方案: which item of the action plan a case serves."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        line: TrackedLine,
        items: Sequence[PlanItem],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("對應行動方案"), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        self.add_part(_case_words(line, ""))
        group_id = line.resolution.group_id
        ordered = sorted(items, key=lambda item: item.group_id != group_id)
        offered = [(item.id, f"{item.number}　{item.name}") for item in ordered]
        if line.plan_item is not None and line.plan_item not in ordered:
            offered.insert(0, (line.plan_item.id, f"{line.plan_item.number}　{line.plan_item.name}"))
        self.item = self.add("item", _("行動方案"), ChoiceBox(offered, none=_("（未對應）")))
        self.start({"item": line.resolution.plan_item_id}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(
            resolutions.link_plan_item, resolution_id=self._line.resolution.id, plan_item_id=values["item"]
        )
        label = _("{number} 對應行動方案").format(number=self._line.number)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _recommended(lines: Sequence[TrackedLine]) -> Values:
    """What the secretary recommended, where it is the same on all lines."""
    verdicts = {line.latest_review.recommended if line.latest_review else None for line in lines}
    verdict = verdicts.pop() if len(verdicts) == 1 else None
    return {"verdict": verdict} if verdict else {}


def _case_words(line: TrackedLine, aside: str) -> QLabel:
    case = QLabel(f"{line.number}　{line.doer_name}　{aside}\n{line.resolution.text}")
    case.setWordWrap(True)
    case.setTextFormat(Qt.TextFormat.PlainText)
    return case


def _percent() -> ParsedField:
    """A field for 0 to 100 in any spelling; empty means that nothing is known."""
    return ParsedField(read_percent, written_percent, prompt=_("例如 80%"))
