"""`add plan`, `plan change|remove`: one item of the action plan, with all its parts, at the command line."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain import plan_parts
from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.plan import PlanItem, PlanState, Term
from northtaiwan_desktop.domain.plan_whole import PlanWhole, check_reached, fall_words, falls
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import read_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import plan as actions
from northtaiwan_desktop.storage import plan
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


def add_kind(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `add plan`."""
    item = kinds.add_parser("plan", help=_("新增行動方案"))
    item.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    item.add_argument("--group", required=True, metavar="G", help=_("議題組"))
    item.add_argument("--name", required=True, metavar="T", help=_("方案名稱"))
    _fields(item)
    item.set_defaults(run=_add)


def add_steps(steps: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the steps of `plan` that are about one item."""
    change = steps.add_parser("change", help=_("修改一個方案；沒有寫的欄位不變"))
    change.add_argument("item", metavar="ID", help=_("識別碼或編號"))
    change.add_argument("--group", metavar="G", help=_("議題組"))
    change.add_argument("--name", metavar="T", help=_("方案名稱"))
    change.add_argument("--state", choices=[state.value for state in PlanState], help=_("狀態"))
    _fields(change)
    change.set_defaults(run=_change)
    remove = steps.add_parser("remove", help=_("刪除一個方案"))
    remove.add_argument("item", metavar="ID", help=_("識別碼或編號"))
    remove.add_argument("--json", action="store_true")
    remove.set_defaults(run=_remove)


def _fields(parser: ArgumentParser) -> None:
    parser.add_argument("--number", metavar="ID", help=_("編號；不填則自動編號"))
    parser.add_argument("--term", choices=[term.value for term in Term], help=_("期程"))
    parser.add_argument("--lead", metavar="C", help=_("主辦縣市"))
    parser.add_argument("--co-lead", action="append", metavar="C", help=_("協辦縣市；可重複"))
    parser.add_argument("--cross-group", action="append", metavar="G", help=_("跨議題的議題組；可重複"))
    parser.add_argument("--starts", metavar="D", help=_("開始日期"))
    parser.add_argument("--ends", metavar="D", help=_("結束日期"))
    parser.add_argument("--indicator", metavar="T", help=_("績效指標"))
    parser.add_argument("--axis", action="append", metavar="A", help=_("願景主軸，例如 F；可重複"))
    parser.add_argument("--planned", metavar="P", help=_("各季預定進度，例如「25 50 75 100」"))
    parser.add_argument("--actual", metavar="P", help=_("各季實際進度"))
    parser.add_argument(
        "--milestone",
        action="append",
        metavar="M",
        help=_("查核點，例如「6/30 完成規劃」，已完成的寫「6/30 完成規劃（完成：6/20）」；可重複"),
    )
    parser.add_argument("--total", metavar="M", help=_("總經費"))
    parser.add_argument("--budget", action="append", metavar="M", help=_("經費，例如「新竹縣 自籌 30萬元」；可重複"))
    parser.add_argument("--note", metavar="T", help=_("備註"))
    parser.add_argument("--json", action="store_true")


def _written(words: Namespace, whole: PlanWhole, known: Reference, today: date) -> PlanWhole:
    """The item with what the words say in place of what it says."""
    said: dict[str, Any] = {
        "number": words.number,
        "name": words.name,
        "group_id": known.find_group(words.group).id if words.group else None,
        "term": Term(words.term) if words.term else None,
        "lead_id": known.find_member(words.lead).id if words.lead else None,
        "co_lead_ids": tuple(known.find_member(one).id for one in words.co_lead) if words.co_lead else None,
        "cross_group_ids": tuple(known.find_group(one).id for one in words.cross_group) if words.cross_group else None,
        "starts_on": roc_date.read_day(words.starts) if words.starts else None,
        "ends_on": roc_date.read_day(words.ends) if words.ends else None,
        "indicator": words.indicator,
        "axes": tuple(find_axis(one, known) for one in words.axis) if words.axis else None,
        "total": read_money(words.total) if words.total else None,
        "note": words.note,
        "state": PlanState(words.state) if getattr(words, "state", None) else None,
    }
    item = replace(whole.item, **{name: value for name, value in said.items() if value is not None})
    wanted = plan_parts.read_shares(words.planned) if words.planned else plan_parts.planned(whole.targets, item.year)
    reached = plan_parts.read_shares(words.actual) if words.actual else plan_parts.actual(whole.targets, item.year)
    stones, budget = whole.stones, whole.budget
    if words.milestone:
        stones = tuple(plan_parts.read_milestones("\n".join(words.milestone), item, whole.stones))
        check_reached(stones, whole.stones, today)
    if words.budget:
        budget = tuple(plan_parts.read_budget("\n".join(words.budget), item, whole.budget, known))
    targets = tuple(plan_parts.with_shares(item, whole.targets, wanted, reached))
    return replace(whole, item=item, targets=targets, stones=stones, budget=budget)


def find_axis(text: str, known: Reference) -> str:
    """The axis by its letter or a name; Unreadable lists the known ones."""
    for axis in known.axes:
        if text.strip().casefold() in (axis.id.casefold(), axis.name.casefold(), axis.english.casefold()):
            return axis.id
    names = "、".join(f"{axis.id} {axis.name}" for axis in known.axes)
    raise Unreadable(_("「{text}」不是願景主軸。主軸為：{known}。").format(text=text, known=names), text)


def _add(session: Session, words: Namespace) -> None:
    made: list[PlanItem] = []

    def action(work: Work) -> None:
        known = reference(work)
        blank = PlanItem(number="", year=words.year, group_id=known.find_group(words.group).id, name=words.name)
        made.append(actions.write(work, _written(words, PlanWhole(item=blank), known, session.today)))

    session.do(_("新增行動方案"), action)
    if words.actual and (fallen := falls(plan_parts.read_shares(words.actual))):
        session.tell(_("請留意：累計的實際進度{words}。").format(words=fall_words(*fallen)))
    session.answer({"id": made[0].id, "number": made[0].number}, _("已新增 {number}。").format(number=made[0].number))


def _change(session: Session, words: Namespace) -> None:
    made: list[PlanItem] = []
    was: list[tuple[float, float] | None] = []

    def action(work: Work) -> None:
        whole = plan.whole(work, plan.find(work, words.item).id)
        was.append(falls(plan_parts.actual(whole.targets, whole.item.year)))
        made.append(actions.write(work, _written(words, whole, reference(work), session.today), seen=whole))

    session.do(_("編輯行動方案"), action)
    if words.actual and (fallen := falls(plan_parts.read_shares(words.actual))) and fallen != was[0]:
        session.tell(_("請留意：累計的實際進度{words}。").format(words=fall_words(*fallen)))
    session.answer({"id": made[0].id, "number": made[0].number}, _("已修改 {number}。").format(number=made[0].number))


def _remove(session: Session, words: Namespace) -> None:
    item = session.ask(partial(plan.find, key=words.item))
    session.do(_("刪除行動方案「{name}」").format(name=item.name), partial(actions.remove_item, item_id=item.id))
    session.answer({"id": item.id, "number": item.number}, _("已刪除 {number}。").format(number=item.number))
