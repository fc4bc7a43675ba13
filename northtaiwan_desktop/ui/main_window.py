"""The window: the page list at the left, the work in the middle, the menus above and the notices beneath."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QIcon, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import AppError, PasswordWanted, StoreDamaged
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.ui import held, registers
from northtaiwan_desktop.ui.keeping.copies_beside import CopiesBeside
from northtaiwan_desktop.ui.keeping.held_bar import HeldBar
from northtaiwan_desktop.ui.keeping.hourly import HourlyBackups, keeping_of
from northtaiwan_desktop.ui.keeping.unkept import Unkept
from northtaiwan_desktop.ui.pages import PAGES, Surroundings
from northtaiwan_desktop.ui.server_menu import ServerMenu
from northtaiwan_desktop.ui.side import Side
from northtaiwan_desktop.ui.welcome import WelcomePage
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.widgets.own_steps import REDO, UNDO, OwnSteps
from northtaiwan_desktop.ui.widgets.page import EDGE, HAND_OUT, GoesOut, Page

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.finding import Found
    from northtaiwan_desktop.storage.journal import Operation
    from northtaiwan_desktop.ui.keeping.recovery_page import RecoveryPage
    from northtaiwan_desktop.ui.one_window import OneWindow
    from northtaiwan_desktop.ui.registers import Opened

log = logging.getLogger(__name__)
UNPAINTED = 500
"""Milliseconds after which a window that nothing paints, as one that comes up minimised, gets on with its work."""
YEARLY = ("resolutions", "plan", "chronicle")
"""Pages that find a record only in its own year."""
LOOK_WORDS = {"system": N_("跟隨系統"), "light": N_("淺色"), "dark": N_("深色")}


class MainWindow(QMainWindow):
    """Shows pages, made when first visited. Everything it works with is handed in."""

    def __init__(self, given: Surroundings) -> None:
        super().__init__()
        self._given = given
        self.workbench, self._settings, self._theme = given.workbench, given.settings, given.theme
        self._pages: dict[str, Page] = {}
        self._platform = ""
        self._may_leave = False
        self._gives_up = False
        self._years: tuple[int, ...] = ()
        self._behind: QTimer | None = None
        # A screen of 1920×1080 at 200 % has room for 960×540.
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(940, 500)
        self.setWindowIcon(QIcon(str(paths.resources() / "icons" / "northtaiwan.svg")))
        self.welcome = WelcomePage()
        self.notice = NoticeBar()
        self.unkept = Unkept(self, self._pages)
        self.copies_beside = CopiesBeside(self.workbench, self.notice, self)
        self.held_bar = HeldBar()
        self.server = ServerMenu(self, self.workbench, self._settings, self.notice, self.open_store)
        self.held = held.Held(self)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self._recovery: RecoveryPage | None = None
        self.one: OneWindow | None = None
        self.side = Side()
        self.page_list, self.year_box = self.side.page_list, self.side.year_box
        self._lay_out()
        self._make_menus()
        self._connect()
        self._restore()
        self._show_page_list(False)
        self._name_window()

    def when_painted(self, act: Callable[[], object]) -> None:
        """Do this once a person sees the window."""
        self._behind = QTimer(self, singleShot=True, interval=UNPAINTED)
        self._behind.timeout.connect(act)
        self._behind.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._behind is not None:
            behind, self._behind = self._behind, None
            behind.start(0)

    @property
    def page(self) -> QWidget | None:
        """The page in sight."""
        return self.stack.currentWidget()

    def open_page(self, name: str, target: object = "") -> Page:
        """Turn to a page: at a record where `target` is its id, at what a filter lets through where it is one."""
        entry = next(entry for entry in PAGES if entry.name == name)
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = entry.make(self._given)
            page.told.connect(self.notice.done)
            page.refused.connect(self.show_error)
            page.made.connect(self._on_made)
            page.go.connect(self.open_page)
            page.year_opened.connect(self._tell_of_year)
            self.stack.addWidget(page)
            self.held.add(page, name)
        if self.stack.currentWidget() is not page:
            self.notice.mended()
        self.stack.setCurrentWidget(page)
        place = PAGES.index(entry)
        self._page_actions[place].setChecked(True)
        if self.page_list.currentRow() != place:
            self.page_list.setCurrentRow(place)
        if not isinstance(target, str):
            page.show_filtered(target)
        elif target:
            page.show_record(target)
        return page

    def show_error(self, error: Exception) -> None:
        """Say what went wrong: a sentence in the bar, or the crash dialog where the mistake is ours."""
        if isinstance(error, StoreDamaged) and error.at and error.at == self.workbench.location:
            self.notice.refuse(str(error), _("救援…"), partial(self._leave_damaged, str(error)))
            return
        if isinstance(error, AppError):
            self.notice.refuse(str(error))
            return
        from northtaiwan_desktop.ui.crash_dialog import CrashDialog  # hardly ever wanted

        log.error("an action failed", exc_info=error)
        dialog = CrashDialog(error, paths.log_file(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_welcome(self) -> None:
        """No register is open: offer the ways to begin."""
        self._show_page_list(False)
        self.stack.setCurrentWidget(self.welcome)
        self.welcome.show_ways([known for known in self._settings.choices.recent if registers.is_at_hand(known)])

    def open_store(self, location: str, *, beside: bool = False) -> None:
        """Change over to the register at `location`; the present one stays where that fails.

        One that another window on this PC has open comes to the front there, unless this one is to stand `beside` it.
        """
        from northtaiwan_desktop.ui.one_window import ask_front  # the window is painted by now

        is_ours = beside or is_server(location) or location == self.workbench.location
        if not is_ours and ask_front(location):
            self.notice.note(
                _("「{name}」已在另一個視窗開啟，已把那個視窗移到最前面。").format(name=Path(location).name)
            )
            if not self.workbench.is_open:
                self.show_welcome()
            return
        self._take_over(location, self._opener(location))

    def _opener(self, location: str, *, take_over: bool = False) -> registers.Opener:
        name, keeping = self._settings.choices.user, keeping_of(self._settings)
        return partial(registers.open_register, location, keeping, name=name, take_over=take_over)

    def come_to_front(self) -> None:
        """A second window of this register was asked for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def create_store(self, location: str, *, sample: bool = False) -> None:
        self._take_over(location, partial(registers.create_register, location, sample=sample))

    def try_sample(self) -> None:
        """Open the sample year, made where there is none yet."""
        place = paths.default_store().with_name(_("示例年度") + ".db")
        if place.exists():
            self.open_store(str(place))
        else:
            self.create_store(str(place), sample=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave and self.unkept.is_left():
            told = _("剛才輸入的內容還沒有存好，現在關閉就沒有了。")
            self.unkept.ask(told, _("放棄內容並關閉"), self._leave)
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        try:
            self._settings.keep(geometry=geometry)
        except AppError as error:
            log.warning("the window's place was not kept: %s", error)
        event.accept()

    def _leave(self) -> None:
        self._may_leave = True
        self.close()

    def _take_over(self, location: str, opener: registers.Opener) -> None:
        """Change over to a register, once a person has said what becomes of what could not be kept."""
        if self.workbench.is_open and self.unkept.is_left():
            told = _("剛才輸入的內容還沒有存好，現在開啟別的資料庫就沒有了。")
            self.unkept.ask(told, _("放棄內容並開啟"), partial(self._change_over, location, opener, gives_up=True))
        else:
            self._change_over(location, opener)

    def _change_over(self, location: str, opener: registers.Opener, *, gives_up: bool = False) -> None:
        self._gives_up = gives_up
        self.notice.hide()
        if not self.workbench.is_open:
            self.stack.setCurrentWidget(self.welcome)
            self.welcome.show_opening(registers.name_of(location))
        self.workbench.open(opener, failed=partial(self._on_not_opened, location))

    def _leave_damaged(self, told: str) -> None:
        """The register that is open was found damaged: let go of it, and offer what helps."""
        if self.unkept.is_left():
            words = _("剛才輸入的內容還沒有存好，現在關閉資料庫去救援就沒有了。")
            self.unkept.ask(words, _("放棄內容並救援"), partial(self._let_go_damaged, told))
        else:
            self._let_go_damaged(told)

    def _let_go_damaged(self, told: str) -> None:
        if not self.workbench.is_open:
            return
        self.unkept.forget()
        location = self.workbench.location
        self._show_page_list(False)
        self.held_bar.hide()
        self.workbench.let_go(partial(self.show_recovery, location, told), owner=self)
        self._label_actions()
        self._name_window()

    def show_recovery(self, location: str, told: str) -> None:
        """A register is damaged: offer its copies, and the rescue of what can be read."""
        from northtaiwan_desktop.ui.keeping.recovery_page import RecoveryPage  # hardly ever wanted

        if self._recovery is None:
            self._recovery = RecoveryPage(self.workbench, self._settings)
            self._recovery.open_wanted.connect(self.open_store)
            self._recovery.other_wanted.connect(self._ask_open)
            self._recovery.back_wanted.connect(self._go_back)
            self._recovery.refused.connect(self.show_error)
            self.stack.addWidget(self._recovery)
        self.stack.setCurrentWidget(self._recovery)
        self._recovery.show_damage(location, told)

    def _on_not_opened(self, location: str, error: Exception) -> None:
        self._gives_up = False
        if isinstance(error, StoreDamaged):
            self.show_recovery(location, str(error))
            return
        if not self.workbench.is_open:
            self.show_welcome()
        if isinstance(error, PasswordWanted):
            self.server.open_form(location, error).open()
        else:
            self.show_error(error)

    def _on_opened(self, location: str) -> None:
        if self._gives_up:
            # Before the pages ask the new register: nothing of the old one's is to be kept there.
            self._gives_up = False
            self.unkept.forget()
        self._label_actions()
        self.workbench.ask(registers.opened(self.workbench.today()), self._on_known, owner=self)
        self._settings.keep_store(location)
        self.server.name_move()
        self.held.apply(self.workbench.rights)
        if not self.workbench.is_file and (words := held.told(self.workbench.rights)):
            self.notice.note(words)
        if self.workbench.told_at_opening:
            self.notice.note("".join(self.workbench.told_at_opening))
        self._fill_recent()
        self.held_bar.show_why(self.workbench.held_by, self.workbench.hindrance)
        if self.workbench.is_file:
            self._be_the_one(location)
            self.copies_beside.look(location)

    def _be_the_one(self, location: str) -> None:
        """Second windows of this register on this PC are to come here."""
        from northtaiwan_desktop.ui.one_window import OneWindow

        if self.one is None:
            self.one = OneWindow(self)
            self.one.wanted.connect(self.come_to_front)
        self.one.listen(location)

    def _open_again(self) -> None:
        location = self.workbench.location
        self._take_over(location, self._opener(location))

    def _take_place(self) -> None:
        location = self.workbench.location
        self._take_over(location, self._opener(location, take_over=True))

    def _compare_with(self, path: Path) -> None:
        self.open_page("settings", path)

    def _on_known(self, known: Opened) -> None:
        """The register has said what it is: offer its years, and turn to the page that was open."""
        self._platform = known.platform
        location = self.workbench.location
        year = self._settings.choices.years.get(location, known.year)
        self._offer_years(known.years, year)
        self._given.year.choose(year)
        self._show_page_list(True)
        self._name_window()
        if self.stack.currentWidget() in {self.welcome, self._recovery}:
            self._go_back()

    def _go_back(self) -> None:
        """To the page that was in sight before a page of no register's."""
        self.open_page(PAGES[max(0, self.page_list.currentRow())].name)
        self.page_list.setFocus()

    def _offer_years(self, years: tuple[int, ...], year: int) -> None:
        """Offer these years, and `year`, at which the window is."""
        self._years = years
        offered = sorted({*years, year}, reverse=True)
        self.year_box.set_options([(one, _("{year}年度").format(year=one)) for one in offered])
        self.year_box.set_value(year)

    def _on_changed(self, operation: Operation) -> None:
        self._label_actions()
        if "PlatformYear" in operation.kinds:
            question = registers.opened(self.workbench.today())
            self.workbench.ask(question, self._on_years, owner=self)

    def _on_years(self, known: Opened) -> None:
        """A year was opened, or is no more."""
        self._offer_years(known.years, self._given.year.year)

    def _on_done(self, operation: Operation) -> None:
        if operation.turn == "undo":
            self.notice.done(_("已復原：{label}").format(label=operation.label), _("重做"), self._redo)
        elif operation.turn == "redo":
            self.notice.done(_("已重做：{label}").format(label=operation.label), _("復原"), self._undo)
        else:
            self.notice.done(_("已完成：{label}").format(label=operation.label), _("復原"), self._undo)

    def _on_regained(self) -> None:
        self.notice.mended()
        self.notice.note(_("已重新連上伺服器，畫面已是最新內容。"))

    def _on_made(self, path: str) -> None:
        self.notice.done(
            _("已寫出「{path}」。").format(path=path),
            _("開啟檔案"),
            partial(self._open_outside, path),
        )

    def _open_outside(self, path: str) -> None:
        from northtaiwan_desktop.ui.widgets.outside import open_outside  # once something has been written

        open_outside(path)

    def _tell_of_year(self, year: int) -> None:
        """A year was opened: offer to turn to it; where it is in sight already, say what comes next."""
        if year == self._given.year.year:
            next_step = _("已開啟{year}年度，可用 Ctrl+Z 復原。接著請設定各議題組的主政與配合縣市。")
            self.notice.done(next_step.format(year=year))
            return
        told = _("已開啟{year}年度，可用 Ctrl+Z 復原。視窗仍在{present}年度。")
        words = _("切換到{year}年度").format(year=year)
        self.notice.done(
            told.format(year=year, present=self._given.year.year), words, partial(self._given.year.choose, year)
        )

    def _on_year(self, year: int) -> None:
        if year in self._years:
            self.year_box.set_value(year)
        else:
            # A record of a year that was not opened: an item that was taken on ahead.
            self._offer_years(self._years, year)
        self._name_window()
        self._settings.keep(years=self._settings.choices.years | {self.workbench.location: year})

    def _label_actions(self) -> None:
        undo, redo = self.workbench.undo_label, self.workbench.redo_label
        self.undo_action.setText(_("復原「{label}」(&U)").format(label=undo) if undo else _("復原(&U)"))
        self.redo_action.setText(_("重做「{label}」(&R)").format(label=redo) if redo else _("重做(&R)"))
        self.undo_action.setEnabled(bool(undo))
        self.redo_action.setEnabled(bool(redo))

    def _name_window(self) -> None:
        name = _("北臺會議與行動追蹤")
        if self.workbench.is_open:
            year = _("{year}年度").format(year=self._given.year.year)
            name = f"{year} - {registers.name_of(self.workbench.location)} - {name}"
            self.side.show_names(self._platform, self.workbench.location, self.workbench.rights)
        self.setWindowTitle(name)

    def _show_page_list(self, shown: bool) -> None:
        self.side.setVisible(shown)
        for action in (*self._page_actions, self.refresh_action, self.find_action, self.list_action):
            action.setEnabled(shown)

    def _lay_out(self) -> None:
        notices = QVBoxLayout()
        notices.setContentsMargins(EDGE, 0, EDGE, 14)
        notices.setSpacing(8)
        notices.addWidget(self.server.job)
        notices.addWidget(self.notice)
        work = QVBoxLayout()
        work.setSpacing(0)
        work.addWidget(self.held_bar)
        work.addWidget(self.stack, 1)
        work.addLayout(notices)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(work, 1)
        self.setCentralWidget(middle)

    def _make_menus(self) -> None:
        keys = QKeySequence.StandardKey
        bar = self.menuBar()
        file = bar.addMenu(_("檔案(&F)"))
        file.addAction(_("開啟資料庫(&O)…"), keys.Open, self._ask_open)
        file.addAction(_("建立新的資料庫(&N)…"), self._ask_create)
        self.server.add_to(file)
        self.recent_menu: QMenu = file.addMenu(_("最近開啟(&R)"))
        file.addAction(_("試用示例年度(&S)"), self.try_sample)
        file.addSeparator()
        self.list_action = file.addAction(_("匯出目前清單(&L)…"), QKeySequence(HAND_OUT), self._hand_out)
        file.addSeparator()
        file.addAction(_("結束(&X)"), QKeySequence("Ctrl+Q"), self.close)

        edit = bar.addMenu(_("編輯(&E)"))
        self.undo_action = edit.addAction(_("復原(&U)"), self._undo)
        self.undo_action.setShortcuts(UNDO)
        self.redo_action = edit.addAction(_("重做(&R)"), self._redo)
        self.redo_action.setShortcuts(REDO)
        edit.addSeparator()
        self.find_action = edit.addAction(_("搜尋全部內容(&K)…"), QKeySequence("Ctrl+K"), self._find)

        view = bar.addMenu(_("檢視(&V)"))
        group = QActionGroup(self)
        self._page_actions: list[QAction] = []
        for number, entry in enumerate(PAGES, 1):
            action = view.addAction(_(entry.title), QKeySequence(f"Ctrl+{number}"), partial(self._to, entry.name))
            action.setCheckable(True)
            group.addAction(action)
            self._page_actions.append(action)
        view.addSeparator()
        self.refresh_action = view.addAction(_("重新整理(&F)"), QKeySequence("F5"), self._refresh)
        view.addSeparator()
        looks = QActionGroup(self)
        self.look_actions: dict[str, QAction] = {}
        for name, words in LOOK_WORDS.items():
            action = view.addAction(_(words), partial(self._choose_look, name))
            action.setCheckable(True)
            looks.addAction(action)
            self.look_actions[name] = action

        help_menu = bar.addMenu(_("說明(&H)"))
        help_menu.addAction(_("關於(&A)"), self._show_about)
        self._fill_recent()
        self._label_actions()

    def _connect(self) -> None:
        self._own_steps = OwnSteps(self)
        self.copies = HourlyBackups(self.workbench, self._settings, self)
        self.copies.failed.connect(self.show_error)
        self.copies_beside.wanted.connect(self._compare_with)
        self.held_bar.again.connect(self._open_again)
        self.held_bar.take_over.connect(self._take_place)
        self.workbench.begun.connect(self._own_steps.forget_all)
        self.workbench.changed.connect(self._on_changed)
        self.workbench.done.connect(self._on_done)
        self.workbench.failed.connect(self.show_error)
        self.workbench.opened.connect(self._on_opened)
        self.workbench.regained.connect(self._on_regained)
        self._given.year.changed.connect(self._on_year)
        self._theme.changed.connect(self._on_look)
        self.year_box.chosen.connect(self._given.year.choose)
        self.page_list.currentRowChanged.connect(self._on_row)
        self.page_list.itemClicked.connect(self._on_clicked)
        self.welcome.create_wanted.connect(self._ask_create)
        self.welcome.open_wanted.connect(self._ask_open)
        self.welcome.sample_wanted.connect(self.try_sample)
        self.welcome.recent_wanted.connect(self.open_store)
        self._on_look()

    def _restore(self) -> None:
        if self._settings.choices.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self._settings.choices.geometry.encode()))

    def _on_row(self, row: int) -> None:
        if row >= 0 and self.workbench.is_open:
            self.open_page(PAGES[row].name)

    def _on_clicked(self) -> None:
        """The page that is chosen already is wanted back from the page of a damaged register."""
        if self._recovery is not None and self.stack.currentWidget() is self._recovery:
            self._go_back()

    def _to(self, name: str) -> None:
        self.open_page(name)

    def _undo(self) -> None:
        """Take back the last thing that was done: what is just being typed is one, too."""
        if isinstance(self.page, Page):
            self.page.flush()
        self.workbench.undo()

    def _redo(self) -> None:
        if isinstance(self.page, Page):
            self.page.flush()
        self.workbench.redo()

    def _find(self) -> None:
        """Look for words in everything: what is being typed counts too."""
        from northtaiwan_desktop.ui.find_box import FindBox  # made when it is first wanted

        if isinstance(self.page, Page):
            self.page.flush()
        box = FindBox(self.workbench, self)
        box.chosen.connect(self._show_hit)
        box.open()

    def _show_hit(self, hit: Found) -> None:
        if hit.page in YEARLY:
            self._given.year.choose(hit.year)
        self.open_page(hit.page, hit.target)

    def _hand_out(self) -> None:
        """Write the list at which a person is, the first one in sight, or the one behind what is in sight."""
        from northtaiwan_desktop.ui.widgets.list_view import ListView  # comes with the first page that has one

        page = self.page
        if not isinstance(page, Page):
            return
        lists = [view for view in page.findChildren(ListView) if view.isVisible()]
        filled = sorted((view for view in lists if view.shown_count), key=lambda view: not view.hasFocus())
        found: GoesOut | None = filled[0] if filled else page.list_behind()
        if found is not None and found.shown_count:
            found.hand_out()
        else:
            self.notice.note(_(page.without_list))

    def _refresh(self) -> None:
        if isinstance(self.page, Page):
            self.page.renew()

    def _choose_look(self, name: str) -> None:
        self._theme.choose(name)
        self._settings.keep(theme=name)

    def _on_look(self) -> None:
        self.look_actions[self._theme.choice].setChecked(True)
        self.side.renew_look()

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for location in self._settings.choices.recent:
            self.recent_menu.addAction(location, partial(self.open_store, location))
        self.recent_menu.setEnabled(not self.recent_menu.isEmpty())

    def _ask_open(self) -> None:
        from northtaiwan_desktop.ui import (
            window_dialogs,  # Qt's dialogs cost a start, and the first window seldom wants one
        )

        if location := window_dialogs.register_to_open(self, self._folder()):
            self.open_store(location)

    def _ask_create(self) -> None:
        from northtaiwan_desktop.ui import window_dialogs

        if location := window_dialogs.register_to_make(self, self._folder()):
            self.create_store(location)

    def _folder(self) -> str:
        last = self._settings.choices.last_store
        return str(Path(last).parent) if last and not is_server(last) else str(Path.home())

    def _show_about(self) -> None:
        from northtaiwan_desktop.ui import window_dialogs

        window_dialogs.tell_about(self, self.workbench.location, self._settings.path)
