"""An installed package brings along all that it needs: its resources, its migrations and its reference data."""

import os
import subprocess
import sys
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


def test_the_unpacked_wheel_makes_a_register_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    store = tmp_path / "year.db"
    subprocess.run(
        [sys.executable, "-P", "-m", "northtaiwan_desktop.cli", "--store", str(store), "init", "--sample"],
        cwd=tmp_path,
        env=dict(os.environ, PYTHONPATH=str(site)),
        check=True,
    )
    assert store.read_bytes().startswith(b"SQLite format 3")
