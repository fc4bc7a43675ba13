"""Minutes frozen as JSON: what was sent out stays as it was, whatever the register says later."""

import json
from dataclasses import asdict
from typing import Any

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import Attendance, Correction, Meeting, Section
from northtaiwan_desktop.domain.minutes import (
    CarriedRow,
    ItemView,
    Labelled,
    MeetingFile,
    MinutesView,
    OutcomeView,
    SectionView,
)
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.storage import codec
from northtaiwan_desktop.storage.schema import KINDS

KEPT: tuple[type, ...] = (Meeting, Section, Attendance, AgendaItem, Resolution, Assignment, Correction)
"""The kinds of record behind minutes."""


def encoded(view: MinutesView) -> str:
    """The minutes as JSON text."""
    return json.dumps(asdict(view), ensure_ascii=False)


def decoded(text: str) -> MinutesView:
    """The minutes that `encoded` wrote."""
    data: dict[str, Any] = json.loads(text)
    head = tuple(Labelled(**line) for line in data.pop("head"))
    sections = tuple(_section(section) for section in data.pop("sections"))
    return MinutesView(head=head, sections=sections, **data)


def records_encoded(file: MeetingFile) -> str:
    """The records of a meeting as JSON text, from which they can be brought back."""
    kept = (file.meeting, *file.sections, *file.attendance, *file.items, *file.resolutions, *file.assignments)
    return json.dumps(
        [[type(record).__name__, codec.plain(record)] for record in (*kept, *file.corrections)], ensure_ascii=False
    )


def records_decoded(text: str) -> dict[type, list[Any]]:
    """The records that `records_encoded` wrote, by kind."""
    found: dict[type, list[Any]] = {kind: [] for kind in KEPT}
    for name, data in json.loads(text):
        kind: type[Any] = KINDS[name]
        found[kind].append(codec.restored(kind, data))
    return found


def _section(data: dict[str, Any]) -> SectionView:
    items = tuple(_item(item) for item in data.pop("items"))
    carried = tuple(CarriedRow(**row) for row in data.pop("carried"))
    outcomes = tuple(OutcomeView(**outcome) for outcome in data.pop("outcomes"))
    return SectionView(items=items, carried=carried, outcomes=outcomes, **data)


def _item(data: dict[str, Any]) -> ItemView:
    parts = tuple(Labelled(**part) for part in data.pop("parts"))
    outcomes = tuple(OutcomeView(**outcome) for outcome in data.pop("outcomes"))
    return ItemView(parts=parts, outcomes=outcomes, **data)
