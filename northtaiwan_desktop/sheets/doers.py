"""Who is named in a cell: 「桃園市政府交通局、新北市」 is two doers, 「建請交通部」 a body outside."""

import re
from collections.abc import Iterable, Iterator, Sequence

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.writing.counties import names_a_county
from northtaiwan_desktop.domain.writing.fold import clean, folded, shown
from northtaiwan_desktop.domain.writing.regions import region
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.doer_roles import BETWEEN, by_role
from northtaiwan_desktop.sheets.fields import Doer, Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue

_AND = re.compile(r"[及與暨和]")
_OFFICE = re.compile(r"^.*?[縣市](?:政府|府)?(?P<office>.*)$", re.DOTALL)
# What is shaped like a county's name and is none that is known is told (桃圓市, 本市); 超市, 門市 and 夜市 are markets.
_LIKE_A_COUNTY = re.compile(r"(?:.{1,3}縣|.{0,2}[^都城超門夜]市)(?:政府.*)?")
_BUREAU = re.compile(r"^[^部會院署]{1,8}[局處]$")
_OWN = re.compile(r"(?:本府|本縣|本市)(?:政府)?")
"""How a county names itself: the sender."""
_LABEL = re.compile(r"^(?:建請|函請|請)(?:單位|機關|縣市)?[:：]?")
_NONE = {"", "無", "-", "x", "n/a", "未定", "待定"}


def read_doers(value: CellValue, setting: Setting, share: Share) -> Reading:
    """Read every doer of a cell, in the role that it says; an unknown county is told and the others are kept."""
    text = clean(str(value)) if value is not None else ""
    doers: list[Doer] = []
    refused: list[str] = []
    notes: list[str] = []
    for role, said in by_role(text, share):
        for part in _parts(said, setting):
            try:
                doers += _together(part, setting, role, notes, refused) or _doers_of(part, setting, role, doers)
            except Unreadable as error:
                refused.append(str(error))
    if refused and not doers:
        raise Unreadable(" ".join(refused), text)
    if any(doer.share is not share for doer in doers):
        notes.insert(0, _roles_read(doers))
    notes += _groups_among(doers, setting)
    return Reading(found={"doers": tuple(dict.fromkeys(doers))}, notes=(*notes, *dict.fromkeys(refused)))


def names_of(doers: Iterable[Doer]) -> tuple[str, ...]:
    """Each doer once, in the order in which they are named."""
    return tuple(dict.fromkeys(doer.name for doer in doers))


def _roles_read(doers: Sequence[Doer]) -> str:
    leads, helpers = (
        "、".join(names_of(doer for doer in doers if doer.share is share)) for share in (Share.LEAD, Share.CO_LEAD)
    )
    if not leads:
        return _("這一格寫的是協辦，讀為協辦{names}，請確認。").format(names=helpers)
    if not helpers:
        return _("這一格寫的是主辦，讀為主辦{names}，請確認。").format(names=leads)
    return _("依這一格寫的分工，讀為主辦{leads}；協辦{helpers}，請確認。").format(leads=leads, helpers=helpers)


def names_members(text: str, setting: Setting) -> bool:
    """Does a text name a member, or several in one word?"""
    if setting.places.found_in(text):
        return True
    try:
        found = region(text.strip(), setting.places.known)
    except Unreadable:
        return True
    return found is not None and not set(found.counties).isdisjoint(setting.places.known)


def _parts(text: str, setting: Setting) -> Iterator[str]:
    """The pieces of a cell that name one doer each; 及 and its kin part only what are members on both sides."""
    for line in BETWEEN.split(text):
        piece = _LABEL.sub("", line.strip()).strip()
        if folded(piece) in _NONE:
            continue
        halves = [half.strip() for half in _AND.split(piece)]
        if len(halves) > 1 and all(_is_one(half, setting) for half in halves):
            yield from halves
        else:
            yield piece


def _is_one(half: str, setting: Setting) -> bool:
    found = setting.places.found_in(half)
    return len(found) == 1 or (not found and names_members(half, setting))


def _together(part: str, setting: Setting, share: Share, notes: list[str], refused: list[str]) -> list[Doer]:
    """The members that one word stands for (北北基桃), which is noted; those outside are told."""
    members = {member.name: member.id for member in setting.reference.members}
    found = region(part, members)
    if found is None:
        return []
    known = [name for name in found.counties if name in members]
    outside = "、".join(name for name in found.counties if name not in members)
    try:
        if outside:
            setting.places.official(outside if known else part)
    except Unreadable as error:
        if not known:
            raise
        refused.append(str(error))
    notes.append(_("「{text}」讀為{names}，請確認。").format(text=part, names="、".join(known)))
    return [Doer(share=share, member_id=members[name], office=found.office, name=name) for name in known]


def _doers_of(part: str, setting: Setting, share: Share, before: list[Doer]) -> list[Doer]:
    reference, places = setting.reference, setting.places
    if own := _OWN.match(part):
        return [_sender(part, part[own.end() :].strip(), setting, share)]
    ids = {member.name: member.id for member in reference.members}
    found = places.found_in(part)
    if len(found) > 1:
        return [Doer(share=share, member_id=ids[name], office="", name=name) for name in found]
    try:
        name = places.official(part)
    except Unreadable:
        if not found and not names_a_county(part) and not _LIKE_A_COUNTY.fullmatch(folded(part)):
            return [_without_member(part, setting, share, before)]
        if not found:
            raise
        name = found[0]
    match = _OFFICE.match(part)
    office = match["office"].strip() if match else ""
    return [Doer(share=share, member_id=ids[name], office=office, name=name)]


def _sender(part: str, office: str, setting: Setting, share: Share) -> Doer:
    """本府交通局 is the sender's, where that is known."""
    if setting.sender_id is None:
        message = _("「{text}」看不出是哪個縣市。請寫出縣市名稱，例如 桃園市政府。")
        raise Unreadable(message.format(text=shown(part)), part)
    name = setting.reference.member(setting.sender_id).name
    return Doer(share=share, member_id=setting.sender_id, office=office, name=name)


def _groups_among(doers: Iterable[Doer], setting: Setting) -> Iterator[str]:
    """An issue group is no county: it is kept by its words, and told."""
    for doer in doers:
        if doer.member_id is None and doer.office.endswith("組"):
            try:
                found = setting.reference.find_group(doer.office)
            except Unreadable:
                continue
            message = _("「{text}」是議題組（{group}），不是縣市或機關；照文字保存，請確認由哪個縣市辦理。")
            yield message.format(text=shown(doer.office), group=found.name)


def _without_member(part: str, setting: Setting, share: Share, before: list[Doer]) -> Doer:
    """A bare bureau belongs to the member named just before it, else to the sender; all else is a body outside."""
    if _BUREAU.match(part):
        owner = before[-1].member_id if before else setting.sender_id
        if owner is not None:
            return Doer(share=share, member_id=owner, office=part, name=setting.reference.member(owner).name)
    return Doer(share=share, member_id=None, office=part, name=part)
