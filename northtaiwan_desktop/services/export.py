"""What goes out: minutes, the register and the year's lists, as the files that offices exchange."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from northtaiwan_desktop.documents import docx_file
from northtaiwan_desktop.documents import files as papers
from northtaiwan_desktop.documents import minutes as minutes_paper
from northtaiwan_desktop.documents import plan as plan_paper
from northtaiwan_desktop.domain import plan_matrix
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.minutes import MinutesView
from northtaiwan_desktop.domain.plan import PlanVersion
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.round_view import last_round
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.services import lists_out
from northtaiwan_desktop.services import progress as progress_sheet
from northtaiwan_desktop.services.lists_out import ListOut
from northtaiwan_desktop.sheets import chronicle as chronicle_sheet
from northtaiwan_desktop.sheets import files as workbooks
from northtaiwan_desktop.sheets import form as county_form
from northtaiwan_desktop.sheets import plan_book
from northtaiwan_desktop.sheets.progress_by import By
from northtaiwan_desktop.storage import chronicle as chronicle_questions
from northtaiwan_desktop.storage import plan as plan_questions
from northtaiwan_desktop.storage import plan_versions, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference


def minutes_bytes(view: MinutesView) -> bytes:
    """The minutes as a docx, in memory."""
    return docx_file.made(minutes_paper.paper(view))


def progress(
    records: Records,
    path: Path,
    *,
    today: date,
    round: Round,
    year: int | None = None,
    member_id: str | None = None,
    group_id: str | None = None,
    by: By | None = None,
    order: MemberOrder = MemberOrder.COMMITTEE,
) -> Path:
    """Write the register (列管表) of a round, or of the last round of another ROC year."""
    if year is not None and year != round.year:
        round = last_round(year, reference(records).thresholds.rounds_a_year, today)
    wish = progress_sheet.Wish(round=round, group_id=group_id, member_id=member_id, by=by, order=order)
    return progress_sheet.write(records, path, wish, today=today)


def form(records: Records, path: Path, *, today: date, member_id: str, round: Round, year: int | None = None) -> Path:
    """Write the form that a county fills in and sends back (縣市填報表), as xlsx or ods."""
    known = reference(records)
    lines = resolutions.tracked_lines(records, today=today, year=year, member_id=member_id, open_only=True)
    made = county_form.form_book(
        lines, platform=known.platform.name, member=known.member(member_id), round=round, sent_on=today
    )
    workbooks.write(made, path)
    return path


def plan(
    records: Records,
    path: Path,
    *,
    today: date,
    year: int,
    group_id: str | None = None,
    member_id: str | None = None,
) -> Path:
    """Write the year's action plan (年度行動方案): a workbook with its matrix and quarters, or a paper by group."""
    known = reference(records)
    lines = plan_questions.plan_lines(records, year=year, group_id=group_id, member_id=member_id, today=today)
    ending = path.suffix.lower()
    if ending in workbooks.SUFFIXES:
        groups = [group for group in known.groups if group_id in (None, group.id)]
        found = plan_matrix.matrix(lines, groups, known.axes, known.thresholds)
        made = plan_book.plan_book(
            lines, platform=known.platform.name, year=year, today=today, matrix=found, limits=known.thresholds
        )
        workbooks.write(made, path)
    elif ending in papers.SUFFIXES:
        kept = plan_versions.versions(records, year)
        papers.write(
            plan_paper.paper(
                lines,
                known,
                title=f"{year}年度行動方案",
                subtitle=_plan_subtitle(lines, kept, today),
            ),
            path,
        )
    else:
        raise lists_out.unknown_format(path)
    return path


def _plan_subtitle(lines: Sequence[PlanLine], kept: Sequence[PlanVersion], today: date) -> str:
    said = f"共{len(lines)}項　製表日期：{roc_date.written(today)}"
    if not kept:
        return f"{said}　（尚未經會議確認）"
    return f"{said}　第{kept[0].version}版：{roc_date.written(kept[0].kept_on)} {kept[0].meeting_title}".rstrip()


def chronicle(records: Records, path: Path, *, today: date, year: int | None = None) -> Path:
    """Write the chronicle (大事記), whole or of one ROC year."""
    entries = chronicle_questions.entries(records, year=year)
    title = f"{year}年大事記" if year else "大事記"
    listed = ListOut(title=title, subtitle="", columns=chronicle_sheet.COLUMNS, rows=entries)
    return lists_out.write(records, path, listed, today=today)
