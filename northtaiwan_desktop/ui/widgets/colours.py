"""The window's colours in light and in dark, each text colour with a contrast of at least 4.5 on its ground."""

from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QPalette


@dataclass(frozen=True, kw_only=True)
class Colours:
    """`ground` lies under everything, `sheet` under what is read, `raised` under what can be pressed."""

    ground: str
    side: str
    sheet: str
    stripe: str
    raised: str
    hover: str
    line: str
    strong_line: str
    text: str
    soft: str
    faint: str
    accent: str
    on_accent: str
    accent_hover: str
    chosen: str
    green: str
    yellow: str
    red: str
    done: str
    red_ground: str
    green_ground: str
    yellow_ground: str


LIGHT = Colours(
    ground="#f5f6f8",
    side="#eaedf1",
    sheet="#ffffff",
    stripe="#fafbfc",
    raised="#ffffff",
    hover="#eef2f5",
    line="#dde2e8",
    strong_line="#b7c0ca",
    text="#1d2733",
    soft="#55616e",
    faint="#6f7a86",
    accent="#17657f",
    on_accent="#ffffff",
    accent_hover="#115168",
    chosen="#d8e9ef",
    green="#1f7a3f",
    yellow="#8f5f00",
    red="#b3261e",
    done="#5a6b85",
    red_ground="#fbeceb",
    green_ground="#e9f4ed",
    yellow_ground="#fbf3e0",
)
DARK = Colours(
    ground="#1b1f24",
    side="#161a1e",
    sheet="#22272d",
    stripe="#252a31",
    raised="#2b3138",
    hover="#313842",
    line="#363d46",
    strong_line="#55606c",
    text="#e4e8ec",
    soft="#a9b4bf",
    faint="#8c97a3",
    accent="#6cb8cf",
    on_accent="#0e1b21",
    accent_hover="#8accdf",
    chosen="#274653",
    green="#6fc98c",
    yellow="#e5b95c",
    red="#f2897f",
    done="#9bb0cf",
    red_ground="#3a2626",
    green_ground="#22352a",
    yellow_ground="#383020",
)


def present() -> Colours:
    """The colours on the screen now."""
    ground = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if ground.lightness() < 128 else LIGHT
