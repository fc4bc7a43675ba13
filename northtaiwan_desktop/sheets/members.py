"""Members (成員縣市) as columns: one row a county or city, with what it does this year."""

from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(name="code", title=N_("代碼"), value=lambda row: row.member.id, width=8),
    Column(name="name", title=N_("縣市"), value=lambda row: row.member.name, width=10),
    Column(name="former_names", title=N_("舊名"), value=lambda row: row.former_names, form=Form.LIST, width=12),
    Column(
        name="host",
        title=N_("本年度輪值"),
        value=lambda row: "輪值" if row.is_host else "",
        data=lambda row: row.is_host,
        width=10,
    ),
    Column(name="leads", title=N_("主政議題"), value=lambda row: row.leads, form=Form.LIST, width=24),
    Column(name="contact", title=N_("聯絡窗口"), value=lambda row: row.contact, width=24),
    Column(name="open", title=N_("列管中（列）"), value=lambda row: row.open_cases, form=Form.NUMBER, width=12),
    Column(name="late", title=N_("逾期"), value=lambda row: row.late_cases, form=Form.NUMBER, width=8),
)
