"""The chronicle (大事記) as columns: one row an entry, dated as precisely as is known."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.span import Precision, Span, written_span
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.book import Book, Sheet, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form


def when(entry: ChronicleEntry) -> str:
    """The entry's date as its precision allows: 「93年1月12日」, 「92年2月至6月」, 「84年至86年」."""
    return written_span(Span(entry.since, entry.until, entry.precision))


COLUMNS: tuple[Column, ...] = (
    Column(
        name="since",
        title=N_("日期"),
        value=when,
        data=lambda entry: entry.since,
        width=22,
        synonyms=(
            "時間",
            "年月日",
            "年月",
            "年代",
            "年份",
            "西元年",
            "民國年",
            "年度",
            "起日",
            "開始日期",
            "發生日期",
            "發生時間",
        ),
    ),
    Column(
        name="until",
        title=N_("迄日"),
        value=lambda entry: entry.until,
        form=Form.DAY,
        width=14,
        synonyms=("結束日期", "結束日", "訖日", "迄止日期"),
    ),
    Column(
        name="precision",
        title=N_("日期精度"),
        value=lambda entry: entry.precision.word,
        data=lambda entry: entry.precision.value,
        width=9,
        choices=tuple(precision.word for precision in Precision),
    ),
    Column(
        name="text",
        title=N_("記事"),
        value=lambda entry: entry.text,
        width=80,
        synonyms=(
            "大事記",
            "大事",
            "大事紀",
            "大事記要",
            "紀要",
            "記要",
            "紀事",
            "事件",
            "事項",
            "內容",
            "重要記事",
            "重要事件",
            "紀事",
            "摘要",
            "事蹟",
            "說明",
        ),
    ),
)

PRINTED = tuple(column for column in COLUMNS if column.name in {"since", "text"})
"""What a paper shows: the date tells its end and its precision by how it is written."""


def chronicle_book(entries: Sequence[ChronicleEntry], *, platform: str, today: date) -> Book:
    """The chronicle as a table of two columns: the date tells its end and its precision by how it is written."""
    title = f"{platform}大事記"
    sheet = Sheet(
        name="大事記",
        title=(title, f"製表日期：{roc_date.written(today)}　共{len(entries)}則"),
        columns=tuple(shown(column) for column in PRINTED),
        rows=table(PRINTED, entries),
        is_landscape=False,
    )
    return Book(title=title, author=platform, made_on=today, sheets=(sheet,), properties=(("kind", "chronicle"),))
