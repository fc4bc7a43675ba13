"""The meetings that are planned for the year (預定的會議): their months, and which of them were called."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.year_sheet import SlotLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import years
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.slots import COLUMNS
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, soft
from northtaiwan_desktop.ui.workbench import Workbench


class SlotsTab(QWidget):
    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self.list = ListView(
            COLUMNS,
            name="slots",
            title=_("預定會議"),
            settings=settings,
            empty=_(
                "這個年度還沒有預定的會議。在開啟這個年度時依例行週期排好（上方的「開啟年度」，或在前一年度按「開啟下一年度」）；會議清單裡的會議不受影響。"
            ),
            key=lambda row: str(row.slot.id),
        )
        self.move_button = QPushButton(_("改月份(&M)…"))
        self.move_button.clicked.connect(lambda: self._move(self.list.current()))
        row = QHBoxLayout()
        self.count = soft()
        row.addWidget(self.count, 1)
        row.addWidget(self.move_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self.list.opened.connect(self._move)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def show_rows(self, rows: list[SlotLine]) -> None:
        self.list.show_rows(rows)
        called = sum(row.is_called for row in rows)
        told = _("預定 {count} 場，其中 {called} 場已列入會議") if rows else ""
        self.count.setText(told.format(count=len(rows), called=called))

    def dialogs(self) -> list[tuple[str, QDialog]]:
        rows = self.list.shown()
        return [("slot", MonthForm(self._workbench, self._settings, rows[0], self.window()))] if rows else []

    def _on_chosen(self) -> None:
        self.move_button.setEnabled(self.list.current() is not None)

    def _move(self, line: SlotLine | None) -> None:
        if line is not None:
            MonthForm(self._workbench, self._settings, line, self.window()).open()


class MonthForm(FormDialog):
    """The month of one planned meeting."""

    def __init__(self, workbench: Workbench, settings: Settings, line: SlotLine, parent: QWidget | None = None) -> None:
        super().__init__(_("{meeting}的月份").format(meeting=line.group_name + line.kind_name), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        months = [(month, _("{month}月").format(month=month)) for month in range(1, 13)]
        self.month = self.add("month", _("月份"), ChoiceBox(months))
        self.start({"month": line.slot.month}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(years.move_slot, slot_id=self._line.slot.id, month=values["month"])
        self._workbench.do(_("調整預定會議的月份"), action, then=self.kept, failed=self.refuse)
