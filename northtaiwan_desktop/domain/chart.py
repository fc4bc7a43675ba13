"""A chart as a value: drawn once from figures, and set alike in papers, in workbooks and on the screen."""

from dataclasses import dataclass
from enum import Enum
from itertools import count
from math import ceil


class Shape(Enum):
    """How a chart is drawn: bars lying under one another, or columns side by side."""

    BARS = "bars"
    COLUMNS = "columns"


class Ink(Enum):
    """What a series is drawn with: each has a colour and a pattern, so that it is told apart without colour too."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    DONE = "done"
    MAIN = "main"
    SECOND = "second"
    THIRD = "third"


@dataclass(frozen=True)
class Series:
    """One row of figures under a name, a figure for each label of the chart."""

    name: str
    values: tuple[float, ...]
    ink: Ink = Ink.MAIN


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart. Bars and columns of several series are `stacked`, or stand beside one another."""

    title: str
    shape: Shape
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    is_stacked: bool = False

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.labels):
                raise ValueError(f"{one.name} has {len(one.values)} figures for {len(self.labels)} labels")

    @property
    def is_empty(self) -> bool:
        """Is there nothing to be seen?"""
        return not any(value for one in self.series for value in one.values)

    @property
    def most(self) -> float:
        """The largest figure that the scale must hold."""
        if self.is_stacked:
            return max((sum(column) for column in zip(*(one.values for one in self.series), strict=True)), default=0)
        return max((value for one in self.series for value in one.values), default=0)

    @property
    def words(self) -> str:
        """The figures in words, for those who can't see the picture."""
        told = "；".join(
            f"{label}：" + "、".join(f"{one.name}{one.values[at]:g}{self.unit}" for one in self.series)
            for at, label in enumerate(self.labels)
        )
        return f"{self.title}。{told}" if told else self.title


def scale(most: float, steps: int = 5) -> tuple[int, ...]:
    """Round marks from 0 to at least `most`, whole numbers all of them."""
    if most <= 0:
        return (0, 1)
    step = next(base * 10**power for power in count() for base in (1, 2, 5) if base * 10**power * steps >= most)
    return tuple(step * place for place in range(ceil(most / step) + 1))
