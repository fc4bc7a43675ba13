"""What the sender of a workbook is told: each cell with what is the matter, and what would be accepted."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.fold import in_short, shown
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, ReviewedSheet, RowState, worded

SUMMARY = "審閱結果"
SUMMARY_TITLE = "審閱結果（本程式產生，寄回時不必填寫）"
"""Stands in the first cell of the summary: by it the sheet is known again when the workbook comes back."""
FILE_LABEL = "檔案："
AUTHOR = "北臺審閱"
"""Whose comments ours are: by it they are known again."""
STATE_WORDS = {
    RowState.NEW: "新增",
    RowState.CHANGED: "有變更",
    RowState.SAME: "與登記相同",
    RowState.CONFLICT: "與登記不一致",
    RowState.UNREADABLE: "無法匯入",
    RowState.IGNORED: "略過",
}
# 「看不懂的順序「甲」。請填數字，例如 1。」 says first what is wrong, then what to do.
_ADVICE = re.compile(r"(?<=[。；，])(?=請|若|如|要)|^(?=請)")
_LONGEST = 2_000


class Severity(Enum):
    """How much a mark weighs, the gravest first. The colour never stands without its word."""

    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    REFUSED = "refused"
    NOTE = "note"

    @property
    def word(self) -> str:
        return {
            Severity.UNREADABLE: "看不懂",
            Severity.CONFLICT: "不一致",
            Severity.REFUSED: "未採用",
            Severity.NOTE: "請確認",
        }[self]

    @property
    def colour(self) -> str:
        """Red, green and blue in hexadecimal; black text is read well on each."""
        return {
            Severity.UNREADABLE: "F8B4B4",
            Severity.CONFLICT: "FBC98F",
            Severity.REFUSED: "D7C8EE",
            Severity.NOTE: "FFE699",
        }[self]

    @property
    def weight(self) -> int:
        return list(Severity).index(self)


# An office program need not keep who wrote a comment; ours are known by their form too.
_OURS = re.compile(rf"\s*【(?:{'|'.join(severity.word for severity in Severity)})】.*【請這樣改】", re.DOTALL)

_USUAL_ADVICE = {
    Severity.UNREADABLE: "請更正這一格後寄回。",
    Severity.CONFLICT: "請與登記的內容核對，填寫正確的內容後寄回。",
    Severity.REFUSED: "如仍須採用，請補充說明或更正後寄回，或與本平臺窗口聯絡。",
    Severity.NOTE: "讀法無誤就不必更改；有誤請直接更正。",
}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One marked cell. `cell` is the address within its sheet, such as C7."""

    sheet: str
    cell: str
    severity: Severity
    about: str = ""
    """The row's number or name, by which people know it."""
    value: str = ""
    reason: str
    advice: str

    @property
    def comment(self) -> str:
        """The comment in the cell."""
        return f"【{self.severity.word}】{self.reason}\n【請這樣改】{self.advice}"[:_LONGEST]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that the marked copy and the mail say about one workbook."""

    file: str
    origin: str = ""
    """The name under which it first came, where it returns under another one."""
    platform: str
    made_on: date
    return_by: date
    return_to: str = ""
    """Names and addresses of the windows to whom it is returned."""
    counts: Mapping[RowState, int]
    refused: int = 0
    marks: tuple[Mark, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()
    """Sheets that were not read, each with the reason."""
    notes: tuple[str, ...] = ()
    """What is said of the whole file."""
    unmarked: tuple[str, ...] = ()
    """Sheets too long to be marked cell by cell."""

    @property
    def instructions(self) -> tuple[str, ...]:
        """How it is to be mended and returned."""
        where = f"寄給 {self.return_to}" if self.return_to else "寄回"
        return (
            f"請在標示檔有顏色的儲存格直接更正（滑鼠停在儲存格上可看說明），存檔後於{roc_date.written(self.return_by)}前"
            f"把這個檔案{where}。",
            "請勿增刪欄位、更改案號或刪除工作表；已匯入的列不必重填，寄回後只處理更正過的列。顏色與註解不影響匯入。",
        )


def answer_of(
    review: Review,
    *,
    platform: str,
    made_on: date,
    return_by: date,
    return_to: str = "",
    refused: Collection[int] = (),
) -> Answer:
    """Gather what a review has to say. `refused` are the ids (`id()`) of rows that a person did not want."""
    marks = _merged(mark for sheet in review.sheets for row in sheet.rows for mark in _marks_of(sheet, row, refused))
    return Answer(
        file=review.recognised.file,
        origin=file_told(sheet.table.grid for sheet in review.sheets),
        platform=platform,
        made_on=made_on,
        return_by=return_by,
        return_to=return_to,
        counts=review.counts,
        refused=sum(id(row) in refused for row in review.rows),
        marks=tuple(marks),
        notes=tuple(note.to_sender for note in review.notes if note.to_sender),
        passed_over=tuple(
            (sheet.table.grid.name, sheet.table.skipped)
            for sheet in review.sheets
            if sheet.table.skipped and not sheet.table.grid.is_hidden and not is_summary(sheet.table.grid)
        ),
    )


def is_summary(grid: Grid) -> bool:
    """Is this the summary that we put before a marked workbook, come back with it?"""
    return grid.at(0, 0) == SUMMARY_TITLE


def file_told(grids: Iterable[Grid]) -> str:
    """The name under which a marked workbook first came, as its summary tells; empty for another file."""
    told = next((grid.at(1, 0) for grid in grids if is_summary(grid)), None)
    return str(told or "").partition(FILE_LABEL)[2]


def is_our_comment(text: str, author: str = "") -> bool:
    """Did an earlier round of marking write this comment?"""
    return author == AUTHOR or _OURS.match(text) is not None


def _marks_of(sheet: ReviewedSheet, row: ReviewedRow, refused: Collection[int]) -> Iterator[Mark]:
    name, about = sheet.table.grid.name, _about(row)
    for problem in row.problems:
        severity = _severity(row, problem)
        reason, advice = _parted(problem.to_sender or _to_sender(problem.message), severity)
        yield Mark(
            sheet=name,
            cell=_address(problem.cell),
            severity=severity,
            about=about,
            value=in_short(problem.value),
            reason=reason,
            advice=advice,
        )
    for difference in row.differences:
        if difference.is_conflict and row.state is RowState.CONFLICT:
            theirs, ours = _worded(difference.field, difference.theirs), _worded(difference.field, difference.ours)
            yield Mark(
                sheet=name,
                cell=_address(row.row.cells.get(difference.field) or str(row.row.number)),
                severity=Severity.CONFLICT,
                about=about,
                value=theirs,
                reason=f"登記的內容是「{shown(ours) or '（空白）'}」，與所填的不同，登記在送出後已有更動。",
                advice=_USUAL_ADVICE[Severity.CONFLICT],
            )
    if id(row) in refused:
        changed = "、".join(_title(sheet, each.field) for each in row.differences)
        yield Mark(
            sheet=name,
            cell=_address(next(iter(row.row.cells.values()), str(row.row.number))),
            severity=Severity.REFUSED,
            about=about,
            reason=f"這一列經審閱未採用（{changed}）。" if changed else "這一列經審閱未採用。",
            advice=_USUAL_ADVICE[Severity.REFUSED],
        )


def _to_sender(message: str) -> str:
    """What a message asks of who takes a workbook in is asked of who sent it: to send it again."""
    return message.replace("後再匯入", "後寄回")


def _severity(row: ReviewedRow, problem: Problem) -> Severity:
    if not problem.is_note:
        return Severity.UNREADABLE
    return Severity.CONFLICT if row.state is RowState.CONFLICT and problem in row.notes else Severity.NOTE


def _parted(message: str, severity: Severity) -> tuple[str, str]:
    """What is the matter, and what to do."""
    at = _ADVICE.search(message)
    if at is None:
        return message, _USUAL_ADVICE[severity]
    reason = message[: at.start()].rstrip("；，") or severity.word
    advice = message[at.start() :]
    # 請確認 tells a desk of ours to look; it tells a sender nothing of what to write.
    said = _USUAL_ADVICE[severity] if advice.strip("。") == "請確認" else advice
    return reason if reason.endswith("。") else f"{reason}。", said


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Each cell once, with all that is said about it."""
    found: dict[tuple[str, str], Mark] = {}
    for mark in marks:
        place = (mark.sheet, mark.cell)
        known = found.get(place)
        if known is None:
            found[place] = mark
            continue
        found[place] = replace(
            min(known, mark, key=lambda each: each.severity.weight),
            value=known.value or mark.value,
            reason="\n".join(dict.fromkeys((known.reason, mark.reason))),
            advice="\n".join(dict.fromkeys((known.advice, mark.advice))),
        )
    return list(found.values())


def _address(cell: str) -> str:
    """The address within the sheet; of a bare row its first cell."""
    bare = cell.rpartition("!")[2]
    return f"A{bare}" if bare.isdigit() else bare


def _about(row: ReviewedRow) -> str:
    if row.match and row.match.number:
        return row.match.number
    fields = row.row.fields
    return in_short(next((fields[name] for name in ("number", "name", "text") if fields.get(name)), ""))


def _title(sheet: ReviewedSheet, field: str) -> str:
    known = sheet.table.kind.field(field) if sheet.table.kind else None
    return known.titles[0] if known else field


def _worded(field: str, value: Any) -> str:
    try:
        return in_short(worded(field, value))
    except (ValueError, TypeError):
        return in_short(value)
