"""An office that looks after its register by the command line: looked through, copied, put back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(sample_register, tmp_path) -> Path:
    copy = tmp_path / "北臺.db"
    shutil.copy(sample_register, copy)
    return copy


def run(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", "--store", str(path), "--today", "103年10月1日", *words]
    home = {"HOME": str(path.parent), "XDG_CONFIG_HOME": str(path.parent / "設定")}
    told = {"cwd": ROOT, "capture_output": True, "text": True, "encoding": "utf-8", "check": False}
    done = subprocess.run(command, env=os.environ | home, **told)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_a_register_is_copied_changed_and_put_back(path):
    made = json.loads(run(path, "backup", "--json").stdout)
    assert made["made"]
    again = json.loads(run(path, "backup", "--json").stdout)
    assert again == {"file": made["file"], "made": False}
    run(path, "add", "chronicle", "--date", "103年9月30日", "--text", "多的一筆")
    listed = json.loads(run(path, "list", "backups", "--json").stdout)
    assert [one["path"] for one in listed] == [made["file"]]
    assert listed[0]["resolutions"] > 0
    put_back = json.loads(run(path, "restore", listed[0]["name"], "--json").stdout)
    assert "多的一筆" not in run(path, "list", "chronicle").stdout
    assert "多的一筆" in run(Path(put_back["kept"]), "list", "chronicle").stdout
    assert run(path, "check").returncode == 0


def test_a_copy_to_a_place_of_ones_own_does_not_write_over_a_file(path, tmp_path):
    target = tmp_path / "帶走.db"
    assert run(path, "backup", "-o", str(target)).returncode == 0
    before = target.read_bytes()
    again = run(path, "backup", "-o", str(target))
    assert again.returncode == 1
    assert "已經存在" in again.stderr
    assert target.read_bytes() == before


def test_an_import_lays_a_copy_aside_first(path, tmp_path):
    form = tmp_path / "回傳.xlsx"
    assert run(path, "export", "form", "--year", "103", "--county", "桃園市", "-o", str(form)).returncode == 0
    import openpyxl

    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    titles = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=12) for cell in row if cell.value}
    column = next(place for title, place in titles.items() if title.startswith("辦理情形"))
    for row in range(1, sheet.max_row + 1):
        number = sheet.cell(row, 1).value
        if isinstance(number, str) and number.startswith("103-"):
            sheet.cell(row, column).value = "示例：已完成"
    book.save(form)
    done = run(path, "intake", str(form), "--accept", "all")
    assert done.returncode == 0, done.stderr
    listed = json.loads(run(path, "list", "backups", "--json").stdout)
    assert [one["reason"] for one in listed] == (["intake"] if "已匯入" in done.stderr else [])
    assert "已匯入" in done.stderr


def test_a_check_tells_its_exit(path):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as file:
        file.execute("DELETE FROM standing")
        file.commit()
    found = run(path, "check", "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["faults"][0]["repair"] == "standing"
    assert "--repair" in found.stderr
    assert run(path, "check", "--repair").returncode == 0
    assert run(path, "check").returncode == 0


def test_a_damaged_register_is_told_with_the_copy_that_helps(path):
    made = json.loads(run(path, "backup", "--json").stdout)
    path.write_bytes(b"\xff" * 4096 + path.read_bytes()[4096:])
    told = run(path, "list", "meetings")
    assert told.returncode == 1
    assert "已損壞" in told.stderr
    assert "restore" in told.stderr
    assert "rescue" in told.stderr
    assert Path(made["file"]).name in told.stderr
    saved = path.with_name("救回.db")
    rescued = json.loads(run(path, "rescue", "-o", str(saved), "--json").stdout)
    assert rescued["rescued"] > 300
    assert rescued["lost"] == 0
    assert run(saved, "check").returncode == 0
    assert run(path, "rescue", "-o", str(saved)).returncode == 1
    assert run(path, "restore", Path(made["file"]).name).returncode == 0
    assert run(path, "check").returncode == 0
