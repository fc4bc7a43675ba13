"""The progress sheet (列管進度表) on paper: the round's balance, its charts, and the lines, whole or part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from northtaiwan_desktop.documents.paper import Block, Paper, Role, Table, Text, spread
from northtaiwan_desktop.documents.report import centred, picture
from northtaiwan_desktop.domain.chart import Chart

_A3 = (297 / 25.4 * 72, 420 / 25.4 * 72)


@dataclass(frozen=True, kw_only=True)
class RegisterPart:
    """The lines of a group or a county under their heading; the only part of a whole register has no name."""

    name: str
    said: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class RegisterView:
    """The sheet before it is set. `widths` count half-width characters."""

    platform: str
    title: str
    subtitle: str
    said: str
    charts: Sequence[Chart]
    headers: tuple[str, ...]
    widths: tuple[float, ...]
    parts: Sequence[RegisterPart]


def paper(view: RegisterView) -> Paper:
    """Set the sheet on A3 across."""
    bare = Paper(title=view.title, blocks=(), short_side=_A3[0], long_side=_A3[1], landscape=True)
    return Paper(
        title=view.title,
        author=view.platform,
        blocks=tuple(_blocks(view, bare.text_width)),
        short_side=_A3[0],
        long_side=_A3[1],
        landscape=True,
    )


def _blocks(view: RegisterView, width: float) -> Iterator[Block]:
    yield Text(Role.TITLE, view.platform)
    yield Text(Role.TITLE, view.title)
    yield Text(Role.REMARK, view.subtitle)
    yield Text(Role.FIELD, view.said)
    for number, chart in enumerate((one for one in view.charts if not one.is_empty), 1):
        yield picture(chart, min(width, 720))
        yield Text(Role.CAPTION, chart.title, f"圖{number}　")
    for place, part in enumerate(view.parts):
        if part.name:
            yield Text(Role.PART, part.name, new_page=place == 0 and bool(view.charts))
            yield Text(Role.FIELD, part.said, keep_next=True)
        if part.rows:
            yield Table(spread(view.widths, width, part.rows), part.rows, view.headers, centred=centred(part.rows))
        else:
            yield Text(Role.BODY, "（無資料）")
