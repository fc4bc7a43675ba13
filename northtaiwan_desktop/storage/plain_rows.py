"""Rows of numbers and texts written by the thousand, as the database takes them: nothing of them is to be converted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


def at_once(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values are plain (str, int, float, None), in the order of `columns`."""
    if not rows:
        return
    statement = insert(table).values(dict.fromkeys(columns)).compile(dialect=connection.dialect)
    order = statement.positiontup
    if order is None:
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    places = [columns.index(name) for name in order]
    if places != list(range(len(columns))):
        rows = [tuple(row[place] for place in places) for row in rows]
    connection.exec_driver_sql(str(statement), list(rows))
