"""搜尋全部內容: one box for the whole program, opened by Ctrl+K over whatever page is in sight."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.search_field import SearchField
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.finding import Found
    from northtaiwan_desktop.storage.records import Records

MOST = 100
FOUND = Qt.ItemDataRole.UserRole
PADDING = 8


class FindBox(QDialog):
    """Finds while one types; `chosen` is emitted with the hit that a person wants to see."""

    chosen = Signal(object)

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("搜尋全部內容"))
        self._workbench = workbench
        self._shown, self._is_hurried = "", False
        self.field = SearchField(_("會議、議案、決議、辦理情形、行動方案、大事記…"))
        self.field.setMaximumWidth(16_777_215)
        self.list = QListWidget()
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setAccessibleName(_("搜尋結果"))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.told = soft(_("輸入要找的字，一個字也可以；兩個詞之間空一格，表示兩者都要有。"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for part in (self.field, self.list, self.told):
            layout.addWidget(part)
        self.field.wanted.connect(self._look)
        self.field.left_downward.connect(self.list.setFocus)
        self.field.entered.connect(self._choose_current)
        self.list.itemActivated.connect(self._choose)
        self.resize(760, 520)
        self.field.setFocus()

    def _look(self, words: str) -> None:
        def question(records: Records) -> list[Found]:
            from northtaiwan_desktop.storage import passages  # loaded on the store's thread

            return passages.find(records, words, limit=MOST)

        self._workbench.ask(question, partial(self._show, words), owner=self)

    def _show(self, words: str, hits: list[Found]) -> None:
        if words != self.field.text():
            return  # what is typed has gone on; its own answer is on the way
        self._shown = words
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.word} {hit.title} {hit.sentence}")
            item.setData(FOUND, hit)
            self.list.addItem(item)
        if hits:
            self.list.setCurrentRow(0)
        many = (
            _("找到 {count} 筆以上，先列最近的；多打幾個字可以縮小範圍。")
            if len(hits) == MOST
            else _("找到 {count} 筆。")
        )
        none = _("找不到「{words}」。試試較短的詞。") if words.strip() else ""
        self.told.setText(many.format(count=len(hits)) if hits else none.format(words=words.strip()))

    def _choose_current(self) -> None:
        """Open the hit; where the answer is still on the way, its first when it comes."""
        self._is_hurried = self._shown != self.field.text()
        if not self._is_hurried and (item := self.list.currentItem()) is not None:
            self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        hit = item.data(FOUND)
        self.close()
        self.chosen.emit(hit)


class _HitDelegate(QStyledItemDelegate):
    """Paints a hit on two lines: what it is and where, then its sentence with the words that were looked for."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        document = _document(index.data(FOUND), option)
        painter.save()
        painter.translate(option.rect.topLeft())
        document.drawContents(painter, QRectF(0, 0, option.rect.width(), option.rect.height()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, option.fontMetrics.lineSpacing() * 2 + 2 * PADDING + 4)


def _document(hit: Found, option: QStyleOptionViewItem) -> QTextDocument:
    colours = present()
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    soft_words, words, marked = (colours.on_accent,) * 3 if is_chosen else (colours.soft, colours.text, colours.accent)
    day = roc_date.written(hit.day) if hit.day else ""
    head = "　".join(filter(None, (hit.word, hit.title, day)))
    body, at = "", 0
    for start, end in hit.marks:
        body += escape(hit.sentence[at:start]) + f"<b style='color:{marked}'>{escape(hit.sentence[start:end])}</b>"
        at = end
    body += escape(hit.sentence[at:])
    document = QTextDocument()
    document.setDefaultFont(option.font)
    document.setDocumentMargin(PADDING)
    document.setTextWidth(-1)
    document.setHtml(
        f"<div style='color:{soft_words}; white-space:pre'>{escape(head)}</div>"
        f"<div style='color:{words}; white-space:pre'>{body}</div>"
    )
    return document
