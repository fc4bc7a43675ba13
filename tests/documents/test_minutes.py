"""Minutes on paper say what the view says, in the order and form of an office."""

import pytest

from northtaiwan_desktop.documents import minutes
from northtaiwan_desktop.documents.paper import LOOKS, Paper, Role, Table, Text
from northtaiwan_desktop.domain.minutes import Labelled
from tests.documents.views import a_bare_view, a_carried_row, a_rich_view, a_section, an_item, an_outcome


def printed(paper: Paper) -> list[str]:
    """Each paragraph, and each row of a table with its cells parted by |."""
    found = []
    for block in paper.blocks:
        if isinstance(block, Text):
            found.append(block.label + block.text)
        else:
            found += ["|".join(row) for row in ([block.header] if block.header else []) + list(block.rows)]
    return found


def of_section(**changes: object) -> list[str]:
    view = a_bare_view(mark="", sections=(a_section("伍、", "討論事項", **changes),))
    return printed(minutes.paper(view))[2:]


def test_the_barest_minutes_are_a_title():
    assert printed(minutes.paper(a_bare_view(mark=""))) == [
        "北臺區域發展推動委員會",
        "103年度第二次副首長會議補行議程會議紀錄",
    ]


def test_a_draft_says_so_before_all_else():
    assert printed(minutes.paper(a_bare_view()))[0] == "（草稿）"


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("103年度第二次副首長會議", "103年度第二次副首長會議紀錄"),
        ("103年度首長及委員年會", "103年度首長及委員年會會議紀錄"),
        ("104年度成果展", "104年度成果展會議紀錄"),
    ],
)
def test_the_title_says_meeting_once(title, whole):
    assert printed(minutes.paper(a_bare_view(title=title, mark="")))[1] == whole


def test_the_platform_is_not_said_twice():
    paper = minutes.paper(a_bare_view(title="北臺區域發展推動委員會105年度首長會議", mark=""))
    assert printed(paper) == ["北臺區域發展推動委員會105年度首長會議紀錄"]


def test_fields_of_the_head_keep_their_order_and_empty_ones_their_label():
    view = a_bare_view(mark="", head=(Labelled("時間", "（日期未定）"), Labelled("地點", ""), Labelled("主席", "○○○")))
    assert printed(minutes.paper(view))[2:] == ["時間：（日期未定）", "地點：", "主席：○○○"]


def test_offices_and_their_people_are_one_aligned_list():
    view = a_bare_view(
        mark="",
        head=(
            Labelled("出席", "桃園縣政府交通局　局長甲、科長乙\n新竹市政府　處長丙"),
            Labelled("列席", "國家發展委員會　專門委員丁"),
        ),
    )
    (table,) = [block for block in minutes.paper(view).blocks if isinstance(block, Table)]
    assert not table.ruled
    assert table.rows == (
        ("出席：", "桃園縣政府交通局", "局長甲、科長乙"),
        ("", "新竹市政府", "處長丙"),
        ("列席：", "國家發展委員會", "專門委員丁"),
    )


def test_an_item_has_its_words_in_order():
    item = an_item(
        title="爭取補助一案",
        title_word="案由",
        proposer="新竹縣政府",
        parts=(Labelled("說明", "依上次會議決議辦理。\n詳附件。"), Labelled("擬辦", "討論通過後提案。")),
        outcomes=(an_outcome(number="103-2-01", doers="主辦：新竹縣政府", due="104年1月31日"),),
    )
    assert of_section(items=(item,)) == [
        "伍、討論事項",
        "一、案由：爭取補助一案（提案單位：新竹縣政府）",
        "說明：依上次會議決議辦理。",
        "詳附件。",
        "擬辦：討論通過後提案。",
        "決議：照案通過。",
        "（列管案號：103-2-01；主辦：新竹縣政府；預定完成日期：104年1月31日）",
    ]


def test_several_resolutions_of_an_item_are_numbered_under_one_word():
    item = an_item(outcomes=(an_outcome("甲。"), an_outcome("乙。"), an_outcome("洽悉。", word="決定")))
    assert of_section(items=(item,))[2:] == ["決議：", "（一）甲。", "（二）乙。", "決定：洽悉。"]


def test_an_item_holds_on_to_its_resolution():
    item = an_item(parts=(Labelled("說明", "甲。\n乙。"),), outcomes=(an_outcome(doers="主辦：基隆市政府"),))
    paper = minutes.paper(a_bare_view(mark="", sections=(a_section("伍、", "討論事項", items=(item,)),)))
    texts = [block for block in paper.blocks if isinstance(block, Text)][3:]
    assert [(text.text, text.keep_next) for text in texts] == [
        ("各議題組工作報告", True),
        ("甲。", False),
        ("乙。", True),
        ("照案通過。", True),
        ("（主辦：基隆市政府）", False),
    ]


def test_a_label_alone_is_not_left_at_the_foot_of_a_page():
    item = an_item(parts=(Labelled("說明", "一、甲。\n二、乙。"),))
    paper = minutes.paper(a_bare_view(mark="", sections=(a_section("伍、", "討論事項", items=(item,)),)))
    alone = next(block for block in paper.blocks if isinstance(block, Text) and block.label == "說明：")
    assert (alone.text, alone.keep_next) == ("", True)


def test_carried_columns_hold_their_words():
    """No heading and no usual word is cut after two characters, and 100% stays in one piece."""
    widths = {title.replace("\n", ""): centimetres for title, centimetres in minutes.CARRIED}
    room = {title: (width - 0.2) / 2.54 * 72 / LOOKS[Role.CELL].size for title, width in widths.items()}
    assert sum(widths.values()) == pytest.approx(16)
    assert room["管考建議"] >= 4
    assert room["進度"] >= 2.5
    assert all(count >= 4 for title, count in room.items() if title != "進度")


def test_marks_that_were_typed_stand_out_and_go_deeper_by_level():
    body = "一、甲\n（一）乙\n（二）丙\n二、丁\n戊"
    view = a_bare_view(mark="", sections=(a_section("壹、", "主席致詞", body=body),))
    texts = [block for block in minutes.paper(view).blocks if isinstance(block, Text)][3:]
    assert [(text.label, text.text, text.left, text.hang) for text in texts] == [
        ("一、", "甲", 28, 28),
        ("（一）", "乙", 56, 42),
        ("（二）", "丙", 56, 42),
        ("二、", "丁", 28, 28),
        ("", "戊", 28, 0),
    ]


def test_carried_items_are_a_table_as_wide_as_the_text():
    view = a_bare_view(sections=(a_section("參、", "上次會議決議辦理情形", carried=(a_carried_row(1),)),))
    paper = minutes.paper(view)
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    assert table.rows[0][0] == "103-1-01"
    assert len(table.header) == len(table.widths) == len(table.rows[0])
    assert sum(table.widths) == pytest.approx(paper.text_width)


def test_what_a_file_cannot_hold_is_left_out():
    view = a_bare_view(mark="", sections=(a_section("壹、", "主席致詞", body="甲\x00乙\x0b丙\x1b\ufffe\r\n丁\ud800"),))
    assert printed(minutes.paper(view))[3:] == ["甲乙", "丙", "丁"]


def test_every_part_of_the_view_is_printed():
    whole = "".join(printed(minutes.paper(a_rich_view())))
    for words in ("（草稿）", "原住民族行政局", "感謝各縣市", "紀錄確定", "103-1-04", "洽悉", "104年1月31日", "示例"):
        assert words in whole


def test_headings_are_headings():
    outline = [block.label for block in minutes.paper(a_rich_view()).blocks if getattr(block, "role", 0) is Role.PART]
    assert outline == ["壹、", "貳、", "參、", "肆、", "伍、", "陸、", "柒、"]
