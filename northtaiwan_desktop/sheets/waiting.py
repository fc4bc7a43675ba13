"""What waits for a desk (待辦) as columns."""

from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(name="task", title=N_("類別"), value=lambda row: row.task.title, data=lambda row: row.task.value, width=14),
    Column(name="text", title=N_("事項"), value=lambda row: row.words, width=44),
    Column(name="count", title=N_("件數"), value=lambda row: row.count, form=Form.NUMBER, width=8),
    Column(name="aside", title=N_("數量或日期"), value=lambda row: row.aside, width=18),
)
