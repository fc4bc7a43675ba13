"""`search`: the full text of minutes, items, resolutions, reports, plan items and chronicle."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import passages
from northtaiwan_desktop.storage.codec import plain


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("search", help=_("搜尋會議紀錄、議案、決議、辦理情形、行動方案與大事記的全文"))
    verb.add_argument("words", metavar="WORDS", nargs="+", help=_("要找的字；幾個詞表示都要有"))
    verb.add_argument("--limit", type=int, default=100, metavar="N", help=_("最多列出幾筆"))
    verb.add_argument("--json", action="store_true")
    verb.set_defaults(run=run)


def run(session: Session, words: Namespace) -> None:
    """Print the hits, the newest first, each with its sentence."""
    looked_for = " ".join(words.words)
    if not looked_for.strip():
        raise RuleBroken(_("請輸入要找的字。"))
    hits = session.ask(partial(passages.find, words=looked_for, limit=max(words.limit, 1)))
    if session.as_json:
        session.give([plain(hit) for hit in hits])
        return
    if not hits:
        session.tell(_("找不到「{words}」。試試較短的詞。").format(words=looked_for))
    for hit in hits:
        shown, at = "", 0
        for start, end in hit.marks:
            shown += f"{hit.sentence[at:start]}【{hit.sentence[start:end]}】"
            at = end
        day = hit.day.isoformat() if hit.day else ""
        print("\t".join((hit.word, hit.record_id, day, hit.title, shown + hit.sentence[at:])), file=session.out)
