"""大事記: what happened, in the order of time, each dated as precisely as is known."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QVBoxLayout

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.chronicle import COLUMNS, when
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

SHOWN = ("since", "text")
ENDINGS = (".docx", ".xlsx", ".odt", ".ods", ".pdf")


class ChroniclePage(Page):
    title = N_("大事記")
    kinds: ClassVar[frozenset[str]] = frozenset({"ChronicleEntry"})
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.list = ListView(
            [column for column in COLUMNS if column.name in SHOWN],
            name="chronicle",
            title=_("大事記"),
            settings=settings,
            empty=_("還沒有大事記。按「新增」寫下第一件，或從「匯入」帶進現有的表。"),
        )
        self.search = self.add_search(_("搜尋大事記"), self.list.look_for)
        self.search.left_downward.connect(self.list.setFocus)
        self.scope = ChoiceBox([(False, _("全部年度")), (True, "")])
        self.scope.setAccessibleName(_("範圍"))
        self.scope.chosen.connect(lambda _only: self.renew())
        self.buttons.addWidget(self.scope)
        self.export_button = self.add_action(_("匯出(&X)…"), self._export)
        self.delete_button = self.add_action(_("刪除(&D)"), self._delete)
        self.edit_button = self.add_action(_("編輯(&I)…"), self._edit_current)
        self.add_button = self.add_action(_("新增(&N)…"), self._add, main=True, shortcut="Ctrl+N")
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.detail_card = QFrame()
        self.detail_card.setProperty("role", "card")
        QVBoxLayout(self.detail_card).addWidget(self.detail)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.detail_card)
        self.list.opened.connect(self._edit)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def refresh(self) -> None:
        year = self.year.year
        self.scope.set_options([(False, _("全部年度")), (True, _("只看 {year} 年").format(year=year))])
        self.ask(partial(entries, year=year if self.scope.value() else None), self._show)

    def show_record(self, id: str) -> None:
        self.list.choose(id)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        rows = self.list.shown()
        return [("entry", self._form(rows[len(rows) // 2] if rows else None))]

    def _show(self, rows: list[ChronicleEntry]) -> None:
        self.list.show_rows(rows)
        self.subtitle.setText(_("{count} 則").format(count=f"{len(rows):,}"))

    def _on_chosen(self) -> None:
        chosen: list[ChronicleEntry] = self.list.chosen()
        self.edit_button.setEnabled(len(chosen) == 1)
        self.delete_button.setEnabled(bool(chosen))
        self.detail_card.setVisible(len(chosen) == 1)
        if len(chosen) == 1:
            entry = chosen[0]
            source = _("\n出處：{source}").format(source=entry.source) if entry.source else ""
            self.detail.setText(f"{when(entry)}　{entry.text}{source}")

    def _add(self) -> None:
        self._form(None).open()

    def _edit(self, entry: ChronicleEntry) -> None:
        self._form(entry).open()

    def _edit_current(self) -> None:
        entry = self.list.current()
        if entry is not None:
            self._edit(entry)

    def _form(self, entry: ChronicleEntry | None) -> EntryForm:
        return EntryForm(self.workbench, self.settings, self.year.year, entry, parent=self)

    def _delete(self) -> None:
        ids = [entry.id for entry in self.list.chosen()]
        if not ids:
            return
        label = _("刪除大事記") if len(ids) == 1 else _("刪除 {count} 則大事記").format(count=len(ids))
        self.do(label, partial(_remove, ids))

    def _export(self) -> None:
        year = self.year.year if self.scope.value() else None
        name = f"{year}年大事記" if year else "大事記"
        today = self.workbench.today()
        self.write_file(name, ENDINGS, lambda path: partial(_written, path=path, today=today, year=year))


def _remove(ids: list[str], work: Work) -> None:
    for id in ids:
        chronicle.remove_entry(work, id)


def _written(records: Records, *, path: Path, today: date, year: int | None) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.chronicle(records, path, today=today, year=year)
