"""What holds the house together, each rule a function over a root folder that names what breaks it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = "northtaiwan_desktop"
FLOORS = {
    "domain": 0,
    "documents": 1,
    "sheets": 1,
    "storage": 1,
    "services": 2,
    "ui": 3,
    "commands": 3,
    "app": 4,
    "cli": 4,
}
# The command line has to work, and start fast, where Qt cannot.
APART = {("cli", "ui"), ("commands", "ui"), ("ui", "commands"), ("app", "commands")}
BESIDE = {"paths", "settings", "i18n", "log", "memory", "whole_file"}
ONLY_IN = {
    "PySide6": {"ui", "app"},
    "shiboken6": {"ui", "app"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "docx": {"documents"},
    "reportlab": {"documents"},
    "odfdo": {"documents", "sheets"},
    "openpyxl": {"sheets"},
    "xlsxwriter": {"sheets"},
    "python_calamine": {"sheets"},
}
FOREIGN_TO_DOMAIN = {
    "pathlib",
    "os",
    "io",
    "shutil",
    "tempfile",
    "sqlite3",
    "socket",
    "subprocess",
    "time",
    "threading",
}
CLOCK = {"now", "today", "utcnow"}
NAMES_NOTHING = re.compile(r"(utils?|misc|common|helpers?|managers?)$|_(utils?|misc|common|helpers?|managers?)$")
# In pieces, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "--(extra-)?" + "index", "find" + "-links", "trusted" + "-host"))
    + "|registry"
    + r"\.npmjs|deb\."
    + r"debian\.org|"
    + "index"
    + r"[-_]url",
    re.IGNORECASE,
)
NOT_OURS = {"out", "build", "dist", "node_modules", "__pycache__"}


def files(root: Path) -> list[Path]:
    """The package's own files under `root`."""
    return sorted(path for path in (root / PACKAGE).rglob("*.py") if "_data" not in path.parts)


def module(root: Path, path: Path) -> str:
    """The dotted name of a file: `northtaiwan_desktop.ui` for `northtaiwan_desktop/ui/__init__.py`."""
    parts = list(path.relative_to(root).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(name: str) -> str:
    """The floor on which a module of the package stands; "" for the package itself and for what is foreign."""
    parts = name.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(root: Path, path: Path, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Line and full name of each import in a file, inside functions and under TYPE_CHECKING too."""
    here = module(root, path).split(".")
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield node.lineno, whole if whole in known else base


def imported(root: Path) -> dict[Path, list[tuple[int, str]]]:
    known = frozenset(module(root, path) for path in files(root))
    return {path: list(imports(root, path, known)) for path in files(root)}


def upward(root: Path) -> list[str]:
    """Imports that point up, or to a neighbour on the same floor."""
    found = []
    for path, names in imported(root).items():
        mine = floor(module(root, path))
        for line, name in names:
            theirs = floor(name)
            if name.split(".")[0] != PACKAGE or not theirs or mine == theirs:
                continue
            if mine in BESIDE:
                wrong = theirs not in BESIDE and name != f"{PACKAGE}.domain.errors"
            elif theirs in BESIDE:
                wrong = False
            elif mine not in FLOORS or theirs not in FLOORS:
                wrong = True
            else:
                wrong = FLOORS[theirs] >= FLOORS[mine] or (mine, theirs) in APART
            if wrong:
                found.append(f"{path.relative_to(root)}:{line} {mine or PACKAGE} may not import {name}")
    return found


def circles(root: Path) -> list[str]:
    """Each circle of imports between files, as `a -> b -> a`."""
    names = {module(root, path): path for path in files(root)}
    graph = {
        module(root, path): sorted({name for _line, name in found if name in names and name != module(root, path)})
        for path, found in imported(root).items()
    }
    found: list[str] = []
    done: set[str] = set()

    def walk(name: str, trail: list[str]) -> None:
        if name in trail:
            found.append(" -> ".join([*trail[trail.index(name) :], name]))
            return
        if name in done:
            return
        for other in graph[name]:
            walk(other, [*trail, name])
        done.add(name)

    for name in graph:
        walk(name, [])
    return found


def out_of_place(root: Path) -> list[str]:
    """Libraries used on a floor that they do not belong to."""
    found = []
    for path, names in imported(root).items():
        mine = floor(module(root, path))
        for line, name in names:
            allowed = ONLY_IN.get(name.split(".")[0])
            if allowed is not None and mine not in allowed:
                found.append(f"{path.relative_to(root)}:{line} {name} belongs to {', '.join(sorted(allowed))}")
    return found


def impure(root: Path) -> list[str]:
    """Where the domain reads a clock or a file: it is handed the day and the text."""
    found = []
    for path, names in imported(root).items():
        if floor(module(root, path)) != "domain":
            continue
        where = path.relative_to(root)
        found += [f"{where}:{line} imports {name}" for line, name in names if name.split(".")[0] in FOREIGN_TO_DOMAIN]
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"}:
                found.append(f"{where}:{node.lineno} calls {node.func.id}()")
            elif isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK and not node.args:
                found.append(f"{where}:{node.lineno} reads the clock: {node.func.attr}()")
    return found


def nameless(root: Path) -> list[str]:
    """Files and folders whose name says nothing about their subject."""
    return [str(path.relative_to(root)) for path in own(root) if NAMES_NOTHING.search(path.stem)]


def unexplained(root: Path) -> list[str]:
    """Files of the package that do not open by saying why they exist."""
    return [
        str(path.relative_to(root)) for path in files(root) if tree(path).body and not ast.get_docstring(tree(path))
    ]


def registries(root: Path) -> list[str]:
    """Lines that name where packages come from: that is each machine's own affair."""
    found = []
    for path in own(root):
        if not path.is_file() or path.stat().st_size > 4_000_000:
            continue
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(root)}:{n} {hit[0]}"
            for n, line in enumerate(lines, 1)
            if (hit := REGISTRY.search(line))
        ]
    return found


def own(root: Path) -> Iterator[Path]:
    """Everything in the tree that is written by people; `.ci` counts, other hidden folders do not."""
    for path in sorted(root.iterdir()):
        if path.name in NOT_OURS or (path.name.startswith(".") and path.name != ".ci"):
            continue
        yield path
        if path.is_dir():
            yield from own(path)
