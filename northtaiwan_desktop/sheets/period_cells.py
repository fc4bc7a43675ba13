"""Two days in one cell: 執行期間 104.1~104.12 is a start and an end."""

import re

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.domain.writing.span import Precision, Span, read_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.doubts import doubts_of_year, refuse_length
from northtaiwan_desktop.sheets.fields import Reader, Reading, Setting
from northtaiwan_desktop.sheets.grid import CellValue

_STRETCHES = {Precision.DAYS, Precision.MONTHS, Precision.YEARS}
_BETWEEN_LINES = re.compile(r"\s*\n\s*")
_JOINT = re.compile(r"[~～\-–—－至到]\s*$|^\s*[~～\-–—－至到]")
_OPEN_END = re.compile(r"(?P<day>.+?)(?:起|開始|以後|[~～\-–—－至]|起至?(?:完成|結束)?)")
_OPEN_START = re.compile(r"(?:即日起?|迄今|[~～\-–—－])?(?:至|到|[~～\-–—－])?(?P<day>.+?)(?:止|以?前|完成)?")


def period(value: CellValue, setting: Setting) -> Reading:
    """A start and an end; of a cell that tells but one of them, that one, which is said."""
    refuse_length(value)
    text = _in_a_line(value)
    try:
        return _of_span(value, read_span(text, year=setting.year))
    except Unreadable as error:
        one = _one_end(value, text, setting)
        if one is None:
            raise error
        return one


def end(name: str, *, last: bool) -> Reader:
    """One end of a stretch, as 開始日期 and 結束日期 hold it; a cell of both tells the other one too."""
    other = "starts_on" if last else "ends_on"

    def read(value: CellValue, setting: Setting) -> Reading:
        span = read_span(value, year=setting.year)
        found, beside = (span.until, span.since) if last else (span.since, span.until)
        values = {name: found} | ({other: beside} if span.precision in _STRETCHES else {})
        return Reading(values=values, notes=doubts_of_year(value, found))

    return read


def _in_a_line(value: CellValue) -> object:
    """Two days one below the other are the start and the end."""
    if not isinstance(value, str):
        return value
    lines = _BETWEEN_LINES.split(value.strip())
    if len(lines) == 2 and not _JOINT.search(lines[0]) and not _JOINT.search(lines[1]):
        return "~".join(lines)
    return value


def _of_span(value: CellValue, span: Span) -> Reading:
    values = {"starts_on": span.since, "ends_on": span.until}
    return Reading(values=values, notes=doubts_of_year(value, span.since))


def _one_end(value: CellValue, text: object, setting: Setting) -> Reading | None:
    plain = folded(str(text))
    for pattern, name, message in (
        (_OPEN_END, "starts_on", _("「{text}」只有開始，沒有結束的日期；只讀入開始，請補上結束。")),
        (_OPEN_START, "ends_on", _("「{text}」只有結束，沒有開始的日期；只讀入結束，請補上開始。")),
    ):
        match = pattern.fullmatch(plain)
        if match is None or match["day"] == plain:
            continue
        try:
            span = read_span(match["day"], year=setting.year)
        except Unreadable:
            continue
        found = span.since if name == "starts_on" else span.until
        notes = (message.format(text=shown(value)), *doubts_of_year(value, found))
        return Reading(values={name: found}, notes=notes)
    return None
