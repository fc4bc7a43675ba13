"""A list on its way out, as it stands on the screen or as the register gives it: as a workbook or a paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from northtaiwan_desktop.documents import files as papers
from northtaiwan_desktop.documents import tables
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import book
from northtaiwan_desktop.sheets import files as workbooks
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.sheets.list_marks import marked
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

ENDINGS = (".xlsx", ".ods", ".docx", ".odt", ".pdf")
WIDE = 110
"""Half-width characters: a list of wider columns is printed on A3."""


@dataclass(frozen=True, kw_only=True)
class ListOut:
    """A list: the same columns and rows, whatever the format."""

    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    paper: book.Paper = book.Paper.A4
    ids: Sequence[str] = ()
    """Of the rows' records, where the list is made to come back: a workbook then carries them unseen."""


def as_shown(title: str, columns: Sequence[Column], rows: Sequence[Any], *, today: date) -> ListOut:
    """A list with the rows and the columns that are shown, in the order in which they are."""
    return ListOut(
        title=title,
        subtitle=f"製表日期：{roc_date.written(today)}　共{len(rows):,}列",
        columns=columns,
        rows=rows,
        paper=book.Paper.A3 if sum(column.width for column in columns) > WIDE else book.Paper.A4,
    )


def write(records: Records, path: Path, listed: ListOut, *, today: date, further: Sequence[ListOut] = ()) -> Path:
    """Write the list as the suffix of `path` says. Numbers stay numbers, and no text becomes a formula.

    `further` lists follow it: on sheets or pages of their own.
    """
    platform = reference(records).platform.name
    ending = path.suffix.lower()
    if ending in workbooks.SUFFIXES:
        made = _book(listed, platform, today)
        sheets = [sheet for one in further for sheet in _book(one, platform, today).sheets]
        workbooks.write(replace(made, sheets=(*made.sheets, *sheets)), path)
    elif ending in papers.SUFFIXES:
        papers.write(tables.paper(_table(listed, platform), further=[_table(one, platform) for one in further]), path)
    else:
        raise unknown_format(path)
    return path


def unknown_format(path: Path) -> RuleBroken:
    """What is said where a list can't be written in the format that a name asks for."""
    message = _("「{name}」的格式無法匯出。請把副檔名改為 .xlsx、.ods、.docx、.odt 或 .pdf。")
    return RuleBroken(message.format(name=path.name))


def _book(listed: ListOut, platform: str, today: date) -> book.Book:
    money = [column.value(row) for column in listed.columns if column.form is Form.MONEY for row in listed.rows]
    unit, corner = book.money_unit(money) if money else (1, "")
    sheet = book.Sheet(
        name=book.sheet_name(listed.title),
        title=tuple(line for line in (f"{platform}{listed.title}", listed.subtitle) if line),
        corner=corner,
        columns=tuple(book.shown(column) for column in listed.columns),
        rows=tuple(book.in_unit(row, listed.columns, unit) for row in book.table(listed.columns, listed.rows)),
        paper=listed.paper,
    )
    if listed.ids:
        sheet = marked(sheet, listed.columns, listed.rows, listed.ids)
    return book.Book(title=listed.title, author=platform, made_on=today, sheets=(sheet,))


def _table(listed: ListOut, platform: str) -> tables.TableData:
    return tables.TableData(
        title=listed.title,
        subtitle=listed.subtitle,
        headers=tuple(column.title for column in listed.columns),
        widths=tuple(float(column.width) for column in listed.columns),
        rows=tuple(tuple(column.text(row) for column in listed.columns) for row in listed.rows),
        platform=platform,
    )
