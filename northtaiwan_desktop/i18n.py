"""Words in the language that the person chose; Traditional Chinese is the source language."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = {"zh_TW": "正體中文", "en": "English"}
"""Codes of the languages that can be chosen, each with its own name for itself: those with a whole catalogue."""

_language = "zh_TW"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_for_paper: ContextVar[bool] = ContextVar("for_paper", default=False)


def _(text: str) -> str:
    """Give `text` in the chosen language; the Chinese itself where no translation is."""
    if _for_paper.get():
        return text
    return _catalogue.gettext(text) if text else ""


def N_(text: str) -> str:
    """Mark a text for the catalogue, to be translated only where it is shown."""
    return text


@contextmanager
def in_chinese() -> Iterator[None]:
    """Within it, and on this thread alone, texts are Chinese: for what goes to another office."""
    token = _for_paper.set(True)
    try:
        yield
    finally:
        _for_paper.reset(token)


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
