"""Any file that may hold a table, opened as grids; the file is read once and closed at once."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from lzma import LZMAError
from pathlib import Path
from struct import error as StructError
from zipfile import BadZipFile
from zlib import error as ZlibError

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import ods_marks, xls_marks, xlsx_marks
from northtaiwan_desktop.sheets.csv_grid import read_csv
from northtaiwan_desktop.sheets.grid import (
    MOST_CELLS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    CellValue,
    Extent,
    Grid,
    Marks,
    Merge,
    short,
    tidy,
)
from northtaiwan_desktop.sheets.grid_pieces import ROWS_AT_ONCE, Pieces, SheetBegins, SheetRows, whole
from northtaiwan_desktop.sheets.symbol_fonts import as_seen
from northtaiwan_desktop.sheets.zip_parts import Encrypted, Hostile, Parts, TooMuch

MOST_BYTES = 100_000_000
_MOST_KNOWN = 100_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*")
_WEB = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")
_DAMAGED = (
    BadZipFile,
    ZlibError,
    LZMAError,
    StructError,
    etree.LxmlError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    OSError,
    OverflowError,
    ValueError,
)
"""What the readers of the standard library and of lxml raise where a file does not hold what it should."""
_LOCK_MARKS = ("~$", ".~lock.")
_ARRIVING = {".crdownload", ".part", ".partial", ".download", ".tmp"}


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Open xlsx, xlsm, xls, ods, csv or tsv, told by content rather than by name; one grid a sheet.

    FileUnreadable names the file, what is the matter, and what to do.
    """
    return read_grids_from(bytes_of(path), path.name)


def read_grids_from(data: bytes, file: str) -> tuple[Grid, ...]:
    """The same from the bytes of a file of that name."""
    return whole(pieces_of(data, file))


def pieces_of(data: bytes, file: str) -> Pieces:
    """The same piece by piece, with how far the reading is."""
    rows = 0
    for piece in _pieces(data, file):
        if isinstance(piece, SheetRows):
            rows += sum(map(bool, piece.rows))
            if rows > MOST_ROWS:
                raise _refused(
                    file, _("資料超過一次能匯入的 {most:,} 列。請分成幾個檔案再匯入。").format(most=MOST_ROWS)
                )
        yield piece


def _pieces(data: bytes, file: str) -> Pieces:
    if not data:
        raise _refused(file, _("這是空的檔案（0 位元組）。請確認檔案已經傳完，或請對方重寄。"))
    if data.startswith(b"PK"):
        yield from _packed(data, file)
        return
    if data.startswith(_OLE):
        yield from _ole(data, file)
        return
    if data.startswith(b"%PDF"):
        raise _refused(file, _("這是 PDF 檔。請向來文單位索取原始的試算表（xlsx、ods 或 csv）。"))
    if data.startswith(_PICTURES):
        raise _refused(
            file, _("這是圖片（照片或掃描），不是試算表。請向來文單位索取原始的試算表（xlsx、ods 或 csv）。")
        )
    if data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB):
        raise _refused(file, _("這其實是網頁格式。請以 Excel 開啟，另存為 xlsx 後再匯入。"))
    if data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise _refused(file, _("這其實是 XML 格式。請以 Excel 開啟，另存為 xlsx 後再匯入。"))
    suffix = Path(file).suffix.lower()
    if suffix in _TEXT_SUFFIXES or (suffix in {".xls", ".xlsx"} and _looks_like_text(data)):
        yield from read_csv(data, Path(file).stem, file=file)
    elif suffix in {".xls", ".xlsx", ".xlsm", ".ods"}:
        raise _refused(file, _("內容不是試算表，檔案可能已損壞或沒有傳完。請重新取得檔案後再匯入。"))
    else:
        raise _refused(file, _("不是可以匯入的種類。請提供 xlsx、xlsm、xls、ods、csv 或 tsv 檔。"))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file from outside, read at once so that nobody finds it locked by us."""
    file = path.name or str(path)
    try:
        if path.is_dir():
            raise _refused(str(path), _("這是資料夾。請選擇資料夾裡的檔案。"))
        if path.name.startswith(_LOCK_MARKS):
            raise _refused(file, _("這是有人開啟檔案時留下的暫存檔，不是資料。請選擇同一資料夾裡名稱相近的檔案。"))
        if path.suffix.lower() in _ARRIVING:
            raise _refused(file, _("檔案還在下載或複製中。請等它傳完再匯入。"))
        before = path.stat()
        size = before.st_size
        if size > MOST_BYTES:
            raise _refused(
                file,
                _("檔案超過 {limit} MB。請刪去圖片與用不到的工作表後再匯入。").format(limit=MOST_BYTES // 1_000_000),
            )
        data = path.read_bytes()
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != size:
            raise _refused(file, _("檔案正在被寫入，內容還在變動。請等它傳完或存好再匯入。"))
    except FileNotFoundError as error:
        raise _refused(str(path), _("找不到這個檔案。請確認檔名與位置。")) from error
    except PermissionError as error:
        raise _refused(file, _("檔案被其他程式鎖住，或您沒有讀取的權限。請關閉 Excel 或洽資訊人員後再試。")) from error
    except (OSError, ValueError) as error:
        raise _refused(file, _("讀取時發生錯誤（{reason}）。請確認磁碟或網路後再試。").format(reason=error)) from error
    return data


def _packed(data: bytes, file: str) -> Pieces:
    """A zip: xlsx or ods."""

    def found() -> Iterator[tuple[str, Extent, Marks]]:
        parts = Parts(data)
        if b"encryption-data" in _manifest(parts):
            raise Encrypted
        if "xl/workbook.xml" in parts:
            marks = _with_pictures(xlsx_marks.extents_and_marks(parts), is_held=parts.holds("xl/media/"))
            has_comments = parts.holds("xl/comments") or parts.holds("xl/threadedComments/")
            return _with_comments(marks, is_held=has_comments)
        if "content.xml" in parts and _is_calc(parts):
            return _with_pictures(ods_marks.extents_and_marks(parts), is_held=parts.holds("Pictures/"))
        if "word/document.xml" in parts or "content.xml" in parts:
            raise _refused(file, _("這是文書檔，不是試算表。請把其中的表格貼到 Excel，存為 xlsx 後再匯入。"))
        if "xl/workbook.bin" in parts:
            raise _refused(file, _("這是 xlsb 格式。請以 Excel 開啟，另存為 xlsx 後再匯入。"))
        raise _refused(file, _("這是壓縮檔，不是試算表。請先解壓縮，再選擇裡面的檔案。"))

    return _measured(data, file, found)


def _with_pictures(found: Iterator[tuple[str, Extent, Marks]], *, is_held: bool) -> Iterator[tuple[str, Extent, Marks]]:
    """The same; a sheet without values may be a scan that was pasted into a file with pictures."""
    for name, extent, marks in found:
        yield name, extent, replace(marks, has_picture=True) if is_held and not extent.height else marks


def _with_comments(found: Iterator[tuple[str, Extent, Marks]], *, is_held: bool) -> Iterator[tuple[str, Extent, Marks]]:
    for name, extent, marks in found:
        yield name, extent, replace(marks, has_comments=True) if is_held else marks


def _ole(data: bytes, file: str) -> Pieces:
    """A compound file: xls, or what Office writes with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(file)
    if "WordDocument".encode("utf-16-le") in data:
        raise _refused(file, _("這是文書檔，不是試算表。請把其中的表格貼到 Excel，存為 xlsx 後再匯入。"))
    return _measured(data, file, lambda: xls_marks.extents_and_marks(data))


def _measured(data: bytes, file: str, found: Callable[[], Iterator[tuple[str, Extent, Marks]]]) -> Pieces:
    """What stands beside the values is read first: from it is known how large they will be, and that none is false."""
    marks: list[tuple[str, Marks]] = []
    cells = text = 0
    try:
        for name, extent, mark in found():
            cells, text = cells + extent.height * extent.width, text + extent.text
            if len(marks) >= MOST_SHEETS:
                raise _refused(file, _("工作表超過 {most} 張。請刪去用不到的工作表再匯入。").format(most=MOST_SHEETS))
            _refuse_giant(name, extent._replace(text=text), cells, file)
            marks.append((name, mark))
            yield min(0.5, 0.1 * len(marks))
    except Encrypted as error:
        raise _locked(file) from error
    except TooMuch as error:
        raise _refused(file, _("解開後過大，不像正常的試算表，為安全起見不予開啟。請向來文單位確認檔案。")) from error
    except Hostile as error:
        raise _refused(
            file,
            _(
                "檔案裡有試算表軟體不會寫入的內容（可能是惡意檔案），為安全起見不予開啟。"
                "請不要再用其他程式開啟，並向來文單位確認後索取新的檔案。"
            ),
        ) from error
    except _DAMAGED as error:
        raise _damaged(file) from error
    yield 0.5
    yield from _sheets(data, file, dict(reversed(marks)))


def _refuse_giant(name: str, extent: Extent, cells: int, file: str) -> None:
    if cells > MOST_CELLS:
        raise _refused(
            file,
            _("工作表「{sheet}」有 {rows} 列、{columns} 欄，超過能處理的大小。請刪去資料以外的列與欄。").format(
                sheet=shown(name), rows=extent.height, columns=extent.width
            ),
        )
    if extent.text > MOST_TEXT:
        raise _refused(
            file,
            _("工作表「{sheet}」的文字過多，不像正常的表格。請刪去重複的長文字後再匯入。").format(sheet=shown(name)),
        )


def _manifest(parts: Parts) -> bytes:
    return parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in parts else b""


def _is_calc(parts: Parts) -> bool:
    return b"spreadsheet" in parts.read("mimetype") or b"opendocument.spreadsheet" in parts.read(
        "META-INF/manifest.xml"
    )


def _sheets(data: bytes, file: str, marks: Mapping[str, Marks]) -> Pieces:
    """The values by calamine, which reads all three formats fast, joined with the marks that it does not give."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = book.sheets_metadata
            for index, about in enumerate(sheets):
                share = 0.5 + 0.5 * index / len(sheets)
                yield share
                is_hidden = about.visible is not SheetVisibleEnum.Visible
                if about.typ is not SheetTypeEnum.WorkSheet:
                    yield SheetBegins(name=about.name, is_hidden=is_hidden, marks=Marks())
                    continue
                yield from _sheet(book, index, about.name, is_hidden, marks.get(about.name))
    except PasswordError as error:
        raise _locked(file) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(file) from error
    except BaseException as error:
        # A panic in the reader's native code is not an Exception; the program has to live on.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file) from error


def _sheet(book: CalamineWorkbook, index: int, name: str, is_hidden: bool, marks: Marks | None) -> Pieces:
    sheet = book.get_sheet_by_index(index)
    if marks is None:
        ranges = sheet.merged_cell_ranges or []
        marks = Marks(merges=tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in ranges))
    yield SheetBegins(name=name, is_hidden=is_hidden, marks=marks)
    if sheet.start is None:
        return
    left: tuple[CellValue, ...] = (None,) * sheet.start[1]
    symbols: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for (row, column), font in marks.symbols.items():
        symbols[row].append((column, font))
    known = _Known()
    rows = sheet.iter_rows()
    at = 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        taken = []
        for each in batch:
            # True is 1 to a dict, and must not be taken for it.
            cells = [*left, *map(tidy if bool in set(map(type, each)) else known.__getitem__, each)]
            for column, font in symbols.get(at, ()):
                if column < len(cells) and isinstance(cell := cells[column], str):
                    cells[column] = as_seen(cell, font)
            taken.append(short(cells))
            at += 1
        yield SheetRows(tuple(taken))
        if len(known) > _MOST_KNOWN:
            known.clear()


class _Known(dict[object, CellValue]):
    """Values made tidy, each kept once however many cells hold it."""

    def __missing__(self, value: object) -> CellValue:
        made = self[value] = tidy(value)
        return made


def _looks_like_text(data: bytes) -> bool:
    head = data[:4000]
    return not any(byte < 9 or 13 < byte < 27 for byte in head) or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _refused(file: str, why: str) -> FileUnreadable:
    return FileUnreadable(_("無法讀取「{file}」：{why}").format(file=file, why=why))


def _locked(file: str) -> FileUnreadable:
    return _refused(
        file,
        _("檔案設有密碼。請在 Excel 或 LibreOffice 以密碼開啟，另存一份沒有密碼的再匯入；不知道密碼請向來文單位索取。"),
    )


def _damaged(file: str) -> FileUnreadable:
    return _refused(file, _("檔案已損壞或沒有傳完。請在 Excel 開啟並另存新檔，或請對方重寄。"))
