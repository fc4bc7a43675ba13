"""What is changed on cases under 列管 besides their state: the due day, the doer, and the plan item they serve."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.tracking import TrackedLine, doer_name, due_words
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.resolutions.decision_forms import cases_words, draft_of
from northtaiwan_desktop.ui.resolutions.lines_preview import LinesPreview
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.due_field import DueField
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.workbench import Workbench


class DueForm(FormDialog):
    """調整期限 of one or several cases."""

    def __init__(
        self, workbench: Workbench, settings: Settings, lines: Sequence[TrackedLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("調整期限"), settings, draft=draft_of("due", lines), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines = workbench, _one_a_case(lines)
        self.preview = LinesPreview(self._lines, lambda line: line.due_words, title=_("現在的期限"))
        self.add_part(self.preview)
        self.due = self.add("due", _("新的期限"), DueField(workbench.today().year - 1911), required=True)
        self.due.changed.connect(self._show_after)
        self.start({}, self._store, over=self._store_over)
        self._show_after()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        self.preview.show_theirs(error, lambda now: due_words(now) if isinstance(now, Resolution) else "")

    def _show_after(self) -> None:
        words, day = self.due.value() or ("", None)
        shown = roc_date.written(day) if day else words
        self.preview.show_after(lambda _line: shown)

    def _store(self, values: Values) -> None:
        self._do(values, {line.resolution.id: line.resolution for line in self._lines})

    def _store_over(self, values: Values, _now: object) -> None:
        self._do(values, None)

    def _do(self, values: Values, seen: Mapping[str, Resolution] | None) -> None:
        words, day = values["due"]
        action = partial(
            resolutions.change_due,
            resolution_ids=[line.resolution.id for line in self._lines],
            due_on=day,
            due_text=words,
            seen=seen,
        )
        label = _("調整 {cases} 期限").format(cases=cases_words(self._lines))
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class ReassignForm(FormDialog):
    """業務移交 of one or several lines to another doer."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        lines: Sequence[TrackedLine],
        known: Reference,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("改由其他單位辦理"), settings, draft=draft_of("reassign", lines), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines = workbench, tuple(lines)
        self.preview = LinesPreview(lines, lambda line: line.doer_name, title=_("現在的單位"))
        self.add_part(self.preview)
        offered = [(member.id, member.name) for member in known.members]
        self.member = self.add("member", _("縣市"), ChoiceBox(offered, none=_("（成員以外的機關）")))
        self.office = self.add(
            "office", _("單位或機關"), QLineEdit(), hint=_("縣市的局處，例如「交通局」；成員以外的機關請寫全名。")
        )
        self.member.currentIndexChanged.connect(self._show_after)
        self.office.textChanged.connect(self._show_after)
        first = lines[0].assignment
        self.start({"member": first.member_id, "office": first.office}, self._store, over=self._store_over)
        self._known = known
        self._show_after()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        self.preview.show_theirs(
            error, lambda now: doer_name(now, self._known, None) if isinstance(now, Assignment) else ""
        )

    def _show_after(self) -> None:
        office = self.office.text().strip()
        name = self.member.text() if self.member.value() else ""
        words = f"{name}政府{office}" if name and office else name or office
        self.preview.show_after(lambda _line: words)

    def _store(self, values: Values) -> None:
        self._do(values, {line.id: line.assignment for line in self._lines})

    def _store_over(self, values: Values, _now: object) -> None:
        self._do(values, None)

    def _do(self, values: Values, seen: Mapping[str, Assignment] | None) -> None:
        action = partial(
            resolutions.reassign,
            assignment_ids=[line.id for line in self._lines],
            member_id=values["member"],
            office=values["office"],
            seen=seen,
        )
        label = _("{cases} 改由其他單位辦理").format(cases=cases_words(self._lines))
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class ServesForm(FormDialog):
    """對應行動方案: which item of the action plan cases serve."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        lines: Sequence[TrackedLine],
        items: Sequence[PlanItem],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("對應行動方案"), settings, draft=draft_of("serves", lines), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines = workbench, _one_a_case(lines)
        self.preview = LinesPreview(self._lines, _item_words, title=_("現在對應"))
        self.add_part(self.preview)
        group_id = lines[0].resolution.group_id
        ordered = sorted(items, key=lambda item: item.group_id != group_id)
        offered = [(item.id, f"{item.number}　{item.name}") for item in ordered]
        for line in lines:
            if line.plan_item is not None and all(id != line.plan_item.id for id, _words in offered):
                offered.insert(0, (line.plan_item.id, _item_words(line)))
        self._offered = offered
        self.item = self.add("item", _("行動方案"), ChoiceBox(offered, none=_("（未對應）")))
        self.item.currentIndexChanged.connect(self._show_after)
        self.start({"item": lines[0].resolution.plan_item_id}, self._store, over=self._store_over)
        self._show_after()

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        offered = dict(self._offered)
        self.preview.show_theirs(
            error, lambda now: offered.get(getattr(now, "plan_item_id", None) or "", _("（未對應）"))
        )

    def _show_after(self) -> None:
        words = self.item.text()
        self.preview.show_after(lambda _line: words)

    def _store(self, values: Values) -> None:
        self._do(values, {line.resolution.id: line.resolution for line in self._lines})

    def _store_over(self, values: Values, _now: object) -> None:
        self._do(values, None)

    def _do(self, values: Values, seen: Mapping[str, Resolution] | None) -> None:
        action = partial(
            resolutions.link_plan_item,
            resolution_ids=[line.resolution.id for line in self._lines],
            plan_item_id=values["item"],
            seen=seen,
        )
        label = _("{cases} 對應行動方案").format(cases=cases_words(self._lines))
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _one_a_case(lines: Sequence[TrackedLine]) -> tuple[TrackedLine, ...]:
    """The first of each case's lines."""
    return tuple({line.resolution.id: line for line in reversed(lines)}.values())[::-1]


def _item_words(line: TrackedLine) -> str:
    return f"{line.plan_item.number}　{line.plan_item.name}" if line.plan_item else _("（未對應）")
