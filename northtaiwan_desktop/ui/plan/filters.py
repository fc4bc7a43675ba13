"""The row above the plan in which one says which items one looks for."""

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.choices_row import ChoicesRow

KEY = "plan"


class FilterRow(ChoicesRow):
    """Offers groups, counties and the axes of the vision."""

    def __init__(self, settings: Settings) -> None:
        self.group_box = ChoiceBox(none=_("全部議題組"))
        self.group_box.setAccessibleName(_("議題組"))
        self.member_box = ChoiceBox(none=_("全部縣市"))
        self.member_box.setAccessibleName(_("主辦或配合縣市"))
        self.axis_box = ChoiceBox(none=_("全部主軸"))
        self.axis_box.setAccessibleName(_("願景主軸"))
        boxes = {"group": self.group_box, "member": self.member_box, "axis": self.axis_box}
        super().__init__(settings, KEY, boxes)

    def offer_known(self, known: Reference) -> None:
        """Fill in the groups, counties and axes."""
        self.offer("group", [(group.id, group.name) for group in known.groups])
        self.offer("member", [(member.id, member.name) for member in known.members])
        self.offer("axis", [(axis.id, f"{axis.id} {axis.name}") for axis in known.axes])

    def passes(self, line: PlanLine) -> bool:
        """Is this one of the items that are looked for?"""
        wanted, item = self.values, line.item
        return (
            wanted["group"] in (None, item.group_id)
            and (wanted["member"] is None or wanted["member"] in (item.lead_id, *item.co_lead_ids))
            and wanted["axis"] in (None, *item.axes)
        )
