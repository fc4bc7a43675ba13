"""One search box for everything, by key alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from northtaiwan_desktop.ui.find_box import FindBox
from northtaiwan_desktop.ui.workbench import Workbench
from tests.ui.bench_of_pages import TODAY


@pytest.fixture
def box(qtbot, sample_store):
    bench = Workbench(sample_store, today=lambda: TODAY)
    box = FindBox(bench)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(box)
    box.show()
    yield box
    qtbot.waitUntil(lambda: bench.is_idle)
    bench.close()


def look(qtbot, box, words):
    box.field.setText(words)
    qtbot.waitUntil(lambda: "找" in box.told.text() and (box.list.count() > 0 or words in box.told.text()))


def test_the_first_hit_is_one_key_away(qtbot, box):
    look(qtbot, box, "健康城市")
    assert "筆" in box.told.text()
    with qtbot.waitSignal(box.chosen) as told:
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    (hit,) = told.args
    assert "健康城市" in hit.sentence
    assert not box.isVisible()


def test_down_leads_into_the_list(qtbot, box):
    look(qtbot, box, "交通")
    box.activateWindow()
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.chosen):
        QTest.keyClick(box.list, Qt.Key.Key_Return)


def test_nothing_found_is_said(qtbot, box):
    look(qtbot, box, "無此字眼")
    assert box.told.text() == "找不到「無此字眼」。試試較短的詞。"


def test_hits_are_painted(qtbot, box):
    look(qtbot, box, "交通")
    picture = box.list.viewport().grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(20, 300, 3) for y in range(5, 60)}
    assert len(colours) > 5
