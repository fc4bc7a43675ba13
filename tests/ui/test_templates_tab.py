"""Templates in the window: got, taken in, refused with words, given up."""

import pytest
from docx import Document
from PySide6.QtWidgets import QFileDialog

from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.services import templates
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.settings.templates_tab import FieldsBox, TemplatesTab
from northtaiwan_desktop.ui.workbench import Workbench
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


@pytest.mark.parametrize("kind", PaperKind)
def test_the_fields_are_one_click_away(qtbot, tab, tmp_path, kind):
    tab.kind_box.set_value(kind)
    tab.fields_button.click()
    box = tab.window().findChild(FieldsBox)
    assert len(box.list.shown()) > 5
    box.close()
