"""The index of characters behind the passages, as each kind of database keeps one; both find the same."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from northtaiwan_desktop.domain import finding

MOST = 50_000
"""Different pairs of one text that a server's index takes (a megabyte); longer ones are looked through."""


MADE = "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')"
PARTS = ("data", "idx", "docsize", "config", "content")
"""The tables in which SQLite keeps such an index."""


def is_fit(connection: Connection) -> bool:
    """Is a file's index there, and can it be opened?"""
    try:
        return bool(connection.execute(text("PRAGMA table_info(passage_words)")).all())
    except DatabaseError:
        return False


def replace(connection: Connection) -> None:
    """Throw a file's index away, even one that SQLite can't open any more, and put an empty one in its place."""
    try:
        with connection.begin_nested():
            connection.execute(text("DROP TABLE IF EXISTS passage_words"))
    except DatabaseError:
        _forget(connection)
    for part in PARTS:
        connection.execute(text(f"DROP TABLE IF EXISTS passage_words_{part}"))
    connection.execute(text(MADE))


def _forget(connection: Connection) -> None:
    """Strike it from the list of tables: to drop it, SQLite would have to open it. Its parts are plain tables then."""
    file = connection.connection.driver_connection
    assert file is not None
    file.execute("PRAGMA writable_schema = ON")
    try:
        file.execute("DELETE FROM sqlite_schema WHERE name = 'passage_words'")
    finally:
        file.execute("PRAGMA writable_schema = RESET")


def clear(connection: Connection) -> None:
    """Forget all."""
    if _is_file(connection):
        try:
            with connection.begin_nested():
                connection.execute(text("INSERT INTO passage_words(passage_words) VALUES ('delete-all')"))
        except DatabaseError:
            # What is torn within it keeps it from being emptied, too.
            replace(connection)
    else:
        connection.execute(text("DELETE FROM passage_words"))


def add(connection: Connection, passages: Sequence[tuple[int, str]]) -> None:
    """Take in texts under their numbers."""
    if _is_file(connection):
        words = [(id, finding.indexed(body)) for id, body in passages]
        connection.exec_driver_sql("INSERT INTO passage_words(rowid, words) VALUES (?, ?)", words)
        return
    rows = []
    for id, body in passages:
        pairs = sorted(set(finding.indexed(body).split()))
        rows.append({"id": id, "plain": finding.plain(body), "pairs": pairs if len(pairs) <= MOST else None})
    taken_in = (
        "INSERT INTO passage_words(id, plain, pairs) VALUES (:id, :plain, array_to_tsvector(CAST(:pairs AS text[])))"
    )
    connection.execute(text(taken_in), rows)


def remove(connection: Connection, passages: Sequence[tuple[int, str]]) -> None:
    """Forget these texts, before their passages go. A file's index keeps no texts: it has to be told what they were."""
    if _is_file(connection):
        told = [{"id": id, "words": finding.indexed(body)} for id, body in passages]
        forget = "INSERT INTO passage_words(passage_words, rowid, words) VALUES ('delete', :id, :words)"
        connection.execute(text(forget), told)
        return
    connection.execute(text("DELETE FROM passage_words WHERE id = :id"), [{"id": id} for id, _body in passages])


def matching(connection: Connection, looked_for: finding.Wanted, limit: int) -> Sequence[Any]:
    """Kind, record and text of the passages that hold every term, the newest first."""
    if _is_file(connection):
        query = (
            "SELECT p.kind, p.record_id, p.text FROM passage_words w JOIN passage p ON p.id = w.rowid"
            " WHERE passage_words MATCH :match ORDER BY w.rowid DESC LIMIT :limit"
        )
        return connection.execute(text(query), {"match": looked_for.match, "limit": limit}).all()
    # The pairs narrow it down by the index; that they stand in a row is seen in the text.
    given: dict[str, Any] = {f"term{place}": term for place, term in enumerate(looked_for.terms)}
    in_a_row = " AND ".join(f"strpos(w.plain, :{name}) > 0" for name in given)
    query = (
        "SELECT p.kind, p.record_id, p.text FROM passage_words w JOIN passage p ON p.id = w.id"
        f" WHERE (w.pairs @@ CAST(:pairs AS tsquery) OR w.pairs IS NULL) AND {in_a_row} ORDER BY w.id DESC LIMIT :limit"
    )
    pairs = " & ".join(f"'{pair}'{':*' if is_start else ''}" for pair, is_start in looked_for.pairs)
    return connection.execute(text(query), given | {"pairs": pairs, "limit": limit}).all()


def _is_file(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
