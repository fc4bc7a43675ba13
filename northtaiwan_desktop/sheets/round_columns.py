"""Columns that say the same of several rounds: the one of the file's own round is read, the others are set aside."""

from collections.abc import Collection, Mapping, Sequence

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import captions
from northtaiwan_desktop.sheets.headings import times_of
from northtaiwan_desktop.sheets.tables import TableColumn


def of_other_rounds(
    headings: Sequence[tuple[str, ...]], own: Round | None, decided: Collection[int]
) -> Mapping[int, TableColumn]:
    """The columns of rounds that the file is not about, where beside them stands the one that it is about."""
    found: dict[int, TableColumn] = {}
    if own is None:
        return found
    for columns in times_of(headings):
        rounds = {column: _round(time, own) for column, time in columns if column not in decided}
        if len(rounds) < len(columns) or None in rounds.values() or list(rounds.values()).count(own) != 1:
            continue
        for column, other in rounds.items():
            if other is not None and other != own:
                why = _("是{other}的，不是本期（{own}）的，沒有讀入").format(other=other.written, own=own.written)
                header = "".join(headings[column])
                found[column] = TableColumn(column=column, header=header, field=None, certainty=1.0, why=why)
    return found


def _round(time: str, own: Round) -> Round | None:
    """The round that a heading names; of its own year, else of the file's."""
    return captions.round_in([time], own.year) or captions.round_in([f"{own.year}年{time}"], own.year)
