"""文件範本: the office's own Word templates, and what can be written in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.filing import PaperKind, PaperTemplate
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import templates
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.save_place import save_place
from northtaiwan_desktop.ui.workbench import Workbench

WORD_FILES = N_("Word 文件與範本 (*.docx *.dotx)")
COLUMNS = (
    Column(name="paper", title=N_("文件"), value=lambda row: PaperKind(row.paper).title, width=14),
    Column(name="name", title=N_("範本"), value=lambda row: row.name, width=36),
    Column(name="chosen", title=N_("採用"), value=lambda row: _("採用中") if row.is_chosen else "", width=10),
    Column(name="added_at", title=N_("加入時間"), value=lambda row: f"{row.added_at:%Y-%m-%d %H:%M}", width=16),
)
FIELD_COLUMNS = (
    Column(name="field", title=N_("欄位（照這樣寫在範本裡）"), value=lambda row: row[0], width=44),
    Column(name="example", title=N_("例子"), value=lambda row: row[1], width=44),
)


class TemplatesTab(QWidget):
    """Which papers are made with a template of the office's own."""

    refused = Signal(object)
    made = Signal(str)

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self.kind_box = ChoiceBox([(kind, kind.title) for kind in PaperKind])
        self.kind_box.setAccessibleName(_("文件種類"))
        self.starter_button = push_button(_("取得範本檔(&G)…"), self._starter)
        self.fields_button = push_button(_("欄位一覽(&I)…"), self._show_fields)
        self.add_button = push_button(_("加入範本(&T)…"), self._add)
        self.list = ListView(
            COLUMNS,
            name="templates",
            title=_("文件範本"),
            settings=settings,
            empty=_("目前各種文件都用標準格式。選一種文件，按「取得範本檔」，在 Word 修改後再「加入範本」。"),
        )
        self.use_button = push_button(_("採用(&U)"), self._use)
        self.standard_button = push_button(_("改回標準格式(&N)"), self._standard)
        self.remove_button = push_button(_("移除範本(&R)"), self._remove)
        above, below = QHBoxLayout(), QHBoxLayout()
        for widget in (self.kind_box, self.starter_button, self.fields_button, self.add_button):
            above.addWidget(widget)
        for widget in (self.use_button, self.standard_button, self.remove_button):
            below.addWidget(widget)
        for row in (above, below):
            row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 8, 2, 0)
        layout.setSpacing(10)
        layout.addWidget(soft(_("範本只用於 docx；odt 與 pdf 一律用標準格式。範本在採用前會先試填。")))
        layout.addLayout(above)
        layout.addWidget(self.list, 1)
        layout.addLayout(below)
        self.list.chosen_changed.connect(self._enable)
        self._enable()

    def show_templates(self, kept: Sequence[PaperTemplate]) -> None:
        """Show the templates as they stand now."""
        self.list.show_rows(kept)
        self._enable()

    def dialogs(self) -> list[tuple[str, QDialog]]:
        """The list of fields."""
        return [("fields", FieldsBox(PaperKind.MINUTES, self._settings, self.window()))]

    def _starter(self) -> None:
        kind: PaperKind = self.kind_box.value()
        path = save_place(self, _("{paper}範本").format(paper=kind.word), (".docx",))
        if path is not None:

            def question(_records: Records) -> Path:
                return templates.write_starter(kind, path)

            self._workbench.ask(question, self._on_made, failed=self.refused.emit, owner=self)

    def _on_made(self, path: Path) -> None:
        self.made.emit(str(path))

    def _show_fields(self) -> None:
        FieldsBox(self.kind_box.value(), self._settings, self.window()).open()

    def _add(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("加入範本"), "", _(WORD_FILES))
        if chosen:
            self.take_in(self.kind_box.value(), Path(chosen))

    def take_in(self, kind: PaperKind, path: Path) -> None:
        """Take a template in and use it."""

        def action(work: Work) -> None:
            templates.add(work, kind, path, choose_it=True)

        kept: list[PaperTemplate] = self.list.shown()
        is_known = any(one.name == path.name and one.paper == kind.value for one in kept)
        words = _("取代範本「{name}」") if is_known else _("加入範本「{name}」")
        self._do(words.format(name=path.name), action)

    def _use(self) -> None:
        if (one := self._current()) is not None:
            self._do(_("採用範本"), partial(_choose, id=one.id))

    def _standard(self) -> None:
        if (one := self._current()) is not None:
            self._do(_("改回標準格式"), partial(templates.use_standard, kind=PaperKind(one.paper)))

    def _remove(self) -> None:
        if (one := self._current()) is not None:
            words = _("移除範本「{name}」")
            if one.is_chosen:
                words = _("移除範本「{name}」，改回標準格式")
            self._do(words.format(name=one.name), partial(templates.remove, id=one.id))

    def _do(self, label: str, action: Callable[[Work], None]) -> None:
        self._workbench.do(label, action, failed=self.refused.emit, owner=self)

    def _current(self) -> PaperTemplate | None:
        current: PaperTemplate | None = self.list.current()
        return current

    def _enable(self) -> None:
        one = self._current()
        self.use_button.setEnabled(one is not None and not one.is_chosen)
        self.standard_button.setEnabled(one is not None and one.is_chosen)
        self.remove_button.setEnabled(one is not None)


class FieldsBox(QDialog):
    """Every field of a kind of paper with an example; a line is copied by Ctrl+C."""

    def __init__(self, kind: PaperKind, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("{paper}可用的欄位").format(paper=kind.title))
        self.list = ListView(
            FIELD_COLUMNS,
            name="template_fields",
            title=self.windowTitle(),
            settings=settings,
            key=lambda row: str(row[0]),
        )
        self.list.show_rows(templates.fields(kind))
        buttons = QDialogButtonBox()
        buttons.addButton(_("關閉"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(soft(_("在 Word 裡照左欄的寫法輸入；清單要寫在 for 與 endfor 之間。按 Ctrl+C 複製選取的列。")))
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.resize(860, 560)


def _choose(work: Work, id: str) -> None:
    templates.choose(work, id)
