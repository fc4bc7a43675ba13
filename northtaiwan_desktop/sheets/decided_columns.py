"""Columns whose field a person decided: now on this file, or earlier on one of the same sender."""

from collections.abc import Mapping, Sequence

from northtaiwan_desktop.domain.remembered import NOT_USED, Meaning, Source, Told
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.fields import Kind
from northtaiwan_desktop.sheets.grid import column_letters
from northtaiwan_desktop.sheets.tables import TableColumn

_WHY = {
    Source.NOW: N_("您這次決定為「{title}」"),
    Source.SENDER: N_("上次這個縣市的這一欄就是「{title}」"),
    Source.ALL: N_("記住的對照：這一欄是「{title}」"),
}
_WHY_NOT = {
    Source.NOW: N_("您這次決定不使用"),
    Source.SENDER: N_("上次這個縣市的這一欄就是不使用"),
    Source.ALL: N_("記住的對照：這一欄不使用"),
}


def lettered(column: int) -> str:
    """A column without heading as people name it: C欄."""
    return f"{column_letters(column)}欄"


def by_heading(kind: Kind, told: Told, headings: Sequence[tuple[str, ...]]) -> Mapping[int, TableColumn]:
    """The columns whose headings were decided on. Where two mean one field, the one decided later is it."""
    texts = {column: "".join(heading) for column, heading in enumerate(headings)}
    return _decided(kind, {column: (text, told.heading(text)) for column, text in texts.items() if text})


def without_heading(kind: Kind, told: Told, columns: Sequence[TableColumn], width: int) -> tuple[TableColumn, ...]:
    """The columns with those that have no heading and were decided on by their letter."""
    known = {column.column: column for column in columns}
    bare = [column for column in range(min(width, 50)) if column not in known] if told.headings else []
    found = _decided(kind, {column: ("", told.heading(lettered(column))) for column in bare})
    used = {column.field for column in columns if column.field}
    known |= {column: one for column, one in found.items() if one.field not in used}
    return tuple(known[column] for column in sorted(known))


def _decided(kind: Kind, meanings: Mapping[int, tuple[str, Meaning | None]]) -> Mapping[int, TableColumn]:
    ranked = [(meaning.rank, column, text, meaning) for column, (text, meaning) in meanings.items() if meaning]
    found: dict[int, TableColumn] = {}
    used: set[str] = set()
    for _rank, column, text, meaning in sorted(ranked, key=lambda one: (-one[0], one[1])):
        known = kind.field(meaning.meant)
        if meaning.meant == NOT_USED:
            why = _(_WHY_NOT[meaning.source])
            found[column] = TableColumn(column=column, header=text, field=None, certainty=1.0, why=why)
        elif known is not None and known.name not in used:
            used.add(known.name)
            why = _(_WHY[meaning.source]).format(title=_(known.titles[0]))
            found[column] = TableColumn(column=column, header=text, field=known.name, certainty=1.0, why=why)
    return found
