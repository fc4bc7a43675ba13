"""Any file that may hold a table, opened as grids; the file is read once and closed at once."""

import io
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import ods_marks, xlsx_marks
from northtaiwan_desktop.sheets.csv_grid import read_csv
from northtaiwan_desktop.sheets.grid import Grid, Marks, Merge, tidy, trimmed

MOST_BYTES = 100_000_000
MOST_UNPACKED = 600_000_000
MOST_CELLS = 20_000_000
# Deflate can't pack tighter than this, so small files need no measuring.
_TIGHTEST = 1_032
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_WEB = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Open xlsx, xlsm, xls, ods, csv or tsv, told by content rather than by name; one grid a sheet.

    FileUnreadable names the file, what is the matter, and what to do.
    """
    return read_grids_from(bytes_of(path), path.name)


def read_grids_from(data: bytes, file: str) -> tuple[Grid, ...]:
    """The same from the bytes of a file of that name."""
    if not data:
        raise _refused(file, _("這是空的檔案（0 位元組）。請確認檔案已經傳完，或請對方重寄。"))
    if data.startswith(b"PK"):
        return _packed(data, file)
    if data.startswith(_OLE):
        return _ole(data, file)
    if data.startswith(b"%PDF"):
        raise _refused(file, _("這是 PDF 檔。請向來文單位索取原始的試算表（xlsx、ods 或 csv）。"))
    if data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        raise _refused(file, _("這其實是網頁格式。請以 Excel 開啟，另存為 xlsx 後再匯入。"))
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise _refused(file, _("這其實是 XML 格式。請以 Excel 開啟，另存為 xlsx 後再匯入。"))
    suffix = Path(file).suffix.lower()
    if suffix in _TEXT_SUFFIXES or (suffix in {".xls", ".xlsx"} and _looks_like_text(data)):
        return (read_csv(data, Path(file).stem, file=file),)
    if suffix in {".xls", ".xlsx", ".xlsm", ".ods"}:
        raise _refused(file, _("內容不是試算表，檔案可能已損壞或沒有傳完。請重新取得檔案後再匯入。"))
    raise _refused(file, _("不是可以匯入的種類。請提供 xlsx、xlsm、xls、ods、csv 或 tsv 檔。"))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file from outside, read at once so that nobody finds it locked by us."""
    file = path.name or str(path)
    try:
        if path.is_dir():
            raise _refused(str(path), _("這是資料夾。請選擇資料夾裡的檔案。"))
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _refused(
                file,
                _("檔案超過 {limit} MB。請刪去圖片與用不到的工作表後再匯入。").format(limit=MOST_BYTES // 1_000_000),
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _refused(str(path), _("找不到這個檔案。請確認檔名與位置。")) from error
    except PermissionError as error:
        raise _refused(file, _("檔案被其他程式鎖住，或您沒有讀取的權限。請關閉 Excel 或洽資訊人員後再試。")) from error
    except (OSError, ValueError) as error:
        raise _refused(file, _("讀取時發生錯誤（{reason}）。請確認磁碟或網路後再試。").format(reason=error)) from error
    return data


def _packed(data: bytes, file: str) -> tuple[Grid, ...]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            _refuse_bomb(archive, len(data), file)
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise _locked(file)
            if "xl/workbook.xml" in names:
                found = xlsx_marks.extents_and_marks(archive)
            elif "content.xml" in names and _is_calc(archive, names):
                if b"encryption-data" in _part(archive, names, "META-INF/manifest.xml"):
                    raise _locked(file)
                found = ods_marks.extents_and_marks(archive)
            elif "word/document.xml" in names or "content.xml" in names:
                raise _refused(file, _("這是文書檔，不是試算表。請把其中的表格貼到 Excel，存為 xlsx 後再匯入。"))
            elif "xl/workbook.bin" in names:
                raise _refused(file, _("這是 xlsb 格式。請以 Excel 開啟，另存為 xlsx 後再匯入。"))
            else:
                raise _refused(file, _("這是壓縮檔，不是試算表。請先解壓縮，再選擇裡面的檔案。"))
    except (BadZipFile, ZlibError, EOFError, KeyError, NotImplementedError, OSError) as error:
        raise _damaged(file) from error
    except (etree.LxmlError, ValueError, OverflowError) as error:
        raise _damaged(file) from error
    for name, (height, width, _marks) in found.items():
        if height * width > MOST_CELLS:
            raise _refused(
                file,
                _("工作表「{sheet}」有 {rows} 列、{columns} 欄，超過能處理的大小。請刪去資料以外的列與欄。").format(
                    sheet=name, rows=height, columns=width
                ),
            )
    return _grids(data, file, {name: marks for name, (_height, _width, marks) in found.items()})


def _refuse_bomb(archive: ZipFile, size: int, file: str) -> None:
    """Refuse what unpacks to far more than it should; the sizes that the file itself states may be false."""
    bomb = _refused(file, _("解開後過大，不像正常的試算表，為安全起見不予開啟。請向來文單位確認檔案。"))
    if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED or len(archive.infolist()) > 10_000:
        raise bomb
    if size * _TIGHTEST <= MOST_UNPACKED:
        return
    unpacked = 0
    for info in archive.infolist():
        with archive.open(info) as stream:
            while chunk := stream.read(1 << 20):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise bomb


def _part(archive: ZipFile, names: set[str], name: str) -> bytes:
    return archive.read(name) if name in names else b""


def _is_calc(archive: ZipFile, names: set[str]) -> bool:
    return b"spreadsheet" in _part(archive, names, "mimetype") or b"opendocument.spreadsheet" in _part(
        archive, names, "META-INF/manifest.xml"
    )


def _ole(data: bytes, file: str) -> tuple[Grid, ...]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(file)
    if "WordDocument".encode("utf-16-le") in data:
        raise _refused(file, _("這是文書檔，不是試算表。請把其中的表格貼到 Excel，存為 xlsx 後再匯入。"))
    return _grids(data, file, {})


def _grids(data: bytes, file: str, marks: dict[str, Marks]) -> tuple[Grid, ...]:
    """The values by calamine, which reads all three formats fast, joined with the marks that it does not give."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return tuple(
                _grid(book, index, sheet.name, sheet.visible is not SheetVisibleEnum.Visible, marks.get(sheet.name))
                for index, sheet in enumerate(book.sheets_metadata)
            )
    except PasswordError as error:
        raise _locked(file) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(file) from error
    except BaseException as error:
        # A panic in the reader's native code is not an Exception; the program has to live on.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file) from error


def _grid(book: CalamineWorkbook, index: int, name: str, is_hidden: bool, marks: Marks | None) -> Grid:
    sheet = book.get_sheet_by_index(index)
    rows = [tuple(map(tidy, row)) for row in sheet.to_python(skip_empty_area=False)]
    if marks is None:
        ranges = sheet.merged_cell_ranges or []
        marks = Marks(merges=tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in ranges))
    return Grid(name=name, rows=trimmed(rows), is_hidden=is_hidden, marks=marks)


def _looks_like_text(data: bytes) -> bool:
    head = data[:4000]
    return not any(byte < 9 or 13 < byte < 27 for byte in head) or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _refused(file: str, why: str) -> FileUnreadable:
    return FileUnreadable(_("無法讀取「{file}」：{why}").format(file=file, why=why))


def _locked(file: str) -> FileUnreadable:
    return _refused(file, _("檔案設有密碼。請在 Excel 或 LibreOffice 開啟並移除密碼，存檔後再匯入。"))


def _damaged(file: str) -> FileUnreadable:
    return _refused(file, _("檔案已損壞或沒有傳完。請在 Excel 開啟並另存新檔，或請對方重寄。"))
