"""經費分攤: who bears what of a proposal, one line a county, with the match by its fiscal tier on a button."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from northtaiwan_desktop.domain.errors import AppError, Unconfirmed, Unreadable
from northtaiwan_desktop.domain.lists import ProposalFile
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.proposal import Advance, ProposalShare
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.money import read_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import proposals
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.lines_table import field_column
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.table_field import TableField
from northtaiwan_desktop.ui.workbench import Workbench

SOURCES = {"central": Source.CENTRAL, "match": Source.COUNTY, "own": Source.OWN, "other": Source.OTHER}


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """What one county bears, as it is typed; `member_id` None: not shared out among counties."""

    member_id: str | None = None
    central: str = ""
    match: str = ""
    own: str = ""
    other: str = ""
    advance: Advance | None = Advance.BUDGETED


class SharesForm(FormDialog):
    """The shares of one proposal, all kept together."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        file: ProposalFile,
        reference: Reference,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("經費分攤"), settings, draft=f"proposal-shares {file.line.proposal.id}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._file, self._reference = workbench, file, reference
        self._proposal = file.line.proposal
        self.setMinimumWidth(860)
        self.add_part(soft(self._proposal.name))
        members = [(None, _("不分縣市")), *((member.id, member.name) for member in reference.members)]
        ways = [(way, _(way.word)) for way in Advance]
        columns = [
            field_column(_("縣市"), "member_id", options=members, share=3),
            field_column(_("中央補助"), "central", share=3),
            field_column(_("縣市配合款"), "match", share=3),
            field_column(_("自籌"), "own"),
            field_column(_("其他"), "other"),
            field_column(_("配合款來源"), "advance", options=ways, share=4),
        ]
        self.table = TableField(columns, make=ShareRow, title=_("經費分攤"))
        hint = _("金額可寫 1,200,000 或 120萬元，單位為元。")
        self.add("shares", _("分攤（元）"), self.table, hint=hint)
        self.sum = soft()
        self.add_part(self.sum)
        self.tier_button = self.buttons.addButton(_("依財力級次試算(&T)"), QDialogButtonBox.ButtonRole.ActionRole)
        self.tier_button.setAutoDefault(False)
        self.tier_button.setToolTip(_("各縣市的經費（中央補助加配合款）依該年度的財力級次重新分攤"))
        self.tier_button.clicked.connect(lambda _checked: self.by_tier())
        self.table.changed.connect(self._add_up)
        self.start({"shares": rows_of(file.line.shares)}, self._store, over=self._store_over)
        self._add_up()

    def by_tier(self) -> None:
        """Divide each county's part by its fiscal tier; without lines, the whole sum evenly among the counties."""
        try:
            parts = self._parts()
        except AppError as error:
            self.complain("shares", str(error))
            return
        question = partial(proposals.shares_by_tier, proposal_id=self._proposal.id, parts=parts or None)
        self._workbench.ask(question, self._take, failed=self.refuse, owner=self)

    def _parts(self) -> dict[str, int]:
        parts = {}
        for row in self.table.value():
            part = _sum(row.central) + _sum(row.match)
            if row.member_id is None and part:
                raise Unreadable(_("「不分縣市」的經費無法依財力級次試算，請改選縣市或移除這一列。"))
            if row.member_id is not None and part:
                parts[row.member_id] = part
        return parts

    def _take(self, shares: Sequence[ProposalShare]) -> None:
        kept = {row.member_id: row for row in self.table.value() if row.member_id}
        made = []
        for row in rows_of(shares):
            before = kept.pop(row.member_id, None)
            made.append(replace(before, central=row.central, match=row.match) if before else row)
        self.table.set_value([*made, *kept.values()])
        self.table.changed.emit()

    def _add_up(self) -> None:
        one = self._proposal
        basis, named = (one.requested, _("申請金額")) if one.approved is None else (one.approved, _("核定金額"))
        try:
            whole = sum(_sum(getattr(row, name)) for row in self.table.value() for name in SOURCES)
        except AppError:
            return
        words = _("合計 {whole:,}元").format(whole=whole)
        if basis is not None:
            words += "　" + _("{named} {basis:,}元").format(named=named, basis=basis)
            if whole and whole != basis:
                words += "　" + _("相差 {gap:,}元").format(gap=abs(whole - basis))
        self.sum.setText(words)

    def _store(self, values: Values) -> None:
        self._do(values, self._file.line.shares)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Sequence[ProposalShare], *, may_differ: bool = False) -> None:
        try:
            shares = shares_of(values["shares"], self._proposal.id, seen)
        except AppError as error:
            self.stay()
            self.complain("shares", str(error))
            return
        label = _("經費分攤「{name}」").format(name=self._proposal.name)
        action = partial(
            proposals.set_shares, proposal_id=self._proposal.id, shares=shares, seen=seen, may_differ=may_differ
        )
        self._workbench.do(label, action, then=self.kept, failed=partial(self._refuse, seen))

    def _refuse(self, seen: Sequence[ProposalShare], error: Exception) -> None:
        """Say why nothing was kept; sums that do not agree are kept once the person says so expressly."""
        self.refuse(error)
        if isinstance(error, Unconfirmed):
            self.notice.refuse(str(error), _("金額不符仍要儲存"), partial(self._store_differing, seen))

    def _store_differing(self, seen: Sequence[ProposalShare]) -> None:
        self._begin(lambda: self._do(self.values(), seen, may_differ=True))


def rows_of(shares: Sequence[ProposalShare]) -> list[ShareRow]:
    """The shares as lines, one a county."""
    made: dict[str | None, dict[str, Any]] = {}
    for share in shares:
        row = made.setdefault(share.member_id, {"member_id": share.member_id})
        name = next(name for name, source in SOURCES.items() if source is share.source)
        row[name] = f"{share.amount:,}"
        if share.source is Source.COUNTY:
            row["advance"] = share.advance
    return [ShareRow(**row) for row in made.values()]


def shares_of(rows: Sequence[ShareRow], proposal_id: str, before: Sequence[ProposalShare]) -> list[ProposalShare]:
    """The lines as shares; one that was there keeps its record. Raises Unreadable."""
    known = {(share.member_id, share.source): share for share in before}
    made = []
    for row in rows:
        for name, source in SOURCES.items():
            amount = _sum(getattr(row, name))
            if not amount:
                continue
            share = known.pop((row.member_id, source), None) or ProposalShare(
                proposal_id=proposal_id, member_id=row.member_id, source=source, amount=0
            )
            advance = row.advance or Advance.BUDGETED
            made.append(replace(share, amount=amount, advance=advance if source is Source.COUNTY else share.advance))
    return made


def _sum(text: str) -> int:
    return read_money(text) if text.strip() else 0
