"""The question of all reference records: what the platform is made of."""

from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.domain.meeting import MeetingKind
from northtaiwan_desktop.domain.platform import (
    Axis,
    FormerName,
    GroupRole,
    IssueGroup,
    Member,
    Platform,
    PlatformYear,
    SetPhrase,
    Thresholds,
)
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES


def reference(records: Records) -> Reference:
    """All reference records, each list in the order in which people read it."""
    return records.once(_read)


def _read(records: Records) -> Reference:
    platform = records.find(Platform, "platform")
    if platform is None:
        raise StoreUnavailable(_("這個資料庫沒有平臺的基本資料，可能建立到一半。請用 init 重新建立。"))

    def ordered(kind: type, by: str) -> tuple:  # type: ignore[type-arg]
        return tuple(records.all(kind, order=(TABLES[kind].c[by],)))

    return Reference(
        platform=platform,
        members=ordered(Member, "position"),
        former_names=ordered(FormerName, "until"),
        groups=ordered(IssueGroup, "position"),
        kinds=ordered(MeetingKind, "position"),
        axes=ordered(Axis, "position"),
        years=ordered(PlatformYear, "year"),
        roles=ordered(GroupRole, "year"),
        phrases=ordered(SetPhrase, "position"),
        thresholds=records.find(Thresholds, "thresholds") or Thresholds(),
    )
