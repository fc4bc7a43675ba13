"""Times of day as minutes and notices write them: 上午10時30分."""

import re
from datetime import datetime, time

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _

_NUMBER = "(?:[0-9]{1,2}|[〇零一二兩三四五六七八九十]{1,3})"
_PART = "上午|早上|清晨|凌晨|中午|正午|下午|傍晚|晚上|晚間|am|a\\.m\\.|pm|p\\.m\\."
_TIME = re.compile(
    rf"(?P<part>{_PART})?(?:(?P<h>{_NUMBER})(?:[時點](?:(?P<m>{_NUMBER})分?|(?P<half>半)|整)?|:(?P<cm>[0-9]{{2}})"
    rf"(?::(?P<cs>[0-9]{{2}})(?:\.0+)?)?)|(?P<four>[0-9]{{4}}))(?P<after>am|a\.m\.|pm|p\.m\.)?"
)
# The hours that each part of the day can be said with, and what is added to them.
_MORNING = dict(zip(range(12), range(12), strict=True))
_AFTERNOON = {12: 12, **{hour: hour + 12 for hour in range(1, 12)}}
_HOURS = {
    "上午": _MORNING,
    "早上": _MORNING,
    "清晨": _MORNING,
    "凌晨": {12: 0, **{hour: hour for hour in range(7)}},
    "中午": {11: 11, 12: 12, 1: 13},
    "正午": {12: 12},
    "下午": _AFTERNOON,
    "傍晚": {hour: hour + 12 for hour in range(4, 8)},
    "晚上": {hour: hour + 12 for hour in range(5, 12)},
    "晚間": {hour: hour + 12 for hour in range(5, 12)},
    "am": {12: 0, **{hour: hour for hour in range(1, 12)}},
    "pm": _AFTERNOON,
}


def written_time(moment: time) -> str:
    """Write a time on the 12-hour clock, to the minute: 上午10時30分, 中午12時, 下午2時."""
    part, hour = _spoken(moment.hour)
    return f"{part}{hour}時" + (f"{moment.minute}分" if moment.minute else "")


def _spoken(hour: int) -> tuple[str, int]:
    if hour < 12:
        return "上午", hour
    return ("中午", 12) if hour == 12 else ("下午", hour - 12)


def read_time(value: object) -> time:
    """Read a time of day: 14:30, 1430, 下午2時, 下午2點半, 上午10時30分, 2:30 PM. Raises `Unreadable` alone.

    下午14時 is refused: which of the two is wrong, only the writer knows. So is 上午12時, noon to some and midnight
    to others.
    """
    if isinstance(value, datetime):
        return value.time().replace(tzinfo=None)
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    text = value if isinstance(value, str) else shown(value)
    match = _TIME.fullmatch(tight(text).replace("|am", "am").replace("|pm", "pm")) if isinstance(value, str) else None
    if match is None or (match["part"] and match["after"]):
        raise Unreadable(
            _("看不懂的時間「{text}」。請寫成 上午10時30分、下午2時 或 14:30。").format(text=shown(text)), text
        )
    four = match["four"]
    hour = int(four[:2]) if four else read_number(match["h"])
    minute = int(four[2:]) if four else 30 if match["half"] else _number(match["m"] or match["cm"])
    part = (match["part"] or match["after"] or "").replace(".", "")
    if hour > 23 or minute > 59 or _number(match["cs"]) > 59:
        raise Unreadable(_("「{text}」不是時間：時是 0 至 23，分是 0 至 59。請改正。").format(text=shown(text)), text)
    if part:
        hour = _hour_said(part, hour, text)
    return time(hour, minute, _number(match["cs"]))


def _number(token: str | None) -> int:
    return read_number(token) if token else 0


def _hour_said(part: str, hour: int, text: str) -> int:
    try:
        return _HOURS[part][hour]
    except KeyError:
        raise Unreadable(
            _("「{text}」的時間不合：{part}沒有 {hour} 時。請改寫成 下午2時 或 14:00，正午寫 中午12時。").format(
                text=shown(text), part=part, hour=hour
            ),
            text,
        ) from None
