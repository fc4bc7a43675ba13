"""Names of files that every system takes, Windows above all."""

import re
from collections.abc import Iterable

LONGEST = 60
_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：”／＼｜？＊")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)


def safe(text: str, *, longest: int = LONGEST) -> str:
    """The text as a file's name without its ending: forbidden signs as their full-width likenesses, never empty."""
    name = " ".join(_HIDDEN.sub(" ", text).split()).translate(_WIDE)[:longest].strip(" .")
    if not name:
        return "未命名"
    return f"_{name}"[:longest] if _RESERVED.match(name) else name


def distinct(name: str, ending: str, taken: Iterable[str]) -> str:
    """The name with its ending, numbered where one that differs only in case is taken: 「紀錄 (2).pdf」."""
    folded = {one.casefold() for one in taken}
    made, number = name + ending, 2
    while made.casefold() in folded:
        made = f"{name} ({number}){ending}"
        number += 1
    return made
