"""`show`: one record with all that belongs to it."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from typing import Any

from northtaiwan_desktop.commands import planning
from northtaiwan_desktop.commands.read_out import read_out
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import attachments, import_detail, taking_back
from northtaiwan_desktop.sheets import plan as plan_sheet
from northtaiwan_desktop.sheets import posts as posts_sheet
from northtaiwan_desktop.sheets import proposals as proposals_sheet
from northtaiwan_desktop.storage import (
    meetings,
    organisation,
    people,
    plan,
    plan_versions,
    proposals,
    resolutions,
)
from northtaiwan_desktop.storage.codec import plain
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

SHOWN = ("meeting", "resolution", "plan", "proposal", "import", "post", "county")


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    show = verbs.add_parser("show", help=_("顯示一筆資料"))
    show.add_argument("kind", choices=SHOWN)
    show.add_argument("id", metavar="ID", help=_("識別碼或編號"))
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=run_show)


def run_show(session: Session, words: Namespace) -> None:
    """Print one record with all that belongs to it."""
    answer = session.ask(partial(_shown, kind=words.kind, id=words.id, session=session))
    if session.as_json:
        session.give(answer)
    else:
        for line in read_out(answer, session.reference(), words.kind):
            print(line, file=session.out)


def _shown(records: Records, *, kind: str, id: str, session: Session) -> dict[str, Any]:
    if kind == "meeting":
        return _meeting(records, id, session)
    if kind == "resolution":
        return _case(records, id, session)
    if kind == "county":
        return _member(records, id, session)
    if kind == "post":
        return _post(records, id, session)
    if kind == "plan":
        return _plan_item(records, id, session)
    if kind == "proposal":
        return _proposal(records, id)
    return _import(records, id)


def _import(records: Records, id: str) -> dict[str, Any]:
    """An import, each record that it wrote, and what was done since that stands on them."""
    found = import_detail.detail(records, id)
    written = [
        {"kind": one.word, "number": one.number, "title": one.title, "new": one.is_new, "fields": list(one.fields)}
        | {"id": one.id}
        for one in found.written
    ]
    standing = [
        {"label": one.label, "by": one.by, "at": one.at.isoformat(), "record": one.record_id, "words": one.words}
        for one in taking_back.standing_on(records, id)
    ]
    sender = reference(records).member_name(found.record.sender_id) or None
    told = {"sender": sender, "taken_back": found.record.taken_back_at is not None, "standing": standing}
    return plain(found.record) | told | {"written": written, "written_count": found.count}


def _plan_item(records: Records, id: str, session: Session) -> dict[str, Any]:
    item = plan.find(records, id)
    life = plan.life(records, item, today=session.today)
    line = next(line for line in life if line.item.id == item.id)
    shown = {"id": item.id} | {column.name: column.plain(line) for column in (*plan_sheet.COLUMNS, *plan_sheet.BESIDE)}
    meeting = records.find(Meeting, item.confirmed_in_id) if item.confirmed_in_id else None
    said = {"total": item.total, "note": item.note, "confirmed_in": meeting.title if meeting else None}
    parts = {"quarters": line.targets, "milestones": line.milestones, "budget_lines": line.budgets}
    years = [
        {"year": one.item.year, "number": one.item.number, "state": one.item.state.value}
        | {"planned_percent": one.planned_percent, "actual_percent": one.actual_percent}
        for one in life
    ]
    kept = [planning.version_row(one) for one in plan_versions.versions_with(records, item)]
    cases = [case.number or case.id for case in line.cases]
    return (
        shown
        | said
        | {name: [plain(one) for one in part] for name, part in parts.items()}
        | {"resolutions": cases, "lineage_id": item.lineage_id, "lineage": years, "versions": kept}
    )


def _meeting(records: Records, id: str, session: Session) -> dict[str, Any]:
    meeting = meetings.find(records, id)
    file = meetings.meeting_file(records, meeting.id, today=session.today)
    known = reference(records)
    named: dict[str, Any] = {
        "kind": file.kind.name,
        "group": known.group_name(meeting.group_id) or None,
        "host": known.member_name(meeting.host_id, meeting.held_on) or None,
    }
    lists = {
        "attachments": attachments.of(records, meeting.id),
        "sections": file.sections,
        "attendance": file.attendance,
        "items": file.items,
        "resolutions": file.resolutions,
        "assignments": file.assignments,
    }
    carried = [
        {"number": line.number, "text": line.resolution.text, "doer": line.doer_name, "due": line.due_words}
        | {"report": line.latest.text if line.latest else "", "light": line.light.value}
        for line in file.carried
    ]
    versions = [
        {"version": one.version, "finalised_on": one.finalised_on.isoformat(), "docx_sha256": one.docx_sha256}
        for one in meetings.versions(records, meeting.id)
    ]
    return (
        plain(meeting)
        | named
        | {name: [plain(one) for one in part] for name, part in lists.items()}
        | {"carried": carried, "versions": versions}
    )


def _case(records: Records, id: str, session: Session) -> dict[str, Any]:
    case = resolutions.find(records, id)
    file = resolutions.case_file(records, case.id, today=session.today)
    doers = [
        plain(line.assignment)
        | {"doer": line.doer_name, "light": line.light.value, "goes_on_in": line.goes_on_in or None}
        | {"reports": [plain(one) for one in line.reports], "reviews": [plain(one) for one in line.reviews]}
        for line in file.lines
    ]
    first = file.lines[0] if file.lines else None
    history = [{"at": one.at.isoformat(), "by": one.by, "operation": one.title} for one in file.history]
    named = {
        "meeting": first.meeting.title if first and first.meeting else None,
        "item": file.item.title if file.item else None,
        "group": reference(records).group_name(case.group_id),
        "plan_item": f"{first.plan_item.number} {first.plan_item.name}" if first and first.plan_item else None,
        "state_words": case.state_words,
        "goes_on_in": file.goes_on_in.number if file.goes_on_in else None,
        "taken_in": [one.number for one in file.taken_in],
        "later_meetings": [one.title for one in file.later],
        "documents": [one.name for one in file.documents],
    }
    return plain(case) | named | {"lines": doers, "history": history}


def _proposal(records: Records, id: str) -> dict[str, Any]:
    file = proposals.proposal_file(records, proposals.find(records, id).id)
    known = reference(records)
    proposal = file.line.proposal
    fields = {column.name: column.plain(file.line) for column in (*proposals_sheet.COLUMNS, *proposals_sheet.BESIDE)}
    shares = [
        {"member": known.member_name(share.member_id) or None, "source": share.source.value, "amount": share.amount}
        | {"advance": share.advance.value}
        for share in file.line.shares
    ]
    reviews = [
        {
            "id": one.review.id,
            "on": one.review.reviewed_on.isoformat() if one.review.reviewed_on else None,
            "meeting": one.meeting_title or None,
            "verdict": one.review.verdict.value,
            "into": one.into_name or None,
            "comment": one.review.comment,
        }
        for one in file.reviews
    ]
    rates = [
        {"member": known.member_name(member_id), "tier": tier, "percent": file.rates.get(member_id)}
        for member_id, tier in file.tiers.items()
    ]
    links = {
        "into": file.into.name if file.into else None,
        "merged": [one.name for one in file.merged],
        "plan": file.plan_item.number if file.plan_item else None,
        "agenda": [f"{meeting.title}：{item.title}" for item, meeting in file.items],
        "decided_on": proposal.decided_on.isoformat() if proposal.decided_on else None,
        "note": proposal.note,
    }
    lists = {"shares": shares, "reviews": reviews, "tiers": rates, "warnings": list(file.warnings)}
    return {"id": proposal.id} | fields | links | lists


def _post(records: Records, id: str, session: Session) -> dict[str, Any]:
    file = people.post_file(records, id, today=session.today)
    held = [{"name": other.person.name} | _days(other) for other in file.others]
    cases = [
        {"number": line.number, "doer": line.doer_name, "text": line.resolution.text, "due": line.due_words}
        for line in file.cases
    ]
    history = [{"at": one.at.isoformat(), "by": one.by, "operation": one.title} for one in file.history]
    shown = {"id": file.line.post.id} | {column.name: column.plain(file.line) for column in posts_sheet.COLUMNS}
    return shown | {"held_before_and_after": held, "open_cases": cases, "history": history}


def _member(records: Records, name: str, session: Session) -> dict[str, Any]:
    member = reference(records).find_member(name)
    file = organisation.member_file(records, member.id, today=session.today)
    history = [{"at": one.at.isoformat(), "by": one.by, "operation": one.title} for one in file.history]
    return plain(member) | {
        "former_names": [{"name": past.name, "until": past.until.isoformat()} for past in file.former_names],
        "hosted": list(file.hosted),
        "led": [{"year": year, "groups": list(groups)} for year, groups in file.led],
        "posts": [{"name": one.person.name, "body": one.post.body.value} | _days(one) for one in file.holders],
        "history": history,
    }


def _days(line: PostLine) -> dict[str, Any]:
    days = {"since": line.post.since, "until": line.post.until}
    return {name: day.isoformat() if day else None for name, day in days.items()}
