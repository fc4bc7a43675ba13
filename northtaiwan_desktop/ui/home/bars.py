"""Bars that the home page paints: a count in words and figures, and its length beside the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import dot, light_colour, present

WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)
ROW = 28
FIGURES = 150


@dataclass(frozen=True)
class Bar:
    """One line: `part` of `whole`, with the words at its left, and what opens at a click."""

    words: str
    part: int
    whole: int
    act: Callable[[], object]

    @property
    def share(self) -> str:
        """The count and its share: 「2／9（22%）」."""
        if not self.whole:
            return _("無未結案件")
        return f"{self.part}／{self.whole}（{round(100 * self.part / self.whole)}%）"


class BarList(QWidget):
    """Bars under one another on one scale, in the order given: no county is put before another by its count."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[BarRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName(title)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Put these in place of those that are shown."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        left = max((self.fontMetrics().horizontalAdvance(bar.words) for bar in bars), default=0) + 14
        most = max((bar.whole for bar in bars), default=0) or 1
        self.rows = [BarRow(bar, left=left, most=most) for bar in bars]
        for row in self.rows:
            self._column.addWidget(row)


class BarRow(QPushButton):
    """One bar, which opens the list behind it. `left` is the width of the words, `most` what fills the scale."""

    def __init__(self, bar: Bar, *, left: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar, self._left, self._most = bar, left, most
        self.setAutoDefault(False)
        self.setFixedHeight(ROW)
        self.setAccessibleName(f"{bar.words} {bar.share}")
        self.setToolTip(_("開啟{name}的清單").format(name=bar.words))
        self.clicked.connect(lambda _checked: bar.act())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, bar = present(), self._bar
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        room = max(20, self.width() - self._left - FIGURES - 4)
        for count, colour in ((bar.whole, colours.line), (bar.part, colours.red)):
            if count:
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(self._left, 8, max(4.0, room * count / self._most), ROW - 16), 3, 3)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(4, 0, self._left, ROW), side, bar.words)
        painter.setPen(QColor(colours.text if bar.part else colours.soft))
        painter.drawText(QRectF(self.width() - FIGURES + 8, 0, FIGURES - 12, ROW), side, bar.share)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()


class LightsBar(QWidget):
    """One bar of all open lines by light (燈號); each part is named beneath with its count, and opens its list."""

    def __init__(self, act: Callable[[Light], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Light, QPushButton] = {}
        self._bar = _Parts()
        self.setMinimumWidth(280)
        row = QHBoxLayout()
        row.setSpacing(4)
        for light in WORST_FIRST:
            button = QPushButton()
            button.setProperty("role", "quiet")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, light=light: act(light))
            row.addWidget(button)
            self.buttons[light] = button
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addLayout(row)

    def show_counts(self, counts: Mapping[Light, int]) -> None:
        """Show these counts, the worst first."""
        for light, button in self.buttons.items():
            button.setText(f"{light.title} {counts.get(light, 0)}")
        self._bar.show_counts([(light, counts.get(light, 0)) for light in WORST_FIRST])
        self._draw_dots()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "buttons"):
            self._draw_dots()

    def _draw_dots(self) -> None:
        """A dot is a picture in the colours of its look; another look needs others."""
        for light, button in self.buttons.items():
            button.setIcon(dot(light))


class _Parts(QWidget):
    """A whole, parted by light."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Sequence[tuple[Light, int]] = ()
        self.setFixedHeight(22)

    def show_counts(self, counts: Sequence[tuple[Light, int]]) -> None:
        self._counts = counts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = sum(count for _light, count in self._counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(present().line))
        painter.drawRoundedRect(QRectF(0, 3, self.width(), 16), 4, 4)
        left = 0.0
        for light, count in self._counts:
            if count:
                width = self.width() * count / whole
                painter.setBrush(light_colour(light))
                painter.drawRoundedRect(QRectF(left, 3, max(4.0, width - 2), 16), 4, 4)
                left += width
        painter.end()
