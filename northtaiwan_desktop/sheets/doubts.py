"""What a cell leaves open and a reader would have to guess: it is said, or refused, and never passed over."""

import re
from datetime import date

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import CellValue

_TWO_FIGURES = re.compile(r"(?<![\d年月./-])(?:民國)?(?P<year>\d{2})(?:年(?!級)|[./-](?=\d)|(?=\d{4}(?!\d)))")
_SHORT = re.compile(r"(?<![\d./-])\d{1,2}[./-]\d{1,2}(?![\d./-])")
_YEAR = re.compile(r"年|(?<!\d)\d{3,4}[./-]|(?<!\d)\d{6,8}(?!\d)|(?<!\d)\d{3,4}q|(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH_OR_DAY = re.compile(r"\d月|\d日|[一二三四五六七八九十]月|第[1-4一二三四]季")
_OF_THE_TABLE = re.compile(
    r"[今本明]年|(?<![\d〇零一二三四五六七八九十百元度])年度?[底末]|(?<![\d年度])[上下]半年|(?<!\d)q[1-4](?!\d)"
)
"""Times whose year the table tells: 年底前, 上半年, Q1."""
_LENGTH = re.compile(
    r"(?:約|共|計|合計|為期)*(?:\d{1,2}(?:年?[~～\-至到]\d{1,2})?|[一二兩三四五六七八九十]{1,3})年(?:期|計畫|內|以內|半)?"
    r"|\d{1,2}"
)
_NUMBER = re.compile(r"\d{1,2}(?!\d)|[一二兩三四五六七八九十]{1,3}")
_LONGEST = 60
"""So many years may a thing take; the year of a date is far beyond."""
_EARLIEST = 70
"""Two figures below this are hardly a ROC year (民國69年 is 1980): 15/9/8 is 104 or 115 gone wrong."""


def is_length(value: CellValue) -> bool:
    """Is it a length of time and no year: 2年, 3年期, 二年, or a bare 2?"""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    text = folded(str(value))
    if _LENGTH.fullmatch(text) is None:
        return False
    return all(read_number(found[0]) < _LONGEST for found in _NUMBER.finditer(text))


def refuse_length(value: CellValue) -> None:
    """Unreadable for a length of time: when it begins and ends is not said by it."""
    if is_length(value):
        message = _(
            "「{text}」像是期間的長短，看不出是哪一年到哪一年，沒有讀入日期。請寫出起訖，例如 115年1月至116年12月。"
        )
        raise Unreadable(message.format(text=shown(value)), shown(value))


def doubts_of_year(value: CellValue, found: date) -> tuple[str, ...]:
    """What to say of a date whose year was not written, or only with two figures; Unreadable where that tells none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ()
    refuse_length(value)
    text = folded(str(value))
    of_year = found.year - roc_date.FIRST_YEAR
    short = _TWO_FIGURES.search(text)
    if short and "民國" not in text and not _has_no_year(text):
        year = int(short["year"])
        if year < _EARLIEST:
            message = _(
                "「{text}」的年只有兩位數，可能是民國{year}年或西元20{year}年，程式不猜。請寫完整，例如 115/09/08。"
            )
            raise Unreadable(message.format(text=shown(value), year=short["year"]), shown(value))
        if year == of_year:
            return (_("年只有兩位數，讀為民國{year}年，請確認。").format(year=of_year),)
    if isinstance(value, str) and _has_no_year(text):
        return (_("沒有寫年，依本表的年度讀為{day}，請確認。").format(day=roc_date.written(found)),)
    return ()


def _has_no_year(text: str) -> bool:
    """Is it a month, a day, a quarter or the like without its year: 9月8日, 1/12, 年底前?"""
    if _OF_THE_TABLE.search(text) and not _YEAR.search(_OF_THE_TABLE.sub("", text)):
        return True
    if _YEAR.search(text):
        return False
    parts = _SHORT.search(text)
    return bool(_MONTH_OR_DAY.search(text)) or (parts is not None and int(re.split("[./-]", parts[0])[0]) <= 12)
