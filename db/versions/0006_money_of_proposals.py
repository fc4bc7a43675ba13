"""Money of proposals: yearly totals with their source, fiscal tiers and match rates, advances, and due days."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal_total",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("since_year", sa.BigInteger(), nullable=False),
        sa.Column("until_year", sa.BigInteger(), nullable=False),
        sa.Column("proposed", sa.BigInteger(), nullable=True),
        sa.Column("discussed", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.BigInteger(), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_total")),
    )
    op.create_table(
        "fiscal_tier",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("tier", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_fiscal_tier_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiscal_tier")),
        sa.UniqueConstraint("year", "member_id", name=op.f("uq_fiscal_tier_year_member_id")),
    )
    op.create_index(op.f("ix_fiscal_tier_member_id"), "fiscal_tier", ["member_id"], unique=False)
    op.create_table(
        "match_rate",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_rate")),
        sa.UniqueConstraint("year", "tier", name=op.f("uq_match_rate_year_tier")),
    )
    op.add_column("proposal", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("contribution", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column(
        "proposal_share", sa.Column("advance", sa.String(length=20), server_default="budgeted", nullable=False)
    )
    with op.batch_alter_table("proposal_review") as batch_op:
        batch_op.add_column(sa.Column("into_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.BigInteger(), server_default="1", nullable=False))
        batch_op.create_index(batch_op.f("ix_proposal_review_into_id"), ["into_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_review_into_id"),
            "proposal",
            ["into_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
