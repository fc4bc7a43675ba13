from types import NoneType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.money import read_money, read_unit, written_money, written_thousands
from tests.domain.writing.inputs import cell_values, read_or_refused, steady, texts

amounts = st.integers(-(10**15) + 1, 10**15 - 1)


@steady
@given(amounts)
def test_what_is_written_is_read_back(dollars: int) -> None:
    assert read_money(written_money(dollars)) == dollars
    assert read_money(written_money(dollars), unit=1000) == dollars
    assert read_money(written_thousands(dollars), unit=1000) == dollars


@pytest.mark.parametrize(
    ("dollars", "said", "in_thousands"),
    [
        (118_900_000, "1億1,890萬元", "118,900"),
        (8_700_000, "870萬元", "8,700"),
        (85_500, "8萬5,500元", "85.5"),
        (100_005_000, "1億5,000元", "100,005"),
        (-32_700_000, "-3,270萬元", "-32,700"),
        (0, "0元", "0"),
    ],
)
def test_amounts_are_written_as_budgets_have_them(dollars: int, said: str, in_thousands: str) -> None:
    assert written_money(dollars) == said
    assert written_thousands(dollars) == in_thousands


@pytest.mark.parametrize(
    ("value", "unit", "dollars"),
    [
        ("1,200", 1000, 1_200_000),
        (1200, 1000, 1_200_000),
        (1234.567, 1000, 1_234_567),
        (1189.9999999999998, 10_000, 11_900_000),
        ("2,000萬元", 1, 20_000_000),
        ("2,000萬元", 1000, 20_000_000),
        ("1億1,890萬元", 1, 118_900_000),
        ("870萬", 1, 8_700_000),
        ("３，２７０萬元", 1, 32_700_000),
        ("1,200千元", 1000, 1_200_000),
        ("1.5億元", 1, 150_000_000),
        ("3千2百萬元", 1, 32_000_000),
        ("NT$ 1,200元", 1, 1200),
        ("新臺幣四十萬元整", 1, 400_000),
        ("肆拾萬元", 1000, 400_000),
        ("-5", 1, -5),
        ("(1,200)", 1000, -1_200_000),
        ("△300", 1, -300),
        (0, 1000, 0),
    ],
)
def test_every_spelling_of_an_amount(value: object, unit: int, dollars: int) -> None:
    assert read_money(value, unit=unit) == dollars


@pytest.mark.parametrize(
    "text",
    ["無", "－", "尚未核定", "估算中", "設計：800", "預估2,200", "1億5", "1,20", "1200\n300", "800¹", "萬元", "80%"],
)
def test_words_are_no_amount_and_the_refusal_says_what_would_be(text: str) -> None:
    with pytest.raises(Unreadable, match="請只寫數字，例如") as refused:
        read_money(text)
    assert refused.value.text == text


@pytest.mark.parametrize(
    ("value", "reason"),
    [(12.5, "不是整元"), ("0.3", "不是整元"), ("", "空的"), (None, "空的"), (10**400, "太大"), ("五百", "看不懂")],
)
def test_an_amount_that_cannot_be_is_refused_with_its_reason(value: object, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_money(value, unit=1000 if value == "五百" else 1)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("單位：千元", 1000),
        ("單位：新臺幣 仟元", 1000),
        ("(萬元)", 10_000),
        ("經費需求\n（單位：千元）", 1000),
        ("新臺幣元", 1),
        ("百萬元", 10**6),
        ("多元文化", None),
        ("公元", None),
        ("單元", None),
        ("2,000萬元", None),
        ("", None),
    ],
)
def test_the_unit_that_a_heading_names(text: str, unit: int | None) -> None:
    assert read_unit(text) == unit


@steady
@given(cell_values)
def test_nothing_but_the_declared_error_is_raised(value: object) -> None:
    assert type(read_or_refused(lambda: read_money(value, unit=1000))) in (int, NoneType)


@steady
@given(texts)
def test_a_unit_is_looked_for_in_any_text(text: str) -> None:
    assert read_unit(text) is None or read_unit(text)
