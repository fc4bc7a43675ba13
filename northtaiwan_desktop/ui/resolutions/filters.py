"""The row above the register in which one says what one looks for."""

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.choices_row import ChoicesRow

KEY = "resolutions"
USUAL = CaseFilter(watch=Watch.OPEN)


class FilterRow(ChoicesRow):
    """Offers groups, counties and questions; at first the cases still followed."""

    def __init__(self, settings: Settings) -> None:
        self.watch_box = ChoiceBox(none=_("全部狀況"))
        self.watch_box.setAccessibleName(_("狀況"))
        self.group_box = ChoiceBox(none=_("全部議題組"))
        self.group_box.setAccessibleName(_("議題組"))
        self.member_box = ChoiceBox(none=_("全部縣市"))
        self.member_box.setAccessibleName(_("主（協）辦縣市"))
        boxes = {"watch": self.watch_box, "group": self.group_box, "member": self.member_box}
        super().__init__(settings, KEY, boxes)
        self.offer("watch", [(watch, watch.title) for watch in Watch])
        if self.kept is None:
            self.choose(USUAL)

    @property
    def wanted(self) -> CaseFilter:
        values = self.values
        return CaseFilter(watch=values["watch"], group_id=values["group"], member_id=values["member"])

    def offer_known(self, known: Reference) -> None:
        """Fill in the groups and counties."""
        self.offer("group", [(group.id, group.name) for group in known.groups])
        self.offer("member", [(member.id, member.name) for member in known.members])

    def choose(self, wanted: CaseFilter) -> None:
        """Look for this."""
        self.put({"watch": wanted.watch, "group": wanted.group_id, "member": wanted.member_id})
