"""The row above the meetings: by kind, group, host, quarter, and how far the minutes are."""

from northtaiwan_desktop.domain.lists import MeetingFilter, Stage
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.choices_row import ChoicesRow


class MeetingFilters(ChoicesRow):
    """Offers kinds, groups, hosts, quarters and stages."""

    def __init__(self, settings: Settings) -> None:
        self.kind_box = ChoiceBox(none=_("全部種類"))
        self.kind_box.setAccessibleName(_("會議種類"))
        self.group_box = ChoiceBox(none=_("全部議題組"))
        self.group_box.setAccessibleName(_("議題組"))
        self.host_box = ChoiceBox(none=_("全部主政縣市"))
        self.host_box.setAccessibleName(_("主政縣市"))
        self.quarter_box = ChoiceBox(none=_("全年"))
        self.quarter_box.setAccessibleName(_("開會的季別"))
        self.stage_box = ChoiceBox(none=_("全部狀態"))
        self.stage_box.setAccessibleName(_("狀態"))
        boxes = {"kind": self.kind_box, "group": self.group_box, "host": self.host_box}
        super().__init__(settings, "meetings", boxes | {"quarter": self.quarter_box, "stage": self.stage_box})
        self.offer("quarter", [(one, _("第{quarter}季").format(quarter=one)) for one in range(1, 5)])
        self.offer("stage", [(stage, stage.title) for stage in Stage])

    @property
    def wanted(self) -> MeetingFilter:
        values = self.values
        return MeetingFilter(
            kind_id=values["kind"],
            group_id=values["group"],
            host_id=values["host"],
            quarter=values["quarter"],
            stage=values["stage"],
        )

    def offer_known(self, known: Reference) -> None:
        """Fill in what can be chosen."""
        self.offer("kind", [(kind.id, kind.name) for kind in known.kinds])
        self.offer("group", [(group.id, group.name) for group in known.groups])
        self.offer("host", [(member.id, member.name) for member in known.members])

    def choose(self, wanted: MeetingFilter) -> None:
        """Look for this."""
        self.put(
            {
                "kind": wanted.kind_id,
                "group": wanted.group_id,
                "host": wanted.host_id,
                "quarter": wanted.quarter,
                "stage": wanted.stage,
            }
        )
