"""What can be done with cases under 列管: each is kept whole or refused with a sentence, and can be undone."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.progress import ProgressReport, Review, Round, Verdict
from northtaiwan_desktop.domain.release import Step
from northtaiwan_desktop.domain.resolution import Resolution, State
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.sheets.progress import review_words
from northtaiwan_desktop.storage.resolutions import tracked_lines

TODAY = date(2014, 11, 3)
ROUND = Round.quarter(103, 4)
DRAFT = MeetingStatus.DRAFT


@pytest.fixture
def lines(sample_store):
    return sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))


def case_of(store, line):
    return store.ask(lambda records: records.get(Resolution, line.resolution.id))


def two_cases(lines):
    """All lines of one case, and of another."""
    first = lines[0].resolution.id
    second = next(line.resolution.id for line in lines if line.resolution.id != first)
    return [[line for line in lines if line.resolution.id == id] for id in (first, second)]


def merge(lines, into):
    return partial(
        resolutions.decide,
        assignment_ids=[line.id for line in lines],
        verdict=Verdict.MERGED,
        reason="同一件事",
        today=TODAY,
        into=into,
        direct_reason="示例",
    )


released = partial(resolutions.decide, verdict=Verdict.RELEASED, reason="已完成", direct_reason="示例")


def direct_reasons(store):
    """Of each line that was decided on, why its release left out a step."""
    made = store.ask(lambda records: records.all(Review))
    return {one.assignment_id: one.direct_reason for one in made if one.decided}


def test_a_merged_case_names_the_one_that_goes_on(sample_store, lines):
    one, other = two_cases(lines)
    sample_store.do("併案", merge(one, other[0].number))
    case = case_of(sample_store, one[0])
    assert (case.state, case.merged_into_id) == (State.MERGED, other[0].resolution.id)
    sample_store.undo()
    assert case_of(sample_store, one[0]) == one[0].resolution


def test_a_merge_into_itself_or_round_in_a_ring_is_refused(sample_store, lines):
    one, other = two_cases(lines)
    with pytest.raises(RuleBroken, match="不能併入自己"):
        sample_store.do("併案", merge(one, one[0].number))
    half = one[:1]
    if len(one) > 1:
        sample_store.do("併案", merge(half, other[0].number))
        with pytest.raises(RuleBroken, match="不能互相併入"):
            sample_store.do("併案", merge(other, one[0].number))
    sample_store.do("併案", merge(one[len(half) :] if len(one) > 1 else one, other[0].number))
    with pytest.raises(RuleBroken, match=r"不能互相併入|不在列管中"):
        sample_store.do("併案", merge(other, one[0].number))


def shared_case(lines):
    """Two doers of a case, all lines of another case, and what is left of the first."""
    cases = {}
    for line in lines:
        cases.setdefault(line.resolution.id, []).append(line)
    shared = next(own for own in cases.values() if len(own) > 1)
    return shared[:2], next(own for own in cases.values() if own is not shared), shared[2:]


def test_a_case_of_which_a_part_is_merged_says_so_until_and_after_it_is_closed(sample_store, lines):
    (first, second), other, rest = shared_case(lines)
    sample_store.do("併案", merge([first], other[0].number))
    case = case_of(sample_store, first)
    assert (case.state, case.is_partly_merged) == (State.OPEN, True)
    assert case.state_words == "列管中、部分併案"
    after = {one.id: one for one in sample_store.ask(partial(tracked_lines, today=TODAY))}
    assert after[first.id].state_words == f"併案列管（併入{other[0].number}）"
    assert (after[second.id].state_words, after[second.id].goes_on_in) == ("列管中", "")
    assert review_words(after[first.id]) == f"併案列管（併入{other[0].number}）（逕行決定：示例）"
    sample_store.do("解除", partial(released, assignment_ids=[one.id for one in (second, *rest)], today=TODAY))
    case = case_of(sample_store, first)
    assert (case.state, case.state_words) == (State.RELEASED, "解除列管、部分併案")


def test_the_doers_of_one_case_do_not_go_on_in_two_others(sample_store, lines):
    (first, second), other, _rest = shared_case(lines)
    known = (first.resolution.id, other[0].resolution.id)
    third = next(line for line in lines if line.resolution.id not in known)
    sample_store.do("併案", merge([first], other[0].number))
    with pytest.raises(RuleBroken, match=f"併入 {other[0].number}.*不能再併入 {third.number}"):
        sample_store.do("併案", merge([second], third.number))


def test_a_case_of_which_all_is_merged_piece_by_piece_is_a_merged_one(sample_store, lines):
    (first, second), other, rest = shared_case(lines)
    for line in (first, second, *rest):
        sample_store.do("併案", merge([line], other[0].number))
    case = case_of(sample_store, first)
    assert (case.state, case.is_partly_merged, case.state_words) == (State.MERGED, False, "併案列管")


@pytest.mark.parametrize("into", [None, ""])
def test_a_merge_has_to_name_a_case(sample_store, lines, into):
    with pytest.raises(RuleBroken, match="須指明併入哪一案"):
        sample_store.do("併案", merge(lines[:1], into))


def test_the_due_days_of_several_cases_are_changed_with_one_undo(sample_store, lines):
    one, other = two_cases(lines)
    ids = [one[0].resolution.id, other[0].resolution.id]
    sample_store.do("展延", partial(resolutions.change_due, resolution_ids=ids, due_on=date(2015, 3, 31)))
    assert {case_of(sample_store, line).due_on for line in (one[0], other[0])} == {date(2015, 3, 31)}
    sample_store.undo()
    assert [case_of(sample_store, line) for line in (one[0], other[0])] == [one[0].resolution, other[0].resolution]


def test_a_due_day_before_the_decision_changes_none_of_the_cases(sample_store, lines):
    one, other = two_cases(lines)
    ids = [one[0].resolution.id, other[0].resolution.id]
    with pytest.raises(RuleBroken, match="早於決議日期"):
        sample_store.do("展延", partial(resolutions.change_due, resolution_ids=ids, due_on=date(2014, 5, 20)))
    assert case_of(sample_store, one[0]) == one[0].resolution


def test_who_changes_a_due_day_later_sees_that_it_has_moved_on(sample_store, lines):
    seen = lines[0].resolution
    ids = [seen.id]
    sample_store.do("展延", partial(resolutions.change_due, resolution_ids=ids, due_on=date(2015, 3, 31)))
    late = partial(resolutions.change_due, resolution_ids=ids, due_on=date(2015, 6, 30), seen={seen.id: seen})
    with pytest.raises(ChangedMeanwhile) as told:
        sample_store.do("展延", late)
    assert told.value.now.due_on == date(2015, 3, 31)


def test_a_line_goes_to_another_doer(sample_store, lines):
    line = lines[0]
    moved = partial(resolutions.reassign, assignment_ids=[line.id], member_id="65000", office="示例局")
    sample_store.do("移交", moved)
    after = next(one for one in sample_store.ask(partial(tracked_lines, today=TODAY)) if one.id == line.id)
    assert after.doer_name == "新北市政府示例局"
    assert after.reports == line.reports


@pytest.mark.parametrize(("member", "office"), [(None, " "), ("99999", "交通局")])
def test_a_doer_that_is_none_is_refused(sample_store, lines, member, office):
    action = partial(resolutions.reassign, assignment_ids=[lines[0].id], member_id=member, office=office)
    with pytest.raises(Exception, match=r"請選擇縣市|找不到縣市"):
        sample_store.do("移交", action)


def test_planned_progress_does_not_fall(sample_store, lines):
    unreported = next(line for line in lines if line.latest is None)

    def report(planned):
        return partial(
            resolutions.report,
            assignment_id=unreported.id,
            round=ROUND,
            today=TODAY,
            text="示例",
            planned_percent=planned,
            actual_percent=planned,
        )

    sample_store.do("填報", report(90))
    with pytest.raises(RuleBroken, match="低於先前填報的 90%"):
        sample_store.do("填報", report(80))


def reported(line, *, round=ROUND, **more):
    words = {"assignment_id": line.id, "round": round, "today": TODAY, "text": "示例"} | more
    return partial(resolutions.report, **words)


def kept(store, line, **more):
    """Report, and give the report as it was kept."""
    store.do("填報", reported(line, **more))
    made = store.ask(lambda records: records.all(ProgressReport))
    return max((one for one in made if one.assignment_id == line.id), key=lambda one: one.sequence)


def undated(store, lines):
    """A line that was never reported on, whose case serves no item of the plan and is due next year."""
    line = next(line for line in lines if line.latest is None)
    case = replace(line.resolution, due_on=date(2015, 12, 31), due_text="", plan_item_id=None)
    store.do("期限", lambda work: work.save(case))
    return line


def test_leaving_the_planned_progress_out_does_not_hide_a_delay(sample_store, lines):
    line = undated(sample_store, lines)
    sample_store.do("填報", reported(line, planned_percent=60, actual_percent=60))
    with pytest.raises(RuleBroken, match=r"預定進度沒有填，以 60% 計（先前填報的預定進度）。進度落後 10 個百分點"):
        sample_store.do("填報", reported(line, actual_percent=50))
    why = {"delay_reason": "示例", "remedy": "示例"}
    made = kept(sample_store, line, actual_percent=50, **why)
    assert (made.planned_percent, made.behind) == (60, 10)


def test_half_of_a_progress_is_asked_for(sample_store, lines):
    line = undated(sample_store, lines)
    with pytest.raises(RuleBroken, match="只填了實際進度 50%，看不出有沒有落後：請也填預定進度"):
        sample_store.do("填報", reported(line, actual_percent=50))
    with pytest.raises(RuleBroken, match="填了預定進度 50%，請也填實際進度"):
        sample_store.do("填報", reported(line, planned_percent=50))
    assert kept(sample_store, line).planned_percent is None
    assert kept(sample_store, line, actual_percent=100).planned_percent is None


def test_an_overdue_case_is_measured_by_its_whole(sample_store, lines):
    line = undated(sample_store, lines)
    late = replace(line.resolution, due_on=TODAY - timedelta(days=1), due_text="", plan_item_id=None)
    sample_store.do("期限", lambda work: work.save(late))
    with pytest.raises(RuleBroken, match=r"以 100% 計（已過預定完成日期）。進度落後 40 個百分點"):
        sample_store.do("填報", reported(line, round=Round.of(TODAY, 4), actual_percent=60))


def test_a_late_report_of_an_earlier_round_is_held_against_earlier_ones_alone(sample_store, lines):
    line = undated(sample_store, lines)
    before = Round.of(ROUND.since - timedelta(days=1), 4)
    early = replace(line.resolution, due_on=None, due_text="持續辦理", decided_on=before.since, plan_item_id=None)
    sample_store.do("期限", lambda work: work.save(early))
    sample_store.do("填報", reported(line, planned_percent=90, actual_percent=90))
    assert kept(sample_store, line, round=before, planned_percent=40, actual_percent=40).behind == 0


def test_a_released_case_takes_no_report(sample_store, lines):
    done = [line.id for line in lines if line.resolution.id == lines[0].resolution.id]
    sample_store.do("解除", partial(released, assignment_ids=done, today=TODAY))
    with pytest.raises(RuleBroken, match="不能再填報"):
        sample_store.do(
            "填報", partial(resolutions.report, assignment_id=lines[0].id, round=ROUND, today=TODAY, text="示例")
        )


def test_the_secretarys_word_goes_to_several_lines_at_once(sample_store, lines):
    ids = [line.id for line in lines[:3]]
    said = partial(
        resolutions.review, assignment_ids=ids, round=ROUND, today=TODAY, text="", recommended=Verdict.RELEASED
    )
    sample_store.do("管考建議", said)
    after = [one for one in sample_store.ask(partial(tracked_lines, today=TODAY)) if one.id in ids]
    assert {one.latest_review.recommended for one in after} == {Verdict.RELEASED}


def test_a_line_that_somebody_has_just_handed_on_is_not_handed_on_unseen(sample_store, lines):
    line = lines[0]
    to = partial(resolutions.reassign, assignment_ids=[line.id], member_id="65000")
    sample_store.do("移交", partial(to, office="甲局"))
    with pytest.raises(ChangedMeanwhile) as told:
        sample_store.do("移交", partial(to, office="乙局", seen={line.id: line.assignment}))
    assert told.value.now.office == "甲局"


def test_a_decision_is_of_the_day_of_its_meeting(sample_store, lines):
    meeting = sample_store.ask(lambda records: records.get(Meeting, "103-heads"))
    done = [line.id for line in lines if line.resolution.id == lines[0].resolution.id]
    decided = partial(released, assignment_ids=done, today=date(2015, 1, 20), meeting_id=meeting.id)
    sample_store.do("解除", decided)
    assert case_of(sample_store, lines[0]).closed_on == meeting.held_on


def test_a_meeting_before_the_case_can_not_release_it(sample_store, lines):
    def hold(work):
        work.save(replace(work.all(Meeting)[0], id="early", number="", held_on=date(2014, 1, 22), status=DRAFT))

    sample_store.do("示例", hold)
    case = next(line for line in lines if line.resolution.decided_on > date(2014, 1, 22))
    early = partial(
        resolutions.decide,
        assignment_ids=[case.id],
        verdict=Verdict.RELEASED,
        reason="已完成",
        today=TODAY,
        meeting_id="early",
    )
    with pytest.raises(RuleBroken, match="之後的會議"):
        sample_store.do("解除", early)


def test_a_release_that_lacks_a_step_is_refused_with_what_is_missing_and_what_to_do(sample_store, lines):
    silent = next(line for line in lines if line.latest is None)
    release = partial(resolutions.decide, verdict=Verdict.RELEASED, reason="已完成", today=TODAY)
    with pytest.raises(RuleBroken) as told:
        sample_store.do("解除", partial(release, assignment_ids=[silent.id]))
    for words in (silent.number, silent.doer_name, "還沒有提請", "還沒有建議", "沒有指明", "逕行解除的理由"):
        assert words in str(told.value)
    assert case_of(sample_store, silent) == silent.resolution


@pytest.mark.parametrize("missing", ["request", "recommendation", "meeting", "nothing"])
def test_a_release_takes_a_request_a_recommendation_and_a_meeting(sample_store, lines, missing):
    line = next(line for line in lines if line.latest is None)
    asks = partial(resolutions.report, assignment_id=line.id, round=ROUND, today=TODAY, text="已完成")
    if missing != "request":
        sample_store.do("填報", partial(asks, asked=Verdict.RELEASE_ASKED))
    if missing != "recommendation":
        says = partial(resolutions.review, assignment_ids=[line.id], round=ROUND, today=TODAY, text="")
        sample_store.do("管考建議", partial(says, recommended=Verdict.RELEASED))
    meeting_id = None if missing == "meeting" else "103-heads"
    found = sample_store.ask(
        partial(resolutions.lacking, assignment_ids=[line.id], verdict=Verdict.RELEASED, meeting_id=meeting_id)
    )
    assert [step.value for one in found for step in one.steps] == ([] if missing == "nothing" else [missing])
    release = partial(
        resolutions.decide,
        assignment_ids=[line.id],
        verdict=Verdict.RELEASED,
        reason="已完成",
        today=date(2015, 1, 20),
        meeting_id=meeting_id,
        direct_reason="首長裁示",
    )
    sample_store.do("解除", release)
    assert direct_reasons(sample_store)[line.id] == ("" if missing == "nothing" else "首長裁示")


@pytest.mark.parametrize("verdict", [Verdict.SELF, Verdict.MERGED, Verdict.WITHDRAWN])
def test_every_closing_takes_a_meeting_or_a_reason_why_there_is_none(sample_store, lines, verdict):
    one, other = two_cases(lines)
    into = other[0].number if verdict is Verdict.MERGED else None
    closing = partial(
        resolutions.decide, assignment_ids=[line.id for line in one], verdict=verdict, reason="示例理由", into=into
    )
    with pytest.raises(RuleBroken) as told:
        sample_store.do("結案", partial(closing, today=TODAY))
    for words in (verdict.word, one[0].number, one[0].doer_name, "沒有指明", "逕行決定的理由"):
        assert words in str(told.value)
    assert case_of(sample_store, one[0]) == one[0].resolution
    sample_store.do("結案", partial(closing, today=date(2015, 1, 20), meeting_id="103-heads", direct_reason="多餘的"))
    assert direct_reasons(sample_store)[one[0].id] == ""
    sample_store.undo()
    sample_store.do("結案", partial(closing, today=TODAY, direct_reason="書面徵詢"))
    assert direct_reasons(sample_store)[one[0].id] == "書面徵詢"
    assert case_of(sample_store, one[0]).state is verdict.state


def test_what_a_meeting_has_answered_has_to_be_recommended_anew(sample_store, lines):
    line = next(line for line in lines if line.latest is None)
    says = partial(resolutions.review, assignment_ids=[line.id], round=ROUND, today=TODAY, text="")
    goes_on = partial(resolutions.decide, verdict=Verdict.CONTINUE, reason="", today=TODAY)
    question = partial(resolutions.lacking, assignment_ids=[line.id], verdict=Verdict.RELEASED, meeting_id="103-heads")
    sample_store.do("管考建議", partial(says, recommended=Verdict.RELEASED))
    [before] = sample_store.ask(question)
    sample_store.do("續列", partial(goes_on, assignment_ids=[line.id]))
    [after] = sample_store.ask(question)
    assert Step.RECOMMENDATION not in before.steps
    assert Step.RECOMMENDATION in after.steps


def test_only_the_lines_that_lack_a_step_bear_the_reason(sample_store, lines):
    ready = next(line for line in lines if line.latest and line.latest.asked is Verdict.RELEASE_ASKED)
    silent = next(line for line in lines if line.latest is None)
    ids = [ready.id, silent.id]
    sample_store.do(
        "管考建議",
        partial(
            resolutions.review, assignment_ids=ids, round=ROUND, today=TODAY, text="", recommended=Verdict.RELEASED
        ),
    )
    last = date(2015, 1, 20)
    sample_store.do("解除", partial(released, assignment_ids=ids, today=last, meeting_id="103-heads"))
    after = direct_reasons(sample_store)
    assert (after[ready.id], after[silent.id]) == ("", "示例")


@pytest.mark.parametrize(("round", "told"), [(Round.quarter(102, 4), "之前"), (Round.quarter(104, 2), "還沒開始")])
def test_a_round_outside_the_life_of_a_case_takes_no_report(sample_store, lines, round, told):
    with pytest.raises(RuleBroken, match=told):
        sample_store.do(
            "填報", partial(resolutions.report, assignment_id=lines[0].id, round=round, today=TODAY, text="示例")
        )


def test_a_report_for_a_past_round_that_comes_late_is_not_taken_for_the_latest(sample_store, lines):
    line = next(line for line in lines if line.latest is None and line.resolution.decided_on < date(2014, 9, 30))
    for round, text in ((ROUND, "第四季"), (Round.quarter(103, 3), "補報第三季")):
        told = partial(resolutions.report, assignment_id=line.id, round=round, today=TODAY, text=text)
        sample_store.do("填報", told)
    after = next(one for one in sample_store.ask(partial(tracked_lines, today=TODAY)) if one.id == line.id)
    assert [report.text for report in after.reports] == ["補報第三季", "第四季"]
