"""Tracked lines for the tests of sheets: three counties, one body outside, one case with two doers."""

from datetime import date

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.platform import IssueGroup, Member, Platform
from northtaiwan_desktop.domain.progress import ProgressReport, Review, Verdict
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share, State
from northtaiwan_desktop.domain.tracking import TrackedLine, by_line, lines_of

TODAY = date(2026, 9, 20)
TAOYUAN = Member(id="68000", name="桃園市", short_name="桃園", position=5)
HSINCHU = Member(id="10004", name="新竹縣", short_name="竹縣", position=6)
REFERENCE = Reference(
    platform=Platform(name="北臺區域發展推動委員會", short_name="北臺", first_year=93),
    members=(TAOYUAN, HSINCHU),
    groups=(IssueGroup(id="traffic", name="交通運輸", short_name="交通", position=5),),
)
MEETING = Meeting(title="115年度第一次副首長會議", kind_id="deputies", year=115, held_on=date(2026, 5, 8))

LONG = (
    "請交通運輸組會同各縣市就跨縣市通勤月票之整合範圍、費用分攤及資訊系統介接方式研提具體方案，"
    "並於下次副首長會議提出報告；其中涉及中央主管機關補助者，另以平臺名義函請交通部納入年度預算考量。"
)
REPORTED = (
    "一、已於115年7月14日邀集八縣市召開第二次研商會議，就月票適用範圍達成共識。\n"
    "二、費用分攤採搭乘里程比例計算，試算結果已函送各縣市確認，尚待新北市及基隆市回復。\n"
    "三、資訊系統介接規格書（草案）已完成，預計115年10月辦理招標。"
)


def lines() -> tuple[TrackedLine, ...]:
    """The shared case's lines first, then one that was never reported, then one that begins like a formula."""
    shared = Resolution(
        id="case-1",
        number="115-003",
        group_id="traffic",
        year=115,
        text=LONG,
        decided_on=date(2026, 5, 8),
        due_on=date(2026, 9, 8),
        state=State.OPEN,
    )
    worded = Resolution(
        id="case-2",
        number="115-004",
        year=115,
        text='=HYPERLINK("http://example.invalid")臺灣好行路線整合，請持續辦理。',
        decided_on=date(2026, 5, 8),
        due_text="年底前",
        state=State.OPEN,
    )
    return (
        *_lines(
            shared,
            _line("line-1", shared, TAOYUAN.id, "交通局"),
            _line("line-2", shared, HSINCHU.id, "", Share.CO_LEAD),
        ),
        *_lines(worded, _line("line-3", worded, TAOYUAN.id, "觀光旅遊局"), _line("line-4", worded, None, "交通部")),
    )


def _line(id: str, case: Resolution, member_id: str | None, office: str, share: Share = Share.LEAD) -> Assignment:
    return Assignment(id=id, resolution_id=case.id, member_id=member_id, office=office, share=share)


def _lines(case: Resolution, *assignments: Assignment) -> tuple[TrackedLine, ...]:
    found = lines_of(
        case,
        assignments,
        by_line(REPORTS),
        by_line(REVIEWS),
        meeting=MEETING,
        plan_item=None,
        reference=REFERENCE,
        today=TODAY,
    )
    return tuple(found)


REPORTS = (
    ProgressReport(
        id="report-1",
        assignment_id="line-1",
        round="115Q2",
        reported_on=date(2026, 6, 30),
        text="已召開第一次研商會議。",
        planned_percent=30,
        actual_percent=30,
    ),
    ProgressReport(
        id="report-2",
        assignment_id="line-1",
        round="115Q3",
        reported_on=date(2026, 9, 15),
        text=REPORTED,
        planned_percent=80,
        actual_percent=55.5,
        delay_reason="二縣市尚未回復費用分攤試算結果，致招標文件無法定稿。",
        remedy="已請副秘書長親自協調，訂於115年9月25日前回復。",
    ),
    ProgressReport(
        id="report-3",
        assignment_id="line-2",
        round="115Q3",
        reported_on=date(2026, 9, 12),
        text="已函復同意費用分攤比例。",
        planned_percent=100,
        actual_percent=100,
        asked=Verdict.RELEASE_ASKED,
    ),
)
REVIEWS = (
    Review(
        assignment_id="line-1",
        round="115Q3",
        reviewed_on=date(2026, 9, 18),
        text="落後24.5個百分點，請於下次會議說明。",
        recommended=Verdict.CONTINUE,
    ),
)
