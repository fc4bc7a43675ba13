"""`add proposal|review` and `proposal`: a proposal from idea to approved sum."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.proposal import Advance, Proposal, ProposalShare, Result, ReviewVerdict
from northtaiwan_desktop.domain.proposal_total import ProposalTotal
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import read_money
from northtaiwan_desktop.domain.writing.percent import read_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import fiscal, handing
from northtaiwan_desktop.services import proposals as actions
from northtaiwan_desktop.storage import meetings, plan, proposals
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work

NOTHING = "-"
"""Given for a field, it empties it."""


def add_kinds(kinds: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `add proposal` and `add review`."""
    made = kinds.add_parser("proposal", help=_("新增國建計畫提案"))
    made.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    made.add_argument("--name", required=True, metavar="T", help=_("計畫名稱"))
    _fields(made)
    _may_repeat(made)
    made.add_argument("--json", action="store_true")
    made.set_defaults(run=_add_proposal)
    review = kinds.add_parser("review", help=_("新增提案的初審意見"))
    review.add_argument("proposal", metavar="PROPOSAL", help=_("識別碼或計畫名稱"))
    review.add_argument("verdict", choices=[one.value for one in ReviewVerdict])
    review.add_argument("--comment", default="", metavar="T", help=_("審查意見"))
    review.add_argument("--into", metavar="PROPOSAL", help=_("整併時併入的提案"))
    review.add_argument("--meeting", metavar="MEETING", help=_("初審會議"))
    review.add_argument("--date", metavar="D", help=_("審查日期；不填則為會議日期或今日"))
    review.add_argument("--json", action="store_true")
    review.set_defaults(run=_add_review)


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `proposal`."""
    verb = verbs.add_parser("proposal", help=_("國建計畫提案：修改、排序、整併、報送、核定、經費分攤"))
    doings = verb.add_subparsers(dest="doing", required=True, metavar="DOING")

    def one(name: str, help: str, run: object) -> ArgumentParser:
        parser = doings.add_parser(name, help=help)
        parser.add_argument("proposal", metavar="PROPOSAL", help=_("識別碼或計畫名稱"))
        parser.set_defaults(run=run)
        return parser

    change = one("change", _("修改提案；寫「-」則清空該欄"), _change)
    change.add_argument("--name", metavar="T", help=_("計畫名稱"))
    _fields(change)
    _may_repeat(change)
    remove = one("remove", _("刪除提案"), _remove)
    unreview = one("unreview", _("刪除一筆初審意見"), _unreview)
    unreview.add_argument("review", metavar="REVIEW", help=_("初審意見的識別碼"))
    put = one("put", _("把提案放上會議的議程"), _put)
    put.add_argument("meeting", metavar="MEETING", help=_("會議（草稿）"))
    merge = one("merge", _("併入另一案"), _merge)
    merge.add_argument("--into", required=True, metavar="PROPOSAL", help=_("併入的提案"))
    reopen = one("reopen", _("重新提案"), _reopen)
    decide = one("decide", _("記錄中央審查結果"), _decide)
    decide.add_argument("result", choices=[one.value for one in Result if one.is_decided])
    decide.add_argument("--sum", metavar="M", help=_("核定金額，例如 870萬元"))
    decide.add_argument("--date", metavar="D", help=_("核定日期"))
    decide.add_argument("--comment", default="", metavar="T", help=_("審查意見"))
    share = one("share", _("經費分攤：一次一個縣市，或依財力級次試算"), _share)
    share.add_argument("--county", metavar="C", help=_("縣市；不填為不分縣市"))
    share.add_argument("--central", metavar="M", help=_("中央補助"))
    share.add_argument("--match", metavar="M", help=_("縣市配合款"))
    share.add_argument("--own", metavar="M", help=_("自籌"))
    share.add_argument("--other", metavar="M", help=_("其他"))
    share.add_argument("--advance", choices=[one.value for one in Advance], help=_("配合款是否墊付"))
    share.add_argument(
        "--by-tier",
        action="store_true",
        help=_("依財力級次試算；--part 為各縣市的經費，不填則平均分配"),
    )
    share.add_argument("--part", action="append", default=[], metavar="C=M", help=_("例如 桃園市=120萬元；可重複"))
    share.add_argument(
        "--even-so", action="store_true", help=_("合計超過、或各縣市都填了仍與核定（申請）金額不符，也儲存")
    )
    order = doings.add_parser("order", help=_("調整優先順序：依序列出的排在最前，其餘不變"))
    order.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    order.add_argument("proposals", nargs="+", metavar="PROPOSAL", help=_("識別碼或計畫名稱"))
    order.set_defaults(run=_order)
    submit = doings.add_parser("submit", help=_("報送中央"))
    submit.add_argument("proposals", nargs="+", metavar="PROPOSAL", help=_("識別碼或計畫名稱"))
    submit.set_defaults(run=_submit)
    tier = doings.add_parser("tier", help=_("登記縣市的財力級次"))
    tier.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    tier.add_argument("county", metavar="C", help=_("縣市"))
    tier.add_argument("tier", type=int, metavar="TIER", help=_("1至5"))
    tier.set_defaults(run=_tier)
    rate = doings.add_parser("rate", help=_("登記財力級次的配合款比率"))
    rate.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    rate.add_argument("tier", type=int, metavar="TIER", help=_("1至5"))
    rate.add_argument("percent", metavar="P", help=_("比率，例如 10%%"))
    rate.set_defaults(run=_rate)
    for parser in (tier, rate):
        parser.add_argument("--source", default="", metavar="T", help=_("出處"))
    total = doings.add_parser("total", help=_("登記出處所載的彙總數；--remove 刪除"))
    total.add_argument("--year", required=True, type=int, metavar="N", help=_("民國年度"))
    total.add_argument("--until", type=int, metavar="N", help=_("結束年度（數年合計）"))
    total.add_argument("--proposed", type=int, metavar="N", help=_("提案數"))
    total.add_argument("--discussed", type=int, metavar="N", help=_("初審數"))
    total.add_argument("--passed", type=int, metavar="N", help=_("核定數"))
    total.add_argument("--sum", metavar="M", help=_("核定金額，例如 870萬元"))
    total.add_argument("--source", default="", metavar="T", help=_("出處"))
    total.add_argument("--note", default="", metavar="T", help=_("備註"))
    total.add_argument("--remove", action="store_true", help=_("刪除這個年度的彙總數"))
    total.set_defaults(run=_total)
    for parser in (change, remove, unreview, put, merge, reopen, decide, share, order, submit, tier, rate, total):
        parser.add_argument("--json", action="store_true")


def _may_repeat(parser: ArgumentParser) -> None:
    parser.add_argument("--even-so", action="store_true", help=_("同年度已有同名的提案，也儲存"))


def _fields(parser: ArgumentParser) -> None:
    parser.add_argument("--group", metavar="G", help=_("議題組"))
    parser.add_argument("--proposer", metavar="C", help=_("提案縣市"))
    parser.add_argument("--partner", action="append", metavar="C", help=_("合作縣市；可重複"))
    parser.add_argument("--requested", metavar="M", help=_("申請金額，例如 250萬元"))
    parser.add_argument("--plan", metavar="ID", help=_("對應的行動方案"))
    parser.add_argument("--comment", metavar="T", help=_("審查意見"))
    parser.add_argument("--advance", choices=("yes", "no"), help=_("是否墊付（未納入年度預算）"))
    parser.add_argument("--note", metavar="T", help=_("備註"))


def _said(records: Records, words: Namespace) -> dict[str, Any]:
    """The fields that were given, as values."""
    known = reference(records)
    read: dict[str, Callable[[str], Any]] = {
        "name": str,
        "group": lambda text: known.find_group(text).id,
        "proposer": lambda text: known.find_member(text).id,
        "requested": read_money,
        "plan": lambda text: plan.find(records, text).id,
        "comment": str,
        "note": str,
    }
    fields = {"group": "group_id", "proposer": "proposer_id", "plan": "plan_item_id"}
    texts = {"comment", "note"}
    said: dict[str, Any] = {}
    for name, reading in read.items():
        text = getattr(words, name)
        if text is None:
            continue
        empty = "" if name in texts else None
        said[fields.get(name, name)] = empty if text == NOTHING and name != "name" else reading(text)
    if words.partner is not None:
        said["partner_ids"] = tuple(known.find_member(name).id for name in words.partner if name != NOTHING)
    if words.advance is not None:
        said["needs_advance"] = words.advance == "yes"
    return said


def _add_proposal(session: Session, words: Namespace) -> None:
    made: list[Proposal] = []

    def action(work: Work) -> None:
        said = _said(work, words)
        made.append(actions.save_proposal(work, Proposal(year=words.year, **said), may_repeat=words.even_so))

    session.do(_("新增提案「{name}」").format(name=words.name), action)
    session.answer({"id": made[0].id}, _("已新增提案「{name}」。").format(name=made[0].name))


def _add_review(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)

    def action(work: Work) -> None:
        meeting = meetings.find(work, words.meeting) if words.meeting else None
        day = roc_date.read_day(words.date, year=proposal.year) if words.date else meeting.held_on if meeting else None
        actions.review(
            work,
            proposal.id,
            verdict=ReviewVerdict(words.verdict),
            on=day or session.today,
            meeting_id=meeting.id if meeting else None,
            comment=words.comment,
            into_id=proposals.find(work, words.into, year=proposal.year).id if words.into else None,
        )

    session.do(_("初審意見「{name}」").format(name=proposal.name), action)
    _told(session, proposal.id)


def _change(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)

    def action(work: Work) -> None:
        now = work.get(Proposal, proposal.id)
        actions.save_proposal(work, replace(now, **_said(work, words)), may_repeat=words.even_so)

    session.do(_("修改提案「{name}」").format(name=proposal.name), action)
    _told(session, proposal.id)


def _remove(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)
    session.do(_("刪除提案「{name}」").format(name=proposal.name), partial(actions.remove_proposal, id=proposal.id))
    session.answer({"removed": proposal.id}, _("已刪除提案「{name}」。").format(name=proposal.name))


def _unreview(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)
    file = session.ask(partial(proposals.proposal_file, id=proposal.id))
    if words.review not in [one.review.id for one in file.reviews]:
        message = _("「{name}」沒有初審意見「{id}」。請用 show proposal 查看識別碼。")
        raise RuleBroken(message.format(name=proposal.name, id=words.review))
    label = _("刪除「{name}」的初審意見").format(name=proposal.name)
    session.do(label, partial(actions.remove_review, review_id=words.review))
    _told(session, proposal.id)


def _put(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)
    meeting = session.ask(partial(meetings.find, key=words.meeting))
    label = _("提案「{name}」列入議程").format(name=proposal.name)
    session.do(label, partial(handing.put_before, proposal_id=proposal.id, meeting_id=meeting.id))
    _told(session, proposal.id)


def _merge(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)
    into = session.ask(partial(proposals.find, key=words.into, year=proposal.year))
    label = _("「{name}」併入「{into}」").format(name=proposal.name, into=into.name)
    session.do(label, partial(actions.merge, proposal_id=proposal.id, into_id=into.id))
    _told(session, proposal.id)


def _reopen(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)
    label = _("重新提案「{name}」").format(name=proposal.name)
    session.do(label, partial(actions.reopen, proposal_id=proposal.id))
    _told(session, proposal.id)


def _decide(session: Session, words: Namespace) -> None:
    proposal, result = _found(session, words.proposal), Result(words.result)
    action = partial(
        actions.decide,
        proposal_id=proposal.id,
        result=result,
        approved=read_money(words.sum) if words.sum else None,
        on=roc_date.read_day(words.date, year=proposal.year) if words.date else session.today,
        comment=words.comment,
    )
    session.do(_("{result}「{name}」").format(result=_(result.word), name=proposal.name), action)
    _told(session, proposal.id)


def _share(session: Session, words: Namespace) -> None:
    proposal = _found(session, words.proposal)

    def action(work: Work) -> None:
        if words.by_tier:
            parts = _parts(words.part, reference(work)) or None
            shares = actions.shares_by_tier(work, proposal.id, parts)
        else:
            shares = _with_county(work, proposal.id, words)
        actions.set_shares(work, proposal.id, shares, may_differ=words.even_so, one_by_one=not words.by_tier)

    session.do(_("經費分攤「{name}」").format(name=proposal.name), action)
    _told(session, proposal.id)


def _parts(texts: list[str], known: Reference) -> dict[str, int]:
    """Read 「桃園市=120萬元」."""
    parts = {}
    for text in texts:
        name, equals, sum = text.partition("=")
        if not equals:
            raise RuleBroken(_("「{text}」讀不懂，請寫成 縣市=金額，例如 桃園市=120萬元。").format(text=text))
        parts[known.find_member(name).id] = read_money(sum)
    return parts


def _with_county(records: Records, proposal_id: str, words: Namespace) -> list[ProposalShare]:
    """The shares with what was given for one county; its other sources, and the other counties, stay."""
    member_id = reference(records).find_member(words.county).id if words.county else None
    shares = {(one.member_id, one.source): one for one in proposals.proposal_file(records, proposal_id).line.shares}
    sources = {
        Source.CENTRAL: words.central,
        Source.COUNTY: words.match,
        Source.OWN: words.own,
        Source.OTHER: words.other,
    }
    if not any(text is not None for text in (*sources.values(), words.advance)):
        raise RuleBroken(_("請以 --central、--match、--own、--other 指定金額，或以 --by-tier 試算。"))
    for source, text in sources.items():
        known = shares.get((member_id, source)) or ProposalShare(
            proposal_id=proposal_id, member_id=member_id, source=source, amount=0
        )
        if text is not None:
            known = replace(known, amount=read_money(text))
        if words.advance is not None and source is Source.COUNTY:
            known = replace(known, advance=Advance(words.advance))
        if known.amount:
            shares[member_id, source] = known
        else:
            shares.pop((member_id, source), None)
    return list(shares.values())


def _order(session: Session, words: Namespace) -> None:
    ids = [session.ask(partial(proposals.find, key=key, year=words.year)).id for key in words.proposals]
    label = _("調整{year}年度提案的優先順序").format(year=words.year)
    session.do(label, partial(actions.set_order, year=words.year, ids=ids))
    order = session.ask(partial(actions.order_of, year=words.year))
    session.answer(
        {"year": words.year, "order": list(order)}, _("已調整優先順序，共{count}案。").format(count=len(order))
    )


def _submit(session: Session, words: Namespace) -> None:
    ids = [_found(session, key).id for key in words.proposals]
    session.do(_("報送中央{count}案").format(count=len(ids)), partial(actions.submit, proposal_ids=ids))
    session.answer({"submitted": ids}, _("已報送中央{count}案。").format(count=len(ids)))


def _tier(session: Session, words: Namespace) -> None:
    member = session.reference().find_member(words.county)
    label = _("{year}年度{name}的財力級次").format(year=words.year, name=member.name)
    session.do(
        label,
        partial(fiscal.set_tier, year=words.year, member_id=member.id, tier=words.tier, source=words.source),
    )
    session.answer({"year": words.year, "member": member.name, "tier": words.tier}, _("已登記。"))


def _rate(session: Session, words: Namespace) -> None:
    percent = read_percent(words.percent if words.percent.endswith(("%", "％")) else f"{words.percent}%")
    label = _("{year}年度第{tier}級的配合款比率").format(year=words.year, tier=words.tier)
    session.do(label, partial(fiscal.set_rate, year=words.year, tier=words.tier, percent=percent, source=words.source))
    session.answer({"year": words.year, "tier": words.tier, "percent": percent}, _("已登記。"))


def _total(session: Session, words: Namespace) -> None:
    until = words.until or words.year
    lines = session.ask(proposals.total_lines)
    known = next(
        (line.total for line in lines if line.total and (line.since_year, line.until_year) == (words.year, until)), None
    )
    total = known or ProposalTotal(since_year=words.year, until_year=until)
    label = _("{year}年度提案的彙總數").format(year=total.years)
    if words.remove:
        if known is None:
            raise RuleBroken(_("沒有{year}年度的彙總數可以刪除。").format(year=words.year))
        session.do(label, partial(actions.remove_total, id=known.id))
        session.answer({"removed": known.id}, _("已刪除。"))
        return
    given = {name: getattr(words, name) for name in ("proposed", "discussed", "passed")}
    given |= {"granted": read_money(words.sum) if words.sum else None}
    given |= {"source": words.source or None, "note": words.note or None}
    total = replace(total, **{name: value for name, value in given.items() if value is not None})
    session.do(label, partial(actions.save_total, total=total))
    session.answer({"id": total.id}, _("已登記。"))


def _found(session: Session, key: str) -> Proposal:
    return session.ask(partial(proposals.find, key=key))


def _told(session: Session, id: str) -> None:
    """Say where the proposal stands now, and what does not fit together in it."""
    file = session.ask(partial(proposals.proposal_file, id=id))
    for warning in file.warnings:
        session.tell(warning)
    proposal = file.line.proposal
    answer = {"id": id, "result": proposal.result.value, "approved": proposal.approved}
    session.answer(
        answer | {"warnings": list(file.warnings)},
        _("「{name}」：{state}").format(name=proposal.name, state=_(proposal.result.word)),
    )
