"""`intake`: a workbook comes in, is looked at first, and is taken in by one action."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from northtaiwan_desktop.commands import remembering
from northtaiwan_desktop.commands.answering import answer
from northtaiwan_desktop.commands.exporting import add_existing
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.errors import AppError, FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import intake
from northtaiwan_desktop.sheets.batch import Batch, BatchFile, Choices, all_safe, everything, none, taken
from northtaiwan_desktop.sheets.columns import written
from northtaiwan_desktop.sheets.decided_columns import lettered
from northtaiwan_desktop.sheets.intake_json import intake_json
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.meanings import checked, field_title
from northtaiwan_desktop.sheets.review import Review, RowState
from northtaiwan_desktop.sheets.tables import Table, TableColumn
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("intake", help=_("匯入各縣市的試算表"))
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("試算表，或裝有試算表的資料夾"))
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
    """Look at all files as one batch, and take in what is wanted by one action.

    A file that can't be read is told at the end and keeps none of the others out.
    """
    is_one = len(words.files) == 1 and not words.files[0].is_dir()
    if (words.report or words.mail) and not is_one:
        raise RuleBroken(_("--report 與 --mail 一次只能回覆一個檔案，請分開匯入。"))
    sender_id = session.reference().find_member(words.sender).id if words.sender else None
    senders = dict.fromkeys(words.files, sender_id) if sender_id else {}
    decisions = remembering.said(words, kind="" if words.kind == "auto" else words.kind)
    with session.store() as store:
        reading = intake.read_batch(
            words.files,
            store.ask,
            today=session.today,
            kind=words.kind,
            senders=senders,
            year=words.year,
            decisions=dict.fromkeys(words.files, decisions),
        )
        batch = finished(reading)
        made = _looked_at(session, words, batch, store, is_one=is_one)
    if session.as_json:
        answers = [_answer(file, made) for file in batch.files]
        session.give(answers[0] if is_one else answers)
    if refused := [file for file in batch.files if file.refusal]:
        raise AppError(_("{count} 個檔案無法匯入，見上方說明。").format(count=len(refused)))


def _looked_at(session: Session, words: Namespace, batch: Batch, store: Store, *, is_one: bool) -> tuple[Import, ...]:
    if not batch.files:
        names = "、".join(str(path) for path in words.files)
        raise RuleBroken(
            _("資料夾「{names}」裡沒有試算表（xlsx、xlsm、xls、ods、csv、tsv）。請確認位置。").format(names=names)
        )
    for file in batch.files:
        if file.review is None:
            if is_one:
                raise FileUnreadable(file.refusal)
            session.tell(file.refusal)
            continue
        if file.decisions:
            known = session.reference()
            for decision in intake.settled(file.decisions, file.review.recognised):
                checked(decision, known)
        _tell(session, file.name, file.review)
        if words.report or words.mail:
            answer(session, words, intake.Preview.of(file), source=words.files[0])
    return () if words.dry_run else _take_in(session, words, batch, store)


def _take_in(session: Session, words: Namespace, batch: Batch, store: Store) -> tuple[Import, ...]:
    choices = _choices(batch, words.accept, again=words.again)
    for file in batch.files:
        if file.earlier and not words.again and words.accept != "none":
            message = _("「{file}」在{day}已匯入過，這次沒有變更。要再匯入一次請加 --again。")
            session.tell(message.format(file=file.name, day=written(file.earlier.imported_at)))
    chosen = taken(batch, choices)
    _tell_of_none(session, words, batch, {place.file for place in chosen})
    if not chosen:
        return ()
    if words.once:
        batch = replace(batch, files=tuple(replace(file, decisions=()) for file in batch.files))
    made: list[Import] = []

    def action(work: Work) -> None:
        made.extend(intake.apply_batch(work, batch, choices, today=session.today))

    store.do(intake.label(batch, choices), action, by=session.by)
    for done in made:
        message = _("「{file}」已匯入：新增 {new} 筆、更新 {changed} 筆。可用 undo 復原。")
        session.tell(message.format(file=done.file_name, new=done.new, changed=done.changed))
    return tuple(made)


def _tell_of_none(session: Session, words: Namespace, batch: Batch, files: Collection[int]) -> None:
    """A file of which nothing is taken in, though it could be, is no success that says nothing."""
    for at, file in enumerate(batch.files):
        if at in files or file.review is None or words.accept == "none" or (file.earlier and not words.again):
            continue
        session.tell(_("「{file}」沒有可匯入的資料列，沒有寫入任何內容。").format(file=file.name))


def _choices(batch: Batch, accept: str, *, again: bool) -> Choices:
    """What `--accept` says; a file that was taken in before only with `--again`."""
    if accept == "none":
        return none(batch)
    choose = everything if accept == "all" else all_safe
    choices = choose(batch)
    for at, file in enumerate(batch.files):
        if again and file.earlier:
            choices = choose(batch, choices, file=at)
    return choices


def _answer(file: BatchFile, made: tuple[Import, ...]) -> dict[str, Any]:
    if file.review is None:
        nothing: dict[str, Any] = {"sheets": [], "applied": {"new": 0, "changed": 0}, "import": None}
        return {"file": file.name, "error": file.refusal} | nothing
    done = next((one for one in made if (one.file_name, one.sha256) == (file.name, file.sha256)), None)
    if done is None:
        return intake_json(file.review)
    return intake_json(file.review, applied={"new": done.new, "changed": done.changed}, import_id=done.id)


def _tell(session: Session, name: str, review: Review) -> None:
    """What was found, and each problem with its cell and remedy."""
    counts = review.counts
    found = "、".join(f"{state.title} {counts[state]}" for state in RowState if counts[state]) or _("沒有資料列")
    session.tell(f"{name}：{found}")
    held_back = sum(row.is_flawed and row.state in {RowState.NEW, RowState.CHANGED} for row in review.rows)
    if held_back:
        message = _("其中 {count} 列有看不懂的儲存格，暫不匯入；更正後再匯入，或以 --accept all 採用其餘各格。")
        session.tell("  " + message.format(count=held_back))
    for note in review.notes:
        session.tell(f"  {note.message}")
    for table in review.recognised.tables:
        for column in table.undecided:
            session.tell("  " + _undecided_words(table, column))
        # Of our own form it is known which columns come back unread.
        if table.unknown and review.recognised.form is None:
            named = "、".join(f"{lettered(column.column)}「{column.header}」" for column in table.unknown)
            message = _("這些欄認不出是哪個欄位，不讀入：{columns}。需要的請以 --column 指定。")
            session.tell("  " + message.format(columns=named))
    for row in review.rows:
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
