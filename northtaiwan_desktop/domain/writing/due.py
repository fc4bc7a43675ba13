"""Due dates as people put them into a sheet: a day, 9月底, 第3季前, 年底前, or words that name none."""

import re
from calendar import monthrange
from datetime import date, timedelta

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.day_parts import (
    FIRST_YEAR,
    LONGEST,
    WEEKDAYS,
    checked_month,
    checked_year,
    find_parts,
    last_day,
    made_day,
)
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.domain.writing.numbering import read_number
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


_OF_MONTH = re.compile(
    rf"(?:本|這個?|(?P<next>下個?))?月份?(?P<part>底|末|上旬|中旬|下旬|(?P<day>{_FIGURE}{{1,3}})[日號])?"
)
_OF_WEEK = re.compile(r"(?:本|這個?|(?P<next>下+)個?)(?:週|周|星期|禮拜)(?P<day>[一二三四五六日天])")
_WITHIN = re.compile(rf"(?P<count>{_FIGURE}{{1,3}})(?P<unit>個月|個?(?:週|周|星期|禮拜)|日|天)以?內")


def read_due(value: object, *, year: int | None, on: date | None = None) -> date | None:
    """Read a due date in a sheet of the ROC `year`; None where the words name no day (持續辦理, 下次會議前).

    A stretch (9月, 第3季前, 上半年) is due on its last day; 9月上旬 and 中旬 on the 10th and 20th. Raises `Unreadable`
    where a day is meant but there is no such day, or where a year is needed and is not known.

    Said in a meeting `on` a day, words count from there: 本月底, 下週五, 30日內. What names no year is the next one
    that is not before that day: 1月底 said in November is next year's.
    """
    if not isinstance(value, str) or (on is None and not _WITHIN.search(tight(value))):
        return _of_year(value, year)
    plain = tight(value)[: LONGEST + 1]
    bare = _LEAD.sub("", _TAIL.sub("", plain))
    if within := _WITHIN.search(plain):
        return _after(within, on) if on else None
    assert on is not None
    if (near := _near(bare, on, value)) is not None:
        return near
    own = on.year - FIRST_YEAR
    if relative := re.match("(?:今|本|明)年(度?)", bare):
        return _of_year(value, year if relative[1] else own)
    day = _of_year(value, own)
    return day if day is None or day >= on or not is_of_no_year(value) else _of_year(value, own + 1)


def is_of_no_year(text: str) -> bool:
    """Do the words mean a day, but leave its year to who hears them?"""
    try:
        _of_year(text, None)
    except Unreadable:
        return True
    return False


def _near(plain: str, on: date, text: str) -> date | None:
    """The day of words that count from the day on which they are said."""
    if week := _OF_WEEK.fullmatch(plain):
        monday = on - timedelta(days=on.weekday()) + timedelta(weeks=len(week["next"] or ""))
        return monday + timedelta(days=WEEKDAYS.index(week["day"].replace("天", "日")))
    month = _OF_MONTH.fullmatch(plain)
    if month is None or (plain[0] == "月" and month["part"] not in ("底", "末")):
        return None
    first = _months_on(on.replace(day=1), 1 if month["next"] else 0)
    year = first.year - FIRST_YEAR
    if month["day"]:
        return made_day(year, first.month, read_number(month["day"]), text)
    part = {"上旬": 10, "中旬": 20}.get(month["part"] or "")
    return first.replace(day=part) if part else last_day(year, first.month)


def _after(within: re.Match[str], on: date) -> date:
    count, unit = read_number(within["count"]), within["unit"]
    if unit == "個月":
        return _months_on(on, count)
    return on + (timedelta(days=count) if unit in "日天" else timedelta(weeks=count))


def _months_on(day: date, months: int) -> date:
    """So many months later, on the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _of_year(value: object, year: int | None) -> date | None:
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
        return read_span(plain.replace("|", " "), year=year).until
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
