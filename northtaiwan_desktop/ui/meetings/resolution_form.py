"""決議: what was decided on an item, who does it by when, and which item of the action plan it serves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton

from northtaiwan_desktop.domain.meeting import Outcome
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.platform import SetPhrase
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, Values, put_in
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.due_field import DueField
from northtaiwan_desktop.ui.widgets.growing_text import GrowingText
from northtaiwan_desktop.ui.widgets.lines_table import LinesTable, field_column
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action

PHRASE_KEYS = 9
"""So many set phrases have a key of their own: Alt+1 to Alt+9."""


@dataclass(frozen=True)
class Decided:
    """A resolution with its doers, in their order."""

    resolution: Resolution
    doers: tuple[Assignment, ...]


class ResolutionForm(RecordForm[Decided]):
    """One resolution of a draft.

    `plan` are the year's items, from which the one it serves is chosen, `phrases` what is said in such a meeting.
    """

    label = N_("修改決議")

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        known: Reference,
        plan: Iterable[PlanItem],
        year: int,
        phrases: Sequence[SetPhrase],
    ) -> None:
        super().__init__(workbench, settings, _("決議"))
        self._plan = tuple(plan)
        self.outcome = self.add("outcome", _("主文字樣"), ChoiceBox([(one, one.word) for one in Outcome]))
        self.text = self.add("text", _("內容"), GrowingText(least=4))
        self.phrase_button = QPushButton(_("常用語(&P)"))
        self.phrase_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.phrase_button)
        row.addStretch(1)
        self.form.addRow(row)
        self.offer_phrases(phrases)
        self.tracked = self.add("is_tracked", "", QCheckBox(_("列管：定稿後編案號，追蹤到解除列管為止(&T)")))
        self.tracked.setAccessibleName(_("列管"))
        members = [(member.id, member.name) for member in known.members]
        columns = (
            field_column(_("主協辦"), "share", options=[(share, share.title) for share in Share]),
            field_column(_("縣市"), "member_id", options=[*members, (None, _("其他機關"))], share=3),
            field_column(_("單位"), "office", share=4),
        )
        words = _("主（協）辦單位")
        self.doers = self.add("doers", words, LinesTable(columns, make=_line, title=words, begin=1))
        self.due = self.add("due", _("預定完成日期"), DueField(year))
        self.plan_item = self.add("plan_item_id", _("對應行動方案"), ChoiceBox(none=_("（未對應）")))

    def key(self, record: Decided) -> str:
        return record.resolution.id

    def values(self, record: Decided) -> Values:
        one = record.resolution
        return {
            "outcome": one.outcome,
            "text": one.text,
            "is_tracked": one.is_tracked,
            "doers": record.doers,
            "due": (one.due_text, one.due_on) if one.due_text or one.due_on else None,
            "plan_item_id": one.plan_item_id,
        }

    def typed(self, record: Decided, values: Values) -> Decided:
        words, day = values.pop("due") or ("", None)
        doers = tuple(replace(line, position=place) for place, line in enumerate(values.pop("doers")))
        resolution = replace(record.resolution, due_text=words, due_on=day, **values)
        return Decided(resolution, tuple(replace(line, resolution_id=resolution.id) for line in doers))

    def laid(self, file: MeetingFile, record: Decided) -> MeetingFile:
        others = tuple(line for line in file.assignments if line.resolution_id != record.resolution.id)
        decided = put_in(file.resolutions, record.resolution)
        return replace(file, resolutions=decided, assignments=others + record.doers)

    def save(self, wanted: Decided, seen: Decided) -> Action:
        return partial(
            meetings.save_resolution,
            resolution=wanted.resolution,
            assignments=wanted.doers,
            seen=seen.resolution,
            seen_doers=seen.doers,
        )

    def renew(self, record: Decided, *, editable: bool) -> None:
        self.plan_item.set_options(_offered(self._plan, record.resolution.group_id))
        super().renew(record, editable=editable)
        self.phrase_button.setEnabled(editable)

    def offer_phrases(self, phrases: Sequence[SetPhrase]) -> None:
        """Offer these set phrases, the first of them with their keys."""
        menu = QMenu(self.phrase_button)
        for n, phrase in enumerate(phrases, start=1):
            key = f"\tAlt+{n}" if n <= PHRASE_KEYS else ""
            menu.addAction(phrase.text + key, partial(self.insert, phrase))
        self.phrase_button.setMenu(menu)
        self.phrase_button.setVisible(bool(phrases))

    def insert(self, phrase: SetPhrase) -> None:
        """Write the phrase where the cursor stands; 洽悉 and 備查 alone need no follow-up."""
        if not self.text.toPlainText().strip():
            self.tracked.setChecked(Outcome(phrase.outcome) is not Outcome.DECISION)
        self.text.insertPlainText(phrase.text)
        self.text.setFocus()


def _line() -> Assignment:
    return Assignment(resolution_id="")


def _offered(plan: Iterable[PlanItem], group_id: str | None) -> list[tuple[Any, str]]:
    """The group's own items first."""
    ordered = sorted(plan, key=lambda item: item.group_id != group_id)
    return [(item.id, f"{item.number}　{item.name}") for item in ordered]
