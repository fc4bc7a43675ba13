"""Words in the language that the person chose; Traditional Chinese is the source language."""

import gettext
from pathlib import Path

LANGUAGES = {"zh_TW": "正體中文", "en": "English"}
"""Codes of the languages that can be chosen, each with its own name for itself: those with a whole catalogue."""

_language = "zh_TW"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _(text: str) -> str:
    """Give `text` in the chosen language; the Chinese itself where no translation is."""
    return _catalogue.gettext(text) if text else ""


def N_(text: str) -> str:
    """Mark a text for the catalogue, to be translated only where it is shown."""
    return text


def use(language: str, locale: Path) -> None:
    """Choose the language: a key of `LANGUAGES`, its catalogue under `locale`/CODE/LC_MESSAGES/.

    The one thing in this program that is set for the whole process, as gettext everywhere is.
    """
    global _catalogue, _language
    _language = language
    if language == "zh_TW":
        _catalogue = gettext.NullTranslations()
    else:
        _catalogue = gettext.translation("northtaiwan", localedir=locale, languages=[language])


def language() -> str:
    """The language that is spoken now: a key of `LANGUAGES`."""
    return _language
