"""開會通知單: what the letter says beside what the meeting itself knows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from northtaiwan_desktop.domain.notice import SPEEDS, Notice
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import notices
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, Values
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.growing_text import GrowingText
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action


class NoticeForm(RecordForm[Notice]):
    """The fields of a notice in the order of the letter."""

    label = N_("修改開會通知單")

    def __init__(self, workbench: Workbench, settings: Settings, year: int) -> None:
        super().__init__(workbench, settings, _("開會通知單"))
        self.form.addRow(soft(_("時間、地點、主持人與出（列）席者，取自會議資料與出席人員。")))
        self.add("purpose", _("開會事由（不填則為「召開」加會議名稱）"), GrowingText())
        self.add("issued_on", _("發文日期"), RocDateField(year=year))
        self.add("issue_number", _("發文字號"), QLineEdit())
        self.add("contact", _("聯絡人"), QLineEdit())
        self.add("phone", _("聯絡電話"), QLineEdit())
        self.add("enclosures", _("附件"), QLineEdit())
        self.add("speed", _("速別"), ChoiceBox([(word, word) for word in SPEEDS]))
        self.add("recipient", _("受文者（不填則為「如出（列）席者」）"), QLineEdit())
        self.add("copies_to", _("副本（一行一個機關）"), GrowingText())
        self.add("remark", _("備註"), GrowingText())
        self.add("secrecy", _("密等及解密條件或保密期限"), QLineEdit())
        self.add("file_number", _("檔號"), QLineEdit())
        self.add("retention", _("保存年限"), QLineEdit())

    def key(self, record: Notice) -> str:
        return record.id

    def values(self, record: Notice) -> Values:
        return {name: getattr(record, name) for name in self._editors}

    def typed(self, record: Notice, values: Values) -> Notice:
        return replace(record, **values)

    def save(self, wanted: Notice, seen: Notice) -> Action:
        return partial(notices.save, notice=wanted, seen=seen)
