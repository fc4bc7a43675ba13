"""Each trap of real tables is read as it should be, and stands in the list that people read."""

from pathlib import Path

import pytest

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.sheets.doer_lines import read_rows
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.sheets.recognising import recognise
from tests.sheets.traps import TRAPS
from tests.sheets.workbooks import REFERENCE

DOCS = Path(__file__).parents[2] / "docs" / "foreign-files.md"


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_read_as_it_should_be(name: str) -> None:
    trap = TRAPS[name]
    found = recognise(read_grids_from(trap.make(), trap.file), file=trap.file, reference=REFERENCE, kind=trap.kind)
    rows = [row for table in found.tables for row in read_rows(table, REFERENCE)]
    data = [row for row in rows if not row.ignored]
    messages = " ".join(problem.message for row in data for problem in row.problems)
    aside = [row.ignored for row in rows if row.ignored] + [table.skipped for table in found.tables if table.skipped]

    assert data[0].fields == trap.fields
    assert all(word in messages for word in trap.said), messages
    assert bool(messages) == bool(trap.said), messages
    assert len(aside) == len(trap.aside)
    assert all(word in reason for word, reason in zip(trap.aside, aside, strict=True)), aside
    assert all(problem.cell for row in data for problem in row.problems)
    if trap.year:
        assert found.year == trap.year
    if trap.round:
        assert found.round == Round.read(trap.round)
    if trap.sender:
        assert REFERENCE.member_name(found.sender_id) == trap.sender


def test_the_list_of_traps_is_whole() -> None:
    listed = DOCS.read_text(encoding="utf-8")

    assert [name for name in TRAPS if f"| {name} |" not in listed] == []
