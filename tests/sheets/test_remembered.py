"""A heading or a text that nobody could know is read as this sender meant it before."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import FileUnreadable, RuleBroken, Unreadable
from northtaiwan_desktop.domain.remembered import About, Decision, Memory
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.interpreting import Row, interpret
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.meanings import checked, choices, readable
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.tables import Table
from tests.sheets.workbooks import REFERENCE, TAOYUAN, grid

HEADER = ["編號", "決議事項", "甲乙丙", "丁戊己"]
ROWS = [HEADER, ["115-003", "研擬方案", "已開會", "完成八成"], ["115-004", "整合路線", "已發函", "0.5"]]


def column(wrote: str, meant: str, *, kind: str = "progress", sender: str | None = TAOYUAN.id) -> Decision:
    return Decision(about=About.COLUMN, kind=kind, sender_id=sender, wrote=wrote, meant=meant)


def value(field: str, wrote: str, meant: str, *, kind: str = "progress", sender: str | None = TAOYUAN.id) -> Decision:
    return Decision(about=About.VALUE, kind=kind, sender_id=sender, field=field, wrote=wrote, meant=meant)


def table_of(of: Grid, *decisions: Decision, file: str = "桃園市.xlsx", **stated: Any) -> Table:
    memory = Memory(tuple(decisions))
    return recognise([of], file=file, reference=REFERENCE, remembered=memory, **stated).tables[0]


def rows_of(of: Grid, *decisions: Decision, **stated: Any) -> Sequence[Row]:
    found = interpret(table_of(of, *decisions, **stated), REFERENCE, remembered=Memory(tuple(decisions)))
    return [row for row in found if not row.ignored]


def test_a_table_that_fits_no_kind_is_known_by_what_its_headings_meant_before() -> None:
    with pytest.raises(FileUnreadable):
        table_of(grid(ROWS), kind="progress")
    table = table_of(grid(ROWS), column("甲 乙\n丙", "report"))
    found = table.column_of("report")
    assert table.kind is KINDS["progress"]
    assert found is not None
    assert (found.column, found.certainty, found.why) == (2, 1.0, "上次這個縣市的這一欄就是「辦理情形」")


def test_what_one_county_meant_says_nothing_of_another_county() -> None:
    with pytest.raises(FileUnreadable):
        table_of(grid(ROWS), column("甲乙丙", "report"), file="新竹縣.xlsx", kind="progress")
    with pytest.raises(FileUnreadable):
        table_of(grid(ROWS), column("甲乙丙", "name", kind="plan"), kind="progress")


def test_a_file_that_tells_nothing_is_laid_before_a_person_who_states_its_kind() -> None:
    told_nothing = grid([["子丑", "寅卯"], ["115-003", "已開會"]])
    table = table_of(told_nothing, kind="progress", is_asked=True)
    assert [(one.header, one.field) for one in table.columns] == [("子丑", None), ("寅卯", None)]
    (row,) = rows_of(told_nothing, kind="progress", is_asked=True)
    assert row.is_unreadable
    decided = (column("子丑", "number"), column("寅卯", "report"))
    (row,) = rows_of(told_nothing, *decided, kind="progress", is_asked=True)
    assert (row.fields["number"], row.fields["report"]) == ("115-003", "已開會")


def test_the_title_tells_whose_headings_they_are() -> None:
    titled = grid([["桃園市政府辦理情形"], *ROWS])
    assert table_of(titled, column("甲乙丙", "report"), file="回報.xlsx").column_of("report")


def test_what_holds_for_all_counts_where_the_sender_is_not_known() -> None:
    table = table_of(grid(ROWS), column("甲乙丙", "report", sender=None), file="回報.xlsx")
    found = table.column_of("report")
    assert found is not None
    assert found.why == "記住的對照：這一欄是「辦理情形」"


def test_a_decision_goes_before_the_very_name_of_a_field() -> None:
    named = grid([["編號", "辦理情形", "本府說明"], ["115-003", "甲", "乙"]])
    table = table_of(named, column("本府說明", "report"))
    assert [(one.header, one.field) for one in table.columns][1:] == [("辦理情形", None), ("本府說明", "report")]
    kept = table_of(named, column("辦理情形", "")).columns[1]
    assert (kept.field, kept.is_undecided, kept.why) == (None, False, "上次這個縣市的這一欄就是不使用")


def test_of_two_headings_that_mean_one_field_the_later_decision_counts() -> None:
    table = table_of(grid(ROWS), column("甲乙丙", "report"), column("丁戊己", "report"))
    found = table.column_of("report")
    assert found is not None
    assert found.header == "丁戊己"


def test_a_column_without_heading_is_known_by_its_letter() -> None:
    bare = grid([["編號", None, "辦理情形"], ["115-003", "x", "甲"], ["115-004", "y", "乙"]])
    assert table_of(bare, column("B欄", "remedy")).column_of("remedy")
    assert table_of(bare).column_of("remedy") is None


def test_below_the_limit_nothing_of_a_column_is_taken_in_until_a_person_decides() -> None:
    doubtful = grid([["編號", "辦理情形", "他"], ["115-003", "甲", "新竹縣"], ["115-004", "乙", "臺北市"]])
    table = table_of(doubtful)
    assert [(one.field, one.certainty) for one in table.undecided] == [("lead", 0.5)]
    assert "lead" not in rows_of(doubtful)[0].fields
    assert rows_of(doubtful, column("他", "lead"))[0].fields["lead"] == "新竹縣"
    assert table_of(doubtful, column("他", "")).undecided == ()


def test_many_cells_without_heading_that_all_say_one_thing_are_enough() -> None:
    sure = grid([["編號", None, "辦理情形"], *([str(number), "新竹縣", "甲"] for number in range(1, 8))])
    assert rows_of(sure)[0].fields["lead"] == "新竹縣"


def test_a_heading_that_might_be_a_field_is_offered_and_not_read() -> None:
    table = table_of(grid([["編號", "實際進度", "前次辦理情形"], ["115-003", "80%", "甲"]]))
    assert [(one.header, one.field) for one in table.undecided] == [("前次辦理情形", "report")]


def test_a_row_that_waits_for_a_decision_says_so() -> None:
    waiting = grid([["辰", "大事紀"], ["115.3.1", "召開會議"], ["115.4.1", "召開年會"]])
    (first, _second) = rows_of(waiting, kind="chronicle")
    assert first.is_unreadable
    assert "A欄是不是「日期」還沒有決定" in first.problems[-1].message
    assert rows_of(waiting, column("辰", "since", kind="chronicle"), kind="chronicle")[0].fields["since"]


@pytest.mark.parametrize(
    ("field", "title", "wrote", "meant", "read"),
    [
        ("lead", "主辦單位", "桃縣府", "桃園市", "桃園市"),
        ("lead", "主辦單位", "桃縣府、新竹縣", "桃園市、新竹縣", "桃園市、新竹縣"),
        ("actual_percent", "實際進度", "快好了", "80", 80),
        ("verdict", "列管建議", "照舊", "繼續列管", "continue"),
        ("reported_on", "填報日期", "月底", "115年9月30日", "2026-09-30"),
    ],
)
def test_a_text_is_read_as_it_was_meant_and_keeps_its_own_words(
    field: str, title: str, wrote: str, meant: str, read: object
) -> None:
    rows = rows_of(
        grid([["編號", "辦理情形", title], ["115-003", "甲", wrote]]), checked(value(field, wrote, meant), REFERENCE)
    )
    found = rows[0].fields[field]
    assert getattr(found, "value", found) == read or found.isoformat() == read
    assert rows[0].raw[field] == wrote
    assert rows[0].meant == {field: meant}
    assert rows[0].problems == ()


def test_one_name_among_several_is_read_as_it_was_meant() -> None:
    (row,) = rows_of(
        grid([["編號", "辦理情形", "主辦單位"], ["115-003", "甲", "桃縣府、新竹縣\n苗縣府"]]),
        value("lead", "桃縣府", "桃園市"),
        value("lead", "苗縣府", ""),
    )
    assert row.fields["lead"] == "桃園市、新竹縣"


def test_a_sum_is_meant_in_dollars_whatever_the_corner_says() -> None:
    rows = [["單位：千元"], ["行動方案", "議題組", "經費"], ["月票", "交通", "估算中"]]
    (row,) = rows_of(
        grid(rows), value("budget", "估算中", "2,000萬元", kind="plan"), value("budget", "另議", "5", kind="plan")
    )
    assert row.fields["budget"] == 20_000_000
    rows[2][2] = "另議"
    assert rows_of(grid(rows), value("budget", "另議", "5", kind="plan"))[0].fields["budget"] == 5


def test_a_text_that_counts_as_empty_is_no_problem() -> None:
    rows = grid([["行動方案", "議題組", "經費"], ["月票", "交通", "尚未核定"]])
    assert rows_of(rows)[0].problems
    (row,) = rows_of(rows, value("budget", "尚未核定", "", kind="plan"))
    assert (row.problems, row.raw["budget"], "budget" in row.fields) == ((), "尚未核定", False)


@pytest.mark.parametrize(
    ("decision", "refusal", "words"),
    [
        (column("現況", "nothing"), Unreadable, "report（辦理情形）"),
        (column(" ", "report"), RuleBroken, "欄名"),
        (column("現況", "report", kind="weather"), RuleBroken, "weather"),
        (value("group", "外星", "火星組", kind="plan"), Unreadable, "火星組"),
        (value("actual_percent", "快好了", "很快"), Unreadable, "很快"),
        (value("lead", "府", "臺南市、桃園市"), Unreadable, "臺南市"),
    ],
)
def test_a_meaning_that_is_none_is_refused(decision: Decision, refusal: type[Exception], words: str) -> None:
    with pytest.raises(refusal, match=words):
        checked(decision, REFERENCE)


@pytest.mark.parametrize(
    ("field", "meant", "kept"),
    [
        ("verdict", "continue", "繼續列管"),
        ("term", "medium", "中期"),
        ("result", "approved", "核定"),
        ("budget", "-", ""),
    ],
)
def test_codes_of_the_command_line_are_kept_as_words(field: str, meant: str, kept: str) -> None:
    kind = next(name for name, kind in KINDS.items() if kind.field(field))
    assert checked(value(field, "某", meant, kind=kind), REFERENCE).meant == kept


@pytest.mark.parametrize("name", KINDS)
def test_whatever_is_offered_can_be_read(name: str) -> None:
    for field in readable(KINDS[name]):
        for text in choices(field.name, REFERENCE):
            assert checked(value(field.name, "某", text, kind=name), REFERENCE).meant == text


HEADINGS = st.text(st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑寅卯"), min_size=2, max_size=6)


@given(
    st.lists(HEADINGS, min_size=11, max_size=11, unique=True),
    st.permutations([field.name for field in readable(KINDS["progress"])]),
)
def test_any_headings_are_read_back_as_they_were_decided(headings: list[str], names: list[str]) -> None:
    decisions = [column(heading, name) for heading, name in zip(headings, names, strict=False)]
    spaced = [" ".join(heading) for heading in headings]
    table = table_of(grid([["桃園市"], spaced, ["x"] * len(spaced)]), *decisions)
    assert {one.column: one.field for one in table.columns} == dict(enumerate(names))
