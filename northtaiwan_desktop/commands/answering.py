"""The sender of a workbook is answered: `intake --report --mail`, and `export marked` for an import already done."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import answering, outgoing
from northtaiwan_desktop.services.answering import Reply
from northtaiwan_desktop.services.intake import Preview
from northtaiwan_desktop.services.outgoing import Existing
from northtaiwan_desktop.sheets.review import ReviewedRow
from northtaiwan_desktop.storage import made_files


def add(kinds: "_SubParsersAction[ArgumentParser]", add_existing: Callable[[ArgumentParser], None]) -> None:
    """Say the words of `export marked`."""
    parser = kinds.add_parser("marked", help=_("已匯入的檔案，標示未採用與看不懂的儲存格，連同回覆縣市的郵件"))
    parser.add_argument("import_id", metavar="IMPORT", help=_("匯入紀錄的識別碼，見 list imports"))
    parser.add_argument("-o", "--output", dest="report", type=Path, metavar="FILE", help=_("要寫入的標示檔"))
    parser.add_argument("--mail", type=Path, metavar="DRAFT.eml", help=_("寫一封回覆縣市的郵件草稿（eml、txt）"))
    parser.add_argument("--return-by", metavar="D", help=_("請縣市回傳的期限；不填為7天後"))
    add_existing(parser)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run_marked)


def run_marked(session: Session, words: Namespace) -> None:
    """Answer the sender of an import already done, from the kept file."""
    if not (words.report or words.mail):
        raise RuleBroken(_("請以 -o 指定標示檔，或以 --mail 指定郵件草稿。"))
    previewed, left = session.ask(partial(answering.of_import, import_id=words.import_id, today=session.today))
    written = answer(session, words, previewed, refused=left)
    if session.as_json:
        session.give({"files": [str(path) for path in written]})


def answer(
    session: Session,
    words: Namespace,
    previewed: Preview,
    *,
    source: Path | None = None,
    refused: Collection[ReviewedRow] = (),
) -> list[Path]:
    """Write the marked copy and the mail draft, as far as they were asked for."""
    return_by = roc_date.read_day(words.return_by, year=session.today.year - 1911) if words.return_by else None
    made = session.ask(
        partial(answering.reply, previewed=previewed, today=session.today, refused=refused, return_by=return_by)
    )
    written = []
    if words.report:
        copy = answering.marked_copy(made, words.report.suffix)
        told = _("已標示 {count} 格，寫入 {path}")
        written += _put(session, words, made, words.report, copy, told, source=source)
    if words.mail:
        content = answering.written(made, words.mail)
        written += _put(session, words, made, words.mail, content, _("已寫入郵件草稿 {path}"), source=source)
        if not made.recipients and not made.unreached:
            session.tell(_("這個縣市沒有可用的電子郵件，請在郵件裡填上收件人。"))
        if made.unreached:
            message = _("這些聯絡窗口沒有可用的電子郵件，請另行通知：{names}。")
            session.tell(message.format(names="、".join(made.unreached)))
    return written


def _put(
    session: Session,
    words: Namespace,
    made: Reply,
    path: Path,
    content: bytes,
    told: str,
    *,
    source: Path | None,
) -> list[Path]:
    """Write one file; one that was edited by hand is not lost."""
    existing = Existing(words.existing) if words.existing else None
    question = partial(answering.place_for, reply=made, path=path, source=source, existing=existing)
    place = session.ask(question)
    if place is None:
        session.tell(_("「{path}」有人修改過，已保留原檔。").format(path=path))
        return []
    checksum = outgoing.put(content, place)
    session.do(_("匯出文件"), partial(made_files.remember, sha256=checksum, owner_id="answer"))
    session.tell(told.format(count=len(made.answer.marks), path=place))
    return [place]
