"""`backup`, `restore` and `list backups`: the copies of the register."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import datetime
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.backups import Reason, told_of
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import backups
from northtaiwan_desktop.sheets.backups import COLUMNS
from northtaiwan_desktop.storage.backups import best, folder_of, lines, newest_whole, restore


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verbs."""
    backup = verbs.add_parser("backup", help=_("備份資料庫"))
    backup.add_argument("-o", "--output", type=Path, metavar="FILE", help=_("備份成這個檔案；不填則放進備份資料夾"))
    backup.add_argument("--json", action="store_true")
    backup.set_defaults(run=run_backup)
    back = verbs.add_parser("restore", help=_("以備份取代目前的資料庫；目前的另外保留"))
    back.add_argument("file", type=Path, metavar="FILE", help=_("備份檔，或 list backups 裡的檔名"))
    back.add_argument("--json", action="store_true")
    back.set_defaults(run=run_restore)


def run_backup(session: Session, words: Namespace) -> None:
    """Make a copy, whole and proved."""
    if words.output is not None:
        backups.copy_to(session.file, words.output)
        session.answer({"file": str(words.output), "made": True}, _("已備份到 {path}").format(path=words.output))
        return
    now = datetime.now()
    made = backups.make(session.file, reason=Reason.BY_HAND, now=now, keeping=session.keeping)
    if made is not None:
        session.answer({"file": made.path, "made": True}, _("已備份到 {path}").format(path=made.path))
        return
    newest = newest_whole(session.file, session.keeping, now=now)
    path = newest.path if newest is not None else str(folder_of(session.file, session.keeping))
    message = _("上次備份之後沒有變更，最新的備份是 {path}").format(path=path)
    session.answer({"file": path, "made": False}, message)


def run_restore(session: Session, words: Namespace) -> None:
    """Put a copy in the register's place."""
    source = backups.find(session.file, words.file, session.keeping)
    kept = restore(source, session.file, now=datetime.now(), keeping=session.keeping)
    message = _("已還原「{source}」到 {path}。").format(source=source, path=session.file)
    if kept is not None:
        message += _("原來的資料庫保留在 {kept}").format(kept=kept)
    answer = {"store": str(session.file), "from": str(source), "kept": None if kept is None else str(kept)}
    session.answer(answer, message)


def help_for(session: Session, *, by_rescue: bool = True) -> str:
    """What helps where the register is damaged, by the words of the command line; empty where nothing does."""
    line = best(session.file, session.keeping)
    told = [told_of(line), _("可用 restore {name} 還原它。").format(name=line.backup.name)] if line is not None else []
    if by_rescue:
        told.append(_("可用 rescue -o 新檔.db 把讀得到的救到新的檔案。"))
    return "\n".join(told)


def run_list(session: Session) -> None:
    """The copies, the newest first, with what each holds."""
    session.give_rows(lines(session.file, session.keeping), COLUMNS, key=lambda row: row.id)
