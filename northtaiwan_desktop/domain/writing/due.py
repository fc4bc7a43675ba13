"""Due dates as people put them into a sheet: a day, 9月底, 第3季前, 年底前, or words that name none."""

import re
from datetime import date

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.day_parts import (
    LONGEST,
    checked_month,
    checked_year,
    find_parts,
    last_day,
    made_day,
)
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.domain.writing.roc_date import date_text, read_day
from northtaiwan_desktop.domain.writing.span import read_span
from northtaiwan_desktop.i18n import _

_LEAD = re.compile(r"^(?:預計|預定|訂|擬|應|請|至遲|最遲|限|自即日起至|即日起至|於|在|至|到)+(?=.)")
_TAIL = re.compile(r"(?:以前|之前|前|內|止|完成|辦竣|完竣|結束|提報|提出|函復|回復|回覆|函報|辦理|全部|[。;,])+$")
_FIGURE = "[0-9〇零一二三四五六七八九十百]"
_END = re.compile(
    rf"(?:(?P<year>.*?(?:{_FIGURE}|元))年度?)?(?:(?P<month>{_FIGURE}{{1,2}})月份?)?(?P<part>底|末|上旬|中旬|下旬)"
    r"|年(?P<only>底|末)"
)
_RELATIVE = re.compile(r"^(?:今|本|(?P<next>明))年度?(?=.)")
# What shows that a day was meant, although it could not be read.
_DAY_MEANT = re.compile(
    rf"{_FIGURE}(?:月|日|號|季)|[0-9]+[./-][0-9]+|[0-9]{{5,}}|q[0-9]|年底|年末|半年|^(?:民國)?(?:{_FIGURE}|元)+年度?$"
)


def read_due(value: object, *, year: int | None) -> date | None:
    """Read a due date in a sheet of the ROC `year`; None where the words name no day (持續辦理, 下次會議前).

    A stretch (9月, 第3季前, 上半年) is due on its last day; 9月上旬 and 中旬 on the 10th and 20th. Raises `Unreadable`
    where a day is meant but there is no such day, or where a year is needed and is not known.
    """
    if value is None:
        return None
    if isinstance(value, date):
        return read_day(value)
    text = date_text(value)
    if year is not None:
        checked_year(year, text)
    plain = tight(text)
    if len(plain) <= LONGEST:
        plain = _LEAD.sub("", _TAIL.sub("", plain))
    if not plain:
        return None
    if relative := _RELATIVE.match(plain):
        this = _known(year, text) + (1 if relative["next"] else 0)
        plain = f"{this}年{plain[relative.end() :]}"
    elif plain in ("今年", "本年", "今年度", "本年度", "明年", "明年度"):
        return last_day(checked_year(_known(year, text) + plain.startswith("明"), text), 12)
    if end := _END.fullmatch(plain):
        return _end_of(end, year, text)
    if not isinstance(value, str) or _DAY_MEANT.search(plain):
        return _read(plain, year, text)
    return None


def _read(plain: str, year: int | None, text: str) -> date:
    """Read a day or a stretch, and quote in a refusal what the sheet had."""
    try:
        return read_span(plain, year=year).until
    except Unreadable as error:
        reason = _("期限「{text}」看不懂。").format(text=shown(text)) if plain != tight(text) else ""
        raise Unreadable(reason + str(error), text) from None


def _end_of(end: re.Match[str], year: int | None, text: str) -> date | None:
    month = find_parts(f"{end['month']}月") if end["month"] else None
    named = find_parts(f"{end['year']}年") if end["year"] else None
    if end["year"] and (named is None or named.year is None):
        return _read(end.string, year, text)
    if month is None or month.month is None:
        if not end["only"] and not (named and end["part"] in ("底", "末")):
            return None
        return last_day(named.year if named and named.year else _known(year, text), 12)
    of_year = named.year if named and named.year else _known(year, text)
    of_month = checked_month(month.month, text)
    match end["part"]:
        case "上旬":
            return made_day(of_year, of_month, 10, text)
        case "中旬":
            return made_day(of_year, of_month, 20, text)
    return last_day(of_year, of_month)


def _known(year: int | None, text: str) -> int:
    if year is None:
        raise Unreadable(
            _("期限「{text}」沒有年，也不知道這份資料的年度。請連年一起寫，例如 115年12月31日，或先指定年度。").format(
                text=shown(text)
            ),
            text,
        )
    return year
