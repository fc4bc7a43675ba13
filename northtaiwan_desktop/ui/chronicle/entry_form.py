"""The form of one entry of the chronicle."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.span import Span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.roc_date_field import SpanField
from northtaiwan_desktop.ui.workbench import Workbench


class EntryForm(FormDialog):
    """Adds an entry, or changes the one that is given. A date without a year is one of the ROC `year`.

    `meetings` are those that the entry may be about."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        year: int,
        entry: ChronicleEntry | None,
        meetings: Sequence[Meeting] = (),
        parent: QWidget | None = None,
    ) -> None:
        title = _("編輯大事記") if entry else _("新增大事記")
        super().__init__(title, settings, draft=f"chronicle/{entry.id if entry else ''}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench = workbench
        self._entry = entry
        self.when = self.add(
            "when",
            _("日期"),
            SpanField(year=year),
            required=True,
            hint=_("日、月、季、年或期間都可以：93年1月12日、92年2月至6月、115年第3季、84年至86年"),
        )
        self.text = self.add("text", _("記事"), QPlainTextEdit(), required=True, lines=8)
        held = [
            (one.id, f"{roc_date.written(one.held_on)}　{one.title}" if one.held_on else one.title) for one in meetings
        ]
        self.meeting = self.add("meeting", _("會議"), ChoiceBox(held, none=_("（無）")))
        self.source = self.add("source", _("出處"), QLineEdit())
        values: Values = {}
        if entry:
            span = Span(entry.since, entry.until, entry.precision)
            values = {"when": span, "text": entry.text, "meeting": entry.meeting_id, "source": entry.source}
        self.start(values, self._store, over=self._store_over)

    def _store(self, values: Values) -> None:
        self._do(_wanted(values, self._entry), self._entry)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(_wanted(values, now), now)

    def _do(self, wanted: ChronicleEntry, seen: ChronicleEntry | None) -> None:
        label = _("修改大事記") if seen else _("新增大事記")
        action = partial(chronicle.save_entry, entry=wanted, today=self._workbench.today(), seen=seen)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _wanted(values: Values, before: ChronicleEntry | None) -> ChronicleEntry:
    span: Span = values["when"]
    entry = before or ChronicleEntry(since=span.since, until=span.until, precision=span.precision, text="")
    return replace(
        entry,
        since=span.since,
        until=span.until,
        precision=span.precision,
        text=values["text"],
        meeting_id=values["meeting"],
        source=values["source"],
    )
