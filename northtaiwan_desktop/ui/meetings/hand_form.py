"""提送其他會議 and 帶入提案: an item goes before another meeting, a proposal before this one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.lists import ProposalLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import handing
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench


class HandForm(FormDialog):
    """Asks before which meeting an item is to come; `drafts` are those that can still take it."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        item: AgendaItem,
        drafts: Sequence[Meeting],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("提送其他會議"), settings, save_words=_("提送"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._item = workbench, item
        self.add_part(
            soft(_("「{title}」連同本次的決議，會列入所選會議的討論事項；本次的議案不變。").format(title=item.title))
        )
        if not drafts:
            self.add_part(soft(_("目前沒有其他草稿。請先新增那一場會議，再來提送。")))
        options = [(one.id, _named(one)) for one in drafts]
        self.meeting = self.add("meeting_id", _("提送到"), ChoiceBox(options), required=True)
        self.start({"meeting_id": drafts[0].id} if drafts else {}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(handing.hand_over, item_id=self._item.id, meeting_id=values["meeting_id"])
        self._workbench.do(self.windowTitle(), action, then=self.kept, failed=self.refuse)


class ProposalForm(FormDialog):
    """Asks which proposal of the year is to come before the meeting."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        meeting_id: str,
        proposals: Sequence[ProposalLine],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("帶入提案"), settings, save_words=_("帶入"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._meeting_id = workbench, meeting_id
        if not proposals:
            self.add_part(soft(_("這個年度還沒有提案。各縣市送回的提案表，請先到「匯入」帶入。")))
        options = [(one.proposal.id, f"{one.proposal.name}（{one.proposer_name}）") for one in proposals]
        self.proposal = self.add("proposal_id", _("提案"), ChoiceBox(options), required=True)
        self.start({"proposal_id": proposals[0].proposal.id} if proposals else {}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(handing.put_before, proposal_id=values["proposal_id"], meeting_id=self._meeting_id)
        self._workbench.do(self.windowTitle(), action, then=self.kept, failed=self.refuse)


def _named(meeting: Meeting) -> str:
    day = roc_date.written(meeting.held_on) if meeting.held_on else _("日期未定")
    return f"{meeting.title}（{day}）"
