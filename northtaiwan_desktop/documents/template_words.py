"""What the template library says in English, in the words of an office."""

import re
from collections.abc import Callable

from lxml import etree

from northtaiwan_desktop.i18n import N_, _

_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "name": N_("欄位名稱"),
    "string": N_("文字"),
    "integer": N_("數字"),
    "float": N_("數字"),
}
_SAID: tuple[tuple[str, str], ...] = (
    (r"unexpected char '(.+?)' at", N_("不認得「{0}」這個符號，請改用半形的引號與符號")),
    (r"expected token '(.+)', got '(.+)'", N_("「{1}」的地方應該是「{0}」")),
    (r"[Uu]nexpected end of template", N_("標記沒有寫完")),
    (r"[Uu]nexpected '(.+)'", N_("「{0}」寫在不該寫的地方")),
    (r"[Ee]ncountered unknown tag '(.+?)'", N_("不認得「{0}」這個標記")),
    (r"[Nn]o filter named '(.+?)'", N_("沒有「{0}」這個篩選")),
    (r"[Nn]o test named '(.+?)'", N_("沒有「{0}」這個判斷")),
    (r"attribute '(.+?)' of .* is unsafe", N_("範本不能取用「{0}」")),
    (r"has no attribute '(.+?)'", N_("沒有「{0}」這個欄位")),
    (r"'(.+?)' is undefined", N_("沒有「{0}」這個欄位")),
    (r"has no element (.+)", N_("清單裡沒有第 {0} 項")),
    (r"(?:is not allowed|not safely callable)", N_("範本不能呼叫函式，也不能做加減乘除")),
)
FALLBACK = N_("寫法有誤，請對照「欄位一覽」的寫法")


def told(error: Exception) -> str:
    """The reason of an error as a part of a sentence; always in the language of the program."""
    if isinstance(error, etree.LxmlError):
        return _("for、if 與它們的結尾沒有各放在自己的一段或同一個表格列裡")
    text = str(getattr(error, "message", None) or error)
    for pattern, words in _SAID:
        if found := re.search(pattern, text):
            return _(words).format(*map(_token, found.groups()))
    return _(FALLBACK)


def _token(text: str) -> str:
    word: Callable[[str], str] = _
    known = _TOKENS.get(text)
    return text if known is None else word(known)
