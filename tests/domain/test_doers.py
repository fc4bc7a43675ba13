"""Names that could be a body outside are told from words that are none."""

import pytest

from northtaiwan_desktop.domain.doers import is_named_like_an_agency


@pytest.mark.parametrize(
    "name",
    [
        *("交通部", "經濟部工業局", "國家發展委員會", "行政院", "內政部營建署", "新北市三重區公所", "國立臺灣大學"),
        *(
            "台灣高速鐵路公司",
            "國立臺灣大學（地理系）",
            "中央",
            "臺鐵",
            "工務段",
            "自行車騎士協會",
            "各縣市",
            "板橋高中",
        ),
    ],
)
def test_names_of_agencies_and_their_like(name: str) -> None:
    assert is_named_like_an_agency(name)


@pytest.mark.parametrize("name", ["亂七八糟", "x", "部", "", "（局）", "儘速辦理", "103年12月", "交通部長官說的"])
def test_words_that_are_none(name: str) -> None:
    assert not is_named_like_an_agency(name)
