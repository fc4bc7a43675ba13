"""The same row twice, in one file or in two of a batch: said once where both agree, a conflict where they do not."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.comparing_progress import row_round
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.matching import number_key
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, RowState, plain
from northtaiwan_desktop.sheets.tables import Table

_WITH_CONTENT = {RowState.NEW, RowState.CHANGED, RowState.SAME, RowState.CONFLICT}
_KNOWN_BY: Mapping[str, tuple[str, ...]] = {
    "resolutions": ("text", "meeting", "decided_on", "group", "lead"),
    "plan": ("year", "name"),
    "proposals": ("year", "name", "proposer"),
    "chronicle": ("since", "until", "text"),
}
"""Two new rows that agree in these are about the same."""


@dataclass
class _Place:
    file: int
    sheet: int
    row: int
    reviewed: ReviewedRow
    said: Mapping[str, Any]


def told(reviews: Sequence[tuple[str, Review | None]]) -> list[Review | None]:
    """Reviews of files, by their names, with what their rows say twice told. Doing it again changes nothing."""
    alone = [review and _alone(review) for _name, review in reviews]
    groups: dict[Hashable, list[_Place]] = {}
    for file, review in enumerate(alone):
        for sheet, part in enumerate(review.sheets if review else ()):
            for row, reviewed in enumerate(part.rows):
                if reviewed.state in _WITH_CONTENT and (key := _about(reviewed, part.table)) is not None:
                    groups.setdefault(key, []).append(_Place(file, sheet, row, reviewed, _said(reviewed)))
    names = _Names(reviews)
    marked: dict[tuple[int, int, int], ReviewedRow] = {}
    for same in groups.values():
        if len(same) > 1:
            for place, reviewed in _marked(same, names):
                marked[place.file, place.sheet, place.row] = reviewed
    return [review and _with(review, file, marked) for file, review in enumerate(alone)]


def _marked(same: Sequence[_Place], names: "_Names") -> list[tuple[_Place, ReviewedRow]]:
    different: list[_Place] = []
    found = []
    for place in same:
        earlier = next((other for other in different if _agree(place, other)), None)
        if earlier is None:
            different.append(place)
            continue
        reason = _("與{place}相同").format(place=names.of(earlier, seen_from=place))
        row = replace(place.reviewed.row, ignored=reason)
        ignored = replace(place.reviewed, row=row, state=RowState.IGNORED, differences=(), alone=place.reviewed)
        found.append((place, ignored))
    # Who sent a cell back as it was says nothing about it.
    speaking = [place for place in different if place.said or not place.reviewed.row.sent]
    for place in speaking:
        if len(speaking) > 1 and place.reviewed.state is not RowState.SAME:
            other = next(one for one in speaking if one is not place)
            found.append((place, _in_conflict(place, names.of(other, seen_from=place))))
    return found


def _in_conflict(place: _Place, other: str) -> ReviewedRow:
    row = place.reviewed.row
    message = _("與{place}是同一筆，內容卻不同，請擇一。").format(place=other)
    cell = next(iter(row.cells.values()), str(row.number))
    note = Problem(cell=cell, value=None, message=message, is_note=True, caution=Caution.TWICE)
    return replace(
        place.reviewed,
        state=RowState.CONFLICT,
        notes=(*place.reviewed.notes, note),
        alone=place.reviewed,
    )


def _agree(one: _Place, other: _Place) -> bool:
    names = one.said.keys() | other.said.keys()
    return all(alike(one.said.get(name), other.said.get(name)) for name in names)


def _about(reviewed: ReviewedRow, table: Table) -> Hashable | None:
    """What a row is about, so that two rows about the same are seen."""
    kind = table.kind.name if table.kind else ""
    if kind == "people":
        return _seat(reviewed)
    if reviewed.match is not None:
        round = row_round(reviewed.row, table) if kind == "progress" else None
        return kind, reviewed.match.id, round
    fields = reviewed.row.fields
    if key := number_key(str(fields.get("number") or "")):
        # A bare 3 is a serial, which begins anew in each table.
        text = folded(str(fields.get("text") or fields.get("name") or "")) if key.isdigit() else ""
        return kind, "number", fields.get("year") or table.year, key, text
    known_by = _KNOWN_BY.get(kind, tuple(sorted(fields)))
    return kind, "new", table.year, *(folded(str(plain(fields.get(name)))) for name in known_by)


def _seat(reviewed: ReviewedRow) -> Hashable:
    """One person may be named for several posts, and one post for several times."""
    fields, found = reviewed.row.fields, reviewed.row.found
    who = reviewed.match.id if reviewed.match else folded(str(fields.get("name", "")))
    return "people", who, fields.get("body"), found.get("member_id"), found.get("group_id"), fields.get("since")


def _said(reviewed: ReviewedRow) -> Mapping[str, Any]:
    if reviewed.match is None:
        return {name: plain(value) for name, value in reviewed.row.fields.items()}
    return {each.field: each.theirs for each in reviewed.differences}


def _alone(review: Review) -> Review:
    if not any(row.alone for row in review.rows):
        return review
    sheets = (replace(sheet, rows=tuple(row.alone or row for row in sheet.rows)) for sheet in review.sheets)
    return replace(review, sheets=tuple(sheets))


def _with(review: Review, file: int, marked: Mapping[tuple[int, int, int], ReviewedRow]) -> Review:
    if not any(place[0] == file for place in marked):
        return review
    sheets = tuple(
        replace(part, rows=tuple(marked.get((file, sheet, at), row) for at, row in enumerate(part.rows)))
        for sheet, part in enumerate(review.sheets)
    )
    return replace(review, sheets=sheets)


class _Names:
    """How a row is named from another one: by its row alone in the same sheet, else with its sheet and file."""

    def __init__(self, reviews: Sequence[tuple[str, Review | None]]) -> None:
        self._files = [name for name, _review in reviews]
        self._sheets = [
            [sheet.table.grid.name for sheet in review.sheets] if review else [] for _name, review in reviews
        ]

    def of(self, place: _Place, *, seen_from: _Place) -> str:
        row = _("第{row}列").format(row=place.reviewed.row.number)
        if (place.file, place.sheet) == (seen_from.file, seen_from.sheet):
            return row
        sheet = _("工作表「{name}」").format(name=self._sheets[place.file][place.sheet])
        if place.file == seen_from.file:
            return sheet + row
        return _("「{file}」").format(file=self._files[place.file]) + sheet + row
