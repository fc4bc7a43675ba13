"""確認上次會議紀錄: the words of the section, and what is set right in the last minutes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from northtaiwan_desktop.domain.meeting import Correction, Section
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import confirming
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, Values, put_in
from northtaiwan_desktop.ui.widgets.growing_text import GrowingText
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action


@dataclass(frozen=True)
class Confirmed:
    """The section, and the corrections, one a line."""

    section: Section
    corrections: str


class ConfirmForm(RecordForm[Confirmed]):
    """The section and its corrections, kept together."""

    label = N_("確認上次會議紀錄")

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings, _("確認上次會議紀錄"))
        self.told = soft()
        self.form.addRow(self.told)
        self.add("title", _("標題"), QLineEdit())
        self.add("body", _("內文"), GrowingText(least=4))
        self.add("corrections", _("更正事項（一行一項）"), GrowingText(least=4))

    def show_before(self, title: str) -> None:
        """Say which minutes are confirmed."""
        none = _("之前沒有同一種會議的定稿紀錄。")
        self.told.setText(_("上次會議：{title}。更正事項會列在本次紀錄。").format(title=title) if title else none)

    def key(self, record: Confirmed) -> str:
        return record.section.id

    def values(self, record: Confirmed) -> Values:
        return {"title": record.section.title, "body": record.section.body, "corrections": record.corrections}

    def typed(self, record: Confirmed, values: Values) -> Confirmed:
        section = replace(record.section, title=values["title"], body=values["body"])
        return replace(record, section=section, corrections=values["corrections"])

    def laid(self, file: MeetingFile, record: Confirmed) -> MeetingFile:
        lines = [line.strip() for line in record.corrections.splitlines() if line.strip()]
        before = file.before.id if file.before else ""
        made = [Correction(meeting_id=file.meeting.id, corrected_id=before, text=line) for line in lines]
        return replace(file, sections=put_in(file.sections, record.section), corrections=tuple(made))

    def save(self, wanted: Confirmed, seen: Confirmed) -> Action:
        lines = wanted.corrections.splitlines()
        return partial(confirming.confirm, section=wanted.section, corrections=lines, seen=seen.section)
