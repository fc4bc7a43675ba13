"""The command line: its words, and how an answer or a refusal leaves the program."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from northtaiwan_desktop import __version__, i18n, memory, paths
from northtaiwan_desktop.commands import (
    backups,
    casework,
    checkup,
    chronicling,
    contributing,
    copies,
    exporting,
    finding,
    following,
    holding,
    journalling,
    keeping,
    limits,
    listing,
    organising,
    plan_items,
    planning,
    proposing,
    recording,
    remembering,
    rescue,
    serving,
    setting,
    showing,
    templating,
)
from northtaiwan_desktop.commands import finishing as minutes
from northtaiwan_desktop.commands import intake as intaking
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import AppError, StoreDamaged
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.domain.writing.roc_date import read_day
from northtaiwan_desktop.i18n import _

DONE, REFUSED = 0, 1
"""Exit statuses; 2, wrong use, is given by argparse itself."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns 0 when done and 1 when refused with a reason; wrong use exits with 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    memory.look_seldom()
    words = _parser().parse_args(arguments)
    try:
        i18n.use(words.language, paths.locale())
        session = Session(
            location=words.store or paths.default_store(),
            today=read_day(words.today) if words.today else date.today(),
            by=words.by or _user(),
            as_json=words.json,
        )
        words.run(session, words)
        if sys.stdout is not None:  # a Windows program without a console has none
            sys.stdout.flush()
    except StoreDamaged as error:
        print(error, file=sys.stderr)
        # What has just failed is not recommended.
        if help := backups.help_for(session, by_rescue=words.verb != "rescue"):
            print(help, file=sys.stderr)
        return REFUSED
    except AppError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our answer has read enough (`| head`); what is left must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="northtaiwan", description=_("北臺會議與行動追蹤"))
    store_help = _("資料庫檔，或伺服器的網址 postgresql://…；不填則用個人資料夾中的")
    parser.add_argument("--store", type=_location, metavar="FILE", help=store_help)
    parser.add_argument("--today", metavar="D", help=_("以這一天為今日，例如 103年9月30日"))
    parser.add_argument("--by", default="", metavar="P", help=_("記入操作紀錄的姓名"))
    parser.add_argument("--language", choices=i18n.LANGUAGES, default="zh_TW")
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    keeping.add(verbs)
    listing.add(verbs)
    showing.add(verbs)
    intaking.add(verbs)
    remembering.add(verbs)
    exporting.add(verbs)
    finding.add(verbs)
    templating.add(verbs)
    adding = verbs.add_parser("add", help=_("新增會議、議案、決議、辦理情形、行動方案或大事記"))
    kinds = adding.add_subparsers(dest="kind", required=True, metavar="KIND")
    recording.add_kinds(kinds)
    following.add_kinds(kinds)
    plan_items.add_kind(kinds)
    organising.add_kinds(kinds)
    organising.add(verbs)
    chronicling.add(verbs)
    limits.add(verbs)
    minutes.add(verbs)
    setting.add(verbs)
    casework.add(verbs)
    planning.add(verbs)
    proposing.add_kinds(kinds)
    proposing.add(verbs)
    contributing.add(verbs)
    journalling.add(verbs)
    checkup.add(verbs)
    backups.add(verbs)
    copies.add(verbs)
    rescue.add(verbs)
    holding.add(verbs)
    serving.add(verbs)
    return parser


def _location(text: str) -> Path | str:
    """A file's path, or a server's address as it stands."""
    return text if is_server(text) else Path(text)


def _user() -> str:
    """The name under which the person is signed in at this PC; empty where the system tells none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


if __name__ == "__main__":
    sys.exit(main())
