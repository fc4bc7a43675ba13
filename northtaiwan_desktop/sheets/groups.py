"""Issue groups (議題小組) as columns: one row a group, with who leads it in the year."""

from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(name="name", title=N_("議題組"), value=lambda row: row.group.name, width=20),
    Column(name="short_name", title=N_("簡稱"), value=lambda row: row.group.short_name, width=12),
    Column(name="leader", title=N_("主政縣市"), value=lambda row: row.leader_name, width=12),
    Column(
        name="cooperating",
        title=N_("配合縣市"),
        value=lambda row: row.cooperating_names,
        form=Form.LIST,
        width=40,
    ),
    Column(
        name="meetings", title=N_("本年會議數"), value=lambda row: row.meetings_this_year, form=Form.NUMBER, width=10
    ),
    Column(name="open", title=N_("列管中（案）"), value=lambda row: row.open_cases, form=Form.NUMBER, width=12),
)
