"""The chosen row: what it is about, what is the matter, its fields on three sides, and the sheet that it stands in."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.batch import RowPlace
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Match, ReviewedRow, RowState
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.sheets.three_way import sides_of
from northtaiwan_desktop.ui.intake.batch_lines import BatchLine
from northtaiwan_desktop.ui.intake.rows_view import state_colour
from northtaiwan_desktop.ui.intake.sheet_picture import SheetPicture, place_of
from northtaiwan_desktop.ui.intake.sides_view import SidesView
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.page import soft

LONGEST = 30
NEW_ONLY_FOR_KNOWN = frozenset({"progress"})
"""Kinds of which a row can't be a new record: what is reported is always reported of something."""
Offers = Sequence[tuple[str, Match]]


class RowPage(QWidget):
    """What is decided here is emitted with the row's place; the row is shown anew once it has been settled."""

    cell_ticked = Signal(object, str, bool)
    cell_written = Signal(object, str, str)
    matched = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: RowPlace | None = None
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.title.setWordWrap(True)
        self.match_label = QLabel(_("這一列是"))
        self.match_box = ChoiceBox()
        self.match_box.setAccessibleName(_("這一列是哪一筆"))
        self.match_box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.match_box.setMinimumWidth(120)
        self.match_label.setBuddy(self.match_box)
        self.match_box.chosen.connect(self._on_match)
        self.why = soft()
        self.problems = QLabel()
        self.problems.setWordWrap(True)
        self.problems.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.problems.setAccessibleName(_("這一列的問題"))
        self.problems.linkActivated.connect(self._on_link)
        self._problems_area = QScrollArea()
        self._problems_area.setWidgetResizable(True)
        self._problems_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._problems_area.setWidget(self.problems)
        self.sides = SidesView()
        self.picture = SheetPicture()
        self.picture_title = soft()
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.match_label)
        choice.addWidget(self.match_box, 1)
        self._choice = QWidget()
        self._choice.setLayout(choice)
        choice.setContentsMargins(0, 0, 0, 0)
        top = QWidget()
        above = QVBoxLayout(top)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(6)
        above.addWidget(self.title)
        above.addWidget(self._choice)
        above.addWidget(self.why)
        above.addWidget(self._problems_area)
        above.addWidget(self.sides, 1)
        bottom = QWidget()
        below = QVBoxLayout(bottom)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.picture_title)
        below.addWidget(self.picture, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(10)
        self.split.addWidget(top)
        self.split.addWidget(bottom)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([320, 190])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)
        self.sides.setMinimumHeight(90)
        self.picture.setMinimumHeight(80)
        self.setMinimumWidth(300)
        self.sides.pointed.connect(self.picture.point_at)
        self.sides.sides_model.ticked.connect(self._on_tick)
        self.sides.sides_model.written.connect(self._on_written)
        self.show_row(None, None)

    def show_row(
        self,
        line: BatchLine | None,
        table: Table | None,
        *,
        offered: frozenset[str] = frozenset(),
        taken: frozenset[str] = frozenset(),
        edits: Mapping[str, str] | None = None,
        offers: Offers = (),
        decided: bool = False,
    ) -> None:
        """Show a row; `decided` where a person has said which record it is about."""
        is_same = line is not None and self._place == line.place and self.picture.grid_model.table is table
        self._place = line.place if line else None
        if line is None or table is None:
            self.title.setText("")
            self._choice.hide()
            self.why.hide()
            self._problems_area.hide()
            self.sides.show_sides(())
            self.picture.show_row(None)
            self.picture_title.setText("")
            return
        row = line.row
        self.title.setText(self._title(line))
        self._offer(row, table, offers, decided)
        self._tell(row, table)
        self.sides.show_sides(
            sides_of(row, table),
            offered=offered,
            taken=taken,
            edits=dict(edits or {}),
            is_open=row.state is not RowState.IGNORED and table.kind is not None,
        )
        if is_same:
            return
        first = row.differences[0].field if row.differences else next((one.field for one in row.problems), "")
        self.picture.show_row(table, row.row.number, row.row.cells.get(first, ""))
        said = _("{file}　「{sheet}」").format(file=line.file, sheet=table.grid.name)
        self.picture_title.setText(said)

    def show_taken(self, taken: frozenset[str]) -> None:
        self.sides.show_taken(taken)

    def _title(self, line: BatchLine) -> str:
        colour = state_colour(line.state).name()
        state = f"<span style='color:{colour}'>{escape(line.state.title)}</span>"
        told = "　".join(filter(None, (line.number, line.where)))
        return f"{state}　<span style='font-weight:400'>{escape(told)}</span>"

    def _offer(self, row: ReviewedRow, table: Table, offers: Offers, decided: bool) -> None:
        """What the row may be about, where there is more than one answer."""
        options: list[tuple[str | None, str]] = [(id, _worded(match)) for id, match in offers]
        can_be_new = table.kind is not None and table.kind.name not in NEW_ONLY_FOR_KNOWN
        if can_be_new:
            options.append((None, _("新增一筆")))
        elif options and row.match is None:
            options.append((None, _("（請選擇）")))
        self._choice.setVisible(bool(offers))
        if offers:
            self.match_box.set_options(options)
            self.match_box.set_value(row.match.id if row.match else None)
        said = ""
        if row.match and not offers:
            said = _("對應 {number}：{why}（把握 {sure}%）")
        elif row.match and not decided:
            said = _("{why}（把握 {sure}%）")
        if row.match and said:
            found = row.match
            said = said.format(number=found.number, why=found.why, sure=round(100 * found.certainty)).strip()
        self.why.setText(said)
        self.why.setVisible(bool(said))

    def _tell(self, row: ReviewedRow, table: Table) -> None:
        told = [_problem_html(problem) for problem in row.problems]
        told += [_meaning_html(row, table, name, meant) for name, meant in row.row.meant.items()]
        if row.row.ignored:
            told.insert(0, escape(_("略過這一列：{why}").format(why=row.row.ignored)))
        self.problems.setText("<br>".join(told))
        self._problems_area.setVisible(bool(told))
        self._give_room()

    def _give_room(self) -> None:
        """As many lines as the problems need in the present width, up to four or so."""
        width = max(220, self.width() - 24)
        height = self.problems.heightForWidth(width) if self.problems.hasHeightForWidth() else 40
        self._problems_area.setFixedHeight(min(max(24, height + 6), 96))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _on_match(self, id: str | None) -> None:
        if self._place is not None:
            self.matched.emit(self._place, id)

    def _on_tick(self, field: str, is_taken: bool) -> None:
        if self._place is not None:
            self.cell_ticked.emit(self._place, field, is_taken)

    def _on_written(self, field: str, text: str) -> None:
        if self._place is not None:
            self.cell_written.emit(self._place, field, text)

    def _on_link(self, cell: str) -> None:
        """A problem leads to its cell, in the picture and among the fields."""
        wanted = place_of(cell)
        for sides in self.sides.sides_model.sides:
            if sides.cell and place_of(sides.cell) == wanted:
                self.sides.choose(sides.field)
        self.picture.point_at(cell)


def _problem_html(problem: Problem) -> str:
    colours = present()
    colour = colours.yellow if problem.caution else colours.soft if problem.is_note else colours.red
    quoted = _("「{text}」").format(text=shown(problem.value)) if problem.value is not None else ""
    # Most messages quote the cell themselves.
    value = "" if quoted in problem.message else quoted
    where = problem.cell.rpartition("!")[2]
    link = f"<a href='{escape(problem.cell)}' style='color:{colours.accent}'>{escape(where)}</a>"
    return f"{link} <span style='color:{colour}'>{escape(value + problem.message)}</span>"


def _meaning_html(row: ReviewedRow, table: Table, name: str, meant: str) -> str:
    """A text that was read as something else, since a person once said what it means."""
    known = table.kind.field(name) if table.kind else None
    said = _("「{title}」寫的是「{wrote}」，依記住的對照讀為「{meant}」")
    wrote = shown(row.row.raw.get(name))
    told = said.format(title=_(known.titles[0]) if known else name, wrote=wrote, meant=meant or _("空白"))
    return f"<span style='color:{present().soft}'>{escape(told)}</span>"


def _worded(match: Match) -> str:
    text = match.text.replace("\n", " ")
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    doer = getattr(match.record, "doer_name", "")
    sure = _("{sure}%").format(sure=round(100 * match.certainty))
    return "　".join(filter(None, (match.number, text, doer, sure)))
