"""簽到表 on paper: a table with room to sign."""

from collections.abc import Iterator

from northtaiwan_desktop.documents.minutes import whole_title
from northtaiwan_desktop.documents.paper import Block, Paper, Role, Table, Text, spread
from northtaiwan_desktop.domain.signin import SigninRow, SigninView

HEADINGS = ("單位", "職稱", "姓名", "簽名")
WIDTHS = (5.2, 2.8, 3.4, 4.6)
"""Centimetres."""
_ROOM = "\n"
"""A second line in the last column, so that a hand has room."""


def paper(view: SigninView) -> Paper:
    """Set the sheet out as it is printed."""
    name = whole_title(view.title, view.paper)
    bare = Paper(title=name, author=view.platform, blocks=())
    return Paper(title=name, author=view.platform, blocks=tuple(_blocks(view, name, bare.text_width)))


def _blocks(view: SigninView, name: str, width: float) -> Iterator[Block]:
    if view.platform and not view.title.startswith(view.platform):
        yield Text(Role.TITLE, view.platform)
    yield Text(Role.TITLE, name)
    for field in view.head:
        yield Text(Role.FIELD, field.text, f"{field.label}：")
    for place, group in enumerate(view.groups, start=1):
        empty = view.empty_rows if place == len(view.groups) else 0
        rows = [*group.rows, *[SigninRow("", "", "")] * empty]
        yield Text(Role.PART, group.word)
        cells = tuple((row.office, row.title, row.name, _ROOM) for row in rows)
        yield Table(spread(WIDTHS, width), cells, HEADINGS)
