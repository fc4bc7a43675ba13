"""The file beside a register that tells other PCs who has it open for writing: on a share, locks alone don't say."""

import json
import platform
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any, BinaryIO
from uuid import uuid4

from northtaiwan_desktop.domain.errors import StoreHeld
from northtaiwan_desktop.domain.holder import Holder
from northtaiwan_desktop.i18n import _

ENDING = ".holder"
BEAT = 60.0
"""Seconds between two signs of life."""
LARGEST = 4_096
WORDS_TAKE = 10
"""Tenths of a second that a file without words is waited for."""


def this_pc() -> str:
    """The name of this PC in its network."""
    return platform.node() or "?"


def place_of(path: Path) -> Path:
    return path.with_name(path.name + ENDING)


def holder_of(path: Path) -> Holder | None:
    """Who holds a register; None where nobody does, or where what stands there is no such file."""
    place = place_of(path)
    try:
        with place.open("rb") as file:
            data = json.loads(file.read(LARGEST))
        holder = Holder(
            name=_plain(data["name"]),
            pc=_plain(data["pc"]),
            since=datetime.fromisoformat(data["since"]),
            token=str(data["token"]),
        )
        # This PC knows of itself: no one has to ask the disk for the time.
        return holder if holder.pc == this_pc() else replace(holder, silent_for=_silence(place))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _plain(value: Any) -> str:
    """A name as one line that can be shown: anybody can write into that file, and a terminal obeys some characters."""
    return "".join(character for character in " ".join(str(value).split()) if character.isprintable())[:60]


def other_holder(path: Path) -> Holder | None:
    """The holder where it is another PC; on this one SQLite's own locks are enough."""
    holder = holder_of(path)
    return holder if holder is not None and holder.pc != this_pc() else None


def require_free(path: Path) -> None:
    """Refuse a change while another PC holds the register: StoreHeld names it."""
    holder = other_holder(path)
    if holder is not None:
        raise StoreHeld(_("沒有變更：{told}").format(told=holder.told), holder=holder)


def clear_dead(path: Path) -> Holder | None:
    """Take the place of a holder that gives no sign of life any more. StoreHeld where it does."""
    holder = other_holder(path)
    if holder is not None and not holder.is_dead:
        message = _("不能接手：{told}請先請對方關閉程式。")
        raise StoreHeld(message.format(told=holder.told), holder=holder)
    with suppress(OSError):
        place_of(path).unlink()
    return holder


class Holding:
    """This PC's hold on a register; it gives a sign of life each minute until it is released."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self._place, self._holder = place_of(path), holder
        self._ended = Event()
        self._thread = Thread(target=self._beat, name="holder", daemon=True)
        self._thread.start()

    @classmethod
    def take(cls, path: Path, name: str, *, now: datetime) -> "Holding | None":
        """Take hold of a register; None where the folder takes no file. StoreHeld where another PC has it."""
        holder = Holder(name=name, pc=this_pc(), since=now.replace(microsecond=0), token=uuid4().hex)
        body = _body(holder)
        try:
            # Made only where none is: of two PCs that ask at once one is told.
            with place_of(path).open("xb") as file:
                _write_or_remove(place_of(path), file, body)
        except FileExistsError:
            _wait_for_words(place_of(path))
            require_free(path)
            with suppress(OSError):
                place_of(path).write_bytes(body)
        except OSError:
            return None
        return cls(path, holder)

    @property
    def name(self) -> str:
        """Whose name it bears."""
        return self._holder.name

    def release(self) -> None:
        """Let go, unless another one has taken the place meanwhile."""
        self._ended.set()
        with suppress(OSError, ValueError, LookupError):
            if json.loads(self._place.read_bytes())["token"] == self._holder.token:
                self._place.unlink()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            # A share that is away for a while is tried again a minute later.
            with suppress(OSError, ValueError, LookupError):
                body = self._place.read_bytes()
                if json.loads(body)["token"] == self._holder.token:
                    with self._place.open("r+b") as file:
                        file.write(body)


def _write_or_remove(place: Path, file: BinaryIO, body: bytes) -> None:
    """A full disk takes the name of a file and none of its words: those would be waited for."""
    try:
        file.write(body)
        file.flush()
    except OSError:
        with suppress(OSError):
            place.unlink()
        raise


def _wait_for_words(place: Path) -> None:
    """Another PC may have made its file just now, and be writing into it."""
    for _step in range(WORDS_TAKE):
        with suppress(OSError):
            if place.stat().st_size:
                return
        sleep(0.1)


def _body(holder: Holder) -> bytes:
    data = asdict(holder) | {"since": holder.since.isoformat()}
    del data["silent_for"]
    return json.dumps(data, ensure_ascii=False).encode()


def _silence(place: Path) -> timedelta:
    """The time since a file was written, by the clock of the disk it lies on: PCs' own clocks may differ."""
    probe = place.with_name(f"~{uuid4().hex}.tmp")
    try:
        probe.write_bytes(b"x")
        now = probe.stat().st_mtime
    except OSError:
        now = datetime.now().timestamp()
    finally:
        with suppress(OSError):
            probe.unlink()
    # A time to come (the clock was set back) is no sign of life: who lives writes his again within a minute.
    return timedelta(seconds=abs(now - place.stat().st_mtime))
