"""Text brought to one form for matching; what a person typed is never rewritten by it."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

_VARIANTS = {
    "臺": "台",
    "○": "〇",
    "◯": "〇",
    **dict.fromkeys("‐‑‒–—―−─", "-"),
    **dict.fromkeys("〜∼", "~"),
    **dict.fromkeys("‧•・∙", "·"),
    # Marks without width come along when a text is copied from a web page or a PDF.
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
}
_VARIANT = re.compile(f"[{re.escape(''.join(_VARIANTS))}]")  # ten times as fast as str.translate
_APART = re.compile(r"(?<=[0-9０-９])\s+(?=[0-9０-９])")
# Folding turns a footnote's ¹ into a plain 1, and 800¹ would become 8001.
_RAISED = re.compile(
    "[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]"
)
_SHOWN = 40
_SHORT = 60


def folded(text: str) -> str:
    """Give `text` for matching only: one width, 臺 as 台, no white space, no upper case.

    Private-use characters (造字) stay as they are. Folding what is folded changes nothing.
    """
    if text.isascii():
        return "".join(text.lower().split())
    return _known(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    result = _once(text)
    while (again := _once(result)) != result:
        result = again
    return result


_known = lru_cache(maxsize=50_000)(_folded)
"""Words of a table come again in row after row."""


def _once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(_VARIANT.sub(lambda found: _VARIANTS[found[0]], plain).split())


def tight(text: str) -> str:
    """Fold `text` for the readers of numbers: figures that stood apart are kept apart by a bar.

    Two numbers in one cell, one below the other, must not become one long number.
    """
    return folded(_APART.sub("|", _RAISED.sub("|", text)))


def clean(text: str) -> str:
    """Trim `text` and give its line ends as ``\\n``; all else stays as it was typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


_WITHIN_QUOTES = str.maketrans("「」", "『』")


def shown(value: object) -> str:
    """Give `value` as a message quotes it: one line of at most 40 characters, 『』 for quotes within."""
    return in_short(value).translate(_WITHIN_QUOTES)


def in_short(value: object) -> str:
    """Give `value` as one line, no longer than 40 characters."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    try:
        line = " ".join(str(value).split())
    except ValueError:  # Python declines to write out an int of thousands of figures.
        return "…"
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
