"""上次會議決議辦理情形: the open cases that this meeting has before it, live from the one register."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.progress import COLUMNS
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import heading, soft

_USUAL = {column.name: column for column in COLUMNS}
SHOWN = (
    _USUAL["number"],
    replace(_USUAL["lead"], title=N_("主（協）辦單位"), width=12),
    Column(name="due", title=N_("預定完成日期"), value=lambda line: line.due_words, width=12),
    _USUAL["text"],
)
"""A case of several doers has a line for each: without them its lines would look alike."""


class CarriedList(QWidget):
    """Lists the cases with the latest report of each doer; `wanted` is emitted with the line to be opened."""

    wanted = Signal(str)
    decision_wanted = Signal(object)
    """Emitted with the lines on which the meeting is to decide."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._meeting: Meeting | None = None
        self.list = ListView(
            SHOWN,
            name="carried",
            title=_("上次會議決議辦理情形"),
            settings=settings,
            empty=_("沒有列管中的決議與這次會議有關。"),
        )
        self.decide_button = QPushButton(_("列管決定(&L)…"))
        self.decide_button.setAutoDefault(False)
        self.decide_button.setToolTip(_("記錄本次會議對所選案件的決定"))
        self.decide_button.clicked.connect(lambda _checked: self.decision_wanted.emit(self.list.chosen()))
        self.detail = soft()
        self.list.opened.connect(lambda line: self.wanted.emit(line.id))
        self.list.chosen_changed.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.addWidget(heading(_("上次會議決議辦理情形")))
        layout.addWidget(soft(_("由列管案件即時帶入，定稿時才寫定。按 Enter 可看案件的全部經過。")))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.decide_button)

    def show_lines(self, lines: Sequence[TrackedLine], meeting: Meeting) -> None:
        """Show the lines that are before a meeting."""
        self._meeting = meeting
        self.list.show_rows(lines)
        self._tell()

    def take_keys(self) -> None:
        """Put the keys where the first case stands on which the meeting has not decided."""
        meeting = self._meeting
        lines: list[TrackedLine] = self.list.shown()
        left = next((one for one in lines if meeting and one.decided_in(meeting.id) is None), None)
        if left is not None:
            self.list.choose(left.id)
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tell(self) -> None:
        chosen: list[TrackedLine] = self.list.chosen()
        are_open = bool(chosen) and all(one.assignment.state is State.OPEN for one in chosen)
        is_draft = self._meeting is not None and self._meeting.status is MeetingStatus.DRAFT
        self.decide_button.setEnabled(are_open and is_draft)
        line: TrackedLine | None = self.list.current()
        if line is None:
            self.detail.clear()
            return
        due = _("預定完成日期：{due}").format(due=line.due_words) if line.due_words else ""
        report = _("辦理情形：{text}").format(text=line.latest.text) if line.latest else _("尚未填報。")
        decision = line.decided_in(self._meeting.id) if self._meeting else None
        decided = ""
        if decision and decision.decided:
            decided = _("本次會議決定：{verdict}").format(verdict=decision.decided.title)
        self.detail.setText("\n".join(filter(None, (line.resolution.text, line.doer_name, due, report, decided))))
