"""`add meeting|attendance|attachment|correction|item|resolution`: a meeting is called and written down."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import replace
from datetime import date
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.doers import is_named_like_an_agency
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken, Unconfirmed, Unreadable
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.domain.meeting import Attendance, Meeting, Presence, Section
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share
from northtaiwan_desktop.domain.writing import clock, roc_date
from northtaiwan_desktop.domain.writing.due import read_due
from northtaiwan_desktop.domain.writing.due_words import names_time
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import attachments, calling, confirming
from northtaiwan_desktop.services import meetings as actions
from northtaiwan_desktop.storage import meetings, plan
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


def add_kinds(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of what can be added to the meetings."""
    meeting = kinds.add_parser("meeting", help=_("新增會議"))
    meeting.add_argument("--kind", metavar="K", help=_("會議種類，例如 副首長會議；補行議程不填則同原會議"))
    meeting.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    meeting.add_argument("--group", metavar="G", help=_("議題組"))
    meeting.add_argument("--date", metavar="D", help=_("會議日期，例如 115年9月8日"))
    meeting.add_argument("--until", metavar="D", help=_("結束日期（兩日以上的會議）"))
    meeting.add_argument("--time", metavar="T", help=_("開始時間，例如 上午10時"))
    meeting.add_argument("--venue", default="", metavar="V", help=_("地點"))
    meeting.add_argument("--title", default="", metavar="T", help=_("會議名稱；不填則依種類與年度擬定"))
    meeting.add_argument("--chair", default="", metavar="P", help=_("主席"))
    meeting.add_argument("--recorder", default="", metavar="P", help=_("紀錄"))
    meeting.add_argument("--parent", metavar="MEETING", help=_("補行議程所接續的會議"))
    meeting.add_argument("--ordinal", type=int, metavar="N", help=_("次別；不填則依年度內同種會議遞增"))
    meeting.add_argument("--host", metavar="C", help=_("主政縣市；不填則依輪值"))
    meeting.add_argument("--quorum", type=int, metavar="N", help=_("法定出席人數"))
    meeting.add_argument("--copy-last", action="store_true", help=_("沿用上次會議的出席名單"))
    meeting.add_argument("--invite", action="store_true", help=_("由現任職務帶入應出席人員"))
    meeting.set_defaults(run=_add_meeting)
    attachment = kinds.add_parser("attachment", help=_("新增會議的附件，或列管案的相關文件"))
    attachment.add_argument("owner", metavar="MEETING|CASE", help=_("會議，或案號"))
    attachment.add_argument("file", type=Path, metavar="FILE", help=_("要存進資料庫的檔案"))
    attachment.set_defaults(run=_add_attachment)
    attendance = kinds.add_parser("attendance", help=_("新增出席、列席或請假人員"))
    attendance.add_argument("meeting", metavar="MEETING")
    attendance.add_argument("--county", metavar="C", help=_("縣市"))
    attendance.add_argument("--office", default="", metavar="O", help=_("機關或單位"))
    attendance.add_argument("--title", default="", metavar="T", help=_("職稱"))
    attendance.add_argument("--name", default="", metavar="P", help=_("姓名"))
    attendance.add_argument("--represents", default="", metavar="P", help=_("代理何人"))
    attendance.add_argument("--presence", choices=[one.value for one in Presence], default="attends")
    attendance.set_defaults(run=_add_attendance)
    correction = kinds.add_parser("correction", help=_("新增對上次會議紀錄的更正"))
    correction.add_argument("meeting", metavar="MEETING", help=_("確認紀錄的會議（草稿）"))
    correction.add_argument("--text", required=True, metavar="T", help=_("更正內容"))
    correction.set_defaults(run=_add_correction)
    item = kinds.add_parser("item", help=_("新增議案"))
    item.add_argument("meeting", metavar="MEETING")
    item.add_argument("--section", required=True, metavar="S", help=_("章節，例如 討論事項"))
    item.add_argument("--title", required=True, metavar="T", help=_("案由"))
    item.add_argument("--proposer", default="", metavar="O", help=_("提案單位"))
    item.add_argument("--explanation", default="", metavar="T", help=_("說明"))
    item.add_argument("--proposal", default="", metavar="T", help=_("擬辦"))
    item.set_defaults(run=_add_item)
    decided = kinds.add_parser("resolution", help=_("新增決議"))
    decided.add_argument("meeting", metavar="MEETING")
    decided.add_argument("--item", required=True, metavar="I", help=_("議案的案由或識別碼"))
    decided.add_argument("--text", required=True, metavar="T", help=_("決議內容"))
    decided.add_argument(
        "--lead", action="append", default=[], metavar="C[/O]", help=_("主辦，例如 桃園市/交通局；可重複")
    )
    decided.add_argument("--co-lead", action="append", default=[], metavar="C[/O]", help=_("協辦；可重複"))
    decided.add_argument("--due", default="", metavar="D", help=_("預定完成日期，例如 年底前"))
    decided.add_argument("--plan", metavar="ID", help=_("對應的行動方案"))
    decided.add_argument("--group", metavar="G", help=_("議題組；不填則同會議，或對應行動方案的議題組"))
    add_even_so(decided)
    decided.add_argument("--untracked", action="store_true", help=_("不列管"))
    decided.set_defaults(run=_add_resolution)
    for parser in (meeting, attendance, attachment, correction, item, decided):
        parser.add_argument("--json", action="store_true")


def due_day(text: str, *, year: int, on: date | None) -> date | None:
    """The day that words for a due date name; words that tell no time at all are refused."""
    if not names_time(text) and read_due(text, year=year, on=on) is None:
        message = _("「{text}」看不出期限。可寫 12月底、年底前、下次會議前、30日內，或「持續辦理」。")
        raise Unreadable(message.format(text=text), text)
    return read_due(text, year=year, on=on)


CENTRAL = ("部", "院", "署", "會")
"""How central bodies that have bureaus of their own are called at their end."""


def doers(texts: list[str], share: Share, known: Reference, *, even_so: bool) -> list[Assignment]:
    """Read 「桃園市/交通局」; what is no member is a body outside (建請中央)."""
    found = []
    for text in texts:
        member_id, office = read_doer(text, known, even_so=even_so)
        found.append(Assignment(resolution_id="", share=share, member_id=member_id, office=office))
    return found


def read_doer(text: str, known: Reference, *, even_so: bool) -> tuple[str | None, str]:
    """「桃園市/交通局」 is a member's bureau; what names no member is a body outside, unless it looks like a county.

    「經濟部/工業局」 is such a body too, written as it is called: 經濟部工業局. What sounds like no body at all is
    Unconfirmed, unless `even_so` says that it is one.
    """
    name, _slash, office = (part.strip() for part in text.partition("/"))
    try:
        return known.find_member(name).id, office
    except Unreadable:
        # All counties are called by three characters: 都市計畫委員會 is none, 高雄市政府交通局 is of one.
        if name[2:3] in ("縣", "市") or (office and not name.endswith(CENTRAL)):
            raise
        if not even_so and not is_named_like_an_agency(f"{name}{office}"):
            message = _(
                "「{text}」不是成員縣市，也不像機關、學校或公司的名稱，沒有儲存。"
                "請更正；確實是這個名稱的，確認後照寫的登錄。"
            )
            raise Unconfirmed(message.format(text=text)) from None
        return None, f"{name}{office}"


def add_even_so(parser: ArgumentParser) -> None:
    """Say the word by which a doer of an unusual name is taken."""
    parser.add_argument("--even-so", action="store_true", help=_("主（協）辦單位不像機關名稱，仍照寫的登錄"))


def _add_meeting(session: Session, words: Namespace) -> None:
    made: list[Meeting] = []

    def action(work: Work) -> None:
        known = reference(work)
        parent = meetings.find(work, words.parent) if words.parent else None
        if parent is None and not words.kind:
            raise RuleBroken(_("請以 --kind 指明會議種類，例如 副首長會議。"))
        kind_id = known.find_kind(words.kind).id if words.kind else parent.kind_id if parent else ""
        group_id = known.find_group(words.group).id if words.group else parent.group_id if parent else None
        draft = calling.call(
            work,
            kind_id=kind_id,
            year=words.year,
            group_id=group_id,
            held_on=roc_date.read_day(words.date) if words.date else None,
            venue=words.venue,
            title=words.title,
            parent_id=parent.id if parent else None,
            ordinal=words.ordinal,
            host_id=known.find_member(words.host).id if words.host else None,
            with_last_people=words.copy_last,
        )
        head = replace(
            draft,
            held_until=roc_date.read_day(words.until) if words.until else None,
            starts_at=clock.read_time(words.time) if words.time else None,
            chair=words.chair,
            recorder=words.recorder,
            quorum=words.quorum,
        )
        made.append(actions.save(work, head))
        if words.invite:
            calling.invite(work, draft.id)

    session.do(_("新增會議"), action)
    session.answer({"id": made[0].id, "title": made[0].title}, _("已新增「{title}」。").format(title=made[0].title))


def _add_attendance(session: Session, words: Namespace) -> None:
    def action(work: Work) -> None:
        meeting = meetings.find(work, words.meeting)
        file = meetings.meeting_file(work, meeting.id, today=session.today)
        line = Attendance(
            meeting_id=meeting.id,
            position=0,
            presence=Presence(words.presence),
            member_id=reference(work).find_member(words.county).id if words.county else None,
            bureau=words.office,
            title=words.title,
            name=words.name,
            represents=words.represents,
        )
        if not any(part.strip() for part in (line.name, line.title, line.bureau)):
            raise RuleBroken(_("請以 --name、--title 或 --office 說明是誰。"))
        actions.set_attendance(work, meeting.id, [*file.attendance, line])

    session.do(_("新增出席人員"), action)
    session.answer({"added": 1}, _("已新增出席人員。"))


def _add_attachment(session: Session, words: Namespace) -> None:
    made: list[Attachment] = []

    def action(work: Work) -> None:
        made.append(attachments.attach(work, attachments.find_owner(work, words.owner), words.file))

    session.do(_("加入附件"), action)
    answer = {"id": made[0].id, "name": made[0].name, "size": made[0].size}
    session.answer(answer, _("已加入附件「{name}」。").format(name=made[0].name))


def _add_correction(session: Session, words: Namespace) -> None:
    def action(work: Work) -> None:
        meeting = meetings.find(work, words.meeting)
        file = meetings.meeting_file(work, meeting.id, today=session.today)
        confirming.correct(work, meeting.id, [*(one.text for one in file.corrections), words.text])

    session.do(_("更正上次會議紀錄"), action)
    session.answer({"added": 1}, _("已新增更正事項。"))


def _add_item(session: Session, words: Namespace) -> None:
    if not words.title.strip():
        raise RuleBroken(_("案由不可空白，請填寫。"))
    made: list[AgendaItem] = []

    def action(work: Work) -> None:
        meeting = meetings.find(work, words.meeting)
        sections = meetings.meeting_file(work, meeting.id, today=session.today).sections
        item = AgendaItem(
            meeting_id=meeting.id,
            section_id=_section(sections, words.section).id,
            position=0,
            title=words.title,
            proposer=words.proposer,
            explanation=words.explanation,
            proposal=words.proposal,
        )
        made.append(actions.save_item(work, item))

    session.do(_("新增議案"), action)
    session.answer({"id": made[0].id}, _("已新增議案「{title}」。").format(title=made[0].title))


def _add_resolution(session: Session, words: Namespace) -> None:
    if not words.text.strip():
        raise RuleBroken(_("決議內容不可空白，請填寫。"))
    made: list[Resolution] = []

    def action(work: Work) -> None:
        known = reference(work)
        meeting = meetings.find(work, words.meeting)
        file = meetings.meeting_file(work, meeting.id, today=session.today)
        item = _item(file.items, words.item)
        section = next(section for section in file.sections if section.id == item.section_id)
        served = plan.find(work, words.plan) if words.plan else None
        resolution = Resolution(
            meeting_id=meeting.id,
            item_id=item.id,
            group_id=known.find_group(words.group).id if words.group else meeting.group_id or _group_of(served),
            plan_item_id=served.id if served else None,
            year=meeting.year,
            outcome=section.role.outcome,
            text=words.text,
            due_on=due_day(words.due, year=meeting.year, on=meeting.held_on) if words.due else None,
            due_text=words.due,
            is_tracked=not words.untracked,
        )
        if resolution.due_on and meeting.held_on and resolution.due_on < meeting.held_on:
            message = _("預定完成日期 {day} 早於會議日期 {held}，沒有新增。請更正日期。")
            days = {"day": roc_date.written(resolution.due_on), "held": roc_date.written(meeting.held_on)}
            raise RuleBroken(message.format(**days))
        lines = doers(words.lead, Share.LEAD, known, even_so=words.even_so)
        lines += doers(words.co_lead, Share.CO_LEAD, known, even_so=words.even_so)
        made.append(actions.save_resolution(work, resolution, lines))

    session.do(_("新增決議"), action)
    session.answer({"id": made[0].id}, _("已新增決議。"))


def _group_of(item: PlanItem | None) -> str | None:
    return item.group_id if item else None


def _section(sections: tuple[Section, ...], text: str) -> Section:
    for section in sections:
        if text in (section.id, section.title, section.role.value):
            return section
    known = "、".join(section.title for section in sections)
    raise NotFound(_("這場會議沒有「{text}」這一節。各節為：{known}。").format(text=text, known=known))


def _item(items: tuple[AgendaItem, ...], text: str) -> AgendaItem:
    for item in items:
        if text in (item.id, item.title):
            return item
    known = "、".join(f"「{item.title}」" for item in items)
    raise NotFound(_("這場會議沒有議案「{text}」。現有議案：{known}。").format(text=text, known=known))
