"""A notice of meeting: what the official letter says beside what the meeting itself knows."""

from dataclasses import dataclass, field
from datetime import date

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.meeting import Presence
from northtaiwan_desktop.domain.minutes import (
    Labelled,
    MeetingFile,
    chair_written,
    office_written,
    person_written,
    when_written,
)
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import roc_date

SPEEDS = ("普通件", "速件", "最速件")
"""速別, from slow to fast."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """開會通知單 of one meeting. Time, place, chair and people are the meeting's own and stand there only."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    file_number: str = ""
    """檔號."""
    retention: str = ""
    """保存年限, such as 「3年」."""
    recipient: str = ""
    """受文者; empty where each recipient gets a letter of the same words."""
    issued_on: date | None = None
    """發文日期."""
    issue_number: str = ""
    """發文字號."""
    speed: str = SPEEDS[0]
    """速別."""
    secrecy: str = ""
    """密等及解密條件或保密期限; empty for what is no secret."""
    enclosures: str = ""
    """附件."""
    purpose: str = ""
    """開會事由; the meeting's title where nothing is said."""
    contact: str = ""
    """聯絡人."""
    phone: str = ""
    copies_to: str = ""
    """副本, one office a line."""
    remark: str = ""
    """備註."""


@dataclass(frozen=True)
class NoticeView:
    """開會通知單, ready to be set on paper: its fields stand in the order of official letters."""

    sender: str
    paper: str
    meeting: str
    """The meeting's title, for the name of the file."""
    corner: tuple[Labelled, ...]
    recipient: Labelled
    small: tuple[Labelled, ...]
    body: tuple[Labelled, ...]


def view(file: MeetingFile, notice: Notice, known: Reference) -> NoticeView:
    """Set out the notice of a meeting. The weekday is reckoned from the date, so that the two agree."""
    meeting = file.meeting
    host = known.member_name(meeting.host_id, meeting.held_on)
    contact = "　".join(filter(None, (notice.contact, notice.phone)))
    issued = roc_date.written_full(notice.issued_on).partition("（")[0] if notice.issued_on else ""
    return NoticeView(
        sender=f"{host}政府" if host else known.platform.name,
        paper="開會通知單",
        meeting=meeting.title,
        corner=(Labelled("檔號", notice.file_number), Labelled("保存年限", notice.retention)),
        recipient=Labelled("受文者", notice.recipient or "如出（列）席者"),
        small=(
            Labelled("發文日期", issued),
            Labelled("發文字號", notice.issue_number),
            Labelled("速別", notice.speed),
            Labelled("密等及解密條件或保密期限", notice.secrecy),
            Labelled("附件", notice.enclosures),
        ),
        body=(
            Labelled("開會事由", notice.purpose or f"召開{meeting.title}"),
            Labelled("開會時間", when_written(meeting)),
            Labelled("開會地點", meeting.venue),
            Labelled("主持人", chair_written(meeting)),
            Labelled("聯絡人及電話", contact),
            Labelled("出席者", _invited(file, Presence.ATTENDS, known)),
            Labelled("列席者", _invited(file, Presence.OBSERVES, known)),
            Labelled("副本", "、".join(filter(str.strip, notice.copies_to.splitlines()))),
            Labelled("備註", notice.remark),
        ),
    )


def _invited(file: MeetingFile, presence: Presence, known: Reference) -> str:
    """The offices with those who are expected of each, parted by 「、」; who is on leave was invited all the same."""
    wanted = {presence, Presence.ON_LEAVE} if presence is Presence.ATTENDS else {presence}
    offices: dict[str, list[str]] = {}
    for line in file.attendance:
        if line.presence in wanted:
            people = offices.setdefault(office_written(line, known, file.meeting), [])
            people += [person_written(line)] if line.title or line.name else []
    return "、".join(office + "、".join(people) for office, people in offices.items())
