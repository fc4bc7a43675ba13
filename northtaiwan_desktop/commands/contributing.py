"""`contribution`: what the members owe for a year (年度分攤款), and what they pay."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import replace
from functools import partial

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import read_money, written_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import contributions as actions
from northtaiwan_desktop.storage import contributions
from northtaiwan_desktop.storage.work import Work


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    verb = verbs.add_parser("contribution", help=_("年度分攤款：列帳、繳納、更正"))
    doings = verb.add_subparsers(dest="doing", required=True, metavar="DOING")
    lay_out = doings.add_parser("lay-out", help=_("為一個年度列出各縣市應繳的分攤款"))
    lay_out.add_argument("--due", metavar="D", help=_("繳納期限"))
    lay_out.set_defaults(run=_lay_out)
    pay = doings.add_parser("pay", help=_("記錄繳納"))
    pay.add_argument("--sum", metavar="M", help=_("這次繳納的金額；不填為全部餘額"))
    pay.add_argument("--date", metavar="D", help=_("繳納日期；不填為今日"))
    pay.set_defaults(run=_pay)
    change = doings.add_parser("change", help=_("更正應繳、已繳金額或日期"))
    change.add_argument("--amount", metavar="M", help=_("應繳金額"))
    change.add_argument("--paid", metavar="M", help=_("已繳金額"))
    change.add_argument("--paid-on", metavar="D", help=_("最近繳納日期"))
    change.add_argument("--due", metavar="D", help=_("繳納期限；「-」為清空"))
    change.add_argument("--note", metavar="T", help=_("備註"))
    change.set_defaults(run=_change)
    remove = doings.add_parser("remove", help=_("刪除一個縣市的分攤款"))
    remove.set_defaults(run=_remove)
    for parser in (lay_out, pay, change, remove):
        parser.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
        if parser is not lay_out:
            parser.add_argument("county", metavar="C", help=_("縣市"))
        parser.add_argument("--json", action="store_true")


def _lay_out(session: Session, words: Namespace) -> None:
    made: list[Contribution] = []

    def action(work: Work) -> None:
        due_on = roc_date.read_day(words.due, year=words.year) if words.due else None
        made.extend(actions.lay_out(work, words.year, due_on=due_on))

    session.do(_("{year}年度分攤款列帳").format(year=words.year), action)
    whole = sum(one.amount for one in made)
    message = _("已為{year}年度列帳{count}筆，合計{sum}。")
    session.answer(
        {"added": len(made), "sum": whole},
        message.format(year=words.year, count=len(made), sum=written_money(whole)),
    )


def _pay(session: Session, words: Namespace) -> None:
    one = _found(session, words)
    action = partial(
        actions.pay,
        ids=[one.id],
        on=roc_date.read_day(words.date, year=words.year) if words.date else session.today,
        today=session.today,
        sum=read_money(words.sum) if words.sum else None,
    )
    session.do(_label(session, one, _("{name}繳納{year}年度分攤款")), action)
    _told(session, words)


def _change(session: Session, words: Namespace) -> None:
    one = _found(session, words)

    def action(work: Work) -> None:
        now = work.get(Contribution, one.id)
        if words.amount is not None:
            now = replace(now, amount=read_money(words.amount))
        if words.paid is not None:
            now = replace(now, paid=read_money(words.paid))
        if words.paid_on is not None:
            now = replace(now, paid_on=roc_date.read_day(words.paid_on, year=words.year))
        if words.due is not None:
            now = replace(now, due_on=None if words.due == "-" else roc_date.read_day(words.due, year=words.year))
        if words.note is not None:
            now = replace(now, note=words.note)
        actions.save_contribution(work, now, today=session.today)

    session.do(_label(session, one, _("更正{name}{year}年度分攤款")), action)
    _told(session, words)


def _remove(session: Session, words: Namespace) -> None:
    one = _found(session, words)
    session.do(
        _label(session, one, _("刪除{name}{year}年度分攤款")), partial(actions.remove_contributions, ids=[one.id])
    )
    session.answer({"removed": one.id}, _("已刪除。"))


def _found(session: Session, words: Namespace) -> Contribution:
    member = session.reference().find_member(words.county)
    return session.ask(partial(contributions.of_member, year=words.year, member_id=member.id))


def _label(session: Session, one: Contribution, text: str) -> str:
    return text.format(name=session.reference().member_name(one.member_id), year=one.year)


def _told(session: Session, words: Namespace) -> None:
    one = _found(session, words)
    standing = one.standing(session.today)
    message = _("{name}：已繳{paid}，尚欠{left}（{standing}）。")
    session.answer(
        {"id": one.id, "paid": one.paid, "left": one.left, "standing": standing.value},
        message.format(
            name=session.reference().member_name(one.member_id),
            paid=written_money(one.paid),
            left=written_money(one.left),
            standing=_(standing.word),
        ),
    )
