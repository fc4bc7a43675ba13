"""What is remembered of senders' workbooks (記住的對照) as columns: one row a decision."""

from northtaiwan_desktop.domain.remembered import About
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.meanings import field_title, meant_words

COLUMNS: tuple[Column, ...] = (
    Column(
        name="sender",
        title=N_("來源縣市"),
        value=lambda row: row.sender_name or _("所有縣市"),
        data=lambda row: row.sender_name or None,
        width=12,
    ),
    Column(
        name="kind",
        title=N_("內容"),
        value=lambda row: _(KIND_WORDS.get(row.record.kind, row.record.kind)),
        data=lambda row: row.record.kind,
        width=14,
    ),
    Column(
        name="about",
        title=N_("對照"),
        value=lambda row: _(row.record.about.word),
        data=lambda row: row.record.about.value,
        width=8,
    ),
    Column(
        name="field",
        title=N_("欄位"),
        value=lambda row: field_title(row.record.kind, row.record.field) if row.record.about is About.VALUE else "",
        data=lambda row: row.record.field or None,
        width=14,
    ),
    Column(name="wrote", title=N_("他們寫的"), value=lambda row: row.record.wrote, width=22),
    Column(
        name="meant",
        title=N_("意思"),
        value=lambda row: meant_words(row.record.decision),
        data=lambda row: row.record.meant,
        width=34,
    ),
    Column(name="decided_at", title=N_("決定時間"), value=lambda row: row.record.decided_at, form=Form.DAY, width=20),
    Column(name="decided_by", title=N_("決定者"), value=lambda row: row.record.decided_by, width=12),
)
