"""The row above the register in which one says what one looks for."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox

KEY = "resolutions"
USUAL = CaseFilter(watch=Watch.OPEN)


class FilterRow(QWidget):
    """Offers groups, counties and questions; what was chosen is found again at the next start.

    `count` says how many of how many are shown.
    """

    changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.watch_box = ChoiceBox([(watch, watch.title) for watch in Watch], none=_("全部狀況"))
        self.watch_box.setAccessibleName(_("狀況"))
        self.group_box = ChoiceBox(none=_("全部議題組"))
        self.group_box.setAccessibleName(_("議題組"))
        self.member_box = ChoiceBox(none=_("全部縣市"))
        self.member_box.setAccessibleName(_("主（協）辦縣市"))
        self.clear_button = QPushButton(_("清除篩選(&L)"))
        self.clear_button.setAutoDefault(False)
        self.clear_button.setProperty("role", "quiet")
        self.clear_button.clicked.connect(lambda _checked: self.choose(CaseFilter()))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        for box in (self.watch_box, self.group_box, self.member_box):
            self.row.addWidget(box)
            box.chosen.connect(lambda _value: self._on_chosen())
        self.row.addWidget(self.clear_button)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.row.addWidget(self.count)
        self.row.addStretch(1)
        self._wanted = _kept(settings)
        self._show()

    @property
    def wanted(self) -> CaseFilter:
        return self._wanted

    def offer(self, known: Reference) -> None:
        """Fill in the groups and counties; what was chosen stays so where it still is one."""
        self.group_box.set_options([(group.id, group.name) for group in known.groups])
        self.member_box.set_options([(member.id, member.name) for member in known.members])
        groups, members = {group.id for group in known.groups}, {member.id for member in known.members}
        self._wanted = replace(
            self._wanted,
            group_id=self._wanted.group_id if self._wanted.group_id in groups else None,
            member_id=self._wanted.member_id if self._wanted.member_id in members else None,
        )
        self._show()

    def choose(self, wanted: CaseFilter) -> None:
        """Look for this."""
        self._wanted = wanted
        texts = {
            "watch": wanted.watch.value if wanted.watch else "",
            "group": wanted.group_id or "",
            "member": wanted.member_id or "",
        }
        self._settings.keep(filters=self._settings.choices.filters | {KEY: texts})
        self._show()
        self.changed.emit()

    def _on_chosen(self) -> None:
        self.choose(
            CaseFilter(watch=self.watch_box.value(), group_id=self.group_box.value(), member_id=self.member_box.value())
        )

    def _show(self) -> None:
        self.watch_box.set_value(self._wanted.watch)
        self.group_box.set_value(self._wanted.group_id)
        self.member_box.set_value(self._wanted.member_id)
        self.clear_button.setVisible(not self._wanted.is_open)


def _kept(settings: Settings) -> CaseFilter:
    """What was chosen last; the cases still followed where nothing was."""
    kept = settings.choices.filters.get(KEY)
    if kept is None:
        return USUAL
    known = {watch.value: watch for watch in Watch}
    return CaseFilter(
        watch=known.get(kept.get("watch", "")),
        group_id=kept.get("group") or None,
        member_id=kept.get("member") or None,
    )
