"""催辦: for each county that owes something in a round, a letter, its pre-filled form, and a mail draft with both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.documents import docx_file, reminder
from northtaiwan_desktop.documents.reminder import ReminderView
from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.round_view import day_of
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.watch import Day, Watch, answers
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import export, outgoing
from northtaiwan_desktop.services.sending import addresses_of
from northtaiwan_desktop.storage import rounds
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

POST = TABLES[Post].c
REASONS = ((Watch.LATE, "逾期"), (Watch.UNREPORTED, "本期未填報"), (Watch.DUE_SOON, "即將到期"))
ANSWER_IN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What was written for one county, and how many lines it asks for."""

    member_id: str
    name: str
    letter: Path
    mail: Path
    lines: int


def owing(
    records: Records, *, round: Round, today: date, member_id: str | None = None
) -> dict[str, list[tuple[TrackedLine, tuple[str, ...]]]]:
    """For each county that owes something: its open lines with the reasons why they are asked for."""
    known = reference(records)
    day = Day(today=day_of(round, today), round=round, soon_days=known.thresholds.due_soon_days)
    found: dict[str, list[tuple[TrackedLine, tuple[str, ...]]]] = {member.id: [] for member in known.members}
    for line in rounds.lines_of_round(records, round, today=today, member_id=member_id):
        reasons = tuple(word for watch, word in REASONS if answers(line, watch, day))
        if reasons and line.assignment.member_id in found:
            found[line.assignment.member_id].append((line, reasons))
    return {id: lines for id, lines in found.items() if lines}


def write(records: Records, folder: Path, *, round: Round, today: date, member_id: str | None = None) -> list[Reminder]:
    """Write a letter and a mail draft for each county that owes something, or for one; what lies there stays."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = _("無法建立資料夾「{folder}」：{reason}。請換一個位置。")
        raise FileUnwritable(message.format(folder=folder, reason=error.strerror)) from error
    known = reference(records)
    made = []
    for id, lines in owing(records, round=round, today=today, member_id=member_id).items():
        name = known.member_name(id, today)
        letter = docx_file.made(reminder.paper(view(records, id, lines, round=round, today=today)))
        stem = f"{name}{round.written}催辦函"
        draft = mail(records, id, letter, round=round, today=today)
        made.append(
            Reminder(
                member_id=id,
                name=name,
                letter=_kept(folder / f"{stem}.docx", letter),
                mail=_kept(folder / f"{stem}.eml", draft),
                lines=len(lines),
            )
        )
    return made


def view(
    records: Records,
    member_id: str,
    lines: Sequence[tuple[TrackedLine, tuple[str, ...]]],
    *,
    round: Round,
    today: date,
) -> ReminderView:
    """The letter to one county."""
    known = reference(records)
    name = known.member_name(member_id, today)
    host = known.host_of(round.year)
    counted = {word: sum(word in reasons for _line, reasons in lines) for _watch, word in REASONS}
    told = "、".join(f"{word}{count}項" for word, count in counted.items() if count)
    windows = "、".join(
        "　".join(part for part in (one.name, one.phone) if part) for one in contact_windows(records, host, today=today)
    )
    return ReminderView(
        sender=known.platform.name,
        host=f"{known.member_name(host, today)}政府",
        recipient=f"{name}政府",
        dated=f"中華民國{roc_date.written(today)}",
        subject=f"檢送貴府{round.written}會議決議列管案件待辦事項{len(lines)}項，請查照惠辦。",
        said=(
            f"依本平臺會議決議事項列管作業辦理，統計至{roc_date.written(day_of(round, today))}止：{told}"
            "（同一項可能兼有數種事由）。",
            f"請於{roc_date.written(today + ANSWER_IN)}前填妥所附填報表並回傳；落後者請一併說明落後原因及改善對策，"
            "已辦理完成者請勾選提請解除列管。",
            "待辦事項如下：",
        ),
        rows=tuple(
            (line.number, line.resolution.text, line.doer_name, line.due_words, "\n".join(reasons))
            for line, reasons in lines
        ),
        contact=windows,
    )


def mail(records: Records, member_id: str, letter: bytes, *, round: Round, today: date) -> bytes:
    """A draft to the county's contact windows with the letter and its pre-filled form."""
    known = reference(records)
    name = known.member_name(member_id, today)
    draft = EmailMessage(policy=SMTP)
    draft["X-Unsent"] = "1"
    draft["Subject"] = f"請填報{round.written}會議決議列管案件辦理情形（{name}）"
    windows = contact_windows(records, member_id, today=today)
    if addresses := tuple(address for one in windows for address in addresses_of(one)):
        draft["To"] = addresses
    draft.set_content(
        f"{name}窗口您好：\n\n檢送貴府{round.written}會議決議列管案件催辦函及填報表，"
        f"請於{roc_date.written(today + ANSWER_IN)}前填妥填報表，直接回傳本檔案。\n\n謝謝。\n"
    )
    with whole_file.spare_folder() as place:
        form = place / f"{name}{round.written}填報表.xlsx"
        export.form(records, form, today=today, member_id=member_id, round=round)
        for file, content in ((f"{name}{round.written}催辦函.docx", letter), (form.name, form.read_bytes())):
            main, _slash, sub = (guess_type(file)[0] or "application/octet-stream").partition("/")
            draft.add_attachment(content, maintype=main, subtype=sub, filename=file)
    return draft.as_bytes()


def contact_windows(records: Records, member_id: str, *, today: date) -> list[Person]:
    """The county's contact windows (聯絡窗口) whose post is valid, each person once."""
    posts = [
        post
        for post in records.all(Post, POST.body == Body.CONTACT, POST.member_id == member_id)
        if post.is_valid(today)
    ]
    people = {person.id: person for person in records.among(Person, "id", {post.person_id for post in posts})}
    return list({post.person_id: people[post.person_id] for post in posts}.values())


def _kept(path: Path, content: bytes) -> Path:
    """Write the file; one that lies there may have been worked on, and is let be."""
    place = outgoing.beside(path) if path.exists() else path
    whole_file.write(place, content)
    return place
