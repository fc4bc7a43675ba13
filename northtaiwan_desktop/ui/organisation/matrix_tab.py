"""Who leads and who cooperates, as a table of groups and members: set by a key, carried into the next year."""

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.platform import GroupRole, Part
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.organisation.carry_form import CarryForm
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.page import GAP, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

ROW = 36
FOLLOWING = {None: Part.COOPERATE, Part.COOPERATE: Part.LEAD, Part.LEAD: None}
"""What a press of the space bar makes of a cell."""


class MatrixTab(QWidget):
    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__()
        self._workbench, self._settings, self._year = workbench, settings, year
        self._reference: Reference | None = None
        self.table = _Table()
        self.table.setAccessibleName(_("議題組與縣市的分工表"))
        self.table.cellDoubleClicked.connect(self._turn)
        self.carry_button = QPushButton(_("帶到下一年度(&T)…"))
        self.carry_button.setToolTip(_("把這個年度的分工沿用或輪替到下一年度，先看結果再決定"))
        self.carry_button.clicked.connect(lambda: self._open_form())
        row = QHBoxLayout()
        row.addWidget(soft(_("按空白鍵或按兩下改變一格：空白 → 配合 → 主政。一組只有一個主政。")), 1)
        row.addWidget(self.carry_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)

    def show_roles(self, known: Reference) -> None:
        """Show the roles of the year; the chosen cell stays chosen."""
        self._reference = known
        self.table.show_roles(known, self._year.year)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        return [("carry", form)] if (form := self._form()) else []

    def _open_form(self) -> None:
        if (form := self._form()) is not None:
            form.open()

    def _form(self) -> CarryForm | None:
        if self._reference is None:
            return None
        return CarryForm(self._workbench, self._settings, self._reference, self._year.year + 1, self.window())

    def _turn(self, row: int, column: int) -> None:
        known = self._reference
        if known is None:
            return
        group, member, year = known.groups[row], known.members[column], self._year.year
        now = part_of(known.roles, year, group.id, member.id)
        label = _("設定「{group}」{year}年度的主政與配合").format(group=group.name, year=year)
        action = partial(organisation.set_role, year=year, group_id=group.id, member_id=member.id, part=FOLLOWING[now])
        self._workbench.do(label, action)


def part_of(roles: tuple[GroupRole, ...], year: int, group_id: str, member_id: str) -> Part | None:
    """What a member does in a group in a ROC year."""
    for role in roles:
        if (role.year, role.group_id, role.member_id) == (year, group_id, member_id):
            return role.part
    return None


class _Table(QTableWidget):
    """The cells; a key does what a double click does."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Reference, int] | None = None
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(True)

    def show_roles(self, known: Reference, year: int) -> None:
        self._shown = known, year
        at = self.currentRow(), self.currentColumn()
        self.setRowCount(len(known.groups))
        self.setColumnCount(len(known.members))
        self.setVerticalHeaderLabels([group.name for group in known.groups])
        self.setHorizontalHeaderLabels([member.name for member in known.members])
        colours = present()
        for row, group in enumerate(known.groups):
            for column, member in enumerate(known.members):
                part = part_of(known.roles, year, group.id, member.id)
                item = QTableWidgetItem(part.title if part else "")
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                told = part.title if part else _("未參與")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{group.name} {member.name} {told}")
                if part is Part.LEAD:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                    item.setForeground(QColor(colours.accent))
                elif part is Part.COOPERATE:
                    item.setForeground(QColor(colours.soft))
                self.setItem(row, column, item)
        if at[0] >= 0:
            self.setCurrentCell(*at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The colours stand in the cells, so that another look needs them written anew.
        shown = getattr(self, "_shown", None)
        if event.type() == QEvent.Type.PaletteChange and shown is not None:
            known, year = shown
            self.show_roles(known, year)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem():
            self.cellDoubleClicked.emit(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)
