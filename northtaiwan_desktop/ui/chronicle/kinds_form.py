"""The form that says which kinds of meeting the chronicle tells of by itself."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.workbench import Workbench


class KindsForm(FormDialog):
    """自動記入大事記 of these kinds, when their minutes are final."""

    def __init__(
        self, workbench: Workbench, settings: Settings, known: Reference, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("自動記入大事記"), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench = workbench
        self.kinds = self.add(
            "kinds",
            _("會議種類"),
            ChecksField([(kind.id, kind.name) for kind in known.kinds], across=2),
            hint=_("勾選的會議定稿時記入一則；已經寫好的大事記不受影響。"),
        )
        self.start({"kinds": [kind.id for kind in known.kinds if kind.is_chronicled]}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(chronicle.set_kinds, kind_ids=values["kinds"])
        self._workbench.do(_("設定自動記入大事記的會議"), action, then=self.kept, failed=self.refuse)
