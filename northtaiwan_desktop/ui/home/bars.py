"""Bars that the home page paints: a count in words and figures, and its length beside the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import dot, light_colour

WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)
ROW = 28
FIGURES = 190


@dataclass(frozen=True)
class Bar:
    """One line: `part` of `whole`, with the words at its left, and what opens at a click: the whole, or its part."""

    words: str
    part: int
    whole: int
    act: Callable[[], object]
    act_part: Callable[[], object]

    @property
    def share(self) -> str:
        """The count and its share: 「2／9 列（22%）」."""
        if not self.whole:
            return _("無未結案件")
        return f"{self.part}{self.of_whole}"

    @property
    def of_whole(self) -> str:
        """What stands behind the part: 「／9 列（22%）」."""
        share = round(100 * self.part / self.whole)
        return _("／{whole} 列（{share}%）").format(whole=self.whole, share=share)


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
    """One bar, which opens the list behind it; its red part and the count of that open the part alone.

    `left` is the width of the words, `most` what fills the scale.
    """

    def __init__(self, bar: Bar, *, left: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar, self._left, self._most = bar, left, most
        self.setAutoDefault(False)
        self.setFixedHeight(ROW)
        self.setAccessibleName(f"{bar.words} {bar.share}")
        self.setToolTip(_("開啟{name}的清單").format(name=bar.words))
        self.clicked.connect(lambda _checked: bar.act())
        self.part_button: QPushButton | None = None
        if bar.part:
            self.part_button = QPushButton(_("逾期 {count}").format(count=bar.part))
            self.part_button.setProperty("role", "quiet")
            self.part_button.setAutoDefault(False)
            self.part_button.setStyleSheet("QPushButton { min-height: 0; padding: 0 2px; }")
            self.part_button.setFixedSize(self._part_width, ROW - 2)
            told = _("開啟{name}逾期的清單（{count} 列）").format(name=bar.words, count=bar.part)
            self.part_button.setAccessibleName(told)
            self.part_button.setToolTip(told)
            self.part_button.clicked.connect(lambda _checked: bar.act_part())
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, FIGURES - 4 - self._part_width, 4)
            row.addStretch(1)
            row.addWidget(self.part_button)

    @property
    def _part_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(_("逾期 {count}").format(count=self._bar.part)) + 10

    def part_rect(self) -> QRectF:
        """Where the red part is drawn."""
        bar = self._bar
        return QRectF(self._left, 8, max(4.0, self._room() * bar.part / self._most) if bar.part else 0.0, ROW - 16)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On the red part, the late ones are meant."""
        if self.isDown() and self.part_rect().adjusted(0, -8, 0, 8).contains(event.position()):
            self.setDown(False)
            self._bar.act_part()
            return
        super().mouseReleaseEvent(event)

    def _room(self) -> int:
        return max(20, self.width() - self._left - FIGURES - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, bar = present(), self._bar
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        if bar.whole:
            painter.setBrush(QColor(colours.line))
            whole = max(4.0, self._room() * bar.whole / self._most)
            painter.drawRoundedRect(QRectF(self._left, 8, whole, ROW - 16), 3, 3)
        if bar.part:
            painter.setBrush(QColor(colours.red))
            painter.drawRoundedRect(self.part_rect(), 3, 3)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(4, 0, self._left, ROW), side, bar.words)
        painter.setPen(QColor(colours.text if bar.part else colours.soft))
        shift = self._part_width if bar.part else 0
        told = bar.of_whole if bar.part else bar.share
        painter.drawText(QRectF(self.width() - FIGURES + 4 + shift, 0, FIGURES - 4 - shift, ROW), side, told)
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
            button.setText(_("{light} {count} 列").format(light=light.title, count=counts.get(light, 0)))
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
