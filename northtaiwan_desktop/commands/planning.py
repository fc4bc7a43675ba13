"""`plan`: the year's plan confirmed, revised and compared, its quarters recorded, what is unfinished carried on."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import date
from functools import partial
from typing import Any

from northtaiwan_desktop.commands import plan_items
from northtaiwan_desktop.commands.finishing import marked
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import NotFound, Unreadable
from northtaiwan_desktop.domain.plan import PlanItem, PlanVersion
from northtaiwan_desktop.domain.plan_carrying import end_in_next
from northtaiwan_desktop.domain.plan_facts import TITLES
from northtaiwan_desktop.domain.plan_progress import quarter_reached
from northtaiwan_desktop.domain.plan_whole import fall_words, falls
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import plan as actions
from northtaiwan_desktop.services import plan_versions as versions
from northtaiwan_desktop.storage import meetings, plan, plan_versions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Work

FIRST_YEAR = 1911


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `plan`."""
    verb = verbs.add_parser("plan", help=_("修改行動方案；確認、修正、比較年度方案；登錄各季進度；延續到下一年度"))
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")
    plan_items.add_steps(steps)
    for name, help in (
        ("confirm", _("副首長會議確認年度行動方案，存成第1版")),
        ("revise", _("修正年度行動方案，另存新的一版")),
    ):
        parser = _of_year(steps, name, help)
        parser.add_argument("items", nargs="*", metavar="ID", help=_("這次確認的方案；不填為全部提案中的方案"))
        parser.add_argument("--meeting", metavar="MEETING", help=_("在哪一場副首長會議"))
        if name == "revise":
            parser.add_argument("--reason", default="", metavar="TEXT", help=_("修正的理由"))
            words = _("補記在會議紀錄已經定稿的會議")
            parser.add_argument("--even-so", action="store_true", help=words)
        _finish(parser, _keep_version)
    _finish(_of_year(steps, "versions", _("列出保存的各版")), _list_versions)
    compare = _of_year(steps, "compare", _("比較兩版：新增、刪除與修改的方案"))
    compare.add_argument("--old", type=int, metavar="N", help=_("較早的一版；不填則為最新一版"))
    compare.add_argument("--new", type=int, default=versions.PRESENT, metavar="N", help=_("不填則為目前的內容"))
    _finish(compare, _compare)
    carry = _of_year(steps, "carry", _("把未完成的方案延續到下一年度；已延續的不會重複"))
    carry.add_argument("items", nargs="*", metavar="ID", help=_("要延續的方案；不填為全部未完成的"))
    carry.add_argument("--without-budget", action="store_true", help=_("不帶入經費"))
    carry.add_argument("--dry-run", action="store_true", help=_("只列出會延續的方案"))
    _finish(carry, _carry)
    progress = _of_year(steps, "progress", _("列出或登錄一季的實際進度"))
    progress.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help=_("季別；不填為本季"))
    progress.add_argument("--set", action="append", default=[], metavar="ID=P", help=_("登錄進度；可重複"))
    progress.add_argument("--take-proposed", action="store_true", help=_("還沒登錄的，採用由決議填報推得的進度"))
    _finish(progress, _progress)


def _of_year(steps: "_SubParsersAction[ArgumentParser]", name: str, help: str) -> ArgumentParser:
    parser = steps.add_parser(name, help=help)
    parser.add_argument("--year", type=int, metavar="N", help=_("民國年度；不填為今年"))
    return parser


def _finish(parser: ArgumentParser, run: object) -> None:
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def _year(session: Session, words: Namespace) -> int:
    return words.year or session.today.year - FIRST_YEAR


def _ids(session: Session, words: Namespace) -> list[str] | None:
    """The ids of the items that are named; None where none is."""
    return [session.ask(partial(plan.find, key=key)).id for key in words.items] or None


def _keep_version(session: Session, words: Namespace) -> None:
    year, made = _year(session, words), list[PlanVersion]()
    meeting_id = session.ask(partial(meetings.find, key=words.meeting)).id if words.meeting else None
    common: dict[str, Any] = {"meeting_id": meeting_id, "today": session.today, "item_ids": _ids(session, words)}

    def action(work: Work) -> None:
        if words.step == "confirm":
            made.append(versions.confirm(work, year, **common))
        else:
            made.append(versions.revise(work, year, reason=words.reason, after_minutes=words.even_so, **common))

    label = _("確認{year}年度行動方案") if words.step == "confirm" else _("修正{year}年度行動方案")
    session.do(label.format(year=year), action)
    told = _("{year}年度行動方案已存成第 {version} 版。").format(year=year, version=made[0].version)
    session.answer({"year": year, "version": made[0].version}, told)


def _list_versions(session: Session, words: Namespace) -> None:
    """The kept versions, the newest first."""
    rows = [version_row(one) for one in session.ask(partial(plan_versions.versions, year=_year(session, words)))]
    if session.as_json:
        session.give(rows)
        return
    if not rows:
        session.tell(_("{year}年度行動方案還沒有保存的版本。").format(year=_year(session, words)))
    for row in rows:
        shown = row | {"kept_on": _written(row["kept_on"])}
        print("\t".join("" if value is None else str(value) for value in shown.values()), file=session.out)


def _written(day: str) -> str:
    """A day of an answer as people write it."""
    return roc_date.written(date.fromisoformat(day))


def version_row(version: PlanVersion) -> dict[str, Any]:
    """A version as the command line shows it."""
    return {
        "version": version.version,
        "kept_on": version.kept_on.isoformat(),
        "meeting": version.meeting_title or None,
        "reason": version.reason,
        "items": len(plan_versions.decoded(version.snapshot)),
    }


def _compare(session: Session, words: Namespace) -> None:
    """What two versions do not share: 「-」 before the old, 「+」 before the new, the changed words in brackets."""
    year, old = _year(session, words), words.old
    if old is None:
        kept = session.ask(partial(plan_versions.versions, year=year))
        old = kept[0].version if kept else 1
    found = session.ask(partial(versions.compare, year=year, old=old, new=words.new))
    if session.as_json:
        session.give(
            [
                {"turn": one.turn.value, "id": one.item.id, "number": one.item.number, "name": one.item.name}
                | {
                    "fields": {
                        name: [{"old": marked(row.old), "new": marked(row.new)} for row in rows if row.is_changed]
                        for name, rows in one.fields
                    }
                }
                for one in found
            ]
        )
        return
    if not found:
        session.tell(_("兩個版本的內容相同。"))
    for one in found:
        print(f"{one.turn.title}　{one.item.number}　{one.item.name}", file=session.out)
        for name, rows in one.fields:
            for row in (row for row in rows if row.is_changed):
                for sign, side in (("-", row.old), ("+", row.new)):
                    if side:
                        print(f"  {sign} {_(TITLES[name])}：{marked(side)}", file=session.out)


def _carry(session: Session, words: Namespace) -> None:
    year, ids = _year(session, words), _ids(session, words)
    if words.dry_run:
        lines = session.ask(partial(plan.unfinished, year=year))
        rows = [
            {"id": line.item.id, "number": line.item.number, "name": line.item.name, "actual_percent": reached}
            | _ends(line.item.ends_on, end_in_next(line.item))
            for line in lines
            if ids is None or line.item.id in ids
            for reached in (line.actual_percent,)
        ]
        told = _("{count} 項可以延續到{year}年度。").format(count=len(rows), year=year + 1)
    else:
        made: list[PlanItem] = []
        before = {
            line.item.lineage_id or line.item.id: line.item for line in session.ask(partial(plan.unfinished, year=year))
        }

        def action(work: Work) -> None:
            made.extend(actions.take_on(work, year, ids, with_budget=not words.without_budget))

        session.do(_("{year}年度行動方案延續到下一年度").format(year=year), action)
        rows = [
            {"id": one.id, "number": one.number, "name": one.name, "lineage_id": one.lineage_id}
            | _ends(before[one.lineage_id].ends_on if one.lineage_id in before else one.ends_on, one.ends_on)
            for one in made
        ]
        told = _("{count} 項已延續到{year}年度。").format(count=len(rows), year=year + 1)
    session.tell(told)
    if session.as_json:
        session.give(rows)
        return
    for row in rows:
        moved = (
            _("完成日期延長到 {end}（原 {was}）").format(end=_written(row["ends_on"]), was=_written(row["was"]))
            if row["was"]
            else ""
        )
        print("\t".join(filter(None, (row["number"], row["name"], moved))), file=session.out)


def _ends(was: date | None, now: date | None) -> dict[str, Any]:
    """The end of an item that is taken on; `was` is the end that it had, where that is put off."""
    moved = was is not None and was != now
    return {"ends_on": now.isoformat() if now else None, "was": was.isoformat() if was and moved else None}


def _progress(session: Session, words: Namespace) -> None:
    year = _year(session, words)
    quarter = words.quarter or quarter_reached(session.today, year)

    def question(records: Records) -> Any:
        return plan.quarter_rows(records, year=year, quarter=quarter, today=session.today)

    rows = session.ask(question)
    by_id = {row.item.id: row for row in rows}
    reached: dict[str, float | None] = {}
    if words.take_proposed:
        reached = {row.item.id: row.proposed for row in rows if row.proposed is not None and row.actual is None}
    for pair in words.set:
        key, equals, text = pair.rpartition("=")
        if not equals:
            raise Unreadable(
                _("「{pair}」讀不懂。請寫編號、等號與進度，例如 103-交通-01=80%。").format(pair=pair), pair
            )
        item = session.ask(partial(plan.find, key=key))
        if item.id not in by_id:
            message = _("「{name}」不在{year}年度第{quarter}季辦理的方案之內。")
            raise NotFound(message.format(name=item.name, year=year, quarter=quarter))
        plain = text.strip()
        reached[item.id] = read_percent(plain if plain.endswith(("%", "％")) else f"{plain}%") if plain else None
    if reached:
        seen = {id: by_id[id].target for id in reached}
        session.do(
            _("登錄{year}年第{quarter}季行動方案進度").format(year=year, quarter=quarter),
            partial(actions.record_quarter, year=year, quarter=quarter, reached=reached, seen=seen),
        )
        for id, share in reached.items():
            if fallen := falls((by_id[id].before, share)):
                told = _("請留意：{number} 累計的實際進度比前一次低，{words}。")
                session.tell(told.format(number=by_id[id].item.number, words=fall_words(*fallen)))
        session.tell(_("已登錄 {count} 項。").format(count=len(reached)))
        rows = session.ask(question)
    if session.as_json:
        session.give(
            [
                {"id": row.item.id, "number": row.item.number, "name": row.item.name, "resolutions": row.cases}
                | {"planned_percent": row.planned, "actual_percent": row.actual, "proposed_percent": row.proposed}
                for row in rows
            ]
        )
        return
    for row in rows:
        shares = ("－" if one is None else written_percent(one) for one in (row.planned, row.actual, row.proposed))
        print("\t".join((row.item.number, row.item.name, *shares)), file=session.out)
