"""An installed package brings along all that it needs: its resources, its migrations and its reference data."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = "northtaiwan_desktop/_data/"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    how = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *how, str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def brought_along() -> list[str]:
    """What the checkout has and an installed program reads."""
    files = [path for top in ("resources", "db") for path in (ROOT / top).rglob("*") if path.is_file()]
    return sorted(path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts)


def test_the_wheel_holds_resources_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in brought_along() if DATA + name not in names] == []
    assert DATA + "db/env.py" in names


def test_the_wheel_names_both_programs(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
    text = archive.read(name).decode()
    assert "northtaiwan = northtaiwan_desktop.cli:main" in text
    assert "northtaiwan-desktop = northtaiwan_desktop.app:main" in text


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs that `pip install` of the wheel makes in an environment of its own."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    variables = {"base": str(home), "platbase": str(home)}
    programs = Path(sysconfig.get_path("scripts", "venv", variables))
    site = Path(sysconfig.get_path("purelib", "venv", variables))
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(home)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    # The libraries are lent by this environment, so that no network is needed; the program itself is not in it.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return programs


def test_the_installed_command_does_its_work_far_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    # A person's first day: nothing of theirs is there yet.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL", "XDG"))}
    env["HOME"] = str(tmp_path / "home")
    command = [str(installed / "northtaiwan"), "--today", "103年10月1日"]
    if sys.platform == "win32":
        command += ["--store", "year.db"]

    def does(*words: str) -> str:
        done = subprocess.run([*command, *words], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    does("init", "--sample")
    meeting = json.loads(does("list", "meetings", "--year", "103", "--json"))[0]
    for paper in ("minutes.docx", "minutes.odt", "minutes.pdf"):
        does("export", "minutes", meeting["id"], "-o", paper)
        assert (tmp_path / paper).stat().st_size
    does("--language", "en", "history")


def test_the_installed_command_reads_only_what_came_with_it(installed: Path, tmp_path: Path) -> None:
    python = next(installed.glob("python*"))
    ask = "from northtaiwan_desktop import paths; print(paths.data_root())"
    done = subprocess.run([python, "-I", "-c", ask], cwd=tmp_path, check=True, capture_output=True, encoding="utf-8")
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)
