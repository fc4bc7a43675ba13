"""Who is named in running text as a doer, and how: 請桃園市會同基隆市, 臺北市政府捷運局、交通局, 宜蘭縣、苗栗縣協辦."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Share

_STOP = "會同|會商|偕同|協同|協助|協辦|配合|主辦|主政|責成|儘速|研議|研擬|提報|提出|完成|辦理|彙整"
_SIGN = rf"(?:(?!{_STOP})[^\s，。；、：（）()及與和暨請於由並應])"
_ENDS = "局(?![部勢])|處(?![理置分])|科(?![技學])|室(?![內外])|所(?![有需在提屬])|中心|委員會|大隊"
_OFFICE = rf"(?:{_SIGN}{{1,10}}?(?:{_ENDS}))"
_AND = re.compile(r"\s*(?:、|及|與|和(?!平)|暨|以及)\s*")
# A ministry's bureau is none of a county's.
_OUTSIDE = re.compile("[部署院]|中央|全國|國家")
_JOINED = re.compile("會同|協同|協助|協辦|配合|會商|偕同")
_LEADS = re.compile("主辦|主政|請|由|責成")
_BEHIND = re.compile(r"\s*(?:等(?:\w{0,2}?(?:縣市|機關|單位|政府))?|政府|共同|分別|[（(])*\s*")
_HELPS = re.compile("協辦|協助|配合")
# No doer: 臺北市立美術館, 新北市民, 桃園市長.
_NO_DOER = "(?![立區民長]|境內|轄內)"
_BEFORE_SHORT = r"(?:(?<![\u3400-\u9fff])|(?<=[請由與及暨同對和])|(?<=協助)|(?<=配合)|(?<=責成)|(?<=協辦)|(?<=主辦))"
_AFTER_SHORT = (
    r"(?=[、，。；：（）()及與暨於在應並須等]|和(?!平)|儘速|共同|分別|主辦|主政|協辦|協助|協同|配合|會同|"
    r"提報|提出|提供|提送|研議|研擬|辦理|彙整|規劃|$|\s)"
)


_AGENCY = re.compile(
    r".+(?:[部會署局處院府所司廳科課室組隊段館廠站庫縣市鄉鎮區行港]|中心|公司|學校|大學|中學|小學|高中|國中|國小|高職|"
    r"分校|聯盟|集團|基金|法人|機構|機關|單位|團隊|平[臺台]|園區)等?|中央(?:政府|機關|部會)?|[臺台高][鐵電水]|中油"
)
"""How the names of agencies, schools, companies and the like end."""
_REMARK = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")


def is_named_like_an_agency(name: str) -> bool:
    """Could this be the name of a body outside: 交通部, 台灣電力公司, 國立臺灣大學（地理系）?"""
    return _AGENCY.fullmatch(_REMARK.sub("", name).strip()) is not None


@dataclass(frozen=True)
class _Named:
    """One doer in the text, from where to where."""

    member_id: str
    office: str
    start: int
    end: int


def doers_in(text: str, known: Reference) -> list[Assignment]:
    """Give the doers in the order of the text, each once.

    Members named after 會同, 協助, 配合 and their like, or before them, are 協辦, all others 主辦; what 、 or 與 joins
    is one whole in this. Names of two characters (桃園) count only where they stand alone.
    """
    found: dict[tuple[str, str], Assignment] = {}
    share, last = Share.LEAD, 0
    for whole in _wholes(text, known):
        between = text[last : whole[0].start]
        joined = max((one.end() for one in _JOINED.finditer(between)), default=-1)
        leads = max((one.end() for one in _LEADS.finditer(between)), default=-1)
        if max(joined, leads) >= 0:
            share = Share.CO_LEAD if joined > leads else Share.LEAD
        last = whole[-1].end
        behind = _BEHIND.match(text, last)
        helps = _HELPS.match(text, behind.end() if behind else last) is not None
        for named in whole:
            line = Assignment(resolution_id="", member_id=named.member_id, office=named.office)
            line = replace(line, position=len(found), share=Share.CO_LEAD if helps else share)
            found.setdefault((named.member_id, named.office), line)
    return list(found.values())


def _wholes(text: str, known: Reference) -> Iterator[list[_Named]]:
    """The doers, those together that nothing but 、 or 與 stands between."""
    whole: list[_Named] = []
    for named in _each(text, known):
        if whole and not _AND.fullmatch(text, whole[-1].end, named.start):
            yield whole
            whole = []
        whole.append(named)
    if whole:
        yield whole


def _each(text: str, known: Reference) -> Iterator[_Named]:
    names, pattern = _names(known)
    if not names:
        return
    at = 0
    while (match := pattern.search(text, at)) is not None:
        at = max(match.end(), at + 1)
        named = _Named(names[match["name"]], match["office"] or "", match.start(), match.end())
        yield named
        # The next bureau of the same county needs no name of its own.
        while named.office and (joined := _AND.match(text, at)) is not None:
            office = re.compile(_OFFICE).match(text, joined.end())
            if office is None or pattern.match(text, joined.end()) or _OUTSIDE.search(office[0]):
                break
            named = _Named(named.member_id, office[0], office.start(), office.end())
            at = office.end()
            yield named


def _names(known: Reference) -> tuple[dict[str, str], re.Pattern[str]]:
    """Every name by which a member goes, and what finds one with its bureau in a text."""
    names = {
        name: member.id
        for member in known.members
        for name in (member.name, member.short_name, *member.aliases)
        if name
    }
    names |= {name.replace("臺", "台"): id for name, id in names.items() if "臺" in name}
    names |= {past.name: past.member_id for past in known.former_names}
    longest_first = sorted(names, key=len, reverse=True)
    long = "|".join(re.escape(name) for name in longest_first if len(name) > 2)
    short = "|".join(re.escape(name) for name in longest_first if len(name) <= 2) or "(?!)"
    alone = rf"{_BEFORE_SHORT}(?:{short})(?:{_AFTER_SHORT}|(?={_OFFICE}))"
    return names, re.compile(rf"(?P<name>(?:{long}){_NO_DOER}|{alone})(?:政府|府)?(?P<office>{_OFFICE})?")
