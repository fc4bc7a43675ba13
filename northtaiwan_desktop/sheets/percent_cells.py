"""Cells of progress as offices fill them: a figure, a word that stands for one, or one that stands for none."""

import re
from collections.abc import Mapping

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Reader, Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue

_DONE = r"(?:業|皆|均|全部|全數)?(?:已|已經|辦理|執行)*(?:全部|如期|提前)?(?:完成|完工|竣工|辦畢|結案)(?:辦理|執行)?"
_NOT_BEGUN = r"(?:尚|仍|還)?(?:未|沒有)(?:開始|辦理|執行|啟動|動工|開工)(?:辦理|執行)?"
_MEANT: Mapping[re.Pattern[str], float] = {
    re.compile(_DONE): 100.0,
    re.compile(_NOT_BEGUN): 0.0,
    re.compile(r"一半|半數|二分之一"): 50.0,
}
_LEFT_OPEN = re.compile(
    r"(?:已|約|近)?(?:過半|大半|大部分|部分|多數|近半)(?:已?完成)?"
    r"|(?:目前|持續|賡續|正在|仍在)?(?:進行|辦理|執行|規劃|研議|施工|審查|推動|持續)中?"
)
_NOTHING = re.compile(r"[-－—–―─~～/／.．…]+|無|n/?a|免填|不適用|略|空白|未填|沒有")
_UNIT_OF_PERCENT = re.compile(r"[%％﹪]|百分比")
_SURELY_TYPED = 2
"""From 200 % on a cell in the format of percentages has the figure that was typed: 80 that shows as 8000%."""


def percent(name: str) -> Reader:
    """A share from 0 to 100; of a word it is said what it was read as, and one that tells no figure is asked about."""

    def read(value: CellValue, setting: Setting) -> Reading:
        if isinstance(value, str):
            return _of_text(name, value, setting)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _of_number(name, value, setting)
        return Reading(values={name: read_percent(value)})

    return read


def _of_number(name: str, value: float, setting: Setting) -> Reading:
    if setting.is_percent:
        return _in_percent_format(name, value)
    if value == 1 and setting.whole is not None:
        note = _("單獨的「1」依同一欄其他儲存格讀為 {percent:g}%，請確認。").format(percent=setting.whole)
        return Reading(values={name: setting.whole}, notes=(note,))
    if 0 < value < 1:
        if setting.whole == 1:
            message = _(
                "「{text}」可能是 {text}%，也可能是 {percent:g}%（同欄有大於 1 的數字），程式不猜。請加上 % 寫明。"
            )
            raise Unreadable(message.format(text=shown(value), percent=value * 100), shown(value))
        share = read_percent(value)
        if _UNIT_OF_PERCENT.search(setting.header):
            message = _("欄名的單位是 %，這一格卻是「{text}」，讀為 {percent}；若是 {text}%，請加上 % 寫明。")
            note = message.format(text=shown(value), percent=written_percent(share))
            return Reading(values={name: share}, notes=(note,))
        return Reading(values={name: share})
    return Reading(values={name: read_percent(value)})


def _in_percent_format(name: str, value: float) -> Reading:
    """Excel shows 0.8 as 80%; an 80 that was pasted shows as 8000%, and nobody means that."""
    if value >= _SURELY_TYPED:
        share = read_percent(value)
        message = _("這一格是百分比格式，存的是 {stored:g}%，讀為 {percent}，請確認。")
        return Reading(
            values={name: share}, notes=(message.format(stored=value * 100, percent=written_percent(share)),)
        )
    if value > 1:
        message = _("這一格顯示為 {stored:g}%，超過 100%；可能是 {typed:g}%，程式不猜。請填 0 至 100 的百分比。")
        raise Unreadable(message.format(stored=value * 100, typed=value), shown(value))
    return Reading(values={name: read_percent(value, fraction=True)})


def _of_text(name: str, value: str, setting: Setting) -> Reading:
    plain = tight(value).rstrip("。.")
    for pattern, share in _MEANT.items():
        if pattern.fullmatch(plain):
            message = _("「{text}」讀為 {percent}，請確認。")
            note = message.format(text=shown(value), percent=written_percent(share))
            return Reading(values={name: share}, notes=(note,))
    if _NOTHING.fullmatch(tight(value)):
        message = _("「{text}」視為沒有填寫；若是還沒有進度，請填 0%。")
        return Reading(notes=(message.format(text=shown(value)),))
    if _LEFT_OPEN.fullmatch(plain):
        message = _("「{text}」看不出是百分之多少。請填 0 至 100 的數字，例如 60%；文字說明寫在辦理情形。")
        raise Unreadable(message.format(text=shown(value)), shown(value))
    return Reading(values={name: read_percent(value, fraction=True if setting.is_percent else None)})
