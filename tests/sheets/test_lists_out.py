"""Each list goes out in both formats and is read back as the same records."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.lists import CaseLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, QuarterTarget, Source, Term
from northtaiwan_desktop.domain.proposal import Proposal, Result
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.sheets.book import Book
from northtaiwan_desktop.sheets.chronicle import chronicle_book
from northtaiwan_desktop.sheets.files import write
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import interpret
from northtaiwan_desktop.sheets.plan_book import plan_book
from northtaiwan_desktop.sheets.proposals import proposals_book
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.resolutions import resolutions_book
from tests.sheets.lines import MEETING, REFERENCE, TODAY, lines

PLATFORM = REFERENCE.platform.name


def plan() -> Book:
    item = PlanItem(
        id="item",
        number="115-交-01",
        year=115,
        group_id="traffic",
        name="跨縣市通勤月票整合推動計畫",
        term=Term.MEDIUM,
        lead_id="68000",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        indicator="月票使用人次較前一年成長10%以上。",
    )
    line = PlanLine(
        item=item,
        group_name="交通運輸",
        lead_name="桃園市",
        co_lead_names=("新竹縣",),
        axis_names=(),
        budgets=(BudgetLine(plan_item_id="item", source=Source.CENTRAL, year=115, amount=8_700_000),),
        targets=(QuarterTarget(plan_item_id="item", year=115, quarter=1, planned_percent=25, actual_percent=20),),
    )
    return plan_book([line], platform=PLATFORM, year=115, today=TODAY)


def proposals() -> Book:
    proposal = Proposal(
        year=103,
        name="跨縣市觀光路線整合規劃",
        priority=1,
        requested=3_000_500,
        approved=2_500_000,
        result=Result.APPROVED,
        comment="併同中央計畫辦理。",
    )
    line = ProposalLine(proposal=proposal, group_name="", proposer_name="桃園市", partner_names=("新竹縣",))
    return proposals_book([line], platform=PLATFORM, year=103, today=TODAY)


def chronicle() -> Book:
    entry = ChronicleEntry(
        since=date(2003, 2, 1), until=date(2003, 6, 30), precision=Precision.MONTHS, text="各縣市研商合作事項。"
    )
    return chronicle_book([entry], platform=PLATFORM, today=TODAY)


def resolutions() -> Book:
    case = lines()[2].resolution
    row = CaseLine(
        resolution=case,
        assignments=(),
        meeting_title=MEETING.title,
        group_name="交通運輸",
        lead_names=("桃園市",),
        co_lead_names=(),
        lead_offices=("桃園市政府觀光旅遊局",),
        co_lead_offices=(),
    )
    return resolutions_book([row], platform=PLATFORM, year=115, today=TODAY)


BOOKS = {
    "plan": (
        plan,
        {
            "number": "115-交-01",
            "year": 115,
            "group": "交通運輸",
            "lead": "桃園市",
            "co_leads": ("新竹縣",),
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "budget": 8_700_000,
            "planned_percent": 25.0,
            "actual_percent": 20.0,
        },
    ),
    "proposals": (
        proposals,
        {"year": 103, "proposer": "桃園市", "partners": ("新竹縣",), "requested": 3_000_500, "approved": 2_500_000},
    ),
    "chronicle": (
        chronicle,
        {"since": date(2003, 2, 1), "until": date(2003, 6, 30), "text": "各縣市研商合作事項。"},
    ),
    "resolutions": (
        resolutions,
        {
            "number": "115-004",
            "decided_on": date(2026, 5, 8),
            "group": "交通運輸",
            "lead": "桃園市",
            "due_on": date(2026, 12, 31),
        },
    ),
}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@pytest.mark.parametrize("kind", BOOKS)
def test_a_list_comes_back_as_it_went_out(kind: str, ending: str, tmp_path: Path) -> None:
    make, expected = BOOKS[kind]
    path = tmp_path / f"{kind}.{ending}"
    write(make(), path)
    found = recognise(read_grids(path), file=path.name, reference=REFERENCE)
    assert found.kind == kind
    rows = [row for row in interpret(found.tables[0], REFERENCE) if not row.ignored]
    assert [_chosen(row.fields, expected) for row in rows] == [expected]


def _chosen(fields: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields.get(name) for name in expected}
