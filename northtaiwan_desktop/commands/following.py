"""`add report|chronicle`: what becomes of a case, and what else the year holds."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands.casework import lines_meant
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.writing.percent import read_percent
from northtaiwan_desktop.domain.writing.span import read_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.services import resolutions as actions
from northtaiwan_desktop.storage import meetings, resolutions


def add_kinds(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of what else can be added."""
    report = kinds.add_parser("report", help=_("新增辦理情形"))
    report.add_argument("case", metavar="CASE", help=_("案號"))
    report.add_argument("--doer", metavar="C", help=_("縣市或機關；只有一個主（協）辦單位時可省略"))
    report.add_argument("--text", required=True, metavar="T", help=_("辦理情形"))
    report.add_argument("--round", metavar="R", help=_("填報期別，例如 115Q3；不填為本期"))
    report.add_argument(
        "--planned", metavar="P", help=_("預定進度；填了實際進度而不填，則依先前填報、行動方案或期限推定")
    )
    report.add_argument("--actual", metavar="P", help=_("實際進度"))
    report.add_argument("--delay-reason", default="", metavar="T", help=_("落後原因"))
    report.add_argument("--remedy", default="", metavar="T", help=_("改善對策"))
    report.add_argument("--ask-release", action="store_true", help=_("提請解除列管"))
    report.set_defaults(run=_add_report)
    entry = kinds.add_parser("chronicle", help=_("新增大事記"))
    entry.add_argument("--date", required=True, metavar="D", help=_("日期、月、季、年或期間"))
    entry.add_argument("--text", required=True, metavar="T", help=_("內容"))
    entry.add_argument("--meeting", metavar="MEETING", help=_("說的是哪一場會議"))
    entry.add_argument("--source", default="", metavar="T", help=_("出處"))
    entry.set_defaults(run=_add_chronicle)
    for parser in (report, entry):
        parser.add_argument("--json", action="store_true")


def _add_report(session: Session, words: Namespace) -> None:
    case = session.ask(partial(resolutions.find, key=words.case))
    line = session.ask(partial(lines_meant, session=session, key=words.case, doer=words.doer))[0]
    rounds = session.reference().thresholds.rounds_a_year
    round = Round.read(words.round) if words.round else Round.of(session.today, rounds)
    inferred = None
    if words.actual and not words.planned:
        inferred = session.ask(partial(actions.expected_of, assignment_id=line.id, round=round, today=session.today))
    action = partial(
        actions.report,
        assignment_id=line.id,
        round=round,
        today=session.today,
        text=words.text,
        planned_percent=read_percent(words.planned) if words.planned else None,
        actual_percent=read_percent(words.actual) if words.actual else None,
        delay_reason=words.delay_reason,
        remedy=words.remedy,
        asked=Verdict.RELEASE_ASKED if words.ask_release else Verdict.CONTINUE,
    )
    session.do(_("填報 {number} 辦理情形").format(number=case.number), action)
    told = _("已填報 {number}。").format(number=case.number)
    if inferred:
        told += _("{inferred}。").format(inferred=inferred.told)
    if line.latest and line.latest.asked is Verdict.RELEASE_ASKED and not words.ask_release:
        told += _("這次沒有提請解除列管，先前的提請不再有效；要維持提請，請復原後加上 --ask-release 再填。")
    session.answer({"number": case.number}, told)


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
    session.do(_("新增大事記"), partial(chronicle.save_entry, entry=entry, today=session.today))
    session.answer({"id": entry.id}, _("已新增大事記。"))
