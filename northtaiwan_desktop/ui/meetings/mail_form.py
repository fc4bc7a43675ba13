"""郵件草稿: which papers go along in which format, and whom the draft reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft

Written = Callable[[Sequence[PaperKind], str], bool]
"""Writes a draft with these papers in this format; False where the person left it."""


class MailForm(FormDialog):
    """Asks before a draft is written."""

    def __init__(
        self,
        settings: Settings,
        meeting: Meeting,
        *,
        reached: int,
        unreachable: Sequence[str],
        write: Written,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("郵件草稿"), settings, save_words=_("另存草稿…"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._write = write
        told = _("收件人是 {count} 位聯絡窗口，會議的附件一併附上。")
        self.add_part(soft(told.format(count=reached)))
        if unreachable:
            words = _("這些聯絡窗口沒有可用的電子郵件，請另行通知：{names}。")
            self.unreached = soft(words.format(names="、".join(unreachable)))
            self.add_part(self.unreached)
        kinds = [(kind, kind.title) for kind in PaperKind if kind is not PaperKind.EXTRACT]
        self.papers = self.add("papers", _("附上的文件"), ChecksField(kinds))
        formats = [
            (".odt", _("odt（可編輯，標準格式）")),
            (".docx", _("docx（可編輯，用採用的範本）")),
            (".pdf", _("pdf（不可編輯）")),
        ]
        self.ending = self.add("ending", _("文件格式"), ChoiceBox(formats))
        usual = [PaperKind.MINUTES] if meeting.number else [PaperKind.NOTICE, PaperKind.AGENDA]
        self.start({"papers": usual, "ending": ".odt"}, self._store)

    def _store(self, values: Values) -> None:
        if self._write(values["papers"], values["ending"]):
            self.kept()
        else:
            self.stay()
