"""決議列管: who owes what, by when, and how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.round_view import told_round
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.domain.watch import CaseFilter
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.progress import BESIDE, COLUMNS, STATE
from northtaiwan_desktop.storage import register
from northtaiwan_desktop.storage.meetings import meetings_of
from northtaiwan_desktop.storage.people import posts
from northtaiwan_desktop.storage.plan import items_of
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.register import Asked, Counted, Window
from northtaiwan_desktop.storage.resolutions import CaseFile, case_file
from northtaiwan_desktop.storage.rounds import balance
from northtaiwan_desktop.ui.reports_menu import add_round_actions
from northtaiwan_desktop.ui.resolutions.change_forms import DueForm, ReassignForm, ServesForm
from northtaiwan_desktop.ui.resolutions.county_form import CountyForm
from northtaiwan_desktop.ui.resolutions.decision_forms import DecisionForm, ReviewForm
from northtaiwan_desktop.ui.resolutions.detail import CASES, CaseDetail
from northtaiwan_desktop.ui.resolutions.documents import CaseDocuments
from northtaiwan_desktop.ui.resolutions.filters import FilterRow
from northtaiwan_desktop.ui.resolutions.report_form import ReportForm
from northtaiwan_desktop.ui.resolutions.rounds_box import RoundsBox
from northtaiwan_desktop.ui.widgets.long_list import WINDOW, LongList
from northtaiwan_desktop.ui.widgets.page import Page, beside, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

NOTHING_YET = N_("這個年度還沒有列管中的決議。會議紀錄定稿後，要列管的決議會出現在這裡。")
FIRST = ("light", "number", "due_on", "share", "lead", "text", "actual_percent")
MORE = (
    "meeting",
    "group",
    "co_leads",
    "report",
    "reported_on",
    "planned_percent",
    "delay_reason",
    "remedy",
    "review",
    "state",
)
"""The other columns that offices know: hidden until a person wants them."""
PROGRESS_ENDINGS = (".xlsx", ".ods", ".docx", ".odt", ".pdf")
FORM_ENDINGS = (".xlsx", ".ods")


@dataclass(frozen=True)
class _First:
    """What the page shows first: a windowful of lines of so many, and what its filters offer."""

    window: Window
    reference: Reference
    people: list[PostLine]
    meetings: list[Meeting]


@dataclass(frozen=True)
class _Figures:
    """What is asked once the first lines stand there: the counts, and what the forms offer."""

    counted: Counted
    round: Round
    """The round of the balance: the last one of a year gone by, else the present one."""
    balance: Balance
    plan: list[PlanItem]


class ResolutionsPage(Page):
    """The register, what one looks for in it, and the whole life of the case that is chosen."""

    title = N_("決議列管")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"Resolution", "Assignment", "ProgressReport", "Review", "Meeting", "PlanItem", "Thresholds", "Attachment"}
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self._reference: Reference | None = None
        self._meetings: list[Meeting] = []
        self._plan: list[PlanItem] = []
        self._wanted = ""
        self.list = LongList(
            _columns(),
            hidden=MORE,
            name="resolutions",
            title=_("決議列管"),
            settings=settings,
            fetch=self._fetch,
            empty=_(NOTHING_YET),
        )
        self.change_button = self._change_menu()
        self.export_button = self._export_menu()
        self.review_button = self.add_action(_("管考建議(&G)…"), self._review, needs=_("選一列或多列列管中的案件"))
        self.decide_button = self.add_action(_("列管決定(&D)…"), self._decide, needs=_("選一列或多列列管中的案件"))
        self.report_button = self.add_action(_("填報(&R)…"), self._report, main=True, needs=_("選一列列管中的案件"))
        self.balance = soft()
        self.filters = FilterRow(settings)
        head = QHBoxLayout()
        head.addWidget(self.balance, 1)
        self.rounds_button = QPushButton(_("各期(&B)…"))
        self.rounds_button.setAutoDefault(False)
        self.rounds_button.setProperty("role", "quiet")
        self.rounds_button.clicked.connect(lambda _checked: self._rounds_box().open())
        head.addWidget(self.rounds_button)
        head.addWidget(self.filters.count)
        self.search = self.add_search(_("搜尋決議"), lambda _text: self.renew(), row=head)
        self.search.left_downward.connect(self.list.setFocus)
        self.detail = CaseDetail()
        self.body.addLayout(head)
        self.body.addWidget(self.filters)
        self.body.addWidget(beside(self.list, self.detail, shares=(2, 1)), 1)
        self.filters.changed.connect(self.renew)
        self.list.sorting_asked.connect(lambda _name, _down: self.renew())
        self.list.opened.connect(self._report_on)
        self.list.chosen_changed.connect(self._on_chosen)
        self.detail.anchorClicked.connect(self._on_link)
        self._on_chosen()

    def refresh(self) -> None:
        asked, year = self._asked(), self.year.year
        start = max(0, self.list.first_seen - WINDOW // 4)
        todays = self.workbench.today()

        def first(records: Records) -> _First:
            return _First(
                window=register.window(records, asked, start=start, length=WINDOW),
                reference=reference(records),
                people=[line for line in posts(records, today=todays) if line.is_current and line.post.member_id],
                meetings=meetings_of(records, year),
            )

        def figures(records: Records) -> _Figures:
            round = told_round(year, reference(records).thresholds.rounds_a_year, asked.today)
            return _Figures(
                counted=register.counted(records, asked),
                round=round,
                balance=balance(records, round),
                plan=items_of(records, year),
            )

        self.ask(first, self._show)
        self.ask(figures, self._show_figures)

    def show_record(self, id: str) -> None:
        """Turn to a line, or to the first line of a case; what hides it is cleared."""
        self._wanted = id
        self._turn_to_wanted(self._asked())

    def show_filtered(self, wanted: object) -> None:
        if isinstance(wanted, CaseFilter):
            self.search.clear()
            self.filters.choose(wanted, all_years=False)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        rows = self.list.shown()
        if not rows or self._reference is None:
            return []
        return [
            ("report", self._report_form(rows[0])),
            ("review", self._review_form(rows[:1])),
            ("decision", self._decision_form(rows[:3])),
            ("due", self._due_form(rows[:3])),
            ("reassign", self._reassign_form(rows[:2])),
            ("serves", self._serves_form(rows[:1])),
            ("rounds", self._rounds_box()),
            ("form", self._county_form(self._reference)),
        ]

    @property
    def round(self) -> Round:
        """The round in which the day lies."""
        limits = self._reference.thresholds if self._reference else None
        return Round.of(self.workbench.today(), limits.rounds_a_year if limits else 4)

    def _asked(self) -> Asked:
        """What is looked for now, in the order in which the list stands."""
        order, descending = self.list.sorted_by
        return Asked(
            today=self.workbench.today(),
            wanted=self.filters.wanted,
            year=None if self.filters.is_of_all_years else self.year.year,
            words=self.search.text(),
            order=order,
            descending=descending,
        )

    def _fetch(self, start: int, length: int, then: Callable[[Sequence[TrackedLine]], None]) -> None:
        question = partial(register.window, asked=self._asked(), start=start, length=length)
        self.ask(question, lambda window: then(window.lines))

    def _show(self, first: _First) -> None:
        self._reference, self._meetings = first.reference, first.meetings
        self.filters.offer_known(first.reference, first.people, first.meetings)
        self.list.show_window(first.window.total, first.window.start, first.window.lines)

    def _show_figures(self, figures: _Figures) -> None:
        self._plan = figures.plan
        told = _("{round}：前期列管 {before}＋本期新增 {added}－本期解除 {released}＝續列 {remaining}（案）")
        self.balance.setText(told.format(round=figures.round.written, **vars(figures.balance)))
        told = _("{cases} 案，{shown}／{whole} 列")
        counted = figures.counted
        nothing = _("沒有符合篩選條件的案件。按「清除篩選」就會看到全部。")
        self.list.set_empty(nothing if counted.whole else _(NOTHING_YET))
        self.filters.count.setText(told.format(cases=counted.cases, shown=counted.lines, whole=counted.whole))

    def _turn_to_wanted(self, asked: Asked) -> None:
        self.ask(partial(register.place_of, asked=asked, id=self._wanted), partial(self._turn_to, asked))

    def _turn_to(self, asked: Asked, place: int | None) -> None:
        """Go to the place; where the line is hidden by what is looked for, look for everything first."""
        is_narrowed = bool(asked.words) or not asked.wanted.is_open or asked.year is not None
        if place is None and is_narrowed:
            self.search.clear()
            self.filters.choose(CaseFilter(), all_years=True)
            self._turn_to_wanted(self._asked())
        elif place is not None:
            self._wanted = ""
            self.list.go_to(place)

    def _on_chosen(self) -> None:
        chosen: list[TrackedLine] = self.list.chosen()
        one = chosen[0] if self.list.chosen_count() == len(chosen) == 1 else None
        are_open = bool(chosen) and all(_is_open(line) for line in chosen)
        rights = self.workbench.rights
        own = one is not None and rights.may_report_for(one.assignment.member_id)
        self.report_button.setEnabled(own and are_open)
        for button in (self.review_button, self.decide_button, self.change_button):
            button.setEnabled(are_open)
        if one is None:
            self.detail.show_case(None, chosen=self.list.chosen_count())
        else:
            question = partial(case_file, id=one.resolution.id, today=self.workbench.today())
            self.ask(question, partial(self._show_case, one.id))

    def _show_case(self, line_id: str, file: CaseFile) -> None:
        line: TrackedLine | None = self.list.current()
        if line is not None and line.id == line_id:
            self.detail.show_case(file, line_id)

    def _on_link(self, link: QUrl) -> None:
        page, _colon, id = link.toString().partition(":")
        if page == CASES:
            self.show_record(id)
        else:
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
        self._open_for_chosen(self._review_form)

    def _review_form(self, lines: Sequence[TrackedLine]) -> ReviewForm:
        return ReviewForm(self.workbench, self.settings, lines, self.round, parent=self)

    def _decide(self) -> None:
        self._open_for_chosen(self._decision_form)

    def _decision_form(self, lines: Sequence[TrackedLine]) -> DecisionForm:
        # Final minutes can't show a decision that is recorded afterwards.
        held = [meeting for meeting in self._meetings if meeting.status is MeetingStatus.DRAFT]
        return DecisionForm(self.workbench, self.settings, lines, held, parent=self)

    def _due_form(self, lines: Sequence[TrackedLine]) -> DueForm:
        return DueForm(self.workbench, self.settings, lines, parent=self)

    def _reassign_form(self, lines: Sequence[TrackedLine]) -> ReassignForm:
        assert self._reference is not None
        return ReassignForm(self.workbench, self.settings, lines, self._reference, parent=self)

    def _serves_form(self, lines: Sequence[TrackedLine]) -> ServesForm:
        return ServesForm(self.workbench, self.settings, lines, self._plan, parent=self)

    def _open_for_chosen(self, form: Callable[[Sequence[TrackedLine]], QDialog]) -> None:
        """Open a form for the chosen lines, asked for first where they are out of sight."""

        def open_form(lines: list[TrackedLine]) -> None:
            if lines:
                form(lines).open()

        self.list.with_chosen(open_form)

    def _rounds_box(self) -> RoundsBox:
        return RoundsBox(self.workbench, self.settings, self.year.year, parent=self)

    def _show_documents(self) -> None:
        if (line := self.list.current()) is not None:
            CaseDocuments(self.workbench, self.settings, line, parent=self).open()

    def _change_menu(self) -> QPushButton:
        button = self.add_action(_("變更(&A)"), lambda: None, needs=_("選一列或多列案件"))
        menu = QMenu(button)
        menu.addAction(_("調整期限(&U)…"), partial(self._open_for_chosen, self._due_form))
        menu.addAction(_("改由其他單位辦理(&M)…"), partial(self._open_for_chosen, self._reassign_form))
        menu.addAction(_("對應行動方案(&K)…"), partial(self._open_for_chosen, self._serves_form))
        menu.addSeparator()
        menu.addAction(_("相關文件(&F)…"), self._show_documents)
        button.setMenu(menu)
        return button

    def _export_menu(self) -> QPushButton:
        button = self.add_action(_("匯出(&X)"), lambda: None)
        menu = QMenu(button)
        menu.addAction(_("列管進度表(&P)…"), self._export_progress)
        menu.addAction(_("縣市填報表(&F)…"), self._ask_member)
        add_round_actions(menu, self)
        button.setMenu(menu)
        return button

    def _export_progress(self) -> None:
        year, today, round = self.year.year, self.workbench.today(), self.round
        name = f"{year}年度列管進度表"
        self.write_file(
            name, PROGRESS_ENDINGS, lambda path: partial(_progress, path=path, today=today, round=round, year=year)
        )

    def _ask_member(self) -> None:
        """Ask for which county and round."""
        if self._reference is not None:
            self._county_form(self._reference).open()

    def _county_form(self, known: Reference) -> CountyForm:
        def write(member: Member, round: Round) -> None:
            self.export_form(member.id, member.name, round)

        wanted = self.filters.wanted.member_id
        return CountyForm(self.settings, known.members, self.round, write, chosen=wanted, parent=self)

    def export_form(self, member_id: str, name: str, round: Round) -> None:
        """Write the form of one county for a round."""
        today = self.workbench.today()
        self.write_file(
            f"{name}{round.written}填報表",
            FORM_ENDINGS,
            lambda path: partial(_form, path=path, today=today, member_id=member_id, round=round),
        )


def _columns() -> list[Column]:
    """The columns of the register as the screen shows them: a line is of one doer, who leads or helps."""
    by_name = {column.name: column for column in (*COLUMNS, *BESIDE, STATE)}
    by_name["lead"] = replace(by_name["lead"], title=N_("主（協）辦單位"))
    by_name["co_leads"] = replace(by_name["co_leads"], title=N_("全部協辦單位"))
    return [by_name[name] for name in (*FIRST, *MORE)]


def _is_open(line: TrackedLine) -> bool:
    return line.assignment.state is State.OPEN and line.resolution.state is State.OPEN


def _progress(records: Records, *, path: Path, today: date, round: Round, year: int) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.progress(records, path, today=today, round=round, year=year)


def _form(records: Records, *, path: Path, today: date, member_id: str, round: Round) -> Path:
    from northtaiwan_desktop.services import export

    return export.form(records, path, today=today, member_id=member_id, round=round)
