"""Mail addresses as people note them: several in a line, full width, with names and brackets around."""

import re
import unicodedata
from dataclasses import dataclass

from northtaiwan_desktop.i18n import _

_APART = re.compile(r"[;,、，；\s]+")
_NAMED = re.compile(r"[^<>;,、]*<([^<>]*)>")
_AT = re.compile(r"\s*@\s*")
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})+")
LONGEST = 254
"""Characters, by the rules of mail (RFC 5321)."""


@dataclass(frozen=True)
class Addresses:
    """What a line holds: addresses that a mail program takes, and what is none."""

    usable: tuple[str, ...]
    others: tuple[str, ...]


def read(text: str) -> Addresses:
    """Part a line into its addresses: by ; , 、 or spaces; 「姓名 <a@b.tw>」 and full width are understood."""
    plain = unicodedata.normalize("NFKC", text).replace("〈", "<").replace("〉", ">")
    plain = _AT.sub("@", _NAMED.sub(r";\1;", plain))
    parts = [part.removeprefix("mailto:").strip("<>\"'()") for part in _APART.split(plain)]
    parts = list(dict.fromkeys(part for part in parts if part))
    usable = tuple(part for part in parts if len(part) <= LONGEST and _ADDRESS.fullmatch(part))
    return Addresses(usable, tuple(part for part in parts if part not in usable))


def doubt(text: str) -> str:
    """A sentence on what in a line is no address; empty where all is well."""
    others = read(text).others
    if not others:
        return ""
    return _("「{text}」不是電子郵件地址，郵件草稿不會寄給它。").format(text="、".join(others))
