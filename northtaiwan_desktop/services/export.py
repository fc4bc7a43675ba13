"""What goes out: minutes, progress sheets, forms and lists, as the files that offices exchange."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from northtaiwan_desktop.documents import docx_file
from northtaiwan_desktop.documents import files as papers
from northtaiwan_desktop.documents import minutes as minutes_paper
from northtaiwan_desktop.domain.minutes import MinutesView
from northtaiwan_desktop.storage import meetings
from northtaiwan_desktop.storage.records import Records


def minutes_bytes(view: MinutesView) -> bytes:
    """The minutes as a docx, in memory."""
    return docx_file.made(minutes_paper.paper(view))


def minutes(records: Records, meeting_id: str, path: Path, *, today: date) -> Path:
    """Write a meeting's minutes as docx, odt or pdf, by the ending of `path`."""
    papers.write(minutes_paper.paper(meetings.minutes_view(records, meeting_id, today=today)), path)
    return path


Export = Callable[[Records], Path]
"""An export with its arguments filled in: a question to the register that writes a file."""
