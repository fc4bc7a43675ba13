"""記住的對照: what the headings and words of each county mean, in a list that can be changed and taken from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import RememberedLine
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.remembered import COLUMNS
from northtaiwan_desktop.ui.intake.remembered_forms import MeaningForm, RememberForm
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, Page

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records


class RememberedTab(QWidget):
    """A page that places it calls `refresh` where `Remembered` has changed."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._reference: Reference | None = None
        self.list = ListView(
            COLUMNS,
            name="remembered",
            title=_("記住的對照"),
            settings=page.settings,
            empty=_("還沒有記住任何對照。匯入前在「欄位對照」決定的欄名與寫法，會在匯入時記在這裡。"),
            key=lambda line: str(line.record.id),
            hidden=("decided_by",),
        )
        self.sender_box = ChoiceBox(none=_("全部縣市"))
        self.sender_box.setAccessibleName(_("來源縣市"))
        self.add_button = push_button(_("新增(&A)…"), self.add)
        self.edit_button = push_button(_("更改(&L)…"), self.edit)
        self.remove_button = push_button(_("不再記住(&D)"), self.remove)
        row = QHBoxLayout()
        row.addWidget(self.sender_box)
        row.addStretch(1)
        for button in (self.remove_button, self.edit_button, self.add_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self.sender_box.chosen.connect(lambda _id: self.refresh())
        self.list.opened.connect(lambda _line: self.edit())
        self.list.chosen_changed.connect(self._enable)
        self._enable()

    def refresh(self) -> None:
        """Ask for what is remembered of the county that is chosen, or of all."""
        self._page.ask(partial(_known, sender_id=self.sender_box.value()), self._show)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        if self._reference is None:
            return []
        page, rows = self._page, self.list.shown()
        found: list[tuple[str, QDialog]] = [
            ("remember", RememberForm(page.workbench, page.settings, self._reference, page))
        ]
        if rows:
            form = MeaningForm(page.workbench, page.settings, self._reference, rows[0], page)
            found.append(("meaning", form))
        return found

    def add(self) -> None:
        """Remember something by hand, before a workbook asks for it."""
        if self._reference is not None:
            RememberForm(self._page.workbench, self._page.settings, self._reference, self._page).open()

    def edit(self) -> None:
        """Give the chosen one another meaning."""
        line = self.list.current()
        if line is not None and self._reference is not None:
            MeaningForm(self._page.workbench, self._page.settings, self._reference, line, self._page).open()

    def remove(self) -> None:
        """Remember the chosen ones no longer; undo brings them back."""
        from northtaiwan_desktop.services import remembered

        lines = self.list.chosen()
        if not lines:
            return
        label = _("不再記住「{wrote}」").format(wrote=lines[0].record.wrote)
        if len(lines) > 1:
            label = _("不再記住 {count} 個對照").format(count=len(lines))
        action = partial(remembered.forget, ids=[line.record.id for line in lines])
        self._page.do(label, action, failed=self._page.refused.emit)

    def _show(self, answer: tuple[list[RememberedLine], Reference]) -> None:
        lines, self._reference = answer
        self.sender_box.set_options([(member.id, member.name) for member in self._reference.members])
        self.list.show_rows(lines)
        self._enable()

    def _enable(self) -> None:
        self.add_button.setEnabled(self._reference is not None)
        self.edit_button.setEnabled(self.list.current() is not None)
        self.remove_button.setEnabled(bool(self.list.chosen()))


def _known(records: Records, *, sender_id: str | None) -> tuple[list[RememberedLine], Reference]:
    # SQLAlchemy comes along, on the store's thread, when the list is first asked for.
    from northtaiwan_desktop.storage.reference import reference
    from northtaiwan_desktop.storage.remembered import remembered_lines

    return remembered_lines(records, sender_id=sender_id), reference(records)
