"""How the window looks: one restrained palette in light and in dark, its spaces, and the fonts that draw Chinese."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from northtaiwan_desktop import paths
from northtaiwan_desktop.ui.style_sheet import sheet
from northtaiwan_desktop.ui.widgets.colours import DARK, LIGHT, Colours

FAMILIES = ("Microsoft JhengHei UI", "Noto Sans CJK TC", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei")
KAI = ("標楷體", "DFKai-SB", "BiauKai")
KAI_KIN = ("TW-Kai", "TW-MOE-Std-Kai", "AR PL UKai TW", "AR PL UKai TW MBE", "Noto Serif CJK TC")
POINTS = 10.0
STYLE = "Fusion"
"""The style that the palette is made for; named when the application is made, as changing it later costs a start."""


@dataclass(frozen=True)
class Look:
    """A look that can be chosen: `scheme` is what Qt and the system's title bars are told."""

    name: str
    scheme: Qt.ColorScheme


LOOKS = {
    "system": Look("system", Qt.ColorScheme.Unknown),
    "light": Look("light", Qt.ColorScheme.Light),
    "dark": Look("dark", Qt.ColorScheme.Dark),
}


class Theme(QObject):
    """Puts the chosen look on the application, and follows the system where that is the choice."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        _choose_fonts(app)
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(choice)

    @property
    def choice(self) -> str:
        return self._choice

    @property
    def is_dark(self) -> bool:
        if self._choice == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"

    def choose(self, choice: str) -> None:
        """Change the look: a key of `LOOKS`."""
        self._choice = choice
        self._app.styleHints().setColorScheme(LOOKS[choice].scheme)
        self._paint()

    def _follow(self) -> None:
        if self._choice == "system":
            self._paint()

    def _paint(self) -> None:
        colours = DARK if self.is_dark else LIGHT
        self._app.setPalette(palette(colours))
        self._app.setStyleSheet(sheet(colours, paths.resources() / "icons"))
        self.changed.emit()


def palette(colours: Colours) -> QPalette:
    """The palette that Fusion paints with."""
    made = QPalette()
    role = QPalette.ColorRole
    for part, colour in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.sheet),
        (role.AlternateBase, colours.stripe),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.faint),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.red),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.raised),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.strong_line),
        (role.Shadow, colours.strong_line),
        (role.Accent, colours.accent),
    ):
        made.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(colours.faint))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.line))
    made.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, QColor(colours.faint))
    return made


def _choose_fonts(app: QApplication) -> None:
    """Name the families outright: with a Kai font installed Qt may take that one for menus."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(POINTS)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    app.setFont(font)
    for name in KAI:
        QFont.insertSubstitutions(name, KAI_KIN)
