"""Whatever is done in whatever order, undo and redo come back to the same bytes; both kinds of store find the same."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.storage import passages
from northtaiwan_desktop.storage.store import Store
from tests.any_work import Deskwork

STEPS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10_000)), min_size=5, max_size=25)
SHARED = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@given(steps=STEPS)
@SHARED
def test_all_of_it_is_taken_back_and_done_again(sample_store, steps):
    Deskwork(sample_store).run(steps)


TEXTS = st.text("臺台交通轉乘優惠案（）、。 　\nTRａ1２〇\ue000", max_size=40)
WORDS = st.one_of(st.text("臺台交通轉乘優惠案TRa12〇\ue000、 ", max_size=4), TEXTS.map(lambda text: text[3:9]))


@pytest.mark.server_alone
@given(texts=st.lists(TEXTS, max_size=12), looked_for=st.lists(WORDS, min_size=1, max_size=12), data=st.data())
@settings(SHARED, max_examples=25)
def test_a_file_and_a_server_find_the_same(store, both, texts, looked_for, data):
    """In the same order, with the same sentence and marks; and no more after a change or an undo."""
    here, there = both
    made = [
        ChronicleEntry(
            since=date(2014, 1, 1) + timedelta(days=place % 3),
            until=date(2014, 1, 3),
            precision=Precision.DAYS,
            text=text or "無",
        )
        for place, text in enumerate(texts)
    ]
    for one in (here, there):
        one.do("新增", lambda work: [work.save(entry) for entry in made])
    same(both, looked_for)
    if made:
        changed = replace(made[0], text=data.draw(TEXTS) or "無")
        for one in (here, there):
            one.do("改", lambda work: work.save(changed))
        same(both, looked_for)
        for one in (here, there):
            one.undo()
        same(both, looked_for)
    for one in (here, there):
        one.do("清", lambda work: [work.delete(entry) for entry in work.all(ChronicleEntry)])


def same(both, looked_for):
    for words in looked_for:
        found = [one.ask(partial(passages.find, words=words)) for one in both]
        assert found[0] == found[1], words


@pytest.fixture
def both(store, empty_register, tmp_path):
    """The same register in a file and on a server."""
    path = tmp_path / "beside.db"
    path.write_bytes(empty_register.read_bytes())
    with closing(Store.open(path)) as file:
        yield file, store


@pytest.mark.server_alone
def test_a_very_long_text_is_found_though_the_index_cannot_hold_it(both):
    """More different pairs than a server's index takes: it is looked through instead."""
    signs = "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(20_000))
    body = "\n".join(signs[start::3] for start in range(3)) + "浮動碼頭" + "".join(reversed(signs))
    far = "".join(chr(0x4E00 + n * 11 % 20_000) for n in range(60_000))
    entry = ChronicleEntry(since=date(2014, 1, 1), until=date(2014, 1, 1), precision=Precision.DAY, text=body + far)
    for one in both:
        one.do("新增", lambda work: work.save(entry))
    for words in ("浮動碼頭", far[40_000:40_006], "浮動橋樑", signs[6] + signs[9], "碼"):
        found = [one.ask(partial(passages.find, words=words)) for one in both]
        assert found[0] == found[1], words
    with both[1].engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM passage_words WHERE pairs IS NULL").scalar() == 1
