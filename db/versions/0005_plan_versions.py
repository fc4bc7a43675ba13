"""The year's plan: its versions, and the total that an item declares."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_item", sa.Column("total", sa.BigInteger(), nullable=True))
    op.create_table(
        "plan_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=True),
        sa.Column("meeting_title", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_plan_version_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_plan_version_year_version")),
    )
    with op.batch_alter_table("plan_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_version_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_version_year"), ["year"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
