"""The reference data and the sample year that the program brings along, read from their files."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from northtaiwan_desktop.domain.errors import FileUnreadable, Unreadable
from northtaiwan_desktop.domain.fiscal import FiscalTier, MatchRate
from northtaiwan_desktop.domain.meeting import MeetingKind, Outcome, SectionRole
from northtaiwan_desktop.domain.platform import (
    Axis,
    FormerName,
    GroupRole,
    IssueGroup,
    Member,
    Platform,
    PlatformYear,
    SetPhrase,
    Thresholds,
)
from northtaiwan_desktop.domain.proposal_total import ProposalTotal
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.record_files import read_folder

T = TypeVar("T")
Files = Mapping[str, Path]
"""The file in which each record stands, by the record's id."""
FIGURES = (ProposalTotal, FiscalTier, MatchRate)


def read_reference(folder: Path) -> Reference:
    """The platform as the files of `folder` describe it. FileUnreadable names file, entry, field and remedy."""
    found = read_folder(folder)
    records = [record for record, _path in found]
    platforms = _of(Platform, records)
    if len(platforms) != 1:
        text = _("資料夾「{folder}」裡應有一個平臺（platform），找到{found}個。請補上或刪去多餘的。")
        raise FileUnreadable(text.format(folder=folder, found=len(platforms)))
    reference = Reference(
        platform=platforms[0],
        members=_listed(Member, records),
        former_names=tuple(_of(FormerName, records)),
        groups=_listed(IssueGroup, records),
        kinds=_listed(MeetingKind, records),
        axes=_listed(Axis, records),
        years=tuple(sorted(_of(PlatformYear, records), key=lambda year: year.year)),
        roles=tuple(_of(GroupRole, records)),
        phrases=_listed(SetPhrase, records),
        thresholds=next(iter(_of(Thresholds, records)), Thresholds()),
    )
    files = {record.id: path for record, path in found}
    _check_links(files, reference)
    _check_words(files, reference)
    _check_spellings(files, reference)
    return reference


def read_figures(folder: Path) -> list[Any]:
    """The figures of `folder` that are kept beside the platform: totals of proposals, tiers and match rates."""
    return [record for record, _path in read_folder(folder) if isinstance(record, FIGURES)]


def read_sample(folder: Path) -> list[Any]:
    """The records of the sample year in `folder`/sample, each after all that it points to, without the reference."""
    return [record for record, _path in read_folder(folder / "sample")]


def _of(kind: type[T], records: Iterable[Any]) -> list[T]:
    return [record for record in records if isinstance(record, kind)]


def _listed(kind: type[T], records: Iterable[Any]) -> tuple[T, ...]:
    return tuple(sorted(_of(kind, records), key=lambda record: record.position))  # type: ignore[attr-defined]


def _refused(files: Files, entry: str, field: str, what: str) -> FileUnreadable:
    text = _("資料檔「{file}」的「{entry}」，欄位「{field}」：{what}")
    return FileUnreadable(text.format(file=files[entry], entry=entry, field=field, what=what))


def _check_links(files: Files, reference: Reference) -> None:
    """Every member and group that is pointed to must be there."""
    members = {member.id for member in reference.members}
    groups = {group.id for group in reference.groups}
    pointing = [
        *(("platform", "cycle", id, members) for id in reference.platform.cycle),
        *((past.id, "member_id", past.member_id, members) for past in reference.former_names),
        *((year.id, "host_id", year.host_id, members) for year in reference.years),
        *((role.id, "member_id", role.member_id, members) for role in reference.roles),
        *((role.id, "group_id", role.group_id, groups) for role in reference.roles),
    ]
    for entry, field, id, known in pointing:
        if id not in known:
            text = _("沒有識別碼是「{id}」的成員或議題組。可以用的有：{known}。")
            raise _refused(files, entry, field, text.format(id=id, known="、".join(sorted(known))))


def _check_words(files: Files, reference: Reference) -> None:
    """Sections and outcomes are kept as text, so their words are looked at here."""
    used = [
        *(
            (kind.id, "sections", word, [role.value for role in SectionRole])
            for kind in reference.kinds
            for word in kind.sections
        ),
        *(
            (phrase.id, "outcome", phrase.outcome, [outcome.value for outcome in Outcome])
            for phrase in reference.phrases
        ),
    ]
    for entry, field, word, known in used:
        if word not in known:
            text = _("「{value}」不在可用的值之內。請改用：{known}。")
            raise _refused(files, entry, field, text.format(value=word, known="、".join(known)))


def _check_spellings(files: Files, reference: Reference) -> None:
    """A name or alias that could mean two members, or two groups, would be read wrongly without a word."""
    for member in reference.members:
        for spelling in (member.name, member.short_name, *member.aliases):
            _check_spelling(files, member, spelling, reference.find_member)
    for past in reference.former_names:
        _check_spelling(files, reference.member(past.member_id), past.name, reference.find_member)
    for group in reference.groups:
        for spelling in (group.name, group.short_name, *group.aliases):
            _check_spelling(files, group, spelling, reference.find_group)


def _check_spelling(
    files: Files, owner: Member | IssueGroup, spelling: str, find: Callable[[str], Member | IssueGroup]
) -> None:
    try:
        found = find(spelling)
    except Unreadable as error:
        raise _refused(files, owner.id, "aliases", str(error)) from error
    if found != owner:
        text = _("「{spelling}」也是「{other}」的名稱，無法分辨。請從其中一個刪去。")
        raise _refused(files, owner.id, "aliases", text.format(spelling=spelling, other=found.name))
