"""The chores of this project, each one command that does all that a bare machine needs: `python3 tasks.py start`."""

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SYSTEM = platform.system()
WINDOWS = SYSTEM == "Windows"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "installed-lock"
REQUIREMENTS = ROOT / "installer" / "requirements"
OUT = ROOT / "out"
LOCALE = ROOT / "resources" / "locale"
SAMPLE_DAY = "103年10月1日"
SAMPLE_YEAR = "103"
SAMPLE_MEETING = "補行議程會議"
SAMPLE_COUNTY = "桃園市"

Command = Sequence[str | Path]

# Debian's package, and what is there once it is installed: a library by its name, a program or a file by its path.
QT = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
}
WINDOW = {
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
}
FONTS = {
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "fonts-cns11643-kai": "/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf",
}
OFFICE = {
    "libreoffice-writer-nogui": "/usr/lib/libreoffice/program/libswlo.so",
    "libreoffice-calc-nogui": "/usr/lib/libreoffice/program/libsclo.so",
    "poppler-utils": "/usr/bin/pdftoppm",
}

# The register on a server is tested on a real one. Debian keeps a folder for each version of it.
SERVER = {"postgresql": "/usr/lib/postgresql/*/bin/initdb", "openssl": "/usr/bin/openssl"}


def start() -> int:
    """開啟示例年度的程式；沒有畫面時，改把同一件主要工作的成果寫進 out/。"""
    named = has_display()
    need(QT | FONTS | (WINDOW if named else {}))
    install("runtime")
    OUT.mkdir(exist_ok=True)
    command = [PYTHON, ROOT / "main.py"]
    if named and display_answers():
        store = sample_store(command, OUT)
        say(f"開啟視窗（示例年度：{store.relative_to(ROOT)}）；關閉視窗就結束。")
        return run(*command, "--store", store, "--today", SAMPLE_DAY)
    say("這台電腦沒有畫面可以開視窗；改以程式本身完成同一件主要工作，成果放在 out/：")
    for path in main_job(command, command, OUT):
        say(f"  {path.relative_to(ROOT)}")
    return 0


def sample_store(command: Command, out: Path, env: Mapping[str, str] | None = None) -> Path:
    store = out / "sample.db"
    if not store.exists():
        answer(*command, "--store", store, "init", "--sample", env=env)
    return store


def main_job(command: Command, window: Command, out: Path, env: Mapping[str, str] | None = None) -> list[Path]:
    """Let the program write the sample year's papers and pictures of its pages into `out`; give their paths."""
    opened = ("--store", sample_store(command, out, env), "--today", SAMPLE_DAY)
    ask = partial(answer, *command, *opened, env=env)
    meetings = json.loads(ask("list", "meetings", "--year", SAMPLE_YEAR, "--json"))
    meeting = next(one["id"] for one in meetings if any(SAMPLE_MEETING in str(value) for value in one.values()))
    year = ("--year", SAMPLE_YEAR)
    papers: list[tuple[Path, Sequence[str]]] = [
        *((out / f"{SAMPLE_YEAR}年度會議紀錄.{kind}", ("minutes", meeting)) for kind in ("docx", "odt", "pdf")),
        *((out / f"{SAMPLE_YEAR}年度列管進度表.{kind}", ("progress", *year)) for kind in ("xlsx", "ods")),
        (out / f"{SAMPLE_YEAR}年度填報表-{SAMPLE_COUNTY}.xlsx", ("form", *year, "--county", SAMPLE_COUNTY)),
    ]
    for path, words in papers:
        ask("export", *words, "-o", path, "--existing", "replace")
    form = papers[-1][0]
    if not json.loads(ask("intake", form, "--dry-run", "--json"))["sheets"]:
        stop(f"程式讀不回自己寫出的填報表：{form}")
    pages = out / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    answer(*window, *opened, "--pictures", pages, env=env)
    written = [path for path, _words in papers] + sorted(pages.glob("*.png"))
    missing = [str(path) for path in written if not path.is_file() or not path.stat().st_size]
    if missing or not any(pages.glob("*.png")):
        stop(f"程式沒有寫出這些檔案：{'、'.join(missing) or pages}")
    return written


def change_and_take_back(command: Command, out: Path, env: Mapping[str, str]) -> None:
    """Let the program take in a county's sheet and a meeting's decision, and undo both."""
    ask = partial(answer, *command, "--store", sample_store(command, out, env), "--today", SAMPLE_DAY, env=env)

    def cases() -> list[dict[str, str]]:
        return list(json.loads(ask("list", "resolutions", "--year", SAMPLE_YEAR, "--open", "--json")))

    case, *_others = before = cases()
    sheet = out / f"{case['lead']}.csv"
    rows = (("案號", "決議事項", "主辦單位", "辦理情形"), (case["number"], case["text"], case["lead"], "已完成初稿。"))
    sheet.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    applied = json.loads(ask("intake", sheet, "--year", SAMPLE_YEAR, "--json"))["applied"]
    ask("undo")
    ask("decide", case["number"], "withdrawn", "--reason", "試行")
    decided = cases()
    ask("undo")
    if not applied["new"] + applied["changed"] or case in decided or cases() != before:
        stop(f"程式收下或復原時弄錯了這一案：{case['number']}")


def test() -> int:
    """檢查程式碼並在沒有畫面的環境執行全部測試；任何一項不過，結束狀態就不是 0。"""
    need(QT | FONTS | OFFICE | SERVER, all_needed=True)
    install("dev")
    failed = []
    for name, check in CHECKS.items():
        say("", f"── {name} " + "─" * (60 - len(name)))
        if check():
            failed.append(name)
    if failed:
        say(f"未通過：{'、'.join(failed)}")
    return 1 if failed else 0


def lint() -> int:
    """檢查程式碼的寫法與型別。"""
    install("dev")
    return max(CHECKS[name]() for name in ("ruff", "format", "mypy"))


CHECKS: dict[str, Callable[[], int]] = {
    "ruff": lambda: module("ruff", "check", "."),
    "format": lambda: module("ruff", "format", "--check", "."),
    "mypy": lambda: module("mypy"),
    "pytest": lambda: module("pytest", env={"QT_QPA_PLATFORM": "offscreen"}),
    "audit": lambda: audit(),
}


def tidy() -> int:
    """把程式碼整理成一致的樣子。"""
    install("dev")
    return max(module("ruff", "check", "--fix", "."), module("ruff", "format", "."))


def bench() -> int:
    """量測速度：每項工作與其底線同場比較，結果寫進 docs/performance.md。"""
    install("dev")
    words = ("tests/bench", "-o", "python_files=bench_*.py", "-s", "--write", ROOT / "docs" / "performance.md")
    return module("pytest", *words, env={"QT_QPA_PLATFORM": "offscreen"})


def catalogue() -> int:
    """從程式碼取出文字、更新英文對照表並編譯。"""
    install("dev")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "northtaiwan.pot"
        words = ("--keywords=_ N_", "--add-location=file", "--sort-by-file", "--no-wrap", "--omit-header")
        steps: list[tuple[str | Path, ...]] = [("extract", *words, "-o", template, "northtaiwan_desktop")]
        for language in sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir()):
            place = ("-i", template, "-d", LOCALE, "-D", "northtaiwan", "-l", language)
            known = (LOCALE / language / "LC_MESSAGES" / "northtaiwan.po").exists()
            update = ("update", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "--no-wrap")
            steps.append((*(update if known else ("init", "--no-wrap")), *place))
        steps.append(("compile", "-d", LOCALE, "-D", "northtaiwan"))
        return next((code for step in steps if (code := module("babel.messages.frontend", *step))), 0)


def lock() -> int:
    """重新選定各套件的版本，連同所有平台的雜湊值寫進 installer/requirements/。"""
    install("dev")
    how = ("--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--no-annotate", "--upgrade")
    compile_ = ("pip", "compile", "pyproject.toml", *how, "--quiet", "--output-file")
    runtime = REQUIREMENTS / "runtime.txt"
    return module("uv", *compile_, runtime) or module(
        "uv", *compile_, REQUIREMENTS / "dev.txt", "--group", "dev", "--constraint", runtime
    )


def audit(advisories: Path | None = None, *, strict: bool = False) -> int:
    """比對釘住的套件有沒有已公開的弱點；問不到弱點資料庫時說明，不算通過也不算失敗（--strict 則算失敗）。"""
    install("dev")
    code = ask_of_known_faults() if advisories is None else compare_with_known_faults(advisories)
    return code if strict or code != UNASKED else 0


UNASKED = 2
"""Nobody could be asked: it tells nothing of the packages."""
FAULTY = "以上套件有已公開的弱點：執行 tasks.py lock 換成修正過的版本；還沒有修正的，看公告說的情形是否碰得到。"


def ask_of_known_faults(*service: str) -> int:
    """Ask OSV about every pinned package that users get; 1 where one has a known fault, UNASKED where none was.

    What was asked, and what was not, is said. `service` is what uv is given of whom to ask.
    """
    pins = runtime_pins()
    with tempfile.TemporaryDirectory() as folder:
        # uv audits a script by what stands at its head.
        script = Path(folder, "pins.py")
        listed = "".join(f'#   "{pin}",\n' for pin in pins)
        script.write_text(
            f'# /// script\n# requires-python = ">=3.11"\n# dependencies = [\n{listed}# ]\n# ///\n', "utf-8"
        )
        words = ("uv", "audit", "--preview-features", "audit-command", "--script", script, *service)
        done = subprocess.run(
            [PYTHON, "-m", *map(str, words)],
            env=dict(os.environ, UV_HTTP_RETRIES="0"),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    if done.returncode == 1:
        say(done.stdout, FAULTY)
        return 1
    if done.returncode:
        reason = " ".join(line.strip(" ×├╰▶─│") for line in done.stderr.splitlines() if line.strip())
        say(
            f"這次沒有比對：{len(pins)} 個釘住的套件，一個也沒有問到弱點資料庫（OSV）。uv 說：{reason[:300]}",
            "連上網路後執行 tasks.py audit；或從別處帶來 OSV 的 PyPI 公告檔，執行 tasks.py audit --from 檔案。",
        )
        return UNASKED
    say(f"問了弱點資料庫（OSV）：{len(pins)} 個釘住的套件都沒有已公開的弱點。沒有問的：系統套件、開發工具。")
    return 0


def compare_with_known_faults(advisories: Path) -> int:
    """The same by a file of OSV's that was brought along."""
    if not advisories.exists():
        say(f"找不到公告檔「{advisories}」，這次沒有比對。")
        return UNASKED
    bare = [pin.split(" ;")[0] for pin in runtime_pins()]
    code = run(PYTHON, ROOT / "installer" / "known_faults.py", advisories, *bare)
    if code == 1:
        say(FAULTY)
    return code


def runtime_pins() -> list[str]:
    """`name==version ; marker` of every package that users get."""
    lines = (REQUIREMENTS / "runtime.txt").read_text("utf-8").splitlines()
    return [line.removesuffix(" \\") for line in lines if "==" in line and not line.startswith((" ", "#"))]


def build() -> int:
    """用 PyInstaller 做成一個資料夾的程式，並在沒有 Python 的環境實際執行一次。"""
    need(QT | FONTS)
    install("dev")
    say("用 PyInstaller 製作（約需一分鐘）")
    # It warns of other systems' libraries; what is really missing shows when the program is run below.
    if module("PyInstaller", "--noconfirm", "--log-level", "ERROR", "installer/northtaiwan.spec"):
        stop("PyInstaller 沒有做成，原因見上面的訊息。")
    folder = ROOT / "dist" / "northtaiwan"
    with tempfile.TemporaryDirectory() as home:
        # Nothing of this machine's Python may lend a hand: no PATH, no PYTHON*, a home of its own.
        env = {"PATH": "/nonexistent", "HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        if WINDOWS:
            env |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "LOCALAPPDATA") if name in os.environ}
        ending = ".exe" if WINDOWS else ""
        command, window = [folder / f"northtaiwan{ending}"], [folder / f"northtaiwan-desktop{ending}"]
        say("在沒有 Python 的環境執行做好的程式：")
        if not WINDOWS:
            # A first day without a word about places: Windows takes its folders from elsewhere than HOME.
            answer(*command, "init", env=env)
        for path in main_job(command, window, Path(home), env=env):
            say(f"  {path.name}  {path.stat().st_size:,} bytes")
        change_and_take_back(command, Path(home), env)
        say("  匯入、會議決定與兩者的復原")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    say(f"完成：{folder}（{size / 1e6:.0f} MB）。")
    return 0


# What the chores are made of


def need(packages: Mapping[str, str], all_needed: bool = False) -> None:
    """Install Debian's packages that are missing; where that takes another's rights, say the line that does it."""
    if SYSTEM != "Linux":
        return
    missing = [package for package, proof in packages.items() if not is_there(proof)]
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"安裝系統套件（需要幾分鐘）：{' '.join(missing)}")
        apt_get("update")
        if not (told := apt_get("install", "-y", "--no-install-recommends", *missing)):
            return
        say(told, "系統套件裝不起來，原因見上面的訊息。請排除後再執行一次。")
    else:
        say("缺少系統套件，請先執行這一行，再重新執行：", f"  sudo apt-get install {' '.join(missing)}")
    # Without a nicer font the program still works; without the rest it does not.
    if all_needed or not set(missing) <= set(FONTS):
        sys.exit(1)


def apt_get(*words: str) -> str:
    """Give what apt said where it failed; its chatter while it works tells a newcomer nothing."""
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = subprocess.run(["apt-get", "-qq", *words], env=quiet, capture_output=True, text=True)
    return f"{done.stdout}{done.stderr}".strip() or f"apt-get: {done.returncode}" if done.returncode else ""


def is_there(proof: str) -> bool:
    if proof.startswith("/"):
        return any(Path("/").glob(proof[1:]))
    try:
        ctypes.CDLL(proof)
    except OSError:
        return False
    return True


def has_display() -> bool:
    return SYSTEM != "Linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def display_answers() -> bool:
    """Whether a window can really be opened: a display may be named that is long gone, as after a remote session."""
    ask = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    return subprocess.run([PYTHON, "-c", ask], capture_output=True).returncode == 0


def install(lock_name: str) -> None:
    """Make .venv and put in it exactly what the lock says, unless that has been done already."""
    locks = {name: REQUIREMENTS / f"{name}.txt" for name in ("runtime", "dev")}
    digests = {name: f"{sys.version_info[:2]} {digest(path)}" for name, path in locks.items()}
    # Whoever has the developers' lock has the other too.
    enough = {digests[lock_name], digests["dev"]}
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") in enough:
        return
    if not PYTHON.exists() or subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode:
        say("建立專用的 Python 環境：.venv")
        if run(sys.executable, "-m", "venv", "--clear", VENV):
            stop("無法建立 .venv。請確認這個資料夾可以寫入，再執行一次。")
    say(f"安裝 installer/requirements/{lock_name}.txt 所列的套件（第一次需要幾分鐘）")
    flags = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:")
    if module("pip", "install", *flags, "-r", locks[lock_name]):
        stop("套件沒有裝完，原因見上面的訊息。請確認網路可用，再執行一次；已裝好的會留著。")
    STAMP.write_text(digests[lock_name], "utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def module(name: str, *words: str | Path, env: Mapping[str, str] | None = None) -> int:
    return run(PYTHON, "-m", name, *words, env=dict(os.environ, **env) if env else None)


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> int:
    return subprocess.run([str(word) for word in command], cwd=ROOT, env=env, check=False).returncode


def answer(*command: str | Path, env: Mapping[str, str] | None = None) -> str:
    """Give what the command printed; end here with its own words when it failed."""
    words = [str(word) for word in command]
    told = dict(env if env is not None else os.environ, PYTHONUTF8="1", QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(words, cwd=ROOT, env=told, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        stop(f"這一步沒有完成（狀態 {done.returncode}）：{' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.stdout


def say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


def stop(line: str) -> NoReturn:
    print(line, file=sys.stderr, flush=True)
    sys.exit(1)


CHORES: dict[str, Callable[..., int]] = {
    "start": start,
    "test": test,
    "build": build,
    "lint": lint,
    "format": tidy,
    "catalogue": catalogue,
    "lock": lock,
    "audit": audit,
    "bench": bench,
}


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        # A Windows console that knows no Chinese shows marks for it and goes on.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine calls python3
        stop(f"需要 Python 3.11 以上；這裡是 {sys.version.split()[0]}。請安裝新版後再執行。")
    parser = argparse.ArgumentParser(description=__doc__)
    chores = parser.add_subparsers(dest="chore", required=True, metavar="CHORE")
    for name, chore in CHORES.items():
        words = chores.add_parser(name, help=chore.__doc__)
        if chore is audit:
            told = "OSV 的 PyPI 公告檔（zip）或資料夾"
            words.add_argument("--from", dest="advisories", type=Path, metavar="FILE", help=told)
            words.add_argument("--strict", action="store_true", help="沒有比對到時，結束狀態為 2")
    given = vars(parser.parse_args())
    return CHORES[given.pop("chore")](**given)


if __name__ == "__main__":
    sys.exit(main())
