"""The row above the register in which one says what one looks for, and keeps it under a name."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.round_standing import OUTSIDE
from northtaiwan_desktop.domain.watch import NONE, CaseFilter, Watch
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox, as_text
from northtaiwan_desktop.ui.widgets.choices_row import ChoicesRow

KEY = "resolutions"
OWN, ALL = "own", "all"
USUAL = CaseFilter(watch=Watch.OPEN)


class FilterRow(ChoicesRow):
    """Offers questions, groups, counties, people and meetings; at first the cases still followed."""

    def __init__(self, settings: Settings) -> None:
        self.watch_box = _box(_("全部狀況"), _("狀況"))
        self.group_box = _box(_("全部議題組"), _("議題組"))
        self.member_box = _box(_("全部縣市"), _("主（協）辦縣市"))
        self.person_box = _box(_("全部窗口"), _("承辦窗口"))
        self.meeting_box = _box(_("全部會議"), _("決議會議"))
        boxes = {
            "watch": self.watch_box,
            "group": self.group_box,
            "member": self.member_box,
            "person": self.person_box,
            "meeting": self.meeting_box,
        }
        super().__init__(settings, KEY, boxes)
        self.years_box = ChoiceBox([(OWN, _("只看本年度決議")), (ALL, _("全部年度"))], none=_("本年度與仍列管"))
        self.years_box.setAccessibleName(_("年度範圍"))
        self.years_box.chosen.connect(lambda _value: self.changed.emit())
        self.views_button = QPushButton(_("常用檢視(&J)"))
        self.views_button.setAutoDefault(False)
        self.views = QMenu(self.views_button)
        self.views.aboutToShow.connect(self._offer_views)
        self.views_button.setMenu(self.views)
        self.clear_button.clicked.connect(lambda _checked: self.choose(CaseFilter(), all_years=False))
        place = self.row.indexOf(self.clear_button)
        self.row.insertWidget(place, self.years_box)
        self.row.insertWidget(0, self.views_button)
        self.offer("watch", [(watch, watch.title) for watch in Watch])
        if self.kept is None:
            self.choose(USUAL)

    @property
    def wanted(self) -> CaseFilter:
        values = self.values
        return CaseFilter(
            watch=values["watch"],
            group_id=values["group"],
            member_id=values["member"],
            person_id=values["person"],
            meeting_id=values["meeting"],
            of_year=self.years_box.value() == OWN,
        )

    @property
    def is_of_all_years(self) -> bool:
        return bool(self.years_box.value() == ALL)

    def offer_known(self, known: Reference, people: Sequence[PostLine], meetings: Sequence[Meeting]) -> None:
        """Fill in the groups, counties, people at their desks, and the year's meetings."""
        self.offer("group", [*((group.id, group.name) for group in known.groups), (NONE, _("未分組"))])
        self.offer("member", [*((member.id, member.name) for member in known.members), (NONE, _(OUTSIDE))])
        desks: dict[str, str] = {}
        for line in people:
            words = "　".join(filter(None, (line.member_name, line.post.bureau or line.group_name, line.person.name)))
            desks.setdefault(line.person.id, words)
        self.offer("person", list(desks.items()))
        self.offer("meeting", [(meeting.id, meeting.title) for meeting in meetings])

    def choose(self, wanted: CaseFilter, *, all_years: bool | None = None) -> None:
        """Look for this; of all years where they were looked for and nothing else is said."""
        if wanted.of_year or all_years is not None or not self.is_of_all_years:
            self.years_box.set_value(OWN if wanted.of_year else ALL if all_years else None)
        self.put(
            {
                "watch": wanted.watch,
                "group": wanted.group_id,
                "member": wanted.member_id,
                "person": wanted.person_id,
                "meeting": wanted.meeting_id,
            }
        )

    def keep_view(self, name: str) -> None:
        """Keep what is chosen now under a name."""
        texts = dict(self.kept or {}) | {"years": as_text(self.years_box.value())}
        self._settings.keep(views=self._settings.choices.views | {name: texts})

    def open_view(self, name: str) -> None:
        """Look for what was kept under a name."""
        texts = self._settings.choices.views.get(name, {})
        # Views that were kept before there were three choices say `all_years`.
        years = ALL if texts.get("all_years") else texts.get("years", "")
        self.years_box.set_value(years or None)
        self.put_texts(texts)

    def forget_view(self, name: str) -> None:
        views = {known: texts for known, texts in self._settings.choices.views.items() if known != name}
        self._settings.keep(views=views)

    def _offer_views(self) -> None:
        self.views.clear()
        self.views.addAction(_("列管中（平常的樣子）"), lambda: self.choose(USUAL, all_years=False))
        names = sorted(self._settings.choices.views)
        if names:
            self.views.addSeparator()
        for name in names:
            self.views.addAction(name, partial(self.open_view, name))
        self.views.addSeparator()
        self.views.addAction(_("儲存目前的篩選…"), self._ask_name)
        if names:
            forget = self.views.addMenu(_("刪除檢視"))
            for name in names:
                forget.addAction(name, partial(self.forget_view, name))

    def _ask_name(self) -> None:
        name, sure = QInputDialog.getText(self, _("儲存目前的篩選"), _("檢視名稱（同名的會換成現在的篩選）："))
        if sure and name.strip():
            self.keep_view(name.strip())


def _box(none: str, name: str) -> ChoiceBox:
    box = ChoiceBox(none=none)
    box.setAccessibleName(name)
    # As wide as its first words: long titles of meetings would push the others out of sight.
    box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)
    return box
