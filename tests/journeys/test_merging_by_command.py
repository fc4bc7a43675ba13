"""A conflict copy merged at the terminal: what would be deleted is counted, and asked for before."""

import shutil

import pytest

from tests.journeys.terminal import Desk


@pytest.fixture
def desk(tmp_path, capsys, sample_register):
    shutil.copy(sample_register, tmp_path / "register.db")
    return Desk(tmp_path, capsys)


def noted(desk: Desk, text: str) -> None:
    desk.does("add", "chronicle", "--date", "115年9月1日", "--text", text)


def written(desk: Desk) -> set[str]:
    return {row["text"] for row in desk.reads("list", "chronicle")}


def test_to_take_all_of_a_copy_deletes_by_express_word_alone(desk, tmp_path, capsys):
    desk.does("backup", "-o", str(tmp_path / "複本.db"))
    other = Desk(tmp_path, capsys, str(tmp_path / "複本.db"))
    noted(desk, "（示例）我們的一")
    noted(desk, "（示例）我們的二")
    noted(other, "（示例）他們的")
    file = str(tmp_path / "複本.db")
    assert "另一份才有 1 筆、內容不同 0 筆、目前這份才有 2 筆" in desk.says("compare", file)[2]
    before = written(desk)
    asked = desk.refused("merge", file, "--take", "all")
    assert "會刪除 2 筆" in asked
    assert "--even-so" in asked
    assert written(desk) == before
    answer = desk.reads("merge", file, "--take", "all", "--even-so")
    assert answer == {"merged": 3, "added": 1, "replaced": 0, "removed": 2, "renumbered": [], "repeated": []}
    assert written(desk) == before - {"（示例）我們的一", "（示例）我們的二"} | {"（示例）他們的"}
    desk.does("undo")
    assert written(desk) == before
