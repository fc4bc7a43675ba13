"""The check list before minutes are made final: what stops, and what only deserves a look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from northtaiwan_desktop.domain import minutes, wording
from northtaiwan_desktop.domain.meeting import Presence, SectionRole
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.due_words import names_time
from northtaiwan_desktop.i18n import _

TAKES_ITEMS = (SectionRole.DISCUSSION, SectionRole.REPORTS, SectionRole.OTHER, SectionRole.MOTIONS)
NAMED = 3
"""Of many carried cases, so many are named."""
LETTER = "notice"
"""Where a gap of the notice is mended: there is one to a meeting, written or not."""


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or odd. `stops` says whether 定稿 has to wait.

    Where to mend it: `field` of the record `record_id`; "attendance" is the list of a meeting.
    """

    text: str
    record_id: str
    stops: bool
    field: str = ""


def gaps(file: MeetingFile, *, today: date | None = None) -> list[Gap]:
    """All gaps of a meeting, stops first, each half in the order in which the minutes are read."""
    found = [*_head(file, today), *_carried(file), *_items(file), *_resolutions(file), *_words(file)]
    order = _reading_order(file)
    return sorted(found, key=lambda gap: (not gap.stops, order.get(gap.record_id, 0)))


def letter_gaps(letter: Notice, *, year: int) -> list[Gap]:
    """What looks wrong in the words of a notice (開會通知單). It never keeps the minutes waiting."""
    written = [field.name for field in fields(letter) if field.name not in ("id", "meeting_id")]
    texts = {name: getattr(letter, name) for name in written}
    return [
        Gap(_("開會通知單：{doubt}。").format(doubt=doubt), LETTER, False, name)
        for name, text in texts.items()
        if isinstance(text, str)
        for doubt in wording.doubts(text, year=year)
    ]


def _reading_order(file: MeetingFile) -> dict[str, int]:
    """The place of each record in the minutes: a section, its items one after another, what was decided on each."""
    ids = [file.meeting.id]
    for section in file.sections:
        ids.append(section.id)
        for item in (one for one in file.items if one.section_id == section.id):
            ids += [item.id, *(one.id for one in file.decided_on.get(item.id, ()))]
    return {id: place for place, id in enumerate(ids)}


def _head(file: MeetingFile, today: date | None) -> Iterable[Gap]:
    meeting = file.meeting
    if meeting.held_on is None:
        yield Gap(_("會議日期未填。"), meeting.id, True, "held_on")
    elif today is not None and meeting.held_on > today:
        text = _("會議日期 {day} 還沒到。").format(day=roc_date.written(meeting.held_on))
        yield Gap(text, meeting.id, False, "held_on")
    yield from _ordinals(file)
    if not file.items:
        yield Gap(_("沒有任何議案。"), next((one.id for one in file.sections if one.role in TAKES_ITEMS), ""), False)
    if not meeting.venue.strip():
        yield Gap(_("會議地點未填。"), meeting.id, False, "venue")
    if not meeting.chair.strip():
        yield Gap(_("主席未填。"), meeting.id, False, "chair")
    if not meeting.recorder.strip():
        yield Gap(_("紀錄人員未填。"), meeting.id, False, "recorder")
    present = [line for line in file.attendance if line.presence is Presence.ATTENDS]
    if not present:
        yield Gap(_("出席名單是空的。"), meeting.id, False, "attendance")
    elif not any(line.name.strip() or line.title.strip() for line in present):
        yield Gap(_("出席名單只有單位，沒有一位出席人員的職稱或姓名。"), meeting.id, False, "attendance")
    heads = minutes.heads(file.attendance)[Presence.ATTENDS]
    if meeting.quorum is not None and heads < meeting.quorum:
        text = _("出席 {present} 人，未達法定出席人數 {quorum} 人。")
        yield Gap(text.format(present=heads, quorum=meeting.quorum), meeting.id, False, "attendance")
    if any(line.member_id is None and not line.bureau.strip() for line in file.attendance):
        yield Gap(_("出席名單有一列沒有填縣市或單位。"), meeting.id, False, "attendance")


def _ordinals(file: MeetingFile) -> Iterable[Gap]:
    """Numbers of the year's meetings of this kind and group that are double, or left out."""
    meeting = file.meeting
    others = {one.ordinal: one for one in file.series if one.ordinal}
    if meeting.parent_id or (meeting.ordinal is None and not others):
        return
    if meeting.ordinal is None:
        yield Gap(_("次別未填；同年度同種會議有次別。"), meeting.id, False, "ordinal")
        return
    if meeting.ordinal in others:
        text = _("次別第{ordinal}次與「{title}」重複。")
        said = text.format(ordinal=meeting.ordinal, title=others[meeting.ordinal].title)
        yield Gap(said, meeting.id, False, "ordinal")
    missing = [str(n) for n in range(1, meeting.ordinal) if n not in others]
    if missing and len(missing) <= NAMED:
        text = _("{year}年度同種會議缺第{missing}次。")
        yield Gap(text.format(year=meeting.year, missing="、".join(missing)), meeting.id, False, "ordinal")
    elif missing:
        text = _("{year}年度同種會議缺 {count} 次的次別，請確認第{ordinal}次是否正確。")
        said = text.format(year=meeting.year, count=len(missing), ordinal=meeting.ordinal)
        yield Gap(said, meeting.id, False, "ordinal")


def _carried(file: MeetingFile) -> Iterable[Gap]:
    section = next((one for one in file.sections if one.role is SectionRole.CARRIED), None)
    left: dict[str, list[TrackedLine]] = {}
    for line in file.carried:
        if line.decided_in(file.meeting.id) is None:
            left.setdefault(line.resolution.id, []).append(line)
    if section is None or not left:
        return
    # All are mended in one place: a line for each would hide what else is missing.
    named = [
        f"「{lines[0].number or lines[0].resolution.text[:12]}」（{'、'.join(line.doer_name for line in lines)}）"
        for lines in list(left.values())[:NAMED]
    ]
    text = _("承接的案件有 {count} 項尚未記載本次會議的決定：{named}。")
    if len(left) > NAMED:
        text = _("承接的案件有 {count} 項尚未記載本次會議的決定：{named}等。")
    yield Gap(text.format(count=len(left), named="、".join(named)), section.id, False, "carried")


def _items(file: MeetingFile) -> Iterable[Gap]:
    undecided = {SectionRole.DISCUSSION, SectionRole.MOTIONS}
    roles = {section.id: section.role for section in file.sections}
    decided = {resolution.item_id for resolution in file.resolutions}
    for item in file.items:
        if not item.title.strip():
            yield Gap(_("有一案的案由未填。"), item.id, True, "title")
        if item.id not in decided and roles.get(item.section_id) in undecided:
            yield Gap(_("「{title}」尚未記載決議。").format(title=item.title[:24] or _("（未填案由）")), item.id, False)


def _resolutions(file: MeetingFile) -> Iterable[Gap]:
    meeting = file.meeting
    doers = {line.resolution_id for line in file.assignments}
    nameless = {line.resolution_id for line in file.assignments if line.member_id is None and not line.office.strip()}
    same = Counter((line.resolution_id, line.member_id, line.office.strip()) for line in file.assignments)
    # Neither of two lines that read alike could be reported on: nobody can say which one is meant.
    doubled = {id for (id, member, office), count in same.items() if count > 1 and (member or office)}
    for resolution in file.resolutions:
        if not resolution.text.strip():
            yield Gap(_("有一項決議的內容未填。"), resolution.id, True, "text")
            continue
        if not resolution.is_tracked:
            continue
        if resolution.id not in doers:
            text = _("決議「{text}」要列管，但沒有主辦單位。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "doers")
        if resolution.id in nameless:
            text = _("決議「{text}」有一列主（協）辦單位沒有填縣市或機關。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "doers")
        if resolution.id in doubled:
            text = _("決議「{text}」的主（協）辦單位有重複的列，請刪去一列。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "doers")
        if resolution.due_on is None and not resolution.due_text.strip():
            text = _("決議「{text}」沒有預定完成日期。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, False, "due")
        elif resolution.due_on is None and not names_time(resolution.due_text):
            text = _("決議「{text}」的預定完成日期「{due}」看不出期限。")
            said = text.format(text=resolution.text[:24], due=resolution.due_text)
            yield Gap(said, resolution.id, False, "due")
        if resolution.due_on and meeting.held_on and resolution.due_on < meeting.held_on:
            text = _("決議「{text}」的預定完成日期早於會議日期。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "due")


def _words(file: MeetingFile) -> Iterable[Gap]:
    """What looks wrong in the texts: weekdays, numbering, fixed usage, 造字."""
    year = file.meeting.year
    head = file.meeting
    texts: list[tuple[str, str, str]] = [
        (head.id, field, getattr(head, field)) for field in ("title", "venue", "chair", "recorder", "note")
    ]
    texts += [(section.id, "body", section.body) for section in file.sections]
    texts += [
        (item.id, field, getattr(item, field))
        for item in file.items
        for field in ("title", "proposer", "explanation", "proposal")
    ]
    texts += [(one.id, "text", one.text) for one in file.resolutions]
    for record_id, field, text in texts:
        for doubt in wording.doubts(text, year=year):
            yield Gap(_("{doubt}。").format(doubt=doubt), record_id, False, field)
    names = "".join(f"{line.bureau}{line.title}{line.name}{line.represents}" for line in file.attendance)
    for doubt in wording.doubts(names, year=year):
        yield Gap(_("出席名單：{doubt}。").format(doubt=doubt), file.meeting.id, False, "attendance")
