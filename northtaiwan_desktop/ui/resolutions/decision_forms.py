"""What the secretary recommends on lines, and what a meeting decides on them."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.release import Step
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.services.resolutions import Lacking
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.resolutions.lines_preview import LinesPreview
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench

WIDTH = 720
"""Room for what will stand there, with the steps that are left out."""


class ReviewForm(FormDialog):
    """管考建議 of the secretary on one or several lines; a meeting decides later."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        lines: Sequence[TrackedLine],
        round: Round,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("填寫管考建議"), settings, draft=draft_of("review", lines), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines, self._round = workbench, tuple(lines), round
        self.preview = LinesPreview(lines, _asked_words, title=_("最近填報"))
        self.add_part(self.preview)
        if len(lines) == 1 and lines[0].latest:
            self.add_part(soft(_("最近辦理情形：{text}").format(text=lines[0].latest.text)))
        offered = [(verdict, verdict.title) for verdict in Verdict if verdict is not Verdict.RELEASE_ASKED]
        self.recommended = self.add("recommended", _("建議"), ChoiceBox(offered))
        self.recommended.currentIndexChanged.connect(self._show_after)
        self.text = self.add("text", _("說明"), QPlainTextEdit())
        self.start({}, self._store)
        self._show_after()

    def _show_after(self) -> None:
        verdict = self.recommended.value()
        words = _("建議{verdict}").format(verdict=verdict.title) if verdict else ""
        self.preview.show_after(lambda _line: words)

    def _store(self, values: Values) -> None:
        action = partial(
            resolutions.review,
            assignment_ids=[line.id for line in self._lines],
            round=self._round,
            today=self._workbench.today(),
            text=self.text.toPlainText(),
            recommended=values["recommended"],
        )
        self._workbench.do(
            _("填寫 {cases} 管考建議").format(cases=cases_words(self._lines)),
            action,
            then=self.kept,
            failed=self.refuse,
        )


class DecisionForm(FormDialog):
    """列管決定 of a meeting on one or several lines: all of them or none. `at` is the meeting that is sitting."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        lines: Sequence[TrackedLine],
        meetings: Sequence[Meeting] = (),
        at: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        draft = draft_of(f"decision/{at}" if at else "decision", lines)
        super().__init__(_("列管決定"), settings, draft=draft, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines = workbench, tuple(lines)
        self.setMinimumWidth(WIDTH)
        self.preview = LinesPreview(lines, lambda line: line.assignment.state.title, title=_("現在"))
        self.add_part(self.preview)
        held = [(meeting.id, meeting.title) for meeting in meetings]
        self.meeting = self.add("meeting", _("作成決定的會議"), ChoiceBox(held, none=_("（不記會議）")))
        decisions = [verdict for verdict in Verdict if verdict is not Verdict.RELEASE_ASKED]
        self.verdict = self.add(
            "verdict", _("決定"), ChoiceBox([(verdict, verdict.title) for verdict in decisions]), required=True
        )
        self.into = self.add("into", _("併入案號"), QLineEdit())
        self.demand("into", False)
        self.reason = self.add("reason", _("理由"), QPlainTextEdit(), hint=_("結束列管的決定須填寫理由。"), lines=2)
        self.direct = self.add("direct", _("逕行解除的理由"), QPlainTextEdit(), lines=2)
        self.demand("direct", False)
        self._lacking: dict[str, Lacking] = {}
        self.verdict.currentIndexChanged.connect(self._show_after)
        self.meeting.currentIndexChanged.connect(self._show_after)
        self.start(_recommended(lines) | {"meeting": at}, self._store)
        self._show_after()

    def _show_after(self) -> None:
        verdict = self.verdict.value() or Verdict.CONTINUE
        self.demand("into", verdict is Verdict.MERGED, _("這一案併入哪一案；那一案須在列管中。"))
        self.preview.show_after(lambda _line: _after_words(verdict))
        question = partial(
            resolutions.lacking,
            assignment_ids=[line.id for line in self._lines],
            verdict=verdict,
            meeting_id=self.meeting.value(),
        )
        self._workbench.ask(question, partial(self._show_lacking, verdict), owner=self)

    def _show_lacking(self, verdict: Verdict, found: list[Lacking]) -> None:
        """Mark the lines whose closing leaves out a step, and ask why it does; the meeting may know better."""
        self._lacking = {one.assignment_id: one for one in found}
        words = _after_words(verdict)

        def after(line: TrackedLine) -> str:
            one = self._lacking.get(line.id)
            marks = "、".join(step.mark for step in one.steps) if one else ""
            return _("{words}（{marks}）").format(words=words, marks=marks) if marks else words

        self.preview.show_after(after)
        is_release = verdict is Verdict.RELEASED
        label = _("逕行解除的理由") if is_release else _("逕行決定的理由")
        self.demand("direct", bool(found), _direct_hint(found) if is_release else _without_meeting(found), label=label)

    def _store(self, values: Values) -> None:
        verdict = self.verdict.value() or Verdict.CONTINUE
        direct = values["direct"] if self._lacking else ""
        action = partial(
            resolutions.decide,
            assignment_ids=[line.id for line in self._lines],
            verdict=verdict,
            reason=self.reason.toPlainText(),
            today=self._workbench.today(),
            meeting_id=values["meeting"],
            into=values["into"] or None,
            direct_reason=direct,
        )
        label = resolutions.decision_label(verdict, cases_words(self._lines), direct)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def cases_words(lines: Sequence[TrackedLine]) -> str:
    """The number of the one case, or how many there are."""
    numbers = {line.number for line in lines}
    return numbers.pop() if len(numbers) == 1 else _("{count} 案").format(count=len(numbers))


def draft_of(kind: str, lines: Sequence[TrackedLine]) -> str:
    """Under which key a draft about these lines is kept: what was typed for other lines is not put over them."""
    ids = sorted(line.id for line in lines)
    return f"{kind}/{ids[0] if len(ids) == 1 else sha256(' '.join(ids).encode()).hexdigest()[:16]}"


def _after_words(verdict: Verdict) -> str:
    return verdict.state.title if verdict.state else verdict.title


def _direct_hint(found: Sequence[Lacking]) -> str:
    """What is left out, and that a meeting may do so if it says why."""
    steps = "、".join(step.lacking for step in Step if any(step in one.steps for one in found))
    if not steps:
        return ""
    return _("{steps}。會議可以逕行解除，但要說明為什麼；理由會留在紀錄與這一案的經過裡。").format(steps=steps)


def _without_meeting(found: Sequence[Lacking]) -> str:
    """That a meeting decides, or that one says why none does."""
    if not found:
        return ""
    return _("這項決定由會議作成：請選擇會議，或說明為什麼不記會議；理由會留在這一案的經過裡。")


def _asked_words(line: TrackedLine) -> str:
    return line.latest.asked.title if line.latest else _("未填報")


def _recommended(lines: Sequence[TrackedLine]) -> Values:
    """What the secretary recommended, where it is the same on all lines."""
    verdicts = {line.latest_review.recommended if line.latest_review else None for line in lines}
    verdict = verdicts.pop() if len(verdicts) == 1 else None
    return {"verdict": verdict} if verdict else {}
