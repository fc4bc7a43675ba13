"""What one cell gives to its row: its own field, and others that it tells as well."""

from collections.abc import Mapping
from typing import Any

from northtaiwan_desktop.sheets.fields import Field, Kind, Reading

OTHER_ROLE: Mapping[str, str] = {"lead": "co_leads", "co_leads": "lead", "proposer": "partners", "partners": "proposer"}
"""By a field of doers that of the other role, which a cell may tell too: 「主辦：新北市 協辦：臺北市」."""


def give(reading: Reading, known: Field, kind: Kind, values: dict[str, Any], found: dict[str, Any]) -> None:
    """Put what was read in the cell of `known` to what its row has: doers to the others, else its own field first.

    A cell of two fields (會議名稱／日期) does not overrule a column of its own.
    """
    unwanted = OTHER_ROLE.get(known.name, "")
    if (other := kind.field(unwanted)) is not None and other.read is not None:
        unwanted = ""
    for name, read in reading.values.items():
        if name in OTHER_ROLE and name != unwanted:
            values[name] = _together(values.get(name), read)
        elif name not in OTHER_ROLE and (name == known.name or name not in values):
            values[name] = read
    for name, beside in reading.found.items():
        field = name.removesuffix("_doers")
        if field not in OTHER_ROLE:
            found[name] = beside
        elif field != unwanted:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *beside)))


def _together(before: Any, read: Any) -> Any:
    """The names of two cells, each once: 主辦 joined by 、, 協辦 as a list."""
    if not before or not read:
        return before or read
    if isinstance(read, tuple):
        return tuple(dict.fromkeys((*before, *read)))
    return "、".join(dict.fromkeys((*before.split("、"), *read.split("、"))))
