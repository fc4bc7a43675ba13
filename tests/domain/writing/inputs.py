"""What the properties are tried on: any cell value at all, and text made of what offices write."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import Unreadable

T = TypeVar("T")

SIGNS = (
    "0123456789０１０5年月日號季度底前後上中下旬半至到~-－—/.．,，、:：()（）%％﹪ \u3000\n"
    "民國中華西元星期五六零〇○一二三十百千萬億廿卅兩壹拾佰臺台北市縣新竹約成點時分午q第元單位$無\ue000"
)

steady = settings(max_examples=150, deadline=None, derandomize=True)
"""The same examples each time, so that a run that fails fails again."""

FIRST_DAY, LAST_DAY = date(1912, 1, 1), date(2111, 12, 31)
days = st.dates(FIRST_DAY, LAST_DAY)

texts = st.one_of(
    st.text(),
    st.text(st.characters(categories=None)),  # with lone surrogates and private use
    st.text(SIGNS, max_size=16),
)
cell_values = st.one_of(
    st.none(),
    texts,
    st.booleans(),
    st.integers(),
    st.integers(0, 99_999_999),
    st.floats(),
    st.floats(0, 1),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from([10**5000, -(10**5000), 1e308, float("nan"), float("inf"), "\ud800", "1" * 5000, "9" * 20 + "年"]),
    st.sampled_from(
        [date.min, date.max, datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59), time.max, b"115", (), [1], object]
    ),
)


def read_or_refused(read: Callable[[], T]) -> T | None:
    """Give what a reader read; None where it refused with words. Any other error fails the test."""
    try:
        return read()
    except Unreadable as error:
        if not str(error):
            raise AssertionError("refused without a word") from error
        return None
