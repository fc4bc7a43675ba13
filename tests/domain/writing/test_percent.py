from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from tests.domain.writing.inputs import cell_values, read_or_refused, steady


def test_every_share_with_two_decimals_is_read_back() -> None:
    for hundredths in range(10_001):
        assert read_percent(written_percent(hundredths / 100)) == hundredths / 100


@pytest.mark.parametrize(
    "value",
    [
        "80%",
        "80％",
        "80 ﹪",
        "８０％",
        0.8,
        "0.8",
        80,
        80.0,
        Decimal("0.80"),
        "80",
        "八成",
        "8成",
        "約80%",
        "已達80%",
        "80％(已完成)",
        "百分之八十",
        "百分之80",
        "八十%",
    ],
)
def test_every_spelling_of_the_same_share(value: object) -> None:
    assert read_percent(value) == 80


@pytest.mark.parametrize(
    ("value", "fraction", "share"),
    [
        (1, True, 100),
        (1, False, 1),
        ("1", True, 100),
        ("1%", None, 1),
        ("1%", True, 1),
        (0.8, False, 0.8),
        (0.856, True, 85.6),
        ("80", True, 80),
        (0, None, 0),
        (2 / 3, None, 66.67),
        ("八成五", None, 85),
        ("100％(已完成)", None, 100),
    ],
)
def test_the_number_format_decides_what_a_bare_figure_is(value: object, fraction: bool | None, share: float) -> None:
    assert read_percent(value, fraction=fraction) == share


@pytest.mark.parametrize(
    ("value", "fraction", "reason"),
    [
        (180, None, "180 超出範圍.*0 至 100"),
        ("180%", None, "180 超出範圍"),
        (1.8, True, "180 超出範圍"),
        (80, True, "8000 超出範圍"),
        ("-5%", None, "-5 超出範圍"),
        (1, None, "1%，也可能是 100%"),
        ("1.0", None, "1%，也可能是 100%"),
        ("", None, "看不懂"),
        (None, None, "看不懂"),
        (True, None, "看不懂"),
        ("80%/75%", None, "看不懂"),
        ("80\n75", None, "看不懂"),
        (float("nan"), None, "看不懂"),
    ],
)
def test_what_is_no_share_is_refused_with_its_reason(value: object, fraction: bool | None, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_percent(value, fraction=fraction)


@steady
@given(cell_values, st.sampled_from([None, True, False]))
def test_nothing_but_the_declared_error_is_raised(value: object, fraction: bool | None) -> None:
    assert 0 <= (read_or_refused(lambda: read_percent(value, fraction=fraction)) or 0) <= 100
