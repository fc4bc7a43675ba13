"""`export yearbook|quarterly|reminders`: the reports of a year and of a quarter, and the letters that ask for more."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands.outputs import add_order, add_round, named_round, output, told
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.progress import FIRST_YEAR
from northtaiwan_desktop.domain.year_opening import check_shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import overview, reminders, yearbook


def add(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the reports."""
    book = kinds.add_parser("yearbook", help=_("年度成果彙編（docx、odt、pdf）"))
    book.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
    add_order(book)
    output(book, run_yearbook)
    page = kinds.add_parser("overview", help=_("推動概況：首頁的數字與圖表（docx、odt、pdf）"))
    page.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
    add_order(page)
    output(page, run_overview)
    quarterly = kinds.add_parser("quarterly", help=_("季報（docx、odt、pdf）"))
    letters = kinds.add_parser("reminders", help=_("催辦函：每縣市一份 docx 與附填報表的郵件草稿"))
    for parser in (quarterly, letters):
        parser.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
        parser.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help=_("季別"))
        add_round(parser)
    add_order(quarterly)
    output(quarterly, run_quarterly)
    letters.add_argument("--county", metavar="C", help=_("只寫這個縣市"))
    output(letters, run_reminders, metavar="FOLDER", help=_("要寫入的資料夾"))


def run_yearbook(session: Session, words: Namespace) -> None:
    """Write the year's yearbook."""
    year = _year(session, words)
    question = partial(yearbook.yearbook_of, year=year, today=session.today, order=MemberOrder(words.order))
    told(session, yearbook.write(session.ask(question), words.output))


def run_overview(session: Session, words: Namespace) -> None:
    """Write what the home page shows."""
    year = _year(session, words)
    question = partial(
        overview.write, path=words.output, year=year, today=session.today, order=MemberOrder(words.order)
    )
    told(session, session.ask(question))


def run_quarterly(session: Session, words: Namespace) -> None:
    """Write a quarter's paper."""
    _year(session, words)
    round = named_round(session, words)
    question = partial(yearbook.quarterly_of, round=round, today=session.today, order=MemberOrder(words.order))
    told(session, yearbook.write(session.ask(question), words.output))


def run_reminders(session: Session, words: Namespace) -> None:
    """Write the letters of every county that owes something, or of one."""
    known = session.reference()
    _year(session, words)
    round = named_round(session, words)
    member_id = known.find_member(words.county).id if words.county else None
    question = partial(reminders.write, folder=words.output, round=round, today=session.today, member_id=member_id)
    made = session.ask(question)
    answer = [
        {"county": one.name, "letter": str(one.letter), "mail": str(one.mail), "lines": one.lines} for one in made
    ]
    message = _("已寫入 {count} 個縣市的催辦函與郵件草稿：{path}").format(count=len(made), path=words.output)
    session.answer({"folder": str(words.output), "counties": answer}, message if made else _("沒有要催辦的縣市。"))


def _year(session: Session, words: Namespace) -> int:
    """The ROC year that is meant; RuleBroken for one that the platform can't have had, or that is far ahead."""
    present = session.today.year - FIRST_YEAR
    year: int = words.year if words.year is not None else present
    check_shown(year, session.reference())
    if year > present + 1:
        raise RuleBroken(_("{year}年度還沒到，沒有可以彙編的內容。請確認年度。").format(year=year))
    return year
