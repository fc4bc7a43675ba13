"""匯入: workbooks are read whole and shown beside the register; only then, and once, is anything written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QTabWidget

from northtaiwan_desktop.domain.filing import LaterChange
from northtaiwan_desktop.domain.lists import ImportLine
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.intake.adding_box import AddingBox
from northtaiwan_desktop.ui.intake.columns_tab import ColumnsTab
from northtaiwan_desktop.ui.intake.first_use import FirstUse
from northtaiwan_desktop.ui.intake.history import History
from northtaiwan_desktop.ui.intake.remembered_tab import RememberedTab
from northtaiwan_desktop.ui.intake.review_part import ReviewPart
from northtaiwan_desktop.ui.intake.reviewing import ENDINGS, Reviewing
from northtaiwan_desktop.ui.intake.take_back_box import TakeBackBox
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.reference import Reference
    from northtaiwan_desktop.domain.remembered import Decision
    from northtaiwan_desktop.services.answering import Reply
    from northtaiwan_desktop.sheets.review import ReviewedRow
    from northtaiwan_desktop.storage.journal import Operation
    from northtaiwan_desktop.storage.records import Records

COMPARED = frozenset(
    {
        "Resolution",
        "Assignment",
        "ProgressReport",
        "Review",
        "PlanItem",
        "BudgetLine",
        "QuarterTarget",
        "Proposal",
        "ChronicleEntry",
        "Person",
        "Post",
        "Member",
        "IssueGroup",
    }
)
"""The records that rows are set beside."""


class IntakePage(Page):
    """The review of a batch of workbooks, their columns, and the list of what was taken in."""

    title = N_("匯入")
    kinds = frozenset({"Import", "Remembered"}) | COMPARED

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.setAcceptDrops(True)
        self._reference: Reference | None = None
        self._is_behind = False
        self.open_button = self.add_action(_("選擇檔案(&O)…"), self._ask_files, main=True, shortcut="Ctrl+I")
        self.folder_button = self.add_action(_("選擇資料夾(&G)…"), self._ask_folder)
        self.folder_button.setToolTip(_("讀入資料夾裡的每一個試算表，當作一批"))
        self.job = JobBar(workbench)
        self.reviewing = Reviewing(workbench, self.job, self)
        self.first_use = FirstUse()
        self.review = ReviewPart(self.reviewing)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.first_use)
        self.stack.addWidget(self.review)
        self.columns = ColumnsTab()
        self.remembered = RememberedTab(self)
        self.history = History(self, settings)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.stack, _("比對(&P)"))
        self.tabs.addTab(self.columns, _("欄位對照(&C)"))
        self.tabs.addTab(self.history, _("匯入紀錄(&R)"))
        self.tabs.addTab(self.remembered, _("記住的對照(&M)"))
        self.body.addWidget(self.job)
        self.body.addWidget(self.tabs, 1)
        find = QShortcut("Ctrl+F", self)
        find.activated.connect(self.review.search.setFocus)
        self.first_use.files_wanted.connect(self._ask_files)
        self.first_use.folder_wanted.connect(self._ask_folder)
        self.reviewing.renewed.connect(self._on_renewed)
        self.reviewing.refused.connect(self.refused)
        self.reviewing.told.connect(self.told)
        self.review.files.chosen_changed.connect(lambda _at: self._write_columns())
        self.review.undecided_button.clicked.connect(lambda _checked: self.tabs.setCurrentWidget(self.columns))
        self.columns.decided.connect(self._decide)
        self.review.answer_wanted.connect(self.answer)
        self.history.answer.connect(self.answer_import)
        self.history.take_back.connect(self.take_back)
        self.history.go.connect(self.go)

    def refresh(self) -> None:
        def question(records: Records) -> tuple[list[ImportLine], Reference]:
            from northtaiwan_desktop.storage.imports import import_lines
            from northtaiwan_desktop.storage.reference import reference

            return import_lines(records), reference(records)

        self.ask(question, self._show_known)
        self.remembered.refresh()
        if self._is_behind:
            self._is_behind = False
            self.reviewing.compare_anew()

    def read(self, paths: Sequence[Path]) -> None:
        """Look at these files, and at those in these folders; nothing is written.

        Where a batch waits for decisions the person says whether they join it or begin a new one.
        """
        if not paths:
            return
        self.tabs.setCurrentWidget(self.stack)
        if self.reviewing.is_empty or not self.reviewing.is_undecided:
            self.reviewing.read(paths)
        else:
            AddingBox(
                add=partial(self.reviewing.add, paths), begin=partial(self.reviewing.read, paths), parent=self
            ).open()

    def take_back(self, line: ImportLine) -> None:
        """Take an earlier import back; where later changes stand on it the person chooses first."""

        def question(records: Records) -> Sequence[LaterChange]:
            from northtaiwan_desktop.services import taking_back

            return taking_back.standing_on(records, line.record.id)

        self.ask(question, partial(self._take_back, line), failed=self.refused.emit)

    def answer(self, at: int) -> None:
        """Show what goes back to the sender of a file of the batch; what a person refused is told as not taken."""
        batch, takes, today = self.reviewing.batch, self.reviewing.takes, self.workbench.today()
        file = batch.files[at]
        again = file.earlier is not None
        left = [row for place, row in batch.rows() if place.file == at and row.is_safe and place not in takes]
        refused: tuple[ReviewedRow, ...] = () if again else tuple(left)

        def question(records: Records) -> tuple[Reply, tuple[ReviewedRow, ...]]:
            from northtaiwan_desktop.services import answering, intake

            return answering.reply(records, intake.Preview.of(file), today=today, refused=refused), refused

        self.ask(question, partial(self._show_answer, source=self.reviewing.sources[at].path))

    def answer_import(self, line: ImportLine) -> None:
        """Show what goes back to the sender of an import, from the file as it was kept."""
        today = self.workbench.today()

        def question(records: Records) -> tuple[Reply, tuple[ReviewedRow, ...]]:
            from northtaiwan_desktop.services import answering

            seen, left = answering.of_import(records, line.record.id, today=today)
            return answering.reply(records, seen, today=today, refused=left), left

        self.ask(question, partial(self._show_answer, source=None), failed=self.refused.emit)

    def views(self) -> Iterator[str]:
        """The tabs; the review with an example that is read and not written."""
        folder = TemporaryDirectory()
        path = Path(folder.name) / f"{_('示例縣市辦理情形')}.csv"
        if self.reviewing.is_empty:
            today = self.workbench.today()
            self.ask(partial(_example, path=path, today=today), lambda made: self.read([made]))
            yield "review"
        for place, name in enumerate(("review", "columns", "imports", "remembered")):
            if place:
                self.tabs.setCurrentIndex(place)
                yield name
        self.tabs.setCurrentIndex(0)
        if any(source.path == path for source in self.reviewing.sources):
            self.reviewing.clear()
        folder.cleanup()

    def dialogs(self) -> list[tuple[str, QDialog]]:
        box = AddingBox(add=lambda: None, begin=lambda: None, parent=self)
        return [("adding", box), *self.remembered.dialogs()]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.read([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _show_answer(self, made: tuple[Reply, tuple[ReviewedRow, ...]], *, source: Path | None) -> None:
        from northtaiwan_desktop.ui.intake.answer_form import AnswerForm

        reply, refused = made
        form = partial(AnswerForm, self.workbench, self.settings, reply, source=source, refused=refused)
        form(parent=self).open()

    def _take_back(self, line: ImportLine, standing: Sequence[LaterChange]) -> None:
        if standing:
            rest = partial(self._do_take_back, line, keep_changed=True)
            TakeBackBox(line.record.file_name, standing, self.settings, rest=rest, parent=self).open()
        else:
            self._do_take_back(line)

    def _do_take_back(self, line: ImportLine, *, keep_changed: bool = False) -> None:
        from northtaiwan_desktop.services import taking_back

        label = _("收回匯入「{file}」").format(file=line.record.file_name)
        action = partial(taking_back.take_back, import_id=line.record.id, keep_changed=keep_changed)
        self.do(label, action, failed=self.refused.emit)

    def _on_changed(self, operation: Operation) -> None:
        if operation.kinds & self.kinds:
            # The rows are compared anew with the rest of the page: at once where it is in sight, else when it is.
            self._is_behind = not self.reviewing.is_empty
        super()._on_changed(operation)

    def _on_opened(self, location: str) -> None:
        # What was set beside another register says nothing of this one.
        self.reviewing.clear()
        super()._on_opened(location)

    def _on_renewed(self) -> None:
        self.stack.setCurrentWidget(self.first_use if self.reviewing.is_empty else self.review)
        if self.reviewing.is_begun and not self.reviewing.is_empty:
            self.review.rows.setFocus()
        self._write_columns()

    def _write_columns(self) -> None:
        """The columns of the file that is chosen, else of the first that was read."""
        at = self._columns_of()
        review = self.reviewing.batch.files[at].review if at is not None else None
        if review is not None and self._reference is not None:
            self.columns.show_review(review, self._reference)
        else:
            self.columns.clear()

    def _columns_of(self) -> int | None:
        files = self.reviewing.batch.files
        at = self.review.files.named
        if 0 <= at < len(files):
            return at
        return next((place for place, file in enumerate(files) if file.review is not None), None)

    def _decide(self, decision: Decision) -> None:
        if (at := self._columns_of()) is not None:
            self.reviewing.decide(at, decision)

    def _show_known(self, answer: tuple[list[ImportLine], Reference]) -> None:
        lines, known = answer
        self._reference = known
        self._write_columns()
        self.history.show_lines(lines)
        self.review.set_members([(member.id, member.name) for member in known.members])

    def _ask_files(self) -> None:
        kinds = _("試算表 ({kinds});;所有檔案 (*)").format(kinds=" ".join(f"*{ending}" for ending in ENDINGS))
        places, _kind = QFileDialog.getOpenFileNames(self, _("選擇要匯入的檔案"), "", kinds)
        if places:
            self.read([Path(place) for place in places])

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("縣市寄回的檔案在哪一個資料夾？"))
        if chosen:
            self.read([Path(chosen)])


def _example(records: Records, *, path: Path, today: date) -> Path:
    from northtaiwan_desktop.ui.intake import example_return

    return example_return.write(records, path, today=today)
