"""匯入紀錄: the workbooks that were taken in, what each wrote, and the way to take one back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import ImportLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.imports import COLUMNS
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page, beside, heading, soft

if TYPE_CHECKING:
    from northtaiwan_desktop.services.import_detail import ImportDetail
    from northtaiwan_desktop.storage.records import Records

HIDDEN = {"id"}
TAKEN_BACK = Column(name="taken_back_at", title=N_("收回時間"), value=lambda line: line.record.taken_back_at, width=20)
WRITTEN = (
    Column(name="what", title=N_("做了什麼"), value=lambda one: _done(one), width=10),
    Column(name="word", title=N_("種類"), value=lambda one: one.word, width=10),
    Column(name="number", title=N_("編號"), value=lambda one: one.number, width=11),
    Column(name="title", title=N_("內容"), value=lambda one: one.title, width=30),
)


class History(QWidget):
    """The list of imports; `take_back` and `answer` are emitted with the one that is meant, `go` with page, target."""

    take_back = Signal(object)
    answer = Signal(object)
    go = Signal(str, object)

    def __init__(self, page: Page, settings: Settings) -> None:
        super().__init__()
        self._page = page
        columns = [*(column for column in COLUMNS if column.name not in HIDDEN), TAKEN_BACK]
        self.list = ListView(
            columns,
            name="imports",
            title=_("匯入紀錄"),
            settings=settings,
            empty=_("還沒有匯入過檔案。到「比對」選擇縣市寄回的試算表，看過再匯入。"),
            key=lambda line: str(line.record.id),
            hidden=("year", "sha256"),
        )
        self.button = QPushButton(_("收回這次匯入(&T)"))
        self.button.setToolTip(_("把這個檔案寫入的資料全部回到匯入前；之後又改過的會先列出來"))
        self.button.clicked.connect(self._on_button)
        self.save_button = QPushButton(_("另存原檔(&K)…"))
        self.save_button.setToolTip(_("取出匯入時保存的檔案，一字不改"))
        self.save_button.clicked.connect(lambda _checked: self._save())
        self.answer_button = QPushButton(_("回覆縣市(&W)…"))
        self.answer_button.setToolTip(_("把還沒採用與看不懂的標在當時的檔案上，連同郵件草稿寄回"))
        self.answer_button.clicked.connect(lambda _checked: self._on_answer())
        self.detail_title = heading("")
        self.detail_title.setWordWrap(True)
        self.told_label = soft()
        self.written = ListView(
            WRITTEN,
            name="written",
            title=_("這次匯入寫入的資料"),
            settings=settings,
            empty=_("在左邊選一次匯入，這裡列出它寫入的每一筆；按 Enter 或按兩下到那一筆。"),
            key=lambda one: str(one.id),
        )
        self.go_button = QPushButton(_("到那一筆(&Y)"))
        self.go_button.clicked.connect(lambda _checked: self._go(self.written.current()))
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.save_button)
        row.addWidget(self.answer_button)
        row.addStretch(1)
        row.addWidget(self.go_button)
        detail = QWidget()
        right = QVBoxLayout(detail)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        right.addWidget(self.detail_title)
        right.addWidget(self.told_label)
        right.addWidget(self.written, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(beside(self.list, detail), 1)
        layout.addLayout(row)
        self.list.chosen_changed.connect(self._on_chosen)
        self.written.chosen_changed.connect(self._enable)
        self.written.opened.connect(self._go)
        self._on_chosen()

    def show_lines(self, lines: list[ImportLine]) -> None:
        self.list.show_rows(lines)

    def choose(self, import_id: str) -> None:
        self.list.choose(import_id)

    def _on_chosen(self) -> None:
        line = self.list.current()
        self.detail_title.setText(line.record.file_name if line else "")
        self.detail_title.setVisible(line is not None)
        self.told_label.setText(_told(line) if line else "")
        self.told_label.setVisible(line is not None)
        self.written.show_rows([])
        self._enable()
        if line is not None:

            def question(records: Records) -> ImportDetail:
                from northtaiwan_desktop.services import import_detail

                return import_detail.detail(records, line.record.id)

            self._page.ask(question, self._show_detail)

    def _show_detail(self, detail: ImportDetail) -> None:
        line = self.list.current()
        if line is None or line.record.id != detail.record.id:
            return
        self.written.show_rows(detail.written)
        if detail.count > len(detail.written):
            more = _("（共 {count} 筆，先列前 {shown} 筆）").format(count=detail.count, shown=len(detail.written))
            self.told_label.setText(_told(line) + more)

    def _enable(self) -> None:
        line = self.list.current()
        self.button.setEnabled(line is not None and line.record.taken_back_at is None)
        self.save_button.setEnabled(line is not None)
        self.answer_button.setEnabled(line is not None)
        one = self.written.current()
        self.go_button.setEnabled(one is not None and bool(one.page))

    def _on_button(self) -> None:
        if (line := self.list.current()) is not None:
            self.take_back.emit(line)

    def _on_answer(self) -> None:
        if (line := self.list.current()) is not None:
            self.answer.emit(line)

    def _go(self, one: Any | None) -> None:
        if one is not None and one.page:
            self.go.emit(one.page, one.target)

    def _save(self) -> None:
        if (line := self.list.current()) is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(self._page, _("另存原檔"), line.record.file_name)
        if chosen:
            question = partial(_saved, import_id=line.record.id, path=Path(chosen))
            self._page.ask(question, self._tell_saved, failed=self._page.refused.emit)

    def _tell_saved(self, path: Path) -> None:
        self._page.made.emit(str(path))


def _saved(records: Records, *, import_id: str, path: Path) -> Path:
    from northtaiwan_desktop.services import import_detail

    return import_detail.save_file(records, import_id, path)


def _told(line: ImportLine) -> str:
    record = line.record
    day = roc_date.written(record.imported_at.date())
    who = record.imported_by or _("（未記名）")
    said = [_("{day} {time} 由{who}匯入").format(day=day, time=f"{record.imported_at:%H:%M}", who=who)]
    if record.taken_back_at is not None:
        said.append(_("已在{day}復原").format(day=roc_date.written(record.taken_back_at.date())))
    return "，".join(said)


def _done(one: Any) -> str:
    return _("新增") if one.is_new else _("更新")
