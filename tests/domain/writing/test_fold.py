import pytest
from hypothesis import example, given

from northtaiwan_desktop.domain.writing.fold import clean, folded, shown, tight
from tests.domain.writing.inputs import cell_values, steady, texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺北市", "台北市"),
        ("核  定  情  形", "核定情形"),
        ("合\u3000計", "合計"),
        ("預定\n完成日期", "預定完成日期"),
        ("８０％", "80﹪"),
        ("ＮＴ－ＦＡＣＥ", "nt-face"),
        ("一○五年", "一〇五年"),
        ("（一）", "(一)"),
        ("95—97", "95－97"),
        ("會議\u200b紀錄", "會議紀錄"),
    ],
)
def test_what_means_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_the_noun_and_the_verb_stay_two_words() -> None:
    assert folded("紀錄") != folded("記錄")


def test_characters_of_private_use_survive() -> None:
    assert folded("王\ue001明") == "王\ue001明"


@steady
@given(texts)
@example("a \u0301")
@example("\u00b4\u0345 臺")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "result"), [("1200\n300", "1200|300"), ("103. 7. 16", "103.7.16"), ("800¹", "800|"), ("１ ２", "1|2")]
)
def test_figures_that_stood_apart_are_not_joined(text: str, result: str) -> None:
    assert tight(text) == result


def test_clean_changes_line_ends_and_edges_only() -> None:
    assert clean(" 臺北\u3000市\r\n甲  乙\r丙\n") == "臺北\u3000市\n甲  乙\n丙"


@steady
@given(cell_values)
def test_any_value_can_be_quoted_in_one_short_line(value: object) -> None:
    assert len(shown(value)) <= 40
    assert "\n" not in shown(value)
