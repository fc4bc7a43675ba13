"""The sender is answered: a marked copy of the own workbook, and a mail draft that says what to mend by when."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote, urlencode

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.documents.paper import printable
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.people import Person
from northtaiwan_desktop.domain.writing import mail_addresses, roc_date
from northtaiwan_desktop.i18n import _, in_chinese
from northtaiwan_desktop.services import intake, outgoing
from northtaiwan_desktop.services.intake import Preview
from northtaiwan_desktop.services.outgoing import Existing
from northtaiwan_desktop.services.reminders import contact_windows
from northtaiwan_desktop.services.sending import addresses_of
from northtaiwan_desktop.sheets import marking
from northtaiwan_desktop.sheets.answer import STATE_WORDS, Answer, Mark, Severity, answer_of
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, RowState
from northtaiwan_desktop.storage import imports
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

ANSWER_IN = timedelta(days=7)
TAKABLE = frozenset({RowState.NEW, RowState.CHANGED, RowState.CONFLICT})
_NAMED_IN_MAIL = 10
# Windows hands no longer address to a mail program.
_LONGEST_ADDRESS = 1_900


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What goes back to one sender. Texts are Chinese, as papers are."""

    answer: Answer
    preview: Preview
    ending: str
    """How the marked copy has to be named."""
    recipients: tuple[Address, ...]
    unreached: tuple[str, ...]
    """Windows without a usable address."""
    subject: str
    body: str

    @property
    def file_name(self) -> str:
        """The usual name of the marked copy."""
        return marking.usual_name(self.preview.file_name, self.ending)


def reply(
    records: Records,
    previewed: Preview,
    *,
    today: date,
    refused: Collection[ReviewedRow] | None = None,
    return_by: date | None = None,
) -> Reply:
    """Make the answer to a workbook. `refused` are the rows of the review that a person did not want."""
    if return_by is not None and return_by < today:
        message = _("回傳期限{day}已經過了，請改填今天以後的日期。")
        raise RuleBroken(message.format(day=roc_date.written(return_by)))
    known = reference(records)
    host = known.host_of(today.year - 1911)
    own_windows = contact_windows(records, host, today=today)
    found = previewed.review.recognised
    # What is reviewed in Chinese already need not be read once more.
    review = previewed.review if _("縣市") == "縣市" else _in_chinese(records, previewed, today=today)
    places = {place for place, row in enumerate(previewed.review.rows) if any(row is one for one in refused or ())}
    answer = answer_of(
        review,
        platform=known.platform.name,
        made_on=today,
        return_by=return_by or today + ANSWER_IN,
        return_to="、".join(filter(None, (_reached(one) for one in own_windows))),
        refused={id(row) for place, row in enumerate(review.rows) if place in places},
    )
    windows = contact_windows(records, found.sender_id, today=today) if found.sender_id else []
    sender = known.member_name(found.sender_id, today)
    ending = marking.ending_of(previewed.content)
    return Reply(
        answer=answer,
        preview=previewed,
        ending=ending,
        recipients=tuple(address for one in windows for address in addresses_of(one)),
        unreached=tuple(one.name for one in windows if not mail_addresses.read(one.email).usable),
        subject=_subject(previewed, answer, sender),
        body=_body(previewed, answer, sender, signed=_signed(f"{known.member_name(host, today)}政府", own_windows)),
    )


def _in_chinese(records: Records, previewed: Preview, *, today: date) -> Review:
    """The review in the words of papers: it may have been made in the language of the window."""
    found = previewed.review.recognised
    kinds = {sheet.table.kind.name for sheet in previewed.review.sheets if sheet.table.kind}
    with in_chinese():
        again = intake.preview_of(
            records,
            previewed.content,
            previewed.file_name,
            today=today,
            kind=found.kind if len(kinds) == 1 else "auto",
            sender_id=found.sender_id,
            year=found.year,
        )
    # Where the register has moved on meanwhile, what the person has seen is what counts.
    return again.review if len(again.review.rows) == len(previewed.review.rows) else previewed.review


def of_import(records: Records, import_id: str, *, today: date) -> tuple[Preview, tuple[ReviewedRow, ...]]:
    """The kept file of an import as it stands to the register now, and the rows that were not taken from it."""
    record = imports.find(records, import_id)
    content = imports.file_content(records, record.sha256)
    if content is None:
        raise NotFound(_("「{file}」當時的檔案沒有保存在資料庫裡，無法再標示。").format(file=record.file_name))
    previewed = intake.preview_of(
        records,
        content,
        record.file_name,
        today=today,
        kind=record.kind,
        sender_id=record.sender_id,
        year=record.year,
    )
    return previewed, tuple(row for row in previewed.review.rows if row.state in TAKABLE)


def marked_copy(reply: Reply, ending: str) -> bytes:
    """The sender's workbook with the marks; RuleBroken where a file of that ending can't be one."""
    grids = [sheet.table.grid for sheet in reply.preview.review.sheets]
    return marking.marked(reply.preview.content, reply.answer, grids, ending=ending)


def place_for(
    records: Records, reply: Reply, path: Path, *, source: Path | None = None, existing: Existing | None = None
) -> Path | None:
    """Where a file of the answer is written; None where the old one stays. The sender's own file is never overwritten,
    and one that was changed since it was read is looked at first."""
    if source is not None and whole_file.is_file(source):
        if whole_file.is_there(path) and path.samefile(source):
            message = _("標示檔不能蓋掉來源檔「{name}」，請換一個檔名。")
            raise RuleBroken(message.format(name=path.name))
        if sha256(whole_file.read(source)).hexdigest() != reply.preview.sha256:
            message = _("「{name}」在讀入之後有人修改過，標示會對不上。請重新讀入這個檔案，再回覆縣市。")
            raise RuleBroken(message.format(name=source.name))
    return outgoing.place_for(records, path, existing)


def draft(reply: Reply, *, subject: str = "", body: str = "") -> bytes:
    """The mail as a mail program opens it for a last look (.eml), the marked copy attached."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Subject"] = _in_a_line(subject or reply.subject)
    if reply.recipients:
        mail["To"] = reply.recipients
    mail.set_content(printable(body or reply.body))
    main, _slash, sub = (guess_type(reply.file_name)[0] or "application/octet-stream").partition("/")
    copy = marked_copy(reply, reply.ending)
    mail.add_attachment(copy, maintype=main, subtype=sub, filename=_in_a_line(reply.file_name))
    return mail.as_bytes()


def as_text(reply: Reply, *, subject: str = "", body: str = "") -> str:
    """The mail as a text to be copied."""
    to = "、".join(str(address) for address in reply.recipients)
    return f"收件人：{to}\n主旨：{_in_a_line(subject or reply.subject)}\n\n{printable(body or reply.body)}"


def mailto(reply: Reply, *, subject: str = "", body: str = "") -> str:
    """An address that opens the mail program; a long body is cut, and says that the rest is in the marked copy."""
    to = ",".join(quote(address.addr_spec, safe="@") for address in reply.recipients)
    text, cut = printable(body or reply.body), ""
    while True:
        words = {"subject": _in_a_line(subject or reply.subject), "body": text + cut}
        made = f"mailto:{to}?{urlencode(words, quote_via=quote)}"
        if len(made) <= _LONGEST_ADDRESS or not text:
            return made
        text, cut = text[: max(len(text) - 20, 0)], "…\n（其餘見所附標示檔的審閱結果。）\n"


def written(reply: Reply, path: Path, *, subject: str = "", body: str = "") -> bytes:
    """The mail in the format that the name asks for: .eml or .txt."""
    match path.suffix.lower():
        case ".eml":
            return draft(reply, subject=subject, body=body)
        case ".txt":
            return as_text(reply, subject=subject, body=body).replace("\n", "\r\n").encode("utf-8-sig")
    message = _("郵件草稿只能存成 eml 或 txt，請改「{name}」的副檔名。")
    raise RuleBroken(message.format(name=path.name))


def _subject(previewed: Preview, answer: Answer, sender: str) -> str:
    kind = KIND_WORDS.get(previewed.review.recognised.kind, "資料")
    if answer.marks or answer.notes:
        return f"請更正「{answer.file}」（{sender}{kind}），{roc_date.written(answer.return_by)}前回傳"
    return f"「{answer.file}」（{sender}{kind}）已審閱，無須更正"


def _body(previewed: Preview, answer: Answer, sender: str, *, signed: str) -> str:
    kind = KIND_WORDS.get(previewed.review.recognised.kind, "資料")
    counted = "、".join(f"{STATE_WORDS[state]}{count}列" for state, count in answer.counts.items() if count)
    lines = [f"{sender}窗口您好：" if sender else "您好：", ""]
    lines += [f"寄送的「{answer.file}」（{kind}）已審閱：{counted or '沒有資料列'}。"]
    if answer.refused:
        lines += [f"其中{answer.refused}列經審閱未採用，原因已註明在儲存格。"]
    lines += answer.notes
    if not answer.marks and not answer.notes:
        return "\n".join([*lines, "", "各列均可讀取，無須更正，謝謝。", "", signed, ""])
    lines += _of_marks(answer.marks)
    lines += ["", *(f"{place}、{text}" for place, text in zip("一二", answer.instructions, strict=True))]
    return "\n".join([*lines, "", "如有疑問請與本平臺窗口聯絡，謝謝。", "", signed, ""])


def _of_marks(marks: Sequence[Mark]) -> list[str]:
    """The cells to be mended, the first of them one by one."""
    if not marks:
        return []
    severities = Counter(mark.severity for mark in marks)
    told = "、".join(f"{severity.word}{severities[severity]}處" for severity in Severity if severities[severity])
    lines = [f"需要更正或確認的儲存格有{len(marks)}處（{told}）：", ""]
    for place, mark in enumerate(marks[:_NAMED_IN_MAIL], 1):
        about = f"（{mark.about}）" if mark.about else ""
        said = f"{mark.reason}{mark.advice}".replace("\n", "")
        lines.append(f"{place}. 工作表「{mark.sheet}」{mark.cell}{about}：{said}")
    if len(marks) > _NAMED_IN_MAIL:
        lines.append(f"其餘{len(marks) - _NAMED_IN_MAIL}處，見所附標示檔第一張工作表「審閱結果」。")
    return lines


def _signed(office: str, windows: list[Person]) -> str:
    people = ["　".join(part for part in (one.name, one.phone) if part) for one in windows]
    return "\n".join((office, *people))


def _reached(person: Person) -> str:
    usable = mail_addresses.read(person.email).usable
    return f"{person.name}（{usable[0]}）" if usable else ""


def _in_a_line(text: str) -> str:
    return " ".join(printable(text).split())
