"""The progress sheet by group and by county: every line once, the balance in every head, real charts in Excel."""

import zipfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.member_order import MemberOrder, ordered
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.services.progress import Wish, write
from northtaiwan_desktop.sheets.progress_by import By
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.rounds import lines_of_round
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from tests.documents.reading import READERS

TODAY = date(2014, 10, 1)
ROUND = Round.quarter(103, 3)
SUMMARIES = ("摘要", "縣市統計", "議題組統計")


def made(store: Store, path: Path, **wish: object) -> Path:
    return store.ask(partial(write, path=path, wish=Wish(round=ROUND, **wish), today=TODAY))  # type: ignore[arg-type]


@pytest.mark.parametrize("by", By)
def test_every_line_stands_in_one_sheet(sample_store: Store, tmp_path: Path, by: By) -> None:
    book = load_workbook(made(sample_store, tmp_path / "t.xlsx", by=by))
    lines = sample_store.ask(partial(lines_of_round, round=ROUND, today=TODAY))
    found = []
    for name in book.sheetnames[3:]:
        sheet = book[name]
        heads = [cell.value for cell in sheet[3]]
        at = heads.index("assignment_id")
        found += [row[at].value for row in sheet.iter_rows(min_row=4) if row[at].value]
        assert str(sheet["A1"].value).endswith(f"－{name}")
        before, added, released, rest = numbers(str(sheet["A2"].value))
        assert before + added - released == rest
    assert sorted(found) == sorted(line.id for line in lines)
    assert tuple(book.sheetnames[:3]) == SUMMARIES


def numbers(head: str) -> list[int]:
    said = head[head.index("前期列管") :]
    return [int("".join(sign for sign in part if sign.isdigit())) for part in said.split("案")[:4]]


def test_sheets_stand_in_the_order_that_was_chosen(sample_store: Store, tmp_path: Path) -> None:
    made(sample_store, tmp_path / "a.xlsx", by=By.COUNTY)
    made(sample_store, tmp_path / "b.xlsx", by=By.COUNTY, order=MemberOrder.HOST)
    usual, host_first = (load_workbook(tmp_path / name).sheetnames[3:] for name in ("a.xlsx", "b.xlsx"))
    names = sample_store.ask(lambda records: [member.name for member in reference(records).members])
    assert [name for name in usual if name in names] == [name for name in names if name in usual]
    assert host_first[0] == "新竹縣"
    assert sorted(host_first) == sorted(usual)


def test_charts_are_excels_own_and_point_at_cells(sample_store: Store, tmp_path: Path) -> None:
    path = made(sample_store, tmp_path / "t.xlsx", by=By.COUNTY)
    with zipfile.ZipFile(path) as file:
        charts = [etree.fromstring(file.read(name)) for name in file.namelist() if name.startswith("xl/charts/chart")]
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    book = CalamineWorkbook.from_path(str(path))
    assert len(charts) == 3
    for chart in charts:
        for formula in chart.xpath("//c:ser//c:f", namespaces=space):
            sheet, _mark, _cells = formula.text.partition("!")
            assert sheet.strip("'") in book.sheet_names
    grouping = [chart.xpath("string(//c:grouping/@val)", namespaces=space) for chart in charts]
    assert sorted(grouping) == ["clustered", "clustered", "stacked"]


def test_the_count_stands_in_the_chosen_order_with_bodies_outside_at_the_end(
    sample_store: Store, tmp_path: Path
) -> None:
    def names(order: MemberOrder) -> list[str]:
        book = load_workbook(made(sample_store, tmp_path / "t.xlsx", order=order))
        return [str(row[0].value) for row in book["統計"].iter_rows(min_row=4)]

    def hand_out(work: Work) -> None:
        line = lines_of_round(work, ROUND, today=TODAY)[0]
        for office in ("交通部", "內政部"):
            work.save(Assignment(resolution_id=line.resolution.id, office=office, position=9))

    sample_store.do("建請中央", hand_out)
    known = sample_store.ask(reference)
    for order in MemberOrder:
        shown = names(order)
        assert shown[-2:] == ["中央及其他機關", "合計"]
        ranks = [member.name for member in ordered(known, order, 103, ROUND.until)]
        assert shown[:-2] == [name for name in ranks if name in shown]
        assert len(shown) > 3


def test_the_summary_counts_what_the_sheets_hold(sample_store: Store, tmp_path: Path) -> None:
    book = load_workbook(made(sample_store, tmp_path / "t.xlsx", by=By.COUNTY))
    counted = {row[0].value: row[5].value for row in book["縣市統計"].iter_rows(min_row=4)}
    for name in book.sheetnames[3:]:
        lights = [cell.value for cell in book[name]["A"][3:] if cell.value and not str(cell.value).startswith("註")]
        assert counted[name] == len(lights)


def test_excel_and_open_document_hold_the_same(sample_store: Store, tmp_path: Path) -> None:
    told = []
    for suffix in ("xlsx", "ods"):
        book = CalamineWorkbook.from_path(str(made(sample_store, tmp_path / f"t.{suffix}", by=By.GROUP)))
        told.append([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    assert told[0] == told[1]


@pytest.mark.file_alone
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf"])
def test_on_paper_it_says_the_balance_and_shows_the_charts(sample_store: Store, tmp_path: Path, suffix: str) -> None:
    path = made(sample_store, tmp_path / f"t{suffix}", by=By.COUNTY)
    told = READERS[suffix](path)
    assert "前期列管3案＋本期新增9案－本期解除2案＝續列10案" in told
    assert "圖1各縣市（機關）燈號" in told
    assert told.count("前期列管") > 4
    assert "主（協）辦單位" in told
    assert "協辦" in told.replace("主（協）辦單位", "")


def test_one_countys_sheet_has_its_own_balance(sample_store: Store, tmp_path: Path) -> None:
    made(sample_store, tmp_path / "t.xlsx", member_id="65000")
    sheet = load_workbook(tmp_path / "t.xlsx")["列管表"]
    before, added, released, rest = numbers(str(sheet["A2"].value))
    assert before + added - released == rest > 0


def test_another_format_is_refused(sample_store: Store, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="xlsx"):
        made(sample_store, tmp_path / "t.txt")
    assert not list(tmp_path.glob("t.txt"))
