"""Imports (匯入紀錄) as columns: one row a workbook that was taken in."""

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form

KIND_WORDS = {
    "progress": "辦理情形",
    "resolutions": "決議事項",
    "plan": "年度行動方案",
    "proposals": "國建計畫提案",
    "chronicle": "大事記",
    "people": "人員與聯絡窗口",
}


def round_words(code: str) -> str:
    """A round by its code (103Q4) as people write it: 103年第4季."""
    try:
        return Round.read(code).written
    except AppError:
        return code


COLUMNS: tuple[Column, ...] = (
    Column(name="imported_at", title=N_("匯入時間"), value=lambda row: row.record.imported_at, form=Form.DAY, width=20),
    Column(
        name="taken_back",
        title=N_("狀態"),
        value=lambda row: "已復原" if row.record.taken_back_at is not None else "已匯入",
        data=lambda row: row.record.taken_back_at is not None,
        width=8,
    ),
    Column(name="file", title=N_("檔案"), value=lambda row: row.record.file_name, width=36),
    Column(
        name="kind",
        title=N_("內容"),
        value=lambda row: KIND_WORDS.get(row.record.kind, row.record.kind),
        data=lambda row: row.record.kind,
        width=14,
    ),
    Column(name="sender", title=N_("來源縣市"), value=lambda row: row.sender_name, width=12),
    Column(name="year", title=N_("年度"), value=lambda row: row.record.year, width=7),
    Column(
        name="round",
        title=N_("填報期別"),
        value=lambda row: round_words(row.record.round),
        data=lambda row: row.record.round,
        width=12,
    ),
    Column(name="new", title=N_("新增"), value=lambda row: row.record.new, form=Form.NUMBER, width=7),
    Column(name="changed", title=N_("更新"), value=lambda row: row.record.changed, form=Form.NUMBER, width=7),
    Column(name="ignored", title=N_("未採用"), value=lambda row: row.record.ignored, form=Form.NUMBER, width=8),
    Column(name="unreadable", title=N_("看不懂"), value=lambda row: row.record.unreadable, form=Form.NUMBER, width=8),
    Column(name="imported_by", title=N_("匯入者"), value=lambda row: row.record.imported_by, width=14),
    Column(name="sha256", title=N_("檢核碼"), value=lambda row: row.record.sha256, width=20),
    Column(name="id", title=N_("識別碼"), value=lambda row: row.record.id, width=34),
)
