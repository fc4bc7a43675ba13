"""A real PostgreSQL server for the tests: started once in a folder of its own, thrown away afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "northtaiwan_tests"
ROOM = 2 * 2**30
"""Bytes that have to be free where the server lies in memory."""
SETTINGS = {
    # Thrown away in any case: the tests are about what the program does, not about the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "ssl": "on",
    "lc_messages": "C",
}


def programs() -> Path | None:
    """The folder of the server's programs: Debian keeps them beside the PATH, one folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    known = shutil.which("initdb")
    return found[-1].parent if found else Path(known).resolve().parent if known else None


@dataclass(frozen=True)
class TestServer:
    """A running server. Whoever comes from this machine is trusted, but for `guarded`, who needs a password."""

    __test__ = False

    folder: Path
    port: int
    bin: Path

    def url(self, database: str, *, user: str = OWNER, options: str = "?sslmode=disable") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}{options}"

    def connect(self, database: str = "postgres", *, user: str = OWNER) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.url(database, user=user), autocommit=True)

    def make(self, database: str, *, template: str = "template0") -> str:
        """A database, empty or a copy; returns its address."""
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' STRATEGY file_copy")
        with self.connect() as connection:
            connection.execute(made.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def login(self, name: str) -> None:
        """A person who may sign in."""
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))

    @contextmanager
    def replica(self) -> Iterator["TestServer"]:
        """A second server that follows this one and only reads."""
        folder = Path(tempfile.mkdtemp(prefix="nt-pg-", dir=self.folder.parent))
        try:
            if os.geteuid() == 0:
                shutil.chown(folder, "nobody", "nogroup")
            other = TestServer(folder, _free_port(), self.bin)
            source = ["-h", "127.0.0.1", "-p", str(self.port), "-U", OWNER]
            copy = ["-D", folder / "data", "-R", "-X", "stream", "-c", "fast", "--no-sync"]
            run([self.bin / "pg_basebackup", *source, *copy], folder)
            with (folder / "data" / "postgresql.conf").open("a") as settings:
                settings.write(f"\nport = {other.port}\nunix_socket_directories = '{folder}'\n")
            other.control("-l", str(folder / "server.log"), "start")
            try:
                yield other
            finally:
                other.control("-m", "immediate", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def control(self, *words: str) -> None:
        run([self.bin / "pg_ctl", "-D", self.folder / "data", "-w", "-t", "60", *words], self.folder)


def run(command: list[str | Path], folder: Path) -> None:
    """Run one of the server's programs, as somebody else where we are root: it refuses to be root's."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *words]
    with (folder / "told.log").open("a") as told:
        done = subprocess.run(words, cwd=folder, stdout=told, stderr=told, env=dict(os.environ, LC_ALL="C.UTF-8"))
    assert done.returncode == 0, (folder / "told.log").read_text("utf-8", "replace")[-2000:]


@contextmanager
def running(bin: Path) -> Iterator[TestServer]:
    """Start a server; it is stopped and its folder removed at the end."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="nt-pg-", dir=memory if has_room else None))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        port = _free_port()
        server = TestServer(folder, port, bin)
        data = folder / "data"
        run([bin / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"], folder)
        _certificate(folder, data)
        lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
        lines += [f"port = {port}", "listen_addresses = '127.0.0.1'", f"unix_socket_directories = '{folder}'"]
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(["", *lines, ""]))
        rules = (
            "host all guarded 127.0.0.1/32 scram-sha-256",
            "hostnossl all sealed 127.0.0.1/32 reject",
            "local all all trust",
            "host replication all 127.0.0.1/32 trust",
            "host all all 127.0.0.1/32 trust",
        )
        (data / "pg_hba.conf").write_text("\n".join([*rules, ""]))
        server.control("-l", str(folder / "server.log"), "start")
        try:
            yield server
        finally:
            server.control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _certificate(folder: Path, data: Path) -> None:
    """The server's own paper, for connections that are guarded on the way."""
    made = ["openssl", "req", "-new", "-x509", "-days", "30", "-nodes", "-subj", "/CN=127.0.0.1"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", data / "server.key", "-out", data / "server.crt"]
    run(made, folder)
    run(["chmod", "600", data / "server.key"], folder)
