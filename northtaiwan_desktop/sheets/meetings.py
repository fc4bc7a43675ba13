"""Meetings (會議) as columns: one row a meeting."""

from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(name="number", title=N_("會議編號"), value=lambda row: row.meeting.number, width=12),
    Column(name="title", title=N_("會議名稱"), value=lambda row: row.meeting.title, width=40),
    Column(name="kind", title=N_("會議種類"), value=lambda row: row.kind_name, width=16),
    Column(name="year", title=N_("年度"), value=lambda row: row.meeting.year, width=7),
    Column(name="ordinal", title=N_("會次"), value=lambda row: row.meeting.ordinal, form=Form.NUMBER, width=7),
    Column(name="group", title=N_("議題組"), value=lambda row: row.group_name, width=14),
    Column(name="host", title=N_("主政縣市"), value=lambda row: row.host_name, width=12),
    Column(name="held_on", title=N_("會議日期"), value=lambda row: row.meeting.held_on, form=Form.DAY, width=14),
    Column(name="venue", title=N_("地點"), value=lambda row: row.meeting.venue, width=24),
    Column(
        name="status",
        title=N_("狀態"),
        value=lambda row: row.meeting.status.title,
        data=lambda row: row.meeting.status.value,
        width=9,
    ),
    Column(name="resolutions", title=N_("決議數"), value=lambda row: row.resolutions, form=Form.NUMBER, width=8),
    Column(name="open", title=N_("列管中"), value=lambda row: row.open_resolutions, form=Form.NUMBER, width=8),
)
