"""匯入: a workbook is read whole and shown beside the register; only then, and once, is anything written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.lists import ImportLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.review import ReviewedRow, RowState
from northtaiwan_desktop.ui.intake.columns_tab import ColumnsTab
from northtaiwan_desktop.ui.intake.history import History
from northtaiwan_desktop.ui.intake.remembered_tab import RememberedTab
from northtaiwan_desktop.ui.intake.rows_tree import RowsTree
from northtaiwan_desktop.ui.intake.words import row_html, titles_of
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.page import Page, beside, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.reference import Reference
    from northtaiwan_desktop.domain.remembered import Decision
    from northtaiwan_desktop.services.answering import Reply
    from northtaiwan_desktop.services.intake import Preview
    from northtaiwan_desktop.storage.records import Records

KINDS = "*.xlsx *.xlsm *.xls *.ods *.csv"


class IntakePage(Page):
    """Preview and import of workbooks that other offices sent, and the list of what was imported."""

    title = N_("匯入")
    kinds = frozenset({"Import", "Remembered"})

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.setAcceptDrops(True)
        self._queue: list[Path] = []
        self._path: Path | None = None
        self.preview: Preview | None = None
        self._titles: dict[str, str] = {}
        self._reference: Reference | None = None
        self._decisions: dict[object, Decision] = {}
        self.open_button = self.add_action(_("選擇檔案(&O)…"), self._ask_files, main=True, shortcut="Ctrl+I")
        self.answer_button = self.add_action(_("回覆縣市(&R)…"), self.answer)
        self.answer_button.setToolTip(_("標示縣市自己的檔案，寫好請其更正的郵件；匯入前後都可以"))
        self.kind_box = ChoiceBox([(kind, _(words)) for kind, words in KIND_WORDS.items()], none=_("自動辨認內容"))
        self.kind_box.setAccessibleName(_("檔案的內容"))
        self.sender_box = ChoiceBox(none=_("自動辨認縣市"))
        self.sender_box.setAccessibleName(_("寄來的縣市"))
        self.kind_box.chosen.connect(lambda _value: self._read_as_another_kind())
        self.sender_box.chosen.connect(lambda _value: self._read_again())
        self.told_label = soft()
        self.state_buttons = {state: self._state_button() for state in RowState}
        self.tree = RowsTree()
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(_("這一列的內容"))
        self.columns = ColumnsTab()
        self.remembered = RememberedTab(self)
        self.undecided_button = QPushButton()
        self.undecided_button.setAutoDefault(False)
        self.undecided_button.setProperty("role", "undecided")
        self.undecided_button.setToolTip(_("把握不足的欄位，決定以前不採用；按這裡到「欄位對照」決定"))
        self.undecided_button.clicked.connect(lambda _checked: self._turn_to_columns())
        self.import_button = QPushButton()
        self.import_button.setProperty("role", "main")
        self.import_button.setShortcut("Ctrl+Return")
        self.import_button.clicked.connect(lambda _checked: self.take_in())
        self.skip_button = QPushButton(_("略過這個檔案(&K)"))
        self.skip_button.setAutoDefault(False)
        self.skip_button.clicked.connect(lambda _checked: self.skip())
        self.history = History(settings)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._preview_part(), _("預覽(&P)"))
        self.tabs.addTab(self.columns, _("欄位對照(&C)"))
        self.tabs.addTab(self.history, _("匯入紀錄(&G)"))
        self.tabs.addTab(self.remembered, _("記住的對照(&M)"))
        self.body.addWidget(self.tabs, 1)
        self.tree.ticked.connect(self._name_import)
        self.tree.chosen.connect(self._show_row)
        self.columns.decided.connect(self.decide)
        self.history.take_back.connect(self.take_back)
        self.history.list.chosen_changed.connect(self._name_answer)
        self.tabs.currentChanged.connect(lambda _place: self._name_answer())
        self._show_none()

    def refresh(self) -> None:
        def question(records: Records) -> tuple[list[ImportLine], Reference]:
            from northtaiwan_desktop.storage.imports import import_lines
            from northtaiwan_desktop.storage.reference import reference

            return import_lines(records), reference(records)

        self.ask(question, self._show_history)
        self.remembered.refresh()

    def read(self, paths: Sequence[Path]) -> None:
        """Look at these files, one after another; nothing is written."""
        self._queue = list(paths)
        self._next()

    def take_in(self) -> None:
        """Write the ticked rows, once."""
        from northtaiwan_desktop.services import intake

        rows = self.tree.accepted()
        if self.preview is None or not rows:
            return
        self._hold()
        decisions = tuple(self._decisions.values())
        self.do(
            _("匯入「{file}」{count} 列").format(file=self.preview.file_name, count=len(rows)),
            partial(intake.apply, previewed=self.preview, rows=rows, today=self.workbench.today(), decisions=decisions),
            then=lambda _operation: self._next(),
            failed=self._refuse_import,
        )

    def decide(self, decision: Decision) -> None:
        """Read the file again as a person decided on a heading or a text; the import remembers it."""
        # Whose file it is may still be chosen: that is settled when it is taken in.
        one = replace(decision, sender_id=None)
        self._decisions.pop(one.key, None)
        self._decisions[one.key] = one
        self._read_again()

    def skip(self) -> None:
        """Leave this file, in which nothing is new or wanted, and go on to the next one."""
        self._next()

    def take_back(self, line: ImportLine) -> None:
        """Take an earlier import back."""
        from northtaiwan_desktop.services import intake

        label = _("收回匯入「{file}」").format(file=line.record.file_name)
        self.do(label, partial(intake.take_back, import_id=line.record.id), failed=self.refused.emit)

    def answer(self) -> None:
        """Show what goes back to the sender: of the chosen import in the list of imports, else of the file in sight."""
        from northtaiwan_desktop.services import answering

        today, line, previewed = self.workbench.today(), self._chosen_import(), self.preview
        if line is None and previewed is None:
            return
        refused: tuple[ReviewedRow, ...] = ()
        if line is None and previewed is not None and previewed.earlier is None:
            ticked = {id(row) for row in self.tree.accepted()}
            refused = tuple(row for row in previewed.review.accepted("safe") if id(row) not in ticked)

        def question(records: Records) -> tuple[Reply, tuple[ReviewedRow, ...]]:
            seen, left = previewed, refused
            if line is not None:
                seen, left = answering.of_import(records, line.record.id, today=today)
            assert seen is not None
            return answering.reply(records, seen, today=today, refused=left), left

        self.ask(question, partial(self._show_answer, source=None if line else self._path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.read([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _next(self) -> None:
        self._path = self._queue.pop(0) if self._queue else None
        self._decisions.clear()
        if self._path is None:
            self._show_none()
        else:
            self.tabs.setCurrentIndex(0)
            self._read_again()

    def _read_as_another_kind(self) -> None:
        self._decisions.clear()
        self._read_again()

    def _read_again(self) -> None:
        if self._path is None:
            return
        from northtaiwan_desktop.services import intake

        self._hold()
        self.told_label.setText(_("正在讀「{file}」…").format(file=self._path.name))
        question = partial(
            intake.preview,
            path=self._path,
            today=self.workbench.today(),
            kind=self.kind_box.value() or "auto",
            sender_id=self.sender_box.value(),
            decisions=tuple(self._decisions.values()),
            is_asked=True,
        )
        self.ask(question, self._show_preview, failed=self._refuse_file)

    def _turn_to_columns(self) -> None:
        self.tabs.setCurrentWidget(self.columns)

    def _refuse_file(self, error: Exception) -> None:
        self.refused.emit(error)
        self._next()

    def _hold(self) -> None:
        """Nothing can be pressed until what was asked for is done."""
        self.import_button.setEnabled(False)
        self.skip_button.setEnabled(False)

    def _refuse_import(self, error: Exception) -> None:
        self._name_import()
        self.refused.emit(error)

    def _show_preview(self, previewed: Preview) -> None:
        self.preview = previewed
        self._titles = titles_of(previewed.review)
        found = previewed.review.recognised
        said = [previewed.file_name, _(KIND_WORDS.get(found.kind, found.kind))]
        said += [_("{year}年度").format(year=found.year)] if found.year else []
        said += [found.round.written] if found.round else []
        if self._queue:
            said.append(_("後面還有 {count} 個檔案").format(count=len(self._queue)))
        text = "　".join(said)
        if previewed.earlier:
            day = roc_date.written(previewed.earlier.imported_at.date())
            again = _("同一個檔案在{day}已經匯入過，所以沒有勾選任何一列；要再匯入請自行勾選。")
            text += "\n" + again.format(day=day)
        self.told_label.setText(text)
        counts = previewed.review.counts
        for state, button in self.state_buttons.items():
            button.setText(f"{state.title} {counts[state]}")
            button.setEnabled(bool(counts[state]))
            button.setChecked(bool(counts[state]) and state is not RowState.IGNORED)
        if self._reference is not None:
            self.columns.show_review(previewed.review, self._reference)
        undecided = sum(len(table.undecided) for table in found.tables)
        self.undecided_button.setText(_("{count} 欄待決定").format(count=undecided))
        self.undecided_button.setVisible(bool(undecided))
        self.tree.show_review(previewed.review, () if previewed.earlier else previewed.review.accepted("safe"))
        self._filter()

    def _show_none(self) -> None:
        self.preview = None
        self.told_label.setText(_("選擇縣市寄回的試算表，或把檔案拖進來。先看內容，按「匯入」才會寫入。"))
        for state, button in self.state_buttons.items():
            button.setText(state.title)
            button.setEnabled(False)
        self.tree.clear()
        self.detail.clear()
        self.columns.clear()
        self.undecided_button.hide()
        self._name_import()

    def _show_answer(self, made: tuple[Reply, tuple[ReviewedRow, ...]], *, source: Path | None) -> None:
        from northtaiwan_desktop.ui.intake.answer_form import AnswerForm

        reply, refused = made
        form = partial(AnswerForm, self.workbench, self.settings, reply, source=source, refused=refused)
        form(parent=self).open()

    def _chosen_import(self) -> ImportLine | None:
        return self.history.list.current() if self.tabs.currentWidget() is self.history else None

    def _name_answer(self) -> None:
        of_history = self.tabs.currentWidget() is self.history
        self.answer_button.setEnabled(self._chosen_import() is not None if of_history else self.preview is not None)

    def _show_row(self, row: ReviewedRow | None) -> None:
        self.detail.setHtml(row_html(row, lambda name: self._titles.get(name, name)) if row else "")

    def _show_history(self, answer: tuple[list[ImportLine], Reference]) -> None:
        lines, known = answer
        self._reference = known
        self.history.show_lines(lines)
        self.sender_box.set_options([(member.id, member.name) for member in known.members])

    def _name_import(self) -> None:
        count = len(self.tree.accepted())
        self.import_button.setText(_("匯入 {count} 列(&I)").format(count=count) if count else _("匯入(&I)"))
        self.import_button.setShortcut("Ctrl+Return")
        self.import_button.setEnabled(bool(count))
        self._name_answer()
        self.skip_button.setVisible(self.preview is not None)
        self.skip_button.setEnabled(True)

    def _filter(self) -> None:
        self.tree.show_states({state for state, button in self.state_buttons.items() if button.isChecked()})

    def _ask_files(self) -> None:
        kinds = _("試算表 ({kinds});;所有檔案 (*)").format(kinds=KINDS)
        places, _kind = QFileDialog.getOpenFileNames(self, _("選擇要匯入的檔案"), "", kinds)
        if places:
            self.read([Path(place) for place in places])

    def _state_button(self) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: self._filter())
        return button

    def _preview_part(self) -> QWidget:
        head = QHBoxLayout()
        head.addWidget(self.told_label, 1)
        head.addWidget(self.kind_box)
        head.addWidget(self.sender_box)
        states = QHBoxLayout()
        states.setSpacing(8)
        for button in self.state_buttons.values():
            states.addWidget(button)
        states.addWidget(self.undecided_button)
        states.addStretch(1)
        states.addWidget(self.skip_button)
        states.addWidget(self.import_button)
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(states)
        layout.addWidget(beside(self.tree, self.detail), 1)
        return part
