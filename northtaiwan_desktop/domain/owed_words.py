"""What the rhythm still owes, in words: on the home page and above the meetings."""

from collections.abc import Sequence
from dataclasses import dataclass

from northtaiwan_desktop.domain.lists import MeetingFilter
from northtaiwan_desktop.domain.overview import Owed
from northtaiwan_desktop.i18n import _


@dataclass(frozen=True)
class OwedWords:
    """One line: what is owed, its count, and which meetings it is about."""

    words: str
    aside: str
    meetings: MeetingFilter


def owed_words(owed: Sequence[Owed]) -> list[OwedWords]:
    """What the year still lacks, with its count; then one line a group: 「交通運輸組第1、3季尚未開會」."""
    lines: list[OwedWords] = []
    missed: dict[tuple[str, MeetingFilter], list[int]] = {}
    for one in owed:
        name = f"{one.group_name}{one.kind_name}"
        which = MeetingFilter(kind_id=one.kind_id, group_id=one.group_id)
        if one.quarter is None:
            told = _("{name}本年度尚未開足").format(name=name)
            lines.append(OwedWords(told, f"{one.held}／{one.times}", which))
        else:
            missed.setdefault((name, which), []).append(one.quarter)
    for (name, which), quarters in missed.items():
        told = _("{name}第{quarters}季尚未開會").format(name=name, quarters="、".join(map(str, quarters)))
        lines.append(OwedWords(told, "", which))
    return lines
