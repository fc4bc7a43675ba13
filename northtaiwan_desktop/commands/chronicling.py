"""`chronicle`: which kinds of meeting the chronicle tells of by itself."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import chronicle


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    steps = verbs.add_parser("chronicle", help=_("大事記：哪些會議定稿時自動記入")).add_subparsers(
        dest="step", required=True
    )
    step = steps.add_parser("kinds", help=_("列出或設定自動記入的會議種類"))
    step.add_argument("kinds", nargs="*", metavar="K", help=_("要自動記入的會議種類；不填則只列出"))
    step.add_argument("--none", action="store_true", help=_("都不自動記入"))
    step.add_argument("--json", action="store_true")
    step.set_defaults(run=run_kinds)


def run_kinds(session: Session, words: Namespace) -> None:
    """Set the kinds where some are named, and say which they are."""
    known = session.reference()
    if words.kinds or words.none:
        wanted = [] if words.none else [known.find_kind(name).id for name in words.kinds]
        session.do(_("設定自動記入大事記的會議"), partial(chronicle.set_kinds, kind_ids=wanted))
        known = session.reference()
    told = [kind.name for kind in known.kinds if kind.is_chronicled]
    if session.as_json:
        session.give(told)
        return
    for name in told:
        print(name, file=session.out)
    if not told:
        session.tell(_("沒有自動記入的會議種類。"))
