from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import RuleBroken, Unreadable
from northtaiwan_desktop.domain.writing.span import (
    Precision,
    Span,
    month_span,
    quarter_of,
    quarter_span,
    read_span,
    written_span,
    year_span,
)
from tests.domain.writing.inputs import cell_values, days, read_or_refused, steady

roc_years = st.integers(1, 200)
pairs_of_days = st.tuples(days, days).map(sorted)
pairs_of_months = st.tuples(roc_years, st.integers(1, 12), roc_years, st.integers(1, 12)).map(
    lambda named: sorted([(named[0], named[1]), (named[2], named[3])])
)
spans = st.one_of(
    days.map(lambda day: Span(day, day, Precision.DAY)),
    pairs_of_days.map(lambda pair: Span(pair[0], pair[1], Precision.DAYS)),
    st.builds(month_span, roc_years, st.integers(1, 12)),
    pairs_of_months.map(lambda pair: Span(month_span(*pair[0]).since, month_span(*pair[1]).until, Precision.MONTHS)),
    st.builds(quarter_span, roc_years, st.integers(1, 4)),
    st.builds(year_span, roc_years),
    st.tuples(roc_years, roc_years)
    .map(sorted)
    .map(lambda pair: Span(year_span(pair[0]).since, year_span(pair[1]).until, Precision.YEARS)),
)


@steady
@given(spans)
def test_what_is_written_is_read_back(span: Span) -> None:
    assert read_span(written_span(span)) == span


@pytest.mark.parametrize(
    ("value", "since", "until", "precision", "said"),
    [
        ("1995~1997", (1995, 1, 1), (1997, 12, 31), "YEARS", "84年至86年"),
        ("98-103年", (2009, 1, 1), (2014, 12, 31), "YEARS", "98年至103年"),
        ("98至103年度", (2009, 1, 1), (2014, 12, 31), "YEARS", "98年至103年"),
        ("2003", (2003, 1, 1), (2003, 12, 31), "YEAR", "92年"),
        (2003, (2003, 1, 1), (2003, 12, 31), "YEAR", "92年"),
        ("115年度", (2026, 1, 1), (2026, 12, 31), "YEAR", "115年"),
        ("2003. 2-6", (2003, 2, 1), (2003, 6, 30), "MONTHS", "92年2月至6月"),
        ("115年3月至6月", (2026, 3, 1), (2026, 6, 30), "MONTHS", "115年3月至6月"),
        ("115年3-6月", (2026, 3, 1), (2026, 6, 30), "MONTHS", "115年3月至6月"),
        ("115年上半年", (2026, 1, 1), (2026, 6, 30), "MONTHS", "115年1月至6月"),
        ("115年第1季至第3季", (2026, 1, 1), (2026, 9, 30), "MONTHS", "115年1月至9月"),
        ("2003. 7", (2003, 7, 1), (2003, 7, 31), "MONTH", "92年7月"),
        ("2003-12", (2003, 12, 1), (2003, 12, 31), "MONTH", "92年12月"),
        ("115年3月", (2026, 3, 1), (2026, 3, 31), "MONTH", "115年3月"),
        ("115年第3季", (2026, 7, 1), (2026, 9, 30), "QUARTER", "115年第3季"),
        ("115年Q3", (2026, 7, 1), (2026, 9, 30), "QUARTER", "115年第3季"),
        ("115年度第三季", (2026, 7, 1), (2026, 9, 30), "QUARTER", "115年第3季"),
        ("2004. 1. 12", (2004, 1, 12), (2004, 1, 12), "DAY", "93年1月12日"),
        ("2014. 7. 3.", (2014, 7, 3), (2014, 7, 3), "DAY", "103年7月3日"),
        (date(2014, 7, 3), (2014, 7, 3), (2014, 7, 3), "DAY", "103年7月3日"),
        (1030703, (2014, 7, 3), (2014, 7, 3), "DAY", "103年7月3日"),
        ("115年1月1日至3月5日", (2026, 1, 1), (2026, 3, 5), "DAYS", "115年1月1日至3月5日"),
        ("115/1/1-115/3/5", (2026, 1, 1), (2026, 3, 5), "DAYS", "115年1月1日至3月5日"),
        ("自115年1月1日起至3月5日止", (2026, 1, 1), (2026, 3, 5), "DAYS", "115年1月1日至3月5日"),
        ("102年9月5日(四)至6日(五)", (2013, 9, 5), (2013, 9, 6), "DAYS", "102年9月5日至6日"),
    ],
)
def test_each_kind_of_stretch(
    value: object, since: tuple[int, int, int], until: tuple[int, int, int], precision: str, said: str
) -> None:
    span = read_span(value)
    assert span == Span(date(*since), date(*until), Precision[precision])
    assert written_span(span) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("第3季", "115年第3季"),
        ("3-6月", "115年3月至6月"),
        ("下半年", "115年7月至12月"),
        ("3月", "115年3月"),
        ("1/5-1/8", "115年1月5日至8日"),
    ],
)
def test_what_names_no_year_is_of_the_year_given(text: str, said: str) -> None:
    assert written_span(read_span(text, year=115)) == said
    with pytest.raises(Unreadable, match="沒有年"):
        read_span(text)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("115年6月至3月", "早於開始"),
        ("115年第5季", "第 1 季至第 4 季"),
        ("115年13月", "月份是 13"),
        ("115年1月1日至2月30日", "28 天"),
        ("102年9月5日(五)至6日(五)", "是星期四，不是星期五"),
        (5, "看不懂"),
        ("115年3月起", "看不懂"),
        ("115年3月1日至6月", "看不懂"),
        (2003.7, "改成文字"),
        (None, "空的"),
    ],
)
def test_what_is_no_stretch_is_refused_with_its_reason(value: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_span(value)


def test_a_span_must_be_what_its_precision_says() -> None:
    with pytest.raises(RuleBroken, match="期間"):
        Span(date(2026, 1, 2), date(2026, 12, 31), Precision.YEAR)


def test_quarters_of_the_year() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


@steady
@given(cell_values)
def test_nothing_but_the_declared_error_is_raised(value: object) -> None:
    for year in (None, 115):
        span = read_or_refused(partial(read_span, value, year=year))
        assert span is None or read_span(written_span(span)) == span
