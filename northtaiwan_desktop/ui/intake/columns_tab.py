"""欄位對照: which column of theirs is which field and what their words mean, as far as a person has to decide."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import NOT_USED, Decision
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import column_views, wordings
from northtaiwan_desktop.sheets.column_views import ColumnView
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.meanings import checked, field_title, readable
from northtaiwan_desktop.sheets.review import Review, ReviewedSheet
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.sheets.wordings import Wording
from northtaiwan_desktop.ui.intake.decisions_table import DecisionsTable
from northtaiwan_desktop.ui.intake.meaning_box import MeaningBox
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.page import GAP, heading, soft

MOST_WORDINGS = 200


class ColumnsTab(QWidget):
    """Shows one sheet of a review. `decided` is emitted with each decision; whoever shows it reads the file again."""

    decided = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review: Review | None = None
        self._reference: Reference | None = None
        self.sheet_box = ChoiceBox()
        self.sheet_box.setAccessibleName(_("工作表"))
        self.sheet_box.chosen.connect(lambda _place: self._show())
        self.told_label = soft()
        self.columns = DecisionsTable(
            (_("欄"), _("他們的欄名"), _("前幾列的內容"), _("當作"), _("把握"), _("理由")),
            name=_("欄位對照"),
            box_at=3,
            shares=(5, 20, 32, 13, 30),
        )
        self.words_heading = heading("")
        self.words = DecisionsTable(
            (_("欄位"), _("他們寫的"), _("位置"), _("意思"), _("說明")),
            name=_("他們寫的與意思"),
            box_at=3,
            shares=(14, 24, 20, 42),
        )
        self.complaint = soft()
        self.complaint.setProperty("role", "complaint")
        self.complaint.hide()
        head = QHBoxLayout()
        head.addWidget(self.sheet_box)
        head.addWidget(self.told_label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        layout.addWidget(self.columns, 3)
        layout.addWidget(self.words_heading)
        layout.addWidget(self.complaint)
        layout.addWidget(self.words, 2)
        self.clear()

    def show_review(self, review: Review, reference: Reference) -> None:
        """Show the columns and words of a file; the sheet in sight stays the same where it is still there."""
        self._review, self._reference = review, reference
        named = [sheet.table.grid.name for sheet in review.sheets]
        before = self.sheet_box.text()
        self.sheet_box.set_options(list(enumerate(named)))
        first = next((place for place, sheet in enumerate(review.sheets) if sheet.table.kind), 0)
        self.sheet_box.set_value(named.index(before) if before in named else first)
        self.sheet_box.setVisible(len(named) > 1)
        self._show()

    def show_sheet(self, place: int) -> None:
        """Turn to a sheet by its place in the file."""
        self.sheet_box.set_value(place)
        self._show()

    def clear(self) -> None:
        """Show that there is no file."""
        self._review = None
        self.sheet_box.set_options(())
        self.sheet_box.hide()
        self.told_label.setText(_("先選擇檔案；這裡列出它的每一欄當作哪個欄位，看不懂的寫法也在這裡決定。"))
        for part in (self.columns, self.words, self.words_heading, self.complaint):
            part.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()
        self.words.fit()

    def _show(self) -> None:
        if self._review is None or self._reference is None:
            return
        sheet = self._review.sheets[self.sheet_box.value() or 0]
        table = sheet.table
        self.complaint.hide()
        self.told_label.setText(told(table, self._reference))
        views = column_views.column_views(table)
        self.columns.setVisible(bool(views))
        yellow = QColor(present().yellow)
        self.columns.fill(
            [(view.wrote, _column_texts(view), self._field_box(table, view)) for view in views],
            marked={row: yellow for row, view in enumerate(views) if view.is_undecided},
        )
        found = wordings.wordings(sheet)
        left = len(found) - MOST_WORDINGS
        more = _("（另有 {count} 種，先決定前面的）").format(count=left) if left > 0 else ""
        self.words_heading.setText(_("他們寫的 → 意思") + more)
        found = found[:MOST_WORDINGS]
        for part in (self.words, self.words_heading):
            part.setVisible(bool(found))
        self.words.fill(
            [(_key(one), self._word_texts(table, one), self._meaning_box(sheet, one)) for one in found],
            marked={row: yellow for row, one in enumerate(found) if one.meant is None},
        )

    def _field_box(self, table: Table, view: ColumnView) -> ChoiceBox:
        assert table.kind is not None
        title = field_title(table.kind.name, view.field or "")
        none = _("請決定（可能是「{title}」）").format(title=title) if view.is_undecided else None
        fields = [(field.name, _(field.titles[0])) for field in readable(table.kind)]
        if view.field and view.field not in dict(fields):
            fields.append((view.field, _("{title}（只供辨認）").format(title=title)))
        box = ChoiceBox([*fields, (NOT_USED, _("不使用"))], none=none)
        box.setProperty("role", "cell")
        box.setAccessibleName(_("「{wrote}」當作").format(wrote=view.wrote))
        box.set_value(None if view.is_undecided else view.field or NOT_USED)
        box.chosen.connect(partial(self._decide_column, table, view))
        return box

    def _meaning_box(self, sheet: ReviewedSheet, wording: Wording) -> MeaningBox:
        assert self._reference is not None
        box = MeaningBox(wording.field, wording.meant, self._reference)
        box.setAccessibleName(_("「{wrote}」的意思").format(wrote=wording.wrote))
        box.decided.connect(partial(self._decide_wording, sheet, wording))
        return box

    def _decide_column(self, table: Table, view: ColumnView, meant: str | None) -> None:
        if meant is not None and (view.is_undecided or meant != (view.field or NOT_USED)):
            self._hand_on(column_views.decided(table, view, meant))

    def _decide_wording(self, sheet: ReviewedSheet, wording: Wording, meant: str) -> None:
        self._hand_on(wordings.decided(sheet, wording, meant))

    def _hand_on(self, decision: Decision) -> None:
        assert self._reference is not None
        try:
            checked(decision, self._reference)
        except AppError as error:
            self.complaint.setText(str(error))
            self.complaint.show()
            return
        self.complaint.hide()
        self.decided.emit(decision)

    def _word_texts(self, table: Table, wording: Wording) -> tuple[str, ...]:
        cells = "、".join(cell.rpartition("!")[2] for cell in wording.cells)
        place = cells if wording.count == 1 else _("{count} 格：{cells}").format(count=wording.count, cells=cells)
        if wording.count > len(wording.cells):
            place += "…"
        said = _("依記住的對照") if wording.meant is not None else _("待決定：{why}").format(why=wording.message)
        kind = table.kind.name if table.kind else ""
        return field_title(kind, wording.field), " ".join(wording.wrote.split()), place, said


def told(table: Table, reference: Reference) -> str:
    """What a sheet was taken for, how many columns wait for a decision, and for whom decisions are remembered."""
    if table.kind is None:
        return _("略過這張工作表：{why}").format(why=table.skipped)
    said = [_(KIND_WORDS.get(table.kind.name, table.kind.name))]
    if table.undecided:
        said.append(_("{count} 欄把握不足，決定以前不採用").format(count=len(table.undecided)))
    name = reference.member_name(table.sender_id)
    whose = _("改過的對照在匯入時記住，下次{name}的同一種表照樣讀。").format(name=name)
    if not name:
        whose = _("看不出是哪個縣市寄來的：改過的對照在匯入時記住，用於所有縣市。請先在「比對」選擇縣市。")
    return "　".join((*said, whose))


def _column_texts(view: ColumnView) -> tuple[str, ...]:
    sure = f"{round(100 * view.certainty)}%" if view.field else ""
    if view.is_undecided:
        sure = _("待決定 {sure}").format(sure=sure)
    why = view.why if view.field or view.why else _("認不出是哪個欄位")
    return view.letters, view.header or _("（沒有欄名）"), "、".join(view.samples).replace("\n", " "), sure, why


def _key(wording: Wording) -> str:
    return f"{wording.field}:{wording.wrote}"
