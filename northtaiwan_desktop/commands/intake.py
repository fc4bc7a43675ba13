"""`intake`: a workbook comes in, is looked at first, and is taken in by one action."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from pathlib import Path
from typing import Any

from northtaiwan_desktop.commands import remembering
from northtaiwan_desktop.commands.answering import answer
from northtaiwan_desktop.commands.exporting import add_existing
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import AppError, RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import intake
from northtaiwan_desktop.sheets.decided_columns import lettered
from northtaiwan_desktop.sheets.intake_json import intake_json
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.meanings import checked, field_title
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.sheets.tables import Table, TableColumn
from northtaiwan_desktop.storage.work import Work


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("intake", help=_("匯入各縣市的試算表"))
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument("--kind", choices=("auto", *KINDS), default="auto", help=_("表格種類"))
    verb.add_argument("--sender", metavar="COUNTY", help=_("來源縣市"))
    verb.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
    verb.add_argument("--dry-run", action="store_true", help=_("只看結果，不寫入"))
    verb.add_argument("--accept", choices=("safe", "all", "none"), default="safe", help=_("要採用的資料列"))
    verb.add_argument("--report", type=Path, metavar="MARKED.xlsx", help=_("把有問題的儲存格標示在來源檔的副本"))
    verb.add_argument("--mail", type=Path, metavar="DRAFT.eml", help=_("寫一封回覆縣市的郵件草稿（eml、txt）"))
    verb.add_argument("--return-by", metavar="D", help=_("請縣市回傳的期限；不填為7天後"))
    add_existing(verb)
    verb.add_argument("--again", action="store_true", help=_("同一檔案再匯入一次"))
    remembering.add_words(verb)
    verb.add_argument("--once", action="store_true", help=_("--column 與 --value 只用於這一次，不記住"))
    verb.add_argument("--json", action="store_true")
    verb.set_defaults(run=run)


def run(session: Session, words: Namespace) -> None:
    """Take the files in, one by one; one that can't be read is told at the end and keeps none of the others out."""
    if (words.report or words.mail) and len(words.files) > 1:
        raise RuleBroken(_("--report 與 --mail 一次只能回覆一個檔案，請分開匯入。"))
    answers: list[dict[str, Any]] = []
    refusals: list[AppError] = []
    for path in words.files:
        try:
            answers.append(_one(session, words, path))
        except AppError as error:
            if len(words.files) == 1:
                raise
            session.tell(str(error))
            refusals.append(error)
    if session.as_json:
        session.give(answers[0] if len(words.files) == 1 else answers)
    if refusals:
        raise AppError(_("{count} 個檔案無法匯入，見上方說明。").format(count=len(refusals)))


def _one(session: Session, words: Namespace, path: Path) -> dict[str, Any]:
    sender_id = session.reference().find_member(words.sender).id if words.sender else None
    decisions = remembering.said(words, kind="" if words.kind == "auto" else words.kind)
    question = partial(
        intake.preview,
        path=path,
        today=session.today,
        kind=words.kind,
        sender_id=sender_id,
        year=words.year,
        decisions=decisions,
    )
    previewed = session.ask(question)
    if decisions:
        known = session.reference()
        for decision in intake.settled(decisions, previewed.review.recognised):
            checked(decision, known)
    _tell(session, previewed)
    if words.report or words.mail:
        answer(session, words, previewed, source=path)
    rows = previewed.review.accepted(words.accept)
    if words.dry_run or not rows:
        return intake_json(previewed.review)
    if previewed.earlier and not words.again:
        day = previewed.earlier.imported_at
        message = _("「{file}」在 {day:%Y-%m-%d %H:%M} 已匯入過，這次沒有變更。要再匯入一次請加 --again。")
        session.tell(message.format(file=path.name, day=day))
        return intake_json(previewed.review)
    made: list[Import] = []

    def action(work: Work) -> None:
        kept = () if words.once else decisions
        made.append(intake.apply(work, previewed, rows, today=session.today, decisions=kept))

    session.do(_("匯入「{file}」").format(file=path.name), action)
    done = made[0]
    message = _("「{file}」已匯入：新增 {new} 筆、更新 {changed} 筆。可用 undo 復原。")
    session.tell(message.format(file=path.name, new=done.new, changed=done.changed))
    return intake_json(previewed.review, applied={"new": done.new, "changed": done.changed}, import_id=done.id)


def _tell(session: Session, previewed: intake.Preview) -> None:
    """What was found, and each problem with its cell and remedy."""
    counts = previewed.review.counts
    found = "、".join(f"{state.title} {counts[state]}" for state in RowState if counts[state]) or _("沒有資料列")
    session.tell(f"{previewed.file_name}：{found}")
    for table in previewed.review.recognised.tables:
        for column in table.undecided:
            session.tell("  " + _undecided_words(table, column))
    for row in previewed.review.rows:
        for problem in row.problems:
            session.tell(f"  {problem.cell}：{problem.message}")


def _undecided_words(table: Table, column: TableColumn) -> str:
    """A column of which nothing is taken in, and how to decide on it."""
    message = _("{column}「{header}」可能是「{title}」（把握 {sure}%），未採用。可用 --column 決定。")
    return message.format(
        column=lettered(column.column),
        header=column.header,
        title=field_title(table.kind.name if table.kind else "", column.field or ""),
        sure=round(100 * column.certainty),
    )
