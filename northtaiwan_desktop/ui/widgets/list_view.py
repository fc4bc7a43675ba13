"""A list of records: sorted, filtered, copied to Excel, with columns that stay as they were left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QItemSelection, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.page import HAND_OUT, Page
from northtaiwan_desktop.ui.widgets.rows_model import RowsFilter, RowsModel
from northtaiwan_desktop.ui.widgets.save_place import save_place

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records

HAND_OUT_ENDINGS = (".xlsx", ".ods", ".docx", ".odt", ".pdf")
ROW_HEIGHT = 34
SAMPLE = 100
"""Rows by which the columns are fitted."""
WIDEST = 420
MINIMUM = 44
TIGHTEST = 0.7
PAUSE = 400
BREAKS_CELLS = str.maketrans({"\t": " ", "\n": " ", "\r": ""})


class ListView(QTableView):
    """Rows of values under columns. `name` is under which its columns are remembered; `title` what a reader hears.

    `opened` is emitted with the row on Enter or double click, `chosen_changed` when the selection changes.
    `key` gives the id by which a row is known; `hidden` names the columns that are not shown until they are wanted.
    `empty` is written over the list while nothing is in it: it says what to do first.
    """

    opened = Signal(object)
    chosen_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        title: str,
        settings: Settings,
        empty: str = "",
        key: Callable[[Any], str] = lambda row: str(row.id),
        hidden: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._settings = settings
        self._empty = empty
        self._key = key
        self._hidden = frozenset(hidden)
        self._asked = False
        self._is_fitting = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._keep_columns)
        self._words = ""
        self.rows_model, self._filter = self._models(columns)
        self.setModel(self._filter)
        self.setAccessibleName(title)
        self.setObjectName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Qt.ItemDataRole.UserRole)))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)
        self.menu_actions: list[QAction] = []
        self._set_up_header()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; what was chosen stays chosen by its key, and the list stays where it was scrolled to."""
        ids = {self._key(row) for row in self.chosen()}
        current = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        current_id = "" if current is None else self._key(current)
        at = self.verticalScrollBar().value()
        self._asked = True
        self.rows_model.show(rows)
        self._fit_columns()
        if ids:
            self._choose_where(ids, current_id)
        self.verticalScrollBar().setValue(at)
        self.chosen_changed.emit()
        self.viewport().update()

    def look_for(self, text: str) -> None:
        """Show only the rows that hold each word of `text`."""
        self._words = text.strip()
        self._filter.look_for(text)
        self.viewport().update()

    def set_empty(self, text: str) -> None:
        self._empty = text
        self.viewport().update()

    def chosen(self) -> list[Any]:
        """The selected rows, in the order in which they are shown."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(Qt.ItemDataRole.UserRole) for index in indexes]

    def current(self) -> Any | None:
        """The one row that is selected; None where there is none, or several."""
        rows = self.chosen()
        return rows[0] if len(rows) == 1 else None

    def shown(self) -> list[Any]:
        """The rows that pass the filter, in the order in which they are shown."""
        return [self._filter.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(self._filter.rowCount())]

    def choose(self, id: str) -> bool:
        """Select the row with this key and scroll to it; False where it is not shown."""
        return self._choose_where({id}, id)

    def choose_all(self, ids: set[str]) -> bool:
        """Select the rows with these keys."""
        return self._choose_where(ids, "")

    def with_chosen(self, then: Callable[[list[Any]], None]) -> None:
        """Hand on the selected rows, asked for first where they are not at hand."""
        then(self.chosen())

    def with_shown(self, then: Callable[[list[Any]], None]) -> None:
        """Hand on all rows that are shown, asked for first where they are not at hand."""
        then(self.shown())

    def copy(self) -> None:
        """Put the selected rows, all where none is, on the clipboard with their headings, as Excel takes them."""
        if self.selectionModel().hasSelection():
            self.with_chosen(self._copy)
        else:
            self.with_shown(self._copy)

    def _copy(self, rows: Sequence[Any]) -> None:
        columns = self.shown_columns()
        lines = ["\t".join(_(column.title) for column in columns)]
        lines += ["\t".join(column.text(row).translate(BREAKS_CELLS) for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def shown_columns(self) -> list[Column]:
        """The columns that are shown, in the order in which they are."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self.rows_model.columns[place] for place in order if not self.isColumnHidden(place)]

    @property
    def shown_count(self) -> int:
        """How many rows pass the filter."""
        return self.model().rowCount()

    def hand_out(self) -> None:
        """Write the list as it stands, its shown rows and columns in their order, to a file of the person's choice."""
        place = self.parentWidget()
        while place is not None and not isinstance(place, Page):
            place = place.parentWidget()
        if place is None or not self.shown_count:
            return
        # The name of a page's own list is put on paper in Chinese, whatever is spoken on the screen.
        name = self.accessibleName()
        title = place.title if name == _(place.title) else name
        path = save_place(self, name, HAND_OUT_ENDINGS)
        if path is not None:
            self.with_shown(partial(self._write, place, path, title))

    def _write(self, page: Page, path: Path, title: str, rows: list[Any]) -> None:
        today, columns = page.workbench.today(), self.shown_columns()
        question = partial(_handed, path=path, title=title, columns=columns, rows=rows, today=today)
        page.ask(question, lambda made: page.made.emit(str(made)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._asked or self._filter.rowCount():
            return
        text = self._empty
        if self.rows_model.rowCount():
            text = _("沒有符合「{words}」的資料。清除搜尋文字就會看到全部。").format(words=self._words)
        painter = QPainter(self.viewport())
        painter.setPen(present().soft)
        place = QRect(self.viewport().rect()).adjusted(40, 30, -40, -30)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), text)
        painter.end()

    def _models(self, columns: Sequence[Column]) -> tuple[RowsModel, RowsFilter]:
        """The model of the rows, and the one through which they are shown."""
        rows, shown = RowsModel(columns, self), RowsFilter(self)
        shown.setSourceModel(rows)
        return rows, shown

    def _choose_where(self, wanted: set[str], current: str) -> bool:
        chosen = QItemSelection()
        flag = QItemSelectionModel.SelectionFlag
        for place in range(self._filter.rowCount()):
            index = self._filter.index(place, 0)
            key = self._key(index.data(Qt.ItemDataRole.UserRole))
            if key in wanted:
                chosen.select(index, index)
                if key == current:
                    self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
                    self.scrollTo(index)
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)
        return not chosen.isEmpty()

    def _offer(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions)
        menu.addSeparator()
        menu.addAction(_("複製（含欄名，可貼到 Excel）"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        menu.addAction(_("匯出這份清單…"), QKeySequence(HAND_OUT), self.hand_out).setEnabled(bool(self.shown_count))
        menu.exec(self.viewport().mapToGlobal(place))

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(MINIMUM)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        kept = self._settings.choices.columns.get(self._name)
        if kept:
            header.restoreState(QByteArray.fromBase64(kept.encode()))
        self.setSortingEnabled(True)
        if not kept:
            for place, column in enumerate(self.rows_model.columns):
                header.setSectionHidden(place, column.name in self._hidden)
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._filter.sort(-1)
            self._fit_columns()
        header.sectionResized.connect(self._on_columns)
        header.sectionMoved.connect(self._on_columns)
        header.sortIndicatorChanged.connect(self._on_columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give each column what it needs, and the widest one what is left; a person's own widths are let be."""
        if self._name in self._settings.choices.columns:
            return
        figure = self.fontMetrics().horizontalAdvance("0")
        sample, widths = self._sample(), []
        for place, column in enumerate(self.rows_model.columns):
            title = self.fontMetrics().horizontalAdvance(_(column.title)) + 34
            most = min(WIDEST, int(column.width * figure * 1.3) + 18)
            widths.append(max(title, min(self._needed(place, sample) + 8, most), MINIMUM))
        shown = [place for place in range(len(widths)) if not self.isColumnHidden(place)]
        left = self.viewport().width() - sum(widths[place] for place in shown)
        if shown:
            widest = max(shown, key=lambda place: self.rows_model.columns[place].width)
            widths[widest] = max(widths[widest] + left, int(widths[widest] * TIGHTEST))
        self._is_fitting = True
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
        self._is_fitting = False

    def _sample(self) -> list[tuple[int, Any]]:
        """The first rows that are shown, with their places: by them the columns are fitted."""
        rows = range(min(self._filter.rowCount(), SAMPLE))
        return [(row, self._filter.index(row, 0).data(Qt.ItemDataRole.UserRole)) for row in rows]

    def _needed(self, place: int, sample: list[tuple[int, Any]]) -> int:
        """The width of a column's longest cell: to have each cell measured takes longer than to ask for the rows."""
        column = self.rows_model.columns[place]
        display = Qt.ItemDataRole.DisplayRole
        # A Chinese character has three bytes and the width of two letters.
        texts = ((row, str(self.rows_model.of_row(record, column, display))) for row, record in sample)
        longest = max(texts, key=lambda one: len(one[1]) + len(one[1].encode()), default=None)
        return 0 if longest is None else self.sizeHintForIndex(self._filter.index(longest[0], place)).width()

    def _on_columns(self, *_moved: object) -> None:
        if not self._is_fitting and self.isVisible():
            self._pause.start()

    def _keep_columns(self) -> None:
        self._pause.stop()
        state = bytes(self.horizontalHeader().saveState().toBase64().data()).decode()
        self._settings.keep(columns=self._settings.choices.columns | {self._name: state})

    def _offer_columns(self, place: QPoint) -> None:
        menu = QMenu(self)
        header: QHeaderView = self.horizontalHeader()
        for number, column in enumerate(self.rows_model.columns):
            action = menu.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(number))
            action.setEnabled(header.isSectionHidden(number) or header.count() - header.hiddenSectionCount() > 1)
            action.toggled.connect(lambda shown, number=number: header.setSectionHidden(number, not shown))
        menu.addSeparator()
        menu.addAction(_("恢復原本的順序"), self._unsort)
        menu.exec(header.mapToGlobal(place))
        self._keep_columns()

    def _unsort(self) -> None:
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._filter.sort(-1)


def _handed(
    records: Records, path: Path, *, title: str, columns: Sequence[Column], rows: Sequence[Any], today: date
) -> Path:
    # The writers load on the store's thread, when a list is first handed out.
    from northtaiwan_desktop.services import lists_out

    return lists_out.write(records, path, lists_out.as_shown(title, columns, rows, today=today), today=today)
