"""Opening and making registers behind the painted window: storage is imported here, on the store's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.domain.server_address import ServerAddress, is_server

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.backups import Keeping
    from northtaiwan_desktop.storage.records import Records
    from northtaiwan_desktop.storage.store import Store

FIRST_YEAR = 1911
Opener = Callable[[], "Store"]


@dataclass(frozen=True)
class Opened:
    """What the window has to know of a register: its platform, the ROC years to offer, and the one to begin with."""

    platform: str
    years: tuple[int, ...]
    year: int


def open_register(
    location: str, keeping: Keeping | None = None, *, name: str | None = None, take_over: bool = False
) -> Store:
    """Open a register; with a person's `name` it is held for this PC. `take_over` takes a dead holder's place."""
    from northtaiwan_desktop.storage import holder
    from northtaiwan_desktop.storage.store import Store

    if take_over and not is_server(location):
        holder.clear_dead(Path(location))
    return Store.open(location, keeping=keeping, hold_as=name)


def open_server(url: str, *, password: str, keep: bool, told: Callable[[str], None]) -> Store:
    """Open a server's register; where this PC cannot keep the password, that is told and no more."""
    from northtaiwan_desktop.storage import passwords
    from northtaiwan_desktop.storage.store import Store

    address = ServerAddress.read(url)
    if password:
        passwords.tell(address, password)
    store = Store.open(url)
    if password and keep:
        try:
            passwords.keep(address, password)
        except FileUnwritable as error:
            told(str(error))
    return store


def name_of(location: str) -> str:
    """What a window calls a register: the file's name, or the database and its host."""
    return ServerAddress(location).name if is_server(location) else Path(location).name


def is_at_hand(location: str) -> bool:
    """Can a register that was open before be offered again? Whether a server answers is seen when it is asked."""
    return is_server(location) or Path(location).exists()


def create_register(location: str, *, sample: bool = False) -> Store:
    from northtaiwan_desktop.services.setup import create

    return create(location, sample=sample)


def opened(today: date) -> Callable[[Records], Opened]:
    """The question that tells what a register is: begin with the newest year that has meetings, else this one."""

    def question(records: Records) -> Opened:
        from northtaiwan_desktop.storage.meetings import years_met
        from northtaiwan_desktop.storage.reference import reference

        known = reference(records)
        this_year = today.year - FIRST_YEAR
        met = years_met(records)
        usual = range(known.platform.first_year, this_year + 2)
        return Opened(
            platform=known.platform.short_name,
            years=tuple(sorted({*usual, *met, *(year.year for year in known.years)})),
            year=max(met, default=this_year),
        )

    return question
