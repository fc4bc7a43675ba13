"""What this PC's user chose: language, look, the last register, name and window; kept in one JSON file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.i18n import _

RECENT = 8
SECRETARY = "secretary"
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, kw_only=True)
class Choices:
    """One state of the choices. `columns` and `geometry` hold Qt's own saved states as base64."""

    language: str = "zh_TW"
    theme: str = "system"
    user: str = ""
    desk: str = ""
    """Whose desk the user keeps: `SECRETARY`, or a member's id; empty leaves it to the user's posts."""
    last_store: str = ""
    recent: list[str] = field(default_factory=list)
    years: dict[str, int] = field(default_factory=dict)
    """The ROC year last worked on, by register."""
    geometry: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    filters: dict[str, dict[str, str]] = field(default_factory=dict)
    """What a list was last narrowed to, by list."""
    views: dict[str, dict[str, str]] = field(default_factory=dict)
    """What one looks for in the register, kept by name."""
    backup_folder: str = ""
    """Where copies of registers go; "" for a folder beside each."""
    backup_cap_mb: int = 2_000
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was typed into a form and not yet saved, by form and record."""


class Settings:
    """The choices and the file that keeps them. `told` says what was wrong with the file, where something was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told = ""
        self.choices = self._read()

    def keep(self, **changes: Any) -> None:
        """Change some choices and write them. Raises FileUnwritable; the choices then hold until the program ends."""
        wanted = replace(self.choices, **changes)
        if wanted == self.choices:
            return
        self.choices = wanted
        spare = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            spare.write_text(json.dumps(asdict(wanted), ensure_ascii=False, indent=1), "utf-8")
            spare.replace(self.path)
        except OSError as error:
            message = _("無法寫入設定檔「{path}」：{reason}。這次的選擇只在本次執行有效，請確認資料夾的寫入權限。")
            raise FileUnwritable(message.format(path=self.path, reason=error.strerror)) from error

    def keep_store(self, location: str) -> None:
        """Remember a register as the last one, at the head of the recent ones."""
        others = [known for known in self.choices.recent if known != location]
        self.keep(last_store=location, recent=[location, *others][:RECENT])

    def keep_draft(self, key: str, texts: Mapping[str, str] | None) -> None:
        """Keep what was typed into a form; None forgets it."""
        drafts = {known: draft for known, draft in self.choices.drafts.items() if known != key}
        self.keep(drafts=drafts if texts is None else drafts | {key: dict(texts)})

    def _read(self) -> Choices:
        try:
            return _choices(json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return Choices()
        except (OSError, ValueError) as error:
            self.told = self._set_aside(str(error))
            return Choices()

    def _set_aside(self, reason: str) -> str:
        """Move a file that can't be read out of the way, and say so."""
        aside = self.path.with_suffix(".broken.json")
        try:
            self.path.replace(aside)
        except OSError:
            message = _("設定檔「{path}」無法讀取（{reason}），這次改用預設值。請確認檔案權限。")
            return message.format(path=self.path, reason=reason)
        message = _("設定檔無法讀取，已改用預設值；原檔改名為「{path}」，資料庫不受影響。")
        return message.format(path=aside)


def _choices(data: object) -> Choices:
    """Take what is known and of the right kind; a later version's choices are passed over. Raises ValueError."""
    if not isinstance(data, dict):
        raise ValueError("not an object")
    plain = asdict(Choices())
    known = {one.name for one in fields(Choices)}
    taken = {name: value for name, value in data.items() if name in known and type(value) is type(plain[name])}
    if taken.get("theme", "system") not in THEMES:
        del taken["theme"]
    return Choices(**taken)
