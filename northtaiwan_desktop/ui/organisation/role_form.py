"""The form in which one says who leads a group in a year, and who cooperates."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.platform import Part
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.workbench import Workbench

PartOf = tuple[str, str, Part | None]
"""Group id, member id, and what the member does in the group; None for nothing."""


class RoleForm(FormDialog):
    """主政 and 配合 of one group in one ROC year."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        year: int,
        group_id: str,
        parent: QWidget | None = None,
    ) -> None:
        group = reference.group(group_id)
        title = _("{year}年度「{group}」的主政與配合").format(year=year, group=group.name)
        super().__init__(title, settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year, self._group = workbench, year, group
        self._members = [member.id for member in reference.members]
        named = [(member.id, member.name) for member in reference.members]
        self.lead = self.add("lead", _("主政縣市"), ChoiceBox(named, none=_("（未定）")))
        self.partners = self.add("partners", _("配合縣市"), ChecksField(named))
        helping = [
            role.member_id
            for role in reference.roles
            if role.year == year and role.group_id == group_id and role.part is Part.COOPERATE
        ]
        self.start({"lead": reference.leader_of(group_id, year), "partners": helping}, self._store)

    def _store(self, values: Values) -> None:
        lead, partners = values["lead"], set(values["partners"])
        parts: list[PartOf] = [
            (
                self._group.id,
                member,
                Part.LEAD if member == lead else Part.COOPERATE if member in partners else None,
            )
            for member in self._members
        ]
        label = _("設定「{group}」{year}年度的主政與配合").format(group=self._group.name, year=self._year)
        action = partial(set_parts, year=self._year, parts=parts)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def set_parts(work: Work, *, year: int, parts: Sequence[PartOf]) -> None:
    """Set several members' parts as one action."""
    for group_id, member_id, part in parts:
        organisation.set_role(work, year=year, group_id=group_id, member_id=member_id, part=part)
