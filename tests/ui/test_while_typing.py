"""What is typed is on the page and on the projection before it is kept, and neither jumps."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import SectionRole
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.services import calling, meetings
from northtaiwan_desktop.storage.meetings import meeting_file
from northtaiwan_desktop.ui.meetings import record_form
from northtaiwan_desktop.ui.meetings.outline import ATTENDANCE, HEAD, NOTICE
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from tests.ui.bench_of_pages import TODAY, settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path, monkeypatch):
    """A draft with a long item and its resolution, open in an editor that keeps nothing by itself."""
    monkeypatch.setattr(record_form, "PAUSE", 60_000)
    monkeypatch.setattr(record_form, "LONGEST", 60_000)
    made = []

    def write(work):
        made.append(meeting := calling.call(work, kind_id="deputies", year=103))
        sections = meeting_file(work, meeting.id, today=TODAY).sections
        where = next(one.id for one in sections if one.role is SectionRole.DISCUSSION)
        long = "\n".join(f"{n}、各縣市需求彙整。" for n in range(60))
        item = AgendaItem(meeting_id=meeting.id, section_id=where, position=0, title="轉乘優惠", explanation=long)
        meetings.save_item(work, item)
        case = Resolution(meeting_id=meeting.id, item_id=item.id, year=103, text="照案通過。")
        meetings.save_resolution(work, case, [])

    sample_store.do("新增會議", write)
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.open_meeting(made[0].id)
        settled(qtbot, page)
        yield page
        page.editor.projector.close()


def in_preview(page, words):
    return lambda: words in page.editor.preview.toPlainText()


@pytest.mark.parametrize(
    ("at", "form", "field"),
    [
        (HEAD, "head_form", "venue"),
        ("主席致詞", "section_form", "body"),
        ("討論事項", "section_form", "title"),
        ("item", "item_form", "explanation"),
        ("resolution", "resolution_form", "text"),
        (NOTICE, "notice_form", "contact"),
    ],
)
def test_the_page_shows_what_is_typed_without_its_being_kept(qtbot, page, sample_store, at, form, field):
    file = page.editor._opened.file
    places = {"item": file.items[0].id, "resolution": file.resolutions[0].id}
    places |= {one.title: one.id for one in file.sections}
    page.editor.outline.choose(places.get(at, at))
    editor = getattr(page.editor.forms, form)._editors[field]
    editor.setFocus()
    qtbot.keyClicks(editor, "typed")
    qtbot.waitUntil(in_preview(page, "typed"), timeout=1_000)
    now = sample_store.ask(partial(meeting_file, id=page.editor.id, today=TODAY))
    assert (now.meeting, now.sections, now.items) == (file.meeting, file.sections, file.items)
    assert now.resolutions == file.resolutions
    page.editor.flush()
    settled(qtbot, page)
    assert in_preview(page, "typed")()


def test_the_page_shows_a_cell_that_is_being_written_in(qtbot, page):
    page.editor.outline.choose(ATTENDANCE)
    table = page.editor.forms.attendance_form.table
    table.add()
    qtbot.keyClick(table.view, Qt.Key.Key_Right)
    qtbot.keyClicks(table.view, "N")
    qtbot.keyClicks(table.view.focusWidget(), "DC")
    qtbot.waitUntil(in_preview(page, "NDC"), timeout=1_000)


def test_what_comes_back_from_the_register_does_not_take_away_what_was_typed_meanwhile(qtbot, page):
    page.editor.outline.choose(page.editor._opened.file.items[0].id)
    title = page.editor.forms.item_form._editors["title"]
    title.setFocus()
    qtbot.keyClicks(title, "abc")
    page.editor.flush()
    qtbot.keyClicks(title, "def")
    seen = []
    page.editor.preview.textChanged.connect(lambda: seen.append("abcdef" in page.editor.preview.toPlainText()))
    page.editor._draw()
    settled(qtbot, page)
    assert seen
    assert all(seen)


@pytest.fixture
def projected(qtbot, page):
    page.editor.outline.choose(page.editor._opened.file.items[0].id)
    page.editor.project()
    return page.editor.projector


def place(projected):
    return projected.page.verticalScrollBar().value()


def test_the_projection_keeps_its_place_and_follows_the_resolution_that_is_typed(qtbot, page, projected):
    assert place(projected) == 0
    bar = projected.page.verticalScrollBar()
    qtbot.keySequence(page.editor, "Ctrl+PgDown")
    below = place(projected)
    assert 0 < below < bar.maximum()
    page.editor.forms.item_form._editors["proposer"].setFocus()
    qtbot.keyClicks(page.editor.forms.item_form._editors["proposer"], "x")
    qtbot.waitUntil(lambda: not page.editor._drawing.isActive())
    assert place(projected) == below
    qtbot.keySequence(page.editor, "Ctrl+PgUp")
    assert place(projected) == 0

    page.editor.outline.choose(page.editor._opened.file.resolutions[0].id)
    text = page.editor.forms.resolution_form.text
    text.setFocus()
    qtbot.keyClicks(text, "typed")
    qtbot.waitUntil(lambda: "typed" in projected.page.toPlainText())
    assert place(projected) > below
    at = place(projected)
    page.editor.flush()
    settled(qtbot, page)
    assert place(projected) == at
