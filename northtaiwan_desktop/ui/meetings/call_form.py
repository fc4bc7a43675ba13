"""Calling a meeting: its kind proposes number, host, title and sections, and each can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from northtaiwan_desktop.domain.meeting import Meeting, SectionRole
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import calling
from northtaiwan_desktop.services.calling import Proposed
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import Editor, FormDialog, Values, put, take
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench


class CallForm(FormDialog):
    """新增會議 of a ROC year. `called` is emitted with the new meeting's id."""

    called = Signal(str)

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        known: Reference,
        year: int,
        meetings: Sequence[Meeting] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("新增會議"), settings, draft="meetings/new", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._known, self._year = workbench, known, year
        self._proposed: Values = {}
        """What stands in each field by proposal, or from the beginning."""
        self._is_putting = False
        kinds = [(kind.id, kind.name) for kind in known.kinds]
        groups = [(group.id, group.name) for group in known.groups]
        hosts = [(member.id, member.name) for member in known.members]
        self.kind = self.add("kind", _("會議種類"), ChoiceBox(kinds), required=True)
        self.group = self.add("group", _("議題組"), ChoiceBox(groups, none=_("（不屬於議題組）")))
        self.held_on = self.add("held_on", _("會議日期"), RocDateField(year=year))
        self.venue = self.add("venue", _("地點"), QLineEdit())
        self.named = self.add("title", _("會議名稱"), QLineEdit(), hint=_("依種類與年度擬定，可以修改。"))
        self.ordinal = self.add("ordinal", _("次別"), ParsedField(read_number, str, prompt=_("例如 2")))
        self.host = self.add("host", _("主政縣市"), ChoiceBox(hosts))
        self._held = {one.id: one for one in meetings}
        held = [(one.id, one.title) for one in meetings]
        self.sequel = self.add("parent", _("補行議程"), ChoiceBox(held, none=_("（不是補行議程）")))
        roles = [(role, role.usual_title) for role in SectionRole]
        self.sections = self.add("sections", _("章節"), ChecksField(roles, across=2))
        self.people = self.add("people", _("出席名單"), QCheckBox(_("沿用上次會議的出席名單(&P)")))
        for box in (self.kind, self.group, self.sequel):
            box.currentIndexChanged.connect(lambda _place: self._propose())
        self.sequel.currentIndexChanged.connect(lambda _place: self._take_after_parent())
        self.ordinal.changed.connect(self._rename)
        self._proposed = {name: take(editor) for name, editor in self._proposable().items()}
        self.start({}, self._store)
        self._propose()

    def _propose(self) -> None:
        question = partial(
            calling.propose,
            kind_id=self.kind.value(),
            year=self._year,
            group_id=self.group.value(),
            parent_id=self.sequel.value(),
            ordinal=self.ordinal.value() if self._is_written("ordinal") else None,
        )
        self._workbench.ask(question, self._take_proposed, owner=self)

    def _take_after_parent(self) -> None:
        """A sequel is of the kind and group of the meeting that it goes on."""
        if (parent := self._held.get(self.sequel.value())) is not None:
            self.kind.set_value(parent.kind_id)
            self.group.set_value(parent.group_id)

    def _rename(self) -> None:
        """The number that a person chose stands in the proposed name."""
        if not self._is_putting and not self.ordinal.problem:
            self._propose()

    def _take_proposed(self, proposed: Proposed) -> None:
        """Put the proposal into the fields that a person has not written in."""
        values: Values = {
            "title": proposed.title,
            "ordinal": proposed.ordinal,
            "host": proposed.host_id,
            "sections": proposed.sections,
        }
        for name, editor in self._proposable().items():
            if not self._is_written(name):
                self._is_putting = True
                put(editor, values[name])
                self._is_putting = False
                self._proposed[name] = take(editor)
        self.people.setEnabled(proposed.last is not None)
        if proposed.last is None:
            self.people.setChecked(False)
        self.people.setToolTip(proposed.last.title if proposed.last else _("之前沒有同一種會議。"))

    def texts(self) -> dict[str, str]:
        """What a person wrote; what was only proposed is proposed again, and is nothing to find again."""
        written = super().texts()
        return {
            name: "" if name in self._proposable() and not self._is_written(name) else written[name] for name in written
        }

    def _fill(self, texts: dict[str, str]) -> None:
        super()._fill(texts)
        self._propose()

    def _proposable(self) -> dict[str, Editor]:
        return {"title": self.named, "ordinal": self.ordinal, "host": self.host, "sections": self.sections}

    def _is_written(self, name: str) -> bool:
        """Does a field hold what a person put there, rather than what was proposed?"""
        return bool(take(self._proposable()[name]) != self._proposed[name])

    def _store(self, values: Values) -> None:
        made: list[Meeting] = []
        usual = [SectionRole(one) for one in self._known.kind(values["kind"]).sections]
        # What was only proposed is proposed again where the meeting is made: the answer to a last change of kind may
        # still be on its way.
        own = {name: values[name] if self._is_written(name) else None for name in self._proposable()}
        sections = own["sections"]

        def action(work: Work) -> None:
            made.append(
                calling.call(
                    work,
                    kind_id=values["kind"],
                    year=self._year,
                    group_id=values["group"],
                    held_on=values["held_on"],
                    venue=values["venue"],
                    title=own["title"] or "",
                    ordinal=own["ordinal"],
                    host_id=own["host"],
                    parent_id=values["parent"],
                    # In the order of the kind; what it does not have comes before the closing.
                    sections=sections and sorted(sections, key=lambda role: _place(role, usual)),
                    with_last_people=self.people.isChecked(),
                )
            )

        def kept(operation: object) -> None:
            self.kept(operation)
            self.called.emit(made[0].id)

        self._workbench.do(_("新增會議"), action, then=kept, failed=self.refuse, owner=self)


def _place(role: SectionRole, usual: Sequence[SectionRole]) -> float:
    if role in usual:
        return usual.index(role)
    return len(usual) - 1.5
