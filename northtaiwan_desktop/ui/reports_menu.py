"""The reports of a year and of a round in a menu: written beside the window, some as jobs that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.save_place import save_place

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.yearbook import Yearbook
    from northtaiwan_desktop.services.reminders import Reminder
    from northtaiwan_desktop.storage.records import Records

PAPERS = (".docx", ".odt", ".pdf")
SHEETS = (".xlsx", ".ods", ".docx", ".odt", ".pdf")
Order = Callable[[], MemberOrder]


def committee() -> MemberOrder:
    return MemberOrder.COMMITTEE


class ReportsMenu(QMenu):
    """All reports of the window's year; the yearbook runs as a job in the page's bar."""

    def __init__(self, page: Page, job: JobBar, order: Order = committee) -> None:
        super().__init__(page)
        self._page, self._job, self._order = page, job, order
        self.addAction(_("年度成果彙編(&Y)…"), self._yearbook)
        add_round_actions(self, page, order)
        self.addAction(_("推動概況(&O)…"), self._overview)

    def write_yearbook(self, path: Path) -> None:
        """Write the yearbook to `path`."""
        year, today, order = self._page.year.year, self._page.workbench.today(), self._order()

        def question(records: Records) -> Yearbook:
            from northtaiwan_desktop.services import yearbook  # what writes papers loads on the store's thread

            return yearbook.yearbook_of(records, year=year, today=today, order=order)

        self._page.ask(question, partial(self._write, path), failed=self._page.refused.emit)

    def _yearbook(self) -> None:
        if self._job.is_running:
            return
        path = save_place(self._page, _("{year}年度成果彙編").format(year=self._page.year.year), PAPERS)
        if path is not None:
            self.write_yearbook(path)

    def _write(self, path: Path, book: Yearbook) -> None:
        words = _("正在製作 {year} 年度成果彙編").format(year=book.year)
        self._job.run(words, _writing(book, path), lambda made: self._page.made.emit(str(made)))

    def _overview(self) -> None:
        year, today, order = self._page.year.year, self._page.workbench.today(), self._order()

        def written(records: Records, path: Path) -> Path:
            from northtaiwan_desktop.services import overview

            return overview.write(records, path, year=year, today=today, order=order)

        name = _("{year}年度推動概況").format(year=year)
        self._page.write_file(name, PAPERS, lambda path: partial(written, path=path))


def add_round_actions(menu: QMenu, page: Page, order: Order = committee) -> None:
    """What is written for a round, as any page of the register may offer it: the sheet parted, 季報, 催辦."""
    menu.addAction(_("進度管制表：依縣市(&C)…"), partial(_progress, page, "county", order))
    menu.addAction(_("進度管制表：依議題組(&G)…"), partial(_progress, page, "group", order))
    quarters = menu.addMenu(_("季報(&Q)"))
    for quarter in range(1, 5):
        words = _("第{quarter}季(&{quarter})…").format(quarter=quarter)
        quarters.addAction(words, partial(_quarterly, page, quarter, order))
    menu.addAction(_("催辦函與郵件草稿(&R)…"), partial(_ask_folder, page))


def write_reminders(page: Page, folder: Path) -> None:
    """Write the letters and mail drafts of the year's round into a folder."""
    year, today = page.year.year, page.workbench.today()

    def question(records: Records) -> list[Reminder]:
        from northtaiwan_desktop.services import progress, reminders
        from northtaiwan_desktop.storage.reference import reference

        round = progress.round_for(reference(records), year, None, today)
        return reminders.write(records, folder, round=round, today=today)

    def told(made: list[Reminder]) -> None:
        if made:
            page.made.emit(str(folder))
        else:
            page.told.emit(_("沒有要催辦的縣市。"))

    page.ask(question, told, failed=page.refused.emit)


def _ask_folder(page: Page) -> None:
    chosen = QFileDialog.getExistingDirectory(page, _("催辦函要放在哪一個資料夾？"))
    if chosen:
        write_reminders(page, Path(chosen))


def _progress(page: Page, by: str, order: Order) -> None:
    year, today, wanted = page.year.year, page.workbench.today(), order()

    def written(records: Records, path: Path) -> Path:
        from northtaiwan_desktop.services import progress
        from northtaiwan_desktop.sheets.progress_by import By
        from northtaiwan_desktop.storage.reference import reference

        round = progress.round_for(reference(records), year, None, today)
        return progress.write(records, path, progress.Wish(round=round, by=By(by), order=wanted), today=today)

    parts = {"county": _("依縣市"), "group": _("依議題組")}
    name = _("{year}年度列管進度管制表（{parts}）").format(year=year, parts=parts[by])
    page.write_file(name, SHEETS, lambda path: partial(written, path=path))


def _quarterly(page: Page, quarter: int, order: Order) -> None:
    year, today, wanted = page.year.year, page.workbench.today(), order()

    def written(records: Records, path: Path) -> Path:
        from northtaiwan_desktop.domain.progress import Round
        from northtaiwan_desktop.services import yearbook

        round = Round.quarter(year, quarter)
        return yearbook.write(yearbook.quarterly_of(records, round=round, today=today, order=wanted), path)

    name = _("{year}年第{quarter}季列管季報").format(year=year, quarter=quarter)
    page.write_file(name, PAPERS, lambda path: partial(written, path=path))


def _writing(book: Yearbook, path: Path) -> Generator[float, None, Path]:
    from northtaiwan_desktop.services import yearbook

    return (yield from yearbook.writing(book, path))
