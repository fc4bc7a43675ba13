"""A new register: made at a path, filled with the platform's reference data and, on wish, the sample year."""

from contextlib import closing
from pathlib import Path

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import sqlite_file
from northtaiwan_desktop.storage.reference_files import read_figures, read_reference, read_sample
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work


def create(location: str | Path, *, sample: bool = False, folder: Path | None = None) -> Store:
    """Make a register at a path where no file is, or on a server, and fill it. A failure leaves no file behind."""
    folder = folder or paths.reference()
    known = read_reference(folder)
    figures = read_figures(folder)
    records = read_sample(folder) if sample else []
    if is_server(location):
        store = Store.create(location)
        try:
            _fill(store, known, figures, records)
        except BaseException:
            store.close()
            raise
        return store
    path = Path(location)
    Store.require_none(path)
    # Whoever is cut off leaves no register without its members and groups.
    with sqlite_file.in_the_making(path) as beside, closing(Store.create(beside)) as store:
        _fill(store, known, figures, records)
    return Store.open(path)


def _fill(store: Store, known: Reference, figures: list[object], records: list[object]) -> None:
    store.found(_("建立平臺基本資料"), lambda work: _save_reference(work, known, figures))
    if records:
        store.found(_("建立示例年度"), lambda work: _save_all(work, records))


def born_with(folder: Path) -> list[object]:
    """The platform's own records, as a new register has them."""
    return [*_records(read_reference(folder)), *read_figures(folder)]


def _records(known: Reference) -> list[object]:
    groups = (known.members, known.former_names, known.groups, known.kinds, known.axes, known.years, known.roles)
    return [known.platform, known.thresholds, *(record for part in groups for record in part), *known.phrases]


def _save_reference(work: Work, known: Reference, figures: list[object]) -> None:
    _save_all(work, _records(known))
    _save_all(work, figures)


def _save_all(work: Work, records: list[object]) -> None:
    for record in records:
        work.save(record)
