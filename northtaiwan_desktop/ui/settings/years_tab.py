"""Which county hosts each year (年度輪值主政): by the cycle, unless a person says otherwise."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, soft
from northtaiwan_desktop.ui.workbench import Workbench

FIRST_YEAR = 1911
AHEAD = 8
"""Years after the last one known that the cycle is shown for: once round."""


@dataclass(frozen=True)
class YearLine:
    """One year: its host by the name valid then."""

    year: int
    term: int
    host_id: str
    host_name: str
    theme: str
    basis: str
    source: str

    @property
    def id(self) -> str:
        return str(self.year)


COLUMNS = (
    Column(name="year", title=N_("年度"), value=lambda row: row.year, form=Form.NUMBER, width=8),
    Column(name="term", title=N_("屆次"), value=lambda row: row.term, form=Form.NUMBER, width=8),
    Column(name="host", title=N_("主政縣市"), value=lambda row: row.host_name, width=14),
    Column(name="basis", title=N_("依據"), value=lambda row: _(row.basis), width=16),
    Column(name="theme", title=N_("主題"), value=lambda row: row.theme, width=40),
    Column(name="source", title=N_("出處"), value=lambda row: row.source, width=40),
)
BY_CYCLE, RECORDED, OVERRULED = N_("依輪值順序"), N_("已登記"), N_("改派")


class YearsTab(QWidget):
    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._reference: Reference | None = None
        self.cycle = soft()
        self.edit_button = QPushButton(_("修改(&M)…"))
        self.list = ListView(COLUMNS, name="years", title=_("年度輪值主政"), settings=settings)
        self.edit_button.clicked.connect(lambda _checked: self._edit(self.list.current()))
        row = QHBoxLayout()
        row.addWidget(self.cycle, 1)
        row.addWidget(self.edit_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self.list.opened.connect(self._edit)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def show_years(self, known: Reference, year: int) -> None:
        first_time = self._reference is None
        self._reference = known
        names = " → ".join(known.member(id).short_name for id in known.platform.cycle)
        self.cycle.setText(_("輪值順序：{names}。可以改派個別年度。").format(names=names))
        this_year = self._workbench.today().year - FIRST_YEAR
        last = max([this_year, *(recorded.year for recorded in known.years)]) + AHEAD
        self.list.show_rows([_line(known, one) for one in range(last, known.platform.first_year - 1, -1)])
        if first_time:
            self.list.choose(str(year))

    def dialogs(self) -> list[tuple[str, QDialog]]:
        line = self.list.current()
        return [("year", self._form(line))] if line else []

    def _on_chosen(self) -> None:
        self.edit_button.setEnabled(self.list.current() is not None)

    def _edit(self, line: YearLine | None) -> None:
        if line is not None:
            self._form(line).open()

    def _form(self, line: YearLine) -> "YearForm":
        assert self._reference is not None
        return YearForm(self._workbench, self._settings, self._reference, line, self.window())


class YearForm(FormDialog):
    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        line: YearLine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("{year}年度的主政縣市").format(year=line.year), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, line.year
        day = date(line.year + FIRST_YEAR, 12, 31)
        turn = reference.member_name(reference.platform.host_by_cycle(line.year), day)
        self.add(
            "host",
            _("主政縣市"),
            ChoiceBox([(member.id, reference.member_name(member.id, day)) for member in reference.members]),
            hint=_("依輪值順序為{name}。").format(name=turn),
        )
        self.add("theme", _("主題"), QLineEdit())
        self.start({"host": line.host_id, "theme": line.theme}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(organisation.set_host, year=self._year, host_id=values["host"], theme=values["theme"])
        label = _("設定{year}年度的主政縣市").format(year=self._year)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _line(known: Reference, year: int) -> YearLine:
    recorded = next((one for one in known.years if one.year == year), None)
    host = known.host_of(year)
    basis = BY_CYCLE if recorded is None else OVERRULED if recorded.overrules_cycle else RECORDED
    return YearLine(
        year=year,
        term=known.platform.term(year),
        host_id=host,
        host_name=known.member_name(host, date(year + FIRST_YEAR, 12, 31)),
        theme=known.theme_of(year),
        basis=basis,
        source=recorded.source if recorded else "",
    )
