"""One register for many: who did it as the server knows him, whose turn it is to write, who reports for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operation", sa.Column("login", sa.Text(), server_default="", nullable=False))
    if op.get_bind().dialect.name == "sqlite":
        return
    op.create_table("writer_turn", sa.Column("nothing", sa.Boolean(), nullable=True))
    op.create_table(
        "server_window",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("login", "member_id", name=op.f("pk_server_window")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_server_window_member_id")),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_table("server_window")
        op.drop_table("writer_turn")
    op.drop_column("operation", "login")
