"""A plan year at the command line: written, confirmed, recorded, revised, compared, handed out, taken on, undone."""

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.cli import main
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.services import setup
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Store


class Desk:
    """A person at a terminal."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self._capsys = store, capsys

    def reads(self, *words: str, today: str = "115年4月20日") -> Any:
        self._capsys.readouterr()
        status = main(["--store", str(self.store), "--today", today, *words, "--json"])
        said = self._capsys.readouterr()
        assert status == 0, said.err
        return json.loads(said.out)

    def known(self) -> Reference:
        store = Store.open(self.store)
        try:
            return store.ask(reference)
        finally:
            store.close()


@pytest.fixture
def desk(place: str, capsys: pytest.CaptureFixture[str]) -> Desk:
    setup.create(place).close()
    return Desk(place, capsys)


def test_a_plan_year(desk: Desk, tmp_path: Path) -> None:
    desk.reads("add", "meeting", "--kind", "副首長會議", "--year", "115", "--date", "115.3.20", "--title", "第一次")
    number = desk.reads(
        *("add", "plan", "--year", "115", "--group", "交通組", "--name", "轉乘優惠", "--lead", "桃園"),
        *("--co-lead", "新北", "--cross-group", "環境資源", "--axis", "C", "--axis", "低碳", "--indicator", "三條路線"),
        *("--starts", "115/1/1", "--ends", "116/6/30", "--planned", "25 50 75 80", "--total", "500萬元"),
        *("--budget", "桃園市 自籌 200萬元", "--budget", "－ 中央補助 300萬元", "--milestone", "6/30 完成規劃"),
    )["number"]
    desk.reads("add", "plan", "--year", "115", "--group", "健康社福", "--name", "長照", "--term", "long")
    assert desk.reads("plan", "confirm", "--year", "115", "--meeting", "第一次")["version"] == 1

    rows = desk.reads("plan", "progress", "--year", "115", "--quarter", "1", "--set", f"{number}=12")
    assert {row["number"]: row["actual_percent"] for row in rows} == {number: 12, "115-P02": None}
    listed = next(row for row in desk.reads("list", "plan", "--year", "115") if row["number"] == number)
    assert (listed["planned_percent"], listed["actual_percent"], listed["light"]) == (25, 12, "yellow")
    assert listed["cross_groups"] == ["環境資源"]

    desk.reads("plan", "change", number, "--lead", "新竹縣", "--budget", "新竹縣 自籌 500萬元")
    found = desk.reads("plan", "compare", "--year", "115")
    assert [one["turn"] for one in found] == ["changed"]
    assert set(found[0]["fields"]) == {"lead", "budget"}
    revised = desk.reads("plan", "revise", "--year", "115", "--meeting", "第一次", "--reason", "改由新竹縣主辦")
    assert revised["version"] == 2
    versions = desk.reads("plan", "versions", "--year", "115")
    assert [(one["version"], one["items"]) for one in versions] == [(2, 2), (1, 2)]

    assert [row["number"] for row in desk.reads("plan", "carry", "--year", "115", "--dry-run")] == ["115-P02", number]
    made = desk.reads("plan", "carry", "--year", "115", number)
    assert [row["number"] for row in made] == ["116-P01"]
    assert desk.reads("plan", "carry", "--year", "115", number) == []
    shown = desk.reads("show", "plan", "116-P01")
    assert [one["year"] for one in shown["lineage"]] == [115, 116]
    assert [one["planned_percent"] for one in shown["quarters"]] == [55, 100]
    assert [one["version"] for one in desk.reads("show", "plan", number)["versions"]] == [1, 2]
    desk.reads("undo")  # the second carrying, which changed nothing, left no entry
    assert desk.reads("list", "plan", "--year", "116") == []


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_workbook_has_the_matrix_and_the_quarters_and_comes_back(
    desk: Desk, sample_register: Path, tmp_path: Path, ending: str
) -> None:
    desk.store = sample_register
    path = tmp_path / f"plan.{ending}"
    desk.reads("export", "plan", "--year", "103", "-o", str(path), today="103年11月3日")
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["行動方案", "願景矩陣", "進度甘特"]
    rows = book.get_sheet_by_name("願景矩陣").to_python()
    matrix = [row for row in rows if row[0] == "防災治安"]
    assert matrix[0][1:4] == ["1項　平均80%", "正常", "－"]
    told = [(words, light) for row in rows[3:] for words, light in zip(row[1::2], row[2::2], strict=False)]
    assert {light for words, light in told if "項落後" in str(words)} == {"落後"}
    assert {light for words, light in told if "項注意" in str(words) and "項落後" not in str(words)} <= {"注意"}
    bikes = next(row for row in book.get_sheet_by_name("進度甘特").to_python() if row[0] == "103-休憩-01")
    assert bikes[3:7] == ["達成", "略後", "落後", "落後"]
    found = recognise(read_grids(path), file=path.name, reference=desk.known())
    assert found.kind == "plan"
    assert [table.kind.name for table in found.tables if table.kind] == ["plan"]
    reviewed = desk.reads("intake", str(path), "--dry-run", today="103年11月3日")
    states = {row["state"] for sheet in reviewed["sheets"] for row in sheet["rows"]}
    assert states <= {"same", "ignored"}


@pytest.mark.parametrize("words", [("--group", "交通組"), ("--county", "桃園市")])
def test_the_workbook_is_narrowed_by_group_and_county(
    desk: Desk, sample_register: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    desk.store = sample_register
    path = tmp_path / "plan.xlsx"
    desk.reads("export", "plan", "--year", "103", *words, "-o", str(path))
    listed = desk.reads("list", "plan", "--year", "103", *words)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("進度甘特").to_python()
    assert [row[0] for row in rows if str(row[0]).startswith("103-")] == [one["number"] for one in listed]
