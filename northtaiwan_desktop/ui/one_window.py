"""One window a register on this PC: a second one asks the first to come to the front, and ends."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 1_000
"""Milliseconds that a second window waits for the first to answer."""
ASK = b"front\n"


def name_of(location: str) -> str:
    """The name under which the window of a register listens: of this user, and of this file however it is spelt."""
    whole = os.path.normcase(Path(location).resolve())
    user = ""
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    return "northtaiwan-" + sha256(f"{user}\n{whole}".encode()).hexdigest()[:24]


def ask_front(location: str) -> bool:
    """Ask the window that has this register open to come to the front; False where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(location))
    if not socket.waitForConnected(PATIENCE):
        return False
    socket.write(ASK)
    socket.waitForBytesWritten(PATIENCE)
    # The answer may have come while we were still writing.
    has_come = socket.bytesAvailable() > 0 or socket.waitForReadyRead(PATIENCE)
    heard = has_come and bytes(socket.readAll().data()) == ASK
    socket.disconnectFromServer()
    return heard


class OneWindow(QObject):
    """Listens for second windows of the register that is open here; `wanted` asks to come to the front."""

    wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_asked)

    def listen(self, location: str) -> None:
        """Be the window of this register from now on."""
        name = name_of(location)
        if self._server.serverName() == name and self._server.isListening():
            return
        self._server.close()
        if not self._server.listen(name):
            # What a window that was broken off has left behind.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        self._server.close()

    def _on_asked(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.write(ASK)
            socket.flush()
            self.wanted.emit()
