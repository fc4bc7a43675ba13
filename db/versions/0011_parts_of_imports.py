"""Imports of one batch: which of the journal's changes are whose."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import", sa.Column("first_change", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("import", sa.Column("last_change", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("import", "last_change")
    op.drop_column("import", "first_change")
