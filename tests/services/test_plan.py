"""The action plan in a real register: written whole, recorded by quarter, confirmed, revised, taken on; undone."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.documents.plan import row as paper_row
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, NotFound, RuleBroken, Unconfirmed
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import Milestone, PlanItem, PlanState, PlanVersion, QuarterTarget
from northtaiwan_desktop.domain.plan_facts import Turn
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.writing.roc_date import written
from northtaiwan_desktop.services import meetings, plan, plan_versions
from northtaiwan_desktop.storage import plan as questions
from northtaiwan_desktop.storage import plan_versions as kept_versions
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

TODAY = date(2015, 1, 10)
DEPUTIES = "103-deputies-1"
SEQUEL = "103-deputies-2-sequel"
BIKES = "103-leisure-01"


def fresh(store: Store) -> None:
    """Take the versions of the sample away, so that a test begins with an unconfirmed plan."""

    def action(work: Work) -> None:
        for one in work.all(PlanVersion):
            work.delete(one)

    store.do("清除", action)


def plan_of(store: Store, year: int) -> list[PlanItem]:
    return [line.item for line in store.ask(partial(questions.plan_lines, year=year))]


def test_an_item_is_written_with_its_parts_and_undone_at_once(sample_store: Store) -> None:
    whole = sample_store.ask(partial(questions.whole, id=BIKES))
    more = Milestone(plan_item_id=BIKES, position=9, title="施工", due_on=date(2015, 6, 30))
    wanted = replace(whole, item=replace(whole.item, note="改"), stones=(*whole.stones, more))
    sample_store.do("編輯", lambda work: plan.write(work, wanted, seen=whole))
    kept = sample_store.ask(partial(questions.whole, id=BIKES))
    assert [one.title for one in kept.stones] == ["完成斷點盤點", "完成跨縣市會勘", "施工"]
    sample_store.undo()
    assert sample_store.ask(partial(questions.whole, id=BIKES)) == whole


def test_a_part_that_someone_else_changed_is_told_with_both_contents(sample_store: Store) -> None:
    seen = sample_store.ask(partial(questions.whole, id=BIKES))
    sample_store.do("登錄", lambda work: plan.record_quarter(work, 103, 4, {BIKES: 75}))
    wanted = replace(seen, item=replace(seen.item, note="我的"))
    with pytest.raises(ChangedMeanwhile) as refused:
        sample_store.do("編輯", lambda work: plan.write(work, wanted, seen=seen))
    assert refused.value.now.targets[-1].actual_percent == 75
    assert refused.value.wanted == wanted.checked()
    assert sample_store.ask(partial(questions.whole, id=BIKES)) == refused.value.now
    sample_store.do("仍儲存", lambda work: plan.write(work, wanted, seen=refused.value.now))
    assert sample_store.ask(partial(questions.whole, id=BIKES)).item.note == "我的"


def test_an_item_alone_may_not_leave_its_parts_outside(sample_store: Store) -> None:
    item = sample_store.ask(partial(questions.find, key=BIKES))
    with pytest.raises(RuleBroken, match="不在其中"):
        sample_store.do("編輯", lambda work: plan.save_item(work, replace(item, ends_on=date(2014, 6, 30))))
    assert sample_store.ask(partial(questions.find, key=BIKES)) == item


def test_a_quarter_is_recorded_for_many_and_only_what_changed_is_written(sample_store: Store) -> None:
    rows = sample_store.ask(partial(questions.quarter_rows, year=103, quarter=3, today=TODAY))
    by_id = {row.item.id: row for row in rows}
    assert "103-environment-02" not in by_id  # it begins in the fourth quarter
    bikes = by_id[BIKES]
    assert (bikes.planned, bikes.before, bikes.actual) == (65, 35, 50)
    same = {BIKES: 50.0, "103-culture-01": 47.0}
    operation = sample_store.do("登錄", partial(plan.record_quarter, year=103, quarter=3, reached=same))
    assert operation.kinds == {"QuarterTarget"}
    after = sample_store.ask(partial(questions.quarter_rows, year=103, quarter=3, today=TODAY))
    assert {row.item.id for row in after if row.actual != by_id[row.item.id].actual} == {"103-culture-01"}


def test_the_proposal_of_a_quarter_comes_from_the_serving_resolutions(sample_store: Store) -> None:
    rows = sample_store.ask(partial(questions.quarter_rows, year=103, quarter=4, today=TODAY))
    bikes = next(row for row in rows if row.item.id == BIKES)
    assert bikes.cases >= 1
    assert bikes.proposed is not None
    third = sample_store.ask(partial(questions.quarter_rows, year=103, quarter=3, today=TODAY))
    assert next(row for row in third if row.item.id == BIKES).proposed == 20


def test_a_quarter_outside_the_span_or_seen_otherwise_is_refused(sample_store: Store) -> None:
    with pytest.raises(RuleBroken, match="不在其中"):
        sample_store.do("登錄", partial(plan.record_quarter, year=103, quarter=1, reached={"103-environment-02": 5.0}))
    blank: dict[str, QuarterTarget | None] = {BIKES: None}
    with pytest.raises(ChangedMeanwhile):
        sample_store.do("登錄", partial(plan.record_quarter, year=103, quarter=3, reached={BIKES: 51.0}, seen=blank))
    assert sample_store.ask(partial(questions.whole, id=BIKES)).targets[2].actual_percent == 50


def test_the_plan_is_confirmed_revised_and_compared_and_versions_stay(sample_store: Store) -> None:
    fresh(sample_store)
    with pytest.raises(RuleBroken, match="還沒有確認過"):
        sample_store.do("修正", partial(plan_versions.revise, year=103, meeting_id=None, today=TODAY))
    sample_store.do("確認", partial(plan_versions.confirm, year=103, meeting_id=DEPUTIES, today=TODAY))
    items = plan_of(sample_store, 103)
    assert PlanState.PROPOSED not in {item.state for item in items}
    first = sample_store.ask(partial(kept_versions.find, year=103, version=1))
    assert (first.meeting_id, first.kept_on) == (DEPUTIES, date(2014, 5, 16))
    assert len(kept_versions.decoded(first.snapshot)) == len(items)
    with pytest.raises(RuleBroken, match="已經確認過"):
        sample_store.do("確認", partial(plan_versions.confirm, year=103, meeting_id=DEPUTIES, today=TODAY))
    with pytest.raises(RuleBroken, match="沒有需要修正"):
        sample_store.do("修正", partial(plan_versions.revise, year=103, meeting_id=SEQUEL, today=TODAY))

    def change(work: Work) -> None:
        whole = questions.whole(work, BIKES)
        plan.write(work, replace(whole, item=replace(whole.item, lead_id="10002")))
        plan.remove_item(work, "103-peoples-02")
        plan.save_item(work, PlanItem(number="", year=103, group_id="health", name="新增（示例）"))

    sample_store.do("調整", change)
    now = sample_store.ask(partial(plan_versions.compare, year=103, old=1))
    assert sorted((one.turn.value, one.item.id) for one in now if one.turn is not Turn.ADDED) == [
        ("changed", BIKES),
        ("dropped", "103-peoples-02"),
    ]
    assert [name for name, _rows in next(one for one in now if one.item.id == BIKES).fields] == ["lead"]
    at_sequel = partial(plan_versions.revise, year=103, meeting_id=SEQUEL, today=TODAY, reason="年中")
    with pytest.raises(Unconfirmed, match="「103年度第二次副首長會議補行議程會議」的會議紀錄已經定稿"):
        sample_store.do("修正", at_sequel)
    sample_store.do("修正", partial(at_sequel, after_minutes=True))
    told = sample_store.ask(partial(kept_versions.find, year=103, version=2)).reason
    assert told == f"年中（{written(TODAY)}會議紀錄定稿後補記）"
    assert [one.version for one in sample_store.ask(partial(kept_versions.versions, year=103))] == [2, 1]
    assert len(sample_store.ask(partial(plan_versions.compare, year=103, old=1, new=2))) == 3
    assert sample_store.ask(partial(kept_versions.find, year=103, version=1)) == first
    assert len(sample_store.ask(partial(plan_versions.compare, year=103, old=2))) == 0
    with pytest.raises(NotFound, match="2"):
        sample_store.ask(partial(plan_versions.compare, year=103, old=7))


def test_actual_progress_makes_no_new_version(sample_store: Store) -> None:
    fresh(sample_store)
    sample_store.do("確認", partial(plan_versions.confirm, year=103, meeting_id=DEPUTIES, today=TODAY))
    sample_store.do("登錄", partial(plan.record_quarter, year=103, quarter=4, reached={BIKES: 99.0}))
    assert sample_store.ask(partial(plan_versions.compare, year=103, old=1)) == []


def test_another_kind_of_meeting_or_an_empty_year_confirms_nothing(sample_store: Store) -> None:
    fresh(sample_store)
    other = next(
        one.id
        for one in sample_store.ask(lambda records: records.all(Meeting))
        if one.kind_id not in {"deputies"} and one.id != SEQUEL
    )
    with pytest.raises(RuleBroken, match="不是103年度的副首長會議"):
        sample_store.do("確認", partial(plan_versions.confirm, year=103, meeting_id=other, today=TODAY))
    with pytest.raises(RuleBroken, match="還沒有行動方案"):
        sample_store.do("確認", partial(plan_versions.confirm, year=109, meeting_id=None, today=TODAY))
    assert sample_store.ask(lambda records: records.all(PlanVersion)) == []


def test_only_the_named_proposals_are_confirmed(sample_store: Store) -> None:
    fresh(sample_store)
    sample_store.do(
        "確認", partial(plan_versions.confirm, year=103, meeting_id=DEPUTIES, today=TODAY, item_ids=[BIKES])
    )
    states = {item.id: item.state for item in plan_of(sample_store, 103)}
    assert states["103-environment-02"] is PlanState.PROPOSED


def test_taking_on_twice_does_not_double_and_one_undo_takes_all_back(sample_store: Store) -> None:
    left = sample_store.ask(partial(questions.unfinished, year=103))
    assert left
    assert not {line.item.state for line in left} & {PlanState.DONE, PlanState.DROPPED}
    made: list[PlanItem] = []
    sample_store.do("延續", lambda work: made.extend(plan.take_on(work, 103)))
    assert len(made) == len(left)
    assert {item.number for item in made} == {line.item.number.replace("103", "104", 1) for line in left}
    assert {item.lineage_id for item in made} == {line.item.lineage_id for line in left}
    again: list[PlanItem] = []
    sample_store.do("再延續", lambda work: again.extend(plan.take_on(work, 103, [line.item.id for line in left])))
    assert again == []
    assert len(plan_of(sample_store, 104)) == len(left)
    assert sample_store.ask(partial(questions.unfinished, year=103)) == []
    bikes = next(item for item in made if item.lineage_id == "bike-gaps")
    life = sample_store.ask(partial(questions.life, item=bikes))
    assert [line.item.year for line in life][-2:] == [103, 104]
    sample_store.undo()
    assert plan_of(sample_store, 104) == []


def test_a_number_that_is_taken_gives_way_to_a_drawn_one(sample_store: Store) -> None:
    taken = PlanItem(number="104-休憩-01", year=104, group_id="leisure", name="別案（示例）")
    sample_store.do("新增", partial(plan.save_item, item=taken))
    made: list[PlanItem] = []
    sample_store.do("延續", lambda work: made.extend(plan.take_on(work, 103, [BIKES])))
    assert made[0].number == "104-休憩-02"


@pytest.mark.parametrize(("year", "id", "told"), [(102, BIKES, "103年度"), (103, "103-leisure-02", "完成")])
def test_what_is_done_or_of_another_year_is_not_taken_on(sample_store: Store, year: int, id: str, told: str) -> None:
    before = sample_store.ask(lambda records: len(records.all(PlanItem)))
    with pytest.raises(RuleBroken, match=told):
        sample_store.do("延續", lambda work: plan.take_on(work, year, [BIKES, id]))
    assert sample_store.ask(lambda records: len(records.all(PlanItem))) == before


def test_a_meeting_to_come_confirms_nothing_yet(sample_store: Store) -> None:
    fresh(sample_store)
    before = partial(plan_versions.confirm, year=103, meeting_id=DEPUTIES, today=date(2014, 5, 15))
    with pytest.raises(RuleBroken, match="訂於103年5月16日召開，還沒開會"):
        sample_store.do("確認", before)
    assert sample_store.ask(lambda records: records.all(PlanVersion)) == []
    sample_store.do("確認", partial(before, today=date(2014, 5, 16)))


def test_a_meeting_that_confirmed_the_plan_is_not_deleted(sample_store: Store) -> None:
    fresh(sample_store)

    def draft(work: Work) -> None:
        meeting = work.get(Meeting, DEPUTIES)
        work.save(replace(meeting, id="draft", number="", title="草稿（示例）", status=MeetingStatus.DRAFT))

    sample_store.do("草稿", draft)
    sample_store.do("確認", partial(plan_versions.confirm, year=103, meeting_id="draft", today=TODAY))
    with pytest.raises(RuleBroken, match="確認過年度行動方案"):
        sample_store.do("刪除", partial(meetings.remove, meeting_id="draft"))
    assert sample_store.ask(lambda records: records.find(PlanVersion, "x")) is None
    assert sample_store.ask(
        lambda records: [one.meeting_id for one in records.all(PlanVersion, TABLES[PlanVersion].c.year == 103)]
    ) == ["draft"]


@pytest.mark.parametrize(("group_id", "number"), [("leisure", "103-休憩-0"), ("development", "103-發推-0")])
def test_a_new_number_goes_on_from_those_of_its_group(sample_store: Store, group_id: str, number: str) -> None:
    made: list[PlanItem] = []
    for name in ("甲（示例）", "乙（示例）"):
        item = PlanItem(number="", year=103, group_id=group_id, name=name)
        sample_store.do("新增", lambda work, item=item: made.append(plan.save_item(work, item)))
    assert all(one.number.startswith(number) for one in made)
    assert int(made[1].number[-2:]) == int(made[0].number[-2:]) + 1


def test_a_group_without_numbers_takes_the_years_series(store: Store) -> None:
    made: list[PlanItem] = []
    for name in ("甲", "乙"):
        item = PlanItem(number="", year=115, group_id="leisure", name=name)
        store.do("新增", lambda work, item=item: made.append(plan.save_item(work, item)))
    assert [one.number for one in made] == ["115-P01", "115-P02"]


def test_a_revision_without_a_reason_is_refused(sample_store: Store) -> None:
    first = sample_store.ask(partial(questions.items_of, year=103))[0]
    sample_store.do("修改", partial(plan.save_item, item=replace(first, note="改")))
    before = sample_store.ask(partial(kept_versions.versions, year=103))
    refused = partial(plan_versions.revise, year=103, meeting_id=None, today=date(2014, 11, 3), reason=" ")
    with pytest.raises(RuleBroken, match="理由"):
        sample_store.do("修正", refused)
    assert sample_store.ask(partial(kept_versions.versions, year=103)) == before


def test_an_item_deleted_meanwhile_is_named_as_deleted(sample_store: Store) -> None:
    seen = sample_store.ask(partial(questions.whole, id=BIKES))
    for case in seen_cases(sample_store):
        sample_store.do("解除對應", lambda work, case=case: work.save(replace(case, plan_item_id=None)))
    sample_store.do("刪除", partial(plan.remove_item, item_id=BIKES))
    with pytest.raises(ChangedMeanwhile, match="已被刪除") as told:
        sample_store.do("修改", partial(plan.write, whole=seen, seen=seen))
    assert told.value.now is None


def seen_cases(store: Store) -> list[Resolution]:
    """The resolutions that serve the item, which could not be deleted with them."""
    return store.ask(lambda records: records.all(Resolution, TABLES[Resolution].c.plan_item_id == BIKES))


def test_what_is_dated_later_is_not_reached_yet(sample_store: Store) -> None:
    def told(today: date) -> str:
        line = next(
            line
            for line in sample_store.ask(partial(questions.plan_lines, year=103, today=today))
            if line.item.id == "103-development-01"
        )
        near = sample_store.ask(partial(questions.open_milestones, year=103, until=date(2014, 12, 31), today=today))
        owed = any(stone.title == "提出期末建議" for _item, stone in near)
        return f"{paper_row(line, sample_store.ask(reference))[7]}　{owed}"

    assert told(date(2014, 12, 11)).endswith("☐ 103年12月15日 提出期末建議　True")
    assert told(date(2014, 12, 12)).endswith("☑ 103年12月15日 提出期末建議　False")
