"""Papers of a meeting, whole and in every format; what a person edited after it was written is never lost."""

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from icalendar import Calendar

from northtaiwan_desktop.documents.pages import pictures
from northtaiwan_desktop.documents.paper import Table
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.meeting import Attendance, Presence
from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.services import calling, finishing, meetings, notices, outgoing, papers, sending
from northtaiwan_desktop.services.outgoing import Existing
from northtaiwan_desktop.storage import made_files
from northtaiwan_desktop.storage.journal import operations
from northtaiwan_desktop.storage.meetings import find
from northtaiwan_desktop.storage.notices import notice_of
from northtaiwan_desktop.storage.resolutions import case_lines

TODAY = date(2014, 11, 3)
SECOND_DEPUTIES = "103-副首長-2"


@pytest.fixture
def meeting(sample_store):
    return sample_store.ask(partial(find, key=SECOND_DEPUTIES))


def texts(paper):
    said = []
    for block in paper.blocks:
        rows = [block.header, *block.rows] if isinstance(block, Table) else [(block.label + block.text,)]
        said += ["|".join(row) for row in rows if row]
    return said


def made(store, kind, meeting, **given):
    return texts(store.ask(partial(papers.paper, kind=kind, meeting_id=meeting.id, today=TODAY, **given)))


def called(store, **given):
    found = []
    given = {"kind_id": "deputies", "year": 103} | given
    store.do("新增會議", lambda work: found.append(calling.call(work, **given)))
    return found[0]


def test_the_notice_has_its_fields_in_the_official_order(sample_store, meeting):
    notice = Notice(id=meeting.id, meeting_id=meeting.id, contact="示例承辦人", phone="03-5518101", speed="速件")
    sample_store.do("修改開會通知單", partial(notices.save, notice=notice))
    labels = [line.partition("：")[0] for line in made(sample_store, PaperKind.NOTICE, meeting) if "：" in line]
    wanted = "檔號 保存年限 受文者 發文日期 發文字號 速別 密等及解密條件或保密期限 附件 開會事由 開會時間 開會地點"
    assert labels == [*wanted.split(), "主持人", "聯絡人及電話", "出席者", "列席者", "副本", "備註"]
    assert "聯絡人及電話：示例承辦人　03-5518101" in made(sample_store, PaperKind.NOTICE, meeting)
    sample_store.undo()
    assert sample_store.ask(partial(notice_of, meeting_id=meeting.id)).phone == ""


def test_the_notice_of_a_meeting_without_anything_still_says_what_is_missing(store):
    meeting = called(store, year=115)
    said = made(store, PaperKind.NOTICE, meeting)
    assert "開會時間：（日期未定）" in said
    assert f"開會事由：召開{meeting.title}" in said


def test_a_notice_that_moved_on_is_not_written_over(sample_store, meeting):
    first = Notice(id=meeting.id, meeting_id=meeting.id, remark="請攜帶資料。")
    sample_store.do("修改", partial(notices.save, notice=first))
    sample_store.do("修改", partial(notices.save, notice=replace(first, remark="請準時。"), seen=first))
    with pytest.raises(ChangedMeanwhile):
        sample_store.do("修改", partial(notices.save, notice=replace(first, remark="別的"), seen=first))


def test_the_agenda_says_nothing_that_is_only_decided_in_the_room(sample_store, meeting):
    said = "\n".join(made(sample_store, PaperKind.AGENDA, meeting))
    assert "議程" in said
    assert "決議：" not in said
    assert "紀錄：" not in said


def test_minutes_without_motions_say_so_and_the_agenda_does_not(store):
    meeting = called(store, year=115)
    assert "陸、臨時動議（無）" in made(store, PaperKind.MINUTES, meeting)
    assert "陸、臨時動議" in made(store, PaperKind.AGENDA, meeting)


def test_the_sheet_to_sign_has_everyone_expected_and_empty_rows(store):
    meeting = called(store, year=115)
    expected = partial(Attendance, meeting_id=meeting.id, position=0)
    people = [
        expected(member_id="68000", bureau="交通局", title="局長", name="示例甲"),
        expected(member_id="10018", bureau="交通處", name="示例乙", represents="示例丙"),
        expected(member_id="10017", name="示例丁", presence=Presence.ON_LEAVE),
    ]
    store.do("出席", partial(meetings.set_attendance, meeting_id=meeting.id, lines=people))
    said = "\n".join(made(store, PaperKind.SIGNIN, meeting))
    assert "示例甲" in said
    assert "示例乙（代示例丙）" in said
    assert "示例丁" not in said
    assert said.count("|||") == 5


def test_the_sheet_to_sign_is_in_the_committees_order_with_guests_last(store):
    meeting = called(store, year=115)
    entered = [(None, "示例基金會"), ("10005", ""), ("68000", "交通局"), ("10002", "秘書處"), ("68000", "工務局")]
    entered += [("68000", "交通局"), (None, "示例公司")]
    people = [
        Attendance(meeting_id=meeting.id, position=0, member_id=member, bureau=bureau, name=f"甲{n}")
        for n, (member, bureau) in enumerate(entered)
    ]
    store.do("出席", partial(meetings.set_attendance, meeting_id=meeting.id, lines=people))
    view = store.ask(partial(papers.view, kind=PaperKind.SIGNIN, meeting_id=meeting.id, today=TODAY))
    assert [row.name for row in view.groups[0].rows] == ["甲3", "甲2", "甲5", "甲4", "甲1", "甲0", "甲6"]


def test_an_extract_keeps_the_numbers_of_the_minutes(sample_store):
    meeting = sample_store.ask(partial(find, key="103-副首長-1"))
    lines = [
        one
        for one in sample_store.ask(partial(case_lines, year=103, today=TODAY))
        if one.meeting_title == meeting.title
    ]
    chosen = lines[-1].resolution
    whole = made(sample_store, PaperKind.MINUTES, meeting)
    cut = made(sample_store, PaperKind.EXTRACT, meeting, resolution_id=chosen.id)
    head = [line for line in cut if line.startswith(("壹、", "貳、", "參、", "肆、", "伍、", "陸、"))]
    assert len(head) == 1
    assert head[0] in whole
    assert any(chosen.text.splitlines()[0][:20] in line for line in cut)
    with pytest.raises(RuleBroken, match=lines[0].resolution.number):
        made(sample_store, PaperKind.EXTRACT, meeting)


def test_an_extract_of_nothing_says_so(store):
    with pytest.raises(RuleBroken, match="還沒有決議"):
        made(store, PaperKind.EXTRACT, called(store, year=115))


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.EXTRACT])
@pytest.mark.parametrize("ending", ["docx", "odt", "pdf"])
def test_each_paper_of_a_meeting_with_nothing_in_it_is_written(store, tmp_path, kind, ending):
    meeting, path = called(store, year=115), tmp_path / f"x.{ending}"
    store.ask(partial(papers.write, kind=kind, meeting_id=meeting.id, path=path, today=TODAY))
    assert path.stat().st_size > 1_000


def test_what_a_person_edited_is_kept_beside_or_replaced(sample_store, meeting, tmp_path):
    path = tmp_path / "紀錄.docx"

    def write():
        ask = partial(papers.write, kind=PaperKind.MINUTES, meeting_id=meeting.id, path=path, today=TODAY)
        sha256 = sample_store.ask(ask)
        sample_store.do("匯出", partial(made_files.remember, sha256=sha256, owner_id=meeting.id))

    def is_edited():
        return sample_store.ask(partial(outgoing.is_edited, path=path))

    def place(existing=None):
        return sample_store.ask(partial(outgoing.place_for, path=path, existing=existing))

    assert not is_edited()
    write()
    assert not is_edited()
    written = Document(str(path))
    written.add_paragraph("承辦人手寫的一段。")
    written.save(str(path))
    assert is_edited()
    with pytest.raises(RuleBroken, match="有人修改過"):
        place()
    assert place(Existing.BESIDE) == tmp_path / "紀錄 (2).docx"
    assert place(Existing.REPLACE) == path
    path.write_bytes(b"")
    assert not is_edited()


def test_remembering_a_file_is_nothing_to_undo(sample_store, meeting):
    before = sample_store.ask(operations)
    sample_store.do("匯出", partial(made_files.remember, sha256="0" * 64, owner_id=meeting.id))
    sample_store.do("匯出", partial(made_files.remember, sha256="0" * 64, owner_id=meeting.id))
    assert sample_store.ask(operations) == before


def test_a_calendar_entry_is_at_the_hour_of_taipei(store):
    meeting = called(store, year=115, held_on=date(2026, 9, 8), venue="2樓簡報室")
    store.do("時間", partial(meetings.save, meeting=replace(meeting, starts_at=time(10))))
    content = store.ask(partial(sending.calendar, meeting_id=meeting.id, now=datetime(2026, 9, 1, tzinfo=UTC)))
    (event,) = Calendar.from_ical(content).events
    assert (event["summary"], event["location"]) == (meeting.title, "2樓簡報室")
    assert event["dtstart"].dt.isoformat() == "2026-09-08T10:00:00+08:00"
    assert event["dtend"].dt.isoformat() == "2026-09-08T12:00:00+08:00"


def test_a_changed_meeting_is_the_same_entry_of_a_later_count(store):
    meeting = called(store, year=115, held_on=date(2026, 9, 8))

    def entry():
        content = store.ask(partial(sending.calendar, meeting_id=meeting.id, now=datetime(2026, 9, 1, tzinfo=UTC)))
        (event,) = Calendar.from_ical(content).events
        return event["uid"], event["sequence"], event["last-modified"].dt

    first = entry()
    assert entry() == first
    store.do("地點", partial(meetings.save, meeting=replace(meeting, venue="別處")))
    second = entry()
    store.undo()
    third = entry()
    assert first[0] == second[0] == third[0]
    assert first[1] < second[1] < third[1]
    assert first[2] <= second[2] <= third[2]


def test_what_no_font_has_is_named_for_the_pdf(sample_store, meeting):
    notice = Notice(id=meeting.id, meeting_id=meeting.id, contact="王\ue123明", remark="計劃\ue456")
    sample_store.do("修改開會通知單", partial(notices.save, notice=notice))
    ask = partial(papers.not_drawn, meeting_id=meeting.id, today=TODAY)
    assert sample_store.ask(partial(ask, kind=PaperKind.NOTICE)) == "\ue123\ue456"
    assert sample_store.ask(partial(ask, kind=PaperKind.AGENDA)) == ""
    told = [(gap.text, gap.record_id, gap.field, gap.stops) for gap in finishing.letter_gaps(notice, year=103)]
    assert any("造字「\ue123」" in text and (place, field) == ("notice", "contact") for text, place, field, _ in told)
    assert any("宜寫作「計畫」" in text and field == "remark" for text, _place, field, _ in told)
    assert not any(stops for *_rest, stops in told)


def test_a_meeting_of_no_hour_fills_its_days(sample_store, meeting):
    content = sample_store.ask(partial(sending.calendar, meeting_id=meeting.id, now=datetime(2014, 9, 1, tzinfo=UTC)))
    (event,) = Calendar.from_ical(content).events
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2014, 8, 9), date(2014, 8, 10))


def test_a_meeting_without_a_day_is_no_calendar_entry(store):
    meeting = called(store, year=115)
    with pytest.raises(RuleBroken, match="會議日期"):
        store.ask(partial(sending.calendar, meeting_id=meeting.id, now=datetime(2026, 9, 1, tzinfo=UTC)))


def test_the_mail_goes_to_the_contact_windows_with_the_papers(store):
    meeting = called(store, year=115, held_on=date(2026, 9, 8), venue="2樓簡報室")
    window = Person(name="示例窗口", email="window@example.gov.tw")
    broken = Person(name="示例無信箱", email="不是信箱")

    def appoint(work):
        for person in (window, broken):
            work.save(person)
            work.save(Post(person_id=person.id, member_id="68000", body=Body.CONTACT))

    store.do("窗口", appoint)
    kinds = [PaperKind.NOTICE, PaperKind.AGENDA]
    content = store.ask(partial(sending.mail, meeting_id=meeting.id, today=date(2026, 9, 1), kinds=kinds))
    draft = email.message_from_bytes(content, policy=email.policy.default)
    assert [one.addr_spec for one in draft["To"].addresses] == [window.email]
    assert draft["X-Unsent"] == "1"
    assert "2樓簡報室" in draft.get_body().get_content()
    names = [part.get_filename() for part in draft.iter_attachments()]
    assert names == ["開會通知單.odt", "會議議程.odt"]


def test_every_address_of_a_window_is_written_to_and_who_has_none_is_named(store):
    meeting = called(store, year=115, held_on=date(2026, 9, 8), title="示例會議\n第二行\x0b")
    noted = ["a@b.tw；c@d.tw", "承辦 <e@f.tw>、ｇ＠ｈ．ｔｗ", "a..b@c.tw", "a@@b.tw", "", "i@j.tw 不是"]
    people = [Person(name=f"示例{n}\n窗口" if n == 0 else f"示例{n}", email=text) for n, text in enumerate(noted)]

    def appoint(work):
        for person in people:
            work.save(person)
            work.save(Post(person_id=person.id, member_id="68000", body=Body.CONTACT))

    store.do("窗口", appoint)
    content = store.ask(partial(sending.mail, meeting_id=meeting.id, today=date(2026, 9, 1), kinds=[]))
    draft = email.message_from_bytes(content, policy=email.policy.default)
    sent = {one.addr_spec for one in draft["To"].addresses}
    assert sent == {"a@b.tw", "c@d.tw", "e@f.tw", "g@h.tw", "i@j.tw"}
    assert draft["Subject"] == "示例會議 第二行"
    named = store.ask(partial(sending.unreachable, meeting_id=meeting.id, today=date(2026, 9, 1)))
    assert sorted(named) == ["示例2（a..b@c.tw）", "示例3（a@@b.tw）", "示例4（未填電子郵件）"]


def test_a_mail_to_nobody_has_no_line_for_it(store):
    meeting = called(store, year=115)
    content = store.ask(partial(sending.mail, meeting_id=meeting.id, today=TODAY, kinds=[]))
    assert email.message_from_bytes(content)["To"] is None


def test_pages_become_pictures(sample_store, meeting):
    pdf = sample_store.ask(partial(papers.pdf, kind=PaperKind.MINUTES, meeting_id=meeting.id, today=TODAY))
    pages = list(pictures(pdf, dpi=72))
    assert pages
    assert {(page.width, page.height) for page in pages} <= {(595, 842), (596, 842), (596, 843)}
    ink = min(bytes(pages[0].pixels))
    assert ink < 100


def test_every_run_of_the_notice_names_its_east_asian_font(sample_store, meeting, tmp_path):
    path = Path(tmp_path, "n.docx")
    sample_store.ask(partial(papers.write, kind=PaperKind.NOTICE, meeting_id=meeting.id, path=path, today=TODAY))
    with ZipFile(path) as file:
        styles = file.read("word/styles.xml").decode()
    for name in ("檔號欄", "公文名稱", "公文欄位", "公文小欄"):
        assert name in styles
