"""The issue groups (議題小組): who leads and who cooperates in the year, set here year by year."""

from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import GroupLine
from northtaiwan_desktop.domain.platform import GroupRole, Part
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.groups import COLUMNS
from northtaiwan_desktop.ui.organisation.role_form import RoleForm, set_parts
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench


class GroupsTab(QWidget):
    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__()
        self._workbench, self._settings, self._year = workbench, settings, year
        self._reference: Reference | None = None
        self.list = ListView(
            COLUMNS,
            name="groups",
            title=_("議題小組"),
            settings=settings,
            empty=_("這個資料庫還沒有議題小組。請用「建立新的資料庫」重新建立，或開啟另一個資料庫。"),
            key=lambda row: str(row.group.id),
        )
        self.set_button = QPushButton(_("設定主政與配合(&L)…"))
        self.set_button.clicked.connect(self._set_current)
        self.last_year_button = QPushButton(_("沿用上一年度(&P)"))
        self.last_year_button.setToolTip(_("把上一年度各組的主政與配合縣市帶到本年度，只補還沒有主政的組"))
        self.last_year_button.clicked.connect(self._as_last_year)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.last_year_button)
        row.addWidget(self.set_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self.list.opened.connect(self._set)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def show_rows(self, rows: list[GroupLine], reference: Reference) -> None:
        self._reference = reference
        self.list.show_rows(rows)
        self.last_year_button.setEnabled(bool(self._missing()))

    def dialogs(self) -> list[tuple[str, QDialog]]:
        form = self._form(self.list.shown()[1]) if len(self.list.shown()) > 1 else None
        return [("roles", form)] if form else []

    def _on_chosen(self) -> None:
        self.set_button.setEnabled(self.list.current() is not None)

    def _set_current(self) -> None:
        if (line := self.list.current()) is not None:
            self._set(line)

    def _set(self, line: GroupLine) -> None:
        if (form := self._form(line)) is not None:
            form.open()

    def _form(self, line: GroupLine) -> RoleForm | None:
        if self._reference is None:
            return None
        return RoleForm(self._workbench, self._settings, self._reference, self._year.year, line.group.id, self.window())

    def _missing(self) -> list[GroupRole]:
        """Last year's parts of the groups that nobody leads this year."""
        known, year = self._reference, self._year.year
        if known is None:
            return []
        led = {role.group_id for role in known.roles if role.year == year and role.part is Part.LEAD}
        return [role for role in known.roles if role.year == year - 1 and role.group_id not in led]

    def _as_last_year(self) -> None:
        year = self._year.year
        parts = [(role.group_id, role.member_id, role.part) for role in self._missing()]
        label = _("沿用 {year} 年度的主政縣市").format(year=year - 1)
        self._workbench.do(label, partial(set_parts, year=year, parts=parts))
