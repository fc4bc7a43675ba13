"""Posts (職務) and who holds them: a change of hands is the normal case."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import people
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.posts import COLUMNS
from northtaiwan_desktop.storage.people import PostFile, post_file
from northtaiwan_desktop.ui.organisation.post_detail import PostDetail
from northtaiwan_desktop.ui.organisation.post_forms import HandOverForm, PostForm
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, beside
from northtaiwan_desktop.ui.workbench import Workbench


class PostsTab(QWidget):
    """`case_wanted` is emitted with the id of a resolution."""

    case_wanted = Signal(str)

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._reference: Reference | None = None
        self._rows: list[PostLine] = []
        self.list = ListView(
            COLUMNS,
            name="posts",
            title=_("職務與窗口"),
            settings=settings,
            empty=_("還沒有職務資料。按「新增職務」登記委員、執行長、各組成員與聯絡窗口。"),
            key=lambda row: str(row.post.id),
        )
        self.current_only = QCheckBox(_("只看現任(&C)"))
        self.current_only.setChecked(True)
        self.current_only.toggled.connect(self._show)
        self.add_button = push_button(_("新增職務(&A)…"), self._add)
        self.edit_button = push_button(_("編輯(&I)…"), self._edit_current)
        self.hand_over_button = push_button(_("交接(&J)…"), self._hand_over)
        self.hand_over_button.setToolTip(_("這一任到前一天為止，接任的人從這一天起"))
        self.remove_button = push_button(_("刪除(&D)"), self._remove)
        row = QHBoxLayout()
        row.addWidget(self.current_only)
        row.addStretch(1)
        for button in (self.remove_button, self.edit_button, self.hand_over_button, self.add_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        self.detail = PostDetail()
        self.detail.anchorClicked.connect(lambda link: self.case_wanted.emit(link.toString()))
        layout.addWidget(beside(self.list, self.detail), 1)
        self.list.opened.connect(self._edit)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def show_rows(self, rows: list[PostLine], reference: Reference) -> None:
        self._reference, self._rows = reference, rows
        self._show()

    def dialogs(self) -> list[tuple[str, QDialog]]:
        if self._reference is None:
            return []
        found: list[tuple[str, QDialog]] = [("post", self._form(self._rows[0] if self._rows else None))]
        if self._rows:
            found.append(("hand-over", HandOverForm(self._workbench, self._settings, self._rows[0], self.window())))
        return found

    def _show(self) -> None:
        only = self.current_only.isChecked()
        self.list.show_rows([row for row in self._rows if row.is_current or not only])

    def _on_chosen(self) -> None:
        line: PostLine | None = self.list.current()
        self.edit_button.setEnabled(line is not None)
        self.hand_over_button.setEnabled(line is not None and line.post.until is None)
        self.remove_button.setEnabled(line is not None)
        if line is None:
            self.detail.show_post(None)
        else:
            question = partial(post_file, post_id=line.post.id, today=self._workbench.today())
            self._workbench.ask(question, self._show_file, failed=lambda _error: None, owner=self)

    def _show_file(self, file: PostFile) -> None:
        """The answer of the one that is chosen; an earlier one comes too late."""
        line: PostLine | None = self.list.current()
        if line is not None and line.post.id == file.line.post.id:
            self.detail.show_post(file)

    def _add(self) -> None:
        self._form(None).open()

    def _edit(self, line: PostLine) -> None:
        self._form(line).open()

    def _edit_current(self) -> None:
        if (line := self.list.current()) is not None:
            self._edit(line)

    def _form(self, line: PostLine | None) -> PostForm:
        assert self._reference is not None
        return PostForm(self._workbench, self._settings, self._reference, line, self.window())

    def _hand_over(self) -> None:
        if (line := self.list.current()) is not None:
            HandOverForm(self._workbench, self._settings, line, self.window()).open()

    def _remove(self) -> None:
        if (line := self.list.current()) is not None:
            label = _("刪除「{name}」的職務").format(name=line.person.name)
            self._workbench.do(label, partial(people.remove_post, post_id=line.post.id))
