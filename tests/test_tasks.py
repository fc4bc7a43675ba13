"""The pinned versions are complete, agree with each other, and say nothing of where packages come from."""

import json
import re
import sys
import tomllib
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import tasks

ROOT = Path(__file__).parent.parent
LOCKS = ["runtime", "dev"]


def pins(lock: str) -> dict[str, str]:
    """Name and version of each pinned package, from `name==version ; marker \\` followed by its hashes."""
    text = (ROOT / "installer" / "requirements" / f"{lock}.txt").read_text("utf-8")
    found = {}
    for block in re.split(r"\n(?=\S)", text.strip()):
        head, *hashes = block.splitlines()
        name, version = head.removesuffix(" \\").split(" ;")[0].strip().split("==")
        assert hashes, f"{name} has no hash"
        assert all(line.strip().startswith("--hash=sha256:") for line in hashes)
        found[name] = version
    return found


def normal(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_address(lock: str) -> None:
    assert pins(lock)
    assert "://" not in (ROOT / "installer" / "requirements" / f"{lock}.txt").read_text("utf-8")


def test_developers_run_the_versions_that_users_get() -> None:
    assert pins("runtime").items() <= pins("dev").items()


def test_what_the_program_needs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert {normal(name) for name in project["project"]["dependencies"]} <= pins("runtime").keys()
    assert {normal(name) for name in project["dependency-groups"]["dev"]} <= pins("dev").keys()


def test_a_missing_library_and_a_missing_file_are_noticed() -> None:
    assert not tasks.is_there("libno-such-thing.so.9")
    assert not tasks.is_there("/no/such/font.ttf")
    assert tasks.is_there(str(Path(__file__)))


def test_nobody_without_rights_is_left_without_the_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "SYSTEM", "Linux")
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit) as ended:
        tasks.need({"libno-such-thing9": "libno-such-thing.so.9"})
    assert ended.value.code == 1
    assert "sudo apt-get install libno-such-thing9" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a signed-in person always has a display")
def test_a_display_that_is_long_gone_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PYTHON", Path(sys.executable))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    assert tasks.has_display()
    assert not tasks.display_answers()


def test_a_step_that_fails_is_told_with_the_program_s_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        tasks.answer(sys.executable, ROOT / "main.py", "show", "meeting")
    assert ended.value.code == 1
    assert "usage: northtaiwan show" in capsys.readouterr().err


class FaultService(BaseHTTPRequestHandler):
    """Answers as OSV does: one package has a fault."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = {"vulns": [{"id": "GHSA-0000-0000-0000", "modified": "2026-01-01T00:00:00Z"}]}
        self._answer({"results": [known if one["package"]["name"] == "jinja2" else {} for one in asked]})

    def do_GET(self) -> None:
        day = "2026-01-01T00:00:00Z"
        told = {"id": "GHSA-0000-0000-0000", "modified": day, "published": day, "summary": "", "affected": []}
        self._answer(told)

    def log_message(self, *_told: object) -> None:
        """Be silent."""

    def _answer(self, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_a_package_with_a_known_fault_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), FaultService) as service:
        Thread(target=service.serve_forever, daemon=True).start()
        status = tasks.ask_of_known_faults("--service-url", f"http://127.0.0.1:{service.server_port}/")
        service.shutdown()
    told = capsys.readouterr().out
    if "這次沒有比對" in told:
        pytest.skip("no index of packages can be reached, which the audit reads first")
    assert (status, "jinja2" in told, "tasks.py lock" in told) == (1, True, True)


def test_where_nobody_can_be_asked_that_is_said_and_nothing_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tasks.ask_of_known_faults("--service-url", "http://127.0.0.1:9/") == tasks.UNASKED
    told = capsys.readouterr().out
    assert "這次沒有比對" in told
    assert f"{len(pins('runtime'))} 個釘住的套件，一個也沒有問到" in told
    monkeypatch.setattr(tasks, "install", lambda _lock: None)
    gone = Path("no-such-file.zip")
    assert (tasks.audit(gone), tasks.audit(gone, strict=True)) == (0, tasks.UNASKED)


def a_record(name: str, **affected: object) -> bytes:
    package = {"ecosystem": "PyPI", "name": name}
    return json.dumps(
        {"id": "GHSA-0000-0000-0000", "modified": "2026-01-02T00:00:00Z", "affected": [{"package": package} | affected]}
    ).encode()


def a_range(*events: dict[str, str]) -> list[dict[str, object]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


NEVER = {"fixed": "0.0.1"}


@pytest.mark.parametrize(
    ("affected", "status"),
    [
        ({"ranges": a_range({"introduced": "0"})}, 1),
        ({"ranges": a_range({"introduced": "0"}, NEVER)}, 0),
        ({"ranges": a_range({"introduced": "0"}, NEVER, {"introduced": "1.0"}, {"fixed": "999"})}, 1),
        ({"ranges": a_range({"introduced": "0"}, {"last_affected": "999"})}, 1),
        ({"ranges": a_range({"introduced": "999"})}, 0),
        ({"versions": [pins("runtime")["jinja2"]]}, 1),
        ({"versions": ["0.1", "no version"]}, 0),
    ],
)
@pytest.mark.parametrize("form", ["zip", "folder"])
def test_a_file_of_faults_that_was_brought_along_is_enough(capfd, tmp_path, affected, status, form) -> None:
    place = tmp_path / form
    records = {"one.json": a_record("Jinja2", **affected), "other.json": a_record("nobody-uses-it", versions=["1"])}
    if form == "zip":
        with zipfile.ZipFile(place, "w") as archive:
            for name, text in records.items():
                archive.writestr(name, text)
    else:
        place.mkdir()
        for name, text in records.items():
            (place / name).write_bytes(text)
    assert tasks.compare_with_known_faults(place) == status
    told = capfd.readouterr().out
    assert f"{len(pins('runtime'))} 個套件，2 則公告（最新 2026-01-02）" in told
    assert ("jinja2" in told and "GHSA-0000-0000-0000" in told) == bool(status)


def test_a_file_that_tells_of_no_package_is_no_comparison(capfd, tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("one.json", b'{"id": "X", "affected": [{"package": {"ecosystem": "Go", "name": "x"}}]}')
    assert tasks.compare_with_known_faults(tmp_path / "empty.zip") == tasks.UNASKED
    assert "沒有比對" in capfd.readouterr().out
