from datetime import date

import pytest
from hypothesis import given

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.places import FormerName, PlaceNames
from tests.domain.writing.inputs import cell_values, read_or_refused, steady

NAMES = PlaceNames(
    [
        ("宜蘭縣", ["宜縣", "宜蘭"], []),
        ("基隆市", ["基市", "基隆"], []),
        ("新北市", ["新北"], [FormerName("臺北縣", date(2010, 12, 24))]),
        ("臺北市", ["北市", "臺北"], []),
        ("桃園市", ["桃市", "桃園"], [FormerName("桃園縣", date(2014, 12, 24))]),
        ("新竹縣", ["竹縣"], []),
        ("新竹市", ["竹市"], []),
        ("苗栗縣", ["苗縣", "苗栗"], []),
    ]
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("台北市", "臺北市"),
        ("臺 北 市", "臺北市"),
        ("北市府", "臺北市"),
        ("台北縣", "新北市"),
        ("桃園縣政府", "桃園市"),
        ("桃園市政府交通局", "桃園市"),
        ("桃園市交通局", "桃園市"),
        ("新竹縣政府", "新竹縣"),
        ("竹市", "新竹市"),
        ("新北市議會", "新北市"),
    ],
)
def test_any_spelling_gives_the_official_name(text: str, name: str) -> None:
    assert NAMES.official(text) == name


@pytest.mark.parametrize("text", ["高雄市", "交通部", "新竹林區管理處", "臺北市區監理所", "臺北縣市", "", None, 3])
def test_an_unknown_county_is_named_with_the_list_of_the_known(text: object) -> None:
    with pytest.raises(Unreadable, match=r"不認得的縣市.*宜蘭縣、基隆市"):
        NAMES.official(text)


def test_a_name_of_two_counties_asks_which() -> None:
    with pytest.raises(Unreadable, match="可能是 新竹縣、新竹市"):
        NAMES.official("新竹")


@pytest.mark.parametrize(
    ("name", "day", "shown"),
    [
        ("新北市", date(2010, 12, 24), "臺北縣"),
        ("新北市", date(2010, 12, 25), "新北市"),
        ("桃園市", date(2014, 12, 24), "桃園縣"),
        ("桃園市", date(2014, 12, 25), "桃園市"),
        ("臺北縣", date(2014, 12, 25), "新北市"),
        ("苗栗縣", date(2004, 1, 12), "苗栗縣"),
    ],
)
def test_a_member_bears_the_name_valid_on_the_day(name: str, day: date, shown: str) -> None:
    assert NAMES.name_on(name, day) == shown


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("臺北市、新北市", ["臺北市", "新北市"]),
        ("台北市，新竹縣\n新竹市/基隆市政府", ["臺北市", "新竹縣", "新竹市", "基隆市"]),
        ("新北市政府、桃園縣政府", ["新北市", "桃園市"]),
        ("新竹縣市", ["新竹縣", "新竹市"]),
        ("北市府及竹市府", ["臺北市", "新竹市"]),
        ("臺北市、台北市", ["臺北市"]),
        ("竹北市公所", []),
        ("7縣市", []),
        ("交通部", []),
        (None, []),
        ("8縣市", NAMES.known),
        ("各縣市政府", NAMES.known),
        ("北臺八縣市", NAMES.known),
        ("各縣市（臺北市除外）", [name for name in NAMES.known if name != "臺北市"]),
    ],
)
def test_all_members_that_a_text_names_in_its_order(text: object, names: list[str]) -> None:
    assert NAMES.found_in(text) == names


def test_other_platforms_have_other_members() -> None:
    islands = PlaceNames([("澎湖縣", [], []), ("金門縣", ["金門"], []), ("連江縣", ["馬祖"], [])])
    assert islands.official("馬祖") == "連江縣"
    assert islands.found_in("三縣市") == islands.known
    assert PlaceNames([]).found_in("臺北市") == []


@steady
@given(cell_values)
def test_nothing_but_the_declared_error_is_raised(value: object) -> None:
    assert set(NAMES.found_in(value)) <= set(NAMES.known)
    assert read_or_refused(lambda: NAMES.official(value)) in (None, *NAMES.known)
