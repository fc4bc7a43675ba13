"""`init`: a new register."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import setup


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    init = verbs.add_parser("init", help=_("建立新的資料庫"))
    init.add_argument("--sample", action="store_true", help=_("一併建立示例年度（103年）"))
    init.add_argument("--json", action="store_true")
    init.set_defaults(run=run_init)


def run_init(session: Session, words: Namespace) -> None:
    """Make a new register at the place that `--store` names."""
    setup.create(session.location, sample=words.sample).close()
    session.answer({"store": str(session.location)}, _("已建立資料庫 {path}").format(path=session.location))
