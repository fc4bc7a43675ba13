"""Where lines of Chinese may break: no 。 at a line's beginning, no 「 at its end, no number cut in two (避頭尾)."""

import re
from collections.abc import Callable

_NOT_FIRST = frozenset("、。，．・：；？！…—～〕）］｝〉》」』】〗”’％℃℉‰!%),.:;?]}」｡､ゝ々ー")
_NOT_LAST = frozenset("（〔［｛〈《「『【〖“‘＄￥$([{")
_WORDS = re.compile(r"[0-9A-Za-z\u00c0-\u024f.,:/%&+#@_'~-]+| +|.", re.DOTALL)


def broken(text: str, width: Callable[[str], float], first: float, rest: float) -> list[str]:
    """Break `text` into lines: the first one at most `first` wide, the others `rest`, as `width` measures them."""
    lines: list[str] = []
    line, used = "", 0.0
    for unit in _units(text):
        room = rest if lines else first
        wide = width(unit)
        if used + wide <= room + 0.01 or (not unit.strip() and line):
            line, used = line + unit, used + wide
            continue
        if line.strip():
            lines.append(line.rstrip(" "))
        line, used = unit.lstrip(" "), wide
        while used > rest and len(line) > 1:
            piece = _fitting(line, width, rest if lines else first)
            lines.append(piece)
            line = line[len(piece) :]
            used = width(line)
    return [*lines, line.rstrip(" ")] if line.strip() or not lines else lines


def _units(text: str) -> list[str]:
    """Characters and words, each with the punctuation that must not part from it."""
    units: list[str] = []
    held = False
    for token in _WORDS.findall(text):
        if units and (held or token[0] in _NOT_FIRST):
            units[-1] += token
        else:
            units.append(token)
        held = token[-1] in _NOT_LAST
    return units


def _fitting(line: str, width: Callable[[str], float], room: float) -> str:
    """As much of an unbreakable piece (a long web address) as a line holds; at least one character."""
    end = 1
    while end < len(line) and width(line[: end + 1]) <= room:
        end += 1
    return line[:end]
