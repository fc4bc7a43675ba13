"""Several sums of one proposal: the whole, what is asked for, and who bears which part."""

from typing import Any

import pytest

from tests.sheets.workbooks import grid, row_of, rows_of

BASE = {"計畫名稱": "海岸整合規劃", "提案縣市": "新竹縣"}


@pytest.mark.parametrize(
    ("cells", "fields", "words"),
    [
        ({"申請補助": 800, "中央補助": 800, "自籌": 200}, {"requested": 800, "central": 800, "own": 200}, ()),
        (
            {"總經費": 1000, "申請補助": 800, "中央補助": 800, "縣市配合款": 200},
            {"requested": 800, "central": 800, "match": 200},
            (),
        ),
        (
            {"總經費": 1000, "申請補助金額": 800},
            {"requested": 800, "central": 800, "match": 200},
            ("200元", "縣市配合款"),
        ),
        (
            {"總經費": 1000, "中央補助": 800, "自籌款": 200},
            {"requested": 800, "central": 800, "own": 200},
            ("中央補助 800元",),
        ),
        (
            {"總經費": 1000, "申請金額": 800, "中央補助": 800, "自籌": 100},
            {"requested": 800, "central": 800, "own": 100},
            ("1,000元", "900元", "不符"),
        ),
        ({"總經費": 700, "申請金額": 800}, {"requested": 800}, ("大於總經費",)),
        ({"總經費": 800, "申請金額": 800}, {"requested": 800}, ()),
        ({"總經費": 1000}, {"requested": 1000}, ()),
    ],
)
def test_the_sums_of_a_row_are_told_apart(
    cells: dict[str, Any], fields: dict[str, int], words: tuple[str, ...]
) -> None:
    row = row_of("proposals", **cells)
    sums = {"requested", "approved", "central", "match", "own", "total"}
    messages = " ".join(problem.message for problem in row.problems)

    assert {name: value for name, value in row.fields.items() if name in sums} == fields
    assert all(problem.is_note for problem in row.problems)
    assert all(word in messages for word in words)
    assert bool(messages) == bool(words)


def test_each_column_has_its_own_unit() -> None:
    head = [*BASE, "總經費（萬元）", "申請補助（千元）", "自籌（元）"]
    (row,) = rows_of(grid([head, [*BASE.values(), 100, 800, 200_000]]), kind="proposals", year=104)

    assert [row.fields[name] for name in ("requested", "central", "own")] == [800_000, 800_000, 200_000]
    assert row.problems == ()
