"""Where each line of the register stands, kept beside the records so that long registers are counted by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("meeting_id", sa.String(length=64), nullable=True),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("doer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("due_key", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("line_closed_on", sa.Date(), nullable=True),
        sa.Column("reported_until", sa.Date(), nullable=True),
        sa.Column("actual_percent", sa.Float(), nullable=True),
        sa.Column("behind", sa.Float(), nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_standing")),
    )
    op.create_index("ix_standing_case_id", "standing", ["case_id"])
    op.create_index("ix_standing_order", "standing", ["due_key", "number", "case_id", "place"])
    op.create_index(
        "ix_standing_open",
        "standing",
        ["is_open", "due_key", "member_id", "group_id", "behind", "reported_until", "asked", "case_id"],
    )
    op.create_index("ix_standing_year", "standing", ["year", "due_key", "number"])
    op.create_index("ix_standing_movement", "standing", ["decided_on", "closed_on", "is_open"])
    op.create_index("ix_standing_closed_on", "standing", ["closed_on", "is_open", "year"])
    op.create_index("ix_resolution_movement", "resolution", ["decided_on", "closed_on", "state", "group_id"])


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
