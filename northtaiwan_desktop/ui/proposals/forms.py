"""The forms of a proposal: what it is, what a first review says, what central government decides, and its way."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.errors import Unconfirmed
from northtaiwan_desktop.domain.lists import MeetingLine, ProposalLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.proposal import Proposal, Result, ReviewVerdict
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import handing, proposals
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.proposals.money_field import MoneyField
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

WHAT = ("name", "group_id", "proposer_id", "partner_ids", "requested", "plan_item_id")
FIELDS = (*WHAT, "needs_advance", "comment", "note")


class ProposalForm(FormDialog):
    """Writes a new proposal of `year`, or changes the one of `line`."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        plan: Sequence[PlanItem],
        year: int,
        line: ProposalLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("修改提案") if line else _("新增{year}年度提案").format(year=year)
        super().__init__(title, settings, draft=f"proposal {line.proposal.id if line else year}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench = workbench
        self._seen = line.proposal if line else None
        self._start = line.proposal if line else Proposal(year=year, name="")
        members = [(member.id, member.name) for member in reference.members]
        items = [(item.id, f"{item.number} {item.name}") for item in plan]
        self.add("name", _("計畫名稱"), QLineEdit(), required=True)
        groups = [(group.id, group.name) for group in reference.groups]
        self.add("group_id", _("議題組"), ChoiceBox(groups, none=_("（未定）")))
        self.add("proposer_id", _("提案縣市"), ChoiceBox(members, none=_("（未定）")))
        self.add("partner_ids", _("合作縣市"), ChecksField(members))
        self.add("requested", _("申請金額"), MoneyField())
        self.add("plan_item_id", _("對應行動方案"), ChoiceBox(items, none=_("（無）")))
        self.add("needs_advance", _("墊付"), QCheckBox(_("未納入年度預算，須經議會同意墊付")))
        self.add("comment", _("審查意見"), QPlainTextEdit())
        self.add("note", _("備註"), QPlainTextEdit())
        self.start({name: getattr(self._start, name) for name in FIELDS}, self._store, over=self._store_over)

    def _store(self, values: Values) -> None:
        self._do(values, self._start, self._seen)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now, now)

    def _do(self, values: Values, before: Proposal, seen: Proposal | None, *, may_repeat: bool = False) -> None:
        label = _("修改提案「{name}」") if self._seen else _("新增提案「{name}」")
        wanted = replace(before, **{name: values[name] for name in FIELDS})
        action = partial(proposals.save_proposal, proposal=wanted, seen=seen, may_repeat=may_repeat)
        failed = partial(self._refuse, before, seen)
        self._workbench.do(label.format(name=wanted.name), action, then=self.kept, failed=failed)

    def _refuse(self, before: Proposal, seen: Proposal | None, error: Exception) -> None:
        """Say why nothing was kept; a name that the year has already is kept once the person says so expressly."""
        self.refuse(error)
        if isinstance(error, Unconfirmed):
            again = partial(self._begin, lambda: self._do(self.values(), before, seen, may_repeat=True))
            self.notice.refuse(str(error), _("仍以同名儲存"), again)


class ReviewForm(FormDialog):
    """初審意見 of one meeting; 整併 names the proposal that this one goes into."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        line: ProposalLine,
        others: Sequence[Proposal],
        meetings: Sequence[MeetingLine],
        parent: QWidget | None = None,
    ) -> None:
        draft = f"proposal-review {line.proposal.id}"
        super().__init__(_("初審意見"), settings, draft=draft, save_words=_("記錄"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._proposal = workbench, line.proposal
        self.add_part(soft(line.proposal.name))
        verdicts = [(verdict, verdict.title) for verdict in ReviewVerdict]
        self.verdict = self.add("verdict", _("結果"), ChoiceBox(verdicts))
        self.into = self.add(
            "into_id", _("併入"), ChoiceBox([(one.id, one.name) for one in others], none=_("（不整併）"))
        )
        held = [(one.meeting.id, _named(one.meeting)) for one in meetings]
        self.meeting = self.add("meeting_id", _("初審會議"), ChoiceBox(held, none=_("（未記會議）")))
        self.add("on", _("日期"), RocDateField(year=line.proposal.year), required=True)
        self.add("comment", _("審查意見"), QPlainTextEdit(), hint=_("修正與退回須說明理由。"))
        self._days = {one.meeting.id: one.meeting.held_on for one in meetings}
        first = next((one for one in meetings if "初審" in one.kind_name), None)
        day = first.meeting.held_on if first and first.meeting.held_on else workbench.today()
        self.start({"meeting_id": first.meeting.id if first else None, "on": day}, self._store, over=self._store_over)
        self.verdict.chosen.connect(lambda _value: self._follow())
        self.meeting.chosen.connect(self._take_day)
        self._follow()

    def _follow(self) -> None:
        """Only 整併 goes into another proposal."""
        self.into.setEnabled(self.verdict.value() is ReviewVerdict.MERGE)

    def _take_day(self, meeting_id: str | None) -> None:
        day = self._days.get(meeting_id or "")
        field = self.editor("on")
        if day is not None and isinstance(field, RocDateField):
            field.set_day(day)

    def _store(self, values: Values) -> None:
        self._do(values, self._proposal)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Proposal) -> None:
        into_id = values["into_id"] if values["verdict"] is ReviewVerdict.MERGE else None
        action = partial(
            proposals.review,
            proposal_id=self._proposal.id,
            verdict=values["verdict"],
            on=values["on"],
            meeting_id=values["meeting_id"],
            comment=values["comment"],
            into_id=into_id,
            seen=seen,
        )
        label = _("初審意見「{name}」").format(name=self._proposal.name)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class DecideForm(FormDialog):
    """中央審查結果, with the approved sum as far as it is known."""

    def __init__(
        self, workbench: Workbench, settings: Settings, line: ProposalLine, parent: QWidget | None = None
    ) -> None:
        draft = f"proposal-decide {line.proposal.id}"
        super().__init__(_("中央審查結果"), settings, draft=draft, save_words=_("記錄"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._proposal = workbench, line.proposal
        self.add_part(soft(line.proposal.name))
        results = [(result, _(result.word)) for result in (Result.APPROVED, Result.REJECTED)]
        self.result_box = self.add("result", _("結果"), ChoiceBox(results))
        asked = line.proposal.requested
        hint = _("申請金額 {sum:,}元").format(sum=asked) if asked is not None else ""
        self.approved = self.add("approved", _("核定金額"), MoneyField(), hint=hint)
        self.add("on", _("核定日期"), RocDateField(year=line.proposal.year))
        self.add("comment", _("審查意見"), QPlainTextEdit())
        one = line.proposal
        result = one.result if one.result.is_decided else Result.APPROVED
        values = {"result": result, "approved": one.approved, "on": one.decided_on or workbench.today()}
        self.start(values | {"comment": one.comment}, self._store, over=self._store_over)
        self.result_box.chosen.connect(lambda result: self.approved.setEnabled(result is Result.APPROVED))
        self.approved.setEnabled(result is Result.APPROVED)

    def _store(self, values: Values) -> None:
        self._do(values, self._proposal)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Proposal) -> None:
        result = values["result"]
        action = partial(
            proposals.decide,
            proposal_id=self._proposal.id,
            result=result,
            approved=values["approved"] if result is Result.APPROVED else None,
            on=values["on"],
            comment=values["comment"],
            seen=seen,
        )
        label = _("{result}「{name}」").format(result=_(result.word), name=self._proposal.name)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class MergeForm(FormDialog):
    """整併 without a review: asks which proposal of the year this one goes into."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        line: ProposalLine,
        others: Sequence[Proposal],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("整併"), settings, save_words=_("併入"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._proposal, self._names = workbench, line.proposal, {one.id: one.name for one in others}
        words = (
            _("「{name}」併入所選的提案，仍留在清單上，可以看到併入哪一案。") if others else _("沒有其他提案可以併入。")
        )
        self.add_part(soft(words.format(name=line.proposal.name)))
        offered = [(one.id, one.name) for one in others]
        self.add("into_id", _("併入"), ChoiceBox(offered, none=_("（請選擇）")), required=True)
        self.start({"into_id": line.proposal.merged_into_id}, self._store, over=self._store_over)

    def _store(self, values: Values) -> None:
        self._do(values, self._proposal)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Proposal) -> None:
        into = values["into_id"]
        label = _("「{name}」併入「{into}」").format(name=self._proposal.name, into=self._names[into])
        action = partial(proposals.merge, proposal_id=self._proposal.id, into_id=into, seen=seen)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class PutForm(FormDialog):
    """列入議程: asks before which draft the proposal is to come."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        line: ProposalLine,
        drafts: Sequence[Meeting],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("列入議程"), settings, save_words=_("列入"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._proposal = workbench, line.proposal
        words = (
            _("「{name}」會列入所選會議的討論事項。")
            if drafts
            else _("目前沒有草稿的會議。請先到「會議」新增那一場會議。")
        )
        self.add_part(soft(words.format(name=line.proposal.name)))
        self.add("meeting_id", _("會議"), ChoiceBox([(one.id, _named(one)) for one in drafts]), required=True)
        self.start({}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(handing.put_before, proposal_id=self._proposal.id, meeting_id=values["meeting_id"])
        label = _("提案「{name}」列入議程").format(name=self._proposal.name)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _named(meeting: Meeting) -> str:
    day = roc_date.written(meeting.held_on) if meeting.held_on else _("日期未定")
    return f"{meeting.title}（{day}）"
