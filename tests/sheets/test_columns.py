"""Each list's columns bear the names of the contract, and no heading stands for two of them."""

import json

import pytest

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.sheets import (
    chronicle,
    groups,
    imports,
    meetings,
    members,
    plan,
    progress,
    proposals,
    resolutions,
)
from northtaiwan_desktop.sheets.columns import Column
from tests.sheets.lines import lines

CONTRACT = {
    "resolutions": "number meeting decided_on group text lead co_leads due_on state",
    "progress": "number text lead report reported_on round planned_percent actual_percent delay_reason remedy verdict",
    "plan": "number year group name term lead co_leads starts_on ends_on budget source axes indicator"
    " planned_percent actual_percent",
    "proposals": "year name group proposer partners priority requested approved result comment",
    "chronicle": "since until precision text",
    "meetings": "number title kind year ordinal group host held_on venue status resolutions open",
}
COLUMNS = {
    "resolutions": resolutions.COLUMNS,
    "progress": progress.COLUMNS,
    "plan": plan.COLUMNS,
    "proposals": proposals.COLUMNS,
    "chronicle": chronicle.COLUMNS,
    "meetings": meetings.COLUMNS,
}
EVERY_LIST = {
    **COLUMNS,
    "progress": (*progress.COLUMNS, *progress.BESIDE),
    "counties": members.COLUMNS,
    "groups": groups.COLUMNS,
    "imports": imports.COLUMNS,
}


@pytest.mark.parametrize("kind", CONTRACT)
def test_the_fields_are_those_of_the_contract(kind: str) -> None:
    assert [column.name for column in COLUMNS[kind]] == CONTRACT[kind].split()


@pytest.mark.parametrize("kind", EVERY_LIST)
def test_no_heading_stands_for_two_columns(kind: str) -> None:
    headings = [folded(title) for column in EVERY_LIST[kind] for title in {column.title, *column.synonyms}]
    assert sorted(headings) == sorted(set(headings))


@pytest.mark.parametrize(
    ("name", "shown", "told"),
    [
        ("lead", "桃園市政府交通局", "桃園市"),
        ("due_on", "115年9月8日", "2026-09-08"),
        ("round", "115年第3季", "115Q3"),
        ("actual_percent", "55.5%", 55.5),
        ("verdict", "繼續列管", "continue"),
        ("co_leads", "新竹縣", ["新竹縣"]),
        ("light", "落後", "red"),
    ],
)
def test_people_read_words_and_programs_read_data(name: str, shown: str, told: object) -> None:
    line = lines()[0]
    assert (_column(name).text(line), _column(name).plain(line)) == (shown, told)


def test_a_due_day_given_in_words_is_shown_and_is_no_date_to_a_program() -> None:
    line = lines()[2]
    assert _column("due_on").text(line) == "年底前"
    assert _column("due_on").plain(line) is None


def test_a_line_that_was_never_reported_is_json_all_the_same() -> None:
    line = lines()[3]
    told = {column.name: column.plain(line) for column in progress.COLUMNS}
    assert json.loads(json.dumps(told))["lead"] == "交通部"


def _column(name: str) -> Column:
    return next(column for column in EVERY_LIST["progress"] if column.name == name)
