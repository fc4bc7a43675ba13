"""A meeting on its way to other programs: as a calendar entry (.ics) and as a mail draft (.eml) with its papers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type
from zoneinfo import ZoneInfo

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.documents.paper import printable
from northtaiwan_desktop.domain.duties import Duty
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.minutes import when_written
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.writing import mail_addresses
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import attachments, papers
from northtaiwan_desktop.storage import journal
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

TAIPEI = "Asia/Taipei"
USUAL_LENGTH = timedelta(hours=2)
POST = TABLES[Post].c


def calendar(records: Records, meeting_id: str, *, now: datetime) -> bytes:
    """The meeting as an iCalendar file. Without an hour it fills its days; without an end it lasts two hours."""
    from icalendar import Calendar, Event  # loaded on the day that it is needed

    meeting = records.get(Meeting, meeting_id)
    if meeting.held_on is None:
        message = _("「{title}」尚未填寫會議日期，還不能做成行事曆。請先填寫日期。")
        raise RuleBroken(message.format(title=meeting.title))
    last = meeting.held_until or meeting.held_on
    event = Event()
    event.add("uid", f"{meeting.id}@northtaiwan")
    event.add("dtstamp", now)
    # A calendar takes a later file for the same entry, changed: each change of the meeting counts.
    changes = journal.operations_on(records, [meeting.id])
    event.add("sequence", max(len(changes) - 1, 0))
    if changes:
        event.add("last-modified", changes[0].at.astimezone(UTC))
    event.add("summary", meeting.title)
    if meeting.starts_at is None:
        event.add("dtstart", meeting.held_on)
        event.add("dtend", last + timedelta(days=1))
    else:
        zone = ZoneInfo(TAIPEI)
        start = datetime.combine(meeting.held_on, meeting.starts_at, zone)
        end = datetime.combine(last, meeting.closed_at, zone) if meeting.closed_at else None
        same_hour = datetime.combine(last, meeting.starts_at, zone)
        event.add("dtstart", start)
        event.add("dtend", end if end and end > start else same_hour + USUAL_LENGTH)
    if meeting.venue:
        event.add("location", meeting.venue)
    if meeting.chair:
        event.add("description", f"主席：{meeting.chair}")
    made = Calendar()
    made.add("prodid", "-//northtaiwan_desktop//ZH-TW")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def duties_calendar(duties: Sequence[Duty], *, now: datetime) -> bytes:
    """A year's duties as an iCalendar file: each fills its day, and the same duty is the same entry ever after."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//northtaiwan_desktop//ZH-TW")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for duty in duties:
        event = Event()
        event.add("uid", f"{duty.kind.value}-{duty.id}@northtaiwan")
        event.add("dtstamp", now)
        event.add("summary", f"【{duty.kind.word}】{duty.text}")
        event.add("dtstart", duty.day)
        event.add("dtend", duty.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        if told := "　".join(part for part in (duty.who, duty.detail) if part):
            event.add("description", told)
        made.add_component(event)
    return bytes(made.to_ical())


def mail(records: Records, meeting_id: str, *, today: date, kinds: Sequence[PaperKind], ending: str = ".odt") -> bytes:
    """A draft to the contact windows, as a mail program opens it for a last look: these papers and the meeting's own
    files are attached."""
    meeting = records.get(Meeting, meeting_id)
    draft = EmailMessage(policy=SMTP)
    draft["X-Unsent"] = "1"
    names = "、".join(kind.word for kind in kinds)
    title = _in_a_line(meeting.title)
    draft["Subject"] = f"檢送「{title}」{names}" if kinds else title
    windows = contact_windows(records, meeting, today=today)
    if addresses := tuple(address for one in windows for address in addresses_of(one)):
        draft["To"] = addresses
    place = meeting.venue or "（地點另行通知）"
    draft.set_content(
        printable(
            f"各位先進，您好：\n\n檢送「{title}」{names or '相關資料'}，請查收。\n\n"
            f"開會時間：{when_written(meeting)}\n開會地點：{place}\n\n敬請轉知貴管與會人員，謝謝。\n"
        )
    )
    with whole_file.spare_folder() as folder:
        for kind in kinds:
            path = folder / f"{kind.word}{ending}"
            papers.write(records, kind, meeting_id, path, today=today)
            main, _slash, sub = (guess_type(path.name)[0] or "application/octet-stream").partition("/")
            draft.add_attachment(path.read_bytes(), maintype=main, subtype=sub, filename=path.name)
    for one in attachments.of(records, meeting_id):
        main, _slash, sub = (guess_type(one.name)[0] or "application/octet-stream").partition("/")
        content = attachments.content(records, one)
        draft.add_attachment(content, maintype=main, subtype=sub, filename=_in_a_line(one.name))
    return draft.as_bytes()


def contact_windows(records: Records, meeting: Meeting, *, today: date) -> list[Person]:
    """The contact windows (聯絡窗口) whose post is valid, of the meeting's group where it has one."""
    order = {member.id: place for place, member in enumerate(reference(records).members)}
    posts = [
        post
        for post in records.all(Post, POST.body == Body.CONTACT)
        if post.is_valid(today) and (meeting.group_id is None or post.group_id == meeting.group_id)
    ]
    posts.sort(key=lambda post: order.get(post.member_id or "", len(order)))
    people = {person.id: person for person in records.among(Person, "id", {post.person_id for post in posts})}
    return list({post.person_id: people[post.person_id] for post in posts}.values())


def unreachable(records: Records, meeting_id: str, *, today: date) -> list[str]:
    """The contact windows whom a draft does not reach, each with what is noted in place of an address."""
    windows = contact_windows(records, records.get(Meeting, meeting_id), today=today)
    found = []
    for one in windows:
        noted = mail_addresses.read(one.email)
        if not noted.usable:
            found.append(f"{one.name}（{'、'.join(noted.others) or _('未填電子郵件')}）")
    return found


def addresses_of(person: Person) -> list[Address]:
    """Every address of a person to which mail can be sent."""
    name = _in_a_line(person.name)
    return [Address(name, addr_spec=address) for address in mail_addresses.read(person.email).usable]


def _in_a_line(text: str) -> str:
    """A text as a mail's head can bear it."""
    return printable(text).replace("\n", " ").strip()
