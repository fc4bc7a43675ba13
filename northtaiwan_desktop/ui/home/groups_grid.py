"""The groups on the home page: each quarter's meeting as a word and a colour, and the open cases by light."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from northtaiwan_desktop.domain.overview import GroupShare
from northtaiwan_desktop.domain.rhythm import Beat, RhythmRow
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.home.bars import WORST_FIRST
from northtaiwan_desktop.ui.widgets.colours import Colours, present
from northtaiwan_desktop.ui.widgets.lights import light_colour

ROW = 26
CELL = 54
MARKS = {Beat.HELD: "●", Beat.OWED: "✕", Beat.DUE: "○", Beat.PLANNED: "◷", Beat.AHEAD: ""}
KEYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


@dataclass(frozen=True, kw_only=True)
class Opens:
    """What opens at a click: a group's meetings of a quarter, and its open lines."""

    meetings: Callable[[RhythmRow, int], object]
    cases: Callable[[GroupShare], object]


class GroupsGrid(QWidget):
    """A row a group: four quarters, then its open cases. One stop for Tab; the arrows go from cell to cell."""

    def __init__(self, opens: Opens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opens = opens
        self.rows: list[list[QPushButton]] = []
        self._labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(5, 1)
        self.setAccessibleName(_("各議題組會議與列管"))
        for place, words in enumerate((_("第1季"), _("第2季"), _("第3季"), _("第4季"), _("燈號與列管中（列）")), 1):
            self._grid.addWidget(self._label(words), 0, place)

    def show_groups(self, rhythm: Sequence[RhythmRow], shares: Sequence[GroupShare]) -> None:
        """Put these in place of those that are shown; a group without any rhythm has its cases alone."""
        for label in self._labels:
            label.deleteLater()
        for cell in (cell for row in self.rows for cell in row):
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self.rows, self._labels = [], []
        beats = {row.group_id: row for row in rhythm}
        most = max((share.open for share in shares), default=0) or 1
        figures = max((self.fontMetrics().horizontalAdvance(_figures(share)) for share in shares), default=0)
        for place, share in enumerate(shares, 1):
            name = QLabel(share.short_name)
            name.setToolTip(share.name)
            self._labels.append(name)
            self._grid.addWidget(name, place, 0)
            self._grid.setRowMinimumHeight(place, ROW)
            row: list[QPushButton] = []
            if (group := beats.get(share.group_id or "")) is not None:
                row = [BeatCell(group, at, self._opens.meetings) for at in range(4)]
            row.append(CasesCell(share, self._opens.cases, most=most, figures=figures))
            for at, cell in enumerate(row, 6 - len(row)):
                self._grid.addWidget(cell, place, at)
            self.rows.append(row)
        if self.rows:
            self.rows[0][0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def walk(self, cell: QPushButton, step: tuple[int, int]) -> None:
        """Go from a cell to the one beside, above or beneath it; at the edge stay."""
        down, across = next((down, row.index(cell)) for down, row in enumerate(self.rows) if cell in row)
        row = self.rows[min(max(down + step[0], 0), len(self.rows) - 1)]
        self._turn_to(row[min(max(across + step[1], 0), len(row) - 1)])

    def _turn_to(self, cell: QPushButton) -> None:
        for other in (other for row in self.rows for other in row):
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is cell else Qt.FocusPolicy.ClickFocus)
        cell.setFocus(Qt.FocusReason.OtherFocusReason)

    def _label(self, words: str) -> QLabel:
        label = QLabel(words)
        label.setProperty("role", "soft")
        return label


class _Cell(QPushButton):
    """A cell that is pressed; it draws itself on the ground that its state has."""

    def __init__(self, words: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setStyleSheet("QPushButton { min-height: 0; padding: 0; }")
        self.setFixedHeight(ROW)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.clicked.connect(lambda _checked: act())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        grid = self.parentWidget()
        if event.key() in KEYS and isinstance(grid, GroupsGrid):
            grid.walk(self, KEYS[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def frame(self, painter: QPainter, ground: str, colours: Colours) -> None:
        """The ground, and a line around it where the keys are."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.hover if self.underMouse() else ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()


class BeatCell(_Cell):
    """One quarter of one group: a mark, a word and a colour."""

    def __init__(self, row: RhythmRow, at: int, act: Callable[[RhythmRow, int], object]) -> None:
        self.beat = row.beats[at]
        words = _("{group}第{quarter}季：{beat}（已開{held}場）")
        told = words.format(group=row.group_name, quarter=at + 1, beat=self.beat.title, held=row.held[at])
        super().__init__(told, lambda: act(row, at + 1))
        self._held = row.held[at]
        self.setFixedWidth(CELL)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = present()
        ground, ink = {
            Beat.HELD: (colours.green_ground, colours.green),
            Beat.OWED: (colours.red_ground, colours.red),
            Beat.DUE: (colours.yellow_ground, colours.yellow),
            Beat.PLANNED: (colours.yellow_ground, colours.text),
            Beat.AHEAD: (colours.sheet, colours.faint),
        }[self.beat]
        painter = QPainter(self)
        self.frame(painter, ground, colours)
        painter.setPen(QColor(ink))
        told = f"{MARKS[self.beat]}{self.beat.title}" + (f"{self._held}" if self._held > 1 else "")
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), told)
        painter.end()


class CasesCell(_Cell):
    """A group's open lines: a bar by light, with the counts of all and of the late ones."""

    def __init__(self, share: GroupShare, act: Callable[[GroupShare], object], *, most: int, figures: int) -> None:
        told = "、".join(f"{light.title} {share.lights.get(light, 0)}" for light in WORST_FIRST)
        words = _("{group}：列管中 {open} 列，逾期 {late} 列（{lights}）")
        super().__init__(
            words.format(group=share.name, open=share.open, late=share.late, lights=told), lambda: act(share)
        )
        self.share, self._most, self._figures = share, most, figures
        self.setMinimumWidth(150)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, share = present(), self.share
        painter = QPainter(self)
        self.frame(painter, colours.sheet, colours)
        room = max(20.0, self.width() - self._figures - 18.0)
        left = 6.0
        painter.setPen(Qt.PenStyle.NoPen)
        for light in WORST_FIRST:
            if count := share.lights.get(light, 0):
                width = room * count / self._most
                painter.setBrush(light_colour(light))
                painter.drawRoundedRect(QRectF(left, 8, max(3.0, width - 1), ROW - 16), 2, 2)
                left += width
        painter.setPen(QColor(colours.red if share.late else colours.text if share.open else colours.soft))
        side = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(left + 6, 0, self._figures + 8, ROW), side, _figures(share))
        painter.end()


def _figures(share: GroupShare) -> str:
    """The open ones, and how many of them are late."""
    return _("{open}（逾期 {late}）").format(open=share.open, late=share.late) if share.late else f"{share.open:,}"
