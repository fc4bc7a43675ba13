"""An instruction in running text (請桃園市政府交通局會同新竹縣政府於年底前提報): who is to do it, by when."""

import re
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Share
from northtaiwan_desktop.domain.writing.due import read_due

_OFFICE = r"(?:政府|府)?(?P<office>[^\s，。；、：（）()及與和會協請於由並]{1,10}?(?:局|處|科|室|所|中心|委員會))?"
_JOINED = re.compile("會同|協同|協助|協辦|配合|會商|偕同")
_HELPS = re.compile("(?:政府)?(?:配合|協助|協辦)")
_LEADS = re.compile("主辦|請|由|責成")
_FIGURES = "[0-9０-９〇零一二三四五六七八九十]"
_DUE = re.compile(
    rf"(?:(?:民國)?{_FIGURES}{{1,3}}年度?|今年|本年度?|明年度?)?"
    rf"(?:{_FIGURES}{{1,2}}月(?:{_FIGURES}{{1,3}}日|底|末|上旬|中旬|下旬|份)?|第{_FIGURES}季|[上下]半年|年?底|年末)(?:以?前|止|內)?"
    rf"|下次會議(?:以?前)?|下次開會(?:以?前)?|下一?次會議(?:以?前)?|{_FIGURES}+個?(?:月|週|周|日)內|持續辦理"
)


@dataclass(frozen=True)
class Instruction:
    """What a text asks for. `due_text` are the words for the day, `due_on` the day itself where they name one."""

    text: str
    doers: tuple[Assignment, ...]
    due_text: str
    due_on: date | None


def understood(text: str, known: Reference, *, year: int) -> Instruction:
    """Read who is named in the text, and the first words in it that tell a time. Nothing is guessed beyond that.

    Members named after 會同, 協助, 配合 and their like, or before the latter, are 協辦, all others 主辦.
    """
    words, day = _due(text, year)
    return Instruction(text.strip(), tuple(_doers(text, known)), words, day)


def _doers(text: str, known: Reference) -> list[Assignment]:
    names = {name: member.id for member in known.members for name in (member.name, *member.aliases) if len(name) > 2}
    names |= {name.replace("臺", "台"): id for name, id in names.items() if "臺" in name}
    names |= {past.name: past.member_id for past in known.former_names}
    any_name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    if not any_name:
        return []
    found: dict[tuple[str, str], Assignment] = {}
    share, last = Share.LEAD, 0
    for match in re.finditer(f"(?P<name>{any_name}){_OFFICE}", text):
        between = text[last : match.start()]
        joined = [found.end() for found in _JOINED.finditer(between)]
        leads = [found.end() for found in _LEADS.finditer(between)]
        if joined or leads:
            share = Share.CO_LEAD if max(joined, default=-1) > max(leads, default=-1) else Share.LEAD
        helps = _HELPS.match(text, match.end()) is not None
        key = (names[match["name"]], match["office"] or "")
        found.setdefault(
            key,
            Assignment(
                resolution_id="",
                position=len(found),
                share=Share.CO_LEAD if helps else share,
                member_id=key[0],
                office=key[1],
            ),
        )
        last = match.end()
    return list(found.values())


def _due(text: str, year: int) -> tuple[str, date | None]:
    for match in _DUE.finditer(text):
        try:
            return match[0], read_due(match[0], year=year)
        except AppError:
            continue  # 13月 names no day; something further on may
    return "", None
