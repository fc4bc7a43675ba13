"""The forms of what is remembered: one decision put in by hand, one given another meaning."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from northtaiwan_desktop.domain.lists import RememberedLine
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import NOT_USED, About, Decision
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.meanings import choices, field_title, is_typed, readable
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox, Options
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench


class RememberForm(FormDialog):
    """新增對照: a heading, or a text in the cells of a field."""

    def __init__(
        self, workbench: Workbench, settings: Settings, reference: Reference, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("新增對照"), settings, save_words=_("記住"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench = workbench
        members = [(member.id, member.name) for member in reference.members]
        self.add("sender_id", _("來源縣市"), ChoiceBox(members, none=_("所有縣市")))
        self._kind = self.add("kind", _("內容"), ChoiceBox([(kind, _(words)) for kind, words in KIND_WORDS.items()]))
        self._field = self.add("field", _("哪裡寫的"), ChoiceBox(none=_("欄名")))
        self.add("wrote", _("他們寫的"), QLineEdit(), required=True)
        hint = _("欄名填它是哪個欄位，例如 辦理情形；內容填可以填在那一格的，例如 桃園市、80%；不使用填「-」。")
        self.add("meant", _("意思"), QLineEdit(), required=True, hint=hint)
        self._kind.chosen.connect(lambda _kind: self._offer_fields())
        self._offer_fields()
        self.start({}, self._store)

    def _offer_fields(self) -> None:
        fields = readable(KINDS[self._kind.value()])
        words = [(field.name, _("「{title}」的內容").format(title=_(field.titles[0]))) for field in fields]
        self._field.set_options(words)

    def _store(self, values: Values) -> None:
        from northtaiwan_desktop.services import remembered

        about = About.VALUE if values["field"] else About.COLUMN
        one = Decision(about=about, **{**values, "field": values["field"] or ""})
        label = _("記住「{wrote}」的意思").format(wrote=one.wrote)
        action = partial(remembered.remember, decisions=(one,))
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


class MeaningForm(FormDialog):
    """更改對照: the same heading or text, another meaning."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        line: RememberedLine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("更改對照"), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        one = line.record
        kind = _(KIND_WORDS.get(one.kind, one.kind))
        whose = _("{name}的{kind}").format(name=line.sender_name or _("所有縣市"), kind=kind)
        what = _("欄名「{wrote}」") if one.about is About.COLUMN else _("「{title}」裡的「{wrote}」")
        title = field_title(one.kind, one.field)
        self.add_part(soft(f"{whose}：{what.format(wrote=one.wrote, title=title)}"))
        options = _options(one.decision, reference)
        if options:
            self.add("meant", _("意思"), ChoiceBox(options))
        else:
            self.add("meant", _("意思"), QLineEdit(), required=True, hint=_("儲存格可以填的內容；視為空白填「-」。"))
        self.start({"meant": one.meant if options else one.meant or "-"}, self._store)

    def _store(self, values: Values) -> None:
        from northtaiwan_desktop.services import remembered

        one = self._line.record
        label = _("更改「{wrote}」的對照").format(wrote=one.wrote)
        action = partial(remembered.change, id=one.id, meant=values["meant"], seen=one)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _options(one: Decision, reference: Reference) -> Options:
    """What a meaning is chosen from; nothing where it is typed."""
    if one.about is About.COLUMN:
        fields = [(field.name, _(field.titles[0])) for field in readable(KINDS[one.kind])]
        return [*fields, (NOT_USED, _("不使用"))]
    if is_typed(one.field):
        return ()
    return [*((text, text) for text in choices(one.field, reference)), (NOT_USED, _("視為空白"))]
