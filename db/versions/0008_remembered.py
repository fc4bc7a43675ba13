"""What was decided on the headings and words of each sender's workbooks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remembered",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.String(length=64), nullable=True),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("wrote", sa.Text(), nullable=False),
        sa.Column("meant", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["member.id"], name=op.f("fk_remembered_sender_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered")),
    )
    op.create_index(op.f("ix_remembered_sender_id"), "remembered", ["sender_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_remembered_sender_id"), table_name="remembered")
    op.drop_table("remembered")
