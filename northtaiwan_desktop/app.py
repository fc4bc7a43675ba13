"""Put the house together: the one place where every part is made and handed to the next."""

import argparse
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from northtaiwan_desktop import __version__, i18n, log, memory, paths
from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.last_resort import last_resort
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.pages import Surroundings
from northtaiwan_desktop.ui.registers import FIRST_YEAR
from northtaiwan_desktop.ui.theme import STYLE, Theme
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

REFUSED = 1
LOOK_EVERY = 250
"""Milliseconds while the store works: what a long reading makes in between is looked through without a pause."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window; 0 when it was closed, 1 when pictures were asked for and could not be taken."""
    memory.look_seldom()
    memory.look_only_when_told()
    wish = _wish(sys.argv[1:] if arguments is None else arguments)
    if not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    log.start(paths.log_file())
    logging.getLogger(__name__).info("northtaiwan_desktop %s starts", __version__)
    qInstallMessageHandler(_log_qt)
    spare = TemporaryDirectory()
    # Pictures are taken of the window as it comes, and leave no trace in the person's own choices.
    settings = Settings(Path(spare.name, "settings.json") if wish.pictures else paths.settings_file())
    language = wish.language or settings.choices.language
    app = QApplication([*sys.argv[:1], "-style", STYLE])
    app.setApplicationName("northtaiwan")
    app.setDesktopFileName("northtaiwan")
    told = " ".join(filter(None, (settings.told, _speak(app, language))))

    location = _first_location(wish.store, settings)
    if wish.pictures is None and _is_open_elsewhere(location):
        spare.cleanup()
        qInstallMessageHandler(None)
        return 0
    theme = Theme(app, settings.choices.theme)
    today = _today(wish.today)
    workbench = Workbench(user=lambda: settings.choices.user, today=today)
    year = YearChoice(today().year - FIRST_YEAR)
    window = MainWindow(Surroundings(workbench=workbench, settings=settings, year=year, theme=theme))
    stop_looking = _look_while_awake(app, workbench)
    sys.excepthook = last_resort(window.show_error)
    threading.excepthook = lambda gone: logging.getLogger(__name__).error("a thread broke off", exc_info=gone.exc_value)
    window.show()
    if told:
        window.notice.note(told)
    try:
        if wish.pictures is not None:
            return _take_pictures(wish, window, workbench, theme)
        # What the store needs is imported behind the painted window.
        window.when_painted(lambda: window.open_store(location) if location else window.show_welcome())
        return app.exec()
    finally:
        # However the program ends (the desktop may end it), pages keep what is being typed when they are hidden.
        window.close()
        workbench.close()
        stop_looking()
        spare.cleanup()
        qInstallMessageHandler(None)


def _look_while_awake(app: QApplication, workbench: Workbench) -> Callable[[], None]:
    """Have memory looked through whenever something happens, and not at all in a window at rest.

    Gives what ends it.
    """
    events = QAbstractEventDispatcher.instance()
    looking = QTimer(app, interval=LOOK_EVERY)

    def look() -> None:
        memory.look_when_due()
        if workbench.is_idle:
            looking.stop()
        elif not looking.isActive():
            # No event comes while the store reads.
            looking.start()

    events.awake.connect(look)
    looking.timeout.connect(look)

    def stop() -> None:
        events.awake.disconnect(look)
        looking.stop()

    return stop


def _wish(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="northtaiwan-desktop", description=_("北臺會議與行動追蹤"))
    parser.add_argument("--store", metavar="FILE", help=_("要開啟的資料庫"))
    parser.add_argument("--pictures", metavar="DIR", type=Path, help=_("把每一頁畫成圖片放進這個資料夾，然後結束"))
    parser.add_argument("--today", metavar="D", type=_day, help=_("以這一天為今日，例如 103年10月1日"))
    parser.add_argument("--language", choices=sorted(i18n.LANGUAGES), help=_("這次使用的語言"))
    return parser.parse_args(arguments)


def _day(text: str) -> date:
    from northtaiwan_desktop.domain.writing.roc_date import read_day  # only where a day is named

    try:
        return read_day(text)
    except AppError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _today(day: date | None) -> Callable[[], date]:
    """The day by which the window judges: the one that was named, as a sample year needs it, else the clock's."""
    return date.today if day is None else lambda: day


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Keep what Qt has to say in the log; what keeps it from going on is said on the terminal too."""
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(kind, logging.WARNING)
    if kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
        level = logging.ERROR
        print(text, file=sys.stderr)  # noqa: T201 - there may be no window to say it in
    logging.getLogger("qt").log(level, "%s", text)


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _speak(app: QApplication, language: str) -> str:
    """Choose the words of our screens and of Qt's own dialogs; returns what is to be told, where one is missing."""
    told = ""
    try:
        i18n.use(language, paths.locale())
    except FileNotFoundError:
        language = "zh_TW"
        told = _("找不到所選語言的對照檔，這次以正體中文顯示。請重新安裝本程式；您的資料不受影響。")
    QLocale.setDefault(QLocale(language))
    translator = QTranslator(app)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return told


def _first_location(wanted: str | None, settings: Settings) -> str:
    """The register that was named, else the last one, else the default one; "" where there is none."""
    default = paths.default_store()
    return wanted or settings.choices.last_store or (str(default) if default.exists() else "")


def _is_open_elsewhere(location: str) -> bool:
    """Has another window on this PC this register open? It then comes to the front."""
    if not location or not Path(f"{location}.holder").exists():
        return False
    from northtaiwan_desktop.ui.one_window import ask_front  # only where somebody has it open

    return ask_front(location)


def _take_pictures(wish: argparse.Namespace, window: MainWindow, workbench: Workbench, theme: Theme) -> int:
    from northtaiwan_desktop.ui import pictures  # a chore that the window has no need of

    told: list[Exception] = []
    workbench.failed.connect(told.append)
    sys.excepthook = lambda _kind, error, _trace: told.append(error if isinstance(error, Exception) else OSError())
    if wish.store:
        window.open_store(wish.store, beside=True)
        pictures.wait(lambda: workbench.is_idle)
        if not workbench.is_open:
            print(window.notice.text, file=sys.stderr)  # noqa: T201 - asked for on a terminal
            return REFUSED
    else:
        window.show_welcome()
    try:
        written = pictures.take(window, workbench, theme, wish.pictures)
    except AppError as error:
        told.append(error)
        written = []
    for path in written:
        print(path)  # noqa: T201
    for wrong in told:
        print(wrong, file=sys.stderr)  # noqa: T201
    return REFUSED if told else 0
