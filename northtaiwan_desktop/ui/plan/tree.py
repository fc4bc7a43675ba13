"""The plan as a tree: each issue group, its terms beneath, and the items beneath these."""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.domain.platform import IssueGroup
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import dot

ID = Qt.ItemDataRole.UserRole
WIDTHS = (8, 10, 6, 6, 13)
"""In figures: what each column but the first needs, so that long plans need not be measured."""


class PlanTree(QTreeWidget):
    """Shows all groups, those without an item too, and beneath each what other groups do across it.

    `chosen` and `opened` give an item's id, empty for a heading.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[list[PlanLine], list[IssueGroup]] = ([], [])
        self.setAccessibleName(_("依議題組與期程分組的行動方案"))
        self.setHeaderLabels([_("行動方案"), _("燈號"), _("主辦縣市"), _("預定"), _("實際"), _("結束日期")])
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        figure = self.fontMetrics().horizontalAdvance("0")
        for column, width in enumerate(WIDTHS, 1):
            self.setColumnWidth(column, width * figure + 18)
        self.currentItemChanged.connect(lambda now, _before: self.chosen.emit(_id(now)))
        self.itemActivated.connect(lambda item, _column: self.opened.emit(_id(item)) if _id(item) else None)

    def show_lines(self, lines: Iterable[PlanLine], groups: Iterable[IssueGroup]) -> None:
        """Show these items under their groups; what was chosen stays chosen."""
        before = self.current_id
        self._shown = (list(lines), list(groups))
        self.blockSignals(True)
        self.clear()
        for group in self._shown[1]:
            own = [line for line in self._shown[0] if line.item.group_id == group.id]
            cross = [line for line in self._shown[0] if group.id in line.item.cross_group_ids]
            self._add_group(group, own, cross)
        self.expandAll()
        self.blockSignals(False)
        if before:
            self.choose(before)

    @property
    def current_id(self) -> str:
        return _id(self.currentItem())

    def choose(self, id: str) -> bool:
        """Go to an item; False where it is not shown."""
        for entry in self._entries():
            if _id(entry) == id:
                self.setCurrentItem(entry)
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shown"):
            self.show_lines(*self._shown)

    def _add_group(self, group: IssueGroup, lines: list[PlanLine], cross: list[PlanLine]) -> None:
        words = _("{group}（{count} 項）") if lines else _("{group}（沒有方案）")
        heading = QTreeWidgetItem(self, [words.format(group=group.name, count=len(lines))])
        heading.setFirstColumnSpanned(True)
        font = heading.font(0)
        font.setBold(bool(lines))
        heading.setFont(0, font)
        if not lines:
            heading.setForeground(0, _brush(present().soft))
        dots = {light: dot(light) for light in Light}
        for term in Term:
            own = [line for line in lines if line.item.term is term]
            if own:
                part = QTreeWidgetItem(heading, [_(term.word)])
                part.setFirstColumnSpanned(True)
                part.setForeground(0, _brush(present().soft))
                for line in own:
                    _add_line(part, line, dots)

        if cross:
            part = QTreeWidgetItem(heading, [_("跨議題（其他組主政）")])
            part.setFirstColumnSpanned(True)
            part.setForeground(0, _brush(present().soft))
            for line in cross:
                _add_line(part, line, dots)

    def _entries(self) -> Iterator[QTreeWidgetItem]:
        walk = QTreeWidgetItemIterator(self)
        while entry := walk.value():
            yield entry
            walk += 1


def _add_line(part: QTreeWidgetItem, line: PlanLine, dots: Mapping[Light, QIcon]) -> None:
    shares = ["" if one is None else written_percent(one) for one in (line.planned_percent, line.actual_percent)]
    ends = roc_date.written(line.item.ends_on) if line.item.ends_on else ""
    light = line.light.title if line.light else ""
    name = f"{line.item.number}　{line.item.name}"
    entry = QTreeWidgetItem(part, [name, light, line.lead_name, *shares, ends])
    entry.setData(0, ID, line.item.id)
    entry.setToolTip(0, name)
    if line.light:
        entry.setIcon(1, dots[line.light])
    for column in (3, 4):
        entry.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))


def _id(entry: QTreeWidgetItem | None) -> str:
    return (entry.data(0, ID) or "") if entry else ""
