"""`minutes set` and `notice set`: the head of a meeting and the fields of its notice, changed one by one."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from functools import partial
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, Section
from northtaiwan_desktop.domain.notice import SPEEDS, Notice
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import clock, roc_date
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import meetings as actions
from northtaiwan_desktop.services import notices as notice_actions
from northtaiwan_desktop.storage import meetings, notices
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

Read = Callable[[str, Reference, Work], Any]


def _text(text: str, _known: Reference, _work: Work) -> str:
    return text


def _day(text: str, _known: Reference, _work: Work) -> Any:
    return roc_date.read_day(text) if text else None


def _time(text: str, _known: Reference, _work: Work) -> Any:
    return clock.read_time(text) if text else None


def _number(text: str, _known: Reference, _work: Work) -> int | None:
    if text and not text.isdecimal():
        raise RuleBroken(_("「{text}」不是數字，請填整數。").format(text=text))
    return int(text) if text else None


def _member(text: str, known: Reference, _work: Work) -> str | None:
    return known.find_member(text).id if text else None


def _group(text: str, known: Reference, _work: Work) -> str | None:
    return known.find_group(text).id if text else None


def _parent(text: str, _known: Reference, work: Work) -> str | None:
    return meetings.find(work, text).id if text else None


def _speed(text: str, _known: Reference, _work: Work) -> str:
    if text not in SPEEDS:
        raise RuleBroken(_("速別「{text}」不對，可用：{known}。").format(text=text, known="、".join(SPEEDS)))
    return text


HEAD: tuple[tuple[str, str, str, Read], ...] = (
    ("--title", "title", N_("會議名稱"), _text),
    ("--date", "held_on", N_("會議日期"), _day),
    ("--until", "held_until", N_("結束日期（會期兩天以上時）"), _day),
    ("--time", "starts_at", N_("開始時間"), _time),
    ("--closed-at", "closed_at", N_("散會時間"), _time),
    ("--venue", "venue", N_("地點"), _text),
    ("--chair", "chair", N_("主席"), _text),
    ("--represented-by", "chair_stands_in", N_("代理主席（主席未到時）"), _text),
    ("--recorder", "recorder", N_("紀錄"), _text),
    ("--host", "host_id", N_("主政縣市"), _member),
    ("--group", "group_id", N_("議題組"), _group),
    ("--ordinal", "ordinal", N_("次別（年度內第幾次）"), _number),
    ("--parent", "parent_id", N_("補行議程（接續哪一場會議）"), _parent),
    ("--quorum", "quorum", N_("法定出席人數"), _number),
    ("--note", "note", N_("備註"), _text),
)
LETTER: tuple[tuple[str, str, str, Read], ...] = (
    ("--file-number", "file_number", N_("檔號"), _text),
    ("--retention", "retention", N_("保存年限"), _text),
    ("--recipient", "recipient", N_("受文者"), _text),
    ("--issued-on", "issued_on", N_("發文日期"), _day),
    ("--issue-number", "issue_number", N_("發文字號"), _text),
    ("--speed", "speed", N_("速別"), _speed),
    ("--secrecy", "secrecy", N_("密等及解密條件或保密期限"), _text),
    ("--enclosures", "enclosures", N_("附件"), _text),
    ("--purpose", "purpose", N_("開會事由"), _text),
    ("--contact", "contact", N_("聯絡人"), _text),
    ("--phone", "phone", N_("聯絡電話"), _text),
    ("--copies-to", "copies_to", N_("副本（一行一個機關）"), _text),
    ("--remark", "remark", N_("備註"), _text),
)
"""Words of the command line, the field that each is for, what it is called, and how it is read; "" empties a field."""


def add_head(parser: ArgumentParser) -> None:
    """Say the words for the head of a meeting, and for the running text of one section."""
    _say(parser, HEAD)
    parser.add_argument("--section", metavar="S", help=_("與 --body 一起用：改哪一節的內文，例如 主席致詞"))
    parser.add_argument("--body", metavar="TEXT", help=_("那一節的內文"))


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `notice`."""
    notice = verbs.add_parser("notice", help=_("開會通知單的欄位：顯示或修改"))
    notice.add_argument("step", choices=("show", "set"))
    notice.add_argument("meeting", metavar="MEETING", help=_("識別碼、編號或會議名稱"))
    _say(notice, LETTER)
    notice.add_argument("--json", action="store_true")
    notice.set_defaults(run=_run_notice)


def set_head(session: Session, words: Namespace, meeting: Meeting) -> None:
    """Change the fields of the head that were said, and the text of a section."""
    if (words.section is None) != (words.body is None):
        raise RuleBroken(_("--section 與 --body 要一起使用。"))
    if words.body is None and not any(getattr(words, field) is not None for _word, field, *_rest in HEAD):
        raise RuleBroken(_("沒有指定要修改的欄位，請加上例如 --chair。"))
    made: list[Meeting] = []

    def action(work: Work) -> None:
        now = work.get(Meeting, meeting.id)
        made.append(actions.save(work, replace(now, **_said(work, words, HEAD))))
        if words.body is not None:
            actions.save_section(work, replace(_section(work, meeting, words.section), body=words.body))

    session.do(_("修改會議資料"), action)
    session.answer({"id": meeting.id}, _("已修改「{title}」的會議資料。").format(title=made[0].title))


def _run_notice(session: Session, words: Namespace) -> None:
    meeting = session.ask(partial(meetings.find, key=words.meeting))
    if words.step == "show":
        _show(session, session.ask(partial(notices.notice_of, meeting_id=meeting.id)))
        return
    if not any(getattr(words, field) is not None for _word, field, *_rest in LETTER):
        raise RuleBroken(_("沒有指定要修改的欄位，請加上例如 --speed。"))

    def action(work: Work) -> None:
        now = notices.notice_of(work, meeting.id)
        notice_actions.save(work, replace(now, **_said(work, words, LETTER)))

    session.do(_("修改開會通知單"), action)
    session.answer({"id": meeting.id}, _("已修改「{title}」的開會通知單。").format(title=meeting.title))


def _show(session: Session, notice: Notice) -> None:
    if session.as_json:
        kept = {field.name: asdict(notice)[field.name] for field in fields(notice) if field.name != "id"}
        session.give(kept | {"issued_on": notice.issued_on.isoformat() if notice.issued_on else None})
        return
    for _word, field, title, _read in LETTER:
        value = getattr(notice, field)
        text = roc_date.written(value) if field == "issued_on" and value else str(value or "")
        print("\t".join((_(title), " ".join(text.split()))), file=session.out)


def _say(parser: ArgumentParser, known: tuple[tuple[str, str, str, Read], ...]) -> None:
    for word, field, title, _read in known:
        parser.add_argument(word, dest=field, metavar="TEXT", help=_(title))


def _said(work: Work, words: Namespace, table: tuple[tuple[str, str, str, Read], ...]) -> dict[str, Any]:
    known = reference(work)
    return {
        field: read(getattr(words, field).strip(), known, work)
        for _word, field, _title, read in table
        if getattr(words, field) is not None
    }


def _section(work: Work, meeting: Meeting, text: str) -> Section:
    kept = work.all(Section, TABLES[Section].c.meeting_id == meeting.id, order=(TABLES[Section].c.position,))
    for section in kept:
        if text in (section.id, section.title, section.role.value):
            return section
    titles = "、".join(section.title for section in kept)
    raise NotFound(_("這場會議沒有「{text}」這一節。各節為：{known}。").format(text=text, known=titles))
