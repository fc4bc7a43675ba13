"""`limits`: by what the lights change, how often is reported, and what the members pay a year."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.field_words import field_word
from northtaiwan_desktop.domain.writing.money import read_money
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import organisation


def _whole(text: str) -> int:
    if not text.strip().isdecimal():
        raise Unreadable(_("「{text}」不是整數。").format(text=text), text)
    return int(text)


def _points(text: str) -> float:
    return read_percent(text, fraction=False)


READS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "due_soon_days": ("--due-soon", _whole),
    "behind_percent": ("--behind", _points),
    "far_behind_percent": ("--far-behind", _points),
    "host_contribution": ("--host-contribution", read_money),
    "member_contribution": ("--member-contribution", read_money),
    "largest_attachment_mb": ("--largest-attachment", _whole),
}


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    limits = verbs.add_parser("limits", help=_("門檻與經費：燈號、填報週期、年度經費；不填則只列出"))
    told = {
        "due_soon_days": ("N", _("到期前幾天起亮黃燈")),
        "behind_percent": ("P", _("落後多少百分點起亮黃燈，並要填落後原因")),
        "far_behind_percent": ("P", _("落後多少百分點起亮紅燈")),
        "host_contribution": ("M", _("主政縣市年度經費，例如 200萬元")),
        "member_contribution": ("M", _("其他縣市年度經費")),
        "largest_attachment_mb": ("N", _("附件大小上限（MB）")),
    }
    for name, (switch, _read) in READS.items():
        limits.add_argument(switch, dest=name, metavar=told[name][0], help=told[name][1])
    limits.add_argument("--rounds", choices=("quarterly", "monthly"), help=_("填報週期：每季或每月"))
    limits.add_argument("--json", action="store_true")
    limits.set_defaults(run=run_limits)


def run_limits(session: Session, words: Namespace) -> None:
    """Change the limits that are named, and say how all of them stand."""
    before = session.reference().thresholds
    given = {name: read(getattr(words, name)) for name, (_switch, read) in READS.items() if getattr(words, name)}
    if words.rounds:
        given["rounds_a_year"] = 12 if words.rounds == "monthly" else 4
    if given:
        action = partial(organisation.save_thresholds, thresholds=replace(before, **given), seen=before)
        session.do(_("修改門檻與經費"), action)
    now = asdict(session.reference().thresholds)
    now.pop("id")
    if session.as_json:
        session.give(now)
        return
    for name, value in now.items():
        print(f"{field_word(name)}\t{_written(name, value)}", file=session.out)


def _written(name: str, value: Any) -> str:
    """A limit with its unit, as people read it."""
    if name.endswith("_percent"):
        return written_percent(value)
    units = {"due_soon_days": _("{n} 天"), "rounds_a_year": _("{n} 期"), "largest_attachment_mb": _("{n} MB")}
    return units[name].format(n=value) if name in units else _("{sum:,}元").format(sum=value)
