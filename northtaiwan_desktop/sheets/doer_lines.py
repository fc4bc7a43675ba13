"""A foreign list with a line for each doer of a case: the lines that say one case over again become one row of it."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import Memory
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Doer, Kind
from northtaiwan_desktop.sheets.interpreting import Problem, Row, interpret
from northtaiwan_desktop.sheets.list_marks import RECORD_ID
from northtaiwan_desktop.sheets.matching import number_key
from northtaiwan_desktop.sheets.review import plain
from northtaiwan_desktop.sheets.serials import without_serials
from northtaiwan_desktop.sheets.tables import Table

_NOTHING = Memory()
_DOERS = ("lead", "co_leads")
_OF_THE_CASE = ("meeting", "decided_on", "group", "due_on", "state")


def read_rows(table: Table, reference: Reference, *, remembered: Memory = _NOTHING) -> tuple[Row, ...]:
    """Read every row below the header, and join the lines of one case."""
    rows = interpret(table, reference, remembered=remembered)
    return without_serials(joined(rows, table.kind), table.kind) if table.kind is not None else rows


def joined(rows: Sequence[Row], kind: Kind) -> tuple[Row, ...]:
    """The rows of one table, the lines of a case in the first of them; the others are set aside with the reason.

    A line goes with one above it where number and text say the same, or with the one just above it where it leaves
    both empty and names a doer. Lines that say wholly the same are no doers of their own: they are a row twice.
    """
    if kind.name != "resolutions":
        return tuple(rows)
    groups = _groups(rows)
    if not groups:
        return tuple(rows)
    found = list(rows)
    for first, others in groups.items():
        lines = [rows[at] for at in others]
        if not any(_is_bare(line) or set(line.doers) - set(rows[first].doers) for line in lines):
            continue
        found[first] = _whole(rows[first], lines, kind)
        reason = _("第{row}列那一案的另一個辦理單位，已併入該列").format(row=rows[first].number)
        for at, line in zip(others, lines, strict=True):
            found[at] = Row(number=line.number, ignored=reason)
    return tuple(found)


def _groups(rows: Sequence[Row]) -> dict[int, list[int]]:
    """By the place of a case's first line those of its others."""
    groups: dict[int, list[int]] = {}
    firsts: dict[Hashable, int] = {}
    above: int | None = None
    for at, row in enumerate(rows):
        if row.ignored:
            # What is set aside stands between: a total ends a case, a blank row does not begin one.
            above = None
            continue
        first = above if above is not None and _continues(row, rows[above]) else firsts.get(_case(row))
        if first is not None and _names_doers(row):
            groups.setdefault(first, []).append(at)
            above = first
            continue
        if row.is_unreadable or RECORD_ID in row.found:
            above = None
            continue
        above = firsts.setdefault(_case(row), at)
    return groups


def _continues(row: Row, above: Row) -> bool:
    """Does a line leave out what the case's line above it says?"""
    if RECORD_ID in row.found or not (_is_bare(row) or not row.raw.get("number")):
        return False
    number, text = (folded(str(row.raw.get(name) or "")) for name in ("number", "text"))
    same_number = not number or number_key(number) == number_key(str(above.raw.get("number") or ""))
    return same_number and (not text or text == folded(str(above.raw.get("text") or "")))


def _is_bare(row: Row) -> bool:
    return not row.raw.get("text")


def _names_doers(row: Row) -> bool:
    return any(row.raw.get(name) for name in _DOERS)


def _case(row: Row) -> Hashable:
    """What a line is about; lines of different meetings or days are not about the same."""
    fields = row.fields
    key = number_key(str(fields.get("number") or ""))
    text = folded(str(fields.get("text") or ""))
    if not text or RECORD_ID in row.found:
        return None, row.number
    if key and not key.isdigit():
        return key, text
    # A serial may count the cases, or begin anew in each table.
    return key, text, folded(str(fields.get("meeting") or "")), fields.get("decided_on"), row.found.get("group_id")


def _whole(first: Row, others: Sequence[Row], kind: Kind) -> Row:
    fields, found, raw = dict(first.fields), dict(first.found), dict(first.raw)
    problems = list(first.problems)
    lines = (first, *others)
    for name in _DOERS:
        texts = dict.fromkeys(str(line.raw[name]).strip() for line in lines if line.raw.get(name) is not None)
        doers: list[Doer] = [doer for line in lines for doer in line.found.get(f"{name}_doers", ())]
        if doers:
            names = tuple(dict.fromkeys(doer.name for doer in doers))
            fields[name] = "、".join(names) if name == "lead" else names
            found[f"{name}_doers"] = tuple(dict.fromkeys(doers))
        if texts:
            raw[name] = "\n".join(texts)
    for line in others:
        problems += [problem for problem in line.problems if not problem.is_missing]
        for name in _OF_THE_CASE:
            _take_over(name, line, fields, found, raw, problems, kind)
    cell = next((first.cells[name] for name in _DOERS if name in first.cells), str(first.number))
    numbers = "、".join(str(line.number) for line in lines)
    message = _("第{rows}列是同一案，各列的辦理單位已併為一案，請確認。").format(rows=numbers)
    problems.append(Problem(cell=cell, value=raw.get("lead"), message=message, is_note=True, field="lead"))
    return replace(first, fields=fields, found=found, raw=raw, problems=tuple(problems))


def _take_over(
    name: str,
    line: Row,
    fields: dict[str, Any],
    found: dict[str, Any],
    raw: dict[str, Any],
    problems: list[Problem],
    kind: Kind,
) -> None:
    """What a further line says of the case itself: it fills what is empty, and what differs is for a person."""
    if name not in line.raw:
        return
    beside = {"group": "group_id", "due_on": "due_text"}.get(name)
    if name not in raw:
        raw[name] = line.raw[name]
        fields |= {name: line.fields[name]} if name in line.fields else {}
        if beside and beside in line.found:
            found[beside] = line.found[beside]
        return
    theirs = (plain(line.fields.get(name)), line.found.get(beside or ""))
    if theirs == (plain(fields.get(name)), found.get(beside or "")):
        return
    known = kind.field(name)
    message = _("第{row}列是同一案，「{title}」卻是「{theirs}」，與「{ours}」不同。請改為正確的一個。").format(
        row=line.number,
        title=known.titles[0] if known else name,
        theirs=shown(line.raw[name]),
        ours=shown(raw[name]),
    )
    problems.append(Problem(cell=line.cells[name], value=line.raw[name], message=message, field=name))
