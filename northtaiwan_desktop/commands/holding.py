"""`holder`: who has the register open, and taking the place of one that is dead."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.holder import Holder
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import holder


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("holder", help=_("誰正開啟著資料庫"))
    verb.add_argument("--take-over", action="store_true", help=_("接手沒有動靜的電腦"))
    verb.add_argument("--json", action="store_true")
    verb.set_defaults(run=run_holder)


def run_holder(session: Session, words: Namespace) -> None:
    """Tell who holds the register; with `--take-over` let go of a holder that is dead."""
    file = session.file_or(_("伺服器上的資料庫可以好幾個人同時修改，沒有人佔用，不必接手。有哪些人見 server roles。"))
    if words.take_over:
        dead = holder.clear_dead(file)
        message = _("沒有別的電腦開啟著這個資料庫。") if dead is None else _("已接手；原來的是 {who}。")
        session.answer({"taken_over": as_plain(dead)}, message.format(who=dead.who if dead else ""))
        return
    found = holder.holder_of(file)
    if found is None:
        told = _("沒有人開啟著這個資料庫。")
    elif found.pc == holder.this_pc():
        told = _("這台電腦上的視窗開啟著這個資料庫。")
    else:
        told = found.told
    session.answer({"holder": as_plain(found)}, told)


def as_plain(found: Holder | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "name": found.name,
        "pc": found.pc,
        "since": found.since.isoformat(),
        "silent_seconds": int(found.silent_for.total_seconds()),
        "dead": found.is_dead,
    }
