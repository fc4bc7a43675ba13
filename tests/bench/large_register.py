"""A register of twenty years, by one command: `python -m tests.bench.large_register FILE [--times 10]`.

Once over it holds 1,200 meetings, 12,000 resolutions and 100,000 reports; all of it is made up (示例).
"""

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import Milestone, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share, State
from northtaiwan_desktop.services import setup
from northtaiwan_desktop.storage import passages, standing
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

FIRST_YEAR, YEARS = 93, 20
LAST_DAY = date(FIRST_YEAR + YEARS + 1910, 12, 31)
MEETINGS_A_YEAR, RESOLUTIONS_A_MEETING, PLAN_ITEMS_A_YEAR = 60, 10, 40
STILL_OPEN = 0.04
"""Of the cases of past years; of the last two years most are open."""
KINDS: tuple[type, ...] = (Meeting, Resolution, Assignment, ProgressReport, PlanItem, QuarterTarget, Milestone)
Made = dict[type, list[object]]
TASKS = (
    "跨縣市轉乘優惠",
    "候車設施改善",
    "災害聯防演練",
    "旅遊行銷整合",
    "長照資源共享",
    "流域水質監測",
    "產業媒合平臺",
)
VERBS = ("由主辦縣市彙整後函送", "請各縣市配合辦理", "研議可行作法並於下次會議報告", "照案通過，依期程推動")
OFFICES = ("交通局", "研究發展考核委員會", "消防局", "觀光局", "衛生局", "環境保護局", "文化局")


def make(path: Path, *, times: int = 1) -> Path:
    """Write the register to a path where no file is."""
    store = setup.create(path)
    with store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        _fill(connection, times, random.Random(93))
        standing.rebuild(connection)
        passages.rebuild(connection)
        connection.exec_driver_sql("ANALYZE")
    store.close()
    return path


def _fill(connection: Connection, times: int, dice: random.Random) -> None:
    known = reference(Records(connection))
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        made: Made = {kind: [] for kind in KINDS}
        for number in range(MEETINGS_A_YEAR * times):
            _meeting(made, year, number, known, dice)
        for number in range(PLAN_ITEMS_A_YEAR):
            _plan_item(made, year, number, known, dice)
        for kind in KINDS:
            connection.execute(insert(TABLES[kind]), [vars(one) for one in made[kind]])


def _meeting(made: Made, year: int, number: int, known: Reference, dice: random.Random) -> None:
    held = date(year + 1911, 1, 1) + timedelta(days=dice.randrange(365))
    kind = dice.choice(known.kinds)
    meeting = Meeting(
        number=f"{year}-M{number:04d}",
        year=year,
        kind_id=kind.id,
        group_id=dice.choice(known.groups).id if kind.per_group else None,
        title=f"示例 {year}年度第{number + 1}次會議",
        held_on=held,
        host_id=known.host_of(year),
        venue="簡報室",
        status=MeetingStatus.FINAL,
    )
    made[Meeting].append(meeting)
    for place in range(RESOLUTIONS_A_MEETING):
        _case(made, meeting, held, place, known, dice)


def _case(made: Made, meeting: Meeting, held: date, place: int, known: Reference, dice: random.Random) -> None:
    due = held + timedelta(days=dice.randrange(30, 400))
    is_recent = held > LAST_DAY - timedelta(days=700)
    is_open = dice.random() < (0.6 if is_recent else STILL_OPEN)
    closed = None if is_open else min(due + timedelta(days=dice.randrange(-20, 90)), LAST_DAY)
    closed = closed if closed is None or closed >= held else held
    case = Resolution(
        number=f"{meeting.number}-{place:02d}",
        meeting_id=meeting.id,
        group_id=meeting.group_id or dice.choice(known.groups).id,
        year=meeting.year,
        position=place,
        text=f"示例：{dice.choice(TASKS)}，{dice.choice(VERBS)}。",
        decided_on=held,
        due_on=due,
        state=State.OPEN if is_open else State.RELEASED,
        closed_on=closed,
        close_reason="" if is_open else "示例：已完成",
    )
    made[Resolution].append(case)
    for position, member in enumerate(dice.sample([one.id for one in known.members], dice.choice((1, 1, 2)))):
        line = Assignment(
            resolution_id=case.id,
            position=position,
            share=Share.LEAD if position == 0 else Share.CO_LEAD,
            member_id=member,
            office=dice.choice(OFFICES),
            state=case.state,
            closed_on=closed,
        )
        made[Assignment].append(line)
        for sequence in range(dice.choice((5, 6, 7))):
            reported = held + timedelta(days=60 * (sequence + 1))
            planned = min(100.0, 16.0 * (sequence + 1))
            made[ProgressReport].append(
                ProgressReport(
                    assignment_id=line.id,
                    round=f"{reported.year - 1911}Q{(reported.month + 2) // 3}",
                    reported_on=reported,
                    sequence=sequence,
                    text=f"示例：{dice.choice(TASKS)}辦理中，第{sequence + 1}次填報。",
                    planned_percent=planned,
                    actual_percent=max(0.0, planned - dice.choice((0, 0, 0, 5, 12, 25))),
                )
            )


def _plan_item(made: Made, year: int, number: int, known: Reference, dice: random.Random) -> None:
    item = PlanItem(
        number=f"{year}-P{number:02d}",
        year=year,
        group_id=dice.choice(known.groups).id,
        name=f"示例：{dice.choice(TASKS)}{number}",
        lead_id=dice.choice(known.members).id,
        starts_on=date(year + 1911, 1, 1),
        ends_on=date(year + 1911, 12, 31),
        axes=tuple(dice.sample(("F", "A", "C", "E"), 2)),
    )
    made[PlanItem].append(item)
    for quarter in range(1, 5):
        target = QuarterTarget(plan_item_id=item.id, year=year, quarter=quarter, planned_percent=25.0 * quarter)
        made[QuarterTarget].append(target)
    due = date(year + 1911, dice.randrange(1, 13), 15)
    made[Milestone].append(Milestone(plan_item_id=item.id, position=0, title="示例查核點", due_on=due))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--times", type=int, default=1)
    words = parser.parse_args()
    make(words.file, times=words.times)


if __name__ == "__main__":
    main()
