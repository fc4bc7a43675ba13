"""The papers of a year and of a quarter (年度成果彙編, 季報), written as jobs that tell how far they are."""

from collections.abc import Callable, Generator
from datetime import date
from pathlib import Path

from northtaiwan_desktop.documents import files
from northtaiwan_desktop.documents import quarterly as quarterly_paper
from northtaiwan_desktop.documents import yearbook as yearbook_paper
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.quarterly import Quarterly
from northtaiwan_desktop.domain.yearbook import Yearbook
from northtaiwan_desktop.storage import yearbook as questions
from northtaiwan_desktop.storage.records import Records

ASKED = 0.1
"""How far a job is once the register has answered."""


def yearbook_of(records: Records, *, year: int, today: date, order: MemberOrder = MemberOrder.COMMITTEE) -> Yearbook:
    """What a ROC year came to."""
    return questions.yearbook(records, year=year, today=today, order=order)


def quarterly_of(
    records: Records, *, round: Round, today: date, order: MemberOrder = MemberOrder.COMMITTEE
) -> Quarterly:
    """How the register stands in a round."""
    return questions.quarterly(records, round=round, today=today, order=order)


def writing(book: Yearbook | Quarterly, path: Path) -> Generator[float, None, Path]:
    """Write the paper as its suffix says; where the job is stopped, nothing is written."""
    files.require_paper(path)
    yield ASKED
    paper = yearbook_paper.paper(book) if isinstance(book, Yearbook) else quarterly_paper.paper(book)
    for part in files.writing(paper, path):
        yield ASKED + (1 - ASKED) * part
    return path


def write(book: Yearbook | Quarterly, path: Path, tell: Callable[[float], object] = lambda _part: None) -> Path:
    """The same from beginning to end."""
    files.require_paper(path)
    for part in writing(book, path):
        tell(part)
    return path
