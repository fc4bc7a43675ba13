"""What is looked for in the register: each question has its own lines, on the day and in the round that are given."""

from datetime import date, timedelta

import pytest

from northtaiwan_desktop.domain.progress import Light, ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.watch import Day, Watch, answers

TODAY = date(2026, 9, 8)
DAY = Day(today=TODAY, round=Round.quarter(115, 3), soon_days=14)


def a_line(*, state=State.OPEN, light=Light.GREEN, reports=(), member="68000", group="transport", **case):
    usual = {"id": "r", "number": "115-001", "year": 115, "text": "彙整", "decided_on": date(2026, 5, 1)}
    resolution = Resolution(**usual | {"state": state, "group_id": group} | case)
    return TrackedLine(
        resolution=resolution,
        assignment=Assignment(resolution_id="r", member_id=member, state=state),
        meeting=None,
        plan_item=None,
        reports=tuple(reports),
        reviews=(),
        lead_names=(),
        co_lead_names=(),
        doer_name="桃園市",
        group_name="交通運輸",
        light=light,
    )


def a_report(round="115Q3", **fields):
    return ProgressReport(assignment_id="a", round=round, reported_on=TODAY, text="辦理中", **fields)


AWAITS = a_report("115Q2", planned_percent=100, actual_percent=100, asked=Verdict.RELEASE_ASKED)


def due(days):
    return {"due_on": TODAY + timedelta(days=days)}


@pytest.mark.parametrize(
    ("watch", "line", "expected"),
    [
        (Watch.OPEN, a_line(), True),
        (Watch.OPEN, a_line(state=State.RELEASED), False),
        (Watch.CLOSED, a_line(state=State.WITHDRAWN), True),
        (Watch.CLOSED, a_line(), False),
        (Watch.LATE, a_line(**due(-1)), True),
        (Watch.LATE, a_line(**due(0)), False),
        (Watch.LATE, a_line(), False),
        (Watch.LATE, a_line(state=State.RELEASED, **due(-1)), False),
        (Watch.LATE, a_line(reports=[AWAITS], **due(-1)), False),
        (Watch.LATE, a_line(reports=[AWAITS, a_report("115Q3")], **due(-1)), True),
        (Watch.DUE_SOON, a_line(reports=[AWAITS], **due(3)), False),
        (Watch.UNREPORTED, a_line(reports=[AWAITS]), False),
        (Watch.RELEASE_ASKED, a_line(reports=[AWAITS]), True),
        (Watch.DUE_SOON, a_line(**due(0)), True),
        (Watch.DUE_SOON, a_line(**due(14)), True),
        (Watch.DUE_SOON, a_line(**due(15)), False),
        (Watch.DUE_SOON, a_line(**due(-1)), False),
        (Watch.UNREPORTED, a_line(), True),
        (Watch.UNREPORTED, a_line(reports=[a_report("115Q2")]), True),
        (Watch.UNREPORTED, a_line(reports=[a_report()]), False),
        (Watch.RELEASE_ASKED, a_line(reports=[a_report(asked=Verdict.RELEASE_ASKED)]), True),
        (Watch.RELEASE_ASKED, a_line(reports=[a_report(asked=Verdict.RELEASE_ASKED), a_report()]), False),
        (Watch.RED, a_line(light=Light.RED), True),
        (Watch.YELLOW, a_line(light=Light.RED), False),
        (Watch.GREEN, a_line(light=Light.DONE, state=State.RELEASED), False),
        (Watch.BEFORE, a_line(decided_on=date(2026, 6, 30)), True),
        (Watch.BEFORE, a_line(decided_on=date(2026, 7, 1)), False),
        (Watch.ADDED, a_line(decided_on=date(2026, 7, 1)), True),
        (Watch.RELEASED, a_line(state=State.RELEASED, closed_on=date(2026, 9, 30)), True),
        (Watch.RELEASED, a_line(state=State.RELEASED, closed_on=date(2026, 6, 30)), False),
        (Watch.REMAINING, a_line(state=State.RELEASED, closed_on=date(2026, 10, 1)), True),
    ],
)
def test_a_question_has_its_lines(watch, line, expected):
    assert answers(line, watch, DAY) is expected


@pytest.mark.parametrize("watch", list(Watch))
def test_every_question_has_a_title(watch):
    assert watch.title
