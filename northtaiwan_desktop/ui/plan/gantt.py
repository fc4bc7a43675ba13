"""The plan as bars over the quarters: planned and reached, milestones, and today."""

from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import Milestone
from northtaiwan_desktop.domain.plan_whole import written_span
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.plan.stone_words import stone_words
from northtaiwan_desktop.ui.plan.time_axis import TimeAxis, years_of
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import dot, light_colour

ROW = 34
HEAD = 46
EDGE = 8
LIGHT = 72
STONE = 6.0
MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Gantt(QAbstractScrollArea):
    """Shows items as bars: what runs, how far it should be (outlined), and how far it is (filled, in its light).

    Up, Down, Home and End go from item to item, Enter opens one. `chosen` and `opened` give its id.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[PlanLine] = []
        self._longest = 0
        self._years = (0, 0)
        self._year = 0
        self._today = date.min
        self._is_long = False
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("行動方案甘特圖"))
        self.verticalScrollBar().setSingleStep(ROW)
        self.viewport().setMouseTracking(True)

    @property
    def current_id(self) -> str:
        return self._lines[self._at].item.id if 0 <= self._at < len(self._lines) else ""

    @property
    def axis(self) -> TimeAxis:
        """The time that is drawn: the plan's year, or all the years of its items."""
        first, last = self._years if self._is_long else (self._year, self._year)
        left = self._label_width() + LIGHT
        return TimeAxis(first, last, left, max(80.0, self.viewport().width() - left - 2 * EDGE))

    def show_lines(self, lines: Iterable[PlanLine], *, year: int, today: date, is_long: bool) -> None:
        """Show these items over the ROC year, or over all the years through which they run."""
        before = self.current_id
        self._lines, self._year, self._today, self._is_long = list(lines), year, today, is_long
        self._at = next((place for place, line in enumerate(self._lines) if line.item.id == before), -1)
        metrics = QFontMetrics(self.font())
        self._longest = max((metrics.horizontalAdvance(line.item.name) for line in self._lines), default=0)
        self._years = years_of(self._lines, year)
        self._fit()
        self.viewport().update()

    def choose(self, id: str) -> bool:
        """Go to an item; False where it is not shown."""
        place = next((place for place, line in enumerate(self._lines) if line.item.id == id), None)
        if place is None:
            return False
        self._go(place)
        return True

    def words(self, line: PlanLine) -> str:
        """All that the bar of an item shows, in words."""
        item = line.item
        shares = [
            _("{name} {share}").format(name=name, share=written_percent(share))
            for name, share in ((_("預定"), line.planned_percent), (_("實際"), line.actual_percent))
            if share is not None
        ]
        told = [
            f"{item.number}　{item.name}",
            "　".join(filter(None, (line.light.title if line.light else "", line.lead_name, *shares))),
            written_span(item) or _("（期間未定）"),
            *(stone_words(stone, line.day) for stone in line.milestones),
        ]
        return "\n".join(filter(None, told))

    def sizeHint(self) -> QSize:
        return QSize(760, 420)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._lines) - 1
        page = max(1, (self.viewport().height() - HEAD) // ROW - 1)
        steps = {
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
            Qt.Key.Key_PageUp: self._at - page,
            Qt.Key.Key_PageDown: self._at + page,
        }
        key = Qt.Key(event.key())
        if key in steps and last >= 0:
            self._go(min(max(steps[key], 0), last))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_id:
            self.opened.emit(self.current_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._row_at(event.position().y())
        if place is not None:
            self._go(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._row_at(event.position().y()) is not None:
            self.opened.emit(self.current_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self._lines:
            self._go(0)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), "" if place is None else self.words(self._lines[place]), self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), QColor(present().sheet))
        if not self._lines:
            painter.setPen(QColor(present().soft))
            place = QRectF(self.viewport().rect()).adjusted(40, 30, -40, -30)
            words = _("沒有可以畫的方案。按「新增方案」寫下第一個，或清除篩選。")
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
            painter.end()
            return
        axis, bottom = self.axis, self.viewport().height()
        dots = {light: dot(light) for light in Light}
        self._paint_grid(painter, axis, bottom)
        painter.save()
        painter.setClipRect(QRectF(0, HEAD, self.viewport().width(), bottom - HEAD))
        for row, line in enumerate(self._lines):
            top = HEAD + row * ROW - self.verticalScrollBar().value()
            if -ROW < top < bottom:
                self._paint_row(painter, axis, line, float(top), dots, is_current=row == self._at)
        painter.restore()
        self._paint_head(painter, axis)
        self._paint_today(painter, axis, bottom)
        painter.end()

    def _paint_grid(self, painter: QPainter, axis: TimeAxis, bottom: int) -> None:
        for _year, quarter, begin, _end in axis.quarters():
            strong = quarter == 1 and axis.first != axis.last
            painter.setPen(QPen(QColor(present().strong_line if strong else present().line), 1))
            painter.drawLine(QPointF(begin, HEAD), QPointF(begin, bottom))

    def _paint_head(self, painter: QPainter, axis: TimeAxis) -> None:
        colours = present()
        painter.fillRect(QRectF(0, 0, self.viewport().width(), HEAD), QColor(colours.sheet))
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(EDGE, 0, axis.left, HEAD), MIDDLE, _("行動方案"))
        middle = int(Qt.AlignmentFlag.AlignCenter)
        for year, quarter, begin, end in axis.quarters():
            if quarter == 1:
                year_end = axis.at(axis.until) if year == axis.last else axis.at(date(year + 1912, 1, 1))
                painter.setPen(QColor(colours.text))
                painter.drawText(QRectF(begin, 2, year_end - begin, 20), middle, _("{year}年").format(year=year))
            words = _("第{n}季").format(n=quarter)
            if painter.fontMetrics().horizontalAdvance(words) + 4 > end - begin:
                words = str(quarter)
            painter.setPen(QColor(colours.soft))
            painter.drawText(QRectF(begin, 22, end - begin, 22), middle, words)
        painter.setPen(QColor(colours.strong_line))
        painter.drawLine(QPointF(0, HEAD - 0.5), QPointF(self.viewport().width(), HEAD - 0.5))

    def _paint_row(
        self,
        painter: QPainter,
        axis: TimeAxis,
        line: PlanLine,
        top: float,
        dots: Mapping[Light, QIcon],
        *,
        is_current: bool,
    ) -> None:
        colours = present()
        whole = QRectF(0, top, self.viewport().width(), ROW)
        if is_current:
            painter.fillRect(whole, QColor(colours.chosen))
            if self.hasFocus():
                painter.setPen(QColor(colours.accent))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(whole.adjusted(0.5, 0.5, -1.5, -0.5))
        painter.setPen(QColor(colours.text))
        room = axis.left - LIGHT - 2 * EDGE
        name = painter.fontMetrics().elidedText(line.item.name, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(EDGE, top, room, ROW), MIDDLE, name)
        if line.light:
            left = axis.left - LIGHT
            dots[line.light].paint(painter, int(left), int(top + ROW / 2 - 7), 14, 14)
            painter.setPen(light_colour(line.light))
            painter.drawText(QRectF(left + 18, top, LIGHT - 20, ROW), MIDDLE, line.light.title)
        self._paint_bar(painter, axis, line, top)
        for stone in line.milestones:
            if stone.due_on is not None and axis.holds(stone.due_on):
                self._paint_stone(painter, axis.at(stone.due_on), top + ROW / 2, stone)

    def _paint_bar(self, painter: QPainter, axis: TimeAxis, line: PlanLine, top: float) -> None:
        colours, item = present(), line.item
        if item.starts_on is None and item.ends_on is None:
            painter.setPen(QColor(colours.soft))
            painter.drawText(QRectF(axis.left + EDGE, top, axis.width, ROW), MIDDLE, _("（期間未定）"))
            return
        since, until = item.starts_on or axis.since, item.ends_on or axis.until
        if since > axis.until or until < axis.since:
            return
        begin, end = axis.at(since), axis.after(until)
        bar = QRectF(begin, top + 9, max(6.0, end - begin), ROW - 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(bar, 4, 4)
        if line.planned_percent:
            planned = QRectF(bar.left(), bar.top(), max(4.0, bar.width() * line.planned_percent / 100), bar.height())
            painter.setBrush(QColor(colours.strong_line))
            painter.drawRoundedRect(planned, 4, 4)
        if line.actual_percent:
            inner = bar.adjusted(0, 3, 0, -3)
            inner.setWidth(max(4.0, bar.width() * line.actual_percent / 100))
            painter.setBrush(light_colour(line.light) if line.light else QColor(colours.accent))
            painter.drawRoundedRect(inner, 3, 3)
        # What runs on beyond the drawn years ends in an arrow.
        middle = top + ROW / 2
        if since < axis.since:
            _paint_arrow(painter, QPointF(begin - 6, middle), QPointF(begin, middle))
        if until > axis.until:
            _paint_arrow(painter, QPointF(end + 7, middle), QPointF(end + 1, middle))

    def _paint_stone(self, painter: QPainter, at: float, middle: float, stone: Milestone) -> None:
        """A diamond: filled once reached, hollow while it is not, in red where its day has passed."""
        colours = present()
        reached = stone.is_reached(self._today)
        missed = not reached and stone.due_on is not None and stone.due_on < self._today
        painter.setPen(QPen(QColor(colours.red if missed else colours.text), 1.6))
        painter.setBrush(QColor(colours.text if reached else colours.sheet))
        corners = ((0, -STONE), (STONE, 0), (0, STONE), (-STONE, 0))
        painter.drawPolygon(QPolygonF([QPointF(at + right, middle + down) for right, down in corners]))

    def _paint_today(self, painter: QPainter, axis: TimeAxis, bottom: int) -> None:
        if not axis.holds(self._today):
            return
        at, colours = axis.at(self._today), present()
        painter.setPen(QPen(QColor(colours.accent), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at, HEAD), QPointF(at, bottom))
        words = _("今天")
        width = painter.fontMetrics().horizontalAdvance(words) + 10
        flag = QRectF(min(at - width / 2, self.viewport().width() - width - 2), bottom - 22, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(flag, 4, 4)
        painter.setPen(QColor(colours.on_accent))
        painter.drawText(flag, int(Qt.AlignmentFlag.AlignCenter), words)

    def _label_width(self) -> float:
        longest = self._longest + 3 * EDGE
        return float(min(max(longest, 120), int(self.viewport().width() * 0.36)))

    def _go(self, place: int) -> None:
        self._at = place
        top, bar = place * ROW, self.verticalScrollBar()
        room = self.viewport().height() - HEAD
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW > bar.value() + room:
            bar.setValue(top + ROW - room)
        self.setAccessibleDescription(self.words(self._lines[place]))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.viewport().update()
        self.chosen.emit(self.current_id)

    def _row_at(self, y: float) -> int | None:
        place = int((y - HEAD + self.verticalScrollBar().value()) // ROW)
        return place if y >= HEAD and 0 <= place < len(self._lines) else None

    def _fit(self) -> None:
        room = self.viewport().height() - HEAD
        self.verticalScrollBar().setPageStep(max(room, 1))
        self.verticalScrollBar().setRange(0, max(0, len(self._lines) * ROW - room))


def _paint_arrow(painter: QPainter, tip: QPointF, foot: QPointF) -> None:
    painter.setBrush(QColor(present().soft))
    painter.drawPolygon(QPolygonF([tip, foot + QPointF(0, -5), foot + QPointF(0, 5)]))
