"""Templates in the window: got, taken in, refused with words, given up."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from PySide6.QtWidgets import QFileDialog

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.services import templates
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.settings.templates_tab import FieldsBox, TemplatesTab
from northtaiwan_desktop.ui.workbench import Workbench
from tests.documents.test_template import repacked, written
from tests.ui.bench_of_pages import TODAY


@pytest.fixture
def tab(qtbot, sample_store, tmp_path):
    bench = Workbench(sample_store, today=lambda: TODAY)
    tab = TemplatesTab(bench, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(tab)
    bench.changed.connect(lambda _operation: bench.ask(templates.of, tab.show_templates, owner=tab))
    yield tab
    qtbot.waitUntil(lambda: bench.is_idle)
    bench.close()


def test_a_template_is_got_changed_and_used(qtbot, tab, tmp_path, monkeypatch):
    path = tmp_path / "紀錄範本.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    tab.kind_box.set_value(PaperKind.MINUTES)
    with qtbot.waitSignal(tab.made):
        tab.starter_button.click()
    document = Document(str(path))
    document.paragraphs[0].insert_paragraph_before("本府格式")
    document.save(str(path))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(path), ""))
    tab.add_button.click()
    qtbot.waitUntil(lambda: len(tab.list.shown()) == 1)
    assert tab.list.shown()[0].is_chosen
    tab.list.selectRow(0)
    assert tab.standard_button.isEnabled()
    tab.standard_button.click()
    qtbot.waitUntil(lambda: not tab.list.shown()[0].is_chosen)
    tab.list.selectRow(0)
    tab.use_button.click()
    qtbot.waitUntil(lambda: tab.list.shown()[0].is_chosen)
    tab.list.selectRow(0)
    tab.remove_button.click()
    qtbot.waitUntil(lambda: not tab.list.shown())


def test_a_wrong_field_is_told_with_the_right_one(qtbot, tab, tmp_path):
    path = tmp_path / "錯.docx"
    document = Document()
    document.add_paragraph("{{ titel }}")
    document.save(str(path))
    with qtbot.waitSignal(tab.refused) as told:
        tab.take_in(PaperKind.MINUTES, path)
    assert "最接近的是「title」" in str(told.args[0])
    assert tab.list.shown() == []


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/styles.xml"])
def test_a_damaged_template_is_told_and_no_crash(qtbot, tab, tmp_path, part):
    path = tmp_path / "壞.docx"
    path.write_bytes(repacked(written("{{ title }}"), **{part: b"<broken"}))
    with qtbot.waitSignal(tab.refused) as told:
        tab.take_in(PaperKind.MINUTES, path)
    assert isinstance(told.args[0], FileUnreadable)
    assert part in str(told.args[0])


def test_a_word_template_of_the_same_name_takes_the_old_ones_place(qtbot, tab, tmp_path):
    path = tmp_path / "本府.dotx"
    content = written("{{ title }}")
    with ZipFile(BytesIO(content)) as file:
        types = file.read("[Content_Types].xml").replace(b"document.main+xml", b"template.main+xml")
    path.write_bytes(repacked(content, **{"[Content_Types].xml": types}))
    for label in ("加入範本「本府.dotx」", "取代範本「本府.dotx」"):
        tab.take_in(PaperKind.MINUTES, path)
        qtbot.waitUntil(lambda label=label: tab._workbench.undo_label == label or not label)
        qtbot.waitUntil(lambda: len(tab.list.shown()) == 1)
        path.write_bytes(repacked(path.read_bytes(), **{"word/other.txt": b"x"}))
    tab.list.selectRow(0)
    tab.remove_button.click()
    qtbot.waitUntil(lambda: "改回標準格式" in tab._workbench.undo_label)


@pytest.mark.parametrize("kind", PaperKind)
def test_the_fields_are_one_click_away(qtbot, tab, tmp_path, kind):
    tab.kind_box.set_value(kind)
    tab.fields_button.click()
    box = tab.window().findChild(FieldsBox)
    assert len(box.list.shown()) > 5
    box.close()
