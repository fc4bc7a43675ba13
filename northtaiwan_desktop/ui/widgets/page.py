"""What each page is: a title, actions at its right, the work beneath, and the records that make it ask again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.save_place import save_place
from northtaiwan_desktop.ui.widgets.search_field import SearchField
from northtaiwan_desktop.ui.widgets.wrapped_label import WrappedLabel
from northtaiwan_desktop.ui.widgets.wrapping_row import WrappingRow
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Failed, Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.journal import Operation
    from northtaiwan_desktop.storage.store import Action, Question

T = TypeVar("T")
EDGE = 24
GAP = 12
HAND_OUT = "Ctrl+Shift+E"
"""Writes the list in sight into a file."""


class GoesOut(Protocol):
    """A list that can be written into a file as it stands."""

    @property
    def shown_count(self) -> int: ...

    def hand_out(self) -> None: ...


class Page(QWidget):
    """Base of all pages. A page fills `body`, says in `kinds` which records concern it, and asks in `refresh`.

    A page in sight is refreshed at once when one of its `kinds` changes, the year is turned, or another store is
    opened; a page out of sight when it is next seen. It speaks to the window by signals, and to no other page:
    `told` and `refused` go to the notice bar, `made` tells there of a file that was written and offers to open it,
    `go` opens a page by name, at a target that it knows: a record's id, a filter of its list, or "" for none;
    `year_opened` tells of a year that was opened, to which the window then offers to turn.
    """

    title: ClassVar[str] = ""
    """Marked with `N_`."""
    kinds: ClassVar[frozenset[str]] = frozenset()
    follows_year: ClassVar[bool] = False
    without_list: ClassVar[str] = N_("這一頁沒有可以匯出的清單，或清單是空的。")
    """What is said where a list is to be handed out and the page has none."""

    told = Signal(str)
    refused = Signal(object)
    made = Signal(str)
    go = Signal(str, object)
    year_opened = Signal(int)

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__()
        self.workbench = workbench
        self.settings = settings
        self.year = year
        self._is_stale = True
        self.title_label = QLabel(_(self.title))
        self.title_label.setProperty("role", "title")
        self.subtitle = QLabel()
        self.subtitle.setProperty("role", "soft")
        self.buttons = WrappingRow(at_right=True)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title_label, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.subtitle, 1, Qt.AlignmentFlag.AlignBottom)
        head.addLayout(self.buttons)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 20, EDGE, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addLayout(self.body, 1)
        self.setAccessibleName(_(self.title))
        workbench.changed.connect(self._on_changed)
        workbench.opened.connect(self._on_opened)
        year.changed.connect(self._on_year)

    def refresh(self) -> None:
        """Ask for what is shown. Called when it is needed; pages say what they ask here."""
        raise NotImplementedError

    def show_record(self, id: str) -> None:
        """Turn to one record, when another page pointed at it. A page without single records leaves this."""

    def show_filtered(self, wanted: object) -> None:
        """Show what a filter lets through, when another page asked for it. A page without filters leaves this."""

    def list_behind(self) -> GoesOut | None:
        """The list of what is in sight, where that is drawn otherwise: as a tree, bars or a matrix."""
        return None

    def flush(self) -> None:
        """Keep what is being typed, before something else is done. A page that keeps only on a button leaves this."""

    @property
    def is_unkept(self) -> bool:
        """Is something typed not kept yet, or could it not be? A page that keeps only on a button says no."""
        return False

    def forget(self) -> None:
        """Give up what is being typed: the person said so. A page that keeps only on a button leaves this."""

    @property
    def is_waiting(self) -> bool:
        """Is something on its way of which nobody knows yet whether it is kept?"""
        return False

    def dialogs(self) -> Iterable[tuple[str, QDialog]]:
        """The page's main dialogs, each with a name, for the pictures of the window."""
        return ()

    def views(self) -> Iterator[str]:
        """Turn to the page's other views one after another, each named once it is asked for, and back at the end."""
        yield from ()

    def add_action(
        self, words: str, act: Callable[[], object], *, main: bool = False, shortcut: str = "", needs: str = ""
    ) -> QPushButton:
        """Put a button at the right of the title. `main` is for the one that the page is for."""
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        if main:
            button.setProperty("role", "main")
        if shortcut:
            button.setShortcut(shortcut)
            button.setToolTip(f"{words.replace('&', '')}（{shortcut}）")
        if needs:
            button.setToolTip(needs)
        self.buttons.addWidget(button)
        return button

    def add_search(self, prompt: str, to: Callable[[str], None], *, row: QLayout | None = None) -> SearchField:
        """Put a search field in the title row (or in `row`) that hands on what is looked for; Ctrl+F goes to it."""
        field = SearchField(prompt)
        field.wanted.connect(to)
        (self.buttons if row is None else row).addWidget(field)
        return field

    def ask(self, question: Question[T], then: Callable[[T], None], *, failed: Failed | None = None) -> None:
        """Ask the store; nothing comes back once this page is closed."""
        self.workbench.ask(question, then, failed=failed, owner=self)

    def do(
        self,
        label: str,
        action: Action,
        *,
        then: Callable[[Operation], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Do something under the words of the undo menu."""
        self.workbench.do(label, action, then=then, failed=failed, owner=self)

    def write_file(self, name: str, endings: Sequence[str], write: Callable[[Path], Question[Path]]) -> None:
        """Ask where to, and let the store's thread write the file that `write` makes for that path."""
        path = save_place(self, name, endings)
        if path is not None:
            self.ask(write(path), lambda made: self.made.emit(str(made)))

    def renew(self) -> None:
        """Refresh at once where the page is in sight, else when it is next seen."""
        self._is_stale = True
        if self.isVisible() and self.workbench.is_open:
            self._is_stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.renew()

    def sizeHint(self) -> QSize:
        return QSize(1080, 680)

    def _on_changed(self, operation: Operation) -> None:
        if operation.kinds & self.kinds:
            self.renew()

    def _on_opened(self, _location: str) -> None:
        self.renew()

    def _on_year(self, _year: int) -> None:
        if self.follows_year:
            self.renew()


def soft(text: str = "") -> QLabel:
    """A quiet line of text that wraps."""
    label = WrappedLabel(text)
    label.setProperty("role", "soft")
    return label


def heading(text: str) -> QLabel:
    """The heading of a part of a page."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def beside(listed: QWidget, detail: QWidget, *, shares: tuple[int, int] = (5, 3)) -> QSplitter:
    """A list with the chosen one's detail at its right, which a person can widen; `shares` are their parts at first."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(12)
    for part, share in zip((listed, detail), shares, strict=True):
        split.addWidget(part)
        split.setStretchFactor(split.count() - 1, share)
    split.setSizes([share * 1120 // sum(shares) for share in shares])
    return split


def scrolled(part: QWidget) -> QScrollArea:
    """A part of a page, to be scrolled where the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(part)
    return area
