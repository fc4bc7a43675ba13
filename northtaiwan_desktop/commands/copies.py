"""`compare` and `merge`: another copy of the register beside this one, record by record."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.copies import Comparison, Difference
from northtaiwan_desktop.domain.errors import FileUnreadable, NotFound
from northtaiwan_desktop.domain.field_words import field_word
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import backups, copies
from northtaiwan_desktop.sheets.columns import written
from northtaiwan_desktop.storage import codec
from northtaiwan_desktop.storage.copies import conflict_copies
from northtaiwan_desktop.storage.work import Work

NEW, ALL = "new", "all"


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verbs."""
    compare = verbs.add_parser("compare", help=_("與另一份資料庫（衝突複本、備份）逐筆比對"))
    compare.add_argument("file", nargs="?", type=Path, metavar="FILE", help=_("另一份；不填則列出旁邊的衝突複本"))
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(run=run_compare)
    merge = verbs.add_parser("merge", help=_("把另一份的資料逐筆併入"))
    merge.add_argument("file", type=Path, metavar="FILE")
    help = _("new（只有另一份改過的）、all（全部以另一份為準），或以逗號隔開的識別碼、編號")
    merge.add_argument("--take", required=True, metavar="new|all|ID,…", help=help)
    merge.add_argument("--even-so", action="store_true", help=_("另一份沒有的資料，也從目前這份刪除"))
    merge.add_argument("--json", action="store_true")
    merge.set_defaults(run=run_merge)


def run_compare(session: Session, words: Namespace) -> None:
    """Print what differs, the newest changes first."""
    file = _file(session)
    if words.file is None:
        found = conflict_copies(file)
        session.answer([str(path) for path in found], _("旁邊有 {count} 個衝突複本。").format(count=len(found)))
        if not session.as_json:
            for path in found:
                print(path, file=session.out)
        return
    compared = _compared(session, words.file)
    if session.as_json:
        session.give(as_plain(compared))
        return
    _tell(session, compared)
    for one in compared.differences:
        print(f"{one.word}\t{one.name}\t{one.what}\t{one.side.title}\t{one.record_id}", file=session.out)
        for pair in one.fields if one.ours is not None and one.theirs is not None else ():
            print(f"\t{field_word(pair.field)}：{_short(pair.ours)} → {_short(pair.theirs)}", file=session.out)


def run_merge(session: Session, words: Namespace) -> None:
    """Take over what was chosen, as one action."""
    compared = _compared(session, words.file)
    taken = _chosen(compared, words.take)
    done: list[copies.Merged] = []

    def action(work: Work) -> None:
        done.append(copies.merge(work, compared, taken, may_remove=words.even_so))

    session.do(_("合併「{file}」").format(file=words.file.name), action)
    answer = {
        "merged": done[0].count,
        "added": done[0].added,
        "replaced": done[0].replaced,
        "removed": done[0].removed,
        "renumbered": [list(pair) for pair in done[0].renumbered],
        "repeated": list(done[0].repeated),
    }
    session.answer(answer, copies.told(done[0]))


def _file(session: Session) -> Path:
    message = _("比對的是兩個資料庫檔。伺服器上的請先用 copy 複製成檔案，再以 --store 那個檔案比對。")
    return session.file_or(message)


def _compared(session: Session, named: Path) -> Comparison:
    file = _file(session)
    path = backups.find(file, named, session.keeping)
    if path.resolve() == file.resolve():
        raise FileUnreadable(_("「{path}」就是目前的資料庫，請指定另一份。").format(path=path))
    compared: Comparison = finished(copies.compare(file, path))
    return compared


def _chosen(compared: Comparison, words: str) -> tuple[Difference, ...]:
    if words == NEW:
        return compared.proposed()
    if words == ALL:
        return compared.differences
    names = [name.strip() for name in words.split(",") if name.strip()]
    chosen = compared.chosen(names)
    for name in names:
        if not compared.chosen([name]):
            raise NotFound(_("兩份之間沒有「{name}」這一筆不同。可用 compare 查看。").format(name=name))
    return chosen


def _tell(session: Session, compared: Comparison) -> None:
    if not compared.is_kin:
        session.tell(_("這兩份不是同一份資料的複本，只能看，不能合併。"))
    if not compared.differences:
        session.tell(_("兩份內容相同。"))
    elif compared.parted_at is not None:
        message = _("共 {count} 筆不同；{at} 之前兩份相同。")
        session.tell(message.format(count=len(compared.differences), at=written(compared.parted_at)))
    if compared.differences:
        added = sum(one.ours is None for one in compared.differences)
        removed = len(copies.removals(compared.differences))
        message = _("另一份才有 {added} 筆、內容不同 {replaced} 筆、目前這份才有 {removed} 筆（採用即刪除）。")
        replaced = len(compared.differences) - added - removed
        session.tell(message.format(added=added, replaced=replaced, removed=removed))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 40 else f"{line[:40]}…") or _("（空）")


def as_plain(compared: Comparison) -> dict[str, Any]:
    return {
        "ours": compared.ours,
        "theirs": compared.theirs,
        "kin": compared.is_kin,
        "parted_at": compared.parted_at.isoformat() if compared.parted_at else None,
        "differences": [
            {
                "id": one.record_id,
                "kind": one.kind,
                "name": one.name,
                "side": one.side.value,
                "ours": None if one.ours is None else codec.plain(one.ours),
                "theirs": None if one.theirs is None else codec.plain(one.theirs),
                "ours_at": one.ours_at.isoformat() if one.ours_at else None,
                "theirs_at": one.theirs_at.isoformat() if one.theirs_at else None,
                "fields": [pair.field for pair in one.fields],
            }
            for one in compared.differences
        ],
    }
