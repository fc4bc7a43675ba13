"""`remembered`: what is known of each sender's headings and words, put in, changed and taken out."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.remembered import NOT_USED, About, Decision, Remembered
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import remembered as actions
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.meanings import field_of, meant_words
from northtaiwan_desktop.storage import remembered
from northtaiwan_desktop.storage.work import Work


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("remembered", help=_("記住的對照：各縣市的欄名與寫法是什麼意思"))
    doings = verb.add_subparsers(dest="doing", required=True, metavar="DOING")
    adding = doings.add_parser("add", help=_("記住一個欄名或一個寫法"))
    adding.add_argument("--kind", choices=tuple(KINDS), required=True, help=_("表格種類"))
    adding.add_argument("--sender", metavar="COUNTY", help=_("來源縣市；不填則用於所有縣市"))
    add_words(adding)
    adding.set_defaults(run=_add)
    change = doings.add_parser("change", help=_("改成別的意思"))
    change.add_argument("id", metavar="ID")
    change.add_argument("--meaning", required=True, metavar="T", help=_("欄名填欄位，寫法填內容；「-」為不使用"))
    change.set_defaults(run=_change)
    remove = doings.add_parser("remove", help=_("不再記住"))
    remove.add_argument("ids", nargs="+", metavar="ID")
    remove.set_defaults(run=_remove)
    for parser in (adding, change, remove):
        parser.add_argument("--json", action="store_true")


def add_words(parser: ArgumentParser) -> None:
    """The options by which decisions are said."""
    parser.add_argument(
        "--column", action="append", default=[], metavar="H=F", help=_("他們的欄名是哪個欄位，例如 現況=report")
    )
    parser.add_argument(
        "--value",
        action="append",
        default=[],
        metavar="F:T=M",
        help=_("某欄位裡他們寫的是什麼意思，例如 actual_percent:快好了=95%%"),
    )


def said(words: Namespace, *, kind: str = "", sender_id: str | None = None) -> list[Decision]:
    """The decisions that the options say. Unreadable shows how they are written, or which fields there are."""
    found = []
    for text in words.column:
        wrote, meant = _halves(text)
        name = _field_name(kind, meant) if meant else NOT_USED
        found.append(Decision(about=About.COLUMN, kind=kind, sender_id=sender_id, wrote=wrote, meant=name))
    for text in words.value:
        field, mark, rest = text.partition(":")
        if not mark:
            raise Unreadable(_("看不懂「{text}」。請寫成 欄位:他們寫的=意思。").format(text=text), text)
        wrote, meant = _halves(rest)
        name = _field_name(kind, field)
        found.append(Decision(about=About.VALUE, kind=kind, sender_id=sender_id, field=name, wrote=wrote, meant=meant))
    return found


def _field_name(of_kind: str, text: str) -> str:
    """A field's name in the contract, whichever of its headings was written; Unreadable shows which there are."""
    kinds = [KINDS[of_kind]] if of_kind else list(KINDS.values())
    refusal: Unreadable | None = None
    for kind in kinds:
        try:
            return field_of(kind, text).name
        except Unreadable as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def _halves(text: str) -> tuple[str, str]:
    wrote, mark, meant = text.rpartition("=")
    if not mark or not wrote.strip():
        raise Unreadable(_("看不懂「{text}」。請寫成 他們寫的=意思。").format(text=text), text)
    return wrote.strip(), NOT_USED if meant.strip() == "-" else meant.strip()


def _add(session: Session, words: Namespace) -> None:
    sender_id = session.reference().find_member(words.sender).id if words.sender else None
    decisions = said(words, kind=words.kind, sender_id=sender_id)
    if not decisions:
        raise Unreadable(_("請用 --column 或 --value 寫出要記住的對照。"), "")
    made: list[Remembered] = []

    def action(work: Work) -> None:
        made.extend(actions.remember(work, decisions))

    session.do(_("記住 {count} 個對照").format(count=len(decisions)), action)
    session.answer([{"id": one.id} for one in made], _("已記住 {count} 個對照。").format(count=len(made)))


def _change(session: Session, words: Namespace) -> None:
    made: list[Remembered] = []

    def action(work: Work) -> None:
        made.append(actions.change(work, words.id, words.meaning))

    wrote = session.ask(partial(remembered.find, id=words.id)).wrote
    session.do(_("更改「{wrote}」的對照").format(wrote=wrote), action)
    message = _("「{wrote}」現在的意思是「{meant}」。")
    told = message.format(wrote=wrote, meant=meant_words(made[0].decision))
    session.answer({"id": made[0].id, "meant": made[0].meant}, told)


def _remove(session: Session, words: Namespace) -> None:
    session.do(_("不再記住 {count} 個對照").format(count=len(words.ids)), partial(actions.forget, ids=words.ids))
    session.answer({"removed": words.ids}, _("已不再記住。"))
