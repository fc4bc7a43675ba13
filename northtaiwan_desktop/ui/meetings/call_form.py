"""Calling a meeting: its kind proposes the title, the host and the sections."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench


class CallForm(FormDialog):
    """新增會議 of a ROC year. `called` is emitted with the new meeting's id."""

    called = Signal(str)

    def __init__(
        self, workbench: Workbench, settings: Settings, known: Reference, year: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("新增會議"), settings, draft="meetings/new", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, year
        kinds = [(kind.id, kind.name) for kind in known.kinds]
        groups = [(group.id, group.name) for group in known.groups]
        self.kind = self.add("kind", _("會議種類"), ChoiceBox(kinds), required=True)
        self.group = self.add("group", _("議題組"), ChoiceBox(groups, none=_("（不屬於議題組）")))
        self.held_on = self.add("held_on", _("會議日期"), RocDateField(year=year))
        self.venue = self.add("venue", _("地點"), QLineEdit())
        self.named = self.add("title", _("會議名稱"), QLineEdit(), hint=_("不填則依種類與年度擬定。"))
        self.start({}, self._store)

    def _store(self, values: Values) -> None:
        made: list[Meeting] = []

        def action(work: Work) -> None:
            made.append(
                meetings.call(
                    work,
                    kind_id=values["kind"],
                    year=self._year,
                    group_id=values["group"],
                    held_on=values["held_on"],
                    venue=values["venue"],
                    title=values["title"],
                )
            )

        def kept(operation: object) -> None:
            self.kept(operation)
            self.called.emit(made[0].id)

        self._workbench.do(_("新增會議"), action, then=kept, failed=self.refuse, owner=self)
