from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.roc_date import read_day, read_year
from tests.domain.writing.inputs import FIRST_DAY, LAST_DAY, cell_values, read_or_refused, steady


def test_each_way_of_writing() -> None:
    day = date(2026, 9, 8)
    assert roc_date.written(day) == "115年9月8日"
    assert roc_date.written_full(day) == "中華民國115年9月8日（星期二）"
    assert roc_date.written_dotted(day) == "115.9.8"
    assert roc_date.written_slashed(day) == "115/09/08"
    assert roc_date.written_compact(day) == "1150908"
    assert roc_date.weekday(day) == "星期二"


@pytest.mark.parametrize(
    "write",
    [
        roc_date.written,
        roc_date.written_full,
        roc_date.written_dotted,
        roc_date.written_slashed,
        roc_date.written_compact,
        date.isoformat,
    ],
)
def test_every_day_of_two_hundred_years_is_read_back(write: Callable[[date], str]) -> None:
    day = FIRST_DAY
    while day <= LAST_DAY:
        assert read_day(write(day)) == day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "value",
    [
        1051021,
        1051021.0,
        "1051021",
        "０１０５１０２１"[1:],
        "105/10/21",
        "105-10-21",
        "105.10.21",
        "105. 10. 21",
        "105.10.21.",
        "105.10.21(五)",
        "105年10月21日",
        "105 年 10 月 21 日",
        "105年10月21日（星期五）",
        "民國105年10月21日",
        "中華民國105年10月21日（星期五）",
        "中華民國一百零五年十月二十一日",
        "一○五年十月廿一日",
        "2016/10/21",
        "2016-10-21",
        "2016-10-21 00:00:00",
        "2016-10-21T00:00:00",
        "西元2016年10月21日",
        20161021,
        date(2016, 10, 21),
        datetime(2016, 10, 21, 14, 30),
    ],
)
def test_every_spelling_of_the_same_day(value: object) -> None:
    assert read_day(value) == date(2016, 10, 21)
    assert type(read_day(value)) is date


@pytest.mark.parametrize("text", ["99.10.21", "99/10/21", "99年10月21日", "991021", 991021])
def test_a_year_of_two_figures_is_roc(text: object) -> None:
    assert read_day(text) == date(2010, 10, 21)


@pytest.mark.parametrize(("text", "day"), [("1/12", 12), ("1月12日", 12), ("1.12", 12), ("1月1日(四)", 1)])
def test_a_day_without_year_is_of_the_year_given(text: str, day: int) -> None:
    assert read_day(text, year=115) == date(2026, 1, day)
    with pytest.raises(Unreadable, match="沒有年"):
        read_day(text)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("115年2月30日", "115年2月只有 28 天"),
        ("113/2/30", "113年2月只有 29 天"),
        ("1150431", "115年4月只有 30 天"),
        ("115年13月1日", "月份是 13"),
        ("105.10.21(四)", "是星期五，不是星期四"),
        ("0年1月1日", "早於民國元年"),
        ("-5年1月1日", "早於民國元年"),
        ("民國前3年1月1日", "早於民國元年"),
        ("1905/4/13", "早於民國元年"),
        (datetime(1900, 1, 1), "早於民國元年"),
        ("民國2016年1月1日", "西元年 2016"),
        ("115年", "哪一天"),
        ("115年9月", "哪一天"),
        (45000, "日期序號"),
        ("45000", "日期序號"),
        (45000.5, "改成文字"),
        (True, "改成文字"),
        (None, "空的"),
        ("　", "空的"),
        ("下週三", "下週三"),
        ("105.1.2\n105.1.3", "看不懂"),
        ("115.1.1\n2", "看不懂"),
        ("105/10-21", "看不懂"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(value: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_day(value)


@pytest.mark.parametrize(
    "value", [115, 115.0, "115", "115年", "115年度", "民國115年", "2026", "2026年", "一百一十五年度"]
)
def test_every_spelling_of_the_same_year(value: object) -> None:
    assert read_year(value) == 115


@pytest.mark.parametrize("value", ["115年3月", "", None, "度", "115年5", 0, 1150908, "3月"])
def test_what_is_no_year_is_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        read_year(value)


@steady
@given(cell_values)
def test_nothing_but_the_declared_error_is_raised(value: object) -> None:
    read_or_refused(lambda: read_day(value))
    read_or_refused(lambda: read_day(value, year=115))
    read_or_refused(lambda: read_year(value))
