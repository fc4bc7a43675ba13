"""The page as it will be printed, beside what is typed: only what has changed is set anew."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.i18n import _

if TYPE_CHECKING:
    from northtaiwan_desktop.documents.paper import Block, Look, Paper, Picture, Table, Text

SCALE = 0.72
"""Letters and margins are smaller than on paper, for there is less room."""
PIXELS_A_POINT = 96 / 72
MARGIN = 22
PADDING = 3
RULE = Qt.GlobalColor.gray


class Preview(QTextBrowser):
    """Shows a paper from the same model that every file is made from, and keeps to the place that is written at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("文件預覽"))
        self.setOpenLinks(False)
        self.setProperty("role", "paper")
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(MARGIN)
        self._blocks: tuple[Block, ...] = ()
        self._starts: list[QTextCursor] = []

    def show_paper(self, paper: Paper, *, follow: bool = False) -> None:
        """Show a paper. What is the same before and after a change stays as it stands, and so does the place; with
        `follow` it moves where the change would be out of sight."""
        old, new = self._blocks, paper.blocks
        if old == new:
            return
        least = min(len(old), len(new))
        before = _same(zip(old, new, strict=False))
        after = min(_same(zip(reversed(old), reversed(new), strict=False)), least - before)
        at = self.verticalScrollBar().value()
        self._replace(before, len(old) - after, new[before : len(new) - after])
        self._blocks = new
        # The browser's own cursor is pushed along by what is set before it, and would draw the page after it.
        self.setTextCursor(QTextCursor(self.document()))
        self.verticalScrollBar().setValue(at)
        if follow and before < len(self._starts):
            self._bring_in_sight(self._starts[before])

    def follow(self, words: str) -> None:
        """Scroll to where these words stand, if they are not in sight."""
        line = next((line.strip() for line in words.splitlines() if line.strip()), "")
        found = self.document().find(line[:40], 0, QTextDocument.FindFlag(0)) if line else QTextCursor()
        if not found.isNull():
            self._bring_in_sight(found)

    def _bring_in_sight(self, found: QTextCursor) -> None:
        place = self.document().documentLayout().blockBoundingRect(found.block())
        bar = self.verticalScrollBar()
        if not bar.value() <= place.top() <= bar.value() + self.viewport().height() - place.height():
            bar.setValue(int(place.top()) - self.viewport().height() // 4)

    def _replace(self, start: int, end: int, blocks: tuple[Block, ...]) -> None:
        """Set these blocks in place of those from `start` to before `end`.

        Every block begins at a text block of its own: a table at a low empty one, since two tables could not stand
        one after the other without. The last text block of the document is empty and follows the last of the paper.
        """
        from northtaiwan_desktop.documents.paper import (  # loaded when the first page is drawn
            LOOKS,
            Contents,
            Picture,
            Role,
            Table,
            Text,
        )

        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        there = self._starts[end].position() if end < len(self._starts) else self._end()
        here = self._starts[start].position() if start < len(self._starts) else there
        cursor.setPosition(there)
        following = cursor.blockFormat()
        if here < there:
            cursor.setPosition(here)
            cursor.setPosition(there, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            cursor.setBlockFormat(following)
        made = []
        for block in blocks:
            place = cursor.position()
            if isinstance(block, Table):
                _set_table(cursor, block, LOOKS[block.role], LOOKS[Role.CELL_HEAD])
            elif isinstance(block, Picture):
                _set_picture(cursor, block)
            elif isinstance(block, Contents):
                lines = [Text(Role.CONTENTS_1, entry.text, left=28 * (entry.level - 1)) for entry in block.entries]
                for line in lines:
                    _set_text(cursor, line, LOOKS[line.role])
            else:
                _set_text(cursor, block, LOOKS[block.role])
            start_of = QTextCursor(self.document())
            start_of.setPosition(place)
            made.append(start_of)
        _lower(cursor, following, is_last=cursor.position() == self._end())
        cursor.endEditBlock()
        self._starts[start:end] = made

    def _end(self) -> int:
        return self.document().lastBlock().position()


def _same(pairs: zip[tuple[Block, Block]]) -> int:
    """How many pairs at the beginning are of two blocks alike."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _set_text(cursor: QTextCursor, text: Text, look: Look) -> None:
    """Set a paragraph before the text block at whose start the cursor is."""
    following = cursor.blockFormat()
    cursor.insertText(text.label + text.text, _letters(look))
    form = _aligned(look)
    form.setTopMargin(_pixels(look.before + 2))
    form.setBottomMargin(_pixels(look.after + 2))
    form.setLeftMargin(_pixels(text.left + text.hang))
    form.setTextIndent(_pixels(-text.hang))
    cursor.setBlockFormat(form)
    cursor.insertBlock(following, QTextCharFormat())


def _set_picture(cursor: QTextCursor, picture: Picture) -> None:
    """Set a chart before the text block at whose start the cursor is."""
    from northtaiwan_desktop.documents.chart_pictures import png

    following = cursor.blockFormat()
    image = QImage.fromData(png(picture, dpi=2 * 72 * SCALE * PIXELS_A_POINT))
    image.setDevicePixelRatio(2)
    cursor.insertImage(image)
    form = QTextBlockFormat()
    form.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    cursor.setBlockFormat(form)
    cursor.insertBlock(following, QTextCharFormat())


def _set_table(cursor: QTextCursor, table: Table, look: Look, head: Look) -> None:
    """Set a table before the text block at whose start the cursor is."""
    following = cursor.blockFormat()
    _lower(cursor, following, is_last=True)
    rows = [table.header, *table.rows] if table.header else list(table.rows)
    form = QTextTableFormat()
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setColumnWidthConstraints(_widths(table))
    form.setCellPadding(PADDING)
    form.setCellSpacing(0)
    form.setHeaderRowCount(1 if table.header else 0)
    form.setBorder(1 if table.ruled else 0)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(RULE))
    form.setBorderCollapse(True)
    made = cursor.insertTable(max(len(rows), 1), len(table.widths), form)
    for place, row in enumerate(rows):
        of_row = head if table.header and place == 0 else look
        letters, left, centre = _letters(of_row), QTextBlockFormat(), QTextBlockFormat()
        centre.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for column, text in enumerate(row):
            inside = made.cellAt(place, column).firstCursorPosition()
            inside.setBlockFormat(centre if of_row is head or column in table.centred else left)
            inside.insertText(text, letters)
    cursor.setPosition(made.lastPosition() + 1)
    cursor.setBlockFormat(following)


def _widths(table: Table) -> list[QTextLength]:
    """Shares of the page; where a table only aligns words, its columns but the last keep to the size of the letters."""
    if table.ruled:
        whole = sum(table.widths)
        return [QTextLength(QTextLength.Type.PercentageLength, 100 * width / whole) for width in table.widths]
    fixed = [
        QTextLength(QTextLength.Type.FixedLength, _pixels(width) * PIXELS_A_POINT + 2 * PADDING)
        for width in table.widths[:-1]
    ]
    return [*fixed, QTextLength(QTextLength.Type.VariableLength, 0)]


def _lower(cursor: QTextCursor, form: QTextBlockFormat, *, is_last: bool) -> None:
    """Make the empty text block before a table, or at the end of the paper, one that takes no room."""
    low = QTextBlockFormat()
    low.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor.setBlockFormat(low if is_last else form)


def _letters(look: Look) -> QTextCharFormat:
    from northtaiwan_desktop.documents.paper import FACE, LATIN_FACE

    form = QTextCharFormat()
    form.setFontFamilies([LATIN_FACE, FACE])
    form.setFontPointSize(look.size * SCALE)
    form.setFontWeight(QFont.Weight.Bold if look.bold else QFont.Weight.Normal)
    return form


def _aligned(look: Look) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setAlignment(
        {
            "left": Qt.AlignmentFlag.AlignLeft,
            "center": Qt.AlignmentFlag.AlignHCenter,
            "right": Qt.AlignmentFlag.AlignRight,
            "justified": Qt.AlignmentFlag.AlignJustify,
        }[look.align.value]
    )
    return form


def _pixels(points: float) -> float:
    return points * SCALE
