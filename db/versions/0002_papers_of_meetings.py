"""Papers of meetings: notices, corrections, templates; what was made of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_template",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("corrected_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_id"],
            ["meeting.id"],
            name=op.f("fk_correction_corrected_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_correction_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_corrected_id"), ["corrected_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_correction_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("file_number", sa.Text(), server_default="", nullable=False),
        sa.Column("retention", sa.Text(), server_default="", nullable=False),
        sa.Column("recipient", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issue_number", sa.Text(), server_default="", nullable=False),
        sa.Column("speed", sa.Text(), nullable=False),
        sa.Column("secrecy", sa.Text(), server_default="", nullable=False),
        sa.Column("enclosures", sa.Text(), server_default="", nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("copies_to", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_notice_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_notice_meeting_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_meeting_id"), ["meeting_id"], unique=False)

    for table, column, target in (
        ("agenda_item", "received_id", "proposal"),
        ("set_phrase", "kind_id", "meeting_kind"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(column, sa.String(length=64), nullable=True))
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column])
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_{column}"), target, [column], ["id"], initially="DEFERRED", deferrable=True
            )
    op.add_column("minutes_version", sa.Column("records", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "thresholds", sa.Column("largest_attachment_mb", sa.BigInteger(), server_default="20", nullable=False)
    )
    op.create_table(
        "made_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_made_file")),
    )


def downgrade() -> None:
    raise NotImplementedError("the copy that was laid beside the register is the way back")
