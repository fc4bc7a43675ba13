"""重新開啟: final minutes are opened for correction, with the reason that is kept."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import finalising
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.growing_text import GrowingText
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench


class ReopenForm(FormDialog):
    """Asks why."""

    def __init__(
        self, workbench: Workbench, settings: Settings, meeting: Meeting, parent: QWidget | None = None
    ) -> None:
        title = _("重新開啟會議紀錄")
        super().__init__(title, settings, save_words=_("重新開啟"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._meeting = workbench, meeting
        told = _("「{title}」（{number}）會變回草稿。編號、辦理情形與這一版紀錄都會保留。")
        words = told.format(title=meeting.title, number=meeting.number)
        self.add_part(soft(words))
        self.reason = self.add("reason", _("理由"), GrowingText(least=3), required=True)
        self.start({}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(
            finalising.reopen, meeting_id=self._meeting.id, reason=values["reason"], today=self._workbench.today()
        )
        self._workbench.do(self.windowTitle(), action, then=self.kept, failed=self.refuse)
