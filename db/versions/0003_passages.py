"""Full-text search: every text once, and the index of its characters."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_record_id", "passage", ["record_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')")
        return
    # The number is the passage's; a text of too many pairs has none in the index, and is looked through.
    op.execute("CREATE TABLE passage_words (id bigint PRIMARY KEY, plain text NOT NULL, pairs tsvector)")
    op.execute("CREATE INDEX ix_passage_words_pairs ON passage_words USING gin (pairs)")
    op.execute("CREATE INDEX ix_passage_words_long ON passage_words (id) WHERE pairs IS NULL")


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
