"""Workbooks locked with a password are refused with what to do, however they were locked.

`locked/` holds one and the same small table as Excel (locked by msoffcrypto-tool) and as LibreOffice Calc 7.4 lock
it; nothing in Python that this program needs can lock a file. The password is `secret`.
"""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.sheets.grid_files import read_grids, read_grids_from
from northtaiwan_desktop.sheets.reading_apart import read_apart

LOCKED = Path(__file__).parent / "locked"
TOLD = ("密碼", "另存一份沒有密碼的", "向來文單位索取")


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_locked_workbook_is_refused_with_what_to_do(ending: str) -> None:
    path = LOCKED / f"returned.{ending}"
    with pytest.raises(FileUnreadable) as refused:
        read_grids(path)
    assert path.name in str(refused.value)
    assert all(word in str(refused.value) for word in TOLD)
    with pytest.raises(FileUnreadable, match="密碼"):
        list(read_apart(path.read_bytes(), path.name))


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_so_it_is_under_another_ending(ending: str) -> None:
    with pytest.raises(FileUnreadable, match="密碼"):
        read_grids_from((LOCKED / f"returned.{ending}").read_bytes(), "回報.csv")


def test_a_package_that_later_libreoffice_locks_as_a_whole_is_refused_too() -> None:
    data = io.BytesIO()
    with ZipFile(data, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("encrypted-package", bytes(500))
        package.writestr("META-INF/manifest.xml", "<m:manifest><m:encryption-data/></m:manifest>")
    with pytest.raises(FileUnreadable, match="密碼"):
        read_grids_from(data.getvalue(), "回報.ods")
