"""What a sheet is, where its header is and which column is which is found out, and said with the reason."""

from dataclasses import replace

import pytest

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.sheets.grid import Grid, Marks, Merge
from northtaiwan_desktop.sheets.headings import joined
from northtaiwan_desktop.sheets.kinds import KINDS
from tests.sheets.workbooks import REFERENCE, grid, recognised, rows_of

PROGRESS = [["編號", "決議事項", "主辦單位", "辦理情形"], ["1", "研擬方案", "桃園市", "已召開會議"]]


@pytest.mark.parametrize("name", KINDS)
def test_a_list_with_our_own_headings_is_recognised_as_what_it_is(name: str) -> None:
    titles = [field.titles[0] for field in KINDS[name].fields]
    (table,) = recognised(grid([titles, ["x"] * len(titles)])).tables

    assert table.kind is KINDS[name]
    assert [column.field for column in table.columns] == [field.name for field in KINDS[name].fields]
    assert {column.certainty for column in table.columns} == {1.0}


@pytest.mark.parametrize("heading", ["改善對策", "因應對策", "因應對策及改善措施", "改善措施"])
def test_a_remedy_is_known_by_its_old_names_too(heading: str) -> None:
    (table,) = recognised(grid([[*PROGRESS[0], heading], [*PROGRESS[1], "加派人力"]])).tables
    assert table.columns[-1].field == "remedy"
    assert not table.columns[-1].is_undecided


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (["項次", "會議決議", "權責單位", "辦理進度"], "progress"),
        (["會議名稱", "裁示事項", "承辦單位", "辦理期限"], "resolutions"),
        (["議題小組", "合作計畫", "期程", "主政縣市", "經費需求(千元)"], "plan"),
        (["計畫名稱", "提案縣市", "申請補助經費", "核定經費", "優先序"], "proposals"),
        (["時　間", "大 事 紀"], "chronicle"),
    ],
)
def test_headings_of_other_offices_tell_the_kind(headings: list[str], kind: str) -> None:
    assert recognised(grid([headings, ["x", "y", "z", "u", "v"][: len(headings)]])).kind == kind


@pytest.mark.parametrize("counting", ["項次", "序號", "編號"])
def test_a_column_that_counts_the_rows_gives_way_to_the_case_numbers(counting: str) -> None:
    rows = [[str(at), f"103-副首長-1-0{at}", "研擬方案", "已召開會議"] for at in (1, 2)]
    (table,) = recognised(grid([[counting, "案　號", "決議事項", "辦理情形"], *rows, ["合計", "", "2案", ""]])).tables

    assert [column.field for column in table.columns] == [None, "number", "text", "report"]


def test_a_column_of_figures_that_nothing_else_numbers_stays_the_number() -> None:
    (table,) = recognised(grid([["項次", "備註", "決議", "辦理情形"], ["1", "甲", "研擬方案", "已開會"]])).tables

    assert [column.field for column in table.columns] == ["number", None, "text", "report"]


def test_the_last_row_of_a_heading_goes_before_the_one_merged_above_it() -> None:
    head = [["決議事項", "辦理情形", "預定進度", ""], ["", "", "預定(%)", "實際(%)"]]
    sheet = replace(grid([*head, ["研擬方案", "已召開會議", "80", "70"]]), marks=Marks(merges=(Merge(0, 2, 0, 3),)))
    (table,) = recognised(sheet).tables

    assert [column.field for column in table.columns] == ["text", "report", "planned_percent", "actual_percent"]


@pytest.mark.parametrize(
    ("name", "reason"), [("範例", "範例"), ("代碼表", "代碼"), ("_meta", "程式自用"), ("填寫說明", "說明")]
)
def test_sheets_that_are_no_data_are_skipped_with_the_reason(name: str, reason: str) -> None:
    _data, other = recognised(grid(PROGRESS), grid([["甲", "乙"], ["1", "2"]], name=name)).tables

    assert other.kind is None
    assert reason in other.skipped


def test_a_hidden_or_empty_sheet_is_skipped() -> None:
    tables = recognised(grid(PROGRESS), grid(PROGRESS, name="藏", is_hidden=True), grid([], name="空")).tables

    assert [bool(table.skipped) for table in tables] == [False, True, True]


def test_a_sheet_with_nothing_but_a_scan_is_refused_as_one() -> None:
    scan = replace(grid([]), marks=Marks(has_picture=True))
    with pytest.raises(FileUnreadable, match="只有圖片"):
        recognised(scan)


def test_where_the_only_data_is_hidden_the_refusal_says_to_show_it() -> None:
    with pytest.raises(FileUnreadable, match="取消隱藏"):
        recognised(grid(PROGRESS, is_hidden=True), grid([["請看填報表"]], name="工作表2"))


def test_a_file_that_fits_no_kind_is_refused_with_what_was_seen() -> None:
    with pytest.raises(FileUnreadable, match="品名、單價") as refusal:
        recognised(grid([["品名", "單價", "數量"], ["筆", "10", "3"]]), file="採購.xlsx")
    assert "採購.xlsx" in str(refusal.value)
    assert "辦理情形" in str(refusal.value)


def test_a_kind_that_is_stated_is_held_to() -> None:
    with pytest.raises(FileUnreadable, match="大事記"):
        recognised(grid(PROGRESS), kind="chronicle")


@pytest.mark.parametrize(
    ("title", "sheet", "file", "year", "round"),
    [
        ("115年度第3季辦理情形", "工作表1", "a.xlsx", 115, "115Q3"),
        ("辦理情形表", "115年7月", "a.xlsx", 115, "115M07"),
        ("辦理情形表", "工作表1", "桃園市_115Q2.xlsx", 115, "115Q2"),
        ("中華民國一一五年", "工作表1", "回報1150930.xlsx", 115, None),
        ("辦理情形表", "第2季", "2026年回報.xlsx", 115, "115Q2"),
        ("辦理情形表", "工作表1", "a.xlsx", None, None),
    ],
)
def test_year_and_round_are_taken_from_title_sheet_or_file(
    title: str, sheet: str, file: str, year: int | None, round: str | None
) -> None:
    found = recognised(grid([[title], *PROGRESS], name=sheet), file=file)

    assert found.year == year
    assert found.round == (Round.read(round) if round else None)


@pytest.mark.parametrize(
    ("title", "file", "sender"),
    [
        ("填報單位：台北市政府", "a.xlsx", "臺北市"),
        ("辦理情形表", "桃園縣回報.xlsx", "桃園市"),
        ("臺北市、新北市合辦", "a.xlsx", None),
    ],
)
def test_the_sender_is_taken_from_title_or_file(title: str, file: str, sender: str | None) -> None:
    found = recognised(grid([[title], *PROGRESS]), file=file)

    assert REFERENCE.member_name(found.sender_id) == (sender or "")


def test_what_the_caller_states_goes_before_what_is_found() -> None:
    found = recognised(grid([["115年 桃園市"], *PROGRESS]), year=114, sender_id="10004")

    assert (found.year, found.sender_id) == (114, "10004")


@pytest.mark.parametrize("corner", ["單位：千元", "（單位：新臺幣千元）", "單位:仟元"])
def test_the_unit_stands_in_a_corner(corner: str) -> None:
    rows = rows_of(grid([["115年度行動方案", None, corner], ["行動方案", "議題組", "經費"], ["月票", "交通", "1,200"]]))

    assert rows[0].fields["budget"] == 1_200_000


def test_a_unit_in_the_heading_goes_before_that_of_the_corner() -> None:
    rows = rows_of(grid([["單位：千元"], ["行動方案", "議題組", "經費（萬元）"], ["月票", "交通", 5]]))

    assert rows[0].fields["budget"] == 50_000


def test_a_flat_header_and_one_of_two_rows_give_the_same_headings() -> None:
    flat = grid([["編號", "進度_預定", "進度_實際"]])
    tall = grid([["編號", "進度", None], [None, "預定", "實際"]])

    assert [column.field for column in _columns(flat)] == [column.field for column in _columns(tall)]
    assert joined(flat, (0,)) == [("編號",), ("進度_預定",), ("進度_實際",)]


def _columns(header: object) -> tuple[object, ...]:
    rows = [list(row) for row in header.rows]  # type: ignore[attr-defined]
    body = grid([*rows, ["115-003", "80%", "70%"]])
    return recognised(body, kind="progress").tables[0].columns


@pytest.mark.parametrize(
    ("headings", "report"),
    [(["編號", "前次辦理情形", "本次辦理情形"], 2), (["編號", "本期辦理情形", "上期辦理情形"], 1)],
)
def test_the_report_of_this_round_is_taken_and_not_the_one_before(headings: list[str], report: int) -> None:
    (table,) = recognised(grid([headings, ["115-003", "甲", "乙"]])).tables
    column = table.column_of("report")

    assert column is not None
    assert column.column == report


def test_a_column_without_heading_is_known_by_its_content() -> None:
    rows = [["編號", None, "辦理情形"], ["115-003", "桃園市政府", "甲"], ["115-004", "台北市", "乙"]]
    column = recognised(grid(rows)).tables[0].column_of("lead")

    assert column is not None
    assert (column.column, column.why) == (1, "依內容判斷")
    assert column.certainty <= 0.5


def test_a_header_of_three_rows_is_read_down_to_its_last() -> None:
    rows = (
        ("115年第3季", None, None, None),
        ("項次", "決議", "進度(%)", None),
        (None, "事項", "預定", "實際"),
        (None, None, "累計", "累計"),
        ("115-003", "研擬方案", "80%", "70%"),
    )
    merges = (Merge(0, 0, 0, 3), Merge(1, 0, 3, 0), Merge(1, 2, 1, 3))
    (table,) = recognised(Grid(name="表", rows=rows, marks=Marks(merges=merges)), kind="progress").tables

    assert table.header_rows == (1, 2, 3)
    assert {column.field: column.column for column in table.columns if column.field} == {
        "number": 0,
        "text": 1,
        "planned_percent": 2,
        "actual_percent": 3,
    }


@pytest.mark.parametrize(("unit", "amount"), [("(千元)", 1_200_000), ("萬元", 12_000_000), ("（元）", 1_200)])
def test_a_row_of_units_below_the_header_is_its_last(unit: str, amount: int) -> None:
    rows = rows_of(grid([["行動方案", "議題組", "經費"], [None, None, unit], ["月票", "交通", "1,200"]]))

    assert [row.fields["budget"] for row in rows] == [amount]


@pytest.mark.parametrize("name", ["交通組", "交通運輸", "4.交通運輸組"])
def test_a_sheet_that_is_named_by_a_group_holds_that_groups_rows(name: str) -> None:
    plan = [["行動方案", "期程", "主辦縣市"], ["月票", "短期", "桃園市"]]
    (row,) = rows_of(grid(plan, name=name))

    assert row.fields["group"] == "交通運輸"


def test_of_two_columns_with_one_heading_the_one_that_is_seen_is_read() -> None:
    rows = (("編號", "辦理情形", "辦理情形"), ("115-003", "去年的", "今年的"))
    sheet = Grid(name="表", rows=rows, marks=Marks(hidden_columns=frozenset({1})))
    column = recognised(sheet).tables[0].column_of("report")

    assert column is not None
    assert column.column == 2


def test_a_hidden_row_is_read_and_said() -> None:
    rows = (("編號", "辦理情形"), ("115-003", "甲"), ("115-004", "乙"))
    (first, second) = rows_of(Grid(name="表", rows=rows, marks=Marks(hidden_rows=frozenset({2}))))

    assert first.problems == ()
    assert "隱藏" in second.problems[0].message
    assert second.problems[0].is_note
