"""In which encoding a text file was written: the one that leaves least of it unread."""

import codecs
import re
from typing import NamedTuple

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _

BROKEN = "\ufffd"
"""Stands where bytes are no character of the file's encoding."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The user-defined areas (造字) of Big5 in the order and at the places that Windows gives them in Unicode.
_USER_AREAS = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8), (0xC6, 0xC8, 0xF6B1))
_LEAST_FITTING = 10
"""Characters beyond ASCII that have to be read for each that is not; with fewer the encoding is another one."""
_PLACES = re.compile(f"{BROKEN}+")
_USER_CHARACTERS = "northtaiwan-big5"


class _Fit(NamedTuple):
    """A text as one encoding gives it."""

    text: str
    broken: int
    read: int
    """Characters beyond ASCII, those that are broken aside."""

    @classmethod
    def of(cls, text: str) -> "_Fit":
        # Only broken bytes give NUL: nobody types it.
        text = text.replace("\0", BROKEN)
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        return cls(text, sum(1 for _place in _PLACES.finditer(text)), beyond - text.count(BROKEN))

    @property
    def share(self) -> float:
        return self.broken / max(1, self.broken + self.read)

    @property
    def is_good(self) -> bool:
        """Is little enough broken? One place may be, in whatever little text there is."""
        return self.broken * _LEAST_FITTING <= self.read or (self.broken == 1 and any(map(str.isalnum, self.text)))


def decoded(data: bytes, *, file: str) -> str:
    """The text of UTF-8 with or without BOM, UTF-16, or Big5 with Windows' extensions and 造字.

    Bytes that are no character there are `BROKEN`, each stretch for itself; FileUnreadable where that is all over.
    """
    fits = [_Fit.of(data.decode(encoding, errors)) for encoding, errors in _may_be(data)]
    # UTF-8 comes first: what happens to be Big5 without a fault too is so by chance.
    best = min(fits, key=lambda fit: fit.share)
    if not best.is_good:
        raise FileUnreadable(
            _("無法讀取「{file}」：看不出文字的編碼。請以 Excel 開啟，另存為「CSV UTF-8」或 xlsx 後再匯入。").format(
                file=file
            )
        )
    return best.text


def _may_be(data: bytes) -> tuple[tuple[str, str], ...]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return ((encoding, "replace"),)
    head = data[:2000]
    if head.count(0) * 50 > len(head):
        even = head[::2].count(0)
        return (("utf-16-be" if even > head[1::2].count(0) else "utf-16-le", "replace"),)
    try:
        codecs.decode(data, "utf-8")
    except UnicodeDecodeError:
        return ("utf-8", "replace"), ("cp950", _USER_CHARACTERS)
    return (("utf-8", "strict"),)


def _with_user_characters(error: UnicodeError) -> tuple[str, int]:
    """What two bytes that cp950 does not know stand for: a 造字, or nothing that can be read."""
    assert isinstance(error, UnicodeDecodeError)
    pair = error.object[error.start : error.start + 2]
    own = _user_character(pair)
    if own is not None:
        return own, error.start + 2
    # A byte that was written over leaves its neighbour in place; what ends a cell or a line is never a second byte.
    return BROKEN, error.start + (2 if len(pair) == 2 and pair[1] >= 0x40 else 1)


codecs.register_error(_USER_CHARACTERS, _with_user_characters)


def _user_character(pair: bytes) -> str | None:
    """The private-use character for two bytes of a user-defined area; None for any others."""
    if len(pair) < 2 or not (0x40 <= pair[1] <= 0x7E or 0xA1 <= pair[1] <= 0xFE):
        return None
    trail = pair[1] - 0x40 if pair[1] <= 0x7E else pair[1] - 0xA1 + 63
    for first, last, base in _USER_AREAS:
        if first <= pair[0] <= last:
            index = (pair[0] - first) * 157 + trail
            # The area of C6 begins in the middle of its first row.
            return chr(base + index - (63 if first == 0xC6 else 0)) if first != 0xC6 or index >= 63 else None
    return None
