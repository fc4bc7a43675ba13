"""填報: the form in which a doer's report of a round is written down."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.workbench import Workbench

OFFERED = 6
"""Rounds among which one chooses."""


class ReportForm(FormDialog):
    """填報辦理情形 of one line, for a round."""

    def __init__(
        self, workbench: Workbench, settings: Settings, line: TrackedLine, round: Round, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("填報辦理情形"), settings, draft=f"report/{line.id}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        case = QLabel(f"{line.number}　{line.doer_name}\n{line.resolution.text}")
        case.setWordWrap(True)
        case.setTextFormat(Qt.TextFormat.PlainText)
        self.add_part(case)
        self.round = self.add("round", _("期別"), ChoiceBox(_offered(line, round)), required=True)
        self.text = self.add("text", _("辦理情形"), QPlainTextEdit(), required=True)
        self.planned = self.add(
            "planned",
            _("預定進度"),
            _percent(),
            hint=_("填了實際進度而這裡留空白，會依先前填報、對應的行動方案或期限推定。"),
        )
        self.actual = self.add("actual", _("實際進度"), _percent())
        self.delay = self.add("delay_reason", _("落後原因"), QPlainTextEdit())
        self.remedy = self.add("remedy", _("改善對策"), QPlainTextEdit())
        self.asks = self.add("asks", _("列管"), QCheckBox(_("提請解除列管(&A)")))
        values: Values = {"round": round}
        past = line.latest
        if past:
            if past.planned_percent is not None:
                values["planned"] = past.planned_percent
            if past.actual_percent is not None:
                values["actual"] = past.actual_percent
            # What was asked for still holds, unless it is taken back here.
            values["asks"] = past.asked is Verdict.RELEASE_ASKED
        self.start(values, self._store)

    def _store(self, values: Values) -> None:
        action = partial(
            resolutions.report,
            assignment_id=self._line.id,
            round=values["round"],
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


def _offered(line: TrackedLine, present: Round) -> list[tuple[Round, str]]:
    """The present round, and those before it since the decision: a report often comes in after its round."""
    decided = line.resolution.decided_on
    rounds = [present]
    while len(rounds) < OFFERED and (decided is None or rounds[-1].since > decided):
        rounds.append(Round.of(rounds[-1].since - timedelta(days=1), 12 if present.months == 1 else 4))
    return [(one, one.written) for one in rounds]


def _percent() -> ParsedField:
    """A field for 0 to 100 in any spelling; empty means that nothing is known."""
    return ParsedField(read_percent, written_percent, prompt=_("例如 80%"))
