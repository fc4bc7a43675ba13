"""會議資料: when, where, in whose chair and by whose pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import clock
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import calling, meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, Values
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.growing_text import GrowingText
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action


class HeadForm(RecordForm[Meeting]):
    """The head of a meeting."""

    label = N_("修改會議資料")

    def __init__(
        self, workbench: Workbench, settings: Settings, known: Reference, year: int, others: Sequence[Meeting]
    ) -> None:
        super().__init__(workbench, settings, _("會議資料"))
        self._known = known
        self._name_before = ""
        self.named = self.add("title", _("會議名稱"), QLineEdit())
        self.add("held_on", _("會議日期"), RocDateField(year=year))
        self.add(
            "starts_at", _("開始時間"), ParsedField(clock.read_time, clock.written_time, prompt=_("例如 上午10時"))
        )
        self.add("venue", _("地點"), QLineEdit())
        self.add("chair", _("主席"), QLineEdit())
        self.add("chair_stands_in", _("代理主席（主席未到時）"), QLineEdit())
        self.add("recorder", _("紀錄"), QLineEdit())
        hosts = [(member.id, member.name) for member in known.members]
        self.add("host_id", _("主政縣市"), ChoiceBox(hosts, none=_("（未定）")))
        groups = [(group.id, group.name) for group in known.groups]
        self.group = self.add("group_id", _("議題組"), ChoiceBox(groups, none=_("（不屬於議題組）")))
        self.ordinal = self.add("ordinal", _("次別（年度內第幾次）"), ParsedField(read_number, str, prompt=_("例如 2")))
        held = [(meeting.id, meeting.title) for meeting in others]
        self.add("parent_id", _("補行議程（接續哪一場會議）"), ChoiceBox(held, none=_("（不是補行議程）")))
        self.add("quorum", _("法定出席人數"), ParsedField(read_number, str, prompt=_("不填則不檢查")))
        self.add("held_until", _("結束日期（會期兩天以上時）"), RocDateField(year=year))
        self.add(
            "closed_at", _("散會時間"), ParsedField(clock.read_time, clock.written_time, prompt=_("例如 中午12時"))
        )
        self.add("note", _("備註"), GrowingText())
        self.ordinal.changed.connect(self._rename)
        self.group.currentIndexChanged.connect(lambda _place: self._rename())

    def key(self, record: Meeting) -> str:
        return record.id

    def values(self, record: Meeting) -> Values:
        return {name: getattr(record, name) for name in self._editors}

    def typed(self, record: Meeting, values: Values) -> Meeting:
        return replace(record, **values)

    def renew(self, record: Meeting, *, editable: bool) -> None:
        super().renew(record, editable=editable)
        self._name_before = self._name_proposed()

    def _rename(self) -> None:
        """A name that is still as it was proposed goes with the number and the group."""
        if self._is_filling or self._seen is None or self.ordinal.problem:
            return
        before, self._name_before = self._name_before, self._name_proposed()
        if self.named.text() == before:
            self.named.setText(self._name_before)

    def _name_proposed(self) -> str:
        meeting = self._seen
        if meeting is None:
            return ""
        return calling.proposed_title(
            self._known,
            kind_id=meeting.kind_id,
            year=meeting.year,
            ordinal=self.ordinal.value(),
            group_id=self.group.value(),
        )

    def laid(self, file: MeetingFile, record: Meeting) -> MeetingFile:
        return replace(file, meeting=record)

    def save(self, wanted: Meeting, seen: Meeting) -> Action:
        return partial(meetings.save, meeting=wanted, seen=seen)
