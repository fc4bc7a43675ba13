"""The home page on paper (推動概況): written, or made to be printed."""

from datetime import date
from pathlib import Path

from northtaiwan_desktop.documents import files
from northtaiwan_desktop.documents import overview as overview_paper
from northtaiwan_desktop.documents.paper import Paper
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.storage.overview import overview
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference


def write(records: Records, path: Path, *, year: int, today: date, order: MemberOrder) -> Path:
    """Write the page as its suffix says."""
    files.require_paper(path)
    files.write(_paper(records, year=year, today=today, order=order), path)
    return path


def pdf(records: Records, *, year: int, today: date, order: MemberOrder) -> bytes:
    """The page as it is printed."""
    from northtaiwan_desktop.documents import pdf_file

    return pdf_file.made(_paper(records, year=year, today=today, order=order))


def _paper(records: Records, *, year: int, today: date, order: MemberOrder) -> Paper:
    shown = overview(records, year=year, today=today, order=order)
    return overview_paper.paper(shown, reference(records).platform.name, roc_date.written(today))
