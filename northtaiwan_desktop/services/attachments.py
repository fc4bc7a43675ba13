"""附件: files that belong to a meeting or a case, kept in the register."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import AppError, NotFound, RuleBroken
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import imports, meetings, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

MEBIBYTE = 2**20


def attach(work: Work, owner_id: str, path: Path) -> Attachment:
    """Take a file in. FileUnreadable where it is gone or locked, RuleBroken where it is empty or too large."""
    limit = reference(work).thresholds.largest_attachment_mb
    size = path.stat().st_size if whole_file.is_file(path) else 0
    if size > limit * MEBIBYTE:
        message = _("「{name}」有 {size:.1f} MB，超過附件上限 {limit} MB，沒有加入。請縮小檔案，或在「設定」調高上限。")
        raise RuleBroken(message.format(name=path.name, size=size / MEBIBYTE, limit=limit))
    content = whole_file.read(path)
    if not content:
        raise RuleBroken(_("「{name}」是空的檔案，沒有加入。").format(name=path.name))
    digest = sha256(content).hexdigest()
    same = next((one for one in of(work, owner_id) if one.sha256 == digest and one.name == path.name), None)
    if same is not None and imports.file_content(work, digest) is None:
        # Its bytes were lost: to add the file again is the remedy.
        work.keep_file(digest, content)
        return work.save(replace(same, added_at=work.now))
    if same is not None:
        raise RuleBroken(_("「{name}」已經在附件裡，內容相同。").format(name=path.name))
    work.keep_file(digest, content)
    made = Attachment(owner_id=owner_id, name=path.name, size=len(content), sha256=digest, added_at=work.now)
    return work.save(made)


def attach_all(work: Work, owner_id: str, paths: Sequence[Path]) -> list[str]:
    """Take in the files that can be; what is wrong with the others is returned, one sentence a file.

    Where none can be taken in, the first one's error is raised: there is nothing to keep.
    """
    refused: list[AppError] = []
    for path in paths:
        try:
            attach(work, owner_id, path)
        except AppError as error:
            refused.append(error)
    if refused and len(refused) == len(paths):
        raise refused[0] if len(refused) == 1 else RuleBroken("\n".join(map(str, refused)))
    return [str(error) for error in refused]


def detach(work: Work, id: str) -> None:
    """Take a file off; its bytes stay in the register, so that this can be undone."""
    work.delete(work.get(Attachment, id))


def of(records: Records, owner_id: str) -> list[Attachment]:
    """The attachments of a record, in the order in which they came."""
    table = TABLES[Attachment].c
    return records.all(Attachment, table.owner_id == owner_id, order=(table.added_at, table.name))


def find_owner(records: Records, key: str) -> str:
    """The id of the meeting or the case of this name or number; NotFound names it."""
    try:
        return meetings.find(records, key).id
    except NotFound:
        try:
            return resolutions.find(records, key).id
        except NotFound:
            raise NotFound(
                _("找不到會議或案號「{key}」。可用 list meetings、list resolutions 查看。").format(key=key)
            ) from None


def find(records: Records, owner_id: str, key: str) -> Attachment:
    """The attachment with this id or name; NotFound names those that there are."""
    kept = of(records, owner_id)
    for one in kept:
        if key in (one.id, one.name):
            return one
    known = "、".join(f"「{one.name}」" for one in kept) or _("（無）")
    raise NotFound(_("沒有附件「{key}」。現有附件：{known}。").format(key=key, known=known))


def content(records: Records, attachment: Attachment) -> bytes:
    """The bytes of an attachment; NotFound where the register has lost them."""
    found = imports.file_content(records, attachment.sha256)
    if found is None:
        message = _("資料庫裡找不到附件「{name}」的內容。請從備份還原，或重新加入這個檔案。")
        raise NotFound(message.format(name=attachment.name))
    return found


def write_to_open(records: Records, attachment: Attachment, folder: Path) -> Path:
    """Write a copy to be opened by its own program; RuleBroken where it may be a program itself."""
    if not attachment.is_document:
        message = _(
            "「{name}」不是文件、圖片或影音，可能是程式，沒有開啟。確實需要時請用「另存附件」存下，向提供的人確認後再自行開啟。"
        )
        raise RuleBroken(message.format(name=attachment.file_name))
    return write(records, attachment, folder / attachment.file_name)


def write(records: Records, attachment: Attachment, path: Path) -> Path:
    """Write an attachment out as it came in."""
    whole_file.write(path, content(records, attachment))
    return path
