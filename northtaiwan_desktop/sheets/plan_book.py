"""The year's action plan as a workbook: the table, the vision against the groups, and the progress by quarter."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan_matrix import Cell as MatrixCell
from northtaiwan_desktop.domain.plan_matrix import Matrix
from northtaiwan_desktop.domain.plan_parts import stone_words
from northtaiwan_desktop.domain.plan_whole import in_span
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.sheets.book import (
    LIGHT_COLOURS,
    Book,
    Cell,
    Colour,
    Paper,
    Sheet,
    SheetColumn,
    in_unit,
    money_unit,
    shown,
    table,
)
from northtaiwan_desktop.sheets.columns import Form
from northtaiwan_desktop.sheets.list_marks import marked
from northtaiwan_desktop.sheets.plan import COLUMNS

REACHED, SLOW, BEHIND, PLANNED, RUNNING = "達成", "略後", "落後", "預定", "辦理"
"""The words of a quarter: what was planned is reached; missed by less, or by more, than the limit; planned and not yet
recorded; in the span alone."""
_LOOKS = dict(LIGHT_COLOURS)
_QUARTER_COLOURS: tuple[tuple[str, Colour], ...] = (
    (REACHED, _LOOKS[Light.GREEN.word]),
    (SLOW, _LOOKS[Light.YELLOW.word]),
    (BEHIND, _LOOKS[Light.RED.word]),
    (PLANNED, Colour("CFE3F1", "1F4E6B")),
    (RUNNING, Colour("E8EDF2", "55616E")),
)
_NONE = "－"
USUAL = Thresholds()


def plan_book(
    lines: Sequence[PlanLine],
    *,
    platform: str,
    year: int,
    today: date,
    matrix: Matrix | None = None,
    limits: Thresholds = USUAL,
) -> Book:
    """The action plan of a ROC year; the year stands in the title and in each row. `matrix` adds its sheet."""
    unit, corner = money_unit(line.budget for line in lines)
    title = f"{platform}{year}年度行動方案"
    said = f"製表日期：{roc_date.written(today)}　共{len(lines)}項"
    sheet = Sheet(
        name="行動方案",
        title=(title, said),
        corner=corner,
        columns=tuple(shown(column) for column in COLUMNS),
        rows=tuple(in_unit(row, COLUMNS, unit) for row in table(COLUMNS, lines)),
        paper=Paper.A3,
        frozen_columns=1,
    )
    sheet = marked(sheet, COLUMNS, lines, (line.item.id for line in lines))
    sheets = (sheet, *((_matrix(matrix, title),) if matrix else ()), _quarters(lines, title, year, said, limits))
    properties = (("kind", "plan"), ("year", str(year)))
    return Book(title=title, author=platform, made_on=today, sheets=sheets, properties=properties)


def _matrix(matrix: Matrix, title: str) -> Sheet:
    """Groups down, axes across; a light for each cell stands beside its figures."""
    columns = [SheetColumn(name="group", title="議題組", width=20)]
    for axis in (*matrix.axes, None):
        name = f"{axis.id} {axis.name}" if axis else "合計"
        columns.append(SheetColumn(name=f"{name}", title=name, width=19, is_centred=True))
        columns.append(SheetColumn(name=f"{name} light", title="燈號", width=7, is_centred=True, colours=LIGHT_COLOURS))
    rows: list[tuple[Cell, ...]] = []
    for group, row in zip((*matrix.groups, None), matrix.cells, strict=True):
        told: list[Cell] = [group.name if group else "合計"]
        for cell in row:
            told += [matrix_words(cell), cell.light.word if cell.light else None]
        rows.append(tuple(told))
    return Sheet(
        name="願景矩陣",
        title=(f"{title}－願景主軸與議題組", f"「{_NONE}」表示該組在這個主軸上沒有方案，共{matrix.gaps}格"),
        columns=tuple(columns),
        rows=tuple(rows),
        foot=(
            "註：一項方案可對應數個主軸，各計一次；合計欄每項只計一次；進度為各項的平均，停辦的不計；燈號取其中最差的一項。",
        ),
        has_filter=False,
    )


def matrix_words(cell: MatrixCell) -> str:
    """「3項　平均62%　1項落後」; a dash for an empty cell."""
    if not cell.count:
        return _NONE
    told = [f"{cell.count}項"]
    if cell.actual is not None:
        told.append(f"平均{written_percent(round(cell.actual))}")
    told += [f"{count}項{light.word}" for light, count in cell.troubles]
    return "　".join(told)


def _quarters(lines: Sequence[PlanLine], title: str, year: int, said: str, limits: Thresholds) -> Sheet:
    """The items down, the quarters across: each filled by how it went."""
    years = sorted({year, *(one.year for line in lines for one in line.targets)})
    quarters = [(one, quarter) for one in years for quarter in range(1, 5)]
    columns = [
        SheetColumn(name="number", title="編號", width=13),
        SheetColumn(name="name", title="行動方案", width=38),
        SheetColumn(name="lead", title="主辦縣市", width=10, is_centred=True),
        *(
            SheetColumn(
                name=f"{one}Q{quarter}",
                title=f"{one}年\n第{quarter}季",
                width=8,
                is_centred=True,
                colours=_QUARTER_COLOURS,
            )
            for one, quarter in quarters
        ),
        SheetColumn(name="planned_percent", title="預定進度", form=Form.PERCENT, width=9, is_centred=True),
        SheetColumn(name="actual_percent", title="實際進度", form=Form.PERCENT, width=9, is_centred=True),
        SheetColumn(name="milestones", title="查核點", width=34),
    ]
    rows = tuple(
        (
            line.item.number,
            line.item.name,
            line.lead_name or None,
            *(quarter_word(line, one, quarter, limits) for one, quarter in quarters),
            line.planned_percent,
            line.actual_percent,
            "\n".join(stone_words(stone, line.day) for stone in line.milestones) or None,
        )
        for line in lines
    )
    return Sheet(
        name="進度甘特",
        title=(f"{title}－各季進度", said),
        columns=tuple(columns),
        rows=rows,
        paper=Paper.A3,
        foot=(f"註：{SLOW}為未達預定而未到落後門檻（{limits.behind_percent:g}%），{PLANNED}為尚未登錄實際進度。",),
        frozen_columns=2,
        has_filter=False,
    )


def quarter_word(line: PlanLine, year: int, quarter: int, limits: Thresholds) -> str | None:
    """How a quarter of an item went; None where the item does not run."""
    item = line.item
    target = next((one for one in line.targets if (one.year, one.quarter) == (year, quarter)), None)
    if target is not None and target.actual_percent is not None:
        behind = (target.planned_percent or 0) - target.actual_percent
        return BEHIND if behind >= limits.behind_percent else SLOW if behind > 0 else REACHED
    if target is not None and target.planned_percent is not None:
        return PLANNED
    known = item.starts_on is not None and item.ends_on is not None
    return RUNNING if known and in_span(item, year, quarter) else None
