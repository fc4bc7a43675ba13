"""`add post`, `post`, `role`, `year`: who holds which post, who leads, and the year's turn."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.plan_carrying import end_in_next
from northtaiwan_desktop.domain.platform import GroupRole, MeetingSlot, Part
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rotation import Carry
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.year_opening import YearOpening, check_shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import organisation, people, years
from northtaiwan_desktop.storage import people as posts
from northtaiwan_desktop.storage import years as questions
from northtaiwan_desktop.storage.codec import plain
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


def add_kinds(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of what can be added."""
    post = kinds.add_parser("post", help=_("登記職務或聯絡窗口"))
    post.add_argument("--name", required=True, metavar="P", help=_("姓名"))
    post.add_argument("--body", choices=[body.value for body in Body], default=Body.CONTACT.value)
    post.add_argument("--county", metavar="C", help=_("縣市"))
    post.add_argument("--group", metavar="G", help=_("議題組"))
    post.add_argument("--bureau", default="", metavar="O", help=_("單位"))
    post.add_argument("--title", default="", metavar="T", help=_("職稱"))
    post.add_argument("--since", metavar="D", help=_("到任日"))
    post.add_argument("--until", metavar="D", help=_("卸任日"))
    _reached(post)
    post.set_defaults(run=_add_post)


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `post`, `role` and `year`."""
    steps = verbs.add_parser("post", help=_("職務：卸任、交接、刪除")).add_subparsers(dest="step", required=True)
    for name, help, run in (
        ("end", _("登記卸任"), _end_post),
        ("hand-over", _("交接給接任的人，並列出移交的未結案件"), _hand_over),
        ("remove", _("刪除誤登的職務"), _remove_post),
    ):
        step = steps.add_parser(name, help=help)
        step.add_argument("post", metavar="POST", help=_("識別碼，或現任者的姓名"))
        if name == "end":
            step.add_argument("--on", required=True, metavar="D", help=_("任期的最後一天"))
        if name == "hand-over":
            step.add_argument("--to", required=True, metavar="P", help=_("接任者姓名"))
            step.add_argument("--on", metavar="D", help=_("接任日；不填為今日"))
            _reached(step)
        _ending(step, run)
    steps = verbs.add_parser("role", help=_("議題組的主政與配合縣市")).add_subparsers(dest="step", required=True)
    step = steps.add_parser("set", help=_("設定一個縣市在一組的分工"))
    step.add_argument("part", choices=[*(part.value for part in Part), "none"])
    step.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    step.add_argument("--group", required=True, metavar="G", help=_("議題組"))
    step.add_argument("--county", required=True, metavar="C", help=_("縣市"))
    step.add_argument("--replace", action="store_true", help=_("取代現有的主政縣市"))
    _ending(step, _set_role)
    step = steps.add_parser("carry", help=_("把上一年度的分工沿用或輪替到這個年度"))
    step.add_argument("year", type=int, metavar="N", help=_("民國年度"))
    step.add_argument("carry", choices=(Carry.COPY.value, Carry.ROTATE.value))
    step.add_argument("--replace", action="store_true", help=_("取代年度現有的分工"))
    _ending(step, _carry_roles)
    steps = verbs.add_parser("year", help=_("年度：查看、開啟下一年度")).add_subparsers(dest="step", required=True)
    step = steps.add_parser("show", help=_("年度的主政、分工、預定會議與分攤款"))
    step.add_argument("year", type=int, metavar="N", help=_("民國年度"))
    _ending(step, _show_year)
    step = steps.add_parser("open", help=_("一次開啟年度：主政、分工、預定會議、分攤款、延續項目"))
    step.add_argument("year", type=int, metavar="N", help=_("民國年度"))
    step.add_argument("--host", metavar="C", help=_("主政縣市；不填則依輪值"))
    step.add_argument("--theme", default="", metavar="T", help=_("主題"))
    wish = step.add_mutually_exclusive_group()
    wish.add_argument("--rotate-leads", dest="carry", action="store_const", const=Carry.ROTATE, help=_("主政輪替一位"))
    wish.add_argument("--copy-leads", dest="carry", action="store_const", const=Carry.COPY, help=_("沿用上一年度分工"))
    wish.add_argument("--no-leads", dest="carry", action="store_const", const=Carry.KEEP, help=_("不帶入分工"))
    step.add_argument("--replace", action="store_true", help=_("取代年度現有的分工"))
    step.add_argument("--dry-run", action="store_true", help=_("只列出會做什麼，不寫入"))
    _ending(step, _open_year)
    step = steps.add_parser("move", help=_("改變一場預定會議的月份"))
    step.add_argument("slot", metavar="ID", help=_("預定會議的識別碼，見 year show --json"))
    step.add_argument("month", type=int, metavar="M", help=_("月份"))
    _ending(step, _move_slot)


def _reached(parser: ArgumentParser) -> None:
    parser.add_argument("--phone", default="", metavar="N", help=_("電話"))
    parser.add_argument("--email", default="", metavar="A", help=_("電子郵件"))
    parser.add_argument("--json", action="store_true")


def _ending(parser: ArgumentParser, run: object) -> None:
    if "--json" not in parser._option_string_actions:
        parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def _add_post(session: Session, words: Namespace) -> None:
    person = Person(name=words.name, phone=words.phone, email=words.email)
    made: list[Post] = []

    def action(work: Work) -> None:
        known = reference(work)
        post = Post(
            person_id=person.id,
            body=Body(words.body),
            member_id=known.find_member(words.county).id if words.county else None,
            group_id=known.find_group(words.group).id if words.group else None,
            bureau=words.bureau,
            title=words.title,
            since=roc_date.read_day(words.since) if words.since else None,
            until=roc_date.read_day(words.until) if words.until else None,
        )
        made.append(people.hold_post(work, person, post))

    session.do(_("登記「{name}」的職務").format(name=words.name), action)
    session.answer({"id": made[0].id, "person": person.id}, _("已登記「{name}」的職務。").format(name=words.name))


def _end_post(session: Session, words: Namespace) -> None:
    line = session.ask(partial(posts.find_post, key=words.post, today=session.today))
    action = partial(people.end_post, post_id=line.post.id, until=roc_date.read_day(words.on))
    session.do(_("「{name}」卸任").format(name=line.person.name), action)
    session.answer({"id": line.post.id}, _("已登記「{name}」卸任。").format(name=line.person.name))


def _remove_post(session: Session, words: Namespace) -> None:
    line = session.ask(partial(posts.find_post, key=words.post, today=session.today))
    label = _("刪除「{name}」的職務").format(name=line.person.name)
    session.do(label, partial(people.remove_post, post_id=line.post.id))
    session.answer({"id": line.post.id}, _("已刪除「{name}」的職務。").format(name=line.person.name))


def _hand_over(session: Session, words: Namespace) -> None:
    line = session.ask(partial(posts.find_post, key=words.post, today=session.today))
    successor = Person(name=words.to, phone=words.phone, email=words.email)
    on = roc_date.read_day(words.on) if words.on else session.today
    made: list[Post] = []

    def action(work: Work) -> None:
        made.append(people.hand_over(work, line.post.id, successor, on=on))

    session.do(_("「{before}」交接給「{after}」").format(before=line.person.name, after=successor.name), action)
    cases = session.ask(partial(posts.open_work, post=made[0], today=session.today))
    told = _("「{before}」已交接給「{after}」，移交未結案件 {count} 件。")
    session.tell(told.format(before=line.person.name, after=successor.name, count=len(cases)))
    if session.as_json:
        listed = [{"number": one.number, "doer": one.doer_name, "due": one.due_words} for one in cases]
        session.give({"id": made[0].id, "person": successor.id, "open_cases": listed})
        return
    for one in cases:
        print("\t".join((one.number, one.doer_name, one.due_words, one.resolution.text)), file=session.out)


def _set_role(session: Session, words: Namespace) -> None:
    known = session.reference()
    group, member = known.find_group(words.group), known.find_member(words.county)
    part = None if words.part == "none" else Part(words.part)
    action = partial(
        organisation.give_role,
        year=words.year,
        group_id=group.id,
        member_id=member.id,
        part=part,
        replacing=words.replace,
    )
    session.do(_("設定「{group}」{year}年度的主政與配合").format(group=group.name, year=words.year), action)
    answer = {"year": words.year, "group": group.name, "county": member.name, "part": part.value if part else None}
    session.answer(answer, _("已設定「{group}」{year}年度的分工。").format(group=group.name, year=words.year))


def _carry_roles(session: Session, words: Namespace) -> None:
    made: list[GroupRole] = []
    carry = Carry(words.carry)

    def action(work: Work) -> None:
        made.extend(years.carry_roles(work, year=words.year, carry=carry, today=session.today, replacing=words.replace))

    session.do(carry_label(words.year, carry), action)
    known = session.reference()
    session.answer(
        _roles(made, known), _("已帶入{year}年度的分工 {count} 筆。").format(year=words.year, count=len(made))
    )


def carry_label(year: int, carry: Carry) -> str:
    """What the undo menu says."""
    told = _("輪替{year}年度的主政縣市") if carry is Carry.ROTATE else _("沿用到{year}年度的主政縣市")
    return told.format(year=year)


def _show_year(session: Session, words: Namespace) -> None:
    known = session.reference()
    check_shown(words.year, known)
    sheet = session.ask(partial(questions.year_sheet, year=words.year, today=session.today))
    if session.as_json:
        session.give(
            {
                "year": sheet.year,
                "term": sheet.term,
                "host": sheet.host_name,
                "theme": sheet.theme,
                "meetings": sheet.meetings,
                "plan_items": sheet.plan_items,
                "open_cases": sheet.open_cases,
                "groups": [
                    {"group": line.group.name, "lead": line.leader_name or None, "with": list(line.cooperating_names)}
                    for line in sheet.groups
                ],
                "planned": [
                    plain(line.slot)
                    | {"kind": line.kind_name, "group": line.group_name or None}
                    | {"called": line.is_called}
                    for line in sheet.slots
                ],
                "owed": [plain(one) for one in sheet.owed],
                "contributions": [
                    {"county": name, "amount": one.amount, "paid": one.paid} for name, one in sheet.contributions
                ],
            }
        )
        return
    head = _("{year}年度（第{term}屆）主政：{host}　{theme}")
    told = head.format(year=sheet.year, term=sheet.term, host=sheet.host_name, theme=sheet.theme)
    print(told.rstrip(" 　"), file=session.out)
    counted = _("會議 {meetings} 場　行動方案 {items} 項　本年度決議列管中 {cases} 案")
    print(counted.format(meetings=sheet.meetings, items=sheet.plan_items, cases=sheet.open_cases), file=session.out)
    for line in sheet.groups:
        leader = line.leader_name or _("（未定）")
        print("\t".join((line.group.name, leader, "、".join(line.cooperating_names))), file=session.out)
    for slot in sheet.slots:
        state = _("已列入會議") if slot.is_called else _("預定")
        month = _("{month}月").format(month=slot.slot.month)
        print("\t".join((month, slot.group_name, slot.kind_name, state)), file=session.out)
    for name, one in sheet.contributions:
        print("\t".join((name, f"{one.amount:,}", f"{one.paid:,}")), file=session.out)


def _open_year(session: Session, words: Namespace) -> None:
    known = session.reference()
    wish: dict[str, Any] = {
        "year": words.year,
        "today": session.today,
        "host_id": known.find_member(words.host).id if words.host else None,
        "theme": words.theme,
        "carry": words.carry,
        "replacing": words.replace,
    }
    made: list[YearOpening] = []
    if words.dry_run:
        made.append(session.ask(partial(questions.opening, **wish)))
        session.tell(_("尚未寫入。開啟{year}年度會做這些事：").format(year=words.year))
    else:

        def action(work: Work) -> None:
            made.append(years.open_year(work, **wish))

        session.do(_("開啟{year}年度").format(year=words.year), action)
        session.tell(_("已開啟{year}年度。").format(year=words.year))
    opened = made[0]
    if session.as_json:
        session.give(
            {
                "year": opened.year.year,
                "host": opened.host_name,
                "carry": opened.carry.value,
                "roles": _roles(opened.roles, known),
                "planned": len(opened.slots),
                "contributions": len(opened.contributions),
                "unfinished": [item.number for item in opened.unfinished],
                "put_off": [
                    {"number": item.number, "name": item.name}
                    | {"ends_on": end.isoformat() if (end := end_in_next(item)) else None}
                    | {"was": item.ends_on.isoformat() if item.ends_on else None}
                    for item in opened.put_off
                ],
                "budget": opened.budget,
                "open_cases": opened.open_cases,
            }
        )
        return
    for line in opened.words:
        print(line, file=session.out)


def _move_slot(session: Session, words: Namespace) -> None:
    made: list[MeetingSlot] = []

    def action(work: Work) -> None:
        made.append(years.move_slot(work, words.slot, month=words.month))

    session.do(_("調整預定會議的月份"), action)
    session.answer(plain(made[0]), _("已改為{month}月。").format(month=made[0].month))


def _roles(roles: "list[GroupRole] | tuple[GroupRole, ...]", known: Reference) -> list[dict[str, Any]]:
    return [
        {"group": known.group_name(role.group_id), "county": known.member_name(role.member_id), "part": role.part.value}
        for role in roles
    ]
