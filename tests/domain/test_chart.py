"""Charts as values: their scales hold what they show, and their words tell all figures."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.chart import Chart, Ink, Series, Shape, scale


def a_chart(*, is_stacked: bool = False) -> Chart:
    return Chart(
        title="燈號",
        shape=Shape.BARS,
        labels=("宜蘭縣", "基隆市"),
        series=(Series("落後", (2, 0), Ink.RED), Series("正常", (3, 4), Ink.GREEN)),
        unit="列",
        is_stacked=is_stacked,
    )


@given(st.floats(min_value=0, max_value=1e9))
def test_a_scale_holds_what_it_measures_in_even_steps(most: float) -> None:
    marks = scale(most)
    assert marks[0] == 0
    assert marks[-1] >= most
    assert 2 <= len(marks) <= 6
    assert len({after - before for before, after in pairwise(marks)}) == 1


@pytest.mark.parametrize(("is_stacked", "most"), [(True, 5), (False, 4)])
def test_what_is_stacked_needs_room_for_the_sum(is_stacked: bool, most: float) -> None:
    assert a_chart(is_stacked=is_stacked).most == most


def test_the_words_tell_every_figure() -> None:
    assert a_chart().words == "燈號。宜蘭縣：落後2列、正常3列；基隆市：落後0列、正常4列"


def test_a_series_that_lacks_a_figure_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="1 figures for 2"):
        Chart(title="", shape=Shape.BARS, labels=("甲", "乙"), series=(Series("落後", (1,)),), unit="列")
