"""The summary (審閱結果) at the front of a marked workbook, as rows that any format can write."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.sheets.answer import FILE_LABEL, STATE_WORDS, SUMMARY_TITLE, Answer, Mark, Severity

WIDTHS = (6, 16, 10, 10, 20, 24, 46, 46)
"""Of the columns, in half-width characters."""
HEADINGS = ("項次", "工作表", "儲存格", "類別", "案號或名稱", "所填內容", "原因", "請這樣改")


class Style(Enum):
    """How a cell of the summary looks."""

    PLAIN = "plain"
    TITLE = "title"
    SAID = "said"
    HEADING = "heading"
    LINK = "link"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class SummaryCell:
    """One cell: always text or a number, never a formula. `link` leads to a marked cell of the same workbook."""

    value: str | int
    style: Style = Style.PLAIN
    severity: Severity | None = None
    link: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """`is_wide` lets the first cell run over the whole width. `mark` is the cell that the row is about."""

    cells: tuple[SummaryCell, ...] = ()
    is_wide: bool = False
    lines: int = 1
    mark: Mark | None = None


def summary_rows(answer: Answer) -> tuple[SummaryRow, ...]:
    """The whole sheet from top to bottom."""
    return tuple(_rows(answer))


def _rows(answer: Answer) -> Iterator[SummaryRow]:
    yield _wide(SUMMARY_TITLE, Style.TITLE)
    yield _wide(
        f"{answer.platform}　審閱日期：{roc_date.written(answer.made_on)}　{FILE_LABEL}{answer.origin or answer.file}"
    )
    for text in (*answer.notes, *answer.instructions):
        yield _wide(text)
    for sheet in answer.unmarked:
        yield _wide(f"工作表「{sheet}」太長，沒有逐格標示顏色與註解，請依下列各項更正。")
    yield SummaryRow()
    yield _wide("結果（列數）", Style.HEADING)
    counted = [(STATE_WORDS[state], count) for state, count in answer.counts.items()]
    counted += [("其中未採用", answer.refused)] if answer.refused else []
    for word, count in counted:
        if count:
            yield SummaryRow(cells=(SummaryCell(value=count, style=Style.NUMBER), SummaryCell(value=word)))
    yield SummaryRow()
    if answer.marks:
        yield SummaryRow(cells=tuple(SummaryCell(value=text, style=Style.HEADING) for text in HEADINGS))
        for place, mark in enumerate(answer.marks, 1):
            yield _of_mark(place, mark)
    elif not answer.notes:
        yield _wide("沒有需要更正的儲存格。")
    if answer.passed_over:
        yield SummaryRow()
        yield _wide("沒有讀取的工作表", Style.HEADING)
        for sheet, reason in answer.passed_over:
            yield _wide(f"「{sheet}」：{reason}")


def _of_mark(place: int, mark: Mark) -> SummaryRow:
    texts = (mark.about, mark.value, mark.reason, mark.advice)
    return SummaryRow(
        cells=(
            SummaryCell(value=place, style=Style.NUMBER),
            SummaryCell(value=mark.sheet),
            SummaryCell(value=mark.cell, style=Style.LINK, link=mark),
            SummaryCell(value=mark.severity.word, severity=mark.severity),
            *(SummaryCell(value=text) for text in texts),
        ),
        lines=max(_lines(text, width) for text, width in zip(texts, WIDTHS[4:], strict=True)),
        mark=mark,
    )


def _wide(text: str, style: Style = Style.SAID) -> SummaryRow:
    total = sum(WIDTHS)
    lines = _lines(text, total) if style is Style.SAID else 1
    return SummaryRow(cells=(SummaryCell(value=text, style=style),), is_wide=True, lines=lines)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many half-width characters."""
    room = max(width // 2 - 1, 4)
    return sum(max(1, -(-len(line) // room)) for line in text.split("\n"))
