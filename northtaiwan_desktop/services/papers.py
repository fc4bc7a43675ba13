"""The papers of a meeting, from the notice to the extract of one resolution, as docx, odt or pdf."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop.documents import files
from northtaiwan_desktop.documents import minutes as minutes_paper
from northtaiwan_desktop.documents import notice as notice_paper
from northtaiwan_desktop.documents import signin as signin_paper
from northtaiwan_desktop.documents.paper import Paper
from northtaiwan_desktop.domain import agenda_view, notice, signin
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import meetings, notices, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference


def paper(
    records: Records, kind: PaperKind, meeting_id: str, *, today: date, resolution_id: str | None = None
) -> Paper:
    """One paper of a meeting. An extract is of the resolution named, else of the only one; RuleBroken names them."""
    if kind is PaperKind.MINUTES:
        return minutes_paper.paper(meetings.minutes_view(records, meeting_id, today=today))
    known = reference(records)
    file = meetings.meeting_file(records, meeting_id, today=today)
    if kind is PaperKind.NOTICE:
        return notice_paper.paper(notice.view(file, notices.notice_of(records, meeting_id), known))
    if kind is PaperKind.SIGNIN:
        return signin_paper.paper(signin.view(file, known))
    if kind is PaperKind.AGENDA:
        return minutes_paper.paper(agenda_view.agenda(file, known))
    if resolution_id is None:
        if not file.resolutions:
            raise RuleBroken(_("「{title}」還沒有決議，沒有可以節錄的內容。").format(title=file.meeting.title))
        if len(file.resolutions) > 1:
            named = "\n".join(f"・{one.number or one.id}　{one.text[:30]}" for one in file.resolutions)
            message = _("「{title}」有 {count} 項決議，請指定要節錄哪一項：\n{named}")
            raise RuleBroken(message.format(title=file.meeting.title, count=len(file.resolutions), named=named))
        resolution_id = file.resolutions[0].id
    return minutes_paper.paper(agenda_view.extract(file, known, resolution_id))


def pdf(records: Records, kind: PaperKind, meeting_id: str, *, today: date, resolution_id: str | None = None) -> bytes:
    """A paper as it is printed."""
    from northtaiwan_desktop.documents import pdf_file  # its library is loaded when the first page is wanted

    return pdf_file.made(paper(records, kind, meeting_id, today=today, resolution_id=resolution_id))


def find_resolution(records: Records, key: str) -> str:
    """The id of the resolution with this id or case number."""
    return resolutions.find(records, key).id


def write(
    records: Records,
    kind: PaperKind,
    meeting_id: str,
    path: Path,
    *,
    today: date,
    resolution_id: str | None = None,
) -> str:
    """Write a paper by the ending of `path`; returns the checksum of the file, by which it is known again."""
    files.write(paper(records, kind, meeting_id, today=today, resolution_id=resolution_id), path)
    return sha256(path.read_bytes()).hexdigest()
