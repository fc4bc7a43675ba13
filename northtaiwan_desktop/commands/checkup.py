"""`check`: is the register whole, and what can be mended?"""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import datetime
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.checkup import Checkup
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import checkup

MOST_IDS = 200


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("check", help=_("檢查資料庫是否完整"))
    verb.add_argument("--repair", action="store_true", help=_("修復能修復的"))
    verb.add_argument("--json", action="store_true")
    verb.set_defaults(run=run_check)


def run_check(session: Session, words: Namespace) -> None:
    """Look through the register; refused (1) where something is wrong and stays so."""
    looking = checkup.check(
        session.location, now=datetime.now(), keeping=session.keeping, repair=words.repair, by=session.by
    )
    found = finished(looking)
    if session.as_json:
        session.give(as_plain(found))
    for message in found.told_at_opening:
        session.tell(message)
    for fault in found.faults:
        session.tell(f"{fault.part.title}：{fault.what}\n  {fault.remedy}")
    if not found.is_whole:
        more = _("加上 --repair 可以修復。") if found.repairable else ""
        raise RuleBroken(f"{found.told}{more}")
    session.tell(found.told)


def as_plain(found: Checkup) -> dict[str, Any]:
    return {
        "whole": found.is_whole,
        "checked_at": found.at.isoformat(timespec="seconds"),
        "counts": {part.value: count for part, count in found.counts.items()},
        "told_at_opening": list(found.told_at_opening),
        "faults": [
            {
                "part": fault.part.value,
                "what": fault.what,
                "remedy": fault.remedy,
                "repair": fault.repair.value or None,
                "kind": fault.kind or None,
                "count": len(fault.ids),
                "ids": list(fault.ids[:MOST_IDS]),
            }
            for fault in found.faults
        ],
    }
