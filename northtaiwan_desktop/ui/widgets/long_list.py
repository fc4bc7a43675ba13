"""A list of any length: its rows are asked for a windowful at a time, when they come into sight."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.ui.widgets.list_view import SAMPLE, ListView
from northtaiwan_desktop.ui.widgets.rows_model import Index, Role, RowsModel

WINDOW = 100
"""Rows that are asked for at once: a large screen shows some forty."""
KEPT = 20 * WINDOW
"""Rows that are held at once; those farthest from what is in sight are let go."""
WAITING = "…"

Rows = Sequence[Any]
Fetch = Callable[[int, int, Callable[[Rows], None]], None]
"""Ask for the rows from a place on, so many, and hand them to a receiver."""


class WindowedModel(RowsModel):
    """As many rows as there are, of which some are at hand. It sorts nothing itself, but tells how it is to be."""

    sorting_asked = Signal(str, bool)

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._total = 0
        self._held: dict[int, Any] = {}

    def begin(self, total: int, start: int, rows: Rows) -> None:
        """Show so many rows, of which these are at hand."""
        self.beginResetModel()
        self._total = total
        self._held = dict(enumerate(rows, start))
        self.endResetModel()

    def fill(self, start: int, rows: Rows) -> None:
        """Put rows at hand."""
        self._held |= dict(enumerate(rows, start))
        if len(self._held) > KEPT:
            near = sorted(self._held, key=lambda place: abs(place - start))[:KEPT]
            self._held = {place: self._held[place] for place in near}
        if rows:
            self.dataChanged.emit(self.index(start, 0), self.index(start + len(rows) - 1, len(self.columns) - 1))

    def held(self, place: int) -> Any | None:
        """The row at a place, where it is at hand."""
        return self._held.get(place)

    def at_hand(self) -> list[tuple[int, Any]]:
        """The rows at hand with their places, in order."""
        return sorted(self._held.items(), key=lambda one: one[0])

    @property
    def rows(self) -> Rows:
        return [row for _place, row in self.at_hand()]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._held.get(index.row())
        if row is None:
            return WAITING if role == Role.DisplayRole and index.column() == 0 else None
        return self.of_row(row, self.columns[index.column()], role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        name = self.columns[column].name if 0 <= column < len(self.columns) else ""
        self.sorting_asked.emit(name, order == Qt.SortOrder.DescendingOrder)


class LongList(ListView):
    """`fetch` asks for rows; `sorting_asked` tells by which column (its name, "" for none), and whether downward."""

    sorting_asked = Signal(str, bool)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        title: str,
        settings: Settings,
        fetch: Fetch,
        empty: str = "",
        hidden: Collection[str] = (),
    ) -> None:
        self._fetch = fetch
        self._asked_at = 0
        self._is_fetching = False
        self._wanted_at: int | None = None
        super().__init__(columns, name=name, title=title, settings=settings, empty=empty, hidden=hidden)
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._fetch_what_is_seen)
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._look.start())
        self._model.sorting_asked.connect(self.sorting_asked)

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The name of the column by which the list is to be sorted ("" for none), and whether downward."""
        header = self.horizontalHeader()
        place = header.sortIndicatorSection()
        columns = self.rows_model.columns
        name = columns[place].name if 0 <= place < len(columns) else ""
        return name, header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder

    @property
    def first_seen(self) -> int:
        """The place of the first row in sight."""
        return max(self.rowAt(0), 0)

    def show_window(self, total: int, start: int, rows: Rows) -> None:
        """Show a list of so many rows, of which these are at hand; what was chosen stays so where it is among them."""
        ids = {self._key(row) for row in self.chosen()}
        current = self.current()
        at = self.verticalScrollBar().value()
        self._asked = True
        self._asked_at += 1
        self._is_fetching = False
        self._model.begin(total, start, rows)
        self._fit_columns()
        self.verticalScrollBar().setValue(at)
        if ids:
            self._choose_where(ids, self._key(current) if current is not None else "")
        self.chosen_changed.emit()
        self.viewport().update()
        self._look.start()

    def go_to(self, place: int) -> None:
        """Scroll to a place, and choose the row there once it is at hand."""
        self._wanted_at = place
        self.scrollTo(self._model.index(place, 0), ListView.ScrollHint.PositionAtCenter)
        self._choose_wanted()
        self._look.start()

    def chosen(self) -> list[Any]:
        """The selected rows that are at hand."""
        return [row for place in self._chosen_places() if (row := self._model.held(place)) is not None]

    def chosen_count(self) -> int:
        """How many rows are selected, at hand or not."""
        return len(self._chosen_places())

    def with_chosen(self, then: Callable[[list[Any]], None]) -> None:
        places = self._chosen_places()
        if all(self._model.held(place) is not None for place in places):
            then(self.chosen())
            return
        wanted = set(places)
        first, last = places[0], places[-1]

        def pick(rows: Rows) -> None:
            then([row for place, row in enumerate(rows, first) if place in wanted])

        self._fetch(first, last - first + 1, pick)

    def with_shown(self, then: Callable[[list[Any]], None]) -> None:
        if len(self._model.rows) == self._model.rowCount():
            then(self.shown())
        else:
            self._fetch(0, self._model.rowCount(), lambda rows: then(list(rows)))

    def shown(self) -> list[Any]:
        """The rows that are at hand, in their order."""
        return list(self._model.rows)

    def choose(self, id: str) -> bool:
        """Select the row with this key where it is at hand."""
        return any(self._key(row) == id for row in self._model.rows) and super().choose(id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if hasattr(self, "_look"):
            self._look.start()

    def _models(self, columns: Sequence[Column]) -> tuple[RowsModel, Any]:
        self._model = WindowedModel(columns, self)
        return self._model, self._model

    def _sample(self) -> list[tuple[int, Any]]:
        return self._model.at_hand()[:SAMPLE]

    def _chosen_places(self) -> list[int]:
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        return sorted(place for part in parts for place in range(part.top(), part.bottom() + 1))

    def _fetch_what_is_seen(self) -> None:
        """Ask for the window round what is in sight, one at a time: who scrolls on asks for what is seen then."""
        first = self.first_seen
        last = self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else self._model.rowCount() - 1
        missing = [place for place in range(first, last + 1) if self._model.held(place) is None]
        if not missing or self._is_fetching or not self.isVisible():
            return
        self._is_fetching = True
        start = max(0, (first + last) // 2 - WINDOW // 2)
        self._fetch(start, WINDOW, partial(self._take, self._asked_at, start))

    def _take(self, asked_at: int, start: int, rows: Rows) -> None:
        if asked_at != self._asked_at:
            return
        self._is_fetching = False
        self._model.fill(start, rows)
        self._choose_wanted()
        self._look.start()

    def _choose_wanted(self) -> None:
        place = self._wanted_at
        if place is not None and self._model.held(place) is not None:
            self._wanted_at = None
            self.selectRow(place)

    def _choose_where(self, wanted: set[str], current: str) -> bool:
        chosen = QItemSelection()
        flag = QItemSelectionModel.SelectionFlag
        for place, row in self._model.at_hand():
            if (key := self._key(row)) in wanted:
                index = self._model.index(place, 0)
                chosen.select(index, index)
                if key == current:
                    self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
                    self.scrollTo(index)
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)
        return not chosen.isEmpty()
