"""A disk that takes no more, a folder that takes nothing, a file that is a folder: the old paper stays whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from northtaiwan_desktop.services import setup

ROOT = Path(__file__).parents[2]
# The kernel refuses every write beyond so many bytes, as a full disk does; the signal that goes with it is ignored.
LIMITED = """
import resource, signal, sys
from northtaiwan_desktop import whole_file
from northtaiwan_desktop.cli import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
whole, limit = whole_file.write, int(sys.argv[1])

def within(path, content):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        whole(path, content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

if sys.argv[2] == "papers":
    whole_file.write = within
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
sys.exit(main(sys.argv[3:]))
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("full") / "北臺.db"
    setup.create(path, sample=True).close()
    return path


def run(limit: int, *words: str, what: str = "papers") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LIMITED, str(limit), what, *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.skipif(os.name != "posix", reason="the limit is the system's own")
@pytest.mark.parametrize("paper", ["notice", "agenda", "signin", "minutes"])
@pytest.mark.parametrize("ending", ["docx", "odt", "pdf"])
def test_a_paper_that_does_not_fit_leaves_the_old_one_whole(register, tmp_path, paper, ending):
    target = tmp_path / f"舊檔.{ending}"
    target.write_bytes(b"the old paper")
    words = ("--store", str(register), "export", paper, "103-副首長-1", "-o", str(target), "--existing", "replace")
    done = run(2_000, *words)
    assert done.returncode == 1, done.stderr
    assert "舊檔" in done.stderr
    assert "磁碟空間不足" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"the old paper"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.skipif(os.name != "posix", reason="the limit is the system's own")
def test_an_attachment_that_does_not_fit_leaves_the_register_as_it_was(register, tmp_path):
    large = tmp_path / "大.bin"
    large.write_bytes(os.urandom(3_000_000))
    size = register.stat().st_size
    words = ("--store", str(register), "add", "attachment", "103-副首長-1", str(large))
    done = run(size + 100_000, *words, what="all")
    assert "磁碟" in done.stderr
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    told = run(10**9, "--store", str(register), "show", "meeting", "103-副首長-1", "--json")
    assert '"attachments": []' in told.stdout


@pytest.mark.skipif(os.name != "posix", reason="the limit is the system's own")
@pytest.mark.parametrize("beyond", [-300_000, 30_000], ids=["the copy", "the package"])
def test_a_package_that_does_not_fit_leaves_the_old_one_whole(tmp_path_factory, tmp_path, beyond):
    register = tmp_path_factory.mktemp("packed") / "北臺.db"
    setup.create(register, sample=True).close()
    # What can't be pressed together makes the package larger than the register that it holds a copy of.
    noise = register.with_name("附件.bin")
    noise.write_bytes(os.urandom(3_000_000))
    assert run(10**9, "--store", str(register), "add", "attachment", "103-副首長-1", str(noise)).returncode == 0
    target = tmp_path / "交接.zip"
    target.write_bytes(b"the old package")
    words = ("--store", str(register), "--today", "103年10月1日", "export", "handover", "--year", "103")
    done = run(register.stat().st_size + beyond, *words, "-o", str(target), what="all")
    assert done.returncode == 1, done.stderr
    assert "磁碟" in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"the old package"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize(("place", "told"), [("沒有的/紀錄.docx", "找不到資料夾"), ("資料夾.docx", "那是一個資料夾")])
def test_a_place_that_takes_no_file_is_told(register, tmp_path, place, told):
    (tmp_path / "資料夾.docx").mkdir()
    done = run(10**9, "--store", str(register), "export", "minutes", "103-副首長-1", "-o", str(tmp_path / place))
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
