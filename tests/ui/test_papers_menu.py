"""Papers from the window: written, not over what a person edited, and printed; the letter beside its fields."""

import email
import email.policy

import pytest
from docx import Document
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QFileDialog, QMessageBox

from northtaiwan_desktop.documents.paper import Paper, Role, Table, Text
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.ui.meetings.mail_form import MailForm
from northtaiwan_desktop.ui.meetings.outline import HEAD, NOTICE
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.meetings.preview import Preview
from northtaiwan_desktop.ui.meetings.printing import draw
from tests.ui.bench_of_pages import settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path):
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.open_meeting("103-deputies-1")
        settled(qtbot, page)
        yield page


@pytest.fixture
def target(monkeypatch, tmp_path):
    path = tmp_path / "紀錄.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    return path


def act(qtbot, page, words):
    next(action for action in page.papers.actions() if action.text().startswith(words)).trigger()
    settled(qtbot, page)


def edited(path):
    written = Document(str(path))
    written.add_paragraph("承辦人手寫的一段。")
    written.save(str(path))
    return path.read_bytes()


@pytest.mark.parametrize("words", ["開會通知單", "議程", "簽到表", "會議紀錄"])
def test_each_paper_is_written(qtbot, page, target, words):
    act(qtbot, page, words)
    assert Document(str(target)).paragraphs


@pytest.mark.parametrize("answer", ["保留", "另存", "取代"])
def test_an_edited_file_is_asked_about(qtbot, page, target, tmp_path, answer):
    act(qtbot, page, "會議紀錄")
    before = edited(target)
    act(qtbot, page, "會議紀錄")
    asked = page.findChild(QMessageBox)
    assert "有人修改過" in asked.text()
    assert target.read_bytes() == before
    next(button for button in asked.buttons() if answer in button.text()).click()
    settled(qtbot, page)
    assert (target.read_bytes() == before) is (answer != "取代")
    assert (tmp_path / "紀錄 (2).docx").exists() is (answer == "另存")


def test_an_unedited_file_is_written_anew_without_a_word(qtbot, page, target):
    act(qtbot, page, "會議紀錄")
    act(qtbot, page, "會議紀錄")
    assert page.findChild(QMessageBox) is None


def test_a_pdf_names_the_signs_that_it_shows_as_a_mark(qtbot, page, monkeypatch, tmp_path):
    path = tmp_path / "通知.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    page.editor.outline.choose(NOTICE)
    page.editor.forms.notice_form._editors["contact"].setText("王\ue123明")
    said = []
    page.told.connect(said.append)
    act(qtbot, page, "開會通知單")
    qtbot.waitUntil(lambda: bool(said))
    assert "\ue123" in said[0]
    assert path.name in said[0]


def appoint(work):
    for name, address in (("示例甲", "a@b.tw"), ("示例乙", "a@@b.tw")):
        person = work.save(Person(name=name, email=address))
        work.save(Post(person_id=person.id, body=Body.CONTACT))


def test_a_mail_takes_the_papers_and_the_format_that_are_chosen(qtbot, page, sample_store, tmp_path, monkeypatch):
    sample_store.do("窗口", appoint)
    path = tmp_path / "信.eml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    act(qtbot, page, "郵件草稿")
    form = page.findChild(MailForm)
    assert "示例乙（a@@b.tw）" in form.unreached.text()
    form.papers.set_values([PaperKind.AGENDA, PaperKind.SIGNIN])
    form.ending.set_value(".docx")
    form.save_button.click()
    settled(qtbot, page)
    draft = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert [part.get_filename() for part in draft.iter_attachments()] == ["會議議程.docx", "會議簽到表.docx"]


def test_a_draft_that_is_stored_nowhere_leaves_the_form_open(qtbot, page, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    act(qtbot, page, "郵件草稿")
    form = page.findChild(MailForm)
    form.save_button.click()
    assert form.isVisible()
    assert form.save_button.isEnabled()
    form.reject()


def test_the_extract_is_of_the_resolution_that_one_is_at(qtbot, page, target):
    chosen = page.editor._opened.file.resolutions[1]
    page.editor.outline.choose(chosen.id)
    act(qtbot, page, "決議節錄")
    words = "\n".join(paragraph.text for paragraph in Document(str(target)).paragraphs)
    assert chosen.text[:15] in words
    assert page.editor._opened.file.resolutions[0].text[:15] not in words


def test_the_preview_for_printing_opens(qtbot, page):
    page.papers._print(PaperKind.MINUTES)
    settled(qtbot, page)
    dialog = page.findChild(QPrintPreviewDialog)
    assert page.editor._opened.file.meeting.title in dialog.windowTitle()
    dialog.close()


def test_what_is_printed_has_ink_on_it(qtbot, page, tmp_path):
    got = []
    today = page.workbench.today()
    from northtaiwan_desktop.services import papers

    page.ask(lambda records: papers.pdf(records, PaperKind.MINUTES, "103-deputies-1", today=today), got.append)
    settled(qtbot, page)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    draw(got[0], printer)
    from northtaiwan_desktop.documents.pages import pictures

    first = next(iter(pictures((tmp_path / "printed.pdf").read_bytes(), dpi=40)))
    image = QImage(first.pixels, first.width, first.height, first.stride, QImage.Format.Format_RGB32)
    whole = QRect(0, 0, image.width(), image.height())
    dark = sum(image.pixelColor(x, y).value() < 128 for x in range(whole.width()) for y in range(whole.height()))
    assert dark > 100


def test_the_letter_is_seen_beside_its_fields(qtbot, page):
    page.editor.outline.choose(NOTICE)
    assert "開會事由：召開103年度第一次副首長會議" in page.editor.preview.toPlainText()
    page.editor.forms.notice_form._editors["purpose"].insertPlainText("研商示例事項")
    page.editor.forms.notice_form.flush()
    settled(qtbot, page)
    assert "開會事由：研商示例事項" in page.editor.preview.toPlainText()
    page.editor.outline.choose(HEAD)
    assert "開會事由" not in page.editor.preview.toPlainText()


def texts(preview):
    return [line for line in preview.toPlainText().split("\n") if line]


def words(paper):
    said = []
    for block in paper.blocks:
        if isinstance(block, Table):
            said += [cell for row in (block.header, *block.rows) for cell in row if cell]
        else:
            said.append(block.label + block.text)
    return [line for cell in said for line in cell.split("\n") if line]


PARTS = [
    Text(Role.TITLE, "示例會議"),
    Text(Role.ITEM, "一案", "一、"),
    Table((100.0, 200.0), (("甲", "乙\n丙"),), ("項", "文")),
    Table((100.0,), (("丁",),), ruled=False),
    Text(Role.CLAUSE, "<b>&amp;</b>"),
    Table((100.0,), (("戊",), ("己",))),
]


def test_the_preview_follows_every_change_of_the_paper(qtbot):
    import random

    preview, chance = Preview(), random.Random(1)
    qtbot.addWidget(preview)
    for _turn in range(120):
        blocks = tuple(chance.choices(PARTS, k=chance.randrange(9)))
        paper = Paper(title="示例", blocks=blocks)
        preview.show_paper(paper)
        assert texts(preview) == words(paper)
        assert len(preview._starts) == len(blocks)
