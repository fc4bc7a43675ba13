"""Where things lie: what the program brings along, and what it keeps for the person who uses it."""

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _

_DIRS = PlatformDirs("northtaiwan", appauthor=False)


@cache
def data_root() -> Path:
    """The folder that holds `resources` and `db`: in a built program, an installed package or a checkout."""
    package = Path(__file__).resolve().parent
    built = getattr(sys, "_MEIPASS", None)
    candidates = [Path(built)] if built else [package / "_data", package.parent]
    for folder in candidates:
        if (folder / "resources").is_dir() and (folder / "db").is_dir():
            return folder
    raise FileUnreadable(
        _("程式的資料夾不完整：{folder} 裡找不到 resources 與 db。請重新安裝本程式；您的資料不受影響。").format(
            folder=candidates[-1]
        )
    )


def resources() -> Path:
    """Templates, icons, fonts, the manual and the catalogues of words."""
    return data_root() / "resources"


def templates() -> Path:
    return resources() / "templates"


def locale() -> Path:
    return resources() / "locale"


def db_steps() -> Path:
    """Alembic's folder: env.py and versions/."""
    return data_root() / "db"


def reference() -> Path:
    """What the platform is made of: members, groups, meeting kinds, the rotation and the sample year."""
    return db_steps() / "reference"


def default_store() -> Path:
    """The register of a person who named none, in a folder that is made for it."""
    folder = _DIRS.user_data_path
    # Where that is refused, making the register says so, and why.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder / "northtaiwan.db"


def settings_file() -> Path:
    return _DIRS.user_config_path / "settings.json"


def seen_files() -> Path:
    """Where it is remembered which large registers were looked through."""
    return _DIRS.user_cache_path / "seen.json"


def log_file() -> Path:
    return _DIRS.user_log_path / "northtaiwan.log"
