"""The form that opens the next year in one step: what it will do stands in it before it is done."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rotation import Carry
from northtaiwan_desktop.domain.year_opening import YearOpening
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import years
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.years import opening
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import heading
from northtaiwan_desktop.ui.workbench import Workbench

LINES = 7
"""Room for what will be done, before it is known."""


class OpenYearForm(FormDialog):
    """開啟年度: host, leads, planned meetings, contributions and unfinished items of the ROC `year`."""

    def __init__(
        self, workbench: Workbench, settings: Settings, known: Reference, year: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("開啟{year}年度").format(year=year), settings, save_words=_("開啟年度"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, year
        turn = known.member_name(known.platform.host_by_cycle(year))
        hosts = [(member.id, member.name) for member in known.members]
        self.host = self.add("host", _("主政縣市"), ChoiceBox(hosts), hint=_("依輪值順序為{name}。").format(name=turn))
        self.theme = self.add("theme", _("主題"), QLineEdit(), hint=_("可以留空白，之後再填。"))
        stands = any(role.year == year for role in known.roles)
        self.carry = self.add("carry", _("議題分工"), ChoiceBox([(carry, carry.title) for carry in Carry]))
        # The form's own also where it is not shown: else it would outlive the form, and keep it.
        self.replace = QCheckBox(_("取代{year}年度現有的分工").format(year=year), self)
        if stands:
            self.add("replace", _("現有分工"), self.replace)
        else:
            self.replace.hide()
        self.add_part(heading(_("會做這些事，一步就能復原")))
        self.preview = QLabel(_("正在計算…"))
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setWordWrap(True)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.preview.setMinimumHeight(LINES * self.preview.fontMetrics().lineSpacing())
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.add_part(self.preview)
        for box in (self.host, self.carry):
            box.currentIndexChanged.connect(lambda _place: self._preview())
        self.replace.toggled.connect(lambda _on: self._preview())
        usual = Carry.KEEP if stands else Carry.ROTATE
        self.start({"host": known.host_of(year), "theme": known.theme_of(year), "carry": usual}, self._store)
        self._preview()

    @property
    def year(self) -> int:
        """The ROC year that is opened."""
        return self._year

    def _wish(self) -> dict[str, Any]:
        return {
            "year": self._year,
            "today": self._workbench.today(),
            "host_id": self.host.value(),
            "theme": self.theme.text().strip(),
            "carry": self.carry.value(),
            "replacing": self.replace.isChecked(),
        }

    def _preview(self) -> None:
        """Ask what would be done; a reason against it stands in the same place."""
        self._workbench.ask(partial(opening, **self._wish()), self._show, failed=self._cannot, owner=self)

    def _show(self, made: YearOpening) -> None:
        self.save_button.setEnabled(True)
        self.preview.setText("\n".join(f"・{line}" for line in made.words))

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.save_button.setEnabled(False)
        self.preview.setText(str(error))

    def _store(self, _values: Values) -> None:
        label = _("開啟{year}年度").format(year=self._year)
        wish = self._wish()
        self._workbench.do(label, lambda work: years.open_year(work, **wish), then=self.kept, failed=self.refuse)
