"""Posts (職務) as columns: one row a post with its holder."""

from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(
        name="current",
        title=N_("現況"),
        value=lambda row: _("現任") if row.is_current else _("卸任"),
        data=lambda row: row.is_current,
        width=8,
    ),
    Column(name="member", title=N_("縣市"), value=lambda row: row.member_name, width=10),
    Column(
        name="body",
        title=N_("職務"),
        value=lambda row: row.post.body.title,
        data=lambda row: row.post.body.value,
        width=16,
    ),
    Column(name="group", title=N_("議題組"), value=lambda row: row.group_name, width=20),
    Column(name="name", title=N_("姓名"), value=lambda row: row.person.name, width=12),
    Column(name="bureau", title=N_("單位"), value=lambda row: row.post.bureau, width=16),
    Column(name="title", title=N_("職稱"), value=lambda row: row.post.title, width=12),
    Column(name="since", title=N_("到任日"), value=lambda row: row.post.since, form=Form.DAY, width=14),
    Column(name="until", title=N_("卸任日"), value=lambda row: row.post.until, form=Form.DAY, width=14),
    Column(name="phone", title=N_("電話"), value=lambda row: row.person.phone, width=18),
    Column(name="email", title=N_("電子郵件"), value=lambda row: row.person.email, width=24),
)
