"""The papers of a meeting, from the notice to the extract of one resolution, as docx, odt or pdf."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.documents import files
from northtaiwan_desktop.documents import minutes as minutes_paper
from northtaiwan_desktop.documents import notice as notice_paper
from northtaiwan_desktop.documents import signin as signin_paper
from northtaiwan_desktop.documents.paper import Paper, Table, Text
from northtaiwan_desktop.domain import agenda_view, notice, signin
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind, PaperTemplate
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.notice import NoticeView
from northtaiwan_desktop.domain.paper_examples import PaperView
from northtaiwan_desktop.domain.signin import SigninView
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import templates
from northtaiwan_desktop.storage import meetings, notices, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference


def paper(
    records: Records, kind: PaperKind, meeting_id: str, *, today: date, resolution_id: str | None = None
) -> Paper:
    """One paper of a meeting, set out. An extract is of the resolution named, else of the only one."""
    return set_out(view(records, kind, meeting_id, today=today, resolution_id=resolution_id))


def set_out(shown: PaperView) -> Paper:
    """A paper as it is printed."""
    match shown:
        case NoticeView():
            return notice_paper.paper(shown)
        case SigninView():
            return signin_paper.paper(shown)
    return minutes_paper.paper(shown)


def view(
    records: Records, kind: PaperKind, meeting_id: str, *, today: date, resolution_id: str | None = None
) -> PaperView:
    """What a paper of a meeting says. RuleBroken names the resolutions where an extract could be of several."""
    if kind is PaperKind.MINUTES:
        return meetings.minutes_view(records, meeting_id, today=today)
    known = reference(records)
    file = meetings.meeting_file(records, meeting_id, today=today)
    if kind is PaperKind.NOTICE:
        return notice.view(file, notices.notice_of(records, meeting_id), known)
    if kind is PaperKind.SIGNIN:
        return signin.view(file, known)
    if kind is PaperKind.AGENDA:
        return agenda_view.agenda(file, known)
    return agenda_view.extract(file, known, resolution_id or _only_resolution(file))


def _only_resolution(file: MeetingFile) -> str:
    if not file.resolutions:
        raise RuleBroken(_("「{title}」還沒有決議，沒有可以節錄的內容。").format(title=file.meeting.title))
    if len(file.resolutions) > 1:
        named = "\n".join(f"・{one.number or one.id}　{one.text[:30]}" for one in file.resolutions)
        message = _("「{title}」有 {count} 項決議，請指定要節錄哪一項：\n{named}")
        raise RuleBroken(message.format(title=file.meeting.title, count=len(file.resolutions), named=named))
    return file.resolutions[0].id


def pdf(records: Records, kind: PaperKind, meeting_id: str, *, today: date, resolution_id: str | None = None) -> bytes:
    """A paper as it is printed."""
    from northtaiwan_desktop.documents import pdf_file  # its library is loaded when the first page is wanted

    return pdf_file.made(paper(records, kind, meeting_id, today=today, resolution_id=resolution_id))


def not_drawn(
    records: Records, kind: PaperKind, meeting_id: str, *, today: date, resolution_id: str | None = None
) -> str:
    """The characters of a paper that its pdf shows as 〓: no font on this PC has them (造字)."""
    from northtaiwan_desktop.documents.fonts import faces

    made = paper(records, kind, meeting_id, today=today, resolution_id=resolution_id)
    cells = (cell for block in made.blocks if isinstance(block, Table) for row in block.rows for cell in row)
    texts = (block.label + block.text for block in made.blocks if isinstance(block, Text))
    return faces().missing("".join((*texts, *cells)))


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
    """Write a paper by the ending of `path`; returns the checksum of the file, by which it is known again.

    A docx is made with the office's own template where one was chosen for its kind.
    """
    shown = view(records, kind, meeting_id, today=today, resolution_id=resolution_id)
    if path.suffix.lower() == ".docx":
        whole_file.write(path, docx(records, kind, shown))
    else:
        files.write(set_out(shown), path)
    return sha256(path.read_bytes()).hexdigest()


def docx(records: Records, kind: PaperKind, shown: PaperView) -> bytes:
    """A paper as a Word file: by the office's own template where one was chosen, else in the standard look."""
    from northtaiwan_desktop.documents import docx_file  # its library is loaded when a file is wanted

    own = templates.chosen(records, kind)
    return docx_file.made(set_out(shown)) if own is None else _by_template(records, own, shown)


def _by_template(records: Records, own: PaperTemplate, shown: PaperView) -> bytes:
    from northtaiwan_desktop.documents import template  # its library is loaded where a template was chosen

    try:
        return template.filled(templates.content(records, own), shown)
    except RuleBroken as error:
        message = _("範本「{name}」無法填入這份文件：{reason}。請修改範本，或在「設定」改用標準格式。")
        raise RuleBroken(message.format(name=own.name, reason=error)) from error
