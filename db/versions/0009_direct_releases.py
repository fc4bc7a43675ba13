"""Why a meeting released a case although a step before it was missing."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review", sa.Column("direct_reason", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
