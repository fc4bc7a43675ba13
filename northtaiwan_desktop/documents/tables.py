"""A list as a paper, to print and to file: the progress sheet (列管表), the action plan, the chronicle (大事記)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from northtaiwan_desktop.documents.paper import LOOKS, Block, Paper, Role, Table, Text, ems, lines, spread

_CELL = LOOKS[Role.CELL].size
_NARROW = 5
"""Full-width characters. Columns up to this width hold marks and figures and are centred."""
_A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
_A3 = (297 / 25.4 * 72, 420 / 25.4 * 72)


@dataclass(frozen=True, kw_only=True)
class TableData:
    """A list whose cells are already words. `widths` count half-width characters, as spreadsheets do."""

    title: str
    subtitle: str = ""
    """Below the title at the right: 「單位：千元」, 「115年第3季」."""
    headers: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    platform: str = ""


def paper(data: TableData, *, further: Sequence[TableData] = ()) -> Paper:
    """Set a list, and further ones after it, on the smallest sheet that holds its columns: A4 upright or across, A3."""
    wanted = max(sum(one.widths) for one in (data, *further)) * _CELL / 2
    sheets = (
        Paper(title=data.title, author=data.platform, blocks=(), short_side=short, long_side=long, landscape=across)
        for (short, long), across in ((_A4, False), (_A4, True), (_A3, True))
    )
    *narrower, widest = sheets
    sheet = next((sheet for sheet in narrower if sheet.text_width >= wanted), widest)
    return Paper(
        title=data.title,
        author=data.platform,
        blocks=(
            *_blocks(data, sheet.text_width),
            *(block for one in further for block in (Text(Role.BODY, ""), *_blocks(one, sheet.text_width))),
        ),
        short_side=sheet.short_side,
        long_side=sheet.long_side,
        landscape=sheet.landscape,
    )


def _blocks(data: TableData, width: float) -> Iterator[Block]:
    if data.platform and not data.title.startswith(data.platform):
        yield Text(Role.TITLE, data.platform)
    yield Text(Role.TITLE, data.title)
    for line in lines(data.subtitle):
        yield Text(Role.REMARK, line)
    if not data.rows:
        yield Text(Role.BODY, "（無資料）")
        return
    centred = {place for place in range(len(data.headers)) if _widest(data, place) <= _NARROW}
    yield Table(spread(data.widths, width, data.rows), data.rows, data.headers, centred=frozenset(centred))


def _widest(data: TableData, place: int) -> float:
    return max(ems(line) for row in data.rows for line in row[place].split("\n"))
