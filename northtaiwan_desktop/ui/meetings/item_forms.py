"""What is written about a section and an item: running text, 案由, 說明, 擬辦."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import Section
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, Values, put_in
from northtaiwan_desktop.ui.widgets.growing_text import GrowingText
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action


class SectionForm(RecordForm[Section]):
    """A section's title and its running text (主席致詞)."""

    label = N_("修改章節")

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings, _("章節"))
        self.add("title", _("標題"), QLineEdit())
        self.add("body", _("內文"), GrowingText(least=8, most=22))

    def key(self, record: Section) -> str:
        return record.id

    def values(self, record: Section) -> Values:
        return {"title": record.title, "body": record.body}

    def typed(self, record: Section, values: Values) -> Section:
        return replace(record, **values)

    def laid(self, file: MeetingFile, record: Section) -> MeetingFile:
        return replace(file, sections=put_in(file.sections, record))

    def save(self, wanted: Section, seen: Section) -> Action:
        return partial(meetings.save_section, section=wanted, seen=seen)


class ItemForm(RecordForm[AgendaItem]):
    """議案: what is put forward, by whom, why, and what is asked for."""

    label = N_("修改議案")

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__(workbench, settings, _("議案"))
        self.add("title", _("案由"), GrowingText())
        self.add("proposer", _("提案（報告）單位"), QLineEdit())
        self.add("explanation", _("說明"), GrowingText(least=5))
        self.add("proposal", _("擬辦"), GrowingText(least=3))

    def key(self, record: AgendaItem) -> str:
        return record.id

    def values(self, record: AgendaItem) -> Values:
        return {name: getattr(record, name) for name in self._editors}

    def typed(self, record: AgendaItem, values: Values) -> AgendaItem:
        return replace(record, **values)

    def laid(self, file: MeetingFile, record: AgendaItem) -> MeetingFile:
        return replace(file, items=put_in(file.items, record))

    def save(self, wanted: AgendaItem, seen: AgendaItem) -> Action:
        return partial(meetings.save_item, item=wanted, seen=seen)
