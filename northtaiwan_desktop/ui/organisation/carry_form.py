"""The form that carries a year's leads into the next one, with who will lead before it is done."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from northtaiwan_desktop.domain.platform import Part
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rotation import Carry, carried
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import years
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import heading
from northtaiwan_desktop.ui.workbench import Workbench


class CarryForm(FormDialog):
    """沿用或輪替 into the ROC `year`."""

    def __init__(
        self, workbench: Workbench, settings: Settings, known: Reference, year: int, parent: QWidget | None = None
    ) -> None:
        title = _("{year}年度的主政與配合：由{before}年度帶入").format(year=year, before=year - 1)
        super().__init__(title, settings, save_words=_("帶入"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._known, self._year = workbench, known, year
        choices = [(carry, carry.title) for carry in (Carry.ROTATE, Carry.COPY)]
        self.carry = self.add("carry", _("方式"), ChoiceBox(choices))
        stands = any(role.year == year for role in known.roles)
        self.replace = QCheckBox(_("取代{year}年度現有的分工").format(year=year))
        if stands:
            self.add("replace", _("現有分工"), self.replace, hint=_("這個年度已經設定過；不勾選就不會更動。"))
        self.add_part(heading(_("帶入後")))
        self.preview = QLabel()
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setWordWrap(True)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_part(self.preview)
        self.carry.currentIndexChanged.connect(lambda _place: self._preview())
        self._preview()
        self.start({"carry": Carry.ROTATE}, self._store)

    def _preview(self) -> None:
        known, year = self._known, self._year
        made = carried(
            known.roles,
            year=year,
            carry=self.carry.value(),
            platform=known.platform,
            groups=known.groups,
            host_id=known.host_of(year),
        )
        lines = []
        for group in known.groups:
            before = known.member_name(known.leader_of(group.id, year - 1)) or _("（未定）")
            own = [role for role in made if role.group_id == group.id]
            lead = next((known.member_name(role.member_id) for role in own if role.part is Part.LEAD), _("（未定）"))
            helping = known.member_names(role.member_id for role in own if role.part is Part.COOPERATE)
            told = _("{group}：{before} → {lead}") if before != lead else _("{group}：{lead}")
            line = told.format(group=group.name, before=before, lead=lead)
            lines.append(line + (_("（配合：{names}）").format(names="、".join(helping)) if helping else ""))
        self.preview.setText("\n".join(lines))

    def _store(self, values: Values) -> None:
        carry = values["carry"]
        told = _("輪替{year}年度的主政縣市") if carry is Carry.ROTATE else _("沿用到{year}年度的主政縣市")
        action = partial(
            years.carry_roles,
            year=self._year,
            carry=carry,
            today=self._workbench.today(),
            replacing=values.get("replace", False),
        )
        self._workbench.do(told.format(year=self._year), action, then=self.kept, failed=self.refuse)
