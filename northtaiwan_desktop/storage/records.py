"""Reading inside one transaction: rows become values here, and nowhere else."""

import json
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, CursorResult, Select, String, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.schema import TABLES

V = TypeVar("V")
T = TypeVar("T")
AT_ONCE = 1_000
"""Rows that are fetched together: one by one each would cost a call of its own."""


class Records:
    """What a question asks: the values of one moment. `login` is who asks, as a server knows him; empty in a file."""

    def __init__(self, connection: Connection, *, login: str = "") -> None:
        self.connection = connection
        self.login = login
        self._answers: dict[Any, Any] = {}

    def once(self, question: Callable[["Records"], T]) -> T:
        """What a question answers, asked once for as long as nothing is changed."""
        if question not in self._answers:
            self._answers[question] = question(self)
        answer: T = self._answers[question]
        return answer

    def find(self, kind: type[V], id: str) -> V | None:
        """The record, or None where there is none."""
        table = TABLES[kind]
        return next(iter(self.chosen(kind, select(table).where(table.c.id == id))), None)

    def get(self, kind: type[V], id: str) -> V:
        """The record; NotFound where it is gone."""
        found = self.find(kind, id)
        if found is None:
            message = _(
                "找不到這筆{kind}（識別碼 {id}），可能已被刪除。請重新整理清單後再選一次；誤刪的可以用「復原」取回。"
            )
            raise NotFound(message.format(kind=word_of(kind), id=id))
        return found

    def all(self, kind: type[V], *conditions: ColumnElement[bool], order: tuple[Any, ...] = ()) -> list[V]:
        """Every record of a kind that meets the conditions, in the order given."""
        table = TABLES[kind]
        return self.chosen(kind, select(table).where(*conditions).order_by(*order, table.c.id))

    def chosen(self, kind: type[V], query: Select[Any]) -> list[V]:
        """The records that a query over the kind's table finds."""
        return made(kind, self.connection.execute(query))

    def one_of(self, column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
        """Is the column one of these? They go as one value, however many they are: thousands need no parts."""
        ordered = sorted(ids)
        if self.connection.dialect.name == "sqlite":
            return column.in_(select(func.json_each(json.dumps(ordered)).table_valued("value").c.value))
        return column == any_(bindparam(None, ordered, ARRAY(String)))

    def among(self, kind: type[V], field: str, values: list[str] | set[str], *, order: tuple[Any, ...] = ()) -> list[V]:
        """Every record whose field is one of the values; asked in parts, as SQLite takes only so many at once."""
        column = TABLES[kind].c[field]
        ordered = sorted(values)
        found: list[V] = []
        for start in range(0, len(ordered), 500):
            found += self.all(kind, column.in_(ordered[start : start + 500]), order=order)
        return found


def made(kind: type[V], found: CursorResult[Any]) -> list[V]:
    """The rows as records. Their fields are set at once: a frozen class would set each by a call of its own."""
    names = tuple(found.keys())
    check = getattr(kind, "__post_init__", None)
    values: list[V] = []
    for part in found.partitions(AT_ONCE):
        for row in part:
            record = object.__new__(kind)
            record.__dict__.update(zip(names, row, strict=True))
            if check is not None:
                check(record)
            values.append(record)
    return values
