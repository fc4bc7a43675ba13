"""Minutes frozen as JSON: what was sent out stays as it was, whatever the register says later."""

import json
from dataclasses import asdict
from typing import Any

from northtaiwan_desktop.domain.minutes import (
    CarriedRow,
    ItemView,
    Labelled,
    MinutesView,
    OutcomeView,
    SectionView,
)


def encoded(view: MinutesView) -> str:
    """The minutes as JSON text."""
    return json.dumps(asdict(view), ensure_ascii=False)


def decoded(text: str) -> MinutesView:
    """The minutes that `encoded` wrote."""
    data: dict[str, Any] = json.loads(text)
    head = tuple(Labelled(**line) for line in data.pop("head"))
    sections = tuple(_section(section) for section in data.pop("sections"))
    return MinutesView(head=head, sections=sections, **data)


def _section(data: dict[str, Any]) -> SectionView:
    items = tuple(_item(item) for item in data.pop("items"))
    carried = tuple(CarriedRow(**row) for row in data.pop("carried"))
    outcomes = tuple(OutcomeView(**outcome) for outcome in data.pop("outcomes"))
    return SectionView(items=items, carried=carried, outcomes=outcomes, **data)


def _item(data: dict[str, Any]) -> ItemView:
    parts = tuple(Labelled(**part) for part in data.pop("parts"))
    outcomes = tuple(OutcomeView(**outcome) for outcome in data.pop("outcomes"))
    return ItemView(parts=parts, outcomes=outcomes, **data)
