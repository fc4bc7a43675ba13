"""`add report|plan|chronicle`: what becomes of a case, and what else the year holds."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands.casework import lines_meant
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.plan import PlanItem, Term
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import read_percent
from northtaiwan_desktop.domain.writing.span import read_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.services import plan as plan_actions
from northtaiwan_desktop.services import resolutions as actions
from northtaiwan_desktop.storage import meetings, resolutions
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


def add_kinds(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of what else can be added."""
    report = kinds.add_parser("report", help=_("新增辦理情形"))
    report.add_argument("case", metavar="CASE", help=_("案號"))
    report.add_argument("--doer", metavar="C", help=_("縣市或機關；只有一個主（協）辦單位時可省略"))
    report.add_argument("--text", required=True, metavar="T", help=_("辦理情形"))
    report.add_argument("--round", metavar="R", help=_("填報期別，例如 115Q3；不填為本期"))
    report.add_argument("--planned", metavar="P", help=_("預定進度"))
    report.add_argument("--actual", metavar="P", help=_("實際進度"))
    report.add_argument("--delay-reason", default="", metavar="T", help=_("落後原因"))
    report.add_argument("--remedy", default="", metavar="T", help=_("改善對策"))
    report.add_argument("--ask-release", action="store_true", help=_("提請解除列管"))
    report.set_defaults(run=_add_report)
    item = kinds.add_parser("plan", help=_("新增行動方案"))
    item.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    item.add_argument("--group", required=True, metavar="G", help=_("議題組"))
    item.add_argument("--name", required=True, metavar="T", help=_("方案名稱"))
    item.add_argument("--number", default="", metavar="ID", help=_("編號；不填則自動編號"))
    item.add_argument("--term", choices=[term.value for term in Term], default=Term.SHORT.value)
    item.add_argument("--lead", metavar="C", help=_("主辦縣市"))
    item.add_argument("--co-lead", action="append", default=[], metavar="C", help=_("協辦縣市；可重複"))
    item.add_argument("--starts", metavar="D", help=_("開始日期"))
    item.add_argument("--ends", metavar="D", help=_("結束日期"))
    item.set_defaults(run=_add_plan)
    entry = kinds.add_parser("chronicle", help=_("新增大事記"))
    entry.add_argument("--date", required=True, metavar="D", help=_("日期、月、季、年或期間"))
    entry.add_argument("--text", required=True, metavar="T", help=_("內容"))
    entry.add_argument("--meeting", metavar="MEETING", help=_("說的是哪一場會議"))
    entry.add_argument("--source", default="", metavar="T", help=_("出處"))
    entry.set_defaults(run=_add_chronicle)
    for parser in (report, item, entry):
        parser.add_argument("--json", action="store_true")


def _add_report(session: Session, words: Namespace) -> None:
    case = session.ask(partial(resolutions.find, key=words.case))
    line = session.ask(partial(lines_meant, session=session, key=words.case, doer=words.doer))[0]
    rounds = session.reference().thresholds.rounds_a_year
    action = partial(
        actions.report,
        assignment_id=line.id,
        round=Round.read(words.round) if words.round else Round.of(session.today, rounds),
        today=session.today,
        text=words.text,
        planned_percent=read_percent(words.planned) if words.planned else None,
        actual_percent=read_percent(words.actual) if words.actual else None,
        delay_reason=words.delay_reason,
        remedy=words.remedy,
        asked=Verdict.RELEASE_ASKED if words.ask_release else Verdict.CONTINUE,
    )
    session.do(_("填報 {number} 辦理情形").format(number=case.number), action)
    session.answer({"number": case.number}, _("已填報 {number}。").format(number=case.number))


def _add_plan(session: Session, words: Namespace) -> None:
    made: list[PlanItem] = []

    def action(work: Work) -> None:
        known = reference(work)
        item = PlanItem(
            number=words.number,
            year=words.year,
            group_id=known.find_group(words.group).id,
            name=words.name,
            term=Term(words.term),
            lead_id=known.find_member(words.lead).id if words.lead else None,
            co_lead_ids=tuple(known.find_member(name).id for name in words.co_lead),
            starts_on=roc_date.read_day(words.starts) if words.starts else None,
            ends_on=roc_date.read_day(words.ends) if words.ends else None,
        )
        made.append(plan_actions.save_item(work, item))

    session.do(_("新增行動方案"), action)
    session.answer({"id": made[0].id, "number": made[0].number}, _("已新增 {number}。").format(number=made[0].number))


def _add_chronicle(session: Session, words: Namespace) -> None:
    when = read_span(words.date)
    meeting = session.ask(partial(meetings.find, key=words.meeting)) if words.meeting else None
    entry = ChronicleEntry(
        since=when.since,
        until=when.until,
        precision=when.precision,
        text=words.text,
        meeting_id=meeting.id if meeting else None,
        source=words.source,
    )
    session.do(_("新增大事記"), partial(chronicle.save_entry, entry=entry))
    session.answer({"id": entry.id}, _("已新增大事記。"))
