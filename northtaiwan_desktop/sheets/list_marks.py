"""What our own lists carry unseen: the id of each row's record, and what the row said when it was sent."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from northtaiwan_desktop.sheets.book import Cell, Sheet, SheetColumn
from northtaiwan_desktop.sheets.columns import Column

RECORD_ID = "record_id"
AS_SENT = "as_sent"
_MOST_IN_A_CELL = 32_000

_UNSEEN = (
    SheetColumn(name=RECORD_ID, title=RECORD_ID, width=34, is_hidden=True),
    SheetColumn(name=AS_SENT, title=AS_SENT, width=20, is_hidden=True),
)


def comparable(column: Column, record: Any) -> Any:
    """A record's field as a plain value; a due date in words by its words."""
    if column.name != "due_on":
        return column.plain(record)
    value = column.value(record)
    return value.isoformat() if isinstance(value, date) else value


def marked(sheet: Sheet, columns: Sequence[Column], records: Sequence[Any], ids: Iterable[str]) -> Sheet:
    """The sheet with the hidden columns: they tell nothing but the ids and what these of its columns say anyway."""
    unseen = [_unseen(columns, record, id) for record, id in zip(records, ids, strict=True)]
    return replace(
        sheet,
        columns=(*sheet.columns, *_UNSEEN),
        rows=tuple((*row, *more) for row, more in zip(sheet.rows, unseen, strict=True)),
    )


def _unseen(columns: Iterable[Column], record: Any, id: str) -> tuple[Cell, ...]:
    """What is too long for a cell is left out: the row is then compared two ways."""
    sent = json.dumps({column.name: comparable(column, record) for column in columns}, ensure_ascii=False)
    return (id, sent if len(sent) <= _MOST_IN_A_CELL else None)


def read_sent(text: str) -> Mapping[str, Any]:
    """The values as they were sent; nothing where somebody has changed the cell."""
    try:
        sent = json.loads(text)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}
