"""Kept versions of minutes: set side by side, and brought back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from northtaiwan_desktop.documents import minutes as minutes_paper
from northtaiwan_desktop.documents.paper import Paper, Table, Text
from northtaiwan_desktop.domain import minutes
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.meeting import Attendance, Correction, Meeting, MeetingStatus, MinutesVersion, Section
from northtaiwan_desktop.domain.minutes import MeetingFile, MinutesView
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.revision import Row, compared
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services.meetings import require_draft
from northtaiwan_desktop.storage import closings, imports, meetings, snapshot
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

V = TypeVar("V")
PRESENT = 0
"""The number under which the minutes as they stand now are compared."""


def compare(records: Records, meeting_id: str, *, old: int, new: int, today: date) -> list[Row]:
    """Set two versions of a meeting's minutes side by side; `PRESENT` is what stands in the register now."""
    sides = [_lines(minutes_paper.paper(_view(records, meeting_id, one, today))) for one in (old, new)]
    return compared(*sides)


def bring_back(work: Work, meeting_id: str, *, version: int) -> Meeting:
    """Make a reopened meeting read as an old version did. Numbers, and what has been done since, stay as they are.

    RuleBroken where that version kept no records or says the same, or where a resolution that it lacks bears a number
    or has been reported on since.
    """
    now = require_draft(work, meeting_id)
    kept = find(work, meeting_id, version)
    if not kept.records:
        message = _("「{title}」第 {version} 版只保存了文件，沒有可以帶回的內容。請參照該版文件重新輸入。")
        raise RuleBroken(message.format(title=now.title, version=version))
    then = snapshot.records_decoded(kept.records)
    head: Meeting = then[Meeting][0]
    title = replace(head, status=MeetingStatus.DRAFT, version=now.version, number=now.number, note=now.note)
    cases = {case.id: case for case in _now(work, Resolution, meeting_id)}
    then[Resolution] = [_with_fate(case, cases.get(case.id)) for case in then[Resolution]]
    _remove_what_came_later(work, meeting_id, then, cases)
    for kind in (Section, Attendance, AgendaItem, Resolution, Assignment, Correction):
        for record in then[kind]:
            work.save(record)
    made = work.save(title)
    if made.decides_on != now.decides_on:
        closings.follow(work, made, before=now.decides_on)
    if not work.changes:
        message = _("「{title}」現在的內容與第 {version} 版相同，沒有需要帶回的。")
        raise RuleBroken(message.format(title=now.title, version=version))
    return made


def find(records: Records, meeting_id: str, version: int) -> MinutesVersion:
    """A kept version; NotFound says which there are."""
    kept = meetings.versions(records, meeting_id)
    for one in kept:
        if one.version == version:
            return one
    known = "、".join(str(one.version) for one in reversed(kept)) or _("（無）")
    raise NotFound(_("沒有第 {version} 版。保存的版次：{known}。").format(version=version, known=known))


def kept_file(records: Records, meeting_id: str, version: int) -> bytes:
    """The docx that was kept when a version was made final, byte by byte."""
    kept = find(records, meeting_id, version)
    content = imports.file_content(records, kept.docx_sha256)
    if content is None:
        raise NotFound(_("資料庫裡找不到第 {version} 版的檔案。請從備份還原。").format(version=version))
    return content


def _view(records: Records, meeting_id: str, version: int, today: date) -> MinutesView:
    if version != PRESENT:
        return snapshot.decoded(find(records, meeting_id, version).snapshot)
    file: MeetingFile = meetings.meeting_file(records, meeting_id, today=today)
    if file.meeting.status is MeetingStatus.FINAL:
        return meetings.minutes_view(records, meeting_id, today=today)
    return replace(minutes.view(file, reference(records)), mark="")


def _lines(paper: Paper) -> list[str]:
    """The paragraphs of a paper; a row of a table is one."""
    lines: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Table):
            rows = [block.header, *block.rows] if block.header else block.rows
            lines += ["　".join(cell.replace("\n", " ") for cell in row).strip(" 　") for row in rows]
        elif isinstance(block, Text):
            lines.append(block.label + block.text)
    return lines


def _with_fate(then: Resolution, now: Resolution | None) -> Resolution:
    """The words of then with what has become of the case since."""
    if now is None:
        return then
    return replace(
        then,
        number=now.number,
        state=now.state,
        decided_on=now.decided_on,
        closed_on=now.closed_on,
        closed_in_id=now.closed_in_id,
        close_reason=now.close_reason,
        merged_into_id=now.merged_into_id,
    )


def _remove_what_came_later(
    work: Work, meeting_id: str, then: dict[type, list[Any]], cases: dict[str, Resolution]
) -> None:
    kept_cases = {record.id for record in then[Resolution]}
    numbered = [case.number for case in cases.values() if case.number and case.id not in kept_cases]
    if numbered:
        message = _(
            "決議 {numbers} 在那一版之後才列入，已有案號，不能隨舊版消失。請用「版本」比較後逐項更正；"
            "不再辦理的，請以「撤銷列管」結案。"
        )
        raise RuleBroken(message.format(numbers="、".join(sorted(numbered))))
    lines = work.among(Assignment, "resolution_id", set(cases))
    now: dict[type, Sequence[Any]] = {Assignment: lines, Resolution: list(cases.values())}
    now |= {kind: _now(work, kind, meeting_id) for kind in (AgendaItem, Attendance, Section, Correction)}
    for kind in (Assignment, Resolution, AgendaItem, Attendance, Section, Correction):
        kept = {record.id for record in then[kind]}
        for record in now[kind]:
            if record.id in kept:
                continue
            if kind is Assignment and work.all(ProgressReport, TABLES[ProgressReport].c.assignment_id == record.id):
                number = cases[record.resolution_id].number
                message = _("決議 {number} 在那一版之後才列入，且已有填報，不能帶回那一版。")
                raise RuleBroken(message.format(number=number))
            work.delete(record)


def _now(work: Work, kind: type[V], meeting_id: str) -> list[V]:
    return work.all(kind, TABLES[kind].c.meeting_id == meeting_id)
