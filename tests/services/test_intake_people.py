"""A county's list of people: compared by name and county, each post's history kept, all taken back at once."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.services import lists_out
from northtaiwan_desktop.sheets import posts as posts_sheet
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage import people
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.store import Store
from tests.services import one_workbook
from tests.services.one_workbook import Looked
from tests.sheets.workbooks import accepted, saved

TODAY = date(2014, 10, 1)
HEAD = ["縣市", "議題組", "機關", "姓名", "職稱", "聯絡電話", "電子信箱"]
TRAFFIC = ["新北市", "交通運輸組", "新北市政府交通局", "（示例）交通運輸組窗口", "技士"]


def look(store: Store, folder: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD, **stated: Any) -> Looked:
    path = saved(folder / "103年度聯絡窗口.xlsx", [["103年度聯絡窗口名單"], list(head), *map(list, rows)])
    return one_workbook.look(store, path, today=TODAY, **stated)


def take(store: Store, previewed: Looked, choice: str = "safe") -> None:
    one_workbook.take(store, previewed, choice, today=TODAY)


def held(store: Store) -> dict[str, list[tuple[str, str, date | None, date | None]]]:
    """Of each name the posts as (group, title, since, until)."""

    def question(records: Records) -> dict[str, list[tuple[str, str, date | None, date | None]]]:
        found: dict[str, list[tuple[str, str, date | None, date | None]]] = {}
        for line in people.posts(records, today=TODAY):
            of_one = (line.group_name, line.post.title, line.post.since, line.post.until)
            found.setdefault(line.person.name, []).append(of_one)
        return {name: sorted(lines, key=str) for name, lines in found.items()}

    return store.ask(question)


def states(previewed: Looked) -> list[RowState]:
    return [row.state for row in previewed.review.rows]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
@pytest.mark.parametrize("current_only", [True, False])
def test_the_list_that_goes_out_comes_back_as_the_same(
    sample_store: Store, tmp_path: Path, ending: str, current_only: bool
) -> None:
    path = tmp_path / f"聯絡名單{ending}"

    def out(records: Records) -> None:
        rows = people.posts(records, today=TODAY, current_only=current_only)
        listed = lists_out.as_shown("聯絡名單", posts_sheet.COLUMNS, rows, today=TODAY)
        lists_out.write(records, path, listed, today=TODAY)

    sample_store.ask(out)
    previewed = one_workbook.look(sample_store, path, today=TODAY)
    assert previewed.review.recognised.kind == "people"
    assert set(states(previewed)) == {RowState.SAME}
    assert len(previewed.review.rows) == (11 if current_only else 12)
    assert not any(row.problems for row in previewed.review.rows)


def test_what_is_the_same_new_and_filled_in_is_told(sample_store: Store, tmp_path: Path) -> None:
    previewed = look(
        sample_store,
        tmp_path,
        [*TRAFFIC, None, None],
        [*TRAFFIC[:3], "（示例）第二位", "科員", "02-12345678", "a@example.org"],
        ["基隆市", "環境資源", "環境保護局", "（示例）環境資源組窗口", "技士", 224201122, "b@example.org"],
    )
    assert states(previewed) == [RowState.SAME, RowState.NEW, RowState.CHANGED]
    changed = previewed.review.rows[2]
    assert {each.field: each.theirs for each in changed.differences} == {
        "phone": "0224201122",
        "email": "b@example.org",
    }
    assert "開頭的0" in changed.problems[0].message
    take(sample_store, previewed)
    # Both hold the seat: the list names both, so neither gives way.
    assert held(sample_store)["（示例）交通運輸組窗口"] == [("交通運輸", "技士", date(2014, 1, 1), None)]
    assert held(sample_store)["（示例）第二位"] == [("交通運輸", "科員", None, None)]


def test_a_successor_ends_the_predecessors_post_on_the_eve(sample_store: Store, tmp_path: Path) -> None:
    before = held(sample_store)
    head = [*HEAD, "到任日"]
    previewed = look(sample_store, tmp_path, [*TRAFFIC[:3], "（示例）接任", "科員", None, None, "103.9.1"], head=head)
    (row,) = previewed.review.rows
    assert row.state is RowState.NEW
    assert "接任（示例）交通運輸組窗口" in row.notes[0].message
    assert "103年9月1日" in row.notes[0].message
    take(sample_store, previewed)
    assert held(sample_store)["（示例）接任"] == [("交通運輸", "科員", date(2014, 9, 1), None)]
    assert held(sample_store)["（示例）交通運輸組窗口"] == [("交通運輸", "技士", date(2014, 1, 1), date(2014, 8, 31))]
    sample_store.undo()
    assert held(sample_store) == before


@pytest.mark.parametrize(("since", "start"), [("103年9月15日", date(2014, 9, 15)), (None, TODAY)])
def test_another_title_ends_the_post_and_begins_the_next(
    sample_store: Store, tmp_path: Path, since: str | None, start: date
) -> None:
    head = [*HEAD, "到任日"]
    previewed = look(sample_store, tmp_path, [*TRAFFIC[:4], "股長", None, None, since], head=head)
    (row,) = previewed.review.rows
    assert row.state is RowState.CHANGED
    assert {"title"} <= {each.field for each in row.differences} <= {"title", "since"}
    assert "改任" in row.notes[0].message
    take(sample_store, previewed)
    eve = date.fromordinal(start.toordinal() - 1)
    assert held(sample_store)["（示例）交通運輸組窗口"] == [
        ("交通運輸", "技士", date(2014, 1, 1), eve),
        ("交通運輸", "股長", start, None),
    ]
    again = look(sample_store, tmp_path, [*TRAFFIC[:4], "股長", None, None, since], head=head)
    assert states(again) == [RowState.SAME]


def test_a_person_who_changes_the_group_keeps_the_history_of_the_first(sample_store: Store, tmp_path: Path) -> None:
    previewed = look(sample_store, tmp_path, ["新北市", "文化教育", None, "（示例）交通運輸組窗口", None, None, None])
    (row,) = previewed.review.rows
    # The list may be of that group alone, so a person decides whether the first post has ended.
    assert row.state is RowState.CONFLICT
    assert accepted(previewed.review, "safe") == ()
    take(sample_store, previewed, "all")
    assert [line[0] for line in held(sample_store)["（示例）交通運輸組窗口"]] == ["交通運輸", "文化教育"]
    assert held(sample_store)["（示例）交通運輸組窗口"][0][3] == date(2014, 9, 30)


def test_a_namesake_in_another_county_is_another_person(sample_store: Store, tmp_path: Path) -> None:
    previewed = look(
        sample_store,
        tmp_path,
        ["桃園縣", "交通運輸", "交通局", "（示例）交通運輸組窗口", "技正", "03-1", "c@example.org"],
    )
    (row,) = previewed.review.rows
    assert row.state is RowState.NEW
    assert "同名" in row.notes[0].message
    assert [match.record.person.name for match in row.runner_ups] == ["（示例）交通運輸組窗口"]
    take(sample_store, previewed)
    found = [one for one in sample_store.ask(lambda records: records.all(Person)) if one.name == row.row.fields["name"]]
    assert sorted(one.email for one in found) == ["", "c@example.org"]
    assert len(held(sample_store)["（示例）交通運輸組窗口"]) == 2


def test_two_rows_of_one_new_person_make_one_person_with_two_posts(sample_store: Store, tmp_path: Path) -> None:
    new = ["（示例）新人", "科員", None, None]
    previewed = look(sample_store, tmp_path, ["宜蘭縣", "交通運輸", "", *new], ["宜蘭縣", "產業發展", "", *new])
    take(sample_store, previewed)
    assert [line[0] for line in held(sample_store)["（示例）新人"]] == ["交通運輸", "產業發展"]
    found = sample_store.ask(lambda records: records.all(Person))
    assert len([one for one in found if one.name == "（示例）新人"]) == 1


def test_a_like_name_of_the_county_is_offered_and_not_taken(sample_store: Store, tmp_path: Path) -> None:
    previewed = look(sample_store, tmp_path, [*TRAFFIC[:3], "（示例）交通運輸組窗囗", "技士", None, None])
    (row,) = previewed.review.rows
    assert row.state is RowState.NEW
    assert row.runner_ups[0].record.person.name == "（示例）交通運輸組窗口"


@pytest.mark.parametrize(
    ("cells", "field", "told"),
    [
        (["", "交通運輸", "", "示例甲", "", "", ""], "member", "沒有縣市"),
        (["新北市", "航太組", "", "示例甲", "", "", ""], "group", "航太組"),
        (["新北市", "交通運輸", "", "懸缺", "", "", ""], "name", "不是姓名"),
        (["新北市", "交通運輸", "", "（待補）", "", "", ""], "name", "不是姓名"),
        (["新北市", "交通運輸", "", "李四/王五", "", "", ""], "name", "不只一個人"),
        (["金門縣", "交通運輸", "", "示例甲", "", "", ""], "member", "金門縣"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_would_be(
    sample_store: Store, tmp_path: Path, cells: list[str], field: str, told: str
) -> None:
    previewed = look(sample_store, tmp_path, [cell or None for cell in cells])
    (row,) = previewed.review.rows
    assert row.is_flawed
    assert any(
        told in problem.message and ("請" in problem.message or "為：" in problem.message) for problem in row.problems
    )
    assert field in {problem.field for problem in row.problems}
    assert not accepted(previewed.review, "safe")


def test_posts_are_told_by_their_words(sample_store: Store, tmp_path: Path) -> None:
    head = ["縣市", "職務", "姓名", "現職"]
    previewed = look(
        sample_store,
        tmp_path,
        ["臺北市", "休閒遊憩組窗口", "示例乙", "股長"],
        ["臺北市", "推動小組委員", "示例丙", "副市長"],
        ["臺北市", "秘書", "示例丁", "科員"],
        ["臺北市", "一般委員", "示例戊", "教授"],
        head=head,
    )
    take(sample_store, previewed)

    def bodies(records: Records) -> dict[str, tuple[Body, str | None]]:
        names = {one.id: one.name for one in records.all(Person)}
        return {names[post.person_id]: (post.body, post.group_id) for post in records.all(Post)}

    found = sample_store.ask(bodies)
    assert found["示例乙"][0] is Body.CONTACT
    assert found["示例乙"][1]
    assert found["示例丙"] == (Body.TASK_FORCE, None)
    assert found["示例丁"] == (Body.CONTACT, None)
    assert found["示例戊"] == (Body.APPOINTED, None)


def test_contact_columns_of_another_kind_do_not_make_it_a_list_of_people(sample_store: Store, tmp_path: Path) -> None:
    head = ["計畫名稱", "提案縣市", "申請經費", "承辦人", "職稱", "電話", "電子郵件", "單位"]
    row = ["海岸整合規劃", "新竹縣", "1,000", "示例甲", "科員", "03-1", "d@example.org", "工務處"]
    assert look(sample_store, tmp_path, row, head=head).review.recognised.kind == "proposals"
    head = ["編號", "辦理情形", "承辦人", "職稱", "電話", "電子郵件", "單位"]
    row = ["103-副首長-1-02", "已辦理", "示例甲", "科員", "03-1", "d@example.org", "工務處"]
    assert look(sample_store, tmp_path, row, head=head).review.recognised.kind == "progress"
