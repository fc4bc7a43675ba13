"""簽到表: who is expected, in the committee's order, with room to sign."""

from dataclasses import dataclass

from northtaiwan_desktop.domain.meeting import Attendance, Presence
from northtaiwan_desktop.domain.minutes import Labelled, MeetingFile, office_written, when_written
from northtaiwan_desktop.domain.reference import Reference

EMPTY_ROWS = 5
"""For those who come unannounced."""


@dataclass(frozen=True)
class SigninRow:
    """One line to sign. `name` says for whom the person stands in (代理)."""

    office: str
    title: str
    name: str


@dataclass(frozen=True)
class SigninGroup:
    """出席 or 列席 with their lines."""

    word: str
    rows: tuple[SigninRow, ...]


@dataclass(frozen=True)
class SigninView:
    """簽到表, ready to be set on paper."""

    platform: str
    title: str
    paper: str
    head: tuple[Labelled, ...]
    groups: tuple[SigninGroup, ...]
    empty_rows: int = EMPTY_ROWS


def view(file: MeetingFile, known: Reference) -> SigninView:
    """Set out the sheet. Who is on leave does not sign."""
    meeting = file.meeting
    groups = []
    for presence in (Presence.ATTENDS, Presence.OBSERVES):
        lines = _sorted([line for line in file.attendance if line.presence is presence], known)
        rows = tuple(
            SigninRow(
                office_written(line, known, meeting),
                line.title,
                f"{line.name}（代{line.represents}）" if line.represents else line.name,
            )
            for line in lines
        )
        groups.append(SigninGroup(presence.word, rows))
    return SigninView(
        platform=known.platform.name,
        title=meeting.title,
        paper="會議簽到表",
        head=(Labelled("時間", when_written(meeting)), Labelled("地點", meeting.venue)),
        groups=tuple(group for group in groups if group.rows or group.word == Presence.ATTENDS.word),
    )


def _sorted(lines: list[Attendance], known: Reference) -> list[Attendance]:
    """By member in the committee's order, bureau by bureau as they were entered; guests last."""
    order = {member.id: place for place, member in enumerate(known.members)}
    bureaus: dict[tuple[str | None, str], int] = {}
    for line in lines:
        bureaus.setdefault((line.member_id, line.bureau), len(bureaus))
    return sorted(
        lines,
        key=lambda line: (order.get(line.member_id or "", len(order)), bureaus[line.member_id, line.bureau]),
    )
