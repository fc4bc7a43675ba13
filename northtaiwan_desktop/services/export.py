"""What goes out: minutes, the register and the year's lists, as the files that offices exchange."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from northtaiwan_desktop.documents import files as papers
from northtaiwan_desktop.documents import plan as plan_paper
from northtaiwan_desktop.domain import plan_matrix
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.plan import PlanVersion
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.round_view import last_round
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.services import lists_out
from northtaiwan_desktop.services import progress as progress_sheet
from northtaiwan_desktop.services.lists_out import ListOut
from northtaiwan_desktop.sheets import chronicle as chronicle_sheet
from northtaiwan_desktop.sheets import contributions as contributions_sheet
from northtaiwan_desktop.sheets import files as workbooks
from northtaiwan_desktop.sheets import form as county_form
from northtaiwan_desktop.sheets import plan_book
from northtaiwan_desktop.sheets import proposal_totals as proposal_totals_sheet
from northtaiwan_desktop.sheets import proposals as proposals_sheet
from northtaiwan_desktop.sheets.book import Paper
from northtaiwan_desktop.sheets.progress_by import By
from northtaiwan_desktop.storage import chronicle as chronicle_questions
from northtaiwan_desktop.storage import contributions as contribution_questions
from northtaiwan_desktop.storage import plan as plan_questions
from northtaiwan_desktop.storage import plan_versions, resolutions
from northtaiwan_desktop.storage import proposals as proposal_questions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference


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


def form(
    records: Records, path: Path, *, today: date, member_id: str, round: Round, group_id: str | None = None
) -> Path:
    """Write the form that a county fills in and sends back (縣市填報表), as xlsx or ods.

    It holds all that the county still owes, or of it what belongs to one group.
    """
    known = reference(records)
    lines = resolutions.tracked_lines(records, today=today, member_id=member_id, group_id=group_id, open_only=True)
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
        found = plan_matrix.matrix(lines, groups, known.axes)
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


def proposals(
    records: Records,
    path: Path,
    *,
    today: date,
    year: int,
    group_id: str | None = None,
    member_id: str | None = None,
    result: Result | None = None,
    ids: Sequence[str] | None = None,
) -> Path:
    """Write the year's proposals (提案一覽表) with its contributions and the totals of all years.

    `ids` are the proposals that are wanted, in their order: a list goes out as it stands.
    """
    lines = proposal_questions.proposal_lines(records, year=year, group_id=group_id, member_id=member_id, result=result)
    if ids is not None:
        by_id = {line.proposal.id: line for line in lines}
        lines = [by_id[id] for id in ids if id in by_id]
    owed = contribution_questions.contribution_lines(records, year=year, today=today)
    totals = proposal_questions.total_lines(records)
    platform = reference(records).platform.name
    if path.suffix.lower() in workbooks.SUFFIXES:
        made = proposals_sheet.proposals_book(lines, platform=platform, year=year, today=today, contributions=owed)
        sheet = proposal_totals_sheet.totals_sheet(totals, platform=platform, today=today)
        workbooks.write(replace(made, sheets=(*made.sheets, sheet)), path)
        return path
    columns = [column for column in proposals_sheet.COLUMNS if column.name != "year"]
    listed = ListOut(
        title=f"{year}年度國家建設總合評估規劃提案一覽表",
        subtitle="單位：新臺幣元",
        columns=(*columns, *proposals_sheet.BESIDE),
        rows=lines,
        paper=Paper.A3,
    )
    further: list[ListOut] = []
    if owed:
        owed_columns = [column for column in contributions_sheet.COLUMNS if column.name != "year"]
        further.append(ListOut(title=f"{year}年度分攤款", subtitle="單位：新臺幣元", columns=owed_columns, rows=owed))
    return lists_out.write(records, path, listed, today=today, further=further)


def chronicle(
    records: Records,
    path: Path,
    *,
    today: date,
    year: int | None = None,
    first: int | None = None,
    last: int | None = None,
) -> Path:
    """Write the chronicle (大事記): whole, of one ROC year, or of the years `first` to `last`.

    On paper the date alone tells its end and its precision, by how it is written.
    """
    first, last = (year, year) if year is not None else (first, last)
    entries = chronicle_questions.entries(records, first=first, last=last)
    is_one = first is not None and first == last
    span = "" if is_one or (first is None and last is None) else f"{first or ''}年至{last or ''}年".strip("年")
    on_paper = path.suffix.lower() in papers.SUFFIXES
    listed = ListOut(
        title=f"{first}年大事記" if is_one else "大事記",
        subtitle=span,
        columns=chronicle_sheet.PRINTED if on_paper else chronicle_sheet.COLUMNS,
        rows=entries,
        ids=[entry.id for entry in entries],
    )
    return lists_out.write(records, path, listed, today=today)
