"""決議列管: who owes what, by when, and how far it is."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QDialog

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.progress import BESIDE, COLUMNS
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.ui.resolutions.forms import DecisionForm, ReportForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

FIRST = ("light", "number", "text", "lead", "due_on", "report", "actual_percent", "meeting")
ENDINGS = (".xlsx", ".ods", ".docx", ".odt", ".pdf")


class ResolutionsPage(Page):
    title = N_("決議列管")
    kinds: ClassVar[frozenset[str]] = frozenset({"Resolution", "Assignment", "ProgressReport", "Review", "Meeting"})
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        columns = [column for column in (*COLUMNS, *BESIDE) if column.name in FIRST]
        self.list = ListView(
            sorted(columns, key=lambda column: FIRST.index(column.name)),
            name="resolutions",
            title=_("決議列管"),
            settings=settings,
            empty=_("這個年度還沒有列管中的決議。會議紀錄定稿後，要列管的決議會出現在這裡。"),
        )
        self.search = self.add_search(_("搜尋決議"), self.list.look_for)
        self.search.left_downward.connect(self.list.setFocus)
        self.open_only = QCheckBox(_("只看列管中(&O)"))
        self.open_only.setChecked(True)
        self.open_only.toggled.connect(lambda _only: self.renew())
        self.buttons.addWidget(self.open_only)
        self.export_button = self.add_action(_("匯出進度表(&E)…"), self._export)
        self.decide_button = self.add_action(_("列管決定(&D)…"), self._decide)
        self.report_button = self.add_action(_("填報(&R)…"), self._report, main=True)
        self.detail = soft()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.detail)
        self.list.opened.connect(self._report_on)
        self.list.chosen_changed.connect(self._on_chosen)
        self._rounds_a_year = 4
        self._on_chosen()

    def refresh(self) -> None:
        year, today, open_only = self.year.year, self.workbench.today(), self.open_only.isChecked()

        def question(records: Records) -> tuple[list[TrackedLine], int]:
            lines = tracked_lines(records, today=today, year=year, open_only=open_only)
            return lines, reference(records).thresholds.rounds_a_year

        self.ask(question, self._show)

    def show_record(self, id: str) -> None:
        self.list.choose(id)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        rows = self.list.shown()
        return [("report", self._report_form(rows[0])), ("decision", self._decision_form(rows[:2]))] if rows else []

    @property
    def round(self) -> Round:
        """The round in which the day lies."""
        return Round.of(self.workbench.today(), self._rounds_a_year)

    def _show(self, answer: tuple[list[TrackedLine], int]) -> None:
        rows, self._rounds_a_year = answer
        self.list.show_rows(rows)
        late = sum(line.is_late(self.workbench.today()) for line in rows)
        self.subtitle.setText(_("{count} 列，逾期 {late} 列").format(count=len(rows), late=late))

    def _on_chosen(self) -> None:
        chosen: list[TrackedLine] = self.list.chosen()
        are_open = bool(chosen) and not any(line.assignment.state.is_closed for line in chosen)
        self.report_button.setEnabled(len(chosen) == 1 and are_open)
        self.decide_button.setEnabled(are_open)
        self.detail.setText(_told(chosen[0]) if len(chosen) == 1 else "")

    def _report(self) -> None:
        line = self.list.current()
        if line is not None:
            self._report_on(line)

    def _report_on(self, line: TrackedLine) -> None:
        if not line.assignment.state.is_closed:
            self._report_form(line).open()

    def _report_form(self, line: TrackedLine) -> ReportForm:
        return ReportForm(self.workbench, self.settings, line, self.round, parent=self)

    def _decide(self) -> None:
        lines: list[TrackedLine] = self.list.chosen()
        if lines:
            self._decision_form(lines).open()

    def _decision_form(self, lines: list[TrackedLine]) -> DecisionForm:
        return DecisionForm(self.workbench, self.settings, lines, parent=self)

    def _export(self) -> None:
        year, today, round = self.year.year, self.workbench.today(), self.round
        name = f"{year}年度列管進度表"
        self.write_file(name, ENDINGS, lambda path: partial(_written, path=path, today=today, round=round, year=year))


def _told(line: TrackedLine) -> str:
    """The case and its latest report, below the list."""
    report = line.latest
    told = [f"{line.number}　{line.resolution.text}"]
    if report:
        told.append(f"{Round.read(report.round).written}　{line.doer_name}：{report.text}")
    review = line.latest_review
    if review:
        verdict = review.decided or review.recommended
        told.append(
            "　".join(part for part in (verdict.title if verdict else "", review.text or review.reason) if part)
        )
    return "\n".join(told)


def _written(records: Records, *, path: Path, today: date, round: Round, year: int) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.progress(records, path, today=today, round=round, year=year)
