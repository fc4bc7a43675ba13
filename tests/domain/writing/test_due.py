from datetime import date, datetime
from functools import partial
from types import NoneType

import pytest
from hypothesis import given

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.due import read_due
from northtaiwan_desktop.domain.writing.roc_date import written_slashed
from tests.domain.writing.inputs import cell_values, read_or_refused, steady


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("年底前", "115/12/31"),
        ("115年底", "115/12/31"),
        ("今年底", "115/12/31"),
        ("本年度", "115/12/31"),
        ("明年6月底", "116/06/30"),
        ("12月底", "115/12/31"),
        ("9月底前", "115/09/30"),
        ("105年9月底", "105/09/30"),
        ("民國105年9月底", "105/09/30"),
        ("9月上旬", "115/09/10"),
        ("12月中旬前完成", "115/12/20"),
        ("第3季前", "115/09/30"),
        ("上半年", "115/06/30"),
        ("115年12月", "115/12/31"),
        ("預計115年9月30日前完成", "115/09/30"),
        ("於115年8月1日前函復", "115/08/01"),
        ("115年9月8日(二)前", "115/09/08"),
        ("12/31前", "115/12/31"),
        ("9/8", "115/09/08"),
        (1150908, "115/09/08"),
        (115, "115/12/31"),
        (datetime(2026, 9, 8, 17), "115/09/08"),
    ],
)
def test_a_due_date_in_words_is_its_last_day(value: object, day: str) -> None:
    due = read_due(value, year=115)
    assert due is not None
    assert written_slashed(due) == day


@pytest.mark.parametrize(
    "text",
    [None, "", "－", "無", "持續辦理", "儘速", "下次會議前", "第2次會議前", "長期", "月底前", "依115年計畫期程辦理"],
)
def test_words_may_name_no_day(text: object) -> None:
    assert read_due(text, year=115) is None
    assert read_due(text, year=None) is None


@pytest.mark.parametrize(
    ("value", "year", "reason"),
    [
        ("115年2月30日", 115, "28 天"),
        ("預計2月30日前完成", 115, "28 天"),
        ("13月底", 115, "月份是 13"),
        ("115.9.8(三)", 115, "是星期二，不是星期三"),
        ("115年6月底及12月底", 115, "看不懂"),
        ("第3季前", None, "沒有年"),
        ("年底前", None, "沒有年"),
        ("9月底", None, "沒有年"),
        (45000, 115, "看不懂"),
        (0.5, 115, "改成文字"),
        ("115.12.31 17:00", 115, "「115.12.31 17:00」"),
    ],
)
def test_a_day_that_is_meant_but_cannot_be_is_refused(value: object, year: int | None, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_due(value, year=year)


@steady
@given(cell_values)
def test_nothing_but_the_declared_error_is_raised(value: object) -> None:
    for year in (None, 115, -3):
        assert type(read_or_refused(partial(read_due, value, year=year))) in (date, NoneType)
