"""What kind of disk a register lies on: a write-ahead log is safe on this PC's own disks alone."""

import ctypes
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

NETWORK = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|smb3|afs|ncpfs|ceph|glusterfs|lustre|gfs2|ocfs2|9p|davfs2?"
    r"|fuse\.(sshfs|davfs2?|rclone|glusterfs|gvfsd-fuse|s3fs|curlftpfs|smbnetfs))"
)
"""Names of the file systems whose disk is another computer's."""
DRIVE_REMOTE = 4
ESCAPED = re.compile(r"\\([0-7]{3})")


def is_local(path: Path) -> bool:
    """Does the path lie on a disk of this PC? A disk that nothing is known of is taken for one."""
    whole = path.absolute()
    if sys.platform == "win32":
        return not _is_remote_drive(whole.resolve())
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return True
    return NETWORK.fullmatch(file_system(whole.resolve(), mounts)) is None


def takes_changes(path: Path) -> bool:
    """May a file, and what its program needs beside it, be written? A full disk may: that shows on trying."""
    if sys.platform == "win32":
        return _can_be_written(path)
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _can_be_written(path: Path) -> bool:
    """Rights are lists on Windows, of which only an attempt tells what they come to."""
    probe = path.with_name(f"~{uuid4().hex}.tmp")
    try:
        with path.open("r+b"):
            probe.touch(exist_ok=False)
    except OSError:
        return False
    with suppress(OSError):
        probe.unlink()
    return True


def file_system(path: Path, mounts: str) -> str:
    """The kind of file system under a path, by the system's own list of what is mounted where."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        at = ESCAPED.sub(lambda found: chr(int(found[1], 8)), parts[1])
        if path.is_relative_to(at) and len(at) >= len(best):
            best, kind = at, parts[2]
    return kind


def _is_remote_drive(path: Path) -> bool:
    if path.drive.startswith("\\\\"):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there is none elsewhere, and mypy knows it
    return bool(kernel.GetDriveTypeW(f"{path.drive}{os.sep}") == DRIVE_REMOTE)
