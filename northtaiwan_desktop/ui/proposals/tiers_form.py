"""財力級次與配合款比率 of one year: which tier each county has, and what a county of a tier pays itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.fiscal import TIERS, FiscalTier, MatchRate
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import fiscal
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage import proposals
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.lines_table import field_column
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.table_field import TableField
from northtaiwan_desktop.ui.workbench import Workbench

Year = tuple[Sequence[FiscalTier], Sequence[MatchRate]]


@dataclass(frozen=True, kw_only=True)
class TierRow:
    """One county's tier as it is chosen."""

    member_id: str | None = None
    tier: int | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """One tier's rate as it is typed."""

    tier: int | None = None
    percent: str = ""
    source: str = ""


class TiersForm(FormDialog):
    """Nothing is filled in that is not known: a county without a tier stays without one."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        year: int,
        known: Year,
        parent: QWidget | None = None,
    ) -> None:
        title = _("{year}年度財力級次與配合款比率").format(year=year)
        super().__init__(title, settings, draft=f"tiers {year}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._reference, self._year, self._known = workbench, reference, year, known
        self.setMinimumWidth(760)
        self.add_part(
            soft(
                _("財力級次依行政院主計總處公告、比率依補助作業規定填寫，並註明出處；試算配合款時只用這個年度的資料。")
            )
        )
        members = [(member.id, member.name) for member in reference.members]
        tiers = [(None, _("（未填）")), *((tier, _("第{tier}級").format(tier=tier)) for tier in TIERS)]
        self.tiers = TableField(
            [
                field_column(_("縣市"), "member_id", options=members),
                field_column(_("財力級次"), "tier", options=tiers),
                field_column(_("出處"), "source", share=5),
            ],
            make=TierRow,
            title=_("財力級次"),
        )
        self.rates = TableField(
            [
                field_column(_("財力級次"), "tier", options=tiers),
                field_column(_("配合款比率"), "percent"),
                field_column(_("出處"), "source", share=5),
            ],
            make=RateRow,
            title=_("配合款比率"),
        )
        for table in (self.tiers, self.rates):
            # All counties and all tiers stand there from the beginning.
            for button in (table.add_button, table.remove_button, table.up_button, table.down_button):
                button.hide()
        self.add("tiers", _("財力級次"), self.tiers)
        self.add("rates", _("配合款比率"), self.rates, hint=_("縣市自己負擔的百分比，例如 10%。"))
        self.last_year_button = self.buttons.addButton(_("帶入前一年(&B)"), QDialogButtonBox.ButtonRole.ActionRole)
        self.last_year_button.setAutoDefault(False)
        self.last_year_button.clicked.connect(lambda _checked: self._ask_last_year())
        self.start(self._rows(known), self._store, over=self._store_over)

    def _rows(self, known: Year) -> Values:
        tiers = {one.member_id: one for one in known[0]}
        rates = {one.tier: one for one in known[1]}
        tier_rows = [
            TierRow(member_id=member.id, tier=one.tier, source=one.source)
            if (one := tiers.get(member.id))
            else TierRow(member_id=member.id)
            for member in self._reference.members
        ]
        rate_rows = [
            RateRow(tier=tier, percent=written_percent(rate.percent), source=rate.source)
            if (rate := rates.get(tier))
            else RateRow(tier=tier)
            for tier in TIERS
        ]
        return {"tiers": tier_rows, "rates": rate_rows}

    def _ask_last_year(self) -> None:
        self._workbench.ask(
            partial(proposals.fiscal, year=self._year - 1), self._take_last_year, failed=self.refuse, owner=self
        )

    def _take_last_year(self, known: tuple[list[FiscalTier], list[MatchRate]]) -> None:
        if not any(known):
            self.notice.note(_("{year}年度沒有財力級次可以帶入。").format(year=self._year - 1))
            return
        for name, rows in self._rows(known).items():
            field = self.editor(name)
            assert isinstance(field, TableField)
            field.set_value(rows)
            field.changed.emit()

    def _store(self, values: Values) -> None:
        self._do(values, self._known)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Year) -> None:
        known_tiers = {one.member_id: one.id for one in seen[0]}
        known_rates = {one.tier: one.id for one in seen[1]}
        tiers = [
            FiscalTier(year=self._year, member_id=row.member_id, tier=row.tier, source=row.source)
            for row in values["tiers"]
            if row.member_id and row.tier
        ]
        try:
            rates = [
                MatchRate(year=self._year, tier=row.tier, percent=_percent(row.percent), source=row.source)
                for row in values["rates"]
                if row.tier and row.percent.strip()
            ]
        except AppError as error:
            self.stay()
            self.complain("rates", str(error))
            return
        action = partial(
            fiscal.set_year,
            year=self._year,
            tiers=[_with_id(one, known_tiers.pop(one.member_id, None)) for one in tiers],
            rates=[_with_id(one, known_rates.pop(one.tier, None)) for one in rates],
            seen=seen,
        )
        self._workbench.do(self.windowTitle(), action, then=self.kept, failed=self.refuse)


def _percent(text: str) -> float:
    return read_percent(text if text.endswith(("%", "％")) else f"{text}%")


def _with_id(one: Any, id: str | None) -> Any:
    """The record under the id that it had."""
    return replace(one, id=id) if id else one
