"""A record as JSON and back: how the journal keeps what was."""

import json
from collections.abc import Hashable, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any, TypeVar, cast

from northtaiwan_desktop.storage.schema import field_types

V = TypeVar("V")
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode


_AS_IS = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> dict[str, Any]:
    """The record as plain JSON values: ISO dates, values of enumerations, lists."""
    own = vars(value)
    return {
        name: one if type(one := own[name]) in _AS_IS else _plain(one)
        for name in field_types(cast(Hashable, type(value)))
    }


def encoded(value: Any) -> str:
    """The record as JSON text."""
    return _AS_JSON(plain(value))


def decoded(kind: type[V], text: str) -> V:
    """The record that `encoded` wrote. Fields that came later take their defaults; fields since dropped are left."""
    return restored(kind, json.loads(text))


def restored(kind: type[V], data: Mapping[str, Any]) -> V:
    """The record that `plain` made into plain values."""
    types = field_types(cast(Hashable, kind))
    return kind(**{name: _restored(types[name].kind, data[name]) for name in types if name in data})


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _restored(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if issubclass(kind, Enum):
        return kind(value)
    if kind is datetime or kind is date or kind is time:
        return kind.fromisoformat(value)
    return tuple(value) if kind is tuple else value
