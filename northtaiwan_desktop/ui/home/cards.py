"""The frames of the home page: a heading with a count, and lines that open what they tell of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.page import heading, soft

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """One line of a card: what it is, what is said of it at the right, and what opens at a click."""

    words: str
    aside: str
    act: Callable[[], None]


class Card(QFrame):
    """A frame with a heading; what stands in it goes into `inside`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.title = heading(title)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        self.inside = QVBoxLayout()
        self.inside.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(4)
        layout.addLayout(self.head)
        layout.addLayout(self.inside)
        layout.addStretch(1)


class LinesCard(Card):
    """A card of lines: the first few, and a way to all. `none` is said where there are none, `unit` what is counted.

    `more` opens just the lines that are counted: the count is pressed for them. Without it no list is behind the
    card; the rest is then shown in its place, which `told_all` tells.
    """

    told_all = Signal()

    def __init__(
        self,
        title: str,
        none: str,
        more: Callable[[], None] | None = None,
        *,
        unit: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._none, self._more, self._unit = none, more, unit
        self._shown = SHOWN
        self.all_button = QPushButton()
        self.all_button.setProperty("role", "quiet")
        self.all_button.setAutoDefault(False)
        self.all_button.setToolTip(_("開啟{name}的清單").format(name=title))
        self.all_button.clicked.connect(lambda _checked: self._open_all())
        self.head.insertWidget(self.head.count() - 1, self.all_button)
        self.lines: list[LineButton] = []
        self.rest_button: QPushButton | None = None
        self._given: Sequence[Line] = ()
        self.show_lines(())

    def show_lines(self, lines: Sequence[Line], total: int | None = None) -> None:
        """Put these in place of those that are shown; `total` says how many there are where these are the first."""
        total = len(lines) if total is None else total
        while self.inside.count():
            widget = self.inside.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rest_button = None
        told = self._unit.format(count=f"{total:,}")
        self.count.setText(told if lines and self._more is None else "")
        self.all_button.setVisible(self._more is not None and bool(lines))
        self.all_button.setText(told)
        self.all_button.setAccessibleName(f"{self.title.text()} {told}")
        self.lines = [LineButton(line) for line in lines[: self._shown]]
        for button in self.lines:
            self.inside.addWidget(button)
        if not lines:
            self.inside.addWidget(soft(self._none))
        if total > len(self.lines):
            left = self._unit.format(count=f"{total - len(self.lines):,}")
            words = _("另有 {rest}，全部列出") if self._more is None else _("另有 {rest}，開啟清單")
            self.rest_button = QPushButton(words.format(rest=left))
            self.rest_button.setProperty("role", "quiet")
            self.rest_button.clicked.connect(lambda _checked: self._open_all())
            self.inside.addWidget(self.rest_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._given = lines

    def _open_all(self) -> None:
        """Open the list, or show the lines that were left out and go to the first of them."""
        if self._more is not None:
            self._more()
            return
        first, self._shown = len(self.lines), len(self._given)
        self.show_lines(self._given)
        self.told_all.emit()
        self.lines[first].show()
        self.lines[first].setFocus(Qt.FocusReason.OtherFocusReason)


class LineButton(QPushButton):
    """A line that is pressed like a link; long words are cut at the end and whole in the tooltip."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setProperty("role", "quiet")
        self.setAutoDefault(False)
        self.setToolTip(line.words)
        self.setAccessibleName(f"{line.words} {line.aside}")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(30)
        self.clicked.connect(lambda _checked: line.act())
        self._words, self._aside = QLabel(), QLabel(line.aside)
        self._aside.setProperty("role", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self._aside)
        for label in (self._words, self._aside):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(200, 30)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._aside.sizeHint().width() - 24
        plain = self._line.words.replace("\n", " ")
        self._words.setText(self.fontMetrics().elidedText(plain, Qt.TextElideMode.ElideRight, max(40, room)))


class Figure(QPushButton):
    """A large number with its name beneath, which opens the list behind it. `unit` is what is counted, where the card
    that it stands in names it to the eye."""

    def __init__(self, words: str, act: Callable[[], None], *, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._spoken = words, f"{words}（{unit}）" if unit else words
        self.setProperty("role", "quiet")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # The window's style gives buttons the height of one line of text; this one holds two.
        self.setStyleSheet("QPushButton { min-height: 56px; }")
        self.clicked.connect(lambda _checked: act())
        self.number = QLabel("–")
        self.number.setProperty("role", "figure")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(0)
        self.name = QLabel(self._name)
        self.name.setProperty("role", "soft")
        for label in (self.number, self.name):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        wanted = layout.sizeHint() if layout else QSize()
        return wanted.expandedTo(QSize(108, 60))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_number(self, number: int) -> None:
        self.show_words(f"{number:,}", str(number))

    def show_words(self, words: str, spoken: str = "", aside: str = "") -> None:
        """A figure with its unit, as sums have it; `aside` says beside its name what has to be known of it."""
        self.number.setText(words)
        remark = f"（{aside}）" if aside else ""
        self.name.setText(f"{self._name}{remark}")
        self.setAccessibleName(f"{self._spoken}{remark} {spoken or words}")
