"""The values of a workbook's rows, written for the screen."""

from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.review import worded


def worded_of(name: str, value: Any) -> str:
    """A value as people read it; as it stands where it can't be worded."""
    try:
        if name == "term":
            return _(Term(value).word)
        return worded(name, value)
    except (AppError, ValueError, TypeError):
        return str(value)
