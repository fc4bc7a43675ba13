"""What a sender wrote over in the columns that a progress form only shows (期限、填報單位、協辦): told, not taken."""

import re
from collections.abc import Iterator

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.resolution import Resolution, Share
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing.due import read_due
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.interpreting import Problem, Row

_TITLES = {"due_on": N_("預定完成日期"), "lead": N_("填報單位"), "co_leads": N_("協辦單位")}
_TO_SENDER = "{titles}與登記的不同，填報時不採用。要更正請與本平臺窗口聯絡。"
_BETWEEN = re.compile(r"[、，,;；\n]+")


def told_of_given(row: Row, line: TrackedLine) -> tuple[Problem, ...]:
    """One note for a row in which such a column differs from what is registered."""
    differing = list(_differing(row, line))
    if not differing:
        return ()
    name = differing[0]
    message = _("{titles}與登記的不同，填報表不採用；要改請到該案修改。")
    problem = Problem(
        cell=row.cells.get(name, str(row.number)),
        value=row.raw.get(name),
        message=message.format(titles="、".join(_(_TITLES[each]) for each in differing)),
        is_note=True,
        field=name,
        to_sender=_TO_SENDER.format(titles="、".join(_TITLES[each] for each in differing)),
    )
    return (problem,)


def _differing(row: Row, line: TrackedLine) -> Iterator[str]:
    if not _is_due(row.raw.get("due_on"), line.resolution):
        yield "due_on"
    if not row.sent:
        # A table of their own names its doers in its own way.
        return
    if _has_others(row.raw.get("lead"), (line.doer_name,)):
        yield "lead"
    co_leads = line.co_lead_names if line.assignment.share is Share.LEAD else ()
    if _has_others(row.raw.get("co_leads"), co_leads):
        yield "co_leads"


def _is_due(theirs: CellValue, case: Resolution) -> bool:
    """Does a cell say when the case is due? An empty one says nothing else."""
    if theirs is None or theirs == case.due_on or folded(str(theirs)) in ("", folded(case.due_text)):
        return True
    try:
        return case.due_on is not None and read_due(theirs, year=case.year) == case.due_on
    except AppError:
        return False


def _has_others(raw: CellValue, ours: tuple[str, ...]) -> bool:
    named = {folded(part) for part in _BETWEEN.split(str(raw))} - {""} if raw is not None else set()
    return bool(named) and named != {folded(name) for name in ours}
