"""`export`: the papers and spreadsheets that offices exchange."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from northtaiwan_desktop.commands import answering, reporting
from northtaiwan_desktop.commands.listing import read_years
from northtaiwan_desktop.commands.outputs import add_order, add_round, named_round, output, told
from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.year_opening import check_shown
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import (
    attachments,
    export,
    import_detail,
    outgoing,
    papers,
    sending,
    versions,
)
from northtaiwan_desktop.services.outgoing import Existing
from northtaiwan_desktop.sheets.progress_by import By
from northtaiwan_desktop.storage import meetings, resolutions
from northtaiwan_desktop.storage.records import Records

OWN_FILTERS = {
    "progress": ("year", "quarter", "round", "county", "group"),
    "form": ("year", "quarter", "round", "county", "group"),
    "plan": ("year", "county", "group"),
    "proposals": ("year", "county", "group"),
    "chronicle": ("year",),
}
"""The filters that each list can be narrowed by when it is written."""


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    exporting = verbs.add_parser("export", help=_("匯出會議紀錄、進度表、填報表與清單"))
    kinds = exporting.add_subparsers(dest="paper", required=True, metavar="PAPER")
    for kind in PaperKind:
        parser = kinds.add_parser(kind.value, help=_("{paper}（docx、odt、pdf）").format(paper=kind.title))
        parser.add_argument("meeting", metavar="MEETING", help=_("識別碼、編號或會議名稱"))
        if kind is PaperKind.EXTRACT:
            parser.add_argument("--resolution", metavar="ID", help=_("要節錄的決議：案號或識別碼"))
        if kind is PaperKind.MINUTES:
            parser.add_argument("--version", type=int, metavar="N", help=_("取出第 N 版定稿時保存的 docx，一字不改"))
        add_existing(parser)
        output(parser, run_paper)
    attachment = kinds.add_parser("attachment", help=_("會議的附件，或列管案的相關文件"))
    attachment.add_argument("owner", metavar="MEETING|CASE", help=_("會議，或案號"))
    attachment.add_argument("name", metavar="NAME", help=_("附件的檔名或識別碼"))
    add_existing(attachment)
    output(attachment, run_attachment)
    kept = kinds.add_parser("import", help=_("匯入的原檔，一字不改"))
    kept.add_argument("id", metavar="ID", help=_("匯入紀錄的識別碼"))
    add_existing(kept)
    output(kept, run_import)
    for name, help in (("calendar", _("行事曆檔（ics）")), ("mail", _("郵件草稿（eml），附上文件"))):
        parser = kinds.add_parser(name, help=help)
        parser.add_argument("meeting", metavar="MEETING", help=_("識別碼、編號或會議名稱"))
        if name == "mail":
            parser.add_argument(
                "--paper",
                dest="papers",
                action="append",
                choices=[kind.value for kind in PaperKind],
                help=_("要附上的文件；可重複，不填則附開會通知單與議程"),
            )
            parser.add_argument("--ending", default=".odt", choices=(".docx", ".odt", ".pdf"), help=_("附件的格式"))
        add_existing(parser)
        output(parser, run_sent)
    for name, help in (
        ("progress", _("決議列管進度表（xlsx、ods、docx、odt、pdf）")),
        ("form", _("縣市填報表（xlsx、ods），須指定 --county")),
        ("plan", _("年度行動方案（xlsx、ods、docx、odt、pdf）")),
        ("proposals", _("國建計畫提案、年度分攤款與歷年合計（xlsx、ods、docx、odt、pdf）")),
        ("chronicle", _("大事記（xlsx、ods、docx、odt、pdf）")),
    ):
        paper = kinds.add_parser(name, help=help)
        paper.add_argument("--year", type=int, metavar="N", help=_("民國年度"))
        if name == "chronicle":
            paper.add_argument("--years", metavar="A-B", help=_("民國幾年至幾年，例如 93-102"))
        paper.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), metavar="Q", help=_("季別"))
        add_round(paper)
        paper.add_argument("--county", metavar="C", help=_("縣市"))
        paper.add_argument("--group", metavar="G", help=_("議題組"))
        if name == "progress":
            paper.add_argument("--by", choices=[by.value for by in By], help=_("依議題組或縣市分開，另附統計圖"))
            add_order(paper)
        add_existing(paper)
        output(paper, run_list)
    handover = kinds.add_parser("handover", help=_("交接包（zip）：資料庫副本、未結案件、名單、行事曆、全部文件"))
    handover.add_argument("--year", type=int, metavar="N", help=_("民國年度；不填為今年"))
    output(handover, run_handover)
    reporting.add(kinds)
    answering.add(kinds, add_existing)


def add_existing(parser: ArgumentParser) -> None:
    """Let a person say what becomes of a file that was edited."""
    parser.add_argument(
        "--existing",
        choices=[one.value for one in Existing],
        help=_("原有的檔案若有人修改過：保留、另存一份或取代"),
    )


def deliver(session: Session, words: Namespace, owner_id: str, make: Callable[[Records, Path], str]) -> None:
    """Write the file that `make` makes, and remember its checksum; one that was edited by hand is not lost."""
    existing = Existing(words.existing) if words.existing else None
    path = session.ask(partial(outgoing.place_for, path=words.output, existing=existing))
    if path is None:
        session.answer({"file": None}, _("「{path}」有人修改過，已保留原檔。").format(path=words.output))
        return
    made = session.ask(lambda records: make(records, path))
    session.remember(made, owner_id)
    told(session, path)


def run_paper(session: Session, words: Namespace) -> None:
    """Write a paper of a meeting; one that was edited by hand is not lost."""
    kind = PaperKind(words.paper)
    resolution_id, meeting_id = _extracted(session, words) if kind is PaperKind.EXTRACT else (None, "")
    meeting_id = meeting_id or session.ask(partial(meetings.find, key=words.meeting)).id

    version = getattr(words, "version", None)
    if version is not None:
        outgoing.require_ending(words.output, ".docx")

    def make(records: Records, path: Path) -> str:
        if version is not None:
            return outgoing.put(versions.kept_file(records, meeting_id, version), path)
        return papers.write(records, kind, meeting_id, path, today=session.today, resolution_id=resolution_id)

    deliver(session, words, meeting_id, make)
    if words.output.suffix.lower() == ".pdf":
        question = partial(papers.not_drawn, kind=kind, meeting_id=meeting_id, resolution_id=resolution_id)
        if signs := session.ask(partial(question, today=session.today)):
            message = _("PDF 裡的「{signs}」沒有字型可用，顯示為〓。請安裝造字檔，或改存 docx。")
            session.tell(message.format(signs=signs))


def _extracted(session: Session, words: Namespace) -> tuple[str | None, str]:
    """The resolution to be cut out and its meeting: MEETING may itself name a resolution."""
    if words.resolution:
        return session.ask(partial(papers.find_resolution, key=words.resolution)), ""
    try:
        session.ask(partial(meetings.find, key=words.meeting))
    except NotFound as no_meeting:
        try:
            found = session.ask(partial(resolutions.find, key=words.meeting))
        except NotFound:
            raise no_meeting from None
        return found.id, found.meeting_id or ""
    return None, ""


def run_sent(session: Session, words: Namespace) -> None:
    """Write a meeting as a calendar entry or a mail draft."""
    is_mail = words.paper == "mail"
    outgoing.require_ending(words.output, ".eml" if is_mail else ".ics")
    meeting = session.ask(partial(meetings.find, key=words.meeting))

    def make(records: Records, path: Path) -> str:
        if not is_mail:
            return outgoing.put(sending.calendar(records, meeting.id, now=datetime.now(UTC)), path)
        kinds = [PaperKind(one) for one in words.papers or ("notice", "agenda")]
        content = sending.mail(records, meeting.id, today=session.today, kinds=kinds, ending=words.ending)
        return outgoing.put(content, path)

    deliver(session, words, meeting.id, make)
    if is_mail:
        unreached = session.ask(partial(sending.unreachable, meeting_id=meeting.id, today=session.today))
        if unreached:
            message = _("這些聯絡窗口沒有可用的電子郵件，請另行通知：{names}。")
            session.tell(message.format(names="、".join(unreached)))


def run_attachment(session: Session, words: Namespace) -> None:
    """Write an attachment out as it came in."""
    owner_id = session.ask(partial(attachments.find_owner, key=words.owner))

    def make(records: Records, path: Path) -> str:
        one = attachments.find(records, owner_id, words.name)
        attachments.write(records, one, path)
        return one.sha256

    deliver(session, words, owner_id, make)


def run_import(session: Session, words: Namespace) -> None:
    """Write a workbook that was taken in out as it came."""

    def make(records: Records, path: Path) -> str:
        import_detail.save_file(records, words.id, path)
        return outgoing.checksum(path)

    deliver(session, words, words.id, make)


def run_list(session: Session, words: Namespace) -> None:
    """Write a list as a spreadsheet or a paper."""
    _check_filters(words)
    known = session.reference()
    group_id = known.find_group(words.group).id if words.group else None
    member_id = known.find_member(words.county).id if words.county else None
    round = named_round(session, words)
    today = session.today
    question: Callable[..., Path]
    if words.paper == "form":
        if member_id is None:
            raise RuleBroken(_("填報表是給一個縣市的，請以 --county 指定縣市。"))
        question = partial(export.form, member_id=member_id, group_id=group_id, round=round, today=today)
    elif words.paper == "progress":
        question = partial(
            export.progress,
            round=round,
            member_id=member_id,
            group_id=group_id,
            by=By(words.by) if words.by else None,
            order=MemberOrder(words.order),
            today=today,
        )
    elif words.paper == "plan":
        year = words.year or session.today.year - 1911
        question = partial(export.plan, year=year, group_id=group_id, member_id=member_id, today=today)
    elif words.paper == "proposals":
        year = words.year or session.today.year - 1911
        question = partial(export.proposals, year=year, group_id=group_id, member_id=member_id, today=today)
    else:
        first, last = read_years(words.years)
        question = partial(export.chronicle, year=words.year, first=first, last=last, today=today)

    def make(records: Records, path: Path) -> str:
        question(records, path=path)
        return outgoing.checksum(path)

    deliver(session, words, words.paper, make)


def _check_filters(words: Namespace) -> None:
    """Refuse a filter that the file can't be narrowed by, rather than write a file that seems to be."""
    given = [name for name in OWN_FILTERS["progress"] if getattr(words, name) is not None]
    if strange := [f"--{name}" for name in given if name not in OWN_FILTERS[words.paper]]:
        known = "、".join(f"--{name}" for name in OWN_FILTERS[words.paper])
        told = _("export {paper} 不依 {words} 篩選，沒有寫出檔案；可以用的是：{known}。")
        raise RuleBroken(told.format(paper=words.paper, words="、".join(strange), known=known))


def run_handover(session: Session, words: Namespace) -> None:
    """Write the package for the successor, telling how far it is."""
    from northtaiwan_desktop.services import handover  # it brings all writers along

    year = words.year or session.today.year - 1911
    check_shown(year, session.reference())
    job = handover.package(session.location, words.output, year=year, today=session.today, now=datetime.now(UTC))
    if sys.stderr.isatty():
        for part in job:
            print(f"\r{part:4.0%}", end="", file=session.err, flush=True)
        print(file=session.err)
    else:
        for _part in job:
            pass
    told(session, words.output)
