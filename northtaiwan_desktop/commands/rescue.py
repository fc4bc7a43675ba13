"""`rescue`: what can be read of a damaged register, into a new one."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.rescue import Rescue
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import rescue


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("rescue", help=_("把損壞的資料庫裡讀得到的救到新的檔案"))
    verb.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help=_("新的資料庫檔"))
    verb.add_argument("--json", action="store_true")
    verb.set_defaults(run=run_rescue)


def run_rescue(session: Session, words: Namespace) -> None:
    """Rescue, and tell what was lost."""
    done: Rescue = finished(rescue.rescue(session.file, words.output, now=datetime.now()))
    session.answer(asdict(done) | {"rescued": done.count, "lost": done.lost}, "\n".join(done.sentences))
