"""Before a batch is taken in: has anything that it was set beside moved on since it was shown?"""

from collections.abc import Mapping
from typing import Any

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.lists import CaseLine, PersonLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.batch import Batch, RowPlace
from northtaiwan_desktop.sheets.matching import number_key
from northtaiwan_desktop.storage import journal
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Change

MOST_NAMED = 5
_SHOWN: frozenset[type] = frozenset(
    (
        *(Resolution, Assignment, ProgressReport, PlanItem, QuarterTarget, BudgetLine, Proposal, ChronicleEntry),
        *(Person, Post, Import),
    )
)
"""The kinds with which rows are compared."""
_OWNERS = ("assignment_id", "resolution_id", "plan_item_id", "proposal_id", "person_id")
"""By which a part (a report, a doer, a quarter) names the record that was shown with it."""


def check(records: Records, batch: Batch, chosen: Mapping[RowPlace, frozenset[str]]) -> None:
    """Nothing since, as far as these rows go; else RuleBroken names what has moved on.

    The journal tells what came after the batch was shown, so that nothing has to be read anew where nothing did.
    """
    since = [change for change in journal.changes_since(records, batch.as_of) if change.kind in _SHOWN]
    if not since:
        return
    moved: dict[str, str] = {}
    touched = {id for change in since for id in _ids_of(change)}
    born = [change.after for change in since if change.before is None]
    taken_in = {one.sha256: one for one in born if isinstance(one, Import) and one.taken_back_at is None}
    numbers = {number_key(one.number) for one in born if isinstance(one, Resolution | PlanItem) and one.number}
    words = {text for one in born if (text := _words(one))}
    for place in chosen:
        row, file = batch.row(place), batch.files[place.file]
        again = taken_in.get(file.sha256)
        if again is not None and (file.earlier is None or file.earlier.id != again.id):
            message = _("「{file}」在預覽之後已由{who}匯入過，沒有變更。請重新預覽。")
            raise RuleBroken(message.format(file=file.name, who=again.imported_by or _("另一個視窗")))
        if row.match is not None:
            if touched & set(_ids(row.match.record)):
                moved[row.match.id] = row.match.number or _short(row.match.text)
            continue
        said = row.row.fields
        key = number_key(str(said.get("number") or ""))
        text = str(said.get("text") or said.get("name") or "")
        if (key and key in numbers) or (text and folded(text) in words):
            moved[str(place)] = str(said.get("number") or "") or _short(text)
    if moved:
        named = "、".join(list(moved.values())[:MOST_NAMED])
        message = _("預覽之後，{names}等{count}筆已有更動，沒有匯入任何一列。請重新預覽。")
        raise RuleBroken(message.format(names=named, count=len(moved)))


def _ids_of(change: Change) -> set[str]:
    """The record, and what it is a part of, before and after."""
    sides = [side for side in (change.before, change.after) if side is not None]
    owners = {getattr(side, name, None) for side in sides for name in _OWNERS}
    return {change.record_id} | {id for id in owners if id}


def _ids(record: Any) -> tuple[str, ...]:
    """The ids by which a change shows that a record, as it was shown, is not what it was."""
    match record:
        case TrackedLine():
            return (record.id, record.resolution.id)
        case CaseLine():
            return (record.resolution.id,)
        case PlanLine():
            return (record.item.id,)
        case ProposalLine():
            return (record.proposal.id,)
        case PersonLine():
            return (record.person.id,)
    return (str(record.id),)


def _words(record: Any) -> str:
    match record:
        case Resolution() | ChronicleEntry():
            return folded(record.text)
        case PlanItem() | Proposal() | Person():
            return folded(record.name)
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"「{line if len(line) <= 20 else line[:20] + '…'}」"
