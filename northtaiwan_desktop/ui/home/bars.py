"""Bars that the home page paints: a count in words and figures, and its length beside the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import light_colour, present

ROW = 28
FIGURES = 150


@dataclass(frozen=True)
class Bar:
    """One line: `part` of `whole`, with the words at its left."""

    words: str
    part: int
    whole: int

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
        self._title = title
        self._bars: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Paint these; a reader hears the same counts."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("；".join(f"{bar.words} {bar.share}" for bar in bars))
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, ROW * max(1, len(self._bars)))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, metrics = present(), self.fontMetrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = max((metrics.horizontalAdvance(bar.words) for bar in self._bars), default=0) + 14
        room = max(20, self.width() - left - FIGURES)
        most = max((bar.whole for bar in self._bars), default=0) or 1
        side = Qt.AlignmentFlag.AlignVCenter
        for number, bar in enumerate(self._bars):
            top = number * ROW
            painter.setPen(QColor(colours.text))
            painter.drawText(QRectF(0, top, left, ROW), side | Qt.AlignmentFlag.AlignLeft, bar.words)
            painter.setPen(Qt.PenStyle.NoPen)
            for count, colour in ((bar.whole, colours.line), (bar.part, colours.red)):
                if count:
                    painter.setBrush(QColor(colour))
                    painter.drawRoundedRect(QRectF(left, top + 8, max(4.0, room * count / most), ROW - 16), 3, 3)
            painter.setPen(QColor(colours.text if bar.part else colours.soft))
            place = QRectF(self.width() - FIGURES + 12, top, FIGURES - 12, ROW)
            painter.drawText(place, side | Qt.AlignmentFlag.AlignLeft, bar.share)
        painter.end()


class LightsBar(QWidget):
    """One bar of all open lines by light (燈號), each part named with its count beneath."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[tuple[Light, int]] = []
        self.setFixedHeight(56)
        self.setMinimumWidth(280)
        self.setAccessibleName(_("燈號"))

    def show_counts(self, counts: dict[Light, int]) -> None:
        """Paint these counts, the worst first."""
        order = (Light.RED, Light.YELLOW, Light.GREEN)
        self._counts = [(light, counts.get(light, 0)) for light in order]
        self.setAccessibleDescription("；".join(f"{light.title} {count}" for light, count in self._counts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = sum(count for _light, count in self._counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(present().line))
        painter.drawRoundedRect(QRectF(0, 4, self.width(), 16), 4, 4)
        left = 0.0
        for light, count in self._counts:
            if count:
                width = self.width() * count / whole
                painter.setBrush(light_colour(light))
                painter.drawRoundedRect(QRectF(left, 4, max(4.0, width - 2), 16), 4, 4)
                left += width
        place = 0.0
        for light, count in self._counts:
            words = f"{light.title} {count}"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(light_colour(light))
            painter.drawEllipse(QRectF(place, 36, 10, 10))
            painter.setPen(QColor(present().text))
            wide = self.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(place + 16, 30, wide + 4, 22), Qt.AlignmentFlag.AlignVCenter, words)
            place += wide + 40
        painter.end()
