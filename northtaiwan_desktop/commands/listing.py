"""`list`: what stands in the register."""

import re
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from northtaiwan_desktop.commands import backups
from northtaiwan_desktop.commands.plan_items import find_axis
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.contribution import Standing
from northtaiwan_desktop.domain.errors import RuleBroken, Unreadable
from northtaiwan_desktop.domain.lists import (
    CaseLine,
    ContributionLine,
    MeetingFilter,
    MeetingLine,
    PlanLine,
    ProposalLine,
    Stage,
)
from northtaiwan_desktop.domain.plan_carrying import is_unfinished
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.round_standing import OUTSIDE, WITHOUT_GROUP
from northtaiwan_desktop.domain.round_view import reached
from northtaiwan_desktop.domain.waiting import Waits
from northtaiwan_desktop.domain.watch import NONE, CaseFilter, Watch
from northtaiwan_desktop.domain.year_opening import check_shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import (
    chronicle as chronicle_sheet,
)
from northtaiwan_desktop.sheets import contributions as contributions_sheet
from northtaiwan_desktop.sheets import duties as duties_sheet
from northtaiwan_desktop.sheets import groups as groups_sheet
from northtaiwan_desktop.sheets import imports as imports_sheet
from northtaiwan_desktop.sheets import meetings as meetings_sheet
from northtaiwan_desktop.sheets import members as members_sheet
from northtaiwan_desktop.sheets import people as people_sheet
from northtaiwan_desktop.sheets import plan as plan_sheet
from northtaiwan_desktop.sheets import posts as posts_sheet
from northtaiwan_desktop.sheets import proposal_totals as totals_sheet
from northtaiwan_desktop.sheets import proposals as proposals_sheet
from northtaiwan_desktop.sheets import remembered as remembered_sheet
from northtaiwan_desktop.sheets import resolutions as resolutions_sheet
from northtaiwan_desktop.sheets import rounds as rounds_sheet
from northtaiwan_desktop.sheets import waiting as waiting_sheet
from northtaiwan_desktop.sheets.rounds import RoundBalance
from northtaiwan_desktop.storage import (
    chronicle,
    contributions,
    imports,
    meetings,
    organisation,
    people,
    plan,
    proposals,
    register,
    remembered,
    resolutions,
)
from northtaiwan_desktop.storage.duties import duties
from northtaiwan_desktop.storage.overview import overview
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.rounds import balances
from northtaiwan_desktop.storage.waiting import waiting

KINDS = (
    "meetings",
    "resolutions",
    "plan",
    "proposals",
    "proposal-totals",
    "contributions",
    "chronicle",
    "counties",
    "groups",
    "imports",
    "remembered",
    "rounds",
    "duties",
    "people",
    "posts",
    "waiting",
    "backups",
)


FILTERS = {
    "meetings": ("year", "group", "county", "kind", "quarter", "status", "open"),
    "resolutions": ("year", "group", "county", "open", "late", "watch", "meeting", "person", "followed"),
    "plan": ("year", "group", "county", "axis", "open", "late"),
    "proposals": ("year", "group", "county", "result", "open"),
    "contributions": ("year", "county", "open", "late"),
    "chronicle": ("year", "years"),
    "counties": ("year",),
    "groups": ("year",),
    "imports": ("county",),
    "remembered": ("county",),
    "rounds": ("year", "group", "county"),
    "duties": ("year",),
    "posts": ("group", "county", "open"),
    "waiting": ("year", "county"),
}
"""The filters that each list knows; a list that is not named here knows none."""
ALL_FILTERS = tuple(dict.fromkeys(name for names in FILTERS.values() for name in names))


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    listing = verbs.add_parser("list", help=_("列出資料"))
    listing.add_argument("kind", choices=KINDS)
    listing.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
    listing.add_argument("--group", metavar="G", help=_("議題組；決議另可寫「未分組」"))
    listing.add_argument("--county", metavar="C", help=_("縣市；決議另可寫「中央及其他機關」"))
    listing.add_argument("--kind", dest="meeting_kind", metavar="K", help=_("會議種類（只用於會議）"))
    listing.add_argument("--years", metavar="A-B", help=_("民國幾年至幾年，例如 93-102（只用於大事記）"))
    listing.add_argument(
        "--watch", choices=[watch.value for watch in Watch], help=_("只列這種狀況的決議，例如 unreported")
    )
    listing.add_argument("--meeting", metavar="MEETING", help=_("只列這場會議的決議"))
    listing.add_argument("--person", metavar="P", help=_("只列這位窗口手上的決議"))
    words = _("連同其他年度還在列管或當期結案的決議，與視窗的「本年度與仍列管」相同")
    listing.add_argument("--followed", action="store_true", help=words)
    listing.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help=_("只列這一季召開的會議"))
    stages = "、".join(f"{stage.value}（{stage.title}）" for stage in Stage)
    listing.add_argument(
        "--status",
        choices=[stage.value for stage in Stage],
        help=_("只列這種狀態的會議：{stages}").format(stages=stages),
    )
    listing.add_argument("--axis", metavar="A", help=_("只列這個願景主軸的行動方案，例如 F"))
    results = [result.value for result in Result]
    listing.add_argument("--result", choices=results, help=_("只列這種結果的提案"))
    listing.add_argument(
        "--open", action="store_true", help=_("只列還沒了結的：列管中、未定稿、未完成、未核定、未繳清；職務只列現任")
    )
    listing.add_argument("--late", action="store_true", help=_("只列逾期的（決議、方案、分攤款）"))
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)


def run_list(session: Session, words: Namespace) -> None:
    """Print one list."""
    _check_filters(words)
    if words.kind == "backups":
        # They lie beside the register, which may be damaged.
        backups.run_list(session)
        return
    known = session.reference()
    if words.kind == "rounds" and words.year is not None:
        check_shown(words.year, known)
    is_of_cases = words.kind == "resolutions"
    group_id = _id(words.group, WITHOUT_GROUP, known.find_group, takes_none=is_of_cases)
    member_id = _id(words.county, OUTSIDE, known.find_member, takes_none=is_of_cases)
    today, year = session.today, words.year
    who: dict[str, Any] = {"year": year, "group_id": group_id, "member_id": member_id}
    narrowed = {"open_only": words.open, "late_only": words.late}
    first, last = read_years(words.years)
    this_year = year or today.year - 1911
    lists: dict[str, tuple[Callable[[Records], list[Any]], Any, Callable[[Any], str]]] = {
        "meetings": (
            partial(
                _meetings,
                words=words,
                today=today,
                year=year,
                kind_id=known.find_kind(words.meeting_kind).id if words.meeting_kind else None,
                group_id=group_id,
                host_id=member_id,
                drafts_only=words.open,
            ),
            meetings_sheet.COLUMNS,
            lambda row: row.meeting.id,
        ),
        "resolutions": (
            partial(_cases, words=words, today=today, **who, **narrowed),
            resolutions_sheet.COLUMNS,
            lambda row: row.resolution.id,
        ),
        "plan": (
            partial(
                _plan, axis_id=find_axis(words.axis, known) if words.axis else None, today=today, **who, **narrowed
            ),
            (*plan_sheet.COLUMNS, *plan_sheet.BESIDE),
            lambda row: row.item.id,
        ),
        "proposals": (
            partial(_proposals, open_only=words.open, result=Result(words.result) if words.result else None, **who),
            (*proposals_sheet.COLUMNS, *proposals_sheet.BESIDE),
            lambda row: row.proposal.id,
        ),
        "proposal-totals": (proposals.total_lines, totals_sheet.COLUMNS, lambda row: row.id),
        "contributions": (
            partial(_contributions, today=today, year=year, member_id=member_id, **narrowed),
            contributions_sheet.COLUMNS,
            lambda row: row.contribution.id,
        ),
        "chronicle": (
            partial(chronicle.entries, year=year, first=first, last=last),
            chronicle_sheet.COLUMNS,
            lambda row: row.id,
        ),
        "counties": (
            partial(organisation.member_lines, year=this_year, today=today),
            members_sheet.COLUMNS,
            lambda row: row.member.id,
        ),
        "groups": (
            partial(organisation.group_lines, year=this_year, today=today),
            groups_sheet.COLUMNS,
            lambda row: row.group.id,
        ),
        "rounds": (
            partial(_rounds, year=this_year, today=today, group_id=group_id, member_id=member_id),
            rounds_sheet.COLUMNS,
            lambda row: row.round.code,
        ),
        "imports": (
            partial(imports.import_lines, sender_id=member_id),
            imports_sheet.COLUMNS,
            lambda row: row.record.id,
        ),
        "remembered": (
            partial(remembered.remembered_lines, sender_id=member_id),
            remembered_sheet.COLUMNS,
            lambda row: row.record.id,
        ),
        "people": (partial(people.people_lines, today=today), people_sheet.COLUMNS, lambda row: row.person.id),
        "duties": (
            partial(duties, first=this_year, last=year or this_year + 1, today=today),
            duties_sheet.COLUMNS,
            lambda row: row.id,
        ),
        "posts": (
            partial(people.posts, today=today, group_id=group_id, member_id=member_id, current_only=words.open),
            posts_sheet.COLUMNS,
            lambda row: row.post.id,
        ),
    }
    lists["waiting"] = (
        partial(_waiting, year=this_year, today=today, member_id=member_id),
        waiting_sheet.COLUMNS,
        lambda row: row.task.value,
    )
    question, columns, key = lists[words.kind]
    session.give_rows(session.ask(question), columns, key=key)


def _check_filters(words: Namespace) -> None:
    """Refuse a filter that the list does not know, rather than let it be taken for an answer."""
    own = FILTERS.get(words.kind, ())
    given = {name: getattr(words, "meeting_kind" if name == "kind" else name) for name in ALL_FILTERS}
    strange = [name for name, value in given.items() if value not in (None, False) and name not in own]
    if not strange:
        return
    homes = [kind for kind in KINDS if all(name in FILTERS.get(kind, ()) for name in strange)]
    said = "、".join(f"--{name}" for name in strange)
    if homes:
        told = _("{words} 只能用於 list {kind}，list {this} 不依它篩選。")
        raise RuleBroken(told.format(words=said, kind="、".join(homes), this=words.kind))
    if not own:
        raise RuleBroken(_("list {this} 沒有篩選，請去掉 {words}。").format(this=words.kind, words=said))
    known = "、".join(f"--{name}" for name in own)
    told = _("list {this} 不依 {words} 篩選；可以用的是：{known}。")
    raise RuleBroken(told.format(this=words.kind, words=said, known=known))


def _id(text: str | None, none: str, find: Callable[[str], Any], *, takes_none: bool) -> str | None:
    """The id of what is named; `NONE` for those without one, where the list can be narrowed to them."""
    if not text:
        return None
    return NONE if takes_none and text in (NONE, none, _(none)) else str(find(text).id)


def _meetings(records: Records, *, words: Namespace, today: date, **narrowed: Any) -> list[MeetingLine]:
    wanted = MeetingFilter(quarter=words.quarter, stage=Stage(words.status) if words.status else None)
    return [line for line in meetings.meeting_lines(records, **narrowed) if wanted.passes(line, today)]


def _plan(
    records: Records, *, axis_id: str | None, open_only: bool, late_only: bool, today: date, **narrowed: Any
) -> list[PlanLine]:
    return [
        line
        for line in plan.plan_lines(records, today=today, **narrowed)
        if axis_id in (None, *line.item.axes)
        and (is_unfinished(line.whole) or not (open_only or late_only))
        and (not late_only or (line.item.ends_on is not None and line.item.ends_on < today))
    ]


def _proposals(records: Records, *, open_only: bool, **narrowed: Any) -> list[ProposalLine]:
    lines = proposals.proposal_lines(records, **narrowed)
    return [
        line for line in lines if not (open_only and (line.proposal.result.is_decided or line.proposal.result.is_out))
    ]


def _contributions(records: Records, *, open_only: bool, late_only: bool, **narrowed: Any) -> list[ContributionLine]:
    lines = contributions.contribution_lines(records, **narrowed)
    return [
        line
        for line in lines
        if not (open_only and line.standing is Standing.PAID) and (not late_only or line.standing is Standing.OVERDUE)
    ]


def _cases(
    records: Records,
    *,
    words: Namespace,
    today: date,
    year: int | None,
    group_id: str | None,
    member_id: str | None,
    open_only: bool,
    late_only: bool,
) -> list[CaseLine]:
    """The cases that are meant; what the register keeps an index of is asked of it first."""
    wanted = CaseFilter(
        watch=Watch(words.watch) if words.watch else None,
        group_id=group_id,
        member_id=member_id,
        meeting_id=meetings.find(records, words.meeting).id if words.meeting else None,
        person_id=people.find_person(records, words.person).id if words.person else None,
    )
    lines = resolutions.case_lines(
        records,
        today=today,
        year=None if words.followed else year,
        group_id=group_id if group_id != NONE else None,
        member_id=member_id if member_id != NONE else None,
        open_only=open_only,
        late_only=late_only,
    )
    is_plain = replace(wanted, group_id=None, member_id=None).is_open and NONE not in (group_id, member_id)
    if is_plain and not words.followed:
        return lines
    found = register.case_ids(records, register.Asked(today=today, wanted=wanted, year=year))
    return [line for line in lines if line.resolution.id in found]


def _waiting(records: Records, *, year: int, today: date, member_id: str | None) -> list[Waits]:
    """What waits for a county, or for the secretary where none is named."""
    return waiting(records, overview(records, year=year, today=today), member_id=member_id, today=today)


def _rounds(records: Records, *, year: int, today: date, **who: Any) -> list[RoundBalance]:
    rounds = reached(year, reference(records).thresholds.rounds_a_year, today)
    return [RoundBalance(round, balance) for round, balance in balances(records, rounds, **who)]


def read_years(text: str | None) -> tuple[int | None, int | None]:
    """Read 「93-102」, 「93-」 or 「-102」 as the first and the last ROC year."""
    if not text:
        return None, None
    match = re.fullmatch(r"(\d{1,3})?\s*[-~至]\s*(\d{1,3})?", text.strip())
    first, last = (int(part) if part else None for part in match.groups()) if match else (None, None)
    if (first is None and last is None) or (first is not None and last is not None and last < first):
        raise Unreadable(_("看不懂的年度「{text}」。請寫成 93-102，起始年度在前。").format(text=text), text)
    return first, last
