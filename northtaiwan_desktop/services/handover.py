"""交接: everything that a successor needs in one zip, made from a copy of the register, whole or not at all."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.duties import Duty
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.handover import CountyShare, HandoverView, PackedFile, PackedMeeting
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.people import Body
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.domain.writing import file_name, roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import attachments, export, lists_out, papers, sending
from northtaiwan_desktop.services.lists_out import ListOut
from northtaiwan_desktop.sheets import duties as duties_sheet
from northtaiwan_desktop.sheets import files as workbooks
from northtaiwan_desktop.sheets import posts as posts_sheet
from northtaiwan_desktop.sheets.book import Paper
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.open_cases import OpenCase, open_cases_book
from northtaiwan_desktop.storage import backups, imports, meetings, people, sqlite_file
from northtaiwan_desktop.storage.duties import duties as duties_of
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.transfer import fetch

ENDING = ".zip"
SOON = timedelta(days=60)
COPIED, LISTED, PAPERS_DONE = 0.1, 0.3, 0.9
"""How far the job is once the register is copied, the lists are written, the papers are."""
BEFORE_MEETING = (PaperKind.NOTICE, PaperKind.AGENDA, PaperKind.SIGNIN)
"""The papers that a meeting has before it is held; its minutes come when they are final."""
PACKED_ALREADY = {".docx", ".xlsx", ".odt", ".ods", ".pdf", ".zip", ".jpg", ".png"}


def package(location: str | Path, path: Path, *, year: int, today: date, now: datetime) -> Generator[float, None, Path]:
    """Write the package of a ROC year to `path`; yields how far it is (0 to 1). Closing it leaves no file behind."""
    if path.suffix.lower() != ENDING:
        raise RuleBroken(_("交接包是一個 zip 檔，請把「{name}」的副檔名改為 .zip。").format(name=path.name))
    with whole_file.in_the_making(path) as beside, whole_file.spare_folder() as folder:
        copy = folder / "register.db"
        if is_server(location):
            fetch(str(location), copy)
        else:
            backups.copy(location, copy)
        yield COPIED
        with ZipFile(beside, "x", ZIP_DEFLATED) as archive:
            packing = _Packing(archive, folder, f"交接包_{year}年度", now)
            store = Store.open(copy)
            try:
                yield from _filled(store, packing, year=year, today=today, now=now)
            finally:
                store.close()
            sqlite_file.lay_flat(copy)
            packing.add(copy, _register_name(year))
        yield 1.0
    return path


class _Packing:
    """The zip that is being filled, under one folder whose name says what it is."""

    def __init__(self, archive: ZipFile, folder: Path, top: str, now: datetime) -> None:
        self._archive, self._top = archive, top
        self.folder, self._when = folder, now.timetuple()[:6]
        self.names: set[str] = set()

    def add(self, file: Path, name: str) -> None:
        """Put a file in under its path from the index page, and drop it here."""
        with file.open("rb") as source, self._archive.open(self._info(name), "w", force_zip64=True) as target:
            while piece := source.read(2**20):
                target.write(piece)
        file.unlink()

    def put(self, content: bytes, name: str) -> None:
        self._archive.writestr(self._info(name), content)

    def name(self, folder: str, stem: str, ending: str) -> str:
        """A path that is not taken and that every system takes."""
        within = [one.removeprefix(f"{folder}/") for one in self.names if one.startswith(f"{folder}/")]
        name = f"{folder}/{file_name.distinct(file_name.safe(stem), ending, within)}"
        self.names.add(name)
        return name

    def _info(self, name: str) -> ZipInfo:
        self.names.add(name)
        info = ZipInfo(f"{self._top}/{name}", date_time=self._when)
        info.compress_type = ZIP_STORED if Path(name).suffix.lower() in PACKED_ALREADY else ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info


def _register_name(year: int) -> str:
    return f"資料庫/北臺平臺_{year}年度.db"


def _filled(store: Store, packing: _Packing, *, year: int, today: date, now: datetime) -> Generator[float, None, None]:
    known = store.ask(reference)
    cases = store.ask(lambda records: open_cases(records, known, today=today))
    coming = store.ask(lambda records: duties_of(records, first=year, last=year + 1, today=today))
    coming = [replace(duty, who=_present(duty.who, known)) for duty in coming]
    lists: list[PackedFile] = []
    writers = _lists(store, known, cases, coming, year=year, today=today, now=now)
    for place, (title, ending, note, write) in enumerate(writers, 1):
        file = packing.folder / f"list{ending}"
        write(file)
        name = packing.name("清單", title, ending)
        packing.add(file, name)
        lists.append(PackedFile(path=name, title=f"{title}{ending}", note=note))
        yield COPIED + (LISTED - COPIED) * place / len(writers)
    held = store.ask(lambda records: meetings.meetings_of(records, year))
    held.sort(key=lambda one: (one.held_on or date.max, one.title))
    packed: list[PackedMeeting] = []
    missing: list[str] = []
    for place, meeting in enumerate(held, 1):
        packed.append(_packed(store, packing, meeting, missing, today=today))
        yield LISTED + (PAPERS_DONE - LISTED) * place / len(held)
    view = _view(known, cases, coming, lists, packed, missing, store, year=year, today=today)
    from northtaiwan_desktop.documents import index_page  # its library is loaded when a page is wanted

    packing.put(index_page.made(view), "index.html")


Writer = Callable[[Path], object]


def _lists(
    store: Store,
    known: Reference,
    cases: Sequence[OpenCase],
    coming: Sequence[Duty],
    *,
    year: int,
    today: date,
    now: datetime,
) -> list[tuple[str, str, str, Writer]]:
    """Each list: its title, its ending, what it is, and how it is written."""
    platform = known.platform.name
    round = Round.of(today, known.thresholds.rounds_a_year)
    if round.year != year:
        round = Round.quarter(year, 4) if known.thresholds.rounds_a_year == 4 else Round.month(year, 12)
    held = store.ask(lambda records: people.posts(records, today=today, current_only=True))
    calendar_title = f"行事曆_{year}至{year + 1}年"

    def asked(question: Callable[[Records, Path], object]) -> Writer:
        return lambda path: store.ask(lambda records: question(records, path))

    def contacts(records: Records, path: Path) -> Path:
        columns = [_on_paper(column) for column in posts_sheet.COLUMNS if column.name != "current"]
        listed = ListOut(title="聯絡名單", subtitle="", columns=columns, rows=held, paper=Paper.A3)
        return lists_out.write(records, path, listed, today=today)

    def calendar(records: Records, path: Path) -> Path:
        title = f"{year}至{year + 1}年行事曆"
        listed = ListOut(title=title, subtitle="", columns=duties_sheet.COLUMNS, rows=coming)
        return lists_out.write(records, path, listed, today=today)

    return [
        (
            "未結案件_依窗口",
            ".xlsx",
            f"全部年度還在列管的 {len(cases)} 列，依縣市與窗口",
            lambda path: workbooks.write(open_cases_book(cases, platform=platform, today=today), path),
        ),
        ("聯絡名單", ".xlsx", f"現任職務與窗口 {len(held)} 筆", asked(contacts)),
        (calendar_title, ".xlsx", f"應開的會議、填報、到期與查核點 {len(coming)} 件", asked(calendar)),
        (
            calendar_title,
            ".ics",
            "同上，可匯入行事曆",
            lambda path: path.write_bytes(sending.duties_calendar(coming, now=now)),
        ),
        (
            f"進度管制表_{round.written}",
            ".xlsx",
            f"{year}年度決議的列管進度",
            asked(lambda records, path: export.progress(records, path, today=today, round=round, year=year)),
        ),
        (
            f"{year}年度行動方案",
            ".xlsx",
            "各組項目、進度、經費與查核點",
            asked(lambda records, path: export.plan(records, path, today=today, year=year)),
        ),
        (
            "大事記",
            ".docx",
            "平臺成立以來",
            asked(lambda records, path: export.chronicle(records, path, today=today)),
        ),
    ]


def _present(who: str, known: Reference) -> str:
    """Who it is by the present name of the county, so that the index and the calendar have one name for each."""
    for past in known.former_names:
        who = who.replace(past.name, known.member_name(past.member_id))
    return who


def _on_paper(column: Column) -> Column:
    """A post's column as papers have it: the body by its Chinese word."""
    return replace(column, value=lambda row: row.post.body.word) if column.name == "body" else column


def open_cases(records: Records, known: Reference, *, today: date) -> list[OpenCase]:
    """Every open line with its window, in the committee's order of members, the nearest due day first."""
    lines = tracked_lines(records, today=today, open_only=True)
    held = people.posts(records, today=today, current_only=True)
    order = {member.id: place for place, member in enumerate(known.members)}
    made = [
        OpenCase(
            line=line,
            member_name=known.member_name(line.assignment.member_id) or line.doer_name,
            window=window,
            is_late=line.is_late(today),
        )
        for line, window in people.windows_of(lines, held)
    ]
    return sorted(made, key=lambda one: (order.get(one.line.assignment.member_id or "", len(order)), one.window_name))


def _packed(store: Store, packing: _Packing, meeting: Meeting, missing: list[str], *, today: date) -> PackedMeeting:
    """Put the papers and the attachments of a meeting in; a draft has no minutes yet, a cancelled one no papers."""
    day = f"{meeting.held_on.year - 1911:03d}{meeting.held_on:%m%d}_" if meeting.held_on else ""
    folder = f"會議文件/{file_name.safe(day + meeting.title)}"
    made: list[PackedFile] = []
    for kind in () if meeting.status is MeetingStatus.CANCELLED else BEFORE_MEETING:
        made += _paper(store, packing, meeting, kind, folder, missing, today=today)
    if meeting.status is MeetingStatus.FINAL:
        made += _paper(store, packing, meeting, PaperKind.MINUTES, folder, missing, today=today)
    for one in store.ask(lambda records: attachments.of(records, meeting.id)):
        try:
            content = store.ask(lambda records, one=one: attachments.content(records, one))  # type: ignore[misc]
        except NotFound:
            missing.append(f"「{meeting.title}」的附件「{one.name}」：資料庫裡沒有它的內容")
            continue
        own = Path(one.file_name)
        name = packing.name(f"{folder}/附件", own.stem, own.suffix)
        packing.put(content, name)
        made.append(PackedFile(path=name, title=one.name))
    if meeting.status is MeetingStatus.DRAFT:
        missing.append(f"「{meeting.title}」的會議紀錄：尚未定稿")
    state = {MeetingStatus.DRAFT: "尚未定稿", MeetingStatus.CANCELLED: "取消"}.get(meeting.status, "")
    return PackedMeeting(title=meeting.title, held_on=meeting.held_on, state=state, files=tuple(made))


def _paper(
    store: Store,
    packing: _Packing,
    meeting: Meeting,
    kind: PaperKind,
    folder: str,
    missing: list[str],
    *,
    today: date,
) -> list[PackedFile]:
    """One paper to be gone on with in Word, and to be read anywhere; one that can't be made is named."""
    made: list[PackedFile] = []
    question: Callable[[Records], bytes]
    for ending, format, question in (
        (".docx", "Word", lambda records: _docx(records, meeting, kind, today=today)),
        (".pdf", "PDF", lambda records: papers.pdf(records, kind, meeting.id, today=today)),
    ):
        try:
            content = store.ask(question)
        except (RuleBroken, NotFound) as error:
            missing.append(f"「{meeting.title}」的{kind.word}（{format}）：{error}")
            continue
        name = packing.name(folder, kind.word, ending)
        packing.put(content, name)
        made.append(PackedFile(path=name, title=f"{kind.word}（{format}）"))
    return made


def _docx(records: Records, meeting: Meeting, kind: PaperKind, *, today: date) -> bytes:
    """A paper as Word; of minutes the very file that was kept when they became final, where there is one."""
    latest = meetings.latest_version(records, meeting.id) if kind is PaperKind.MINUTES else None
    kept = imports.file_content(records, latest.docx_sha256) if latest else None
    if kept is not None:
        return kept
    return papers.docx(records, kind, papers.view(records, kind, meeting.id, today=today))


def _view(
    known: Reference,
    cases: Sequence[OpenCase],
    coming: Sequence[Duty],
    lists: Sequence[PackedFile],
    packed: Sequence[PackedMeeting],
    missing: Sequence[str],
    store: Store,
    *,
    year: int,
    today: date,
) -> HandoverView:
    held = store.ask(lambda records: people.posts(records, today=today, current_only=True))
    contacts = {
        member.id: [
            line.person.name for line in held if line.post.member_id == member.id and line.post.body is Body.CONTACT
        ]
        for member in known.members
    }
    shares = [
        CountyShare(
            name=member.name,
            open=sum(one.line.assignment.member_id == member.id for one in cases),
            late=sum(one.line.assignment.member_id == member.id and one.is_late for one in cases),
            contact="、".join(dict.fromkeys(contacts[member.id])),
        )
        for member in known.members
    ]
    soon = [duty for duty in coming if duty.day <= today + SOON]
    return HandoverView(
        platform=known.platform.name,
        year=year,
        made_on=today,
        host=known.member_name(known.host_of(year)),
        next_host=known.member_name(known.host_of(year + 1)),
        figures=(
            ("列管中", f"{len({one.line.resolution.id for one in cases})} 案"),
            ("逾期", f"{len({one.line.resolution.id for one in cases if one.is_late})} 案"),
            ("年度會議", f"{len(packed)} 場"),
            ("現任職務", f"{len(held)} 筆"),
        ),
        register=PackedFile(
            path=_register_name(year), title="資料庫", note=f"{roc_date.written(today)}的完整副本，已試開過。"
        ),
        lists=tuple(lists),
        meetings=tuple(packed),
        counties=tuple(shares),
        leads=tuple(
            (
                group.name,
                known.member_name(known.leader_of(group.id, year)),
                known.member_name(known.leader_of(group.id, year + 1)),
            )
            for group in known.groups
        ),
        next_duties=tuple(soon),
        missing=tuple(missing),
    )
