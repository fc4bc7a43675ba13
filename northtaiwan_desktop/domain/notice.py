"""A notice of meeting: what the official letter says beside what the meeting itself knows."""

from dataclasses import dataclass, field
from datetime import date

from northtaiwan_desktop.domain.identity import new_id


@dataclass(frozen=True, kw_only=True)
class Notice:
    """開會通知單 of one meeting. Time, place, chair and people are the meeting's own and stand there only."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    file_number: str = ""
    """檔號."""
    retention: str = ""
    """保存年限, such as 「3年」."""
    recipient: str = ""
    """受文者; empty where each recipient gets a letter of the same words."""
    issued_on: date | None = None
    """發文日期."""
    issue_number: str = ""
    """發文字號."""
    speed: str = "普通件"
    """速別: 普通件, 速件 or 最速件."""
    secrecy: str = ""
    """密等及解密條件或保密期限; empty for what is no secret."""
    enclosures: str = ""
    """附件."""
    purpose: str = ""
    """開會事由; the meeting's title where nothing is said."""
    contact: str = ""
    """聯絡人."""
    phone: str = ""
    copies_to: str = ""
    """副本, one office a line."""
    remark: str = ""
    """備註."""
