"""比對與合併: what another copy of the register has, taken over record by record as one action."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from northtaiwan_desktop.domain.backups import Reason
from northtaiwan_desktop.domain.copies import Comparison, Difference
from northtaiwan_desktop.domain.errors import RuleBroken, Unconfirmed
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services.finalising import draw_case_number
from northtaiwan_desktop.storage import copies, meetings
from northtaiwan_desktop.storage.checkup import FILES
from northtaiwan_desktop.storage.schema import KINDS, TABLES
from northtaiwan_desktop.storage.work import Work

NAMED = 3
"""How many records a sentence names."""


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What a merge has done: how many records came, were replaced and went; and which numbers were drawn anew.

    `renumbered` has old and new. `repeated` tells of meetings that bear one ordinal (第1次) since.
    """

    added: int = 0
    replaced: int = 0
    removed: int = 0
    renumbered: tuple[tuple[str, str], ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.added + self.replaced + self.removed


def compare(ours: Path, theirs: Path) -> Generator[float, None, Comparison]:
    """Set the register and another file side by side; neither is changed. Yields how far it is (0 to 1)."""
    with copies.opened_copy(ours) as mine, copies.opened_copy(theirs) as other:
        found = yield from copies.compare(mine, other, name=str(theirs))
    return replace(found, ours=str(ours))


def merge(work: Work, found: Comparison, taken: Sequence[Difference], *, may_remove: bool = False) -> Merged:
    """Take these records over as the other copy has them; ChangedMeanwhile where ours has moved on since.

    What only ours has is removed with `may_remove` alone: Unconfirmed without.

    What a record points at comes along where ours has not got it. A case number that ours has given to another case
    is drawn anew.
    """
    if not found.is_kin:
        message = _("「{file}」和目前的資料庫不是同一份資料的複本，沒有合併。要帶入資料請用匯入。")
        raise RuleBroken(message.format(file=Path(found.theirs).name))
    chosen = _with_needed(work, found, taken)
    if not chosen:
        raise RuleBroken(_("沒有選擇要合併的資料，沒有變更。"))
    if (going := removals(chosen)) and not may_remove:
        raise Unconfirmed(
            _("這樣會刪除 {count} 筆另一份沒有的資料：{names}，沒有變更。確定要刪除請再次確認。").format(
                count=len(going), names=names_of(going)
            )
        )
    work.lay_aside(Reason.MERGE)
    _take_files(work, found, chosen)
    renumbered: list[tuple[str, str]] = []
    removed = 0
    for one in _in_order(chosen):
        if one.theirs is None:
            if work.find(KINDS[one.kind], one.record_id) is not None:
                work.delete(one.ours)
                removed += 1
            continue
        record = one.theirs
        if isinstance(record, Resolution) and record.number and _is_taken(work, record):
            record = replace(record, number=draw_case_number(work, record.year))
            renumbered.append((one.theirs.number, record.number))
        work.save(record, seen=one.ours) if one.ours is not None else work.save(record)
    copies.raise_counters(work, found.counters)
    kept = [one for one in chosen if one.theirs is not None]
    added = sum(one.ours is None for one in kept)
    came = {one.record_id for one in kept if one.kind == Meeting.__name__}
    repeated = [found for found in meetings.repeated_ordinals(work) if came & {one.id for one in found}] if came else []
    return Merged(
        added=added,
        replaced=len(kept) - added,
        removed=removed,
        renumbered=tuple(renumbered),
        repeated=tuple(meetings.repeat_words(one) for one in repeated),
    )


def removals(taken: Sequence[Difference]) -> list[Difference]:
    """Those that the other copy has not: to take them over is to delete ours."""
    return [one for one in taken if one.theirs is None]


def names_of(differences: Sequence[Difference]) -> str:
    """The first few by kind and name, for a sentence."""
    named = "、".join(f"{one.word}「{one.name}」" for one in differences[:NAMED])
    return _("{names}等").format(names=named) if len(differences) > NAMED else named


def _with_needed(work: Work, found: Comparison, taken: Sequence[Difference]) -> list[Difference]:
    """The chosen ones and, where ours has them not, those that they point at; deletions take what points at them."""
    known = {(one.kind, one.record_id): one for one in found.differences}
    chosen = {(one.kind, one.record_id): one for one in taken}
    waiting = list(taken)
    while waiting:
        one = waiting.pop()
        if one.theirs is None:
            continue
        for kind, id in _points_at(one.theirs):
            needed = known.get((kind, id))
            if needed is not None and needed.ours is None and (kind, id) not in chosen:
                chosen[kind, id] = needed
                waiting.append(needed)
    return list(chosen.values())


def _points_at(record: Any) -> Iterable[tuple[str, str]]:
    tables = {TABLES[kind].name: kind.__name__ for kind in TABLES}
    for field in fields(record):
        value = getattr(record, field.name)
        for key in TABLES[type(record)].c[field.name].foreign_keys:
            if value is not None:
                yield tables[key.column.table.name], value


def _in_order(chosen: Sequence[Difference]) -> list[Difference]:
    """Owners before what belongs to them, and the other way round where they go."""
    place = {kind.__name__: number for number, kind in enumerate(TABLES)}
    kept = sorted((one for one in chosen if one.theirs is not None), key=lambda one: place[one.kind])
    gone = sorted((one for one in chosen if one.theirs is None), key=lambda one: -place[one.kind])
    return [*gone, *kept]


def _is_taken(work: Work, record: Resolution) -> bool:
    same = work.all(Resolution, TABLES[Resolution].c.number == record.number)
    return any(one.id != record.id for one in same)


def _take_files(work: Work, found: Comparison, chosen: Sequence[Difference]) -> None:
    """Bring the bytes along that the chosen records point at."""
    wanted = {getattr(one.theirs, FILES[KINDS[one.kind]]) for one in chosen if one.theirs and KINDS[one.kind] in FILES}
    if not wanted:
        return
    with copies.opened_copy(Path(found.theirs)) as theirs:
        for digest in sorted(wanted):
            content = copies.file_of(theirs, digest)
            if content is not None:
                work.keep_file(digest, content)


def told(done: Merged) -> str:
    """What was done, in one sentence."""
    text = _("已合併 {count} 筆（新增 {added}、取代 {replaced}、刪除 {removed}），可以復原。").format(
        count=done.count, added=done.added, replaced=done.replaced, removed=done.removed
    )
    if done.renumbered:
        pairs = "、".join(f"{old} → {new}" for old, new in done.renumbered)
        text += _("案號重複的{kind}改編新號：{pairs}。").format(kind=word_of(Resolution), pairs=pairs)
    if done.repeated:
        text += _("次別重複，請改正其中一場：{told}").format(told="".join(done.repeated))
    return text
