"""提案: the year's proposals in the platform's order, each with its content at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import MeetingLine, ProposalFile, ProposalFilter, ProposalLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.proposal import NEXT, Proposal, Result
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import proposals as actions
from northtaiwan_desktop.sheets.proposals import COLUMNS
from northtaiwan_desktop.storage import proposals
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.ui.proposals.detail import ProposalDetail
from northtaiwan_desktop.ui.proposals.forms import DecideForm, MergeForm, ProposalForm, PutForm, ReviewForm
from northtaiwan_desktop.ui.proposals.ordered_list import OrderedList
from northtaiwan_desktop.ui.proposals.shares_form import SharesForm
from northtaiwan_desktop.ui.proposals.tiers_form import TiersForm, Year
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.choices_row import ChoicesRow
from northtaiwan_desktop.ui.widgets.page import GAP, Page, beside

FIRST = ("priority", "name", "proposer", "result", "requested", "approved")


@dataclass(frozen=True)
class Known:
    """What the tab asks for at once."""

    lines: list[ProposalLine]
    year_lines: list[Proposal]
    order: tuple[str, ...]
    reference: Reference
    meetings: list[MeetingLine]
    plan: list[PlanItem]


class ProposalsTab(QWidget):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._known: Known | None = None
        self._file: ProposalFile | None = None
        self._wanted = ""
        columns = [column for column in COLUMNS if column.name in FIRST]
        self.list = OrderedList(
            sorted(columns, key=lambda column: FIRST.index(column.name)),
            name="proposals",
            title=_("提案"),
            settings=page.settings,
            empty=_("這個年度還沒有提案。按「新增提案」寫下第一案，或到「匯入」帶入各縣市送回的提案表。"),
            key=lambda line: str(line.proposal.id),
            is_ranked=lambda line: not line.proposal.result.is_out,
        )
        self.list.setToolTip(_("拖曳，或按 Alt+Shift+↑／↓，調整優先順序"))
        self.detail = ProposalDetail()
        self.group_box = ChoiceBox(none=_("全部議題組"))
        self.group_box.setAccessibleName(_("議題組"))
        self.member_box = ChoiceBox(none=_("全部縣市"))
        self.member_box.setAccessibleName(_("提案或合作縣市"))
        self.result_box = ChoiceBox(none=_("全部結果"))
        self.result_box.setAccessibleName(_("審查結果"))
        boxes = {"group": self.group_box, "member": self.member_box, "result": self.result_box}
        self.filters = ChoicesRow(page.settings, "proposals", boxes)
        self.filters.offer("result", [(result, _(result.word)) for result in Result])
        self.search = page.add_search(_("搜尋提案"), self.list.look_for, row=self.filters.row)
        self.search.left_downward.connect(self.list.setFocus)
        self.more_button = page.add_action(_("更多(&O)"), lambda: None)
        self.share_button = page.add_action(_("經費分攤(&S)…"), self.share)
        self.decide_button = page.add_action(_("中央結果(&K)…"), self.decide)
        self.review_button = page.add_action(_("初審(&R)…"), self.review)
        self.edit_button = page.add_action(_("修改(&M)…"), self.edit, shortcut="F2")
        self.add_button = page.add_action(_("新增提案(&N)…"), self.add, main=True, shortcut="Ctrl+N")
        self._fill_menu()
        self.list.menu_actions = [self.up, self.down, self.merge_action, self.reopen_action, self.put_action]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.filters)
        layout.addWidget(beside(self.list, self.detail), 1)
        self.filters.changed.connect(page.renew)
        self.list.opened.connect(lambda _line: self.edit())
        self.list.chosen_changed.connect(self._on_chosen)
        self.list.moved.connect(self._move)
        self.list.sorted_instead.connect(self._tell_sorted)
        self.detail.anchorClicked.connect(self._on_link)
        self._enable()

    @property
    def buttons(self) -> list[QPushButton]:
        """Those at the right of the page's title while this tab is in sight."""
        chosen = [self.more_button, self.share_button, self.decide_button, self.review_button, self.edit_button]
        return [*chosen, self.add_button]

    def refresh(self) -> None:
        values = self.filters.values
        result = values["result"]
        question = partial(
            _asked,
            year=self._page.year.year,
            group_id=values["group"],
            member_id=values["member"],
            result=Result(result) if isinstance(result, str) else result,
        )
        self._page.ask(question, self._show)

    def show_record(self, id: str) -> None:
        """Turn to this proposal; what hides it is cleared."""
        self._wanted = id
        self.search.clear()
        self.filters.put({})

    def look_for(self, wanted: ProposalFilter) -> None:
        """Show just these."""
        self.search.clear()
        self.filters.put({"group": wanted.group_id, "member": wanted.member_id, "result": wanted.result})

    def dialogs(self) -> list[tuple[str, QDialog]]:
        if self._known is None or not self._known.lines:
            return []
        line = next((one for one in self._known.lines if one.shares), self._known.lines[0])
        found: list[tuple[str, QDialog]] = [
            ("proposal", self._form(line)),
            ("review", self._review_form(line)),
            ("decide", DecideForm(self._page.workbench, self._page.settings, line, self._page)),
            ("merge", self._merge_form(line)),
            ("put", self._put_form(line)),
        ]
        if self._file is not None:
            found.append(("shares", self._shares_form(self._file)))
        found.append(("tiers", self._tiers_form(([], []))))
        return found

    def export(self) -> None:
        """Write the list as it stands, with the year's contributions and the totals, where the person says."""
        year, today = self._page.year.year, self._page.workbench.today()
        ids = [line.proposal.id for line in self.list.shown()]
        self._page.write_file(
            f"{year}年度提案與經費",
            (".xlsx", ".ods", ".docx", ".odt", ".pdf"),
            lambda path: partial(_written, path=path, today=today, year=year, ids=ids),
        )

    def add(self) -> None:
        """Write a new proposal of the year."""
        if self._known is not None:
            self._form(None).open()

    def edit(self) -> None:
        if (line := self.list.current()) is not None and self._file is not None:
            self._form(line).open()

    def review(self) -> None:
        if (line := self.list.current()) is not None:
            self._review_form(line).open()

    def decide(self) -> None:
        if (line := self.list.current()) is not None:
            DecideForm(self._page.workbench, self._page.settings, line, self._page).open()

    def share(self) -> None:
        if self._file is not None:
            self._shares_form(self._file).open()

    def merge(self) -> None:
        if (line := self.list.current()) is not None:
            self._merge_form(line).open()

    def put(self) -> None:
        if (line := self.list.current()) is not None:
            self._put_form(line).open()

    def reopen(self) -> None:
        """Propose the chosen one once more."""
        if (line := self.list.current()) is not None:
            label = _("重新提案「{name}」").format(name=line.proposal.name)
            self._do(label, partial(actions.reopen, proposal_id=line.proposal.id, seen=line.proposal))

    def submit(self) -> None:
        """Send the chosen ones to central government."""
        ids = [line.proposal.id for line in self.list.chosen()]
        self._do(_("報送中央{count}案").format(count=len(ids)), partial(actions.submit, proposal_ids=ids))

    def remove(self) -> None:
        """Delete the chosen one; undo brings it back."""
        if (line := self.list.current()) is not None:
            label = _("刪除提案「{name}」").format(name=line.proposal.name)
            self._do(label, partial(actions.remove_proposal, id=line.proposal.id))

    def tiers(self) -> None:
        """Open the year's fiscal tiers."""
        self._page.ask(
            partial(proposals.fiscal, year=self._page.year.year), lambda known: self._tiers_form(known).open()
        )

    def _fill_menu(self) -> None:
        menu = QMenu(self.more_button)
        self.up = self._item(menu, _("順序往前(&U)"), lambda: self.list.step(-1), "Alt+Shift+Up")
        self.down = self._item(menu, _("順序往後(&J)"), lambda: self.list.step(1), "Alt+Shift+Down")
        menu.addSeparator()
        self.put_action = self._item(menu, _("列入議程(&A)…"), self.put)
        self.merge_action = self._item(menu, _("整併(&G)…"), self.merge)
        self.submit_action = self._item(menu, _("報送中央(&B)"), self.submit)
        self.reopen_action = self._item(menu, _("重新提案(&P)"), self.reopen)
        menu.addSeparator()
        self.tiers_action = self._item(menu, _("財力級次與配合款比率(&T)…"), self.tiers)
        menu.addSeparator()
        self.remove_action = self._item(menu, _("刪除(&D)"), self.remove)
        self.more_button.setMenu(menu)

    def _item(self, menu: QMenu, words: str, act: Callable[[], None], shortcut: str = "") -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked: act())
        if shortcut:
            # The list itself answers to the keys, so that they mean nothing elsewhere on the page.
            action.setText(f"{words}\t{QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)}")
        return action

    def _show(self, known: Known) -> None:
        self._known = known
        self.filters.offer("group", [(group.id, group.name) for group in known.reference.groups])
        self.filters.offer("member", [(member.id, member.name) for member in known.reference.members])
        self.list.show_rows(known.lines)
        if self._wanted and self.list.choose(self._wanted):
            self._wanted = ""
        self.filters.count.setText(
            _("顯示 {count} 案，共 {whole} 案").format(count=len(known.lines), whole=len(known.year_lines))
        )

    def _on_chosen(self) -> None:
        chosen = self.list.chosen()
        self._file = None
        if len(chosen) == 1:
            id = chosen[0].proposal.id
            self._page.ask(partial(proposals.proposal_file, id=id), self._show_file, failed=lambda _error: None)
        else:
            self.detail.show_hint(len(chosen))
        self._enable()

    def _show_file(self, file: ProposalFile) -> None:
        line: ProposalLine | None = self.list.current()
        if line is not None and line.proposal.id == file.line.proposal.id and self._known is not None:
            self._file = file
            self.detail.show_file(file, self._known.reference)
            self._enable()

    def _enable(self) -> None:
        chosen: list[ProposalLine] = self.list.chosen()
        one = chosen[0].proposal if len(chosen) == 1 else None
        ranked = bool(self.list.ranked_ids())
        self.edit_button.setEnabled(one is not None and self._file is not None)
        self.review_button.setEnabled(one is not None and not one.result.is_decided and one.result is not SENT)
        self.decide_button.setEnabled(one is not None and Result.APPROVED in NEXT[one.result])
        self.share_button.setEnabled(self._file is not None)
        for action in (self.up, self.down):
            action.setEnabled(ranked)
        self.put_action.setEnabled(one is not None)
        self.merge_action.setEnabled(one is not None and Result.MERGED in NEXT[one.result])
        self.reopen_action.setEnabled(
            one is not None and one.result is not Result.PROPOSED and Result.PROPOSED in NEXT[one.result]
        )
        self.submit_action.setEnabled(
            bool(chosen) and all(Result.SUBMITTED in NEXT[line.proposal.result] for line in chosen)
        )
        self.remove_action.setEnabled(one is not None)

    def _move(self, ids: list[str], target: str, behind: bool) -> None:
        """Set the rows before or behind another one; rows that a filter hides keep their places."""
        if self._known is None:
            return
        year, order = self._page.year.year, self._known.order
        place = order.index(target) + (1 if behind else 0)
        before = order[place] if place < len(order) else None
        label = _("調整{year}年度提案的優先順序").format(year=year)
        self._do(label, partial(actions.move, year=year, ids=ids, before=before, seen=order))

    def _tell_sorted(self) -> None:
        self._page.told.emit(_("目前依欄位排序，不能調整優先順序。請在欄名上按右鍵，選「恢復原本的順序」。"))

    def _do(self, label: str, action: Callable[..., object]) -> None:
        self._page.do(label, action, failed=self._page.refused.emit)

    def _on_link(self, link: QUrl) -> None:
        page, _colon, id = link.toString().partition(":")
        if page == "proposal":
            if not self.list.choose(id):
                self.show_record(id)
        else:
            self._page.go.emit(page, id)

    def _form(self, line: ProposalLine | None) -> ProposalForm:
        assert self._known is not None
        plan = self._known.plan
        linked = self._file.plan_item if self._file and line else None
        if linked is not None and linked not in plan:
            plan = [*plan, linked]
        return ProposalForm(
            self._page.workbench,
            self._page.settings,
            self._known.reference,
            plan,
            self._page.year.year,
            line,
            self._page,
        )

    def _others(self, line: ProposalLine) -> list[Proposal]:
        """The proposals of the year into which this one can go: none that is itself merged, returned or refused."""
        assert self._known is not None
        year = [one for one in self._known.year_lines if one.id != line.proposal.id]
        return [one for one in year if not one.result.is_out and one.result is not Result.REJECTED]

    def _review_form(self, line: ProposalLine) -> ReviewForm:
        assert self._known is not None
        held = [one for one in self._known.meetings if one.meeting.status is not MeetingStatus.CANCELLED]
        page = self._page
        return ReviewForm(page.workbench, page.settings, line, self._others(line), held, page)

    def _merge_form(self, line: ProposalLine) -> MergeForm:
        return MergeForm(self._page.workbench, self._page.settings, line, self._others(line), self._page)

    def _put_form(self, line: ProposalLine) -> PutForm:
        meetings = self._known.meetings if self._known else []
        drafts: list[Meeting] = [one.meeting for one in meetings if one.meeting.status is MeetingStatus.DRAFT]
        return PutForm(self._page.workbench, self._page.settings, line, drafts, self._page)

    def _shares_form(self, file: ProposalFile) -> SharesForm:
        assert self._known is not None
        return SharesForm(self._page.workbench, self._page.settings, file, self._known.reference, self._page)

    def _tiers_form(self, known: Year) -> TiersForm:
        assert self._known is not None
        page = self._page
        return TiersForm(page.workbench, page.settings, self._known.reference, page.year.year, known, page)


SENT = Result.SUBMITTED


def _asked(records: Records, *, year: int, group_id: str | None, member_id: str | None, result: Result | None) -> Known:
    from northtaiwan_desktop.storage.meetings import meeting_lines
    from northtaiwan_desktop.storage.plan import plan_lines
    from northtaiwan_desktop.storage.reference import reference

    return Known(
        lines=proposals.proposal_lines(records, year=year, group_id=group_id, member_id=member_id, result=result),
        year_lines=proposals.of_year(records, year),
        order=actions.order_of(records, year),
        reference=reference(records),
        meetings=meeting_lines(records, year=year),
        plan=[line.item for line in plan_lines(records, year=year)],
    )


def _written(records: Records, *, path: Path, today: date, year: int, ids: list[str]) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.proposals(records, path, today=today, year=year, ids=ids)
