"""The words that every `export` has, and how it says where the file is."""

from argparse import ArgumentParser
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.i18n import _


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
