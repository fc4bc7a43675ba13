import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.counties import COUNTIES, names_a_county
from northtaiwan_desktop.domain.writing.regions import region
from tests.domain.writing.inputs import read_or_refused, steady

NORTH = ("宜蘭縣", "基隆市", "新北市", "臺北市", "桃園市", "新竹縣", "新竹市", "苗栗縣")


def test_there_are_22_counties() -> None:
    assert len({county.name for county in COUNTIES}) == 22


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北北基", ("臺北市", "新北市", "基隆市")),
        ("北北基桃", ("臺北市", "新北市", "基隆市", "桃園市")),
        ("北 北 基 桃 四市", ("臺北市", "新北市", "基隆市", "桃園市")),
        ("北北基宜等縣市政府", ("臺北市", "新北市", "基隆市", "宜蘭縣")),
        ("桃竹苗", ("桃園市", "新竹市", "新竹縣", "苗栗縣")),
        ("桃竹竹苗4縣市", ("桃園市", "新竹市", "新竹縣", "苗栗縣")),
        ("竹苗", ("新竹市", "新竹縣", "苗栗縣")),
        ("雙北", ("臺北市", "新北市")),
        ("雙北市", None),
        ("宜花東", ("宜蘭縣", "花蓮縣", "臺東縣")),
        ("雲嘉南", ("雲林縣", "嘉義市", "嘉義縣", "臺南市")),
    ],
)
def test_one_word_stands_for_several_counties(text: str, names: tuple[str, ...] | None) -> None:
    found = region(text, NORTH)

    assert (found.counties if found else None) == names


@pytest.mark.parametrize(
    "text",
    ["基金", "東北", "高中", "南北", "竹北", "竹北市", "竹東", "北投", "北市", "基隆", "苗栗", "南投", "桃園市", ""],
)
def test_a_word_that_happens_to_be_made_of_their_letters_is_none(text: str) -> None:
    assert region(text, NORTH) is None


@pytest.mark.parametrize(
    ("text", "words"), [("北基宜", "臺北市、新北市"), ("桃竹苗三縣市", "縣市數"), ("北北基桃五市", "縣市數")]
)
def test_what_may_be_one_or_another_is_asked(text: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        region(text, NORTH)


def test_an_office_named_of_several_is_each_ones() -> None:
    assert region("北北基交通局", NORTH) == (("臺北市", "新北市", "基隆市"), "交通局")


def test_other_platforms_have_their_own_words() -> None:
    assert region("金馬", ("金門縣", "連江縣")) == (("金門縣", "連江縣"), "")


@steady
@given(st.text() | st.text("北基桃竹苗宜金馬雙等二三四兩縣市府政局", max_size=9))
def test_nothing_but_the_declared_error_is_raised(text: str) -> None:
    found = read_or_refused(lambda: region(text, NORTH))
    assert found is None or len(found.counties) == len(set(found.counties)) > 1
    assert names_a_county(text) in (True, False)


@pytest.mark.parametrize(
    "text", ["金門縣", "金門縣政府", "金門", "台中縣", "臺中市政府交通局", "花蓮縣 政府", "連江縣"]
)
def test_a_county_outside_is_known_as_one(text: str) -> None:
    assert names_a_county(text)


@pytest.mark.parametrize("text", ["超市", "門市", "夜市", "都市", "金門大橋", "臺中捷運公司", "交通部", "廈門市"])
def test_what_is_no_county_of_taiwan_is_none(text: str) -> None:
    assert not names_a_county(text)
