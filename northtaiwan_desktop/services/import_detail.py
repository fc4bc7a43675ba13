"""An import in detail: which records it wrote, and where each is to be seen; the file as it came."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import imports, journal
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Change

MOST = 2_000
_UNTOLD = frozenset({"Import", "Remembered"})


@dataclass(frozen=True, kw_only=True)
class Written:
    """One record that an import wrote, named by what it belongs to."""

    id: str
    """Of the record itself."""
    word: str
    """What an office calls it: 辦理情形."""
    number: str
    title: str
    is_new: bool
    fields: tuple[str, ...]
    """The fields that the import changed; none of a new record."""
    page: str
    """The page of the window that shows it, and what that page is to be told; empty where there is none."""
    target: str


@dataclass(frozen=True, kw_only=True)
class ImportDetail:
    """One import with what it wrote; of a very long one the first part, `count` says how many there are."""

    record: Import
    written: tuple[Written, ...]
    count: int


def detail(records: Records, import_id: str) -> ImportDetail:
    """What an import wrote, in the order in which it did; NotFound names an import that is not there."""
    record = imports.find(records, import_id)
    made = journal.changes_of_part(records, record.operation_id, record.first_change, record.last_change)
    told = [change for change in made if change.kind.__name__ not in _UNTOLD]
    return ImportDetail(record=record, written=tuple(_written(records, told[:MOST])), count=len(told))


def save_file(records: Records, import_id: str, path: Path) -> Path:
    """Write the workbook out as it came in. NotFound where the register has lost it."""
    record = imports.find(records, import_id)
    content = imports.file_content(records, record.sha256)
    if content is None:
        message = _("資料庫裡找不到「{file}」的內容。請從備份還原，或向來文單位索取。")
        raise NotFound(message.format(file=record.file_name))
    whole_file.write(path, content)
    return path


def _written(records: Records, made: list[Change]) -> Iterator[Written]:
    for change in made:
        value = change.after if change.after is not None else change.before
        number, title, page, target = _place_of(records, value)
        yield Written(
            id=change.record_id,
            word=word_of(change.kind),
            number=number,
            title=title,
            is_new=change.before is None,
            fields=_changed(change),
            page=page,
            target=target,
        )


def _changed(change: Change) -> tuple[str, ...]:
    if change.before is None or change.after is None:
        return ()
    named = (field.name for field in fields(change.kind))
    return tuple(name for name in named if getattr(change.before, name) != getattr(change.after, name))


Place = tuple[str, str, str, str]


def _place_of(records: Records, value: Any) -> Place:
    """Number and title of what a record belongs to, and where that is shown."""
    find = _PLACES.get(type(value).__name__)
    return find(records, value) if find else ("", "", "", "")


def _case(records: Records, case: Resolution, target: str = "") -> Place:
    return case.number, case.text, "resolutions", target or case.id


def _assignment(records: Records, line: Assignment) -> Place:
    case = records.find(Resolution, line.resolution_id)
    return _case(records, case, line.id) if case else ("", "", "", "")


def _report(records: Records, report: ProgressReport) -> Place:
    line = records.find(Assignment, report.assignment_id)
    return _assignment(records, line) if line else ("", report.text, "", "")


def _item(records: Records, item: PlanItem) -> Place:
    return item.number, item.name, "plan", item.id


def _part(records: Records, part: BudgetLine | QuarterTarget) -> Place:
    item = records.find(PlanItem, part.plan_item_id)
    return _item(records, item) if item else ("", "", "", "")


def _proposal(records: Records, proposal: Proposal) -> Place:
    return "", proposal.name, "proposals", proposal.id


def _entry(records: Records, entry: ChronicleEntry) -> Place:
    return "", entry.text, "chronicle", entry.id


def _named(records: Records, value: Any) -> Place:
    return "", getattr(value, "name", "") or getattr(value, "title", ""), "organisation", value.id


_PLACES: Mapping[str, Callable[[Records, Any], Place]] = {
    "Resolution": _case,
    "Assignment": _assignment,
    "ProgressReport": _report,
    "PlanItem": _item,
    "BudgetLine": _part,
    "QuarterTarget": _part,
    "Proposal": _proposal,
    "ChronicleEntry": _entry,
    "Person": _named,
    "Post": _named,
}
