"""An instruction in running text (請桃園市政府交通局會同新竹縣政府於年底前提報): who is to do it, by when."""

from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.doers import doers_in
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.domain.writing.due_words import find_due


@dataclass(frozen=True)
class Instruction:
    """What a text asks for. `due_text` are the words for the day, `due_on` the day itself where they name one."""

    text: str
    doers: tuple[Assignment, ...]
    due_text: str
    due_on: date | None


def understood(text: str, known: Reference, *, year: int, on: date | None = None) -> Instruction:
    """Read who is named in the text, and which words in it tell when it is due. Nothing is guessed beyond that.

    `on` is the day of the meeting: a month that names no year is the next one after it.
    """
    words, day = find_due(text, year=year, on=on)
    return Instruction(text.strip(), tuple(doers_in(text, known)), words, day)
