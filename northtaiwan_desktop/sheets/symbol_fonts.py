"""Ticks typed in a symbol font: a ü or þ in Wingdings is seen as ✓ or ☑, and is read as that."""

from collections.abc import Mapping

_WINGDINGS = {
    "n": "■", "o": "□", "p": "□", "q": "□", "r": "□", "\u00a8": "□", "\u006c": "●", "\u006d": "○", "\u00a1": "○",
    "\u00fb": "✗", "\u00fc": "✓", "\u00fd": "☒", "\u00fe": "☑", "\u00a7": "▪",
}  # fmt: skip
_WINGDINGS_2 = {
    "O": "✗", "P": "✓", "Q": "☒", "R": "☑", "S": "☒", "T": "☒", "U": "☒", "V": "☒", "\u00a2": "■", "\u00a3": "□",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[str, str]] = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def is_symbol_font(name: str) -> bool:
    return name.strip().lower() in _FONTS


def as_seen(text: str, font: str) -> str:
    """The text as the font shows it; Word keeps the same signs in the private-use area from F000 on."""
    shown = _FONTS[font.strip().lower()]
    return "".join(shown.get(chr(ord(sign) - 0xF000) if 0xF020 <= ord(sign) <= 0xF0FF else sign, sign) for sign in text)
