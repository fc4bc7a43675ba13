"""What others change on a server, heard as it happens; a line that was cut is taken up again."""

import select
import socket
from collections.abc import Callable
from threading import Thread
from typing import Any

import psycopg

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.storage.postgres import CHANNEL, Server
from northtaiwan_desktop.storage.schema import KINDS

PAUSES = (1, 2, 5, 10)
"""Seconds before each new try to take the line up again; the last of them counts from then on."""
EVERYTHING = frozenset(KINDS)
"""What may have changed while nobody listened."""

Heard = Callable[[frozenset[str]], None]
Lost = Callable[[AppError | None], None]


class Listening:
    """Listens on a thread and a line of its own. It sleeps until the server has something to say.

    `heard` is told the kinds of record that others changed; `lost` why the line is gone, and None once it is back.
    """

    def __init__(self, server: Server, heard: Heard, lost: Lost) -> None:
        self._server, self._is_closed = server, False
        self._heard: Heard = lambda kinds: None if self._is_closed else heard(kinds)
        self._lost: Lost = lambda error: None if self._is_closed else lost(error)
        self._ended, self._end = socket.socketpair()
        self._thread = Thread(target=self._listen, name="notices", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening: nothing is told any more."""
        self._is_closed = True
        self._end.close()
        # It may be waiting for a server that does not answer: the program need not wait with it.
        self._thread.join(2)

    def _listen(self) -> None:
        tries = 0
        try:
            while True:
                try:
                    with self._server.connect(autocommit=True) as line:
                        line.execute(f"LISTEN {CHANNEL}")
                        if tries:
                            tries = 0
                            self._lost(None)
                            self._heard(EVERYTHING)
                        if self._hear(line):
                            return
                except psycopg.Error as error:
                    if not tries:
                        self._lost(self._server.refusal(error))
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                tries += 1
                if select.select([self._ended], [], [], pause)[0]:
                    return
        finally:
            self._ended.close()

    def _hear(self, line: "psycopg.Connection[Any]") -> bool:
        """Hand on what is heard; true once nobody listens any more."""
        while True:
            watched: list[Any] = [line.fileno(), self._ended]
            ready, _out, _odd = select.select(watched, [], [])
            if self._ended in ready:
                return True
            told = [notice.payload.partition(" ") for notice in line.notifies(timeout=0)]
            others = [kinds for key, _space, kinds in told if key != self._server.key]
            if others:
                self._heard(frozenset(kind for kinds in others for kind in kinds.split(",")))
