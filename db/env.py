"""Alembic's entry: runs on the connection that the program hands over."""

from alembic import context
from sqlalchemy import TypeDecorator

from northtaiwan_desktop.storage.schema import metadata


def as_plain_type(kind, item, autogen_context):
    """Write a step with plain SQL types, so that it still runs when the program's own types have moved on."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def is_ours(name, kind, _parents):
    """What one kind of database alone has is not in the metadata: the index of all texts, a server's own tables."""
    return kind != "table" or not name.startswith(("passage_words", "writer_turn", "server_window"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=as_plain_type,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
