"""Workbooks as one batch: seen first, taken in as chosen, taken back by itself with what stands on it told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken, Stopped
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, QuarterTarget, Source
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.proposal import Proposal, ProposalShare, warnings
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle, export, intake, plan, resolutions, taking_back
from northtaiwan_desktop.sheets import chronicle as chronicle_sheet
from northtaiwan_desktop.sheets import plan as plan_sheet
from northtaiwan_desktop.sheets.batch import UNDECIDED, Batch, Choices, RowPlace, everything, none, taken
from northtaiwan_desktop.sheets.imports import COLUMNS
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage import imports, passages
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from tests.journeys.returned_form import fill_in, fill_in_all
from tests.sheets.workbooks import saved

TODAY = date(2014, 11, 3)
ROUND = Round.quarter(103, 4)
TAIPEI, NEW_TAIPEI, TAOYUAN = "63000", "65000", "68000"
FIRST = RowPlace(0, 0, 0)


def read(store: Store, *paths: Path, **stated: Any) -> Batch:
    return finished(intake.read_batch(paths, store.ask, today=stated.pop("today", TODAY), **stated))


def apply(store: Store, batch: Batch, choices: Choices = UNDECIDED) -> tuple[Import, ...]:
    made: list[Import] = []
    action = lambda work: made.extend(intake.apply_batch(work, batch, choices, today=TODAY))  # noqa: E731
    store.do(intake.label(batch, choices), action, by="王小明")
    return tuple(made)


def settled(store: Store, batch: Batch, choices: Choices) -> Batch:
    return intake.settle(store.ask, batch, choices, today=TODAY)


def form(store: Store, path: Path, member_id: str = NEW_TAIPEI) -> Path:
    store.ask(partial(export.form, path=path, today=TODAY, member_id=member_id, round=ROUND))
    return path


def events(path: Path, *rows: tuple[Any, ...]) -> Path:
    return saved(path, [["日期", "記事"], *rows])


def dump(store: Store) -> Mapping[str, list[Any]]:
    """Every record of the register, the imports' own aside."""
    kinds = [kind for kind in TABLES if kind is not Import]
    return store.ask(lambda records: {kind.__name__: sorted(map(repr, records.all(kind))) for kind in kinds})


def texts(store: Store) -> list[str]:
    return [one.text for one in store.ask(lambda records: records.all(ChronicleEntry))]


def states(batch: Batch) -> list[str]:
    return [row.state.value for _place, row in batch.rows()]


def test_of_a_text_file_with_a_broken_byte_all_but_that_cell_can_go_in(store: Store, tmp_path: Path) -> None:
    text = bytearray("日期,記事\n115年3月1日,甲會議\n115年3月2日,乙會議\n115年3月3日,丙會議\n".encode("cp950"))
    text[text.index("乙".encode("cp950"))] = 0xFF
    path = tmp_path / "桃園市.csv"
    path.write_bytes(text)
    batch = read(store, path)

    assert states(batch) == ["new", "unreadable", "new"]
    (problem, *_rest) = batch.row(RowPlace(0, 0, 1)).problems
    assert (problem.cell, problem.value) == ("桃園市!B3", "\ufffd會議")
    mended = UNDECIDED.with_edit(RowPlace(0, 0, 1), "text", "乙會議")
    apply(store, batch, mended)
    assert set(texts(store)) == {"甲會議", "乙會議", "丙會議"}


def test_a_line_for_each_doer_makes_one_case_with_all_of_them(store: Store, tmp_path: Path) -> None:
    head = ["案號", "決議事項", "主辦單位", "會議名稱"]
    lines = [["103-901", "研擬跨縣市月票方案", "桃園市", "第一次副首長會議"], [None, None, "宜蘭縣政府交通處", None]]
    path = saved(tmp_path / "決議.xlsx", [head, *lines, ["103-902", "辦理防災演練", "苗栗縣"]])
    batch = read(store, path)

    assert states(batch) == ["new", "ignored", "new"]
    apply(store, batch)
    cases = {case.number: case.id for case in store.ask(lambda records: records.all(Resolution))}
    assert set(cases) == {"103-901", "103-902"}
    doers = [line for line in store.ask(lambda work: work.all(Assignment)) if line.resolution_id == cases["103-901"]]
    assert sorted((line.position, line.member_id, line.office) for line in doers) == [
        (1, "68000", ""),
        (2, "10002", "交通處"),
    ]
    assert states(read(store, path)) == ["same", "ignored", "same"]

    lines.append([None, None, "基隆市", None])
    further = read(store, saved(tmp_path / "又一次.xlsx", [head, *lines]))
    assert states(further) == ["changed", "ignored", "ignored"]
    apply(store, further)
    assert len(store.ask(lambda work: work.all(Assignment))) == 4


def test_two_bureaus_of_one_county_are_two_doers(store: Store, tmp_path: Path) -> None:
    head = ["案號", "決議事項", "主辦單位", "協辦單位"]
    row = ["103-901", "研擬跨縣市月票方案", "臺北市政府交通局、工務局", "新北市政府水利局"]
    path = saved(tmp_path / "決議.xlsx", [head, row])
    apply(store, read(store, path))
    doers = store.ask(lambda work: work.all(Assignment))
    assert sorted((line.position, line.member_id, line.office, line.share.value) for line in doers) == [
        (1, TAIPEI, "交通局", "lead"),
        (2, TAIPEI, "工務局", "lead"),
        (3, NEW_TAIPEI, "水利局", "co_lead"),
    ]
    (same,) = read(store, path).rows()
    assert (same[1].state, same[1].notes) == (RowState.SAME, ())

    # A single bureau that is written otherwise is the county's line; one beside those that are known is told.
    row[2], row[3] = "臺北市政府交通局、工務局、捷運局", "新北市政府水利處"
    (told,) = read(store, saved(tmp_path / "又一次.xlsx", [head, row])).rows()
    assert told[1].state is RowState.SAME
    assert ["臺北市捷運局" in note.message for note in told[1].notes] == [True]


def test_writing_tells_how_far_it_is_and_where_it_is_stopped_nothing_is_kept(store: Store, tmp_path: Path) -> None:
    rows = [(f"103年{at % 12 + 1}月{at % 28 + 1}日", f"示例活動{at}") for at in range(700)]
    batch = read(store, events(tmp_path / "甲.xlsx", *rows[:500]), events(tmp_path / "乙.xlsx", *rows[500:]))
    before, told = dump(store), list[float]()

    def write(stop_at: int | None) -> None:
        def watch(share: float) -> None:
            if len(told) == stop_at:
                raise Stopped
            told.append(share)

        def action(work: Work) -> None:
            work.watch = watch
            intake.apply_batch(work, batch, UNDECIDED, today=TODAY)

        told.clear()
        store.do("匯入", action)

    write(None)
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.95 < told[-1] <= 1
    assert len(told) > 6
    store.undo()
    for stop_at in range(len(told)):
        with pytest.raises(Stopped):
            write(stop_at)
        assert dump(store) == before
        assert not store.ask(lambda records: passages.find(records, "示例活動"))
    write(None)
    assert len(texts(store)) == 700


@pytest.mark.file_alone
def test_a_batch_that_is_let_go_while_the_next_file_is_read_ahead_holds_nothing_up(
    store: Store, tmp_path: Path
) -> None:
    files = [events(tmp_path / f"{at}.xlsx", (f"115年3月{at}日", f"第{at}項")) for at in range(1, 4)]
    steps = intake.read_batch(files, store.ask, today=TODAY)
    while next(steps) < 0.3:
        pass
    steps.close()

    assert states(read(store, *files)) == ["new", "new", "new"]


@pytest.mark.file_alone
def test_files_read_ahead_stay_in_their_order_whatever_they_are(store: Store, tmp_path: Path) -> None:
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(b"PK\x03\x04 broken")
    gone = tmp_path / "不在.xlsx"
    good = [events(tmp_path / f"{name}.xlsx", (f"115年3月{at}日", name)) for at, name in enumerate("甲乙", 1)]
    batch = read(store, bad, good[0], gone, bad.rename(tmp_path / "c.xlsx"), good[1])

    assert [(file.name, bool(file.refusal)) for file in batch.files] == [
        ("b.xlsx", True),
        ("甲.xlsx", False),
        ("不在.xlsx", True),
        ("c.xlsx", True),
        ("乙.xlsx", False),
    ]


def test_a_folder_stands_for_its_workbooks_and_a_bad_one_stops_none(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "回傳"
    (folder / "第二批").mkdir(parents=True)
    events(folder / "a.xlsx", ("115年3月1日", "甲"))
    events(folder / "第二批" / "c.xlsx", ("115年3月2日", "乙"))
    (folder / "b.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / ".hidden.xlsx").write_bytes(b"hidden")
    (folder / "說明.pdf").write_bytes(b"%PDF-1.4")
    batch = read(store, folder)

    assert [file.name for file in batch.files] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [bool(file.refusal) for file in batch.files] == [False, True, False]
    assert states(batch) == ["new", "new"]


def test_reading_tells_how_far_it_is(store: Store, tmp_path: Path) -> None:
    path = events(tmp_path / "a.xlsx", ("115年3月1日", "甲"))
    told = list(intake.read_batch([path, path], store.ask, today=TODAY))

    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] <= 1


def test_a_batch_is_one_action_with_an_import_for_each_file(sample_store: Store, tmp_path: Path) -> None:
    paths = [form(sample_store, tmp_path / "新北.xlsx"), form(sample_store, tmp_path / "臺北.xlsx", TAIPEI)]
    for path in paths:
        fill_in(path, {"辦理情形": "已完成招標。", "實際進度": 0.95})
    before = dump(sample_store)
    batch = read(sample_store, *paths)
    made = apply(sample_store, batch)

    assert [(one.file_name, one.sender_id, one.changed) for one in made] == [
        ("新北.xlsx", NEW_TAIPEI, 1),
        ("臺北.xlsx", TAIPEI, 1),
    ]
    assert len({one.operation_id for one in made}) == 1
    assert made[0].imported_by == "王小明"
    sample_store.undo()
    assert dump(sample_store) == before
    sample_store.redo()
    assert {one.id for one in sample_store.ask(lambda records: records.all(Import))} == {one.id for one in made}


def test_an_import_that_is_undone_keeps_its_line_and_stands_again_when_it_is_redone(
    sample_store: Store, tmp_path: Path
) -> None:
    path = form(sample_store, tmp_path / "新北.xlsx")
    fill_in(path, {"辦理情形": "已完成招標。"})
    (made,) = apply(sample_store, read(sample_store, path))

    def line() -> tuple[str, str, str, str, str, int]:
        (one,) = sample_store.ask(imports.import_lines)
        shown = {column.name: column.text(one) for column in COLUMNS}
        return (
            *(shown[name] for name in ("taken_back", "file", "sha256", "sender", "imported_by")),
            one.record.changed,
        )

    told = ("新北.xlsx", made.sha256, "新北市", "王小明", 1)
    assert line() == ("已匯入", *told)
    sample_store.undo()
    assert line() == ("已復原", *told)
    assert read(sample_store, path).files[0].earlier is None
    with pytest.raises(RuleBroken, match="已經收回過"):
        sample_store.do("收回", lambda work: taking_back.take_back(work, made.id))
    sample_store.redo()
    assert line() == ("已匯入", *told)
    assert read(sample_store, path).files[0].earlier == made
    sample_store.do("收回", lambda work: taking_back.take_back(work, made.id))
    sample_store.undo()
    sample_store.undo()
    assert line() == ("已復原", *told)


def test_a_county_is_taken_back_though_its_import_keeps_its_line(store: Store, tmp_path: Path) -> None:
    county = Member(id="10015", name="花蓮縣", short_name="花蓮", position=9)
    store.do("新增縣市", lambda work: work.save(county))
    path = events(tmp_path / "花蓮縣.xlsx", ("115年3月1日", "示例：甲"))
    (made,) = apply(store, read(store, path))
    assert made.sender_id == county.id
    store.undo()
    store.undo()
    (left,) = store.ask(lambda records: records.all(Import))
    assert (left.sender_id, left.taken_back_at is not None) == (None, True)
    store.redo()
    store.redo()
    assert store.ask(lambda records: records.all(Import)) == [made]


def test_one_import_of_a_batch_is_taken_back_by_itself(sample_store: Store, tmp_path: Path) -> None:
    paths = [form(sample_store, tmp_path / "新北.xlsx"), form(sample_store, tmp_path / "臺北.xlsx", TAIPEI)]
    for path in paths:
        fill_in_all(path, {"辦理情形": "已完成招標。"})
    first, second = apply(sample_store, read(sample_store, *paths))
    sample_store.do("收回", lambda work: taking_back.take_back(work, first.id))

    reports = sample_store.ask(lambda records: records.all(ProgressReport))
    assert {one.import_id for one in reports if one.import_id} == {second.id}
    with pytest.raises(RuleBroken, match="已經收回過"):
        sample_store.do("收回", lambda work: taking_back.take_back(work, first.id))
    sample_store.undo()
    assert sample_store.ask(lambda records: records.get(Import, first.id)).taken_back_at is None


def test_only_what_is_taken_is_written(sample_store: Store, tmp_path: Path) -> None:
    path = form(sample_store, tmp_path / "新北.xlsx")
    fill_in(path, {"辦理情形": "已完成招標。", "改善對策": "加派人力。", "實際進度": 0.95})
    batch = read(sample_store, path)
    place = next(place for place, row in batch.rows() if row.state is RowState.CHANGED)
    choices = Choices().with_cell(place, "remedy", False)

    assert taken(batch, choices)[place] == {"report", "actual_percent"}
    apply(sample_store, batch, choices)
    (made,) = [one for one in sample_store.ask(lambda r: r.all(ProgressReport)) if one.import_id]
    assert (made.text, made.actual_percent, made.remedy) == ("已完成招標。", 95.0, "")


def test_progress_without_any_words_of_it_is_not_taken(sample_store: Store, tmp_path: Path) -> None:
    path = form(sample_store, tmp_path / "臺北.xlsx", TAIPEI)
    batch = read(sample_store, path)
    blank = next(place for place, row in batch.rows() if not row.match.record.reports)  # type: ignore[union-attr]
    edited = Choices().with_edit(blank, "actual_percent", "50%")
    batch = settled(sample_store, batch, edited)

    assert "辦理情形" in batch.row(blank).problems[-1].message
    assert taken(batch, everything(batch, edited)) == {}


def test_an_edit_is_read_by_the_fields_own_reader(store: Store, tmp_path: Path) -> None:
    batch = read(store, events(tmp_path / "a.xlsx", ("115年2月30日", "召開會議"), ("115年3月1日", "成果展")))
    assert states(batch) == ["unreadable", "new"]
    wrong = settled(store, batch, Choices().with_edit(FIRST, "since", "115年2月31日"))
    assert "2月" in wrong.row(FIRST).problems[0].message
    choices = Choices().with_edit(FIRST, "since", "115.2.28")
    mended = settled(store, wrong, choices)

    assert states(mended) == ["new", "new"]
    assert mended.row(FIRST).problems == ()
    assert settled(store, mended, choices) == mended
    assert settled(store, batch, choices) == mended
    apply(store, batch, choices)
    assert {one.since for one in store.ask(lambda r: r.all(ChronicleEntry))} == {date(2026, 2, 28), date(2026, 3, 1)}


def test_a_row_is_brought_to_the_record_that_a_person_names(store: Store, tmp_path: Path) -> None:
    known = ChronicleEntry(
        since=date(2026, 3, 1), until=date(2026, 3, 1), precision=Precision.DAY, text="成果展開幕，八縣市參加。"
    )
    store.do("新增", partial(chronicle.save_entry, entry=known))
    batch = read(store, events(tmp_path / "a.xlsx", ("115年3月1日", "成果展")))
    assert states(batch) == ["new"]
    choices = Choices().with_match(FIRST, known.id)
    matched = settled(store, batch, choices)

    assert (states(matched), matched.row(FIRST).match.why) == (["changed"], "由人指定")  # type: ignore[union-attr]
    assert states(settled(store, matched, Choices().with_match(FIRST, None))) == ["new"]
    apply(store, batch, choices)
    assert texts(store) == ["成果展"]


def test_refusing_a_needed_field_refuses_the_row(store: Store, tmp_path: Path) -> None:
    batch = read(store, events(tmp_path / "a.xlsx", ("115年3月1日", "甲"), ("115年3月2日", "乙")))

    assert set(taken(batch, Choices().with_cell(FIRST, "since", False))) == {RowPlace(0, 0, 1)}
    assert taken(batch, none(batch)) == {}
    with pytest.raises(RuleBroken, match=r"a\.xlsx"):
        apply(store, batch, none(batch))


def test_the_same_file_again_is_a_no_op_unless_wanted(store: Store, tmp_path: Path) -> None:
    path = events(tmp_path / "a.xlsx", ("115年3月1日", "甲"))
    (made,) = apply(store, read(store, path))
    store.do("刪除", partial(chronicle.remove_entry, id=store.ask(lambda r: r.all(ChronicleEntry))[0].id))
    batch = read(store, path)

    assert batch.files[0].earlier == made
    assert taken(batch, Choices()) == {}
    assert taken(batch, everything(batch)) == {}
    assert set(taken(batch, everything(batch, file=0))) == {FIRST}


def test_the_same_row_in_two_files_is_said_once_or_is_a_conflict(store: Store, tmp_path: Path) -> None:
    same = [events(tmp_path / name, ("115年3月1日", "成果展開幕")) for name in ("甲.xlsx", "乙.xlsx")]
    batch = read(store, *same)

    assert states(batch) == ["new", "ignored"]
    assert "甲.xlsx" in batch.row(RowPlace(1, 0, 0)).row.ignored
    head = ["年度", "行動方案", "議題組", "主辦縣市"]
    other = [
        saved(tmp_path / f"{name}.xlsx", [head, [103, "跨縣市夜間公車試辦", "交通組", name]])
        for name in ("臺北市", "桃園縣")
    ]
    batch = read(store, *other)
    assert states(batch) == ["conflict", "conflict"]
    assert taken(batch, Choices()) == {}
    choices = Choices().with_row(RowPlace(1, 0, 0), True)
    assert apply(store, batch, choices)[0].file_name == "桃園縣.xlsx"


def test_what_has_moved_on_since_the_review_is_not_written_over(sample_store: Store, tmp_path: Path) -> None:
    path = form(sample_store, tmp_path / "新北.xlsx")
    fill_in(path, {"辦理情形": "已完成招標。"})
    batch = read(sample_store, path)
    ((place, _fields),) = taken(batch, Choices()).items()
    line = batch.row(place).match.record  # type: ignore[union-attr]
    report = partial(resolutions.report, assignment_id=line.id, round=ROUND, today=TODAY, text="我們先登的")
    sample_store.do("填報", report)
    before = dump(sample_store)

    with pytest.raises(RuleBroken, match=line.number):
        apply(sample_store, batch)
    assert dump(sample_store) == before
    sample_store.undo()
    assert len(apply(sample_store, batch)) == 1


def test_what_does_not_concern_the_rows_keeps_nothing_out(sample_store: Store, tmp_path: Path) -> None:
    path = form(sample_store, tmp_path / "新北.xlsx")
    fill_in(path, {"辦理情形": "已完成招標。"})
    batch = read(sample_store, path)
    entry = ChronicleEntry(since=TODAY, until=TODAY, precision=Precision.DAY, text="別的事")
    sample_store.do("新增", partial(chronicle.save_entry, entry=entry))

    assert len(apply(sample_store, batch)) == 1


def test_the_same_file_taken_in_from_another_window_is_told(store: Store, tmp_path: Path) -> None:
    path = events(tmp_path / "a.xlsx", ("115年3月1日", "甲"))
    batch = read(store, path)
    apply(store, batch)
    with pytest.raises(RuleBroken, match="王小明"):
        apply(store, batch)
    assert texts(store) == ["甲"]


def test_later_changes_are_told_and_the_choice_is_the_persons(store: Store, tmp_path: Path) -> None:
    path = events(tmp_path / "a.xlsx", ("115年3月1日", "甲"), ("115年3月2日", "乙"))
    (made,) = apply(store, read(store, path))
    first = next(one for one in store.ask(lambda r: r.all(ChronicleEntry)) if one.text == "甲")
    changed = ChronicleEntry(id=first.id, since=first.since, until=first.until, precision=first.precision, text="改過")
    store.do("修改大事記", partial(chronicle.save_entry, entry=changed), by="李大華")

    (later,) = store.ask(partial(taking_back.standing_on, import_id=made.id))
    assert (later.label, later.by, later.record_id, later.words) == ("修改大事記", "李大華", first.id, "大事記 改過")
    with pytest.raises(RuleBroken, match="修改大事記"):
        store.do("收回", partial(taking_back.take_back, import_id=made.id))
    assert len(texts(store)) == 2
    store.do("收回", partial(taking_back.take_back, import_id=made.id, keep_changed=True))
    assert texts(store) == ["改過"]
    assert store.ask(partial(taking_back.standing_on, import_id=made.id)) == ()


def test_a_change_that_was_undone_stands_on_nothing(store: Store, tmp_path: Path) -> None:
    (made,) = apply(store, read(store, events(tmp_path / "a.xlsx", ("115年3月1日", "甲"))))
    (first,) = store.ask(lambda r: r.all(ChronicleEntry))
    store.do("刪除", partial(chronicle.remove_entry, id=first.id))
    assert len(store.ask(partial(taking_back.standing_on, import_id=made.id))) == 1
    store.undo()

    assert store.ask(partial(taking_back.standing_on, import_id=made.id)) == ()
    store.do("收回", partial(taking_back.take_back, import_id=made.id))
    assert texts(store) == []


def test_what_was_joined_to_an_imported_case_stands_on_it(store: Store, tmp_path: Path) -> None:
    rows = [["案號", "決議事項", "主辦單位"], ["115-001", "研擬月票方案", "桃園市"], ["115-002", "辦理演練", "宜蘭縣"]]
    (made,) = apply(store, read(store, saved(tmp_path / "a.xlsx", rows)))
    case = next(one for one in store.ask(lambda r: r.all(Resolution)) if one.number == "115-001")
    (line,) = store.ask(lambda r: r.all(Assignment, TABLES[Assignment].c.resolution_id == case.id))
    report = partial(
        resolutions.report, assignment_id=line.id, round=ROUND, today=TODAY, text="已辦", asked=Verdict.CONTINUE
    )
    store.do("填報", report)

    (later,) = store.ask(partial(taking_back.standing_on, import_id=made.id))
    assert (later.record_id, later.words) == (line.id, "辦理情形 115-001")
    store.do("收回", partial(taking_back.take_back, import_id=made.id, keep_changed=True))
    left = store.ask(lambda r: (r.all(Resolution), r.all(Assignment), r.all(ProgressReport)))
    assert ([one.number for one in left[0]], len(left[1]), len(left[2])) == (["115-001"], 1, 1)


def test_proposals_come_back_with_their_advance(store: Store, tmp_path: Path) -> None:
    head = ["年度", "計畫名稱", "提案縣市", "墊付"]
    rows = [[103, "海岸濕地復育", "新竹縣", "墊付"], [103, "自行車路網", "苗栗縣", None]]
    apply(store, read(store, saved(tmp_path / "提案.xlsx", [head, *rows]), kind="proposals"))
    assert {one.name: one.needs_advance for one in store.ask(lambda r: r.all(Proposal))} == {
        "海岸濕地復育": True,
        "自行車路網": False,
    }
    out = tmp_path / "匯出.xlsx"
    store.ask(partial(export.proposals, path=out, today=TODAY, year=103))
    batch = read(store, out)
    assert [(row.state, row.problems) for _place, row in batch.rows() if row.match] == [(RowState.SAME, ())] * 2
    assert not [each for sheet in batch.files[0].review.sheets for each in sheet.table.unknown if each.header == "墊付"]


def test_a_plan_item_that_is_kept_keeps_its_parts(store: Store, tmp_path: Path) -> None:
    head = ["編號", "行動方案", "議題組", "主辦縣市", "經費（千元）", "經費來源", "實際進度"]
    rows = [
        ["103-901", "示例甲", "交通", "宜蘭縣", 100, "縣市自籌", 40],
        ["103-902", "示例乙", "交通", "宜蘭縣", 200, "", 50],
    ]
    (made,) = apply(store, read(store, saved(tmp_path / "方案.xlsx", [head, *rows]), kind="plan", year=103))
    first = next(one for one in store.ask(lambda r: r.all(PlanItem)) if one.number == "103-901")
    store.do("改名", lambda work: plan.save_item(work, replace(first, name="示例甲（修正）")))

    store.do("收回", partial(taking_back.take_back, import_id=made.id, keep_changed=True))
    items, budgets, targets = store.ask(lambda r: (r.all(PlanItem), r.all(BudgetLine), r.all(QuarterTarget)))
    assert [item.name for item in items] == ["示例甲（修正）"]
    assert [(line.plan_item_id, line.amount) for line in budgets] == [(first.id, 100_000)]
    assert [(target.plan_item_id, target.actual_percent) for target in targets] == [(first.id, 40)]


def typed(path: Path, item: PlanItem, **cells: Any) -> Path:
    """Type into the row of an item, by the names of its columns."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    titles = {column.name: column.title for column in plan_sheet.COLUMNS}
    header = next(row for row in sheet.iter_rows() if row[0].value == titles["number"])
    at = {cell.value: cell.column for cell in header}
    row = next(cell.row for cell in sheet["A"] if cell.value == item.number)
    for name, value in cells.items():
        sheet.cell(row, at[titles[name]]).value = value
    book.save(path)
    return path


def plan_out(store: Store, path: Path) -> Path:
    store.ask(partial(export.plan, path=path, today=TODAY, year=103))
    return path


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_our_own_list_comes_back_as_it_went_out(sample_store: Store, tmp_path: Path, ending: str) -> None:
    batch = read(sample_store, plan_out(sample_store, tmp_path / f"plan.{ending}"))

    assert set(states(batch)) == {"same"}
    assert {row.match.why for _place, row in batch.rows() if row.match} == {"匯出清單的識別碼"}


def test_our_own_list_is_compared_three_ways(sample_store: Store, tmp_path: Path) -> None:
    path = plan_out(sample_store, tmp_path / "plan.xlsx")
    items = sample_store.ask(lambda records: records.all(PlanItem, TABLES[PlanItem].c.year == 103))
    ours, theirs, both = items[:3]
    typed(path, theirs, number="改過的編號", indicator="他們寫的指標")
    typed(path, both, indicator="他們寫的指標")
    for item in (ours, both):
        changed = replace(item, indicator="我們寫的指標")
        sample_store.do("修改方案", partial(plan.save_item, item=changed))
    batch = read(sample_store, path)
    found = {row.match.id: row for _place, row in batch.rows() if row.match}

    assert [found[item.id].state.value for item in (ours, theirs, both)] == ["same", "changed", "conflict"]
    (told,) = found[both.id].differences
    assert (told.as_last_sent, told.ours, told.theirs) == (both.indicator, "我們寫的指標", "他們寫的指標")
    assert "編號" in found[theirs.id].problems[-1].message
    apply(sample_store, batch)
    now = {item.id: item for item in sample_store.ask(lambda records: records.all(PlanItem))}
    assert now[theirs.id] == replace(theirs, indicator="他們寫的指標")
    assert now[both.id].indicator == "我們寫的指標"


def test_the_chronicle_comes_back_though_its_words_were_changed(sample_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "chronicle.xlsx"
    sample_store.ask(partial(export.chronicle, path=path, today=TODAY))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "record_id" for cell in row))
    text = next(cell for cell in header if cell.value == chronicle_sheet.COLUMNS[-1].title)
    sheet.cell(text.row + 1, text.column).value = "全部重寫的一句話"
    book.save(path)
    batch = read(sample_store, path)
    (changed,) = [row for _place, row in batch.rows() if row.state is not RowState.SAME]

    assert (changed.state, [each.field for each in changed.differences]) == (RowState.CHANGED, ["text"])


def test_a_foreign_sheet_finds_its_lines_by_number_and_by_words(sample_store: Store, tmp_path: Path) -> None:
    cases = {one.number: one for one in sample_store.ask(lambda records: records.all(Resolution))}
    known = cases["103-副首長-2-1-02"]
    rows = [
        ["案號", "決議事項", "主辦單位", "辦理情形"],
        ["103－副首長－2－1－2", "", "臺北市", "依案號找到"],
        ["", known.text.replace("臺", "台"), "新北市", "依文字找到"],
        ["103-副首長-9-9-99", "沒有這一案", "新北市", "找不到"],
    ]
    batch = read(sample_store, saved(tmp_path / "103年第4季.xlsx", rows))
    found = [(row.match.record.resolution.id, row.match.why) if row.match else None for _place, row in batch.rows()]

    assert found == [(known.id, "案號相同"), (known.id, "決議事項文字相近"), None]
    assert states(batch) == ["changed", "changed", "unreadable"]


def test_a_row_of_which_nothing_is_known_can_be_brought_to_a_runner_up(sample_store: Store, tmp_path: Path) -> None:
    number = "103-副首長-2-1-02"
    rows = [["案號", "主辦單位", "辦理情形"], [number, "", "看不出是誰的"]]
    batch = read(sample_store, saved(tmp_path / "彙整.xlsx", rows))
    row = batch.row(FIRST)
    assert (row.state, row.match) == (RowState.UNREADABLE, None)
    assert {match.number for match in row.runner_ups} == {number}
    choices = Choices().with_match(FIRST, row.runner_ups[1].id)
    apply(sample_store, batch, choices)

    (made,) = [one for one in sample_store.ask(lambda r: r.all(ProgressReport)) if one.import_id]
    assert made.assignment_id == row.runner_ups[1].id


def test_last_years_list_is_matched_within_its_year(sample_store: Store, tmp_path: Path) -> None:
    cases = {one.number: one for one in sample_store.ask(lambda records: records.all(Resolution))}
    text = cases["103-副首長-2-1-02"].text
    rows = [["決議事項", "會議日期", "主辦單位"], [text, "", "臺北市"]]

    assert states(read(sample_store, saved(tmp_path / "103年度決議.xlsx", rows), kind="resolutions")) == ["same"]
    assert states(read(sample_store, saved(tmp_path / "102年度決議.xlsx", rows), kind="resolutions")) == ["new"]
    by_number = [["案號", "決議事項", "預定完成日期"], ["103-副首長-2-1-02", text, "104年6月30日"]]
    batch = read(sample_store, saved(tmp_path / "102年度更正.xlsx", by_number), kind="resolutions")
    assert states(batch) == ["changed"]


def test_a_closed_case_is_told_and_taken_only_where_a_person_wants_it(sample_store: Store, tmp_path: Path) -> None:
    rows = [["案號", "主辦單位", "辦理情形"], ["103-副首長-1-01", "新竹縣", "補登：已完成。"]]
    batch = read(sample_store, saved(tmp_path / "103年第4季.xlsx", rows))
    assert (states(batch), taken(batch, Choices())) == (["conflict"], {})
    assert "解除列管" in batch.row(FIRST).problems[-1].message
    apply(sample_store, batch, Choices().with_row(FIRST, True))

    (made,) = [one for one in sample_store.ask(lambda r: r.all(ProgressReport)) if one.import_id]
    assert made.text == "補登：已完成。"


def test_the_sums_of_a_proposal_become_its_shares_and_come_back_the_same(sample_store: Store, tmp_path: Path) -> None:
    head = ["計畫名稱", "提案縣市", "總經費", "申請補助", "中央補助", "自籌"]
    row = ["（示例）海岸", "新竹縣", 1000, 800, 800, 200]
    path = saved(tmp_path / "提案.xlsx", [["104年度提案", None, "單位：千元"], head, row])
    before = sample_store.ask(lambda records: records.all(ProposalShare))
    apply(sample_store, read(sample_store, path, kind="proposals"))
    (proposal,) = [one for one in sample_store.ask(lambda records: records.all(Proposal)) if one.name == row[0]]

    def shares() -> list[ProposalShare]:
        return [one for one in sample_store.ask(lambda r: r.all(ProposalShare)) if one.proposal_id == proposal.id]

    assert proposal.requested == 800_000
    assert {share.source: share.amount for share in shares()} == {Source.CENTRAL: 800_000, Source.OWN: 200_000}
    assert warnings(proposal, shares()) == ()
    out = tmp_path / "匯出.xlsx"
    sample_store.ask(partial(export.proposals, path=out, today=TODAY, year=104))
    assert set(states(read(sample_store, out))) == {"same"}
    mended = saved(tmp_path / "更正.xlsx", [["104年度提案"], [*head[:2], "自籌"], [*row[:2], 150_000]])
    apply(sample_store, read(sample_store, mended, kind="proposals"))
    assert {share.source: share.amount for share in shares()} == {Source.CENTRAL: 800_000, Source.OWN: 150_000}
    sample_store.undo()
    sample_store.undo()
    assert sample_store.ask(lambda records: records.all(ProposalShare)) == before
