"""When two values say the same: spelling of 臺, width, blanks and the order of names make no difference."""

from typing import Any

from northtaiwan_desktop.domain.writing.fold import folded

_NEAR = 0.005


def alike(one: Any, other: Any) -> bool:
    """Do two plain values say the same? Nothing, an empty text and an empty list are one."""
    if isinstance(one, str) and one == other:
        return True
    if one in (None, "", []) or other in (None, "", []):
        return one in (None, "", []) and other in (None, "", [])
    if isinstance(one, str) and isinstance(other, str):
        return folded(one) == folded(other)
    if isinstance(one, list) and isinstance(other, list):
        return {folded(str(part)) for part in one} == {folded(str(part)) for part in other}
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < _NEAR
    return bool(one == other)
