"""`decide`, `review` and `change`: what a meeting or the secretary says of cases, and what else changes on them."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from datetime import date
from functools import partial

from northtaiwan_desktop.commands.recording import add_even_so, due_day, read_doer
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken, Unreadable
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import resolutions as actions
from northtaiwan_desktop.storage import meetings, plan, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work

DECISIONS = {verdict.value: verdict for verdict in Verdict if verdict is not Verdict.RELEASE_ASKED}


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verbs."""
    decide = verbs.add_parser("decide", help=_("記錄會議對列管案的決定"))
    _of_cases(decide)
    decide.add_argument("verdict", type=_verdict, metavar="VERDICT", help=_words_of_verdicts())
    decide.add_argument("--doer", metavar="C", help=_("縣市或機關；不填為全部"))
    decide.add_argument("--reason", default="", metavar="TEXT", help=_("理由"))
    decide.add_argument("--meeting", metavar="MEETING", help=_("作成決定的會議"))
    decide.add_argument("--into", metavar="CASE", help=_("併案列管時，併入哪一案"))
    words = _("逕行決定的理由：不記會議而結束列管，或主（協）辦單位未提請、秘書未建議而解除列管時必填")
    decide.add_argument("--direct-reason", default="", metavar="TEXT", help=words)
    decide.set_defaults(run=_decide)
    review = verbs.add_parser("review", help=_("記錄秘書對列管案的管考建議"))
    _of_cases(review)
    review.add_argument("--recommend", type=_verdict, metavar="VERDICT", help=_words_of_verdicts())
    review.add_argument("--text", default="", metavar="TEXT", help=_("說明"))
    review.add_argument("--doer", metavar="C", help=_("縣市或機關；不填為全部"))
    review.set_defaults(run=_review)
    change = verbs.add_parser("change", help=_("調整列管案的期限、主（協）辦單位、對應的行動方案或議題組"))
    _of_cases(change)
    change.add_argument("--due", metavar="D", help=_("新的預定完成日期，或「持續辦理」等文字"))
    change.add_argument("--doer", metavar="C", help=_("原來的縣市或機關；只有一個主（協）辦單位時可省略"))
    change.add_argument("--to", metavar="C", help=_("改由哪個縣市（可寫成「縣市/單位」）或機關辦理"))
    change.add_argument("--plan", metavar="ID", help=_("對應的行動方案編號；寫「-」為取消對應"))
    change.add_argument("--group", metavar="G", help=_("議題組；寫「-」為不屬於議題組"))
    add_even_so(change)
    change.set_defaults(run=_change)


def _of_cases(parser: ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help=_("案號；數案以逗號隔開"))
    parser.add_argument("--json", action="store_true")


def _words_of_verdicts() -> str:
    return "、".join(f"{value}（{verdict.title}）" for value, verdict in DECISIONS.items())


def _verdict(text: str) -> Verdict:
    """A verdict by its value or by its Chinese word, with or without 列管."""
    for value, verdict in DECISIONS.items():
        if text in (value, verdict.word, verdict.word.removesuffix("列管")):
            return verdict
    raise ArgumentTypeError(_("「{text}」不是列管決定，可用：{known}").format(text=text, known=_words_of_verdicts()))


def _decide(session: Session, words: Namespace) -> None:
    lines = _lines_of_all(session, words)
    verdict: Verdict = words.verdict
    meeting_id = session.ask(partial(meetings.find, key=words.meeting)).id if words.meeting else None
    ids = [line.id for line in lines]
    left_out = session.ask(partial(actions.lacking, assignment_ids=ids, verdict=verdict, meeting_id=meeting_id))

    def action(work: Work) -> None:
        actions.decide(
            work,
            ids,
            verdict=verdict,
            reason=words.reason,
            today=session.today,
            meeting_id=meeting_id,
            into=words.into,
            direct_reason=words.direct_reason,
        )

    session.do(actions.decision_label(verdict, words.case, words.direct_reason if left_out else ""), action)
    for one in left_out:
        session.tell(_("{directly}：{line}。").format(directly=_(verdict.direct_word), line=one.told))
    direct = words.direct_reason.strip() if left_out else None
    _answer(session, lines, verdict.title, {"verdict": verdict.value, "direct_reason": direct})


def _review(session: Session, words: Namespace) -> None:
    lines = _lines_of_all(session, words)
    round = Round.of(session.today, session.reference().thresholds.rounds_a_year)
    action = partial(
        actions.review,
        assignment_ids=[line.id for line in lines],
        round=round,
        today=session.today,
        text=words.text,
        recommended=words.recommend,
    )
    session.do(_("填寫 {cases} 管考建議").format(cases=words.case), action)
    _answer(session, lines, _("已記錄管考建議。"), {"recommended": words.recommend.value if words.recommend else None})


def _change(session: Session, words: Namespace) -> None:
    if not (words.due or words.to or words.plan or words.group):
        raise RuleBroken(_("請以 --due、--to、--plan 或 --group 說明要改什麼。"))
    keys = _keys(words.case)
    lines = [line for key in keys for line in session.ask(partial(_lines, session=session, key=key, doer=None))]
    moved = (
        [session.ask(partial(_one_line, session=session, key=key, doer=words.doer)) for key in keys] if words.to else []
    )
    ids = list(dict.fromkeys(line.resolution.id for line in lines))

    def action(work: Work) -> None:
        if words.due:
            day, said = _due(words.due, session.today.year - 1911, session.today)
            actions.change_due(work, ids, due_on=day, due_text=said)
        if words.to:
            member_id, office = read_doer(words.to, reference(work), even_so=words.even_so)
            actions.reassign(work, [line.id for line in moved], member_id=member_id, office=office)
        if words.plan:
            item_id = None if words.plan == "-" else plan.find(work, words.plan).id
            actions.link_plan_item(work, ids, item_id)
        if words.group:
            group_id = None if words.group == "-" else reference(work).find_group(words.group).id
            actions.change_group(work, ids, group_id)

    session.do(_("變更 {cases}").format(cases=words.case), action)
    _answer(session, lines, _("已變更。"), {})


def _due(text: str, year: int, on: date) -> tuple[date | None, str]:
    """The day that is named, and the words where they are no plain day."""
    day = due_day(text, year=year, on=on)
    try:
        return day, "" if roc_date.read_day(text, year=year) == day else text
    except Unreadable:
        return day, text


def _answer(session: Session, lines: list[TrackedLine], message: str, more: dict[str, object]) -> None:
    numbers = list(dict.fromkeys(line.number for line in lines))
    shown = numbers[0] if len(numbers) == 1 else numbers
    session.answer({"number": shown, **more}, f"{'、'.join(numbers)}：{message}")


def _keys(text: str) -> list[str]:
    return [key.strip() for key in text.replace("，", ",").split(",") if key.strip()]


def _lines_of_all(session: Session, words: Namespace) -> list[TrackedLine]:
    found: list[TrackedLine] = []
    for key in _keys(words.case):
        found += session.ask(partial(_lines, session=session, key=key, doer=words.doer))
    return found


def _one_line(records: Records, *, session: Session, key: str, doer: str | None) -> TrackedLine:
    return lines_meant(records, session=session, key=key, doer=doer)[0]


def _lines(records: Records, *, session: Session, key: str, doer: str | None) -> list[TrackedLine]:
    return lines_meant(records, session=session, key=key, doer=doer, all_of_them=doer is None)


def lines_meant(
    records: Records, *, session: Session, key: str, doer: str | None, all_of_them: bool = False
) -> list[TrackedLine]:
    """The lines of a case that are meant: the named doer's, or all that are open, or the only one."""
    case = resolutions.find(records, key)
    lines = resolutions.lines_of_cases(records, [case], today=session.today)
    if doer:
        lines = [line for line in lines if _is_doer(line.assignment, doer, records)]
    elif all_of_them:
        lines = [line for line in lines if not line.assignment.state.is_closed]
        if not lines and case.state.is_closed:
            message = _("決議 {number} 不在列管中（{state}），沒有變更。")
            raise RuleBroken(message.format(number=case.number, state=case.state.title))
    if not lines or (len(lines) > 1 and not all_of_them):
        all_lines = resolutions.lines_of_cases(records, [case], today=session.today)
        known = "、".join(line.doer_name for line in all_lines)
        if doer and not lines:
            message = _("案號 {number} 沒有「{doer}」這個主（協）辦單位，現有：{known}。")
            raise NotFound(message.format(number=case.number, doer=doer, known=known))
        message = _("請以 --doer 指明案號 {number} 的主（協）辦單位：{known}。")
        raise NotFound(message.format(number=case.number, known=known))
    return lines


def _is_doer(line: Assignment, text: str, records: Records) -> bool:
    if line.member_id is None:
        return line.office == text
    name, _slash, office = text.partition("/")
    try:
        return reference(records).find_member(name).id == line.member_id and office in ("", line.office)
    except Unreadable:
        return False  # a body outside, which has a line of its own
