"""Lists take the smallest sheet that holds their columns."""

import pytest

from northtaiwan_desktop.documents.paper import Table, Text
from northtaiwan_desktop.documents.tables import TableData, paper


def a_list(*widths: int, rows: int = 1) -> TableData:
    return TableData(
        title="列管表",
        subtitle="115年第3季",
        headers=tuple(f"欄{n}" for n in range(len(widths))),
        widths=widths,
        rows=tuple(tuple("100%" if n == 0 else "辦理情形文字" for n in range(len(widths))) for _row in range(rows)),
    )


@pytest.mark.parametrize(
    ("widths", "centimetres"), [((10, 60), (21.0, 29.7)), ((20, 60, 30), (29.7, 21.0)), ((60, 60, 60), (42.0, 29.7))]
)
def test_the_sheet_follows_the_columns(widths, centimetres):
    made = paper(a_list(*widths))
    assert (round(made.width / 72 * 2.54, 1), round(made.height / 72 * 2.54, 1)) == centimetres
    (table,) = [block for block in made.blocks if isinstance(block, Table)]
    assert sum(table.widths) == pytest.approx(made.text_width)


def test_figures_are_centred_and_words_are_not():
    (table,) = [block for block in paper(a_list(10, 60)).blocks if isinstance(block, Table)]
    assert table.centred == {0}


def test_an_empty_list_says_so():
    blocks = paper(a_list(10, 60, rows=0)).blocks
    assert [block.text for block in blocks if isinstance(block, Text)] == ["列管表", "115年第3季", "（無資料）"]
