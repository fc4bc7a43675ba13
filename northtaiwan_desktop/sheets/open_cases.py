"""Open cases by the contact window that answers for them: what a successor takes over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.sheets.book import Book, Paper, Sheet, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form

NOBODY = "（未登記窗口）"


@dataclass(frozen=True, kw_only=True)
class OpenCase:
    """One doer's open line with the window that answers for it, where one is registered."""

    line: TrackedLine
    member_name: str
    window: PostLine | None
    is_late: bool

    @property
    def window_name(self) -> str:
        return self.window.person.name if self.window else NOBODY


@dataclass(frozen=True, kw_only=True)
class WindowCount:
    """How many open lines a window has, and how many of them are late."""

    member_name: str
    window: str
    phone: str
    open: int
    late: int


COLUMNS: tuple[Column, ...] = (
    Column(name="county", title="縣市", value=lambda row: row.member_name, width=12),
    Column(name="window", title="聯絡窗口", value=lambda row: row.window_name, width=18),
    Column(name="number", title="案號", value=lambda row: row.line.number, width=14),
    Column(name="text", title="決議事項", value=lambda row: row.line.resolution.text, width=48),
    Column(name="doer", title="主（協）辦單位", value=lambda row: row.line.doer_name, width=22),
    Column(name="group", title="議題組", value=lambda row: row.line.group_name, width=14),
    Column(name="due_on", title="預定完成日期", value=lambda row: row.line.due_words, width=15),
    Column(name="light", title="燈號", value=lambda row: row.line.light.word, width=8),
    Column(
        name="report", title="最近辦理情形", value=lambda row: row.line.latest.text if row.line.latest else "", width=40
    ),
)
COUNTS: tuple[Column, ...] = (
    Column(name="county", title="縣市", value=lambda row: row.member_name, width=14),
    Column(name="window", title="聯絡窗口", value=lambda row: row.window, width=24),
    Column(name="phone", title="電話", value=lambda row: row.phone, width=20),
    Column(name="open", title="未結案件", value=lambda row: row.open, form=Form.NUMBER, width=10),
    Column(name="late", title="其中逾期", value=lambda row: row.late, form=Form.NUMBER, width=10),
)


def by_window(cases: Sequence[OpenCase]) -> list[WindowCount]:
    """The windows in the order of their cases, each counted."""
    opened, late, phones = Counter[tuple[str, str]](), Counter[tuple[str, str]](), dict[tuple[str, str], str]()
    for case in cases:
        key = case.member_name, case.window_name
        opened[key] += 1
        late[key] += case.is_late
        phones[key] = case.window.person.phone if case.window else ""
    return [
        WindowCount(member_name=key[0], window=key[1], phone=phones[key], open=count, late=late[key])
        for key, count in opened.items()
    ]


def open_cases_book(cases: Sequence[OpenCase], *, platform: str, today: date) -> Book:
    """The windows with their counts, and behind them every open line."""
    title = f"{platform}未結案件（依窗口）"
    told = f"製表日期：{roc_date.written(today)}　共{len(cases)}列"
    counts = by_window(cases)
    sheets = (
        Sheet(
            name="各窗口",
            title=(title, told),
            columns=tuple(shown(column) for column in COUNTS),
            rows=table(COUNTS, counts),
            is_landscape=False,
        ),
        Sheet(
            name="未結案件",
            title=(title, told),
            columns=tuple(shown(column) for column in COLUMNS),
            rows=table(COLUMNS, cases),
            paper=Paper.A3,
            frozen_columns=3,
        ),
    )
    return Book(title=title, author=platform, made_on=today, sheets=sheets)
