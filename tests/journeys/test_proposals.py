"""A year of proposals by the command line: proposed, reviewed, ranked, decided, shared; and the members' money."""

import json
from pathlib import Path

from docx import Document
from python_calamine import CalamineWorkbook

from tests.journeys.terminal import Desk

NAMES = ("海岸整合規劃", "自行車道串連", "農產供應鏈")


def propose(desk: Desk) -> list[str]:
    counties = ("新竹縣", "桃園縣", "宜蘭縣")
    ids = []
    for name, county in zip(NAMES, counties, strict=True):
        words = ("--year", "115", "--name", name, "--proposer", county, "--partner", "台北市", "--requested", "300萬元")
        ids.append(desk.reads("add", "proposal", *words, "--group", "產業組")["id"])
    return ids


def order(desk: Desk) -> list[str]:
    return [one["name"] for one in desk.reads("list", "proposals", "--year", "115")]


def test_one_name_twice_in_a_year_needs_an_express_word(desk: Desk) -> None:
    propose(desk)
    again = ("add", "proposal", "--year", "115", "--name", NAMES[0], "--proposer", "桃園市")
    told = desk.refused(*again)
    assert "115年度已有「海岸整合規劃」（新竹縣，提案），沒有儲存" in told
    assert "--even-so" in told
    assert len(order(desk)) == 3
    assert "115年度已有" in desk.refused("proposal", "change", NAMES[1], "--name", NAMES[0])
    desk.does(*again, "--even-so")
    assert len(order(desk)) == 4


def test_the_counties_shares_come_one_after_another(desk: Desk) -> None:
    propose(desk)
    share = ("proposal", "share", NAMES[0], "--county")
    first = desk.reads(*share, "新竹縣", "--central", "100萬元", "--match", "50萬元")
    assert "相差 1,500,000元" in first["warnings"][-1]
    too_much = desk.refused(*share, "臺北市", "--central", "200萬元")
    assert "相差 500,000元，沒有儲存" in too_much
    assert "--even-so" in too_much
    assert "相差 400,000元，沒有儲存" in desk.refused(*share, "臺北市", "--central", "110萬元")
    assert desk.reads(*share, "臺北市", "--central", "110萬元", "--match", "40萬元")["warnings"] == []
    assert "相差 100,000元" in desk.refused(*share, "臺北市", "--match", "30萬元")
    assert desk.reads("show", "proposal", NAMES[0])["match"] == 900_000


def test_a_proposal_goes_from_idea_to_approved_sum(desk: Desk, tmp_path: Path) -> None:
    coast, bicycle, _farm = propose(desk)
    words = ("--kind", "平臺初審會議", "--year", "115", "--date", "115.3.3", "--title", "115年度平臺初審會議")
    meeting = desk.reads("add", "meeting", *words)["title"]
    desk.does("proposal", "put", NAMES[0], meeting)
    desk.does("add", "review", NAMES[0], "pass", "--meeting", meeting)
    desk.does("add", "review", NAMES[2], "merge", "--into", NAMES[0], "--comment", "同性質", "--meeting", meeting)
    desk.does("proposal", "order", "--year", "115", NAMES[1], NAMES[0])
    assert order(desk) == [NAMES[1], NAMES[0], NAMES[2]]
    desk.does("undo")
    assert order(desk) == list(NAMES)  # without a place in the order: by name, the merged one last
    desk.does("redo")
    desk.does("proposal", "submit", coast, bicycle)
    decided = desk.reads("proposal", "decide", NAMES[0], "approved", "--sum", "320萬元", "--date", "6月10日")
    assert decided["warnings"] == ["核定金額 3,200,000元，高於申請金額 3,000,000元，請確認。"]
    desk.does("proposal", "decide", NAMES[1], "rejected")
    desk.does("proposal", "tier", "--year", "115", "新竹縣", "4", "--source", "測試")
    desk.does("proposal", "tier", "--year", "115", "臺北市", "1", "--source", "測試")
    for tier, percent in (("4", "10%"), ("1", "50")):
        desk.does("proposal", "rate", "--year", "115", tier, percent, "--source", "測試")
    desk.does("proposal", "share", NAMES[0], "--by-tier")
    shown = desk.reads("show", "proposal", NAMES[0])
    assert [(one["member"], one["source"], one["amount"]) for one in shown["shares"]] == [
        ("臺北市", "central", 800_000),
        ("臺北市", "county", 800_000),
        ("新竹縣", "central", 1_440_000),
        ("新竹縣", "county", 160_000),
    ]
    assert (shown["result"], shown["approved"], shown["decided_on"]) == ("approved", 3_200_000, "2026-06-10")
    assert shown["merged"] == [NAMES[2]]
    assert shown["agenda"] == [f"{meeting}：{NAMES[0]}"]
    assert shown["reviews"][0] | {"id": ""} == {
        "id": "",
        "on": "2026-03-03",
        "meeting": meeting,
        "verdict": "pass",
        "into": None,
        "comment": "",
    }
    own = ("proposal", "share", NAMES[0], "--county", "新竹縣", "--own", "5萬元", "--advance", "asked")
    assert "相差 50,000元，沒有儲存" in desk.refused(*own)
    desk.does(*own, "--even-so")
    shown = desk.reads("show", "proposal", NAMES[0])
    assert (shown["own"], shown["match"], shown["advance"]) == (50_000, 960_000, True)
    assert "相差 50,000元" in shown["warnings"][1]

    desk.does("contribution", "lay-out", "--year", "115", "--due", "6月30日")
    for ending in ("xlsx", "ods"):
        path = str(tmp_path / f"proposals.{ending}")
        desk.does("export", "proposals", "--year", "115", "-o", path)
        book = CalamineWorkbook.from_path(path)
        assert book.sheet_names == ["提案", "年度分攤款", "歷年合計"]
        for place in (0, 1):
            assert "單位：新臺幣千元" in [cell for row in book.get_sheet_by_index(place).to_python() for cell in row]
        assert [cell for cell in book.get_sheet_by_index(1).to_python()[-1] if cell][:2] == ["合計", 4800]
        assert [row[7] for row in book.get_sheet_by_index(0).to_python()[-3:]] == ["", 3200, ""]
        states = json.loads(desk.does("intake", path, "--dry-run", "--json"))
        assert [(one["kind"], [row["state"] for row in one["rows"]]) for one in states["sheets"]] == [
            ("proposals", ["same"] * 3),
            (None, []),
            (None, []),
        ]
    for ending in ("docx", "odt", "pdf"):
        desk.does("export", "proposals", "--year", "115", "-o", str(tmp_path / f"proposals.{ending}"))
    tables = Document(str(tmp_path / "proposals.docx")).tables
    assert [len(table.rows) for table in tables] == [4, 9]


def test_what_is_wrong_is_told_and_nothing_is_changed(desk: Desk) -> None:
    coast, _bicycle, farm = propose(desk)
    desk.does("proposal", "merge", farm, "--into", coast)
    before = desk.reads("list", "proposals", "--year", "115")
    for words, told in (
        (("proposal", "merge", coast, "--into", farm), "整併會繞成一圈"),
        (("proposal", "merge", coast, "--into", coast), "不能併入自己"),
        (("proposal", "change", coast, "--requested=-5萬元"), "不可為負數"),
        (("proposal", "share", coast, "--county", "新竹縣", "--match", "-1"), "不可為負數"),
        (("proposal", "share", coast), "請以 --central"),
        (("proposal", "share", coast, "--by-tier", "--part", "新竹縣"), "縣市=金額"),
        (("proposal", "share", coast, "--by-tier"), "財力級次或配合款比率"),
        (("proposal", "decide", farm, "approved"), "目前是「整併」，不能改為「核定」"),
        (("proposal", "decide", coast, "rejected", "--sum", "1"), "不能有核定金額"),
        (("add", "review", coast, "amend"), "須說明理由"),
        (("proposal", "unreview", coast, "x"), "沒有初審意見"),
        (("proposal", "remove", coast), "已併入"),
        (("proposal", "total", "--year", "102", "--passed", "3"), "須註明出處"),
        (("show", "proposal", "沒有這一案"), "找不到提案「沒有這一案」"),
        (("contribution", "pay", "--year", "115", "桃園市"), "沒有桃園市的分攤款"),
    ):
        status, answer, message = desk.says(*words)
        assert (status, answer) == (1, ""), words
        assert told in message
    assert desk.reads("list", "proposals", "--year", "115") == before


def test_a_proposal_is_changed_emptied_reopened_and_removed(desk: Desk) -> None:
    coast, bicycle, farm = propose(desk)
    desk.does("proposal", "change", coast, "--requested", "-", "--partner", "-", "--advance", "yes", "--group", "-")
    shown = desk.reads("show", "proposal", coast)
    assert (shown["requested"], shown["partners"], shown["advance"], shown["group"]) == (None, [], True, "")
    desk.does("add", "review", bicycle, "return", "--comment", "重複")
    review = desk.reads("show", "proposal", bicycle)["reviews"][0]["id"]
    assert desk.reads("proposal", "reopen", bicycle)["result"] == "proposed"
    desk.does("proposal", "unreview", bicycle, review)
    assert desk.reads("show", "proposal", bicycle)["reviews"] == []
    desk.does("proposal", "remove", farm)
    assert order(desk) == [NAMES[0], NAMES[1]]


def test_the_reports_figures_are_listed_apart_from_the_records(desk: Desk) -> None:
    told = {one["years"]: one for one in desk.reads("list", "proposal-totals")}
    assert {years: (one["passed"], one["granted"], one["basis"]) for years, one in told.items()} == {
        "98–103": (49, 118_900_000, "told"),
        "100": (12, 32_700_000, "told"),
        "103": (4, 8_700_000, "told"),
    }
    assert (told["100"]["proposed"], told["103"]["discussed"]) == (23, 18)
    desk.does("proposal", "total", "--year", "102", "--passed", "3", "--sum", "500萬元", "--source", "測試")
    desk.does("proposal", "total", "--year", "102", "--discussed", "9")
    line = next(one for one in desk.reads("list", "proposal-totals") if one["years"] == "102")
    assert (line["discussed"], line["passed"], line["granted"], line["source"]) == (9, 3, 5_000_000, "測試")
    desk.does("proposal", "total", "--year", "102", "--remove")
    assert "102" not in [one["years"] for one in desk.reads("list", "proposal-totals")]


def test_contributions_are_laid_out_paid_put_right_and_taken_out(desk: Desk) -> None:
    assert desk.reads("contribution", "lay-out", "--year", "115") == {"added": 8, "sum": 4_800_000}
    paid = desk.reads("contribution", "pay", "--year", "115", "桃園縣", "--sum", "15萬元", "--date", "3月5日")
    assert (paid["paid"], paid["left"], paid["standing"]) == (150_000, 250_000, "part")
    assert desk.reads("contribution", "pay", "--year", "115", "桃園市")["standing"] == "paid"
    changed = desk.reads("contribution", "change", "--year", "115", "苗栗縣", "--amount", "180萬元", "--due", "6/30")
    assert (changed["left"], changed["standing"]) == (1_800_000, "overdue")
    desk.does("contribution", "remove", "--year", "115", "基隆市")
    lines = desk.reads("list", "contributions", "--year", "115")
    assert [(one["member"], one["amount"], one["standing"]) for one in lines][:2] == [
        ("苗栗縣", 1_800_000, "overdue"),
        ("宜蘭縣", 400_000, "open"),
    ]
    assert len(lines) == 7
    line = next(one for one in desk.reads("list", "contributions", "--county", "桃園市"))
    assert (line["paid"], line["paid_on"]) == (400_000, "2026-09-08")
