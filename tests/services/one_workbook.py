"""One workbook looked at and taken in, as a batch of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.services import intake
from northtaiwan_desktop.services.intake import Preview
from northtaiwan_desktop.sheets.batch import Batch, all_safe, everything
from northtaiwan_desktop.storage.store import Store


@dataclass(frozen=True, kw_only=True)
class Looked(Preview):
    """The workbook with the batch that it is."""

    batch: Batch


def look(store: Store, path: Path, *, today: date, **stated: Any) -> Looked:
    """Read it and set it beside the register."""
    senders: Mapping[Path, str] = {path: stated.pop("sender_id")} if "sender_id" in stated else {}
    batch = finished(intake.read_batch([path], store.ask, today=today, senders=senders, **stated))
    return Looked(**vars(Preview.of(batch.files[0])), batch=batch)


def take(store: Store, looked: Looked, choice: str, *, today: date) -> Import:
    """Take in what is safe, or all."""
    choices = {"safe": all_safe, "all": everything}[choice](looked.batch, file=0)
    made: list[Import] = []
    apply = partial(intake.apply_batch, batch=looked.batch, choices=choices, today=today)
    store.do("匯入", lambda work: made.extend(apply(work)))
    return made[0]
