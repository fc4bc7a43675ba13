"""Lists take the smallest sheet that holds their columns."""

import pytest

from northtaiwan_desktop.documents.paper import CELL_SIDE, LOOKS, Role, Table, Text, spread
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


def test_no_number_is_cut_in_two():
    """Where the sheet is too narrow for all, the columns of numbers keep the room that their longest one needs."""
    numbers = ("115-001", "10,000,000", "100%", "115.12.31")
    widths = (9, 13, 9, 12, 60, 60, 60, 60)
    rows = ((*numbers, *("辦理情形文字",) * 4),)
    data = TableData(title="列管表", headers=("欄",) * 8, widths=widths, rows=rows)
    (table,) = [block for block in paper(data).blocks if isinstance(block, Table)]
    assert sum(table.widths) == pytest.approx(sum(spread(widths, paper(data).text_width)))
    for number, points in zip(numbers, table.widths, strict=False):
        assert points - 2 * CELL_SIDE >= 0.6 * len(number) * LOOKS[Role.CELL].size - 0.01
    narrow, _wide = spread((1, 20), 400, [("103-副首長-2-1-05", "")])
    assert narrow - 2 * CELL_SIDE >= 0.6 * len("-2-1-05") * LOOKS[Role.CELL].size - 0.01, "its hyphen goes with it"
    many = (1.0,) * 20
    assert spread(many, 300, [("123456789012345",) * 20]) == spread(many, 300), "none can be held, all give way alike"


def test_figures_are_centred_and_words_are_not():
    (table,) = [block for block in paper(a_list(10, 60)).blocks if isinstance(block, Table)]
    assert table.centred == {0}


def test_an_empty_list_says_so():
    blocks = paper(a_list(10, 60, rows=0)).blocks
    assert [block.text for block in blocks if isinstance(block, Text)] == ["列管表", "115年第3季", "（無資料）"]
