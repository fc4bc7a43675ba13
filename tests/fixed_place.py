"""Places where nothing can be written, made for real: a folder seen read-only, and a disk that is full."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def write_protected(folder: Path, seen: Path) -> Iterator[Path]:
    """The folder as who may not write sees it, as on a read-only share: others go on writing in `folder` itself."""
    if os.name == "nt":
        pytest.skip("rights on Windows are lists, which are not changed for a test")
    if os.geteuid() != 0:
        # Who is no administrator is held by the rights of the folder.
        folder.chmod(0o555)
        for path in folder.iterdir():
            path.chmod(0o444)
        try:
            yield folder
        finally:
            folder.chmod(0o755)
        return
    seen.mkdir()
    _mount("--bind", str(folder), str(seen))
    try:
        _mount("-o", "remount,bind,ro", str(seen))
        yield seen
    finally:
        subprocess.run(["umount", "-l", str(seen)], check=True)


@contextmanager
def small_disk(at: Path, size: str = "6m") -> Iterator[Path]:
    """A disk of its own with little room."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only an administrator of Linux can mount a small disk")
    at.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(at))
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with (disk / "fill").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return


def _mount(*words: str) -> None:
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
