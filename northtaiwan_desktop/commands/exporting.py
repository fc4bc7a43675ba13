"""`export`: the papers and spreadsheets that offices exchange."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import export
from northtaiwan_desktop.storage import meetings


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    exporting = verbs.add_parser("export", help=_("匯出會議紀錄、進度表、填報表與清單"))
    kinds = exporting.add_subparsers(dest="paper", required=True, metavar="PAPER")
    minutes = kinds.add_parser("minutes", help=_("會議紀錄（docx、odt、pdf）"))
    minutes.add_argument("meeting", metavar="MEETING", help=_("識別碼、編號或會議名稱"))
    _output(minutes, run_minutes)
    for name, help in (
        ("progress", _("決議列管進度表（xlsx、ods、docx、odt、pdf）")),
        ("form", _("縣市填報表（xlsx、ods），須指定 --county")),
        ("plan", _("年度行動方案（xlsx、ods、docx、odt、pdf）")),
        ("chronicle", _("大事記（xlsx、ods、docx、odt、pdf）")),
    ):
        paper = kinds.add_parser(name, help=help)
        paper.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
        paper.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help=_("季別"))
        paper.add_argument("--county", metavar="C", help=_("縣市"))
        paper.add_argument("--group", metavar="G", help=_("議題組"))
        _output(paper, run_list)


def _output(parser: ArgumentParser, run: object) -> None:
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help=_("要寫入的檔案"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run_minutes(session: Session, words: Namespace) -> None:
    """Write a meeting's minutes."""
    meeting = session.ask(partial(meetings.find, key=words.meeting))
    _told(session, session.ask(partial(export.minutes, meeting_id=meeting.id, path=words.output, today=session.today)))


def run_list(session: Session, words: Namespace) -> None:
    """Write a list as a spreadsheet or a paper."""
    known = session.reference()
    group_id = known.find_group(words.group).id if words.group else None
    member_id = known.find_member(words.county).id if words.county else None
    round = _round(session, words, known.thresholds.rounds_a_year)
    common = {"path": words.output, "today": session.today}
    if words.paper == "form":
        if member_id is None:
            raise RuleBroken(_("填報表是給一個縣市的，請以 --county 指定縣市。"))
        question = partial(export.form, member_id=member_id, round=round, year=words.year, **common)
    elif words.paper == "progress":
        question = partial(
            export.progress, year=words.year, round=round, member_id=member_id, group_id=group_id, **common
        )
    elif words.paper == "plan":
        year = words.year or session.today.year - 1911
        question = partial(export.plan, year=year, group_id=group_id, member_id=member_id, **common)
    else:
        question = partial(export.chronicle, year=words.year, **common)
    _told(session, session.ask(question))


def _round(session: Session, words: Namespace, rounds_a_year: int) -> Round:
    """The round that is meant: the year's named quarter, its last one for a past year, else the present one."""
    present = Round.of(session.today, rounds_a_year)
    year = words.year or present.year
    if words.quarter:
        return Round.quarter(year, words.quarter)
    if year == present.year:
        return present
    return Round.quarter(year, 4) if rounds_a_year == 4 else Round.month(year, 12)


def _told(session: Session, path: Path) -> None:
    session.answer({"file": str(path)}, _("已寫入 {path}").format(path=path))
