"""比對: files above, their rows beneath, the chosen row at the right, and what would be written at the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.batch import RowPlace
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.ui.intake.batch_lines import BatchLine
from northtaiwan_desktop.ui.intake.cautions_row import CautionsRow
from northtaiwan_desktop.ui.intake.files_view import ALL, FilesView, file_lines
from northtaiwan_desktop.ui.intake.reviewing import AUTO, Reviewing
from northtaiwan_desktop.ui.intake.row_page import RowPage
from northtaiwan_desktop.ui.intake.rows_view import RowsView, state_colour
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.search_field import SearchField
from northtaiwan_desktop.ui.widgets.wrapping_row import WrappingRow

QUIET = frozenset({RowState.SAME, RowState.IGNORED})
"""States whose rows are not shown at first: nothing is to be decided there."""
SHOWN = (
    RowState.NEW,
    RowState.CHANGED,
    RowState.CONFLICT,
    RowState.UNREADABLE,
    RowState.SAME,
    RowState.IGNORED,
)
NARROW = 860
"""Below this width the chosen row stands beneath the list, and the page is scrolled."""
LEAST_LEFT, LEAST_BESIDE, LEAST_BENEATH = 400, 410, 860


class ReviewPart(QWidget):
    """Shows what `reviewing` holds, and hands on what is decided. F6 goes from pane to pane.

    `answer_wanted` asks for the reply to the sender of a file.
    """

    answer_wanted = Signal(int)

    def __init__(self, reviewing: Reviewing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reviewing = reviewing
        self._members: Mapping[str, str] = {}
        self._caution: Caution | None = None
        self._words: tuple[str, ...] = ()
        self.files = FilesView()
        self.kind_box = ChoiceBox([(kind, _(words)) for kind, words in KIND_WORDS.items()], none=_("自動辨認內容"))
        self.kind_box.setAccessibleName(_("檔案的內容"))
        self.kind_box.setToolTip(_("辨認錯了的話，在這裡改；先在上面選一個檔案"))
        self.sender_box = ChoiceBox(none=_("自動辨認縣市"))
        self.sender_box.setAccessibleName(_("寄來的縣市"))
        self.sender_box.setToolTip(_("辨認錯了的話，在這裡改；先在上面選一個檔案"))
        for box in (self.kind_box, self.sender_box):
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        self.again_button = _button(_("重新讀取(&L)"), _("檔案在外面改過時，再讀一次"))
        self.remove_button = _button(_("移除(&X)"), _("這個檔案不在這一批匯入（Delete）；原檔不受影響"))
        self.answer_button = _button(_("回覆縣市(&W)…"), _("把問題標在對方的檔案上，連同郵件草稿寄回"))
        self.undecided_button = _button("", _("把握不足的欄位，決定以前不採用；按這裡到「欄位對照」決定"))
        self.undecided_button.setProperty("role", "undecided")
        self.undecided_button.hide()
        self.state_buttons = {state: _state_button() for state in SHOWN}
        self.sheet_box = ChoiceBox(none=_("所有工作表"))
        self.sheet_box.setAccessibleName(_("只看一張工作表"))
        self.search = SearchField(_("在這一批裡尋找"))
        self.search.setMinimumWidth(110)
        self.rows = RowsView()
        self.row_page = RowPage()
        self.cautions = CautionsRow()
        self.safe_button = _button(_("採用安全的(&S)"), _("新增與有變更、而且每一格都讀懂的列"))
        self.all_button = _button(_("全部採用(&A)"), _("衝突的也採用來文；看不懂的儲存格除外"))
        self.none_button = _button(_("全不採用(&N)"), "")
        self.end_button = _button(_("結束這一批(&B)"), _("不再看這一批；已經匯入的不受影響"))
        self.import_button = QPushButton()
        self.import_button.setProperty("role", "main")
        self.import_button.setAutoDefault(False)
        self.import_button.clicked.connect(lambda _checked: self.reviewing.write())
        self.told_label = soft()
        self._lay_out()
        self._connect()
        self.show_batch()

    def set_members(self, members: Sequence[tuple[str, str]]) -> None:
        """The counties that may have sent a file: id and name."""
        self._members = dict(members)
        self.sender_box.set_options(list(members))
        self._show_files()

    def show_batch(self) -> None:
        """Another batch, or the same compared anew."""
        current = self.rows.current()
        self._show_files()
        self._count()
        # The row that a person has just mended does not vanish from under the hands.
        self._filter(keep=current.place if current else None)

    def show_decided(self) -> None:
        """Ticks have changed; the rows are the same."""
        self._show_files()
        self.rows.show_takes(self.reviewing.takes)
        line = self.rows.current()
        if line is not None:
            self.row_page.show_taken(self.reviewing.takes.get(line.place, frozenset()))
        self.cautions.show_cautions(self.reviewing.lines.cautions, self.reviewing.takes)
        self._name_import()

    def begin(self) -> None:
        """Show a new batch, without the filters of the last one."""
        self._caution = None
        self.cautions.clear()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._words = ()
        self.sheet_box.set_value(None)
        counts = self.reviewing.lines.counted()
        busy = any(counts[state] for state in RowState if state not in QUIET)
        for state, button in self.state_buttons.items():
            button.setChecked(state not in QUIET if busy else state is not RowState.IGNORED)
        if not any(counts[state] for state, button in self.state_buttons.items() if button.isChecked()):
            self.state_buttons[RowState.IGNORED].setChecked(True)
        self.files.blockSignals(True)
        self._show_files()
        self.files.choose(ALL)
        self.files.blockSignals(False)
        self._show_file()
        self._offer_sheets()
        self._count()
        self._filter()

    def show_only(self, caution: Caution | None) -> None:
        """Show the rows of a caution alone, or all again."""
        self._caution = caution
        self._filter()

    def next_pane(self, by: int) -> None:
        """Put the cursor into the next pane (or the one before)."""
        panes = [pane for pane in self._panes() if pane.isVisible() and pane.isEnabled()]
        focus = self.window().focusWidget()
        at = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), -1)
        if panes:
            panes[(at + by) % len(panes) if at >= 0 else 0].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self.split.orientation() != wanted:
            self.split.setOrientation(wanted)
            self.split.setSizes([480, 420] if is_narrow else [610, 510])
            self.split.setMinimumHeight(LEAST_BENEATH if is_narrow else LEAST_BESIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6:
            self.next_pane(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A pane that knows Enter and Space does not know F6: the key comes by here before it is lost.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F6:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _panes(self) -> list[QWidget]:
        return [
            self.files,
            self.rows,
            self.row_page.match_box,
            self.row_page.sides,
            self.row_page.picture,
            self.import_button,
        ]

    def _show_files(self) -> None:
        reviewing = self.reviewing
        self.files.show_files(file_lines(reviewing.batch, reviewing.lines, reviewing.takes, self._members))
        self._show_file()

    def _show_file(self) -> None:
        """What can be done with the file that is meant."""
        at = self.files.named
        source = self.reviewing.sources[at] if 0 <= at < len(self.reviewing.sources) else None
        one = source is not None
        for part in (self.kind_box, self.sender_box, self.remove_button):
            part.setEnabled(one)
        file = self.reviewing.batch.files[at] if one else None
        self.answer_button.setEnabled(file is not None and file.review is not None)
        found = file.review.recognised if file and file.review else None
        tables = [
            table
            for one in ([file] if file else self.reviewing.batch.files)
            if one.review
            for table in one.review.recognised.tables
        ]
        undecided = sum(len(table.undecided) for table in tables)
        self.undecided_button.setText(_("{count} 欄待決定").format(count=undecided))
        self.undecided_button.setVisible(bool(undecided))
        self.kind_box.set_value((source.kind if source.kind != AUTO else None) if source else None)
        self.sender_box.set_value(source.sender_id if source else None)
        self.sender_box.setItemText(0, _("自動辨認縣市"))
        self.kind_box.setItemText(0, _("自動辨認內容"))
        if found is not None and source is not None and source.kind == AUTO:
            self.kind_box.setItemText(0, _("自動：{what}").format(what=_(KIND_WORDS.get(found.kind, found.kind))))
        if found is not None and source is not None and source.sender_id is None:
            name = self._members.get(found.sender_id or "", _("不明"))
            self.sender_box.setItemText(0, _("自動：{what}").format(what=name))

    def _on_file(self, _at: int) -> None:
        self._show_file()
        self._offer_sheets()
        self._count()
        self._filter()

    def _offer_sheets(self) -> None:
        at = self.files.named
        file = self.reviewing.batch.files[at] if 0 <= at < len(self.reviewing.batch.files) else None
        sheets = file.review.sheets if file and file.review else ()
        named = [(place, sheet.table.grid.name) for place, sheet in enumerate(sheets) if sheet.rows]
        self.sheet_box.set_options(named if len(named) > 1 else ())
        self.sheet_box.setVisible(len(named) > 1)

    @property
    def _file(self) -> int | None:
        return None if self.files.chosen == ALL else self.files.chosen

    @property
    def _sheet(self) -> int | None:
        return self.sheet_box.value() if self.files.named != ALL else None

    def _count(self) -> None:
        counts = self.reviewing.lines.counted(self._file, self._sheet)
        for state, button in self.state_buttons.items():
            button.setText(f"{state.title} {counts[state]:,}")
            button.setVisible(bool(counts[state]))
            button.setStyleSheet(f"QPushButton:enabled {{ color: {state_colour(state).name()}; }}")
        self.cautions.show_cautions(self.reviewing.lines.cautions, self.reviewing.takes)
        if self.cautions.chosen is None:
            self._caution = None
        scope = _("這個檔案") if self._file is not None else _("這一批")
        self.none_button.setToolTip(_("{scope}的列都不採用").format(scope=scope))
        self._name_import()

    def _filter(self, *, keep: RowPlace | None = None) -> None:
        """Show what passes; `keep` is a row that stays although its state is another one now."""
        lines = self.reviewing.lines
        file, sheet, words = self._file, self._sheet, self._words
        states = {state for state, button in self.state_buttons.items() if button.isChecked()}
        only = lines.cautions.get(self._caution) if self._caution else None
        shown: Sequence[BatchLine] = [
            line
            for line in lines.all
            if (line.row.state in states or line.place == keep if only is None else line.place in only)
            and (file is None or line.place.file == file)
            and (sheet is None or line.place.sheet == sheet)
            and all(word in line.sought for word in words)
        ]
        several = file is None and len(self.reviewing.batch.files) > 1
        self.rows.show_lines(shown, self.reviewing.takes, with_files=several, empty=self._why_empty())
        self._show_row(self.rows.current())

    def _why_empty(self) -> str:
        at = self._file if self._file is not None else self.files.named
        files = self.reviewing.batch.files
        if 0 <= at < len(files) and files[at].refusal:
            return files[at].refusal
        if self._words:
            return _("沒有符合的列。清除尋找的字，或按上面的狀態看其他列。")
        return _("這些狀態沒有列。按上面的狀態看其他列。")

    def _show_row(self, line: BatchLine | None) -> None:
        if line is None:
            self.row_page.show_row(None, None)
            return
        reviewing, place = self.reviewing, line.place
        self.row_page.show_row(
            line,
            self._table(place),
            offered=frozenset(line.row.offered),
            taken=reviewing.takes.get(place, frozenset()),
            edits={name: text for (at, name), text in reviewing.choices.edits.items() if at == place},
            offers=reviewing.offers(place),
            decided=place in reviewing.choices.matches,
        )

    def _table(self, place: RowPlace) -> Table | None:
        review = self.reviewing.batch.files[place.file].review
        return review.sheets[place.sheet].table if review else None

    def _name_import(self) -> None:
        takes = self.reviewing.takes
        rows, cells = len(takes), sum(map(len, takes.values()))
        words = _("匯入 {rows} 列（{cells} 格）(&I)").format(rows=f"{rows:,}", cells=f"{cells:,}")
        if self.reviewing.is_writing:
            words = _("正在匯入…")
        self.import_button.setText(words if rows or self.reviewing.is_writing else _("沒有要匯入的列(&I)"))
        self.import_button.setShortcut("Ctrl+Return")
        self.import_button.setToolTip(_("寫入勾選的列；可以整批收回（Ctrl+Enter）"))
        self.import_button.setEnabled(bool(rows) and not self.reviewing.is_busy)
        for button in (self.safe_button, self.all_button, self.none_button):
            button.setEnabled(not self.reviewing.is_writing and not self.reviewing.is_empty)

    def _on_busy(self, _is_busy: bool) -> None:
        self._name_import()

    def _look_for(self, text: str) -> None:
        words = tuple(folded(word) for word in text.split())
        if words != self._words:
            self._words = words
            self._filter()

    def _on_source(self) -> None:
        at = self.files.named
        if 0 <= at < len(self.reviewing.sources):
            self.reviewing.set_source(at, kind=self.kind_box.value() or AUTO, sender_id=self.sender_box.value())

    def _accept(self, how: str) -> None:
        self.reviewing.accept(how, file=self._file, sheet=self._sheet)

    def _remove(self) -> None:
        if 0 <= self.files.named < len(self.reviewing.sources):
            self.reviewing.remove(self.files.named)

    def _read_again(self) -> None:
        at = self.files.named
        self.reviewing.read_again(None if at == ALL else [at])

    def _connect(self) -> None:
        reviewing = self.reviewing
        reviewing.renewed.connect(self._on_renewed)
        reviewing.decided.connect(self.show_decided)
        reviewing.busy.connect(self._on_busy)
        self.files.chosen_changed.connect(self._on_file)
        self.files.remove_wanted.connect(self._remove)
        self.kind_box.chosen.connect(lambda _kind: self._on_source())
        self.sender_box.chosen.connect(lambda _id: self._on_source())
        self.again_button.clicked.connect(lambda _checked: self._read_again())
        self.remove_button.clicked.connect(lambda _checked: self._remove())
        self.answer_button.clicked.connect(lambda _checked: self.answer_wanted.emit(self.files.named))
        for button in self.state_buttons.values():
            button.clicked.connect(lambda _checked: self._on_state())
        self.sheet_box.chosen.connect(lambda _sheet: self._on_sheet())
        self.search.wanted.connect(self._look_for)
        self.search.left_downward.connect(self.rows.setFocus)
        self.rows.tick_wanted.connect(reviewing.tick_rows)
        self.rows.current_changed.connect(self._show_row)
        self.rows.opened.connect(self._go_to_row)
        self.row_page.cell_ticked.connect(reviewing.tick_cell)
        self.row_page.cell_written.connect(reviewing.edit)
        self.row_page.matched.connect(reviewing.match)
        self.cautions.wanted.connect(self.show_only)
        self.safe_button.clicked.connect(lambda _checked: self._accept("safe"))
        self.all_button.clicked.connect(lambda _checked: self._accept("all"))
        self.none_button.clicked.connect(lambda _checked: self._accept("none"))
        self.end_button.clicked.connect(lambda _checked: reviewing.clear())
        for pane in self._panes():
            pane.installEventFilter(self)

    def _on_renewed(self) -> None:
        if self.reviewing.is_begun:
            self.begin()
            return
        self._offer_sheets()
        self.show_batch()

    def _on_state(self) -> None:
        self._caution = None
        self.cautions.clear()
        self._filter()

    def _on_sheet(self) -> None:
        self._count()
        self._filter()

    def _go_to_row(self) -> None:
        self.row_page.sides.setFocus()
        if not self.row_page.sides.currentIndex().isValid():
            self.row_page.sides.selectRow(0)

    def _lay_out(self) -> None:
        of_file = WrappingRow()
        for part in (self.sender_box, self.kind_box, self.again_button, self.remove_button):
            of_file.addWidget(part)
        of_file.addWidget(self.answer_button)
        of_file.addWidget(self.undecided_button)
        states = WrappingRow()
        states.setSpacing(6)
        for button in self.state_buttons.values():
            states.addWidget(button)
        states.addWidget(self.sheet_box)
        states.addWidget(self.search)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.files)
        column.addLayout(of_file)
        column.addLayout(states)
        column.addWidget(self.rows, 1)
        self.rows.setMinimumHeight(130)
        left.setMinimumHeight(LEAST_LEFT)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.addWidget(left)
        self.split.addWidget(self.row_page)
        self.split.setStretchFactor(0, 5)
        self.split.setStretchFactor(1, 4)
        self.split.setSizes([610, 510])
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.safe_button, self.all_button, self.none_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.end_button)
        foot.addWidget(self.import_button)
        self.split.setMinimumHeight(LEAST_BESIDE)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(area, 1)
        layout.addWidget(self.cautions)
        layout.addLayout(foot)


def _button(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button


def _state_button() -> QPushButton:
    button = QPushButton()
    button.setCheckable(True)
    button.setAutoDefault(False)
    button.setToolTip(_("看或不看這些列"))
    return button
