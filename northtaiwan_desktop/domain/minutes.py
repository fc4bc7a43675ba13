"""Minutes as one value: the words and numbers that the preview, docx, odt and pdf all show alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import (
    Attendance,
    Correction,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Presence,
    Section,
    SectionRole,
)
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share
from northtaiwan_desktop.domain.tracking import TrackedLine, doer_name
from northtaiwan_desktop.domain.writing import clock, numbering, roc_date


@dataclass(frozen=True, kw_only=True)
class MeetingFile:
    """All records of one meeting, each list in its order."""

    meeting: Meeting
    kind: MeetingKind
    sections: tuple[Section, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    carried: tuple[TrackedLine, ...] = ()
    """The open cases that concern this meeting, live from the one register; frozen only when finalised."""
    before: Meeting | None = None
    """The meeting of the same kind and group whose minutes this one confirms."""
    corrections: tuple[Correction, ...] = ()
    """What this meeting sets right in them."""
    series: tuple[Meeting, ...] = ()
    """The other meetings of the year, kind and group, with which this one is numbered."""

    @cached_property
    def decided_on(self) -> Mapping[str | None, list[Resolution]]:
        """What was decided on each item, by its id."""
        found: defaultdict[str | None, list[Resolution]] = defaultdict(list)
        for resolution in self.resolutions:
            found[resolution.item_id].append(resolution)
        return found

    @cached_property
    def doers_of(self) -> Mapping[str, list[Assignment]]:
        """Who does what was decided, by the resolution's id."""
        found: defaultdict[str, list[Assignment]] = defaultdict(list)
        for line in self.assignments:
            found[line.resolution_id].append(line)
        return found


@dataclass(frozen=True)
class Labelled:
    """A label and its text: 「地點：…」, 「說明：…」. Line breaks in the text are paragraphs."""

    label: str
    text: str


@dataclass(frozen=True)
class CarriedRow:
    """One case of 上次會議決議辦理情形; what differs among its doers stands behind each name."""

    number: str
    text: str
    doer: str
    """The doers; 「主辦：…」「協辦：…」 on lines of their own where some only help."""
    due: str
    report: str
    percent: str
    """Empty where the doers differ: then it stands with each one's report."""
    review: str


@dataclass(frozen=True)
class OutcomeView:
    """What was decided: 「決議：…」 with who does it by when."""

    word: str
    number: str
    text: str
    doers: str
    due: str


@dataclass(frozen=True)
class ItemView:
    """One item: 「一、案由…（提案單位：…）」."""

    number: str
    title: str
    proposer: str
    parts: tuple[Labelled, ...]
    outcomes: tuple[OutcomeView, ...]
    title_word: str = ""
    """「案由」 before the title of what is put up for decision; nothing before a report's."""
    proposer_word: str = "提案單位"


@dataclass(frozen=True)
class SectionView:
    """One section: 「肆、報告事項」."""

    number: str
    title: str
    body: str
    items: tuple[ItemView, ...]
    carried: tuple[CarriedRow, ...] = ()
    outcomes: tuple[OutcomeView, ...] = ()


@dataclass(frozen=True)
class MinutesView:
    """會議紀錄, ready to be set on paper."""

    platform: str
    title: str
    paper: str
    mark: str
    """「草稿」 until the minutes are final."""
    head: tuple[Labelled, ...]
    sections: tuple[SectionView, ...]
    note: str = ""


def view(file: MeetingFile, reference: Reference) -> MinutesView:
    """Set out a meeting's records as its minutes."""
    meeting = file.meeting
    return MinutesView(
        platform=reference.platform.name,
        title=meeting.title,
        paper="會議紀錄",
        mark="" if meeting.status is MeetingStatus.FINAL else "草稿",
        head=tuple(_head(file, reference)),
        sections=tuple(
            _section(file, section, order, reference) for order, section in enumerate(file.sections, start=1)
        ),
        note=meeting.note,
    )


def when_written(meeting: Meeting) -> str:
    """「中華民國103年9月11日（星期四）上午10時」; of a meeting over two days 「…下午2時至9月12日（星期五）」."""
    if meeting.held_on is None:
        return "（日期未定）"
    text = roc_date.written_full(meeting.held_on) + (clock.written_time(meeting.starts_at) if meeting.starts_at else "")
    last = meeting.held_until
    if last is None or last == meeting.held_on:
        return text
    day = roc_date.written(last) if last.year != meeting.held_on.year else f"{last.month}月{last.day}日"
    return f"{text}至{day}（{roc_date.weekday(last)}）"


def heads(lines: Iterable[Attendance]) -> dict[Presence, int]:
    """How many people there are of each presence: a line without name and title is an office, and nobody yet."""
    counted = dict.fromkeys(Presence, 0)
    for line in lines:
        counted[line.presence] += bool(line.name.strip() or line.title.strip())
    return counted


def chair_written(meeting: Meeting) -> str:
    """「○○○」 or 「○○○（○○○代）」."""
    return f"{meeting.chair}（{meeting.chair_stands_in}代）" if meeting.chair_stands_in else meeting.chair


def person_written(line: Attendance) -> str:
    """「局長○○○（代○○○）」; the office without a name where none is known."""
    person = f"{line.title}{line.name}".strip() or "（未具名）"
    return f"{person}（代{line.represents}）" if line.represents else person


def office_written(line: Attendance, reference: Reference, meeting: Meeting) -> str:
    """「桃園縣政府交通局」, by the name valid on the day; a guest's office as typed."""
    if line.member_id is None:
        return line.bureau
    return f"{reference.member_name(line.member_id, meeting.held_on)}政府{line.bureau}"


def _head(file: MeetingFile, reference: Reference) -> Iterable[Labelled]:
    meeting = file.meeting
    yield Labelled("時間", when_written(meeting))
    yield Labelled("地點", meeting.venue)
    yield Labelled("主席", chair_written(meeting))
    yield Labelled("紀錄", meeting.recorder)
    for presence in Presence:
        lines = [line for line in file.attendance if line.presence is presence]
        if not lines and presence is not Presence.ATTENDS:
            continue
        yield Labelled(presence.word, _present(lines, reference, meeting))


def _present(lines: Sequence[Attendance], reference: Reference, meeting: Meeting) -> str:
    """One line an office, its people joined; in the order of the attendance list."""
    offices: dict[str, list[str]] = {}
    for line in lines:
        offices.setdefault(office_written(line, reference, meeting), []).append(person_written(line))
    return "\n".join("　".join(filter(None, (office, "、".join(people)))) for office, people in offices.items())


def _section(file: MeetingFile, section: Section, order: int, reference: Reference) -> SectionView:
    items = [item for item in file.items if item.section_id == section.id]
    closing = section.role is SectionRole.CLOSING and file.meeting.closed_at
    aside = f"（{clock.written_time(file.meeting.closed_at)}）" if closing and file.meeting.closed_at else ""
    if section.role is SectionRole.MOTIONS and not items and not section.body.strip():
        aside = "（無）"
    return SectionView(
        number=numbering.written(numbering.Level.ONE, order),
        title=section.title + aside,
        body=_body(file, section),
        items=tuple(_item(file, section.role, item, place, reference) for place, item in enumerate(items, start=1)),
        carried=carried_rows(file) if section.role is SectionRole.CARRIED else (),
    )


def _body(file: MeetingFile, section: Section) -> str:
    """The running text; where the last minutes are confirmed, what is set right in them follows."""
    if section.role is not SectionRole.CONFIRM or not file.corrections or file.before is None:
        return section.body
    right = [
        f"{numbering.written(numbering.Level.TWO, place)}{one.text}"
        for place, one in enumerate(file.corrections, start=1)
    ]
    return "\n".join(filter(None, (section.body, f"「{file.before.title}」紀錄更正如下，餘確認：", *right)))


def _item(file: MeetingFile, role: SectionRole, item: AgendaItem, place: int, reference: Reference) -> ItemView:
    decided = file.decided_on.get(item.id, [])
    parts = (Labelled("說明", item.explanation), Labelled("擬辦", item.proposal))
    decides = role in {SectionRole.DISCUSSION, SectionRole.MOTIONS}
    return ItemView(
        title_word="案由" if decides else "",
        proposer_word="報告單位" if role is SectionRole.REPORTS else "提案單位",
        number=numbering.written(numbering.Level.TWO, place),
        title=item.title,
        proposer=item.proposer,
        parts=tuple(part for part in parts if part.text.strip()),
        outcomes=tuple(_outcome(resolution, file, reference) for resolution in decided),
    )


def _outcome(resolution: Resolution, file: MeetingFile, reference: Reference) -> OutcomeView:
    lines = file.doers_of.get(resolution.id, [])
    day = file.meeting.held_on
    named = {
        share: "、".join(doer_name(line, reference, day) for line in lines if line.share is share) for share in Share
    }
    doers = [f"主辦：{named[Share.LEAD]}"] if named[Share.LEAD] else []
    doers += [f"協辦：{named[Share.CO_LEAD]}"] if named[Share.CO_LEAD] else []
    due = roc_date.written(resolution.due_on) if resolution.due_on else resolution.due_text
    return OutcomeView(resolution.outcome.word, resolution.number, resolution.text, "；".join(doers), due)


def carried_rows(file: MeetingFile, *, with_decisions: bool = True) -> tuple[CarriedRow, ...]:
    """One row a case that is before the meeting; with what this meeting decided, or as it is put to the meeting."""
    cases: dict[str, list[TrackedLine]] = {}
    for line in file.carried:
        cases.setdefault(line.resolution.id, []).append(line)
    return tuple(_carried(lines, file.meeting, with_decisions=with_decisions) for lines in cases.values())


def _carried(lines: Sequence[TrackedLine], meeting: Meeting, *, with_decisions: bool) -> CarriedRow:
    percents = [_percent(line) for line in lines]
    alike = len(set(percents)) == 1
    reports = []
    for line, percent in zip(lines, percents, strict=True):
        text = line.latest.text if line.latest else ""
        reports.append(text if alike or not percent else f"{text}（{percent}）")
    return CarriedRow(
        number=lines[0].number,
        text=lines[0].resolution.text,
        doer=doers_of(lines),
        due=lines[0].due_words,
        report=_by_doer(lines, reports, nothing="尚未填報"),
        percent=percents[0] if alike else "",
        review=_by_doer(lines, [_review(line, meeting, with_decisions=with_decisions) for line in lines]),
    )


def doers_of(lines: Sequence[TrackedLine]) -> str:
    """The doers of one case: who leads alone needs no word for it."""
    named = {
        share: "、".join(line.doer_name for line in lines if line.assignment.share is share and line.doer_name)
        for share in Share
    }
    if not named[Share.CO_LEAD]:
        return named[Share.LEAD]
    marked = (("主辦", named[Share.LEAD]), ("協辦", named[Share.CO_LEAD]))
    return "\n".join(f"{word}：{names}" for word, names in marked if names)


def _by_doer(lines: Sequence[TrackedLine], texts: Sequence[str], *, nothing: str = "") -> str:
    """What is said of each doer: once where all say the same, else each text behind the names of those it is of."""
    said: dict[str, list[str]] = {}
    for line, text in zip(lines, texts, strict=True):
        said.setdefault(text.strip(), []).append(line.doer_name)
    if len(said) == 1:
        return next(iter(said))
    return "\n".join(f"{'、'.join(names)}：{text or nothing}" for text, names in said.items() if text or nothing)


def _percent(line: TrackedLine) -> str:
    report = line.latest
    return f"{report.actual_percent:g}%" if report and report.actual_percent is not None else ""


def _review(line: TrackedLine, meeting: Meeting, *, with_decisions: bool) -> str:
    """What this meeting decided on the line; before that, what the secretary recommends."""
    decision = line.decided_in(meeting.id) if with_decisions else None
    if decision and decision.decided:
        return "：".join(filter(None, (line.verdict_word(decision.decided), decision.reason))) + decision.directly
    earlier = [one for one in line.reviews if with_decisions or one.meeting_id != meeting.id]
    if not earlier:
        return ""
    return earlier[-1].text or (earlier[-1].recommended.word if earlier[-1].recommended else "")
