"""`minutes`: checked, made final, opened again; versions compared and brought back."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from functools import partial

from northtaiwan_desktop.commands import setting
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.revision import Piece
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import finalising, finishing, versions
from northtaiwan_desktop.storage import meetings, notices
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Work


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of `minutes`."""
    minutes = verbs.add_parser("minutes", help=_("修改會議資料；檢查、定稿、重新開啟會議紀錄，比較或帶回舊的版本"))
    minutes.add_argument("step", choices=("set", "check", "finalise", "reopen", "versions", "compare", "restore"))
    minutes.add_argument("meeting", metavar="MEETING", help=_("識別碼、編號或會議名稱"))
    minutes.add_argument("--reason", default="", metavar="TEXT", help=_("重新開啟的理由"))
    minutes.add_argument("--old", type=int, metavar="N", help=_("要比較或帶回的版次；不填則為最新一版"))
    minutes.add_argument(
        "--new", type=int, default=versions.PRESENT, metavar="N", help=_("與哪一版比較；不填則為目前的內容")
    )
    setting.add_head(minutes)
    minutes.add_argument("--json", action="store_true")
    minutes.set_defaults(run=_run_minutes)


def _run_minutes(session: Session, words: Namespace) -> None:
    meeting = session.ask(partial(meetings.find, key=words.meeting))
    if words.step == "set":
        setting.set_head(session, words, meeting)
        return
    if words.step == "check":
        _check(session, meeting)
        return
    if words.step in ("versions", "compare"):
        (_list_versions if words.step == "versions" else _compare)(session, meeting, words)
        return
    made: list[Meeting] = []
    if words.step == "restore":
        version = _version(session, meeting, words.old)
        label = _("帶回第 {version} 版").format(version=version)
        done = _("「{title}」的內容已帶回舊的版本；編號 {number} 與各版紀錄均保留。")

        def action(work: Work) -> None:
            made.append(versions.bring_back(work, meeting.id, version=version))
    elif words.step == "finalise":
        label, done = _("會議紀錄定稿"), _("「{title}」已定稿，編號 {number}。")

        def action(work: Work) -> None:
            made.append(finalising.finalise(work, meeting.id, today=session.today))
    else:
        label, done = _("重新開啟會議紀錄"), _("「{title}」已重新開啟；編號 {number} 與前一版紀錄均保留。")

        def action(work: Work) -> None:
            made.append(finalising.reopen(work, meeting.id, reason=words.reason, today=session.today))

    session.do(label, action)
    final = made[0]
    answer = {"id": final.id, "number": final.number, "status": final.status.value, "version": final.version}
    session.answer(answer, done.format(title=final.title, number=final.number))


def _version(session: Session, meeting: Meeting, wanted: int | None) -> int:
    """The version that is meant: the newest where none is named."""
    if wanted is not None:
        return wanted
    latest = session.ask(partial(meetings.latest_version, meeting_id=meeting.id))
    return latest.version if latest else 1


def _list_versions(session: Session, meeting: Meeting, _words: Namespace) -> None:
    """The kept versions, the newest first."""
    kept = session.ask(partial(meetings.versions, meeting_id=meeting.id))
    rows = [
        {"version": one.version, "finalised_on": one.finalised_on.isoformat(), "reason": one.reason}
        | {"docx_sha256": one.docx_sha256}
        for one in kept
    ]
    if session.as_json:
        session.give(rows)
        return
    if not rows:
        session.tell(_("「{title}」還沒有定稿的版本。").format(title=meeting.title))
        return
    print("\t".join((_("版次"), _("定稿日"), _("重新開啟的理由"), _("docx 的 SHA-256"))), file=session.out)
    for row in rows:
        print("\t".join(" ".join(str(value).split()) for value in row.values()), file=session.out)


def _compare(session: Session, meeting: Meeting, words: Namespace) -> None:
    """What two versions do not share: 「-」 before the old, 「+」 before the new, the changed words in brackets."""
    if not session.ask(partial(meetings.versions, meeting_id=meeting.id)):
        raise NotFound(_("「{title}」還沒有定稿的版本，沒有可以比較的。").format(title=meeting.title))
    old = _version(session, meeting, words.old)
    question = partial(versions.compare, meeting_id=meeting.id, old=old, new=words.new, today=session.today)
    rows = [row for row in session.ask(question) if row.is_changed]
    if session.as_json:
        session.give([{"old": marked(row.old), "new": marked(row.new)} for row in rows])
        return
    if not rows:
        session.tell(_("兩個版本的內容相同。"))
    for row in rows:
        for sign, side in (("-", row.old), ("+", row.new)):
            if side:
                print(f"{sign} {marked(side)}", file=session.out)


def marked(pieces: tuple[Piece, ...]) -> str:
    """The words of one side, those that the other lacks in brackets."""
    return "".join(f"【{piece.text}】" if piece.is_changed else piece.text for piece in pieces)


def _check(session: Session, meeting: Meeting) -> None:
    """The gaps of the minutes; stops make the status 1, warnings don't."""

    def question(records: Records) -> list[finishing.Gap]:
        letter = notices.notice_of(records, meeting.id)
        file = meetings.meeting_file(records, meeting.id, today=session.today)
        return [*finishing.gaps(file, today=session.today), *finishing.letter_gaps(letter, year=meeting.year)]

    found = session.ask(question)
    if session.as_json:
        session.give([{"text": gap.text, "record": gap.record_id, "stops": gap.stops} for gap in found])
    else:
        for gap in found:
            mark = _("必須補正") if gap.stops else _("請留意")
            print(f"{mark}：{gap.text}", file=session.out)
    if any(gap.stops for gap in found):
        raise RuleBroken(_("「{title}」還有必須補正的事項，不能定稿。").format(title=meeting.title))
    session.tell(_("「{title}」可以定稿。").format(title=meeting.title))
