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
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_record_id", "passage", ["record_id"])
    op.execute("CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')")


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
