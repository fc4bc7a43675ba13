"""Several counties in one short word: 「北北基桃」 is four, 「桃竹苗四縣市」 are four, 「雙北」 are two."""

import re
from collections.abc import Collection
from typing import NamedTuple

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.counties import COUNTIES
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _

_LETTERS = "".join(dict.fromkeys(county.letter for county in COUNTIES))
_WORD = re.compile(
    rf"(?P<word>雙北|[{_LETTERS}]{{2,10}})"
    r"(?P<all>等?各?(?:(?P<count>[二兩雙三四五六七八九2-9])個?)?(?:縣市|市縣|(?<=[二兩雙三四五六七八九2-9])[縣市])?)"
    r"(?:政府|府)?(?P<office>\S{1,8}[局處])?"
)
# Of letters that name counties outside only these are such words: 基金, 高中 and 東北 are not.
_OUTSIDE = frozenset(
    (
        *("中彰投", "中彰投苗", "苗中彰投", "中彰", "彰投", "中投", "中苗", "雲彰"),
        *("雲嘉南", "雲嘉嘉南", "雲嘉", "嘉南", "嘉南高屏", "高屏", "高高屏", "南高屏", "南高"),
        *("花東", "宜花東", "宜花", "基宜花", "澎金馬", "金馬", "澎金"),
    )
)
# A town of its own, and a district.
_NO_WORDS = frozenset({"竹北", "竹東", "竹南", "北投", "東北", "南北"})


class Region(NamedTuple):
    """The counties that a short word stands for, and the office that is named of each."""

    counties: tuple[str, ...]
    office: str


def region(text: str, members: Collection[str]) -> Region | None:
    """What counties, by their official names, a short word stands for; None where it is no such word.

    竹 and 嘉 stand for the county and the city. Unreadable where 北 may be either of two of the `members`, or where
    another number of counties is stated than the word gives.
    """
    found = _WORD.fullmatch(folded(text))
    if found is None or not _is_word(found["word"], members):
        return None
    word = "北北" if found["word"] == "雙北" else found["word"]
    names = []
    for letter in dict.fromkeys(word):
        own = [county.name for county in COUNTIES if county.letter == letter]
        if letter == "北" and word.count(letter) == 1:
            own = [name for name in own if name in members] or own
            if len(own) > 1:
                message = _("「{text}」裡的「北」可能是{candidates}。請逐一寫出縣市全名。")
                raise Unreadable(message.format(text=shown(text), candidates="、".join(own)), text)
        names += own
    stated = found["count"]
    if stated and read_number(stated.replace("兩", "二").replace("雙", "二")) != len(names):
        message = _("「{text}」寫的縣市數與簡稱不合（{names}）。請逐一寫出縣市全名。")
        raise Unreadable(message.format(text=shown(text), names="、".join(names)), text)
    return Region(tuple(names), found["office"] or "")


def _is_word(word: str, members: Collection[str]) -> bool:
    if word == "雙北" or word in _OUTSIDE:
        return True
    ours = {county.letter for county in COUNTIES if county.name in members}
    return word not in _NO_WORDS and ours.issuperset(word)
