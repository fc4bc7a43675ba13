"""Records that people write by hand as TOML or CSV, read into values; what is wrong is told with its place.

A TOML file holds entries under their noun (`[[meeting]]`), an entry's parts inside it (`[[meeting.section]]`).
Plain values at the head of a file hold for each of its records that has such a field. A part takes its owner's id,
and, where it names none, an id and a position by its place. A CSV file is named after its noun, one or many.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, time
from enum import Enum
from pathlib import Path
from typing import Any

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.errors import FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.fiscal import FiscalTier, MatchRate
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.meeting import Attendance, Meeting, MeetingKind, Section
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanVersion, QuarterTarget
from northtaiwan_desktop.domain.platform import (
    Axis,
    FormerName,
    GroupRole,
    IssueGroup,
    Member,
    Platform,
    PlatformYear,
    SetPhrase,
    Thresholds,
)
from northtaiwan_desktop.domain.progress import ProgressReport, Review
from northtaiwan_desktop.domain.proposal import Proposal, ProposalReview, ProposalShare
from northtaiwan_desktop.domain.proposal_total import ProposalTotal
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.storage.schema import FieldType, field_types

NOUNS: dict[str, type] = {
    "platform": Platform,
    "thresholds": Thresholds,
    "axis": Axis,
    "member": Member,
    "former_name": FormerName,
    "group": IssueGroup,
    "kind": MeetingKind,
    "phrase": SetPhrase,
    "year": PlatformYear,
    "role": GroupRole,
    "contribution": Contribution,
    "proposal_total": ProposalTotal,
    "fiscal_tier": FiscalTier,
    "match_rate": MatchRate,
    "person": Person,
    "post": Post,
    "meeting": Meeting,
    "section": Section,
    "item": AgendaItem,
    "attendance": Attendance,
    "plan_item": PlanItem,
    "target": QuarterTarget,
    "milestone": Milestone,
    "budget": BudgetLine,
    "plan_version": PlanVersion,
    "resolution": Resolution,
    "assignment": Assignment,
    "report": ProgressReport,
    "review": Review,
    "proposal": Proposal,
    "proposal_review": ProposalReview,
    "share": ProposalShare,
    "chronicle": ChronicleEntry,
}
"""What a file can hold, each after all that it can point to."""

OWNED_BY = {
    Member: "member_id",
    Person: "person_id",
    Meeting: "meeting_id",
    Section: "section_id",
    AgendaItem: "item_id",
    PlanItem: "plan_item_id",
    Resolution: "resolution_id",
    Assignment: "assignment_id",
    Proposal: "proposal_id",
}
"""The field in which a part keeps its owner's id."""

COUNTED = ("position", "sequence")

TRUTH = {"true": True, "false": False}

EXPECTED = {
    str: N_("文字"),
    int: N_("整數"),
    float: N_("數字"),
    bool: N_("true 或 false"),
    date: N_("日期，例如 2014-09-11"),
    time: N_("時間，例如 14:00:00"),
    tuple: N_("文字清單"),
}


@dataclass(frozen=True)
class _Entry:
    """One entry as written, with where it stands."""

    path: Path
    noun: str
    order: int
    data: Mapping[str, Any]
    head: Mapping[str, Any]
    owners: tuple[Any, ...] = ()

    @property
    def types(self) -> dict[str, FieldType]:
        return field_types(NOUNS[self.noun])

    @property
    def name(self) -> str:
        known = self.data.get("id") or self.data.get("name") or self.data.get("title")
        place = f"{self.noun} {known}" if known else _("{noun} 第{order}筆").format(noun=self.noun, order=self.order)
        return f"{self.owners[-1].id} / {place}" if self.owners else place

    def refused(self, field: str, what: str) -> FileUnreadable:
        """The error that names the file, the entry and the field; `what` tells the fault with its remedy."""
        return FileUnreadable(
            _("資料檔「{file}」的「{entry}」，欄位「{field}」：{what}").format(
                file=self.path, entry=self.name, field=field, what=what
            )
        )


def read_folder(folder: Path) -> list[tuple[Any, Path]]:
    """Every record of the folder's .toml and .csv files with its file, in the order of `NOUNS`, then as written."""
    paths = sorted(path for path in folder.glob("*") if path.suffix in {".toml", ".csv"})
    if not paths:
        raise FileUnreadable(
            _("資料夾「{folder}」裡沒有資料檔（.toml 或 .csv）。請確認路徑，或重新安裝本程式。").format(folder=folder)
        )
    seen: dict[tuple[str, str], _Entry] = {}
    found: list[tuple[Any, Path]] = []
    for path in paths:
        for entry, record in _records(path):
            other = seen.setdefault((entry.noun, record.id), entry)
            if other is not entry:
                text = _("識別碼「{id}」在「{other}」已用過。請改用別的識別碼。")
                raise entry.refused("id", text.format(id=record.id, other=other.path.name))
            found.append((record, path))
    place = {kind: order for order, kind in enumerate(NOUNS.values())}
    return sorted(found, key=lambda one: place[type(one[0])])


def _records(path: Path) -> Iterator[tuple[_Entry, Any]]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise FileUnreadable(
            _("無法開啟資料檔「{file}」：{reason}。請確認檔案沒有被移走，且您有讀取的權限。").format(
                file=path, reason=error.strerror
            )
        ) from error
    except UnicodeDecodeError as error:
        raise FileUnreadable(
            _("資料檔「{file}」不是 UTF-8 文字。請用文字編輯器開啟，另存為 UTF-8。").format(file=path)
        ) from error
    data = _table(path, text) if path.suffix == ".csv" else _tree(path, text)
    head = {key: value for key, value in data.items() if not isinstance(value, dict | list)}
    yield from _parts(path, data, head, ())


def _tree(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = _("第{line}行第{column}字").format(line=place[1], column=place[2]) if place else _("檔尾")
        raise FileUnreadable(
            _("資料檔「{file}」{where}不合 TOML 的寫法。請檢查該處的引號、括號與等號。").format(file=path, where=where)
        ) from error


def _table(path: Path, text: str) -> dict[str, Any]:
    """A CSV file as the one noun it is named after; an empty cell is a field left out, `#` opens a remark."""
    noun = path.stem if path.stem in NOUNS else path.stem.removesuffix("s")
    rows = [row for row in csv.reader(line for line in text.splitlines() if not line.startswith("#")) if any(row)]
    if not rows:
        raise FileUnreadable(_("資料檔「{file}」沒有標題列。請補上欄位名稱的一列。").format(file=path))
    header, *body = rows
    for order, row in enumerate(body, start=1):
        if len(row) != len(header):
            raise FileUnreadable(
                _("資料檔「{file}」的第{order}筆有{found}格，標題列有{wanted}格。請檢查逗號與引號。").format(
                    file=path, order=order, found=len(row), wanted=len(header)
                )
            )
    return {noun: [{name: cell for name, cell in zip(header, row, strict=True) if cell} for row in body]}


def _parts(
    path: Path, data: Mapping[str, Any], head: Mapping[str, Any], owners: tuple[Any, ...]
) -> Iterator[tuple[_Entry, Any]]:
    """The entries directly inside `data`, each followed by its own parts."""
    for noun, inside in data.items():
        if _holds_parts(noun, inside):
            for order, part in enumerate([inside] if isinstance(inside, dict) else inside, start=1):
                entry = _Entry(path, noun, order, part, head, owners)
                record = _record(entry)
                yield entry, record
                yield from _parts(path, part, head, (*owners, record))
        elif not owners and (noun not in head or not any(noun in field_types(kind) for kind in set(NOUNS.values()))):
            text = _("資料檔「{file}」裡的「{noun}」不是這個程式認得的資料。可以用的有：{known}。")
            raise FileUnreadable(text.format(file=path, noun=noun, known="、".join(NOUNS)))


def _record(entry: _Entry) -> Any:
    types = entry.types
    given = {name: value for name, value in entry.data.items() if not _holds_parts(name, value)}
    for name in given.keys() - types.keys():
        text = _("沒有這個欄位。可以用的有：{known}。")
        raise entry.refused(name, text.format(known="、".join(types)))
    values = _by_place(entry) | {name: _value(entry, name, types[name], raw) for name, raw in given.items()}
    for field in fields(NOUNS[entry.noun]):
        open_id = field.name == "id" and field.default_factory is new_id
        if field.name not in values and (open_id or (field.default is MISSING and field.default_factory is MISSING)):
            raise entry.refused(field.name, _("沒有填寫。請補上這個欄位。"))
    try:
        return NOUNS[entry.noun](**values)
    except RuleBroken as error:
        raise entry.refused("、".join(given), str(error)) from error


def _holds_parts(name: str, value: Any) -> bool:
    """Is this an entry's parts, and not the value of a field that bears the same name (`year`)?"""
    parts = value if isinstance(value, list) else [value]
    return name in NOUNS and all(isinstance(part, dict) for part in parts)


def _by_place(entry: _Entry) -> dict[str, Any]:
    """What an entry need not say: the file's head, its owners' ids, its place among its like, and its own id."""
    types = entry.types
    values = {name: _value(entry, name, types[name], raw) for name, raw in entry.head.items() if name in types}
    values |= {name: entry.order for name in COUNTED if name in types}
    for owner in entry.owners:
        link = OWNED_BY.get(type(owner))
        if link in types:
            values[link] = owner.id
    if entry.owners:
        values["id"] = f"{entry.owners[-1].id}/{entry.noun}-{entry.order}"
    return values


def _value(entry: _Entry, name: str, wanted: FieldType, raw: Any) -> Any:
    kind = wanted.kind
    if issubclass(kind, Enum):
        try:
            return kind(raw)
        except ValueError as error:
            known = "、".join(str(choice.value) for choice in kind)
            text = _("「{value}」不在可用的值之內。請改用：{known}。")
            raise entry.refused(name, text.format(value=raw, known=known)) from error
    try:
        return _plain(kind, raw)
    except (TypeError, ValueError) as error:
        text = _("「{value}」不是{expected}，請更正。")
        raise entry.refused(name, text.format(value=raw, expected=_(EXPECTED[kind]))) from error


def _plain(kind: type, raw: Any) -> Any:
    """The value as its kind; a CSV cell is text and read as such. TypeError or ValueError where it does not fit."""
    if isinstance(raw, str):
        if kind is tuple:
            return tuple(raw.split("、"))
        if kind is bool and raw not in TRUTH:
            raise ValueError(raw)
        if kind is bool:
            return TRUTH[raw]
        return kind.fromisoformat(raw) if kind in {date, time} else kind(raw)
    if kind is tuple and isinstance(raw, list) and all(isinstance(part, str) for part in raw):
        return tuple(raw)
    if kind is float and type(raw) is int:
        return float(raw)
    if type(raw) is not kind:
        raise TypeError(raw)
    return raw
