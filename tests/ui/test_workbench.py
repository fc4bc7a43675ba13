"""The screens' door to the store: what is done, asked, undone and stopped, and who is told."""

import threading
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.errors import AppError, RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.services import organisation, setup
from northtaiwan_desktop.storage.journal import Operation, operations
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui import registers
from northtaiwan_desktop.ui.workbench import Workbench

SET_HOST = partial(organisation.set_host, year=116, host_id="63000", theme="韌性")


def test_what_is_done_can_be_undone_and_redone_by_its_words(qtbot: QtBot, workbench: Workbench) -> None:
    told: list[Operation] = []
    workbench.changed.connect(told.append)
    workbench.do("設定主政", SET_HOST)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert (workbench.undo_label, workbench.redo_label) == ("設定主政", "")
    assert told[0].kinds == {"PlatformYear"}
    workbench.undo()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert workbench.redo_label == "設定主政"
    workbench.redo()
    qtbot.waitUntil(lambda: len(told) == 3)
    assert [operation.turn for operation in told] == ["do", "undo", "redo"]
    assert workbench.undo_label == "設定主政"


def test_the_words_of_undo_are_there_right_after_a_start(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    store.do("設定主政", SET_HOST)
    bench = Workbench()
    with qtbot.waitSignal(bench.opened):
        bench.open(partial(registers.open_register, store.location))
    assert bench.undo_label == "設定主政"
    bench.close()


def test_the_journal_tells_who_did_it(qtbot: QtBot, workbench: Workbench) -> None:
    with qtbot.waitSignal(workbench.changed):
        workbench.do("設定主政", SET_HOST)
    found: list[list[Operation]] = []
    workbench.ask(operations, found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found[0][0].by == "王小明"


def test_an_action_that_changes_nothing_disturbs_nobody(qtbot: QtBot, workbench: Workbench) -> None:
    told: list[object] = []
    ended: list[object] = []
    workbench.changed.connect(told.append)
    workbench.do("什麼也沒做", lambda work: None, then=ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert told == []


def test_a_refusal_reaches_the_one_who_asked(qtbot: QtBot, workbench: Workbench) -> None:
    refused: list[Exception] = []
    workbench.do("設定主政", partial(organisation.set_host, year=0, host_id="63000", theme=""), failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert isinstance(refused[0], RuleBroken)


def test_a_refusal_that_nobody_takes_is_told_to_all(qtbot: QtBot, workbench: Workbench) -> None:
    with qtbot.waitSignal(workbench.failed) as failure:
        workbench.redo()
    assert isinstance(failure.args[0], RuleBroken)


def test_without_a_register_each_question_says_so(qtbot: QtBot) -> None:
    bench = Workbench()
    with qtbot.waitSignal(bench.failed) as failure:
        bench.ask(reference, lambda known: pytest.fail("there is no register"))
    assert isinstance(failure.args[0], StoreUnavailable)
    bench.close()


def test_a_register_that_does_not_open_leaves_the_present_one(
    qtbot: QtBot, workbench: Workbench, tmp_path: Path
) -> None:
    before = workbench.location
    with qtbot.waitSignal(workbench.failed) as failure:
        workbench.open(partial(registers.open_register, str(tmp_path / "gone.db")))
    assert isinstance(failure.args[0], AppError)
    assert "gone.db" in str(failure.args[0])
    assert workbench.location == before


def test_answers_arrive_on_the_screens_thread(qtbot: QtBot, workbench: Workbench) -> None:
    threads: list[threading.Thread] = []
    workbench.ask(
        lambda records: threading.current_thread(),
        lambda asked: threads.extend([asked, threading.current_thread()]),
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_a_closed_screen_gets_no_answer(qtbot: QtBot, workbench: Workbench) -> None:
    screen, later = QObject(), list[int]()
    workbench.ask(lambda records: 1, lambda answer: pytest.fail("the screen is gone"), owner=screen)
    shiboken6.delete(screen)
    workbench.ask(lambda records: 2, later.append)
    qtbot.waitUntil(lambda: later == [2])


def test_a_job_tells_how_far_it_is_and_gives_its_result(qtbot: QtBot, workbench: Workbench) -> None:
    def job() -> Generator[float, None, str]:
        for part in range(3):
            yield part / 2
        return "whole"

    heard: list[float] = []
    ended: list[str] = []
    workbench.run(job(), heard.append, ended.append)
    qtbot.waitUntil(lambda: ended == ["whole"])
    assert heard == [0, 0.5, 1]


def test_a_stopped_job_cleans_up(qtbot: QtBot, workbench: Workbench) -> None:
    cleaned: list[bool] = []
    stopped: list[bool] = []

    def job() -> Generator[float, None, None]:
        try:
            for part in range(1000):
                sleep(0.001)
                yield part / 1000
        finally:
            cleaned.append(True)

    cancel = workbench.run(
        job(),
        lambda part: cancel(),
        lambda result: pytest.fail("was not stopped"),
        stopped=lambda: stopped.append(True),
    )
    qtbot.waitUntil(lambda: stopped == [True])
    assert cleaned == [True]


def test_a_failing_job_reaches_the_user(qtbot: QtBot, workbench: Workbench) -> None:
    def job() -> Generator[float, None, None]:
        yield 0.1
        raise OSError("disk full")

    with qtbot.waitSignal(workbench.failed) as failure:
        workbench.run(job(), lambda part: None, lambda result: pytest.fail("did not fail"))
    assert str(failure.args[0]) == "disk full"


def test_a_refusal_for_a_screen_that_is_closed_is_told_to_whoever_listens(qtbot: QtBot, workbench: Workbench) -> None:
    screen = QObject()
    told: list[Exception] = []
    workbench.failed.connect(told.append)

    def action(_work: object) -> None:
        raise RuleBroken("不行")

    def refused(_error: Exception) -> None:
        raise AssertionError("the screen is closed")

    workbench.do("不行的事", action, failed=refused, owner=screen)
    shiboken6.delete(screen)
    qtbot.waitUntil(lambda: bool(told))
    assert str(told[0]) == "不行"


def test_an_undo_never_takes_back_what_somebody_else_has_done_since(qtbot, tmp_path):
    path = tmp_path / "register.db"
    setup.create(path, sample=True).close()
    mine = Workbench(Store.open(path), user=lambda: "甲")
    theirs = Workbench(Store.open(path), user=lambda: "乙")
    try:
        told: list[Exception] = []
        mine.failed.connect(told.append)
        for bench, name in ((mine, "甲的備註"), (theirs, "乙的備註")):
            bench.do(name, partial(_note, name=name))
            qtbot.waitUntil(lambda bench=bench: bench.is_idle)
        assert mine.undo_label == "甲的備註"
        mine.undo()
        qtbot.waitUntil(lambda: mine.is_idle and bool(told))
        assert "乙的備註" in str(told[0])
        qtbot.waitUntil(lambda: mine.undo_label == "乙的備註")
        assert theirs.undo_label == "乙的備註"
        mine.do("甲又改", partial(_note, name="又改"))
        mine.undo()
        qtbot.waitUntil(lambda: mine.is_idle)
        assert len(told) == 1
        assert mine.redo_label == "甲又改"
    finally:
        mine.close()
        theirs.close()


def _note(work, *, name):
    meeting = work.all(Meeting)[0]
    work.save(replace(meeting, note=name))


def test_what_a_screen_asks_while_its_window_goes_is_let_go(qtbot, tmp_path):
    path = tmp_path / "register.db"
    setup.create(path, sample=True).close()
    bench = Workbench(Store.open(path))
    qtbot.waitUntil(lambda: bench.is_idle)
    bench.close()
    bench.do("備註", partial(_note, name="示例"))
    bench.ask(reference, lambda _known: None)
    assert bench.is_idle


def test_a_job_asks_the_store_and_waits(qtbot: QtBot, workbench: Workbench) -> None:
    answers: list[list[int]] = []

    def job() -> Generator[float, None, list[int]]:
        first = workbench.wait_for(operations)
        yield 0.5
        return [len(first), len(workbench.wait_for(operations))]

    workbench.run(job(), lambda _part: None, answers.append)
    workbench.do("設定主政", SET_HOST)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0] <= answers[0][1] <= answers[0][0] + 1


def test_a_question_that_a_job_waits_for_may_be_refused(qtbot: QtBot, workbench: Workbench) -> None:
    refused: list[Exception] = []

    def question(_records: object) -> None:
        raise RuleBroken("不行")

    def job() -> Generator[float, None, None]:
        yield 0.0
        workbench.wait_for(question)

    workbench.run(job(), lambda _part: None, lambda _none: None, failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert str(refused[0]) == "不行"


@pytest.mark.parametrize("ends", ["stop", "close"])
def test_a_job_that_waits_for_the_store_lets_itself_be_stopped(qtbot: QtBot, store: Store, ends: str) -> None:
    bench = Workbench(store)
    busy, free, told = threading.Event(), threading.Event(), []

    def long_question(_records: object) -> None:
        busy.set()
        free.wait(20)

    def job() -> Generator[float, None, None]:
        try:
            yield 0.0
            bench.wait_for(operations)
        finally:
            told.append("cleaned up")

    bench.ask(long_question, lambda _none: None)
    busy.wait(5)
    cancel = bench.run(job(), lambda _part: None, told.append, stopped=lambda: told.append("stopped"))
    qtbot.wait(100)
    if ends == "stop":
        cancel()
        qtbot.waitUntil(lambda: told == ["cleaned up", "stopped"], timeout=2_000)
        free.set()
    else:
        threading.Timer(0.3, free.set).start()
    bench.close()
    assert told[0] == "cleaned up"
