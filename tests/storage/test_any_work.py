"""Whatever is done in whatever order, undo and redo come back to the same bytes; both kinds of store find the same."""

import logging
import os
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.storage import passages
from northtaiwan_desktop.storage.store import Store
from tests.any_work import Deskwork

STEPS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10_000)), min_size=5, max_size=25)
SHARED = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

OPERATIONS = int(os.environ.get("ANY_OPERATIONS", "150"))
"""How many the machine does; 10,000 on demand."""
AT_ONCE = 25
NUMBERS = st.integers(0, 10_000)


def a_machine(store: Store, done: Counter[str]) -> type[RuleBasedStateMachine]:
    """A machine that works on one register; each of its lives goes on from where the one before came to an end."""

    class AnyWork(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.desk = Deskwork(store)

        def act(self, what: int, which: int) -> None:
            self.desk.do(what, which)
            done["actions"] += 1

        @rule(which=NUMBERS)
        def adds(self, which: int) -> None:
            self.act(0, which)

        @rule(which=NUMBERS)
        def changes(self, which: int) -> None:
            self.act(1, which)

        @rule(which=NUMBERS)
        def removes(self, which: int) -> None:
            self.act(3, which)

        @rule(which=NUMBERS)
        def reports(self, which: int) -> None:
            self.act(4, which)

        @rule(which=NUMBERS)
        def renames(self, which: int) -> None:
            self.act(6, which)

        @rule(which=NUMBERS)
        def puts_off(self, which: int) -> None:
            self.act(7, which)

        @rule()
        def undo(self) -> None:
            self.desk.undo()
            done["undone"] += 1

        @rule()
        def redo(self) -> None:
            self.desk.redo()
            done["redone"] += 1

        @invariant()
        def every_record_is_what_the_model_says(self) -> None:
            assert self.desk.records() == self.desk.states[self.desk.place]

        def teardown(self) -> None:
            done["taken back and done again"] += len(self.desk.states) - 1
            self.desk.come_back()

    return AnyWork


def test_a_machine_that_does_anything_comes_back_to_the_same_bytes(sample_store):
    done: Counter[str] = Counter()
    lives = settings(SHARED, max_examples=OPERATIONS // AT_ONCE, stateful_step_count=AT_ONCE, derandomize=True)
    run_state_machine_as_test(a_machine(sample_store, done), settings=lives)
    logging.getLogger(__name__).info("%s", dict(done))
    assert done["actions"] > OPERATIONS // 4
    assert done["taken back and done again"]


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
