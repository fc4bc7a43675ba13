"""No sheet of any content makes the reading side fail without words, and harmless spoiling changes nothing."""

import random
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import AppError, FileUnreadable
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.grid import Grid, Marks, Merge, tidy, trimmed
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.sheets.intake_json import intake_json
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.review import Existing
from tests.sheets.lines import lines
from tests.sheets.workbooks import REFERENCE, grid, rows_of

TITLES = sorted({title for kind in KINDS.values() for field in kind.fields for title in field.titles})
WORDS = [
    "合計",
    "註：",
    "115年2月30日",
    "180%",
    "□解除列管■繼續列管",
    "8縣市",
    "\ue000",
    "115-003",
    "單位：千元",
    "臺南市",
]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(TITLES),
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
PLACE = st.tuples(st.integers(0, 6), st.integers(0, 6))
MARKS = st.builds(
    Marks,
    merges=st.lists(st.builds(Merge, *[st.integers(0, 7)] * 4), max_size=4).map(tuple),
    percents=st.frozensets(PLACE, max_size=4),
    uncomputed=st.frozensets(PLACE, max_size=3),
    faults=st.dictionaries(PLACE, st.just("#REF!"), max_size=3),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=8),
    marks=MARKS,
    header=st.lists(st.sampled_from(TITLES), max_size=7),
)
def test_no_grid_of_any_cells_fails_otherwise_than_with_words(
    rows: list[list[Any]], marks: Marks, header: list[str]
) -> None:
    told = trimmed([tuple(map(tidy, row)) for row in [header, *rows]])
    with suppress(AppError):
        found = recognise([Grid(name="表", rows=told, marks=marks)], file="a.xlsx", reference=REFERENCE)
        intake_json(review(found, Existing(lines=lines()), REFERENCE))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_no_bytes_fail_otherwise_than_with_words(data: bytes, head: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        with suppress(FileUnreadable):
            read_grids_from(head + data, name)


DAY_SPELLINGS = (
    roc_date.written,
    roc_date.written_slashed,
    roc_date.written_dotted,
    roc_date.written_compact,
    roc_date.written_full,
    lambda day: day.isoformat(),
    lambda day: day,
    lambda day: int(roc_date.written_compact(day)),
)
PERCENT_SPELLINGS = (lambda p: f"{p}%", lambda p: f"{p}％", lambda p: f"約{p}%", lambda p: f"{p}﹪", lambda p: p)


@pytest.mark.parametrize("seed", range(20))
def test_harmless_spoiling_changes_nothing_that_is_read(seed: int) -> None:
    luck = random.Random(seed)
    members = [member.name for member in REFERENCE.members]
    known = [
        {
            "number": f"115-{index:03}",
            "lead": luck.choice(members),
            "report": f"第{index}案已完成第{luck.randint(2, 9)}階段",
            "reported_on": date(2026, 1, 1) + timedelta(days=luck.randint(0, 364)),
            "actual_percent": float(luck.randint(2, 100)),
        }
        for index in range(1, 9)
    ]
    fields = [field for name in known[0] if (field := KINDS["progress"].field(name))]
    luck.shuffle(fields)
    titles = ["　".join(luck.choice(field.titles)) if luck.random() < 0.5 else field.titles[0] for field in fields]
    above = [["115年第3季辦理情形"], ["單位：千元"], []][: luck.randint(0, 3)]
    table: list[list[Any]] = [*above, titles]
    for row in known:
        table.append([_spelled(field.name, row[field.name], luck) for field in fields])
        if luck.random() < 0.2:
            table.append(luck.choice([["小計", "3"], ["註：資料待補"], [], titles]))
    read = [dict(row.fields) for row in rows_of(grid(table), kind="progress")]

    assert [{name: row.get(name) for name in known[0]} for row in read] == known


def _spelled(name: str, value: Any, luck: random.Random) -> Any:
    if name == "reported_on":
        return luck.choice(DAY_SPELLINGS)(value)
    if name == "actual_percent":
        return luck.choice(PERCENT_SPELLINGS)(int(value))
    if name == "lead":
        return luck.choice([value, value.replace("臺", "台"), f"{value}政府", f" {value} "])
    return value


def test_every_kind_of_python_value_can_be_a_cell() -> None:
    cells = [True, 1.5, date(2026, 1, 1), datetime(2026, 1, 1, 8), time(8), timedelta(1), "x", 10**30]

    assert [tidy(cell) for cell in cells] == cells
