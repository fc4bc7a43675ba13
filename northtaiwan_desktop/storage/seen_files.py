"""Which large registers this PC has looked through, and which only this program has written into since.

What is remembered lies with the person's own files, never in or beside the register: whoever sends one can't say of it
that it was looked through.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from northtaiwan_desktop import paths, whole_file
from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.storage import connecting

MOST = 40
"""So many are remembered, those that were closed last."""
ON_THE_WAY = ("~", whole_file.SPARE)
"""How names begin that are nobody's."""


def is_seen(path: Path) -> bool:
    """Is a file as it was when it was last closed here, after it was looked through?"""
    return bool(_known().get(str(path.absolute())) == _state(path))


def remember(path: Path) -> None:
    """A file was looked through, and nobody but this program has changed it to what it is now."""
    if path.name.startswith(ON_THE_WAY) or path.parent.name.startswith(ON_THE_WAY) or is_seen(path):
        return
    known = _known()
    known.pop(str(path.absolute()), None)
    known[str(path.absolute())] = _state(path)
    # Who can't remember looks through it again.
    with suppress(OSError, FileUnwritable):
        paths.seen_files().parent.mkdir(parents=True, exist_ok=True)
        whole_file.write(paths.seen_files(), json.dumps(dict([*known.items()][-MOST:]), ensure_ascii=False).encode())


def _state(path: Path) -> Any:
    return [list(connecting.identity(path)), *map(list, connecting.state(path))]


def _known() -> dict[str, Any]:
    try:
        found = json.loads(paths.seen_files().read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
