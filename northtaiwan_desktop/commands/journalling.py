"""`undo`, `redo`, `history`: what was done, taken back and done again."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import datetime
from functools import partial
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import taking_back
from northtaiwan_desktop.sheets.columns import written
from northtaiwan_desktop.storage import imports, journal, meetings, plan, resolutions
from northtaiwan_desktop.storage.records import Records


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verbs."""
    for name, help, run in (("undo", _("復原上一項操作"), run_undo), ("redo", _("重做復原的操作"), run_redo)):
        verb = verbs.add_parser(name, help=help)
        verb.add_argument("--json", action="store_true")
        verb.set_defaults(run=run)
        if name == "undo":
            verb.add_argument("id", metavar="IMPORT", nargs="?", help=_("收回這一次匯入（識別碼），不論先後"))
            verb.add_argument("--keep-changed", action="store_true", help=_("之後又有更動的保留，其餘收回"))
    history = verbs.add_parser("history", help=_("操作紀錄"))
    history.add_argument("id", metavar="ID", nargs="?", help=_("識別碼或編號"))
    history.add_argument("--json", action="store_true")
    history.set_defaults(run=run_history)


def run_undo(session: Session, words: Namespace) -> None:
    """Take the latest action back, or one import by itself."""
    if words.id is not None:
        _take_back(session, words.id, keep_changed=words.keep_changed)
        return
    if words.keep_changed:
        raise RuleBroken(_("--keep-changed 要與匯入紀錄的識別碼一起使用。可用 list imports 查看。"))
    with session.store() as store:
        operation = store.undo(by=session.by)
    session.answer(_operation(operation), _("已復原：{label}").format(label=operation.label))


def _take_back(session: Session, import_id: str, *, keep_changed: bool) -> None:
    with session.store() as store:
        record = store.ask(partial(imports.find, id=import_id))
        later = store.ask(partial(taking_back.standing_on, import_id=import_id))
        action = partial(taking_back.take_back, import_id=import_id, keep_changed=keep_changed)
        operation = store.do(_("收回匯入「{file}」").format(file=record.file_name), action, by=session.by)
    for one in later:
        session.tell(_("保留：{words}（{label}）").format(words=one.words, label=one.label))
    kept = sorted({one.record_id for one in later})
    session.answer(_operation(operation) | {"kept": kept}, _("已收回匯入「{file}」。").format(file=record.file_name))


def run_redo(session: Session, words: Namespace) -> None:
    """Do again what was taken back last."""
    with session.store() as store:
        operation = store.redo(by=session.by)
    session.answer(_operation(operation), _("已重做：{label}").format(label=operation.label))


def run_history(session: Session, words: Namespace) -> None:
    """The journal, newest first: the whole, or of one record."""
    if words.id is None:
        rows = [_operation(one) for one in session.ask(journal.operations)]
    else:
        rows = session.ask(partial(_of_record, key=words.id))
    if session.as_json:
        session.give(rows)
        return
    for row in rows:
        at = written(datetime.fromisoformat(row["at"]))
        print("\t".join((str(row["number"]), at, row["by"], row["label"])), file=session.out)


def _of_record(records: Records, *, key: str) -> list[dict[str, Any]]:
    """The history of the record with this id or number."""
    entries = journal.history(records, key) or journal.history(records, _id_of(records, key))
    return [
        _operation(entry.operation)
        | {"kind": entry.kind, "record": entry.record_id}
        | {"changes": [{"field": c.field, "before": c.before, "after": c.after} for c in entry.changes]}
        for entry in entries
    ]


def _id_of(records: Records, key: str) -> str:
    for find in (meetings.find, plan.find):
        try:
            return find(records, key).id
        except NotFound:
            continue
    return resolutions.find(records, key).id


def _operation(operation: journal.Operation) -> dict[str, Any]:
    return {
        "number": operation.number,
        "id": operation.id,
        "label": operation.title,
        "by": operation.by,
        "at": operation.at.isoformat(),
        "turn": operation.turn,
        "undone": operation.is_undone,
    }
