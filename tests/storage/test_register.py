"""The register asked in parts: what SQL finds is what the rules of the trade say, line by line and in figures."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.progress import Light, Round, Verdict
from northtaiwan_desktop.domain.tracking import balance, movements
from northtaiwan_desktop.domain.watch import CaseFilter, Watch, answers
from northtaiwan_desktop.services import resolutions, setup
from northtaiwan_desktop.storage import journal, register, standing
from northtaiwan_desktop.storage.register import Asked
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.rounds import balance as round_balance
from northtaiwan_desktop.storage.schema import standing as table

TODAY = date(2014, 11, 3)
EVERYTHING = 10_000


def ids(lines):
    return [line.id for line in lines]


def found(store, asked, **more):
    return store.ask(partial(register.window, asked=asked, length=EVERYTHING, **more)).lines


def rows(store):
    return store.ask(lambda records: sorted(map(tuple, records.connection.execute(select(table)))))


def made_anew(store):
    """The rows as they would be if they were made from the records now."""

    def action(work):
        standing.rebuild(work.connection)

    store.do("重算", action)
    return rows(store)


@pytest.mark.parametrize("watch", list(Watch), ids=lambda watch: watch.value)
@pytest.mark.parametrize("today", [TODAY, date(2014, 7, 1), date(2015, 2, 1)])
def test_each_question_finds_the_lines_that_answer_to_it(sample_store, watch, today):
    day = sample_store.ask(partial(register.day_of, today=today))
    lines = sample_store.ask(partial(tracked_lines, today=today))
    expected = {line.id for line in lines if answers(line, watch, day)}
    assert {line.id for line in found(sample_store, Asked(today=today, wanted=CaseFilter(watch=watch)))} == expected


def test_a_windowful_is_a_part_of_the_whole_in_the_same_order(sample_store):
    asked = Asked(today=TODAY)
    whole = ids(found(sample_store, asked))
    parts = [
        sample_store.ask(partial(register.window, asked=asked, start=start, length=3)).lines
        for start in range(0, len(whole), 3)
    ]
    assert [id for part in parts for id in ids(part)] == whole
    assert whole == ids(sample_store.ask(partial(tracked_lines, today=TODAY)))


@pytest.mark.parametrize("order", ["light", "number", "due_on", "text", "lead", "actual_percent"])
@pytest.mark.parametrize("descending", [False, True])
def test_every_line_has_its_place_in_every_order(sample_store, order, descending):
    asked = Asked(today=TODAY, order=order, descending=descending)
    lines = found(sample_store, asked)
    assert len(lines) > 5
    for place, line in enumerate(lines):
        assert sample_store.ask(partial(register.place_of, asked=asked, id=line.id)) == place
    assert sample_store.ask(partial(register.place_of, asked=asked, id="nobody")) is None


def test_lights_stand_in_the_order_in_which_they_matter(sample_store):
    lights = [line.light for line in found(sample_store, Asked(today=TODAY, order="light"))]
    severity = [Light.RED, Light.YELLOW, Light.GREEN, Light.DONE]
    assert lights == sorted(lights, key=severity.index)


def test_words_are_found_whatever_their_width_and_spelling(sample_store):
    line = found(sample_store, Asked(today=TODAY))[0]
    for words in (line.number, line.doer_name.replace("臺", "台"), line.resolution.text[:6]):
        assert line.id in ids(found(sample_store, Asked(today=TODAY, words=words)))
    assert found(sample_store, Asked(today=TODAY, words="沒有這樣的文字")) == ()
    assert found(sample_store, Asked(today=TODAY, words="100%_")) == ()


@pytest.mark.parametrize("bureau", ["", "交通局", "局", "新北市政府交通局", "示例處"])
@pytest.mark.parametrize("group", [None, "transport", "health"])
def test_the_lines_of_a_person_are_those_for_which_the_posts_answer(sample_store, bureau, group):
    post = Post(person_id="p", body=Body.CONTACT, member_id="65000", bureau=bureau, group_id=group)

    def seat(work):
        work.save(Person(id="p", name="示例人員"))
        work.save(post)

    sample_store.do("示例", seat)
    answered = {
        line.id
        for line in found(sample_store, Asked(today=TODAY))
        if post.answers_for(line.assignment.member_id, line.resolution.group_id, line.assignment.office)
    }
    assert set(ids(found(sample_store, Asked(today=TODAY, wanted=CaseFilter(person_id="p"))))) == answered
    assert found(sample_store, Asked(today=TODAY, wanted=CaseFilter(person_id="nobody"))) == ()


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_balance_in_sql_is_the_balance_of_the_cases(sample_store, quarter):
    round = Round.quarter(103, quarter)
    cases = {line.resolution.id: line.resolution for line in sample_store.ask(partial(tracked_lines, today=TODAY))}
    counted = sample_store.ask(partial(round_balance, round=round))
    assert counted == balance(cases.values(), round)
    assert counted.holds
    assert counted.remaining == sum(len(movements(case, round)) == 2 for case in cases.values()) - counted.released


def test_the_figures_of_the_counties_are_those_of_their_lines(sample_store):
    day = sample_store.ask(partial(register.day_of, today=TODAY))
    shares = sample_store.ask(partial(register.shares, by="member_id", day=day))
    lines = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))
    for id, share in shares.items():
        own = [line for line in lines if line.assignment.member_id == id]
        assert share.open == len(own)
        assert share.late == sum(answers(line, Watch.LATE, day) for line in own)
        assert share.unreported == sum(answers(line, Watch.UNREPORTED, day) for line in own)
    lights = sample_store.ask(partial(register.light_counts, day=day))
    assert sum(lights.values()) == sum(share.open for share in shares.values())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["report", "decide", "due", "reassign", "undo", "redo", "rename"]),
        st.integers(0, 40),
        st.sampled_from([Verdict.CONTINUE, Verdict.RELEASED, Verdict.SELF]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_is_done_the_rows_stand_as_if_made_anew(tmp_path_factory, steps):
    store = setup.create(tmp_path_factory.mktemp("standing") / "r.db", sample=True)
    try:
        for step, at, verdict in steps:
            _do(store, step, at, verdict)
        kept = rows(store)
        assert kept == made_anew(store)
    finally:
        store.close()


def _do(store, step, at, verdict):
    lines = store.ask(partial(tracked_lines, today=TODAY, open_only=True))
    if not lines:
        return
    line = lines[at % len(lines)]
    actions = {
        "report": partial(
            resolutions.report,
            assignment_id=line.id,
            round=Round.quarter(103, 3 + at % 2),
            today=TODAY,
            text="示例",
            planned_percent=100.0,
            actual_percent=float(at),
            delay_reason="示例",
            remedy="示例",
        ),
        "decide": partial(
            resolutions.decide,
            assignment_ids=[line.id],
            verdict=verdict,
            reason="示例",
            today=TODAY,
            direct_reason="示例",
        ),
        "due": partial(resolutions.change_due, resolution_ids=[line.resolution.id], due_on=date(2015, 1, 1 + at % 28)),
        # Each line has offices of its own: two of one case can't have the same.
        "reassign": partial(resolutions.reassign, assignment_ids=[line.id], member_id=None, office=f"{at}{line.id}"),
        "rename": lambda work: work.save(_renamed(work)),
    }
    if step == "undo":
        if store.ask(journal.next_undo):
            store.undo()
    elif step == "redo":
        if store.ask(journal.next_redo):
            store.redo()
    else:
        store.do("示例", actions[step])


def _renamed(work):
    meeting = work.all(Meeting)[0]
    return replace(meeting, title=f"{meeting.title}（示例）")
