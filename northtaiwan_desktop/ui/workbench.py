"""The screens' only door to the store: does things, asks things, and tells every screen what changed."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from datetime import date
from functools import partial
from itertools import count
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from northtaiwan_desktop.domain.errors import StoreUnavailable, StoreUnwritable
from northtaiwan_desktop.domain.rights import Rights
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _

if TYPE_CHECKING:
    # The window paints before SQLAlchemy is imported: that happens on the store's thread.
    from northtaiwan_desktop.domain.holder import Holder
    from northtaiwan_desktop.storage.journal import Operation
    from northtaiwan_desktop.storage.store import Action, Question, Store

T = TypeVar("T")
Steps = tuple["Operation | None", "Operation | None"]
"""The action that can be undone next, and the one that can be redone."""
Failed = Callable[[Exception], None]
Opener = Callable[[], "Store"]
GLANCE = 0.05
"""How long, in seconds, a job that waits for the store goes without seeing that it is cancelled."""


class _Asked(NamedTuple):
    """What a screen asked for, and who is told.

    It hangs on the screen, so the other threads are given its number alone: what they let go of last would be
    destroyed there.
    """

    task: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Failed | None
    owner: QObject | None


class Workbench(QObject):
    """Runs store work on one thread behind the screen; answers arrive on the screen's thread.

    One thread, because SQLite has one writer: two actions never meet half-way. `today` gives the day, `user`
    the name that the journal writes. What a caller hands in as `then` is not called once its screen is closed:
    the screen is `owner`, or the object whose method `then` is.
    """

    begun = Signal()  # something is being done, undone or redone that a person asked for
    changed = Signal(object)  # Operation: done, undone or redone
    done = Signal(object)  # Operation that a person should be told of, with the way back
    failed = Signal(object)  # Exception that no caller took
    opened = Signal(str)  # location of the store that is open now
    regained = Signal()  # the server answers again, after a failure that was told
    _arrived = Signal(object)

    def __init__(
        self,
        store: Store | None = None,
        *,
        today: Callable[[], date] = date.today,
        user: Callable[[], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.today = today
        self._user = user
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._jobs = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._next: Steps = (None, None)
        self._known: Steps = (None, None)  # on the store's thread: as it was after the last action from here
        self._asked: dict[int, _Asked] = {}
        self._numbers = count()
        self._is_closed = False
        self._cancels: list[Event] = []
        self._heard: frozenset[str] = frozenset()  # kinds that others changed, and that no screen was told of yet
        self._present = Event()  # on the jobs' thread: what cancels the job that runs
        self._arrived.connect(_answer_now, Qt.ConnectionType.QueuedConnection)
        if store is not None:
            self._listen(store)
            self._submit(self._thread, lambda: self._look_at(store), self._keep_steps, None)

    @property
    def undo_label(self) -> str:
        """The words of the action that `undo` takes back; empty where there is none."""
        return self._next[0].label if self._next[0] else ""

    @property
    def redo_label(self) -> str:
        return self._next[1].label if self._next[1] else ""

    @property
    def is_open(self) -> bool:
        return self._store is not None

    @property
    def location(self) -> str:
        """Where the open store lies; empty where none is open."""
        return self._store.location if self._store else ""

    @property
    def is_file(self) -> bool:
        """Is the open store a file, which has copies and a place beside it?"""
        return self.is_open and not is_server(self.location)

    @property
    def held_by(self) -> Holder | None:
        """Who has the store open for writing on another PC; None where it is ours."""
        return self._store.held_by if self._store else None

    @property
    def hindrance(self) -> StoreUnwritable | None:
        """What keeps the store's file from being changed where it lies; None where nothing does."""
        return self._store.hindrance if self._store else None

    @property
    def told_at_opening(self) -> tuple[str, ...]:
        """What is told of what the opening of the store found: indexes made anew, a log set aside."""
        return self._store.told_at_opening if self._store else ()

    @property
    def rights(self) -> Rights:
        """What one may do in the open store."""
        return self._store.rights if self._store else Rights()

    @property
    def is_idle(self) -> bool:
        """Has all that was asked been answered?"""
        return not self._asked

    def open(self, opener: Opener, *, failed: Failed | None = None) -> None:
        """Change over to the store that `opener` gives; the present one stays where that fails."""

        def work() -> tuple[Store, Steps]:
            store = opener()
            return store, self._look_at(store)

        self._submit(self._thread, work, self._take, failed)

    def let_go(self, then: Callable[[], None], *, owner: QObject | None = None) -> None:
        """Close the store; none is open until another one is. `then` is called once its file is free."""
        store = self._there()
        self._store, self._next, self._known = None, (None, None), (None, None)
        self._submit(self._thread, store.close, lambda _nothing: then(), None, owner)

    def swap(
        self,
        work: Callable[[], T],
        opener: Opener,
        *,
        then: Callable[[T], None],
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Let go of the store's file, do something with it, and open it anew. The store stays where `work` fails."""

        def task() -> tuple[T, Store, Steps]:
            # The hold goes with the store: what is done with the file is done in between.
            before = self._there()
            before.close()
            try:
                done = work()
            finally:
                before.hold_again()
            store = opener()
            return done, store, self._look_at(store)

        def swapped(answer: tuple[T, Store, Steps]) -> None:
            done, store, steps = answer
            self._take((store, steps))
            _hand_over(then, done, owner)

        self._submit(self._thread, task, swapped, failed, owner)

    def look_again(self) -> None:
        """Something was done in the register beside this door: the menu is to name what is true."""
        store = self._there()
        self._submit(self._thread, lambda: self._look_at(store), self._keep_steps, None)

    def do(
        self,
        label: str,
        action: Action,
        *,
        then: Callable[[Operation], None] | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
        quietly: bool = False,
    ) -> None:
        """Change something. `label` names it in the undo menu; `then` is told when it is kept.

        `quietly` is for what is kept while it is typed: no one is told of each pause.
        """
        by = self._user()
        self._change(lambda store: store.do(label, action, by=by), then, failed, owner, quietly=quietly)

    def undo(self) -> None:
        """Take back the action that the menu names; refused where somebody else has done one since."""
        by = self._user()
        self._change(lambda store: store.undo(by=by, meant=_number(self._known[0])), None, None, None)

    def redo(self) -> None:
        by = self._user()
        self._change(lambda store: store.redo(by=by, meant=_number(self._known[1])), None, None, None)

    def ask(
        self,
        question: Question[T],
        then: Callable[[T], None],
        *,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Read something, and hand the answer to `then`."""
        self._submit(self._thread, lambda: self._there().ask(question), then, failed, owner)

    def run(
        self,
        job: Generator[float, None, T],
        progress: Callable[[float], None] | None,
        then: Callable[[T], None],
        *,
        stopped: Callable[[], None] | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> Callable[[], None]:
        """Run a long job that yields how far it is (0 to 1) beside the store; returns the function that cancels it.

        `then` is given what the job returns. A cancelled job is closed, so that its `finally` runs, and `stopped`
        is called instead.
        """
        cancelled = Event()
        self._cancels.append(cancelled)

        def work() -> tuple[bool, Any]:
            self._present = cancelled
            try:
                while not cancelled.is_set():
                    part = next(job)
                    if progress is not None:
                        self._arrived.emit(partial(_hand_over, progress, part, owner))
            except StopIteration as end:
                return True, end.value
            except CancelledError:
                # It was waiting for the store when it was cancelled: it ends there.
                if not cancelled.is_set():
                    raise
            finally:
                job.close()
                self._cancels.remove(cancelled)
            return False, None

        def ended(answer: tuple[bool, Any]) -> None:
            whole, value = answer
            if whole:
                _hand_over(then, value, owner)
            elif stopped is not None:
                stopped()

        self._submit(self._jobs, work, ended, failed, owner)
        return cancelled.set

    def wait_for(self, question: Question[T]) -> T:
        """For jobs, on their own thread: ask the store and wait for the answer. A cancelled job waits no longer.

        The question itself is let go where it has not begun, and answers nobody where it has.
        """
        cancelled = self._present
        asked = self._thread.submit(lambda: self._there().ask(question))
        while not cancelled.is_set():
            try:
                return asked.result(timeout=GLANCE)
            except NotYet:
                if asked.done():
                    return asked.result()  # it came in this moment, or it is the store's own time that was up
        asked.cancel()
        raise CancelledError

    def close(self) -> None:
        """End what runs, and let go of the store. What a screen asks while it is hidden for good is let go."""
        self._is_closed = True
        for cancelled in list(self._cancels):
            cancelled.set()
        self._jobs.shutdown(wait=True)
        self._thread.shutdown(wait=True)
        if self._store is not None:
            self._store.close()
            self._store = None

    def _there(self) -> Store:
        if self._store is None:
            raise StoreUnavailable(_("還沒有開啟資料庫。請從「檔案」選單開啟或建立一個。"))
        return self._store

    def _change(
        self,
        task: Callable[[Store], Operation],
        then: Callable[[Operation], None] | None,
        failed: Failed | None,
        owner: QObject | None,
        *,
        quietly: bool = False,
    ) -> None:
        def work() -> tuple[Operation, Steps]:
            store = self._there()
            return task(store), self._look_at(store)

        def kept(answer: tuple[Operation, Steps]) -> None:
            operation, labels = answer
            self._next = labels
            if operation.kinds:
                self.changed.emit(operation)
                if not quietly:
                    self.done.emit(operation)
            if then is not None:
                _hand_over(then, operation, owner)

        def refused(error: Exception) -> None:
            self._refuse(error, failed, owner)
            if self._store is not None:
                # What can be undone next may have moved on beneath: the menu is to name what is true.
                self._submit(self._thread, partial(self._look_at, self._store), self._keep_steps, None)

        if not quietly:
            self.begun.emit()
        # No owner here: a screen that closes after saving still has the others told.
        self._submit(self._thread, work, kept, refused)

    def _refuse(self, error: Exception, failed: Failed | None, owner: QObject | None) -> None:
        """Tell who asked; where its screen is closed, or it takes no errors, whoever listens."""
        if failed is None or not _is_there(failed, owner):
            self.failed.emit(error)
        else:
            failed(error)

    def _take(self, answer: tuple[Store, Steps]) -> None:
        before = self._store
        self._store, self._next = answer
        if before is not None:
            self._thread.submit(before.close)
        self._listen(self._store)
        self.opened.emit(self.location)

    def _listen(self, store: Store) -> None:
        """Be told, on the screen's thread, of what others change."""
        store.listen(
            lambda kinds: self._arrived.emit(partial(self._on_others, store, kinds)),
            lambda error: self._arrived.emit(partial(self._on_line, store, error)),
        )

    def _on_others(self, store: Store, kinds: frozenset[str]) -> None:
        """Others changed something: every screen is told once the menu knows what can be undone now."""
        if store is not self._store or self._is_closed:
            return
        is_asked, self._heard = bool(self._heard), self._heard | kinds
        if not is_asked:
            self._submit(self._thread, partial(self._look_at, store), self._tell_of_others, self._leave_others)

    def _tell_of_others(self, steps: Steps) -> None:
        from northtaiwan_desktop.storage.journal import of_others

        self._next, kinds, self._heard = steps, self._heard, frozenset()
        self.changed.emit(of_others(kinds))

    def _leave_others(self, _error: Exception) -> None:
        """The line is gone, which is told by whoever listens; once it is back, everything is asked for anew."""
        self._heard = frozenset()

    def _on_line(self, store: Store, error: Exception | None) -> None:
        if store is not self._store or self._is_closed:
            return
        if error is None:
            self.regained.emit()
        else:
            self.failed.emit(error)

    def _look_at(self, store: Store) -> Steps:
        """On the store's thread: the actions that can be undone and redone next, as the journal has them."""
        from northtaiwan_desktop.storage import journal

        self._known = store.ask(lambda records: (journal.next_undo(records), journal.next_redo(records)))
        return self._known

    def _keep_steps(self, steps: Steps) -> None:
        self._next = steps

    def _submit(
        self,
        thread: ThreadPoolExecutor,
        task: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Failed | None,
        owner: QObject | None = None,
    ) -> None:
        if self._is_closed:
            # A screen is hidden after its window has kept all; an exception here would go through Qt's own calls.
            return
        number = next(self._numbers)
        self._asked[number] = _Asked(task, then, failed, owner)
        future = thread.submit(self._work, number)
        future.add_done_callback(lambda done: self._arrived.emit(partial(self._answer, number, done)))

    def _work(self, number: int) -> Any:
        return self._asked[number].task()

    def _answer(self, number: int, done: Future[Any]) -> None:
        _task, then, failed, owner = self._asked.pop(number)
        error = done.exception()
        if error is None:
            _hand_over(then, done.result(), owner)
        elif isinstance(error, Exception):
            self._refuse(error, failed, owner)


def _answer_now(answer: Callable[[], None]) -> None:
    answer()


def _hand_over(receiver: Callable[[Any], None], value: object, owner: QObject | None) -> None:
    if _is_there(receiver, owner):
        receiver(value)


def _is_there(receiver: Callable[..., object], owner: QObject | None) -> bool:
    """Is the screen that asked still open? A closed one gets no answer."""
    while isinstance(receiver, partial):
        receiver = receiver.func
    owner = owner or getattr(receiver, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _number(step: Operation | None) -> int | None:
    return step.number if step else None
