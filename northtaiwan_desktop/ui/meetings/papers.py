"""文件: the papers of the meeting on their way out: written as files, printed, put into a calendar or a mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox

from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.save_place import save_place

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records

Make = Callable[["Records", Path], str]
"""Writes a file to a place, and returns its checksum."""
PAPER_ENDINGS = (".docx", ".odt", ".pdf")
KEYS = {PaperKind.MINUTES: ("Ctrl+E", "Ctrl+P")}
"""The paper that is made most often is written and printed by key."""


class PapersMenu(QMenu):
    """What can be made of a meeting. `chosen` gives the meeting, `resolution` the one that a person is at, or ""."""

    def __init__(self, page: Page, chosen: Callable[[], Meeting | None], resolution: Callable[[], str]) -> None:
        super().__init__(page)
        self._page, self._chosen, self._resolution = page, chosen, resolution
        printed = QMenu(_("列印(&P)"), self)
        for kind in PaperKind:
            for menu, act, keys in zip(
                (self, printed), (self._write, self._print), KEYS.get(kind, ("", "")), strict=True
            ):
                action = menu.addAction(f"{kind.title}…", partial(act, kind))
                action.setShortcut(QKeySequence(keys))
                page.addAction(action)
        self.addSeparator()
        self.addMenu(printed)
        self.addAction(_("行事曆檔(&C)…"), self._calendar)
        self.addAction(_("郵件草稿(&M)…"), self._mail)

    def write(self, kind: PaperKind, meeting: Meeting, path: Path) -> None:
        """Write a paper to `path`."""
        today, resolution_id = self._page.workbench.today(), self._resolution() or None

        def make(records: Records, place: Path) -> str:
            from northtaiwan_desktop.services import papers  # what writes papers loads on the store's thread

            return papers.write(records, kind, meeting.id, place, today=today, resolution_id=resolution_id)

        def lost(records: Records) -> str:
            from northtaiwan_desktop.services import papers

            return papers.not_drawn(records, kind, meeting.id, today=today, resolution_id=resolution_id)

        def warn(signs: str) -> None:
            if signs:
                message = _(
                    "已寫出「{path}」。其中的「{signs}」這台電腦沒有字型，顯示為〓；請安裝造字檔，或改存 docx、odt。"
                )
                self._page.told.emit(message.format(path=path, signs=signs))

        is_pdf = path.suffix.lower() == ".pdf"
        self._deliver(meeting, path, make, then=(lambda: self._page.ask(lost, warn)) if is_pdf else None)

    def _deliver(self, meeting: Meeting, path: Path, make: Make, *, then: Callable[[], None] | None = None) -> None:
        """Write what `make` makes; where a person has edited the file there, he or she is asked what becomes of it."""

        def question(records: Records) -> bool:
            from northtaiwan_desktop.services import outgoing

            return outgoing.is_edited(records, path)

        def told(edited: bool) -> None:
            (self._ask_about if edited else self._make)(meeting, path, make, then)

        self._page.ask(question, told)

    def _write(self, kind: PaperKind) -> None:
        if (meeting := self._meeting()) is None:
            return
        path = save_place(self._page, _name(kind, meeting), PAPER_ENDINGS)
        if path is not None:
            self.write(kind, meeting, path)

    def _ask_about(self, meeting: Meeting, path: Path, make: Make, then: Callable[[], None] | None) -> None:
        from northtaiwan_desktop.services import outgoing

        told = QMessageBox(self._page)
        told.setIcon(QMessageBox.Icon.Question)
        told.setWindowTitle(_("檔案修改過"))
        told.setText(_("「{name}」匯出後有人修改過，或不是由這個資料庫匯出的。").format(name=path.name))
        told.setInformativeText(_("要保留原檔、把新的另存一份，還是以新的取代？"))
        keep = told.addButton(_("保留原檔(&K)"), QMessageBox.ButtonRole.RejectRole)
        beside = told.addButton(_("另存一份(&S)"), QMessageBox.ButtonRole.AcceptRole)
        replace = told.addButton(_("取代(&R)"), QMessageBox.ButtonRole.DestructiveRole)
        told.setDefaultButton(beside)
        told.setEscapeButton(keep)
        beside.clicked.connect(lambda: self._make(meeting, outgoing.beside(path), make, then))
        replace.clicked.connect(lambda: self._make(meeting, path, make, then))
        told.open()

    def _make(self, meeting: Meeting, path: Path, make: Make, then: Callable[[], None] | None) -> None:
        def remember(sha256: str) -> None:
            from northtaiwan_desktop.storage import made_files

            # Who may only read leaves no note of what was written out.
            action = partial(made_files.remember, sha256=sha256, owner_id=meeting.id)
            if self._page.workbench.rights.may_change:
                self._page.workbench.do(_("匯出文件"), action, owner=self._page, quietly=True)
            self._page.made.emit(str(path))
            if then is not None:
                then()

        self._page.ask(lambda records: make(records, path), remember)

    def _print(self, kind: PaperKind) -> None:
        if (meeting := self._meeting()) is None:
            return
        today, resolution_id = self._page.workbench.today(), self._resolution() or None

        def question(records: Records) -> bytes:
            from northtaiwan_desktop.services import papers

            return papers.pdf(records, kind, meeting.id, today=today, resolution_id=resolution_id)

        def show(pdf: bytes) -> None:
            from northtaiwan_desktop.ui.meetings.printing import PrintPreview

            PrintPreview(pdf, _name(kind, meeting), self._page).open()

        self._page.ask(question, show)

    def _calendar(self) -> None:
        if (meeting := self._meeting()) is not None:
            now = datetime.now(UTC)

            def make(records: Records, path: Path) -> str:
                from northtaiwan_desktop.services import outgoing, sending

                return outgoing.put(sending.calendar(records, meeting.id, now=now), path)

            if (path := save_place(self._page, meeting.title, (".ics",))) is not None:
                self._deliver(meeting, path, make)

    def _mail(self) -> None:
        if (meeting := self._meeting()) is None:
            return
        today = self._page.workbench.today()

        def question(records: Records) -> tuple[int, list[str]]:
            from northtaiwan_desktop.services import sending

            windows = sending.contact_windows(records, meeting, today=today)
            return len(windows), sending.unreachable(records, meeting.id, today=today)

        def show(found: tuple[int, list[str]]) -> None:
            from northtaiwan_desktop.ui.meetings.mail_form import MailForm

            windows, unreachable = found
            write = partial(self._write_mail, meeting)
            form = partial(MailForm, self._page.settings, meeting, reached=windows - len(unreachable))
            form(unreachable=unreachable, write=write, parent=self._page).open()

        self._page.ask(question, show)

    def _write_mail(self, meeting: Meeting, kinds: Sequence[PaperKind], ending: str) -> bool:
        """Write a draft where the person says; False where he or she says nowhere."""
        today = self._page.workbench.today()

        def make(records: Records, path: Path) -> str:
            from northtaiwan_desktop.services import outgoing, sending

            content = sending.mail(records, meeting.id, today=today, kinds=kinds, ending=ending)
            return outgoing.put(content, path)

        path = save_place(self._page, meeting.title, (".eml",))
        if path is not None:
            self._deliver(meeting, path, make)
        return path is not None

    def write_version(self, meeting: Meeting, version: int) -> None:
        """Write the docx that was kept with a version, as it was kept."""

        def make(records: Records, path: Path) -> str:
            from northtaiwan_desktop.services import outgoing, versions

            return outgoing.put(versions.kept_file(records, meeting.id, version), path)

        name = _("{paper}（第 {version} 版）").format(paper=_name(PaperKind.MINUTES, meeting), version=version)
        if (path := save_place(self._page, name, (".docx",))) is not None:
            self._deliver(meeting, path, make)

    def _meeting(self) -> Meeting | None:
        """The meeting, with what is being typed kept first."""
        self._page.flush()
        return self._chosen()


def _name(kind: PaperKind, meeting: Meeting) -> str:
    """The file's name: the meeting's title and the paper's, without saying 會議 twice."""
    title = kind.word.removeprefix("會議") if meeting.title.endswith("會議") else kind.word
    return meeting.title + title
