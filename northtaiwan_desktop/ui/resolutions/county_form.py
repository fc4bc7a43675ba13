"""縣市填報表: for which county, and for which round, before it is written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.round_view import rounds_back
from northtaiwan_desktop.domain.watch import NONE
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values

OFFERED = 6
"""Rounds among which one chooses: the present one, and those that may still be reported late."""


class CountyForm(FormDialog):
    """Asks for the county (the one that is looked for stands chosen) and the round; `write` gets both."""

    def __init__(
        self,
        settings: Settings,
        members: Sequence[Member],
        round: Round,
        write: Callable[[Member, Round], None],
        *,
        chosen: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("縣市填報表"), settings, save_words=_("下一步…"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._members, self._write = {member.id: member for member in members}, write
        offered = [(member.id, member.name) for member in members]
        # Nobody mails a form to the bodies outside: where they are looked for, one still chooses a county.
        outside = _("中央及其他機關的案件沒有填報表，由秘書填報；這裡先選了第一個縣市。") if chosen == NONE else ""
        self.member = self.add("member", _("給哪一個縣市填報"), ChoiceBox(offered), hint=outside)
        words = _("{round}（本期）")
        rounds = [
            (one, words.format(round=one.written) if one == round else one.written)
            for one in rounds_back(round, OFFERED)
        ]
        hint = _("列出該縣市現在還在列管的案件；回傳後記入這裡選的期別。")
        self.round = self.add("round", _("填報期別"), ChoiceBox(rounds), hint=hint)
        self.start({"member": chosen, "round": round}, self._go_on)

    def _go_on(self, values: Values) -> None:
        self.kept()
        self._write(self._members[values["member"]], values["round"])
