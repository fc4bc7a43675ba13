from datetime import datetime, time
from types import NoneType

import pytest
from hypothesis import given

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.clock import read_time, written_time
from tests.domain.writing.inputs import cell_values, read_or_refused, steady


def test_every_minute_of_the_day_is_read_back() -> None:
    for moment in (time(hour, minute) for hour in range(24) for minute in range(60)):
        assert read_time(written_time(moment)) == moment
        assert read_time(f"{moment:%H:%M}") == moment


@pytest.mark.parametrize(
    ("moment", "said"),
    [(time(10, 30), "上午10時30分"), (time(10), "上午10時"), (time(12), "中午12時"), (time(14, 5), "下午2時5分")],
)
def test_written_on_the_twelve_hour_clock(moment: time, said: str) -> None:
    assert written_time(moment) == said


@pytest.mark.parametrize(
    "value",
    [
        "14:30",
        "14：30",
        "1430",
        "14時30分",
        "下午2時30分",
        "下午2點半",
        "下午 2 : 30",
        "下午二時三十分",
        "2:30 PM",
        "14:30:00",
        time(14, 30),
        datetime(2026, 9, 8, 14, 30),
    ],
)
def test_every_spelling_of_the_same_time(value: object) -> None:
    assert read_time(value) == time(14, 30)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("下午14時", "下午沒有 14 時"),
        ("上午12時", "中午12時"),
        ("晚上12時", "晚上沒有 12 時"),
        ("25:00", "0 至 23"),
        ("10:60", "0 至 59"),
        ("14:00-16:00", "看不懂"),
        (0.604, "看不懂"),
        (None, "看不懂"),
    ],
)
def test_what_is_no_time_is_refused_with_its_reason(value: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_time(value)


@steady
@given(cell_values)
def test_nothing_but_the_declared_error_is_raised(value: object) -> None:
    assert type(read_or_refused(lambda: read_time(value))) in (time, NoneType)
