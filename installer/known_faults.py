"""Sets pinned packages beside published faults that lie in a file, for where nobody can be asked.

    python installer/known_faults.py OSV.zip name==version …

The file is what OSV gives out for PyPI (a zip of one JSON record each, in the form of the OpenSSF), or a folder of
such records. Ends with 1 where a package has a fault, and with 2 where the file tells of no package of PyPI at all.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

Record = dict[str, Any]


def records(place: Path) -> Iterator[Record]:
    """The records in a zip or a folder, those that were withdrawn left out."""
    if place.is_dir():
        texts: Iterator[bytes] = (path.read_bytes() for path in sorted(place.rglob("*.json")))
    else:
        archive = zipfile.ZipFile(place)
        texts = (archive.read(name) for name in archive.namelist() if name.endswith(".json"))
    for text in texts:
        record = json.loads(text)
        if isinstance(record, dict) and not record.get("withdrawn"):
            yield record


def of_pypi(record: Record) -> list[Record]:
    """The packages of PyPI that a record tells of."""
    return [one for one in record.get("affected", []) if one.get("package", {}).get("ecosystem") == "PyPI"]


def is_affected(version: Version, affected: Record) -> bool:
    """Is a version listed, or within a range that was not mended before it?"""
    if any(_same(version, listed) for listed in affected.get("versions", [])):
        return True
    return any(_within(version, one["events"]) for one in affected.get("ranges", []) if one["type"] == "ECOSYSTEM")


def _same(version: Version, listed: str) -> bool:
    try:
        return version == Version(listed)
    except InvalidVersion:
        return False


def _within(version: Version, events: list[dict[str, str]]) -> bool:
    turns: list[tuple[Version, str]] = []
    for event in events:
        for kind, at in event.items():
            turns.append((Version("0.dev0" if at == "0" else at), kind))
    is_in = False
    for at, kind in sorted(turns):
        if kind == "introduced" and version >= at:
            is_in = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            is_in = False
    return is_in


def main(words: list[str]) -> int:
    """Print what is known of each, and to which day the file goes."""
    place, *pins = words
    wanted = {canonicalize_name(name): Version(version) for name, version in (pin.split("==") for pin in pins)}
    count, newest, found = 0, "", []
    for record in records(Path(place)):
        packages = of_pypi(record)
        count += bool(packages)
        newest = max(newest, record.get("modified", "")[:10] if packages else "")
        for affected in packages:
            name = canonicalize_name(affected["package"]["name"])
            if name in wanted and is_affected(wanted[name], affected):
                found.append(f"{name} {wanted[name]}: {record['id']} {record.get('summary', '')}".rstrip())
    if not count:
        print(f"「{place}」裡沒有 PyPI 套件的弱點公告，沒有比對。")
        return 2
    print(f"離線比對：{len(wanted)} 個套件，{count:,} 則公告（最新 {newest}）。之後才公開的弱點這次看不到。")
    print(*sorted(set(found)), sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
