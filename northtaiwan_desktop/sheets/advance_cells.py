"""Whether a county finds its match by 墊付: the word itself, a sum of it, or 是 and 否."""

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.verdict_words import NO, YES

_YES = YES | {"墊付", "須墊付", "需墊付", "有", "○"}
_NO = NO | {"免墊付", "不墊付", "無須墊付", "無需墊付", "無", "-"}


def read_advance(value: CellValue, setting: Setting) -> Reading:
    if isinstance(value, bool | int | float):
        return Reading(values={"advance": value > 0})
    text = folded(str(value))
    if text in _YES or text in _NO:
        return Reading(values={"advance": text in _YES})
    message = _("看不出「{text}」是不是墊付。請寫「墊付」或「否」。")
    raise Unreadable(message.format(text=shown(value)), shown(value))
