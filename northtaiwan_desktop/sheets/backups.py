"""The columns of the list of copies: when, why, how large, and what each holds."""

from typing import Any

from northtaiwan_desktop.domain.backups import BackupLine, Facts
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.columns import Column, Form


def _of(name: str) -> Any:
    def value(row: BackupLine) -> Any:
        facts: Facts | None = row.facts
        return None if facts is None else getattr(facts, name)

    return value


COLUMNS = (
    Column(name="at", title=N_("備份時間"), value=lambda row: row.backup.at, form=Form.DAY, width=20),
    Column(
        name="reason",
        title=N_("種類"),
        value=lambda row: row.backup.reason.title,
        data=lambda row: row.backup.reason.name.lower(),
        width=10,
    ),
    Column(
        name="size",
        title=N_("大小"),
        value=lambda row: f"{row.backup.size / 10**6:,.1f} MB",
        data=lambda row: row.backup.size,
        width=10,
    ),
    Column(name="meetings", title=N_("會議"), value=_of("meetings"), form=Form.NUMBER, width=8),
    Column(name="resolutions", title=N_("決議"), value=_of("resolutions"), form=Form.NUMBER, width=8),
    Column(
        name="last_action",
        title=N_("最後一項操作"),
        value=lambda row: row.facts.last_label if row.facts else row.fault,
        width=40,
    ),
    Column(name="last_at", title=N_("操作時間"), value=_of("last_at"), form=Form.DAY, width=20),
    Column(name="name", title=N_("檔名"), value=lambda row: row.backup.name, width=36),
    Column(name="path", title=N_("位置"), value=lambda row: row.backup.path, width=50),
)
