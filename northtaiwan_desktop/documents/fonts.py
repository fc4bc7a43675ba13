"""Fonts to embed in a PDF: 標楷體 or its nearest kin on this PC, and others for the characters that it lacks."""

import logging
import os
import sys
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _

_LOG = logging.getLogger(__name__)

SHIPPED = "ukai.ttc"
"""AR PL UKai, in `resources/fonts`: the last resort that makes a PDF possible on every PC."""
_KAI = ("kaiu.ttf", "tw-kai-98_1.ttf", "tw-kai.ttf", SHIPPED)
_LATIN = ("times.ttf", "times new roman.ttf", "liberationserif-regular.ttf")
"""For letters and figures, as in the Word file; a Kai font has its own, with hyphens as wide as a character."""
_RARE = (
    "tw-kai-ext-b-98_1.ttf",
    "tw-kai-ext-b.ttf",
    "tw-kai-plus-98_1.ttf",
    "mingliub.ttc",
    "simsunb.ttf",
    "dejavusans.ttf",
)
_FACE_IN_COLLECTION = {SHIPPED: 2}
"""A .ttc holds several faces: the third of UKai is the one with Taiwan's forms."""
# A private-use character means something only where it was drawn: another font would show another person's name.
_OFFICE_MADE = ("eudc.tte", "kaiu.ttf")
MISSING = "〓"
"""What printers have always put where a character is not in the case."""


class Faces:
    """Gives each character a font that has it: looked up by file name in `folders`, read only when needed."""

    def __init__(self, folders: list[Path]) -> None:
        self._files = _files(folders)
        self._of: dict[str, tuple[str, str]] = {}
        self._widths: dict[str, float] = {}

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Part `text` into (font, words): one run for each change of font."""
        for font, signs in groupby(map(self._shown, text), key=lambda pair: pair[0]):
            yield font, "".join(sign for _font, sign in signs)

    def width(self, text: str) -> float:
        """Width at a size of 1."""
        return sum(map(self._width, text))

    def missing(self, text: str) -> str:
        """The characters that no font on this PC has, each once: they are drawn as `MISSING`."""
        return "".join(
            sign for sign in dict.fromkeys(text) if sign not in "\n" + MISSING and self._shown(sign)[1] != sign
        )

    @property
    def first(self) -> str:
        """Name of the font for Chinese."""
        font = next(self._read(_KAI), None)
        if font is None:
            raise FileUnreadable(
                _("無法製作 PDF：找不到可用的楷書字型 {name}。請重新安裝本程式，或改存成 .docx 或 .odt。").format(
                    name=SHIPPED
                )
            )
        return font.fontName

    def _read(self, names: tuple[str, ...]) -> Iterator[TTFont]:
        fonts = (_read(self._files[name]) for name in names if name in self._files)
        return (font for font in fonts if font)

    def _width(self, sign: str) -> float:
        if sign not in self._widths:
            font, shown = self._shown(sign)
            self._widths[sign] = pdfmetrics.stringWidth(shown, font, 1000) / 1000
        return self._widths[sign]

    def _shown(self, sign: str) -> tuple[str, str]:
        """The font for a character, and the character that is drawn: `MISSING` where no font has it."""
        if sign not in self._of:
            private = "\ue000" <= sign <= "\uf8ff"
            latin = _LATIN if sign < "\u0250" else ()
            names = _OFFICE_MADE if private else (*latin, *_KAI, *_RARE)
            found = next((font for font in self._read(names) if ord(sign) in font.face.charToGlyph), None)
            if found is None and not private and sign != MISSING:
                _LOG.warning("no font on this PC has the character U+%04X", ord(sign))
            self._of[sign] = (found.fontName, sign) if found else self._shown(MISSING)
        return self._of[sign]


@cache
def faces() -> Faces:
    """The fonts of this PC."""
    return Faces([*_folders(), paths.resources() / "fonts"])


def _folders() -> list[Path]:
    """Where this kind of system keeps its fonts and those that a person without rights has added."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            Path(local) / "Microsoft" / "Windows" / "Fonts",
        ]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    ]


def _files(folders: list[Path]) -> dict[str, Path]:
    """The known fonts that lie in the folders or below, by their file names in small letters; the first one counts."""
    wanted = {*_KAI, *_LATIN, *_RARE, *_OFFICE_MADE}
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _inner, names in os.walk(folder):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(place) / name)
    return found


@cache
def _read(path: Path) -> TTFont | None:
    """Register a font with the PDF library; None where the file is damaged or may not be embedded."""
    try:
        font = TTFont(
            f"{path.stem}-{len(pdfmetrics.getRegisteredFontNames())}",
            str(path),
            subfontIndex=_FACE_IN_COLLECTION.get(path.name.lower(), 0),
        )
    except (TTFError, OSError) as error:
        _LOG.warning("font %s is not usable: %s", path, error)
        return None
    pdfmetrics.registerFont(font)
    return font
