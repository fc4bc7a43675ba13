"""This PC's choices outlive the program, and a broken file costs nothing but the choices."""

import json
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.settings import Choices, Settings


def test_choices_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    Settings(path).keep(language="en", user="王小明")
    again = Settings(path)
    assert (again.choices.language, again.choices.user, again.told) == ("en", "王小明", "")


def test_the_newest_register_stands_first_and_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    for location in ("a.db", "b.db", "a.db"):
        settings.keep_store(location)
    assert settings.choices.recent == ["a.db", "b.db"]
    assert settings.choices.last_store == "a.db"


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '"text"', "\x00\x01"])
def test_a_broken_file_is_set_aside_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, "utf-8")
    settings = Settings(path)
    assert settings.choices == Choices()
    assert "settings.broken.json" in settings.told
    assert (tmp_path / "settings.broken.json").read_text("utf-8") == text
    settings.keep(user="王小明")
    assert Settings(path).told == ""


def test_what_a_later_version_wrote_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"user": "王", "theme": "sepia", "recent": 3, "unknown": True}), "utf-8")
    assert Settings(path).choices == Choices(user="王")


def test_a_folder_that_cannot_be_written_is_told_and_the_choice_still_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    settings = Settings(tmp_path / "file" / "settings.json")
    with pytest.raises(FileUnwritable, match=r"settings\.json"):
        settings.keep(user="王小明")
    assert settings.choices.user == "王小明"
