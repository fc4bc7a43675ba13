"""交接: one zip that a successor opens on another PC, and nothing where it is not whole."""

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from northtaiwan_desktop.domain.errors import FileUnwritable, RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.filing import PaperKind, PaperTemplate
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.services import attachments, calling, finalising, handover
from northtaiwan_desktop.storage import meetings, sqlite_file
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.schema import blob
from northtaiwan_desktop.storage.store import Store

TODAY = date(2014, 10, 1)
NOW = datetime(2014, 10, 1, 9, 30, tzinfo=UTC)
TOP = "交接包_103年度/"


def job(store, path, year=103):
    return handover.package(store.location, path, year=year, today=TODAY, now=NOW)


def packed(store, path, year=103) -> list[float]:
    return list(job(store, path, year))


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.found += [value for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def package(sample_store, tmp_path) -> Iterator[zipfile.ZipFile]:
    packed(sample_store, tmp_path / "交接.zip")
    with zipfile.ZipFile(tmp_path / "交接.zip") as archive:
        yield archive


def test_the_copy_of_the_register_is_whole_and_opens(sample_store, package, tmp_path):
    sample_store.do("新增", partial(calling.call, kind_id="deputies", year=103, held_on=TODAY))
    [name] = [name for name in package.namelist() if name.endswith(".db")]
    package.extract(name, tmp_path)
    with closing(sqlite3.connect(f"{(tmp_path / name).as_uri()}?immutable=1", uri=True)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    store = Store.open(tmp_path / name)
    theirs = store.ask(partial(tracked_lines, today=TODAY))
    assert theirs == sample_store.ask(partial(tracked_lines, today=TODAY))
    store.close()


@pytest.mark.file_alone
def test_every_link_of_the_index_leads_to_a_file_and_every_file_is_linked(package):
    index = package.read(f"{TOP}index.html").decode()
    page = Links()
    page.feed(index)
    linked = {TOP + unquote(link) for link in page.found}
    assert linked == set(package.namelist()) - {f"{TOP}index.html"}
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert "http" not in index
    assert '<html lang="zh-Hant-TW">' in index


@pytest.mark.file_alone
def test_the_index_has_one_name_for_each_county(sample_store, package):
    index = package.read(f"{TOP}index.html").decode()
    known = sample_store.ask(reference)
    assert known.former_names
    assert not [past.name for past in known.former_names if past.name in index]
    assert all(member.name in index for member in known.members)


@pytest.mark.file_alone
def test_names_are_marked_as_utf_8_and_differ_in_more_than_case(package):
    for info in package.infolist():
        assert info.flag_bits & 0x800 or info.filename.isascii()
    names = package.namelist()
    assert len({name.casefold() for name in names}) == len(names)


def test_the_lists_say_what_stands_in_the_register(sample_store, package):
    def book(part):
        [name] = [name for name in package.namelist() if part in name and name.endswith(".xlsx")]
        return load_workbook(package.open(name))

    lines = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))
    cases = book("未結案件")["未結案件"]
    header = next(row for row in range(1, 10) if cases.cell(row, 1).value == "縣市")
    assert cases.max_row - header == len(lines)
    windows = {(row[0].value, row[1].value) for row in cases.iter_rows(min_row=header + 1)}
    assert ("桃園縣", "（示例）產業發展組窗口") in windows or ("桃園市", "（示例）產業發展組窗口") in windows
    counts = book("未結案件")["各窗口"]
    assert sum(row[3].value for row in counts.iter_rows(min_row=header + 1)) == len(lines)
    names = [row[3].value for row in book("聯絡名單").active.iter_rows() if row[3].value]
    assert "（示例）執行長" in names
    assert "（示例）健康社福組前任窗口" not in names


@pytest.mark.file_alone
def test_the_calendar_holds_meetings_rounds_due_days_and_milestones(package):
    [name] = [name for name in package.namelist() if name.endswith(".ics")]
    events = Calendar.from_ical(package.read(name)).walk("VEVENT")
    said = [str(event["summary"]) for event in events]
    for kind in ("【會議】", "【填報】", "【案件到期】", "【查核點】"):
        assert any(text.startswith(kind) for text in said), kind
    assert "【填報】104年第1季辦理情形填報截止" in said
    assert "【會議】5月應召開：104年度第1次副首長會議" in said
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert min(event["dtstart"].dt for event in events) >= TODAY


def test_final_minutes_are_the_very_files_that_were_kept(sample_store, tmp_path):
    made: list[Meeting] = []
    call = partial(calling.call, kind_id="deputies", year=103, held_on=TODAY, venue="簡報室")
    sample_store.do("新增", lambda work: made.append(call(work)))
    sample_store.do("定稿", partial(finalising.finalise, meeting_id=made[0].id, today=TODAY))
    kept = sample_store.ask(partial(meetings.latest_version, meeting_id=made[0].id))
    packed(sample_store, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        digests = {sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name.endswith(".docx")}
        assert kept.docx_sha256 in digests
        papers = [name for name in archive.namelist() if "會議文件" in name]
        assert len([name for name in papers if name.endswith(".pdf")]) == len(papers) / 2
        [name] = [name for name in papers if "1030911" in name and name.endswith("/會議紀錄.docx")]
        assert any("決議" in line.text for line in Document(archive.open(name)).paragraphs)


def test_every_meeting_has_its_notice_agenda_and_signin_sheet(sample_store, package):
    held = sample_store.ask(partial(meetings.meetings_of, year=103))
    folders = {name.rpartition("/")[0] for name in package.namelist() if "會議文件" in name}
    assert len(folders) == len([one for one in held if one.status is not MeetingStatus.CANCELLED])
    for folder in folders:
        for paper in ("開會通知單", "會議議程", "會議簽到表"):
            assert package.read(f"{folder}/{paper}.pdf").startswith(b"%PDF")
            assert Document(package.open(f"{folder}/{paper}.docx")).element.body is not None
    [agenda] = [name for name in package.namelist() if "1030911" in name and name.endswith("議程.docx")]
    assert any("討論事項" in line.text for line in Document(package.open(agenda)).paragraphs)


def test_a_meeting_without_a_day_has_its_papers_and_a_cancelled_one_none(sample_store, tmp_path):
    made: list[Meeting] = []
    call = partial(calling.call, kind_id="deputies", year=103)
    for title in ("日期未定的會議", "取消的會議"):
        sample_store.do("新增", lambda work, title=title: made.append(call(work, title=title)))
    sample_store.do("取消", lambda work: work.save(replace(made[1], status=MeetingStatus.CANCELLED)))
    packed(sample_store, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        papers = [name for name in archive.namelist() if "日期未定的會議" in name]
        assert [name.rpartition("/")[2] for name in papers if name.endswith(".pdf")] == [
            "開會通知單.pdf",
            "會議議程.pdf",
            "會議簽到表.pdf",
        ]
        assert not [name for name in archive.namelist() if "取消的會議" in name]
        page = archive.read(f"{TOP}index.html").decode()
        assert "（取消）" in page
        assert "（尚未定稿）" in page


def test_a_paper_that_can_not_be_made_is_named_and_the_rest_is_packed(sample_store, tmp_path):
    lost = {"sha256": "0" * 64, "is_chosen": True, "added_at": NOW.replace(tzinfo=None)}
    broken = PaperTemplate(name="壞掉的範本", paper=PaperKind.AGENDA.value, **lost)
    sample_store.do("範本", lambda work: work.save(broken))
    packed(sample_store, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        names = archive.namelist()
        assert "的會議議程（Word）" in archive.read(f"{TOP}index.html").decode()
    assert not [name for name in names if name.endswith("議程.docx")]
    assert [name for name in names if name.endswith("議程.pdf")]


@pytest.mark.file_alone
def test_attachments_come_along_and_one_that_is_lost_is_named(sample_store, tmp_path):
    for name in ("簡報.PDF", "con.txt"):
        (tmp_path / name).write_bytes(name.encode())
        attach = partial(attachments.attach, owner_id="103-deputies-1", path=tmp_path / name)
        sample_store.do("附件", attach)
    lost = sha256("簡報.PDF".encode()).hexdigest()
    sample_store.do("遺失", lambda work: work.connection.execute(blob.delete().where(blob.c.sha256 == lost)) and None)
    packed(sample_store, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        [name] = [name for name in archive.namelist() if "附件" in name]
        assert name.endswith("/附件/_con.txt")
        assert archive.read(name) == b"con.txt"
        assert "附件「簡報.PDF」：資料庫裡沒有它的內容" in archive.read(f"{TOP}index.html").decode()


@pytest.mark.file_alone
def test_titles_cannot_lead_out_of_the_package_or_into_the_page(sample_store, tmp_path):
    meeting = sample_store.ask(partial(meetings.find, key="103-deputies-1"))
    made: list[Meeting] = []
    call = partial(calling.call, kind_id="deputies", year=103, held_on=TODAY, title="../<script>alert(1)</script>")
    sample_store.do("新增", lambda work: made.append(call(work)))
    assert meeting.id != made[0].id
    sample_store.do("定稿", partial(finalising.finalise, meeting_id=made[0].id, today=TODAY))
    packed(sample_store, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert not [name for name in archive.namelist() if "/../" in name or "<" in name]
        page = Links()
        page.feed(archive.read(f"{TOP}index.html").decode())
        assert "script" not in page.tags


def test_a_year_with_nothing_in_it_is_packed_too(store, tmp_path):
    packed(store, tmp_path / "x.zip", year=116)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert "這個年度沒有會議" in archive.read("交接包_116年度/index.html").decode()


@pytest.mark.file_alone
def test_it_tells_how_far_it_is_and_leaves_nothing_where_it_is_stopped(sample_store, tmp_path):
    path = tmp_path / "交接.zip"
    path.write_bytes(b"last year's")
    running = job(sample_store, path)
    far = [next(running) for _turn in range(5)]
    assert far == sorted(far)
    running.close()
    assert path.read_bytes() == b"last year's"
    assert sorted(one.name for one in tmp_path.iterdir() if not one.name.startswith("register.db")) == ["交接.zip"]
    assert packed(sample_store, path)[-1] == 1.0
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize("name", ["交接.docx", "交接"])
def test_it_is_a_zip_and_nothing_else(sample_store, tmp_path, name):
    with pytest.raises(RuleBroken, match=r"副檔名改為 \.zip"):
        packed(sample_store, tmp_path / name)


def test_where_nothing_can_be_written_it_says_so(sample_store, tmp_path):
    with pytest.raises(FileUnwritable, match="找不到資料夾"):
        packed(sample_store, tmp_path / "沒有" / "交接.zip")


@pytest.mark.file_alone
def test_a_damaged_register_is_not_handed_over(sample_store, tmp_path):
    sample_store.close()
    path = Path(sample_store.location)
    sqlite_file.lay_flat(path)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 40_000] = b"\x5a" * 40_000
    path.write_bytes(whole)
    with pytest.raises(StoreUnavailable):
        packed(sample_store, tmp_path / "交接.zip")
    assert not (tmp_path / "交接.zip").exists()


@pytest.mark.file_alone
def test_an_open_meeting_is_told_as_not_final(package):
    page = package.read(f"{TOP}index.html").decode()
    assert "「103年度首長年會、成果展暨論壇」的會議紀錄：尚未定稿" in page
