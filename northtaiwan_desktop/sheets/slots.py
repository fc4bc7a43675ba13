"""Planned meetings (預定的會議) of a year as columns."""

from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.columns import Column, Form

COLUMNS: tuple[Column, ...] = (
    Column(
        name="month",
        title=N_("月份"),
        value=lambda row: _("{month}月").format(month=row.slot.month),
        data=lambda row: row.slot.month,
        width=8,
    ),
    Column(name="kind", title=N_("會議種類"), value=lambda row: row.kind_name, width=24),
    Column(name="group", title=N_("議題組"), value=lambda row: row.group_name, width=24),
    Column(name="ordinal", title=N_("會次"), value=lambda row: row.slot.ordinal, form=Form.NUMBER, width=8),
    Column(
        name="called",
        title=N_("狀態"),
        value=lambda row: _("已列入會議") if row.is_called else _("預定"),
        data=lambda row: row.is_called,
        width=12,
    ),
)
