"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "axis",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axis")),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counter")),
    )
    op.create_table(
        "issue_group",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_group")),
    )
    op.create_table(
        "meeting_kind",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("per_group", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_kind")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("is_municipality", sa.Boolean(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_table(
        "operation",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("turn", sa.String(length=4), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["target"], ["operation.number"], name=op.f("fk_operation_target")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_operation")),
        sa.UniqueConstraint("id", name=op.f("uq_operation_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_target"), ["target"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "platform",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("first_year", sa.BigInteger(), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform")),
    )
    op.create_table(
        "set_phrase",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_phrase")),
    )
    op.create_table(
        "thresholds",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("due_soon_days", sa.BigInteger(), nullable=False),
        sa.Column("behind_percent", sa.Float(), nullable=False),
        sa.Column("far_behind_percent", sa.Float(), nullable=False),
        sa.Column("rounds_a_year", sa.BigInteger(), nullable=False),
        sa.Column("host_contribution", sa.BigInteger(), nullable=False),
        sa.Column("member_contribution", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thresholds")),
    )
    op.create_table(
        "change",
        sa.Column("operation", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["operation"], ["operation.number"], name=op.f("fk_change_operation")),
        sa.PrimaryKeyConstraint("operation", "position", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_record_id", ["record_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_contribution_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("year", "member_id", name=op.f("uq_contribution_year_member_id")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_member_id"), ["member_id"], unique=False)

    op.create_table(
        "former_name",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_former_name_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_name_member_id"), ["member_id"], unique=False)

    op.create_table(
        "group_role",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["issue_group.id"], name=op.f("fk_group_role_group_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_group_role_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_role")),
        sa.UniqueConstraint("year", "group_id", "member_id", name=op.f("uq_group_role_year_group_id_member_id")),
    )
    with op.batch_alter_table("group_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_role_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_group_role_member_id"), ["member_id"], unique=False)

    op.create_table(
        "import",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.String(length=64), nullable=True),
        sa.Column("year", sa.BigInteger(), nullable=True),
        sa.Column("round", sa.Text(), server_default="", nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by", sa.Text(), server_default="", nullable=False),
        sa.Column("new", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("ignored", sa.BigInteger(), nullable=False),
        sa.Column("unreadable", sa.BigInteger(), nullable=False),
        sa.Column("operation_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["member.id"], name=op.f("fk_import_sender_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_sender_id"), ["sender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_sha256"), ["sha256"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("host_id", sa.String(length=64), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("held_until", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("closed_at", sa.Time(), nullable=True),
        sa.Column("venue", sa.Text(), server_default="", nullable=False),
        sa.Column("chair", sa.Text(), server_default="", nullable=False),
        sa.Column("chair_stands_in", sa.Text(), server_default="", nullable=False),
        sa.Column("recorder", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("quorum", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["issue_group.id"], name=op.f("fk_meeting_group_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["member.id"], name=op.f("fk_meeting_host_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["meeting_kind.id"], name=op.f("fk_meeting_kind_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["meeting.id"], name=op.f("fk_meeting_parent_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_kind_id"), ["kind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_year"), ["year"], unique=False)

    op.create_table(
        "platform_year",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("host_id", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("overrules_cycle", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["member.id"], name=op.f("fk_platform_year_host_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_year")),
    )
    with op.batch_alter_table("platform_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_platform_year_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_platform_year_year"), ["year"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("bureau", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["issue_group.id"], name=op.f("fk_post_group_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_post_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_post_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("presence", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("bureau", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("represents", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_attendance_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_attendance_person_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "chronicle_entry",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("precision", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=True),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_chronicle_entry_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronicle_entry")),
    )
    with op.batch_alter_table("chronicle_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chronicle_entry_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_chronicle_entry_since"), ["since"], unique=False)

    op.create_table(
        "minutes_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("finalised_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("docx_sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_minutes_version_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_minutes_version_meeting_id_version")),
    )
    with op.batch_alter_table("minutes_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_version_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "plan_item",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("cross_group_ids", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("term", sa.String(length=20), nullable=False),
        sa.Column("lead_id", sa.String(length=64), nullable=True),
        sa.Column("co_lead_ids", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("indicator", sa.Text(), server_default="", nullable=False),
        sa.Column("axes", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("confirmed_in_id", sa.String(length=64), nullable=True),
        sa.Column("lineage_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_in_id"],
            ["meeting.id"],
            name=op.f("fk_plan_item_confirmed_in_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["issue_group.id"], name=op.f("fk_plan_item_group_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["member.id"], name=op.f("fk_plan_item_lead_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_confirmed_in_id"), ["confirmed_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_lineage_id"), ["lineage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_year"), ["year"], unique=False)

    op.create_table(
        "section",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_section_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_section_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=False),
        sa.Column("section_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("proposer", sa.Text(), server_default="", nullable=False),
        sa.Column("explanation", sa.Text(), server_default="", nullable=False),
        sa.Column("proposal", sa.Text(), server_default="", nullable=False),
        sa.Column("origin_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_agenda_item_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["origin_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_item_origin_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["section.id"],
            name=op.f("fk_agenda_item_section_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_origin_id"), ["origin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_section_id"), ["section_id"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("plan_item_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_budget_line_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_budget_line_plan_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_plan_item_id"), ["plan_item_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("plan_item_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_milestone_plan_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_plan_item_id"), ["plan_item_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("proposer_id", sa.String(length=64), nullable=True),
        sa.Column("partner_ids", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=True),
        sa.Column("requested", sa.BigInteger(), nullable=True),
        sa.Column("approved", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.Column("needs_advance", sa.Boolean(), nullable=False),
        sa.Column("plan_item_id", sa.String(length=64), nullable=True),
        sa.Column("merged_into_id", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["issue_group.id"], name=op.f("fk_proposal_group_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_merged_into_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_proposal_plan_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["member.id"], name=op.f("fk_proposal_proposer_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_plan_item_id"), ["plan_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_proposer_id"), ["proposer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_year"), ["year"], unique=False)

    op.create_table(
        "quarter_target",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("plan_item_id", sa.String(length=64), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("quarter", sa.BigInteger(), nullable=False),
        sa.Column("planned_percent", sa.Float(), nullable=True),
        sa.Column("actual_percent", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_quarter_target_plan_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_target")),
        sa.UniqueConstraint(
            "plan_item_id", "year", "quarter", name=op.f("uq_quarter_target_plan_item_id_year_quarter")
        ),
    )
    with op.batch_alter_table("quarter_target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarter_target_plan_item_id"), ["plan_item_id"], unique=False)

    op.create_table(
        "proposal_review",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("proposal_id", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_proposal_review_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_review_proposal_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_review")),
    )
    with op.batch_alter_table("proposal_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_review_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_review_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "proposal_share",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("proposal_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_proposal_share_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_share_proposal_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_share")),
    )
    with op.batch_alter_table("proposal_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_share_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_share_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "resolution",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("meeting_id", sa.String(length=64), nullable=True),
        sa.Column("item_id", sa.String(length=64), nullable=True),
        sa.Column("group_id", sa.String(length=64), nullable=True),
        sa.Column("plan_item_id", sa.String(length=64), nullable=True),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_text", sa.Text(), server_default="", nullable=False),
        sa.Column("is_tracked", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_in_id", sa.String(length=64), nullable=True),
        sa.Column("close_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into_id", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_in_id"],
            ["meeting.id"],
            name=op.f("fk_resolution_closed_in_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["issue_group.id"], name=op.f("fk_resolution_group_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_resolution_item_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_resolution_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["resolution.id"],
            name=op.f("fk_resolution_merged_into_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"],
            ["plan_item.id"],
            name=op.f("fk_resolution_plan_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_closed_in_id"), ["closed_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_number"), ["number"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_plan_item_id"), ["plan_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_year"), ["year"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("resolution_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=64), nullable=True),
        sa.Column("office", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_assignment_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_assignment_resolution_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_resolution_id"), ["resolution_id"], unique=False)

    op.create_table(
        "progress_report",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("assignment_id", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("planned_percent", sa.Float(), nullable=True),
        sa.Column("actual_percent", sa.Float(), nullable=True),
        sa.Column("delay_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("remedy", sa.Text(), server_default="", nullable=False),
        sa.Column("asked", sa.String(length=20), nullable=False),
        sa.Column("import_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_progress_report_assignment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["import.id"],
            name=op.f("fk_progress_report_import_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_report_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_report_round"), ["round"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("assignment_id", sa.String(length=64), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("recommended", sa.String(length=20), nullable=True),
        sa.Column("decided", sa.String(length=20), nullable=True),
        sa.Column("meeting_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_review_assignment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_review_meeting_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_meeting_id"), ["meeting_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_review_assignment_id"))

    op.drop_table("review")
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_report_round"))
        batch_op.drop_index(batch_op.f("ix_progress_report_import_id"))
        batch_op.drop_index(batch_op.f("ix_progress_report_assignment_id"))

    op.drop_table("progress_report")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_resolution_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_member_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_year"))
        batch_op.drop_index(batch_op.f("ix_resolution_state"))
        batch_op.drop_index(batch_op.f("ix_resolution_plan_item_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_number"))
        batch_op.drop_index(batch_op.f("ix_resolution_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_item_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_group_id"))
        batch_op.drop_index(batch_op.f("ix_resolution_due_on"))
        batch_op.drop_index(batch_op.f("ix_resolution_closed_in_id"))

    op.drop_table("resolution")
    with op.batch_alter_table("proposal_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_share_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_share_member_id"))

    op.drop_table("proposal_share")
    with op.batch_alter_table("proposal_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_review_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_review_meeting_id"))

    op.drop_table("proposal_review")
    with op.batch_alter_table("quarter_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarter_target_plan_item_id"))

    op.drop_table("quarter_target")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_year"))
        batch_op.drop_index(batch_op.f("ix_proposal_proposer_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_plan_item_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_proposal_group_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_plan_item_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_line_plan_item_id"))
        batch_op.drop_index(batch_op.f("ix_budget_line_member_id"))

    op.drop_table("budget_line")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_section_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_origin_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_meeting_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_section_meeting_id"))

    op.drop_table("section")
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_item_year"))
        batch_op.drop_index(batch_op.f("ix_plan_item_number"))
        batch_op.drop_index(batch_op.f("ix_plan_item_lineage_id"))
        batch_op.drop_index(batch_op.f("ix_plan_item_lead_id"))
        batch_op.drop_index(batch_op.f("ix_plan_item_group_id"))
        batch_op.drop_index(batch_op.f("ix_plan_item_confirmed_in_id"))

    op.drop_table("plan_item")
    with op.batch_alter_table("minutes_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_version_meeting_id"))

    op.drop_table("minutes_version")
    with op.batch_alter_table("chronicle_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chronicle_entry_since"))
        batch_op.drop_index(batch_op.f("ix_chronicle_entry_meeting_id"))

    op.drop_table("chronicle_entry")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_person_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_member_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_meeting_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_person_id"))
        batch_op.drop_index(batch_op.f("ix_post_member_id"))
        batch_op.drop_index(batch_op.f("ix_post_group_id"))

    op.drop_table("post")
    with op.batch_alter_table("platform_year", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_year_year"))
        batch_op.drop_index(batch_op.f("ix_platform_year_host_id"))

    op.drop_table("platform_year")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_year"))
        batch_op.drop_index(batch_op.f("ix_meeting_parent_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_number"))
        batch_op.drop_index(batch_op.f("ix_meeting_kind_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_host_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_held_on"))
        batch_op.drop_index(batch_op.f("ix_meeting_group_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_sha256"))
        batch_op.drop_index(batch_op.f("ix_import_sender_id"))

    op.drop_table("import")
    with op.batch_alter_table("group_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_role_member_id"))
        batch_op.drop_index(batch_op.f("ix_group_role_group_id"))

    op.drop_table("group_role")
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_name_member_id"))

    op.drop_table("former_name")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_member_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_record_id")

    op.drop_table("change")
    op.drop_table("thresholds")
    op.drop_table("set_phrase")
    op.drop_table("platform")
    op.drop_table("person")
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_target"))

    op.drop_table("operation")
    op.drop_table("member")
    op.drop_table("meeting_kind")
    op.drop_table("issue_group")
    op.drop_table("counter")
    op.drop_table("blob")
    op.drop_table("axis")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_owner_id"))

    op.drop_table("attachment")
