"""The words that every `export` has, and how it says where the file is."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.year_opening import check_shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import progress


def output(parser: ArgumentParser, run: object, *, metavar: str = "FILE", help: str = "") -> None:
    """Say where to, and what is run."""
    parser.add_argument("-o", "--output", required=True, type=Path, metavar=metavar, help=help or _("要寫入的檔案"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def add_order(parser: ArgumentParser) -> None:
    """Say in which order counties stand."""
    orders = [order.value for order in MemberOrder]
    parser.add_argument(
        "--order", choices=orders, default=orders[0], help=_("縣市的順序：委員會、主政縣市在前、直轄市在前")
    )


def told(session: Session, path: Path) -> None:
    """Say where the file is."""
    session.answer({"file": str(path)}, _("已寫入 {path}").format(path=path))


def add_round(parser: ArgumentParser) -> None:
    """Let a person name the round (填報期別) by its code: the only way to a month gone by."""
    words = _("填報期別，例如 115Q3 或 115M07；不填則依 --year、--quarter，或為本期")
    parser.add_argument("--round", metavar="R", help=words)


def named_round(session: Session, words: Namespace) -> Round:
    """The round that is meant: the one that is named, the quarter of a year, else the present one."""
    if words.round is None:
        return progress.round_for(session.reference(), words.year, words.quarter, session.today)
    if words.year is not None or words.quarter is not None:
        raise RuleBroken(_("--round 已經指明期別，請去掉 --year 與 --quarter。"))
    round = Round.read(words.round.strip().upper())
    check_shown(round.year, session.reference())
    if round.since > session.today:
        raise RuleBroken(_("{round}還沒開始，沒有可以匯出的填報。請確認期別。").format(round=round.written))
    return round
