"""出席人員: who was in the room, in the order in which the minutes name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from northtaiwan_desktop.domain.meeting import Attendance, Presence
from northtaiwan_desktop.domain.minutes import MeetingFile, heads
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import calling, meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, Values
from northtaiwan_desktop.ui.widgets.lines_table import LinesTable, field_column
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action


@dataclass(frozen=True)
class Present:
    """The attendance list of one meeting."""

    meeting_id: str
    lines: tuple[Attendance, ...]


class AttendanceForm(RecordForm[Present]):
    """The list, written in place; an empty one takes in all members at once."""

    label = N_("修改出席名單")

    def __init__(self, workbench: Workbench, settings: Settings, known: Reference) -> None:
        super().__init__(workbench, settings, _("出席人員"))
        members = [(member.id, member.name) for member in known.members]
        columns = (
            field_column(_("出席別"), "presence", options=[(one, one.word) for one in Presence], share=6),
            field_column(_("縣市"), "member_id", options=[*members, (None, _("其他機關"))], share=7),
            field_column(_("單位"), "bureau", share=8),
            field_column(_("職稱"), "title", share=6),
            field_column(_("姓名"), "name", share=7),
            field_column(_("代理"), "represents", share=6),
        )
        self.table = self.add("lines", "", LinesTable(columns, make=self._line, title=_("出席人員"), begin=1))
        self.invite_button = self._beginning(_("帶入應出席人員(&I)"), calling.invite)
        self.last_button = self._beginning(_("沿用上次名單(&L)"), calling.bring_last_people)
        self.count = soft()
        self.form.addRow(self.count)
        beginnings = QHBoxLayout()
        for button in (self.invite_button, self.last_button):
            beginnings.addWidget(button)
        beginnings.addStretch(1)
        self.form.addRow(beginnings)
        self.table.changed.connect(self._offer)

    def key(self, record: Present) -> str:
        return record.meeting_id

    def values(self, record: Present) -> Values:
        return {"lines": record.lines}

    def typed(self, record: Present, values: Values) -> Present:
        lines = tuple(replace(line, position=place) for place, line in enumerate(values["lines"]))
        return replace(record, lines=lines)

    def laid(self, file: MeetingFile, record: Present) -> MeetingFile:
        return replace(file, attendance=record.lines)

    def save(self, wanted: Present, seen: Present) -> Action:
        return partial(
            meetings.set_attendance,
            meeting_id=wanted.meeting_id,
            lines=wanted.lines,
            seen=seen.lines,
        )

    def renew(self, record: Present, *, editable: bool) -> None:
        super().renew(record, editable=editable)
        self._offer()

    def _offer(self) -> None:
        lines: tuple[Attendance, ...] = tuple(self.table.value())
        for button in (self.invite_button, self.last_button):
            button.setVisible(self._is_editable and not lines)
        told = "　".join(f"{presence.word} {count}" for presence, count in heads(lines).items())
        nameless = len(lines) - sum(heads(lines).values())
        if nameless:
            told += "　" + _("（另 {count} 列還沒有職稱或姓名）").format(count=nameless)
        self.count.setText(told if lines else _("可從組織的現任職務帶入，或沿用上次會議的名單，再逐列修改。"))

    def _line(self) -> Attendance:
        return Attendance(meeting_id=self._seen.meeting_id if self._seen else "", position=0)

    def _beginning(self, words: str, action: Callable[..., None]) -> QPushButton:
        """A way to begin an empty list."""
        button = QPushButton(words)
        button.setAutoDefault(False)

        def begin() -> None:
            if self._seen is not None:
                wanted = partial(action, meeting_id=self._seen.meeting_id)
                self._workbench.do(words.partition("(")[0], wanted, failed=self._refuse)

        button.clicked.connect(lambda _checked: begin())
        return button
