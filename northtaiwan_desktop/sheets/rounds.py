"""The balance of each round (各期增減) as columns: 前期列管＋本期新增－本期解除＝續列."""

from dataclasses import dataclass

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.tracking import Balance
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form


@dataclass(frozen=True)
class RoundBalance:
    """One round with its balance."""

    round: Round
    balance: Balance


COLUMNS: tuple[Column, ...] = (
    Column(
        name="round",
        title=N_("期別"),
        value=lambda row: row.round.written,
        data=lambda row: row.round.code,
        width=14,
    ),
    Column(name="before", title=N_("前期列管"), value=lambda row: row.balance.before, form=Form.NUMBER, width=10),
    Column(name="added", title=N_("本期新增"), value=lambda row: row.balance.added, form=Form.NUMBER, width=10),
    Column(name="released", title=N_("本期解除"), value=lambda row: row.balance.released, form=Form.NUMBER, width=10),
    Column(name="remaining", title=N_("續列"), value=lambda row: row.balance.remaining, form=Form.NUMBER, width=10),
)
