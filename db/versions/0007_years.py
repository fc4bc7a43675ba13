"""Years opened ahead: planned meetings; which kinds of meeting the chronicle tells of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting_kind", sa.Column("is_chronicled", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE meeting_kind SET is_chronicled = true WHERE level IN ('deputies', 'heads')")
    op.create_table(
        "meeting_slot",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("kind_id", sa.String(length=64), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["issue_group.id"],
            name=op.f("fk_meeting_slot_group_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"],
            ["meeting_kind.id"],
            name=op.f("fk_meeting_slot_kind_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_slot")),
    )
    op.create_index("ix_meeting_slot_group_id", "meeting_slot", ["group_id"])
    op.create_index("ix_meeting_slot_kind_id", "meeting_slot", ["kind_id"])
    op.create_index("ix_meeting_slot_year", "meeting_slot", ["year"])


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
