"""Foreign files are read by a process of their own: one that grows, hangs or crashes there takes nothing with it.

The process is started for the first file and kept for the next ones. While it reads, the window's own process is
free: the reader of values holds Python's one lock all the time it works.
"""

import logging
import multiprocessing
import pickle
import time
import traceback
from collections.abc import Generator, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock
from typing import NamedTuple

from northtaiwan_desktop import i18n, paths
from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.grid_files import pieces_of
from northtaiwan_desktop.sheets.grid_pieces import Piece, assembled
from northtaiwan_desktop.sheets.process_limits import confine

MOST_SECONDS = 30.0
MOST_MEMORY = 700_000_000
"""Bytes; what arrives here afterwards is less than the reading of it takes."""
_OFTEN = 0.05
_MUCH = 5_000_000


class _Refused(NamedTuple):
    """The sentence for a person."""

    text: str


class _Broke(NamedTuple):
    """Our own mistake, for the log."""

    trace: str


class _Done(NamedTuple):
    """All was sent."""


class Reader:
    """Reads files one after another in a process beside this one; makes a new one where it was lost."""

    def __init__(self, *, seconds: float = MOST_SECONDS, memory: int = MOST_MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._lock = Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._has_answered = False

    @property
    def pid(self) -> int | None:
        """The number of the process; None while there is none."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Have the process ready before it is needed."""
        if self._process is not None and self._process.is_alive():
            return
        self._end()
        # Spawned on every system: a forked child would share the window's threads and locks.
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, self._memory), name="reader", daemon=True)
        process.start()
        there.close()
        self._process, self._pipe, self._has_answered = process, here, False

    def read(self, data: bytes, file: str) -> Generator[float, None, tuple[Grid, ...]]:
        """Read the bytes of a file of that name; yields how far it is, some twenty times a second at least.

        FileUnreadable names the file, what is the matter and what to do: also where the reading takes too long, too
        much memory, or ends its process. Closing the generator stops the reading.
        """
        with self._lock:
            is_whole = False
            try:
                grids = yield from assembled(self._pieces(data, file))
                is_whole = True
            except FileUnreadable:
                is_whole = True
                raise
            finally:
                if not is_whole or len(data) > _MUCH:
                    # What is half read is not wanted any more; what a large file took is given back.
                    self._end()
        return grids

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _pieces(self, data: bytes, file: str) -> Iterator[Piece]:
        is_kept = self._process is not None
        has_come = False
        while True:
            try:
                for piece in self._answers(data, file):
                    has_come = has_come or not isinstance(piece, float) or piece > 0
                    yield piece
                return
            except (EOFError, OSError) as error:
                self._end()
                if is_kept and not has_come:
                    # It was lost since the last file, and is no fault of this one.
                    is_kept = False
                    continue
                if not self._has_answered:
                    logging.getLogger(__name__).error("the process that reads files did not come up")
                    raise _refused(
                        file,
                        _(
                            "讀取檔案的程序無法啟動，檔案本身不一定有問題。請重新開啟本程式再試；仍然如此請通知維護人員。"
                        ),
                    ) from error
                raise _refused(
                    file,
                    _("內容過大或不正常，讀取時用盡了記憶體，已經停止。請刪去資料以外的工作表、列與欄後再匯入。"),
                ) from error

    def _answers(self, data: bytes, file: str) -> Iterator[Piece]:
        """Give the file to the process, and hand on what it answers; EOFError or OSError where it ends.

        Its time is what it is waited for: whoever asks may do something else in between.
        """
        self.start()
        assert self._pipe is not None
        pipe = self._pipe
        pipe.send((file, i18n.language()))
        pipe.send_bytes(data)
        share = spent = 0.0
        while spent < self._seconds:
            asked = time.monotonic()
            answer = pipe.recv_bytes() if pipe.poll(_OFTEN) else None
            spent += time.monotonic() - asked
            if answer is None:
                yield share
                continue
            piece: Piece | _Refused | _Broke | _Done = pickle.loads(answer)
            self._has_answered = True
            if isinstance(piece, _Done):
                return
            if isinstance(piece, _Refused):
                raise FileUnreadable(piece.text)
            if isinstance(piece, _Broke):
                logging.getLogger(__name__).error("reading of a file broke off\n%s", piece.trace)
                raise _refused(file, _("程式讀不懂這個檔案，已經停止。請在 Excel 開啟並另存新檔後再匯入。"))
            if isinstance(piece, float):
                share = piece
            yield piece
        self._end()
        raise _refused(
            file,
            _("讀了 {seconds:g} 秒還沒有讀完，已經停止。請刪去資料以外的工作表、列與欄後再匯入。").format(
                seconds=self._seconds
            ),
        )

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None


def _refused(file: str, why: str) -> FileUnreadable:
    return FileUnreadable(_("無法讀取「{file}」：{why}").format(file=file, why=why))


def _serve(pipe: Connection, memory: int) -> None:
    """In the process apart: read what comes until nobody asks any more."""
    confine(memory)
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            file, language = pipe.recv()
            pipe.send_bytes(pickle.dumps(0.0))  # it has come up: what ends it from here on is the file
            i18n.use(language, paths.locale())
            _answer(pipe, pipe.recv_bytes(), file)


def _answer(pipe: Connection, data: bytes, file: str) -> None:
    def send(piece: object) -> None:
        pipe.send_bytes(pickle.dumps(piece, pickle.HIGHEST_PROTOCOL))

    try:
        for piece in pieces_of(data, file):
            send(piece)
    except FileUnreadable as error:
        send(_Refused(str(error)))
    except (EOFError, OSError, MemoryError):
        # Nobody listens any more, or nothing fits any more: the process ends, and the parent says so.
        raise EOFError from None
    except Exception:
        send(_Broke(traceback.format_exc()))
    else:
        send(_Done())


_READER = Reader()


def read_apart(data: bytes, file: str) -> Generator[float, None, tuple[Grid, ...]]:
    """Read by the one process that this program keeps for foreign files."""
    return _READER.read(data, file)
