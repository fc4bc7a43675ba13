"""The set phrases are written as a list, and offered where minutes are typed."""

from functools import partial

import pytest

from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.platform import SetPhrase
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.ui.settings.phrases_tab import PhrasesTab
from northtaiwan_desktop.ui.workbench import Workbench
from tests.ui.bench_of_pages import TODAY


@pytest.fixture
def tab(qtbot, sample_store, tmp_path):
    bench = Workbench(sample_store, today=lambda: TODAY)
    tab = PhrasesTab(bench, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(tab)
    tab.show_phrases(sample_store.ask(reference))
    yield tab
    qtbot.waitUntil(lambda: bench.is_idle)
    bench.close()


def phrases(store):
    return store.ask(reference).phrases


def test_a_phrase_of_one_kind_is_added_moved_and_undone(qtbot, tab, sample_store):
    before = phrases(sample_store)
    assert not tab.save_button.isEnabled()
    made = SetPhrase(text="照案通過，並提首長會議報告。", outcome="resolution", kind_id="deputies", position=0)
    tab.table.set_value((made, *before[1:]))
    tab.table.changed.emit()
    assert tab.save_button.isEnabled()
    tab.save()
    qtbot.waitUntil(lambda: phrases(sample_store) != before)
    after = phrases(sample_store)
    assert (after[0].text, after[0].kind_id) == (made.text, "deputies")
    assert before[0].text not in [one.text for one in after]
    sample_store.undo()
    assert phrases(sample_store) == before


def test_an_empty_phrase_is_refused(sample_store):
    known = phrases(sample_store)
    wanted = (*known, SetPhrase(text=" ", outcome="resolution", position=0))
    with pytest.raises(RuleBroken, match="空白"):
        sample_store.do("修改", partial(organisation.set_phrases, phrases=wanted, seen=known))


def test_a_list_that_moved_on_is_not_written_over(sample_store):
    known = phrases(sample_store)
    sample_store.do("修改", partial(organisation.set_phrases, phrases=known[1:], seen=known))
    with pytest.raises(ChangedMeanwhile):
        sample_store.do("修改", partial(organisation.set_phrases, phrases=known[:1], seen=known))
