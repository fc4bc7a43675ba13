"""決議列管: who owes what, by when, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QInputDialog, QMenu, QPushButton

from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.tracking import TrackedLine, balance
from northtaiwan_desktop.domain.watch import CaseFilter, Day
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.progress import BESIDE, COLUMNS
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.plan import plan_lines
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import CaseFile, case_file, tracked_lines
from northtaiwan_desktop.ui.resolutions.detail import CaseDetail
from northtaiwan_desktop.ui.resolutions.filters import FilterRow
from northtaiwan_desktop.ui.resolutions.forms import DecisionForm, ReportForm, ReviewForm, ServesForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page, beside, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

FIRST = ("light", "number", "due_on", "text", "lead", "actual_percent")
PROGRESS_ENDINGS = (".xlsx", ".ods", ".docx", ".odt", ".pdf")
FORM_ENDINGS = (".xlsx", ".ods")


@dataclass(frozen=True)
class _Known:
    """What the page asked for: the year's lines and those still followed, and what its forms offer."""

    lines: list[TrackedLine]
    reference: Reference
    meetings: list[MeetingLine]
    plan: list[PlanItem]


class ResolutionsPage(Page):
    """The register, what one looks for in it, and the whole life of the case that is chosen."""

    title = N_("決議列管")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"Resolution", "Assignment", "ProgressReport", "Review", "Meeting", "PlanItem", "Thresholds"}
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self._known: _Known | None = None
        self._wanted = ""
        columns = [column for column in (*COLUMNS, *BESIDE) if column.name in FIRST]
        self.list = ListView(
            sorted(columns, key=lambda column: FIRST.index(column.name)),
            name="resolutions",
            title=_("決議列管"),
            settings=settings,
            empty=_("這個年度還沒有列管中的決議。會議紀錄定稿後，要列管的決議會出現在這裡。"),
        )
        self.serves_button = self.add_action(
            _("對應方案(&K)…"), self._serve, needs=_("選一列，記錄這一案對應的行動方案")
        )
        self.export_button = self._export_menu()
        self.review_button = self.add_action(_("管考建議(&G)…"), self._review, needs=_("選一列列管中的案件"))
        self.decide_button = self.add_action(_("列管決定(&D)…"), self._decide, needs=_("選一列或多列列管中的案件"))
        self.report_button = self.add_action(_("填報(&R)…"), self._report, main=True, needs=_("選一列列管中的案件"))
        self.balance = soft()
        self.filters = FilterRow(settings)
        self.search = self.add_search(_("搜尋決議"), self._look_for, row=self.filters.row)
        self.search.left_downward.connect(self.list.setFocus)
        self.detail = CaseDetail()
        self.body.addWidget(self.balance)
        self.body.addWidget(self.filters)
        self.body.addWidget(beside(self.list, self.detail), 1)
        self.filters.changed.connect(self._filter)
        self.list.opened.connect(self._report_on)
        self.list.chosen_changed.connect(self._on_chosen)
        self.detail.anchorClicked.connect(self._on_link)
        self._on_chosen()

    def refresh(self) -> None:
        year, today = self.year.year, self.workbench.today()

        def question(records: Records) -> _Known:
            return _Known(
                lines=tracked_lines(records, today=today, year=year, with_followed=True),
                reference=reference(records),
                meetings=meeting_lines(records, year=year),
                plan=[line.item for line in plan_lines(records, year=year)],
            )

        self.ask(question, self._show)

    def show_record(self, id: str) -> None:
        """Turn to a line, or to the first line of a case; what hides it is cleared."""
        self._wanted = id
        if self._known is not None:
            self._turn_to_wanted()
        self.renew()

    def show_filtered(self, wanted: object) -> None:
        if isinstance(wanted, CaseFilter):
            self.search.clear()
            self.filters.choose(wanted)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        rows = self.list.shown()
        if not rows or self._known is None:
            return []
        return [
            ("report", self._report_form(rows[0])),
            ("review", self._review_form(rows[0])),
            ("decision", self._decision_form(rows[:2])),
            ("serves", self._serves_form(rows[0])),
        ]

    @property
    def round(self) -> Round:
        """The round in which the day lies."""
        limits = self._known.reference.thresholds if self._known else None
        return Round.of(self.workbench.today(), limits.rounds_a_year if limits else 4)

    def _show(self, known: _Known) -> None:
        self._known = known
        self.filters.offer_known(known.reference)
        cases = {line.resolution.id: line.resolution for line in known.lines}
        counted = balance(cases.values(), self.round)
        told = _("{round}：前期列管 {before}＋本期新增 {added}－本期解除 {released}＝續列 {remaining}（案）")
        self.balance.setText(told.format(round=self.round.written, **vars(counted)))
        self._filter()
        self._turn_to_wanted()

    def _filter(self) -> None:
        """Show the lines that are wanted, and say how many of how many."""
        if self._known is None:
            return
        soon = self._known.reference.thresholds.due_soon_days
        day = Day(today=self.workbench.today(), round=self.round, soon_days=soon)
        rows = [line for line in self._known.lines if self.filters.wanted.passes(line, day)]
        if self._known.lines and not rows:
            self.list.set_empty(_("沒有符合篩選條件的案件。按「清除篩選」就會看到全部。"))
        else:
            self.list.set_empty(_("這個年度還沒有列管中的決議。會議紀錄定稿後，要列管的決議會出現在這裡。"))
        self.list.show_rows(rows)
        self._count()

    def _look_for(self, text: str) -> None:
        self.list.look_for(text)
        self._count()

    def _count(self) -> None:
        shown: list[TrackedLine] = self.list.shown()
        cases = len({line.resolution.id for line in shown})
        whole = len(self._known.lines) if self._known else 0
        told = _("{cases} 案，{shown}／{whole} 列")
        self.filters.count.setText(told.format(cases=cases, shown=len(shown), whole=whole))

    def _turn_to_wanted(self) -> None:
        wanted = self._line_wanted()
        if wanted is None:
            return
        self._wanted = ""
        if not self.list.choose(wanted.id):
            self.search.clear()
            self.filters.choose(CaseFilter())
            self.list.choose(wanted.id)

    def _line_wanted(self) -> TrackedLine | None:
        lines = self._known.lines if self._known and self._wanted else []
        return next((line for line in lines if self._wanted in (line.id, line.resolution.id)), None)

    def _on_chosen(self) -> None:
        chosen: list[TrackedLine] = self.list.chosen()
        one = chosen[0] if len(chosen) == 1 else None
        are_open = bool(chosen) and all(_is_open(line) for line in chosen)
        self.report_button.setEnabled(one is not None and are_open)
        self.review_button.setEnabled(one is not None and are_open)
        self.decide_button.setEnabled(are_open)
        self.serves_button.setEnabled(one is not None)
        if one is None:
            self.detail.show_case(None)
        else:
            question = partial(case_file, id=one.resolution.id, today=self.workbench.today())
            self.ask(question, partial(self._show_case, one.id))

    def _show_case(self, line_id: str, file: CaseFile) -> None:
        line: TrackedLine | None = self.list.current()
        if line is not None and line.id == line_id:
            self.detail.show_case(file, line_id)

    def _on_link(self, link: QUrl) -> None:
        page, _colon, id = link.toString().partition(":")
        self.go.emit(page, id)

    def _report(self) -> None:
        if (line := self.list.current()) is not None:
            self._report_on(line)

    def _report_on(self, line: TrackedLine) -> None:
        if _is_open(line):
            self._report_form(line).open()

    def _report_form(self, line: TrackedLine) -> ReportForm:
        return ReportForm(self.workbench, self.settings, line, self.round, parent=self)

    def _review(self) -> None:
        if (line := self.list.current()) is not None:
            self._review_form(line).open()

    def _review_form(self, line: TrackedLine) -> ReviewForm:
        return ReviewForm(self.workbench, self.settings, line, self.round, parent=self)

    def _decide(self) -> None:
        lines: list[TrackedLine] = self.list.chosen()
        if lines:
            self._decision_form(lines).open()

    def _decision_form(self, lines: Sequence[TrackedLine]) -> DecisionForm:
        meetings = self._known.meetings if self._known else []
        held = [one for one in meetings if one.meeting.status is not MeetingStatus.CANCELLED]
        return DecisionForm(self.workbench, self.settings, lines, held, parent=self)

    def _serve(self) -> None:
        if (line := self.list.current()) is not None:
            self._serves_form(line).open()

    def _serves_form(self, line: TrackedLine) -> ServesForm:
        items = self._known.plan if self._known else []
        return ServesForm(self.workbench, self.settings, line, items, parent=self)

    def _export_menu(self) -> QPushButton:
        button = self.add_action(_("匯出(&X)"), lambda: None)
        menu = QMenu(button)
        menu.addAction(_("列管進度表(&P)…"), self._export_progress)
        menu.addAction(_("縣市填報表(&F)…"), self._ask_member)
        button.setMenu(menu)
        return button

    def _export_progress(self) -> None:
        year, today, round = self.year.year, self.workbench.today(), self.round
        name = f"{year}年度列管進度表"
        self.write_file(
            name, PROGRESS_ENDINGS, lambda path: partial(_progress, path=path, today=today, round=round, year=year)
        )

    def _ask_member(self) -> None:
        """Ask for which county; the one that is looked for stands first."""
        if self._known is None:
            return
        members = {member.name: member.id for member in self._known.reference.members}
        at = list(members.values()).index(self.filters.wanted.member_id) if self.filters.wanted.member_id else 0
        name, sure = QInputDialog.getItem(self, _("縣市填報表"), _("給哪一個縣市填報？"), list(members), at, False)
        if sure:
            self.export_form(members[name], name)

    def export_form(self, member_id: str, name: str) -> None:
        """Write the form of one county for this round."""
        today, round = self.workbench.today(), self.round
        self.write_file(
            f"{name}{round.written}填報表",
            FORM_ENDINGS,
            lambda path: partial(_form, path=path, today=today, member_id=member_id, round=round),
        )


def _is_open(line: TrackedLine) -> bool:
    return line.assignment.state is State.OPEN and line.resolution.state is State.OPEN


def _progress(records: Records, *, path: Path, today: date, round: Round, year: int) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.progress(records, path, today=today, round=round, year=year)


def _form(records: Records, *, path: Path, today: date, member_id: str, round: Round) -> Path:
    from northtaiwan_desktop.services import export

    return export.form(records, path, today=today, member_id=member_id, round=round)
