"""The calendar of a year's duties as columns: one row a duty."""

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(name="day", title=N_("日期"), value=lambda row: row.day, form=Form.DAY, width=15),
    Column(name="weekday", title=N_("星期"), value=lambda row: roc_date.weekday(row.day), width=8),
    Column(name="kind", title=N_("類別"), value=lambda row: row.kind.word, data=lambda row: row.kind.value, width=10),
    Column(name="text", title=N_("事項"), value=lambda row: row.text, width=64),
    Column(name="who", title=N_("負責"), value=lambda row: row.who, width=24),
    Column(name="detail", title=N_("備註"), value=lambda row: row.detail, width=20),
)
