"""How the window tells a milestone (查核點)."""

from datetime import date

from northtaiwan_desktop.domain.plan import Milestone
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _


def stone_words(stone: Milestone, on: date | None) -> str:
    """「☑ 115年6月30日　完成規劃」, as of a day."""
    day = roc_date.written(stone.due_on) if stone.due_on else _("日期未定")
    return f"{'☑' if stone.is_reached(on) else '☐'} {day}　{stone.title}"
