"""Asking where a file is to be written, and in which of its formats."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from northtaiwan_desktop.i18n import N_, _

WORDS = {
    ".docx": N_("Word 文件 (*.docx)"),
    ".odt": N_("ODF 文字文件 (*.odt)"),
    ".pdf": N_("PDF (*.pdf)"),
    ".xlsx": N_("Excel 活頁簿 (*.xlsx)"),
    ".ods": N_("ODF 試算表 (*.ods)"),
    ".xlsm": N_("Excel 含巨集的活頁簿 (*.xlsm)"),
    ".txt": N_("純文字 (*.txt)"),
    ".ics": N_("行事曆 (*.ics)"),
    ".eml": N_("郵件草稿 (*.eml)"),
    ".zip": N_("壓縮檔 (*.zip)"),
}


def save_place(parent: QWidget, name: str, endings: Sequence[str]) -> Path | None:
    """Ask for a path; `name` is offered without its ending, the first of `endings` is the usual one. None: left."""
    words = {_(WORDS[ending]): ending for ending in endings}
    chosen, kind = QFileDialog.getSaveFileName(parent, _("匯出"), f"{name}{endings[0]}", ";;".join(words))
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() in endings else path.with_name(path.name + words.get(kind, endings[0]))
