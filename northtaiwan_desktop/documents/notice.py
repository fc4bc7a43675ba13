"""開會通知單 on paper, in the order and the sizes of official letters."""

from collections.abc import Iterator

from northtaiwan_desktop.documents.paper import LOOKS, Block, Paper, Role, Text, ems, lines
from northtaiwan_desktop.domain.minutes import Labelled
from northtaiwan_desktop.domain.notice import NoticeView


def paper(view: NoticeView) -> Paper:
    """Set the notice out as it is printed."""
    name = f"{view.meeting}{view.paper}".replace("會議開會", "開會")
    return Paper(title=name, author=view.sender, blocks=tuple(_blocks(view)))


def _blocks(view: NoticeView) -> Iterator[Block]:
    for field in view.corner:
        yield from _field(Role.CORNER, field)
    yield Text(Role.LETTER_TITLE, f"{view.sender}　{view.paper}")
    yield from _field(Role.LETTER_FIELD, view.recipient)
    for field in view.small:
        yield from _field(Role.LETTER_SMALL, field)
    for field in view.body:
        yield from _field(Role.LETTER_FIELD, field)


def _field(role: Role, field: Labelled) -> Iterator[Text]:
    label = f"{field.label}："
    for place, text in enumerate(lines(field.text) or [""]):
        yield Text(role, text, "" if place else label, left=ems(label) * LOOKS[role].size if place else 0)
