"""The parts that reports of many pages are set from: numbered headings, charts and tables with their captions."""

from collections.abc import Iterator, Sequence

from northtaiwan_desktop.documents.paper import Block, Paper, Picture, Role, Table, Text, ems, spread
from northtaiwan_desktop.domain.chart import Chart, Shape
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.round_standing import LIGHTS, Standing
from northtaiwan_desktop.domain.tracking import Balance
from northtaiwan_desktop.domain.writing import numbering
from northtaiwan_desktop.domain.writing.numbering import Level

NARROW = 5
"""Full-width characters. Columns up to this width hold marks and figures and are centred."""
_BAR = 24
WIDTH = Paper(title="", blocks=()).text_width


class Report:
    """Counts headings, pictures and tables while a report is set."""

    def __init__(self) -> None:
        self._part = self._item = self._picture = self._table = 0

    def part(self, title: str, *, new_page: bool = False) -> Text:
        """壹、 and so on."""
        self._part += 1
        self._item = 0
        return Text(Role.PART, title, numbering.written(Level.ONE, self._part), new_page=new_page)

    def item(self, title: str) -> Text:
        """一、 within its part."""
        self._item += 1
        return Text(Role.ITEM, title, numbering.written(Level.TWO, self._item))

    def chart(self, chart: Chart, height: float | None = None) -> Iterator[Block]:
        """A chart over its caption, as high as its bars need or as is said; nothing where there is nothing to see."""
        if not chart.is_empty:
            self._picture += 1
            yield picture(chart, WIDTH) if height is None else Picture(chart, WIDTH, height)
            yield Text(Role.CAPTION, chart.title, f"圖{self._picture}　")

    def table(
        self,
        title: str,
        header: tuple[str, ...],
        rows: Sequence[tuple[str, ...]],
        widths: tuple[float, ...],
        none: str = "（無）",
    ) -> Iterator[Block]:
        """A table under its caption; `none` stands where it has no rows."""
        if not rows:
            yield Text(Role.BODY, none)
            return
        self._table += 1
        yield Text(Role.CAPTION, title, f"表{self._table}　", keep_next=True)
        yield Table(spread(widths, WIDTH, rows), tuple(rows), header, centred=centred(rows))

    def balances(self, balances: Sequence[tuple[Round, Balance]]) -> Iterator[Block]:
        """The balance of each round; one that does not hold is said to."""
        rows = [
            (round.written, f"{one.before:,}", f"{one.added:,}", f"{one.released:,}", f"{one.remaining:,}")
            for round, one in balances
        ]
        header = ("期別", "前期列管", "本期新增", "本期解除", "續列")
        yield from self.table("各期列管案件增減（單位：案）", header, rows, (3, 2, 2, 2, 2))
        wrong = "、".join(round.written for round, one in balances if not one.holds)
        if wrong:
            yield Text(Role.BODY, f"{wrong}前期列管＋本期新增－本期解除與續列不符，請核對解除日期。")

    def standings(self, title: str, head: str, standings: Sequence[Standing]) -> Iterator[Block]:
        """Counts and shares, one row each, in the order given."""
        header = (head, *(light.word for light in LIGHTS), "列管中", "逾期", "逾期占比", "本期未填報")
        rows = [
            (
                one.name,
                *(f"{one.lights[light]:,}" for light in LIGHTS),
                f"{one.open:,}",
                f"{one.late:,}",
                one.late_share,
                f"{one.unreported:,}",
            )
            for one in standings
        ]
        yield from self.table(title, header, rows, (4, 1.5, 1.5, 1.5, 1.5, 2, 1.5, 2.6, 3.6))


def picture(chart: Chart, width: float) -> Picture:
    """The chart as wide as it may be, and as high as its bars need."""
    if chart.shape is Shape.COLUMNS:
        return Picture(chart, width, min(230, width * 0.5))
    bar = _BAR if chart.is_stacked or len(chart.series) == 1 else 1.4 * _BAR
    return Picture(chart, width, 60 + bar * len(chart.labels))


def centred(rows: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Columns that hold only short words and figures."""
    return frozenset(
        place
        for place in range(len(rows[0]))
        if max(ems(line) for row in rows for line in row[place].split("\n")) <= NARROW
    )
