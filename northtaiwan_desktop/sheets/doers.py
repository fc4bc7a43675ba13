"""Who is named in a cell: 「桃園市政府交通局、新北市」 is two doers, 「建請交通部」 a body outside."""

import re
from collections.abc import Iterator

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.writing.fold import clean, folded
from northtaiwan_desktop.sheets.fields import Doer, Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue

BETWEEN = re.compile(r"[、，,;；\n/／\t]+")
_AND = re.compile(r"[及與暨和]")
_OFFICE = re.compile(r"^.*?[縣市](?:政府|府)?(?P<office>.*)$", re.DOTALL)
_COUNTY = re.compile(r"^[^都城超門夜]{1,3}[縣市](?:政府.*)?$")
_BUREAU = re.compile(r"^[^部會院署]{1,8}[局處]$")
_LABEL = re.compile(r"^(?:主辦|協辦|主政|配合|建請|函請|請)(?:單位|機關|縣市)?[:：]?")
_NONE = {"", "無", "-", "x", "n/a", "未定", "待定"}


def read_doers(value: CellValue, setting: Setting, share: Share) -> Reading:
    """Read every doer of a cell; an unknown county is told and the others are kept."""
    text = clean(str(value)) if value is not None else ""
    doers: list[Doer] = []
    notes: list[str] = []
    for part in _parts(text, setting):
        try:
            doers += _doers_of(part, setting, share, doers)
        except Unreadable as error:
            notes.append(str(error))
    named = tuple(dict.fromkeys(doer.name for doer in doers))
    if notes and not doers:
        raise Unreadable(" ".join(notes), text)
    return Reading(found={"names": named, "doers": tuple(dict.fromkeys(doers))}, notes=tuple(notes))


def _parts(text: str, setting: Setting) -> Iterator[str]:
    """The pieces of a cell that name one doer each; 及 and its kin part only what are members on both sides."""
    for line in BETWEEN.split(text):
        piece = _LABEL.sub("", line.strip()).strip()
        if folded(piece) in _NONE:
            continue
        halves = [half.strip() for half in _AND.split(piece)]
        if len(halves) > 1 and all(len(setting.places.found_in(half)) == 1 for half in halves):
            yield from halves
        else:
            yield piece


def _doers_of(part: str, setting: Setting, share: Share, before: list[Doer]) -> list[Doer]:
    reference, places = setting.reference, setting.places
    ids = {member.name: member.id for member in reference.members}
    found = places.found_in(part)
    if len(found) > 1:
        return [Doer(share=share, member_id=ids[name], office="", name=name) for name in found]
    try:
        name = places.official(part)
    except Unreadable:
        if not found and not _COUNTY.match(folded(part)):
            return [_without_member(part, setting, share, before)]
        if not found:
            raise
        name = found[0]
    match = _OFFICE.match(part)
    office = match["office"].strip() if match else ""
    return [Doer(share=share, member_id=ids[name], office=office, name=name)]


def _without_member(part: str, setting: Setting, share: Share, before: list[Doer]) -> Doer:
    """A bare bureau belongs to the member named just before it, else to the sender; all else is a body outside."""
    if _BUREAU.match(part):
        owner = before[-1].member_id if before else setting.sender_id
        if owner is not None:
            return Doer(share=share, member_id=owner, office=part, name=setting.reference.member(owner).name)
    return Doer(share=share, member_id=None, office=part, name=part)
