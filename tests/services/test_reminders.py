"""Reminders go to the right county, ask for what it owes, and bring its form along."""

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.watch import Day
from northtaiwan_desktop.services.reminders import owing, write
from northtaiwan_desktop.services.resolutions import report
from northtaiwan_desktop.storage import register
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

TODAY = date(2014, 11, 3)
ROUND = Round.quarter(103, 4)
NEW_TAIPEI = "65000"


@pytest.fixture
def with_window(sample_store: Store) -> Store:
    """A contact window with an address that mail can be sent to, and one whose post has ended."""

    def add(work: Work) -> None:
        for name, until in (("示例窗口", None), ("示例前任", date(2014, 1, 1))):
            person = work.save(Person(name=name, email=f"{len(name)}{until is None}@example.org".lower()))
            work.save(Post(person_id=person.id, body=Body.CONTACT, member_id=NEW_TAIPEI, until=until))

    sample_store.do("窗口", add, by="王小明")
    return sample_store


def test_a_county_gets_its_own_lines_with_the_reasons(with_window: Store, tmp_path: Path) -> None:
    asked = partial(write, folder=tmp_path / "催辦", round=ROUND, today=TODAY, member_id=NEW_TAIPEI)
    [made] = with_window.ask(asked)
    own = with_window.ask(partial(tracked_lines, today=TODAY, member_id=NEW_TAIPEI, open_only=True))
    table = Document(str(made.letter)).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert made.lines == len(rows)
    assert {row[0] for row in rows} <= {line.number for line in own}
    late = {line.number for line in own if line.is_late(TODAY)}
    assert {row[0] for row in rows if "逾期" in row[4]} == late
    assert all(row[4] for row in rows)
    told = "\n".join(paragraph.text for paragraph in Document(str(made.letter)).paragraphs)
    assert f"待辦事項{len(rows)}項" in told
    assert "列（" not in told


def test_the_mail_goes_to_those_who_are_in_the_post_with_letter_and_form(with_window: Store, tmp_path: Path) -> None:
    asked = partial(write, folder=tmp_path, round=ROUND, today=TODAY, member_id=NEW_TAIPEI)
    [made] = with_window.ask(asked)
    mail = message_from_bytes(made.mail.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    assert mail["X-Unsent"] == "1"
    assert "示例窗口" in str(mail["To"])
    assert "示例前任" not in str(mail["To"])
    letter, form = mail.iter_attachments()
    assert letter.get_content() == made.letter.read_bytes()
    sheet = load_workbook(BytesIO(form.get_content()))["填報表"]
    assert "新北市" in str(sheet["A2"].value)
    assert form.get_filename() == "新北市103年第4季填報表.xlsx"


def test_only_counties_that_owe_something_are_written_to(sample_store: Store, tmp_path: Path) -> None:
    made = sample_store.ask(partial(write, folder=tmp_path, round=ROUND, today=TODAY))
    owed = sample_store.ask(partial(owing, round=ROUND, today=TODAY))
    assert [one.member_id for one in made] == list(owed)
    assert all(line.assignment.state is State.OPEN for lines in owed.values() for line, _reasons in lines)


def test_a_letter_that_lies_there_is_not_written_over(sample_store: Store, tmp_path: Path) -> None:
    first, second = (
        sample_store.ask(partial(write, folder=tmp_path, round=ROUND, today=TODAY, member_id=NEW_TAIPEI))[0]
        for _time in range(2)
    )
    assert first.letter != second.letter
    assert first.letter.exists()


def test_a_folder_that_can_not_be_made_is_refused(sample_store: Store, tmp_path: Path) -> None:
    (tmp_path / "檔案").write_text("x")
    with pytest.raises(FileUnwritable, match="資料夾"):
        sample_store.ask(partial(write, folder=tmp_path / "檔案", round=ROUND, today=TODAY))


def test_nothing_is_owed_where_nothing_is_tracked(store: Store, tmp_path: Path) -> None:
    assert store.ask(partial(write, folder=tmp_path, round=ROUND, today=TODAY)) == []


def test_who_has_done_all_and_asks_for_release_is_not_reminded_meanwhile(sample_store: Store) -> None:
    """Not late for its county anywhere: in the letter, the list, the light and the county's share."""
    late = sample_store.ask(partial(tracked_lines, today=TODAY, late_only=True))
    line = next(one for one in late if one.assignment.member_id)
    member_id = line.assignment.member_id
    day = Day(today=TODAY, round=Round.of(TODAY, 4), soon_days=14)
    before = sample_store.ask(partial(register.shares, by="member_id", day=day))[member_id]
    words = {"assignment_id": line.id, "round": day.round, "today": TODAY, "text": "（示例）已完成"}
    done = partial(report, planned_percent=100, actual_percent=100, asked=Verdict.RELEASE_ASKED, **words)
    sample_store.do("填報", done)
    following = Round.of(day.round.until + timedelta(days=1), 4)
    for round, today in ((day.round, TODAY), (following, following.since)):
        owed = sample_store.ask(partial(owing, round=round, today=today, member_id=member_id)).get(member_id, [])
        assert line.id not in [one.id for one, _reasons in owed]
    still = sample_store.ask(partial(tracked_lines, today=TODAY, late_only=True))
    assert line.id not in [one.id for one in still]
    after = sample_store.ask(partial(register.shares, by="member_id", day=day))[member_id]
    assert (after.open, after.late) == (before.open, before.late - 1)
