"""What a verb works with: the register, the day, the person, and where the answer goes."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TextIO, TypeVar

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.backups import Keeping
from northtaiwan_desktop.domain.errors import RuleBroken, Unconfirmed
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.storage import made_files
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Action, Question, Store

T = TypeVar("T")


@dataclass
class Session:
    """One run of the command line. Answers go to `out`, messages to `err`."""

    location: Path | str
    today: date
    by: str
    as_json: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    @property
    def file(self) -> Path:
        """The register's file, for what is done with files alone."""
        return self.file_or(_("這個指令只用於資料庫檔。伺服器上的資料庫由伺服器備份，見 docs/server.md。"))

    def file_or(self, message: str) -> Path:
        """The register's file; RuleBroken with `message` where it lies on a server."""
        if is_server(self.location):
            raise RuleBroken(message)
        return Path(self.location)

    @cached_property
    def keeping(self) -> Keeping:
        """How copies of the register are kept: as this PC's user chose in the window."""
        chosen = Settings(paths.settings_file()).choices
        return Keeping(folder=chosen.backup_folder, cap_mb=chosen.backup_cap_mb)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The register, let go of at the end."""
        store = Store.open(self.location, keeping=self.keeping)
        for message in store.told_at_opening:
            self.tell(message)
        try:
            yield store
        finally:
            store.close()

    def ask(self, question: Question[T]) -> T:
        """Ask the register one thing."""
        with self.store() as store:
            return store.ask(question)

    def do(self, label: str, action: Action) -> Operation:
        """Change the register by one action; where that needs a person's express word, say how to give it."""
        try:
            with self.store() as store:
                return store.do(label, action, by=self.by)
        except Unconfirmed as error:
            raise Unconfirmed(_("{told}（指令列加 --even-so）").format(told=error)) from error

    def remember(self, sha256: str, owner_id: str) -> None:
        """Note a paper that was written out; who may only read leaves no note."""
        with self.store() as store:
            if store.rights.may_change:
                store.do(_("匯出文件"), partial(made_files.remember, sha256=sha256, owner_id=owner_id), by=self.by)

    def reference(self) -> Reference:
        """The platform's own records."""
        return self.ask(reference)

    def tell(self, message: str) -> None:
        """A message for the person, beside the answer."""
        print(message, file=self.err)

    def give(self, answer: Any) -> None:
        """The answer as one JSON document."""
        print(json.dumps(answer, ensure_ascii=False, indent=2), file=self.out)

    def answer(self, answer: Any, message: str) -> None:
        """What was done: the message for the person, and the answer as JSON where it was asked for."""
        self.tell(message)
        if self.as_json:
            self.give(answer)

    def give_rows(self, rows: Sequence[Any], columns: Sequence[Column], *, key: Callable[[Any], str]) -> None:
        """A list: as JSON objects with their record ids, or as a table of texts."""
        if self.as_json:
            self.give([{"id": key(row)} | {column.name: column.plain(row) for column in columns} for row in rows])
            return
        if not rows:
            self.tell(_("沒有符合的資料。"))
            return
        print("\t".join(_(column.title) for column in columns), file=self.out)
        for row in rows:
            print("\t".join(" ".join(column.text(row).split()) for column in columns), file=self.out)
