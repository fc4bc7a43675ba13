"""`init`, `copy`: a new register, and one carried from a file to a server or back."""

import sys
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

    copy = verbs.add_parser("copy", help=_("把整個資料庫複製到伺服器、或由伺服器複製成檔案，逐表核對"))
    copy.add_argument("target", metavar="TO", help=_("新檔案的路徑，或伺服器的網址 postgresql://…"))
    copy.add_argument("--json", action="store_true")
    copy.set_defaults(run=run_copy)


def run_copy(session: Session, words: Namespace) -> None:
    """Carry the register to another place, and say what was counted there."""
    from northtaiwan_desktop.services import moving

    job = moving.copy(session.location, words.target)
    while True:
        try:
            part = next(job)
        except StopIteration as end:
            counted = end.value
            break
        if sys.stderr.isatty():
            print(f"\r{part:4.0%}", end="\n" if part == 1 else "", file=session.err, flush=True)
    if session.as_json:
        session.give([{"table": one.table, "rows": one.rows, "sha256": one.sha256} for one in counted])
    told = _("已複製到 {target}：{tables} 個資料表、{rows} 列，逐表核對筆數與檢核碼相符。原來的資料庫沒有變更。")
    rows = sum(one.rows for one in counted)
    session.tell(told.format(target=words.target, tables=len(counted), rows=rows))


def run_init(session: Session, words: Namespace) -> None:
    """Make a new register at the place that `--store` names."""
    setup.create(session.location, sample=words.sample).close()
    session.answer({"store": str(session.location)}, _("已建立資料庫 {path}").format(path=session.location))
