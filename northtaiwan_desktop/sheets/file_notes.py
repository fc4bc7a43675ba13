"""What is to be known of a workbook as a whole: an older form, another county's, or one that nobody has filled in."""

from collections.abc import Iterator, Sequence

from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.form import EDITABLE, VERSION
from northtaiwan_desktop.sheets.headings import joined
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.review import FileNote, ReviewedSheet, plain
from northtaiwan_desktop.sheets.round_columns import of_other_rounds
from northtaiwan_desktop.sheets.tables import Recognised, Table

_IN_COMMENTS = "辦理情形與進度的儲存格都沒有填寫，註解不會讀入。請把內容寫在儲存格裡再寄回。"
_THEIRS = ("report", "actual_percent", "delay_reason", "remedy")
"""What a county fills in in a table of its own; the rest of a report may stand there from the start."""


def notes_of(recognised: Recognised, sheets: Sequence[ReviewedSheet]) -> tuple[FileNote, ...]:
    """The notes in the order in which a person has to think of them."""
    return (
        *_of_the_form(recognised),
        *_of_another_kind(recognised, sheets),
        *_unfilled(recognised, sheets),
        *_other_tables(sheets),
        *_beside(recognised),
    )


def _of_the_form(recognised: Recognised) -> Iterator[FileNote]:
    form = recognised.form
    if form is None or form.kind != "progress":
        return
    if form.version != VERSION:
        message = _("這是較舊的填報表（第{old}版，現在是第{now}版）。已照欄名讀入，請核對後再匯入。")
        yield FileNote(message=message.format(old=form.version or "?", now=VERSION))
    if form.member_id and recognised.sender_id not in (None, form.member_id):
        yield FileNote(message=_("這份填報表當初寄給別的縣市，請確認來文縣市。"))


def _of_another_kind(recognised: Recognised, sheets: Sequence[ReviewedSheet]) -> Iterator[FileNote]:
    """A list of cases that tells their progress too reads like reports, of which none finds its case."""
    for sheet in sheets:
        if recognised.form is not None or sheet.table.kind is None or sheet.table.kind.name != "progress":
            continue
        rows = [row for row in sheet.rows if not row.row.ignored and not row.row.is_unreadable]
        if not rows or any(row.match or "text" not in row.row.fields for row in rows):
            continue
        message = _(
            "工作表「{sheet}」的各列讀作辦理情形，在登記裡都找不到案件。"
            "如果這是其他平臺或往年的決議列管表，請把種類改為「決議事項」（--kind resolutions）再讀一次。"
        )
        yield FileNote(message=message.format(sheet=sheet.table.grid.name))


def _unfilled(recognised: Recognised, sheets: Sequence[ReviewedSheet]) -> Iterator[FileNote]:
    rows = [
        (sheet.table, reviewed.row)
        for sheet in sheets
        if sheet.table.kind is not None and sheet.table.kind.name == "progress"
        for reviewed in sheet.rows
        if not reviewed.row.ignored
    ]
    # Most files are filled in, and the first row shows it.
    if not rows or any(_is_filled(table, row) for table, row in rows):
        return
    if any(table.grid.marks.has_comments for table, _row in rows):
        # What an earlier round of marking wrote as comments is no answer, and stays the rarer case.
        message = _(
            "辦理情形與進度的儲存格都沒有填寫，檔案裡卻有註解；內容可能寫在註解裡，註解不會讀入，請開啟檔案確認。"
        )
        yield FileNote(message=message, to_sender=_IN_COMMENTS)
        return
    to_sender = "收到的檔案沒有填寫任何內容。請填寫辦理情形與進度後寄回；若寄錯檔案，請改寄填好的那一份。"
    if recognised.form is not None:
        message = _("這份填報表沒有填寫任何內容，與寄出時相同。請向來文縣市索取填好的檔案。")
    else:
        message = _("辦理情形與實際進度全是空白，這份檔案沒有填寫任何內容。請向來文縣市索取填好的檔案。")
    yield FileNote(message=message, to_sender=to_sender)


def _is_filled(table: Table, row: Row) -> bool:
    """Does a row say anything that it did not say when it was sent out?"""
    names = EDITABLE if row.sent else _THEIRS
    return any(name in row.raw and not _as_sent(row, name) for name in names)


def _as_sent(row: Row, name: str) -> bool:
    return name in row.sent and name in row.fields and alike(plain(row.fields[name]), plain(row.sent[name]))


def _other_tables(sheets: Sequence[ReviewedSheet]) -> Iterator[FileNote]:
    """What stands under a table with headings of its own goes on to the end of the sheet."""
    for sheet in sheets:
        first = sheet.rows[-1].row.of_table if sheet.rows else 0
        if first:
            message = _("工作表「{sheet}」第{row}列起是另一個表，欄名不同，沒有讀入。請移到另一張工作表再匯入。")
            to_sender = (
                f"工作表「{sheet.table.grid.name}」第{first}列起是另一個表，沒有讀入。請移到另一張工作表再寄回。"
            )
            yield FileNote(message=message.format(sheet=sheet.table.grid.name, row=first), to_sender=to_sender)


def _beside(recognised: Recognised) -> Iterator[FileNote]:
    yield from _groups(recognised)
    yield from _other_rounds(recognised)


def _groups(recognised: Recognised) -> Iterator[FileNote]:
    """A group that all rows of a table have by its title is said once."""
    for table in recognised.tables:
        if table.group is None:
            continue
        message = _("工作表「{sheet}」沒有議題組的欄，各列依「{text}」歸入{group}，請確認。")
        told = message.format(sheet=table.grid.name, text=shown(table.group_told), group=table.group.name)
        yield FileNote(message=told)


def _other_rounds(recognised: Recognised) -> Iterator[FileNote]:
    """Columns of another round are left where they stand, which is said once."""
    for table in recognised.tables:
        if table.kind is None or table.round is None:
            continue
        headings = joined(table.grid, table.header_rows)
        set_aside = {column.column for column in table.columns if column.field is None and column.certainty}
        others = [found for at, found in of_other_rounds(headings, table.round, ()).items() if at in set_aside]
        if others:
            message = _("工作表「{sheet}」只讀入{round}的欄，沒有讀入別期的：{headers}。")
            headers = "、".join(shown(each.header) for each in others)
            told = message.format(sheet=table.grid.name, round=table.round.written, headers=headers)
            yield FileNote(message=told)
