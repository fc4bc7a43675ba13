"""People as columns: one row a person, with the posts held today."""

from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(name="name", title=N_("姓名"), value=lambda row: row.person.name, width=16),
    Column(name="posts", title=N_("現任職務"), value=lambda row: row.current, form=Form.LIST, width=48),
    Column(name="phone", title=N_("電話"), value=lambda row: row.person.phone, width=18),
    Column(name="email", title=N_("電子郵件"), value=lambda row: row.person.email, width=26),
    Column(name="note", title=N_("備註"), value=lambda row: row.person.note, width=20),
)
