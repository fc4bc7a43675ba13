"""What can go wrong, by who can mend it.

* AppError
  - RuleBroken        the user asked for what the rules forbid: say so, change nothing
    - Unconfirmed     it is allowed, but seldom meant: done once the user has said so expressly
  - Unreadable        a text is not the date, number or name that it should be
  - NotFound          the record that was named is not there
  - ChangedMeanwhile  someone else saved first: show both, let the user choose
  - FileUnreadable    a file from outside can't be read: name it and the remedy
  - FileUnwritable    a file can't be written: disk full, open in another program, no rights
  - StoreUnavailable  the register itself is missing, locked, damaged or of a newer version
    - StoreHeld       another PC has it open for writing
    - StoreUnwritable it lies where nothing can be written
    - StoreDamaged    it is damaged: a backup or a rescue helps
    - PasswordWanted  the server asks for a password: the person has to tell it
  - Stopped           the person stopped it: nothing of it was kept

Anything else that is raised is our own mistake and goes to the crash dialog.
"""

from typing import Any


class AppError(Exception):
    """Base of all errors whose text is written for the user: what happened, to what, what to do."""


class RuleBroken(AppError):
    """The action is against a rule of the trade."""


class Unconfirmed(RuleBroken):
    """What was asked for is seldom meant, and is done only where the person says so expressly."""


class Unreadable(AppError):
    """A text could not be read as what it should be. `text` is what was read."""

    def __init__(self, message: str, text: str = "") -> None:
        super().__init__(message)
        self.text = text


class NotFound(AppError):
    """No record bears this id or number."""


class ChangedMeanwhile(AppError):
    """The record is no longer as the user saw it.

    `now` is the record as it stands in the store (None: deleted), `wanted` what was to be saved.
    """

    def __init__(self, message: str, *, now: Any = None, wanted: Any = None) -> None:
        super().__init__(message)
        self.now = now
        self.wanted = wanted


class FileUnreadable(AppError):
    """A file that came from outside cannot be read."""


class FileUnwritable(AppError):
    """A file cannot be written where it was asked for."""


class Stopped(AppError):
    """A person stopped what was being done; nothing of it was kept."""


class StoreUnavailable(AppError):
    """The register cannot be opened, read or written just now."""


class StoreHeld(StoreUnavailable):
    """Another PC has the register open for writing. `holder` says who."""

    def __init__(self, message: str, *, holder: Any = None) -> None:
        super().__init__(message)
        self.holder = holder


class StoreUnwritable(StoreUnavailable):
    """Nothing can be written where the register lies. `told` says so to who reads it meanwhile."""

    def __init__(self, message: str, *, told: str = "") -> None:
        super().__init__(message)
        self.told = told


class StoreDamaged(StoreUnavailable):
    """The register's file is damaged: what helps is a backup, or the rescue of what can be read.

    `at` is its path, where that was met while it was read or written.
    """

    def __init__(self, message: str, *, at: str = "") -> None:
        super().__init__(message)
        self.at = at


class PasswordWanted(StoreUnavailable):
    """The server asks for a password that nobody has told it, or the one told was wrong."""
