"""Rows written by the thousand, as the database takes them: what is to be converted is so column by column."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


def records_at_once(connection: Connection, table: Table, records: Sequence[Any]) -> None:
    """Insert records of one kind, whose fields are the table's columns."""
    dialect = connection.dialect
    if not dialect.positional:
        connection.execute(insert(table), [vars(record) for record in records])
        return
    of_columns: list[list[Any]] = []
    owns = [vars(record) for record in records]
    for column in table.c:
        values = [own[column.name] for own in owns]
        convert = column.type.dialect_impl(dialect).bind_processor(dialect)
        of_columns.append(values if convert is None else list(map(convert, values)))
    at_once(connection, table, [column.name for column in table.c], list(zip(*of_columns, strict=True)))


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
