"""催辦函 on paper: a letter that lists what a county has not reported, is late with, or must soon finish."""

from collections.abc import Iterator
from dataclasses import dataclass

from northtaiwan_desktop.documents.paper import LOOKS, Block, Paper, Role, Table, Text, spread
from northtaiwan_desktop.domain.writing import numbering
from northtaiwan_desktop.domain.writing.numbering import Level

_WIDTHS = (2.6, 5.2, 3.2, 3.4, 2.4)


@dataclass(frozen=True, kw_only=True)
class ReminderView:
    """The letter before it is set; `rows` are 案號, 決議事項, 主（協）辦單位, 預定完成日期, 催辦事由."""

    sender: str
    host: str
    recipient: str
    dated: str
    subject: str
    said: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str, str], ...]
    contact: str


def paper(view: ReminderView) -> Paper:
    """Set the letter in the order and the sizes of official letters."""
    return Paper(title=f"{view.recipient}催辦函", author=view.sender, blocks=tuple(_blocks(view)))


def _blocks(view: ReminderView) -> Iterator[Block]:
    width = Paper(title="", blocks=()).text_width
    yield Text(Role.LETTER_TITLE, f"{view.sender}　函（稿）")
    yield from _field(Role.LETTER_FIELD, "受文者：", view.recipient)
    yield from _field(Role.LETTER_SMALL, "發文日期：", view.dated)
    yield from _field(Role.LETTER_SMALL, "發文字號：", "")
    yield from _field(Role.LETTER_SMALL, "速別：", "普通件")
    yield from _field(Role.LETTER_SMALL, "附件：", "縣市填報表1份")
    yield from _field(Role.LETTER_SMALL, "主政縣市：", view.host)
    if view.contact:
        yield from _field(Role.LETTER_SMALL, "聯絡窗口：", view.contact)
    yield Text(Role.LETTER_SMALL, "")
    yield from _field(Role.LETTER_FIELD, "主旨：", view.subject)
    yield Text(Role.LETTER_FIELD, "", "說明：")
    for place, line in enumerate(view.said, 1):
        yield Text(Role.LETTER_FIELD, line, numbering.written(Level.TWO, place), left=LOOKS[Role.LETTER_FIELD].size)
    header = ("案號", "決議事項", "主（協）辦單位", "預定完成", "催辦事由")
    yield Table(spread(_WIDTHS, width, view.rows), view.rows, header)
    yield Text(Role.LETTER_SMALL, "")
    yield from _field(Role.LETTER_SMALL, "正本：", view.recipient)


def _field(role: Role, label: str, text: str) -> Iterator[Text]:
    yield Text(role, text, label)
