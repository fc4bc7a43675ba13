"""The members' names, in any spelling and as they were on a day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _

# What may stand behind a member's name when one of its offices is named.
_GOVERNMENT = re.compile(r"(?:政府|府|議會).*")
_BUREAU = re.compile(r"(?!區).*(?:局|處|科|室|所|會|中心|大隊|總隊)")
_ALL = re.compile(
    r"(?:各|全體|全部|(?<![安健完])全|所有|([0-9]{1,2}|[一二兩三四五六七八九十廿]{1,3})個?)(?:會員|成員)?縣市"
)
# 竹北市 is a town and not 北市: a name of two characters counts only where a word begins.
_BEFORE_SHORT = re.compile(r"(?:^|[^\u3400-\u9fff]|[與和及暨由在於請至對向從含除]|同意)$")


class FormerName(NamedTuple):
    """A name borne up to and including the day `until`."""

    name: str
    until: date


class PlaceNames:
    """Reads and gives the names of the members that it was made of."""

    def __init__(self, places: Iterable[tuple[str, Sequence[str], Sequence[tuple[str, date]]]]) -> None:
        """Take of each member its official name, its other spellings, and its former names with their last day."""
        self._former: dict[str, list[FormerName]] = {}
        self._owners: dict[str, list[str]] = {}
        for official, aliases, former in places:
            self._former[official] = sorted((FormerName(*past) for past in former), key=lambda past: past.until)
            for name in (official, *aliases, *(past.name for past in self._former[official])):
                owners = self._owners.setdefault(folded(name), [])
                if official not in owners:
                    owners.append(official)
        self._owners.pop("", None)
        longest_first = sorted(self._owners, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    @property
    def known(self) -> list[str]:
        """The members' official names, in the order in which they were given."""
        return list(self._former)

    def official(self, text: object) -> str:
        """Give the official name of the member that `text` spells, also where it names an office of that member."""
        plain = folded(text) if isinstance(text, str) else ""
        match = self._any.match(plain)
        if match and self._is_office(match[0], plain[match.end() :]):
            owners = self._owners[match[0]]
            if len(owners) == 1:
                return owners[0]
            self._ask_which(text, owners)
        alike = [name for name, owners in self._owners.items() if plain and name.startswith(plain)]
        near = list(dict.fromkeys(owner for name in alike for owner in self._owners[name]))
        if len(near) > 1:
            self._ask_which(text, near)
        raise Unreadable(
            _("不認得的縣市「{text}」。請改用下列名稱之一：{known}。").format(
                text=shown(text), known="、".join(self.known)
            ),
            shown(text),
        )

    @staticmethod
    def _is_office(name: str, behind: str) -> bool:
        if not behind or _GOVERNMENT.fullmatch(behind):
            return True
        # 新竹林區管理處 is no bureau of a member although 新竹 may be one's alias.
        return name[-1] in "縣市" and _BUREAU.fullmatch(behind) is not None

    @staticmethod
    def _ask_which(text: object, candidates: Sequence[str]) -> None:
        raise Unreadable(
            _("「{text}」不能確定是哪個縣市，可能是 {candidates}。請寫出全名。").format(
                text=shown(text), candidates="、".join(candidates)
            ),
            shown(text),
        )

    def name_on(self, official: str, day: date) -> str:
        """Give the name that a member bore on `day`; any spelling of the member is taken."""
        member = self.official(official)
        return next((past.name for past in self._former[member] if day <= past.until), member)

    def found_in(self, text: object) -> list[str]:
        """List the members that a text names, in its order: 「臺北市、新北市」, 「新竹縣市」; 「8縣市」 is all."""
        plain = folded(text) if isinstance(text, str) else ""
        found: list[str] = []
        for match in self._any.finditer(plain):
            name = match[0]
            before = plain[max(0, match.start() - 2) : match.start()]
            if len(name) == 2 and not self._begins_word(before, found):
                continue
            names = [name]
            if name.endswith("縣") and plain.startswith("市", match.end()) and name[:-1] + "市" in self._owners:
                names.append(name[:-1] + "市")
            found += [owners[0] for each in names if len(owners := self._owners[each]) == 1]
        found = list(dict.fromkeys(found))
        if self._names_all(plain):
            return [name for name in self.known if name not in found] if "除" in plain else self.known
        return found

    @staticmethod
    def _begins_word(before: str, found: Sequence[str]) -> bool:
        return bool(_BEFORE_SHORT.search(before)) or bool(found and before[-1:] in "縣市府")

    def _names_all(self, plain: str) -> bool:
        match = _ALL.search(plain)
        if match is None:
            return False
        if match[1] is None:
            return True
        try:
            return read_number(match[1]) == len(self.known)
        except Unreadable:
            return False
