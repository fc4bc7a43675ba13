"""Minutes of 200 items: writing them down, seeing them, and their docx against python-docx writing the same bare."""

from datetime import date
from functools import partial
from io import BytesIO
from time import perf_counter

import pytest
from docx import Document
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from northtaiwan_desktop.documents import docx_file
from northtaiwan_desktop.documents import minutes as minutes_paper
from northtaiwan_desktop.documents.paper import Table
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import Attendance, SectionRole
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.services import calling, meetings
from northtaiwan_desktop.storage.meetings import meeting_file, minutes_view
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from tests.bench.timing import compared, lasted
from tests.ui.bench_of_pages import TODAY, settled, shown

ITEMS, PEOPLE, KEYS, EVERY = 200, 60, 300, 60
FRAME = 0.016
"""Seconds; `EVERY` is the pace of a quick hand in milliseconds."""


@pytest.fixture
def meeting_id(sample_store):
    """A deputies' meeting with many items and people."""
    made = []

    def write(work):
        meeting = calling.call(work, kind_id="deputies", year=103, held_on=date(2014, 11, 3), venue="簡報室")
        made.append(meeting.id)
        lines = [
            Attendance(meeting_id=meeting.id, position=n, bureau=f"示例機關{n % 20}", title="科長", name=f"示例{n}")
            for n in range(PEOPLE)
        ]
        meetings.set_attendance(work, meeting.id, lines)
        sections = meeting_file(work, meeting.id, today=TODAY).sections
        section = next(one for one in sections if one.role is SectionRole.DISCUSSION)
        for n in range(ITEMS):
            item = AgendaItem(
                meeting_id=meeting.id,
                section_id=section.id,
                position=n,
                title=f"第{n}案：研商跨縣市轉乘優惠與候車設施改善",
                proposer="交通運輸組",
                explanation="一、依上次會議決議辦理。\n二、各縣市需求如附件，請討論。",
                proposal="討論通過後由主辦縣市彙整函送。",
            )
            meetings.save_item(work, item)
            case = Resolution(
                meeting_id=meeting.id, item_id=item.id, year=103, text="照案通過，請依限辦理。", due_text="年底前"
            )
            meetings.save_resolution(work, case, [Assignment(resolution_id=case.id, member_id="68000")])

    sample_store.do("示例", write)
    return made[0]


def test_docx(sample_store, meeting_id):
    paper = minutes_paper.paper(sample_store.ask(partial(minutes_view, id=meeting_id, today=TODAY)))

    def bare():
        document = Document()
        for block in paper.blocks:
            if isinstance(block, Table):
                rows = [block.header, *block.rows] if block.header else list(block.rows)
                table = document.add_table(rows=len(rows), cols=len(block.widths))
                for row, texts in zip(table.rows, rows, strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        cell.text = text
            else:
                document.add_paragraph(block.label + block.text)
        document.save(BytesIO())

    print()
    print(compared(f"{ITEMS} 案、{PEOPLE} 人的紀錄 docx", partial(docx_file.made, paper), "只用 python-docx", bare))


def test_typing_and_preview(qtbot, sample_store, tmp_path, meeting_id):
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.open_meeting(meeting_id)
        settled(qtbot, page)
        file = page.editor._opened.file
        page.editor.outline.choose(file.items[ITEMS // 2].id)
        settled(qtbot, page)
        field = page.editor.forms.item_form._editors["explanation"]
        assert isinstance(field, QPlainTextEdit)
        field.setFocus()
        # Keys come at their own pace, whatever the window is doing: keeping, showing anew, drawing the page.
        took, begun = [], perf_counter()
        for n in range(KEYS):
            pressed = begun + n * EVERY / 1000
            while perf_counter() < pressed:
                QApplication.processEvents()
            field.insertPlainText("字")
            QApplication.processEvents()
            took.append((perf_counter() - pressed) * 1000)
        settled(qtbot, page)
        took.sort()
        print()
        for words, at, longest in (("中位", KEYS // 2, FRAME), ("p95", int(KEYS * 0.95), FRAME), ("最長", -1, None)):
            print(lasted(f"{ITEMS} 案的會議裡打一個字：{words}", took[at] / 1000, longest=longest))
        behind = []
        for n in range(20):
            before = perf_counter()
            field.insertPlainText(f"改{n}。")
            while f"改{n}。" not in page.editor.preview.toPlainText():
                QApplication.processEvents()
            behind.append((perf_counter() - before) * 1000)
            qtbot.wait(150)
        print(lasted("按鍵到預覽跟上（最長）", max(behind) / 1000))
        settled(qtbot, page)
