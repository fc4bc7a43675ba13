"""The files of a batch, a line each: who sent it, what it is, how its rows stand, or why it could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.batch import Batch, BatchFile
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.ui.intake.batch_lines import BatchLines
from northtaiwan_desktop.ui.intake.rows_view import Takes, state_colour
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.rows_model import Index, Role
from northtaiwan_desktop.ui.widgets.table_look import read_by_rows

NAME, SENDER, KIND, TAKEN, STANDING = range(5)
TITLES = (N_("檔案"), N_("縣市"), N_("種類"), N_("要匯入"), N_("各列狀態"))
WIDTHS = (150, 64, 146, 60)
ROW_HEIGHT = 28
MOST_SEEN = 4
COUNTED = (
    RowState.CONFLICT,
    RowState.UNREADABLE,
    RowState.NEW,
    RowState.CHANGED,
    RowState.SAME,
    RowState.IGNORED,
)
"""In the order in which a person has to look at them."""
ALL = -1
"""The line that stands for all files."""
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class FileLine:
    """One line. `at` is the file's place in the batch, or ALL."""

    at: int
    name: str
    sender: str
    kind: str
    """What it is, and of which round or year."""
    taken: int
    counts: Mapping[RowState, int]
    remark: str
    is_refused: bool


def file_lines(batch: Batch, lines: BatchLines, takes: Takes, members: Mapping[str, str]) -> list[FileLine]:
    """A line for each file, before them one for all where there are several."""
    taken: dict[int, int] = {}
    for place in takes:
        taken[place.file] = taken.get(place.file, 0) + 1
    found = [
        FileLine(
            at=at,
            name=file.name,
            sender=_sender(file, members),
            kind=" ".join(filter(None, (_kind(file), _round(file)))),
            taken=taken.get(at, 0),
            counts=lines.counted(at),
            remark=_remark(file),
            is_refused=bool(file.refusal),
        )
        for at, file in enumerate(batch.files)
    ]
    if len(found) < 2:
        return found
    refused = sum(line.is_refused for line in found)
    whole = FileLine(
        at=ALL,
        name=_("全部 {count} 個檔案").format(count=len(found)),
        sender="",
        kind="",
        taken=len(takes),
        counts=lines.counted(),
        remark=_("{count} 個檔案無法讀取").format(count=refused) if refused else "",
        is_refused=False,
    )
    return [whole, *found]


def _sender(file: BatchFile, members: Mapping[str, str]) -> str:
    if file.review is None:
        return ""
    sender = file.review.recognised.sender_id
    return members.get(sender, sender) if sender else _("不明")


def _kind(file: BatchFile) -> str:
    return _(KIND_WORDS.get(file.review.recognised.kind, file.review.recognised.kind)) if file.review else ""


def _round(file: BatchFile) -> str:
    if file.review is None:
        return ""
    found = file.review.recognised
    round: Round | None = found.round
    return round.written if round else _("{year}年度").format(year=found.year) if found.year else ""


def _remark(file: BatchFile) -> str:
    if file.refusal:
        return file.refusal
    said = []
    if file.earlier is not None:
        day = roc_date.written(file.earlier.imported_at.date())
        said.append(_("{day}已匯入過").format(day=day))
    said += [note.message for note in file.review.notes] if file.review else []
    return "；".join(said)


class FilesModel(QAbstractTableModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[FileLine] = ()

    def show(self, lines: Sequence[FileLine]) -> None:
        if [line.at for line in lines] == [line.at for line in self.lines]:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(TITLES) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        if role == Role.DisplayRole:
            return self._text(line, column)
        if role == Role.ToolTipRole:
            return self._text(line, column) or None
        if role == Role.TextAlignmentRole and column == TAKEN:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.UserRole and column == STANDING:
            return standing(line)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return _(TITLES[section])
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == TAKEN else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, line: FileLine, column: int) -> str:
        if column == STANDING:
            return "　".join(words for words, _colour in standing(line))
        if column == TAKEN:
            return "" if line.is_refused else f"{line.taken:,}"
        return (line.name, line.sender, line.kind)[column]


def standing(line: FileLine) -> list[tuple[str, QColor]]:
    """How a file's rows stand, each part with its colour: what is to be told of the file, then its counts."""
    told = [(line.remark, QColor(present().red if line.is_refused else present().yellow))] if line.remark else []
    if line.is_refused:
        return told
    counted = [state for state in COUNTED if line.counts[state]]
    return [*told, *((f"{state.title} {line.counts[state]:,}", state_colour(state)) for state in counted)]


class _Standing(QStyledItemDelegate):
    """Draws the counts in the colours of their states; what there is no room for is told by the tool tip."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setFont(option.font)
        place = option.rect.adjusted(5, 0, -4, 0)
        for words, colour in index.data(Role.UserRole):
            if place.width() < 24:
                break
            painter.setPen(colour)
            text = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
            place.setLeft(place.left() + option.fontMetrics.horizontalAdvance(text) + 14)
        painter.restore()


class FilesView(QTableView):
    """Choosing a file shows its rows alone; Delete takes it out of the batch."""

    chosen_changed = Signal(int)  # the file's place, or ALL
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files_model = FilesModel(self)
        self.setModel(self.files_model)
        self.setAccessibleName(_("這一批的檔案"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        read_by_rows(self, ROW_HEIGHT)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.setItemDelegateForColumn(STANDING, _Standing(self))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now))

    @property
    def chosen(self) -> int:
        """The chosen file's place in the batch, or ALL."""
        row = self.currentIndex().row()
        lines = self.files_model.lines
        return lines[row].at if 0 <= row < len(lines) and len(lines) > 1 else ALL

    @property
    def named(self) -> int:
        """The file that is meant where one is: also the only one."""
        lines = self.files_model.lines
        return lines[0].at if len(lines) == 1 else self.chosen

    def show_files(self, lines: Sequence[FileLine]) -> None:
        before = self.chosen
        self.files_model.show(lines)
        row = next((n for n, line in enumerate(lines) if line.at == before), 0)
        if lines and self.currentIndex().row() != row:
            self.setCurrentIndex(self.files_model.index(row, 0))
        self.updateGeometry()
        seen = min(max(len(lines), 1), MOST_SEEN)
        self.setFixedHeight(seen * ROW_HEIGHT + self.horizontalHeader().sizeHint().height() + 4)

    def choose(self, at: int) -> None:
        row = next((n for n, line in enumerate(self.files_model.lines) if line.at == at), 0)
        self.setCurrentIndex(self.files_model.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, super().minimumSizeHint().height())

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen_changed.emit(self.chosen)
