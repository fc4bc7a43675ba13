"""各期增減: the balance of each round of the year, which ends where the next one begins."""

from datetime import date
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.round_view import reached
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.rounds import COLUMNS, RoundBalance
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.rounds import balances
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench


class RoundsBox(QDialog):
    """The rounds of a ROC year, one line each; it goes to Excel like every list."""

    def __init__(self, workbench: Workbench, settings: Settings, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(_("{year}年各期增減").format(year=year))
        self.list = ListView(
            COLUMNS,
            name="rounds",
            title=_("{year}年各期增減").format(year=year),
            settings=settings,
            key=lambda row: str(row.round.code),
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.addWidget(soft(_("前期列管＋本期新增－本期解除＝續列（案）；每一期的續列就是下一期的前期列管。")))
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        workbench.ask(partial(_rounds, year=year, today=workbench.today()), self.list.show_rows, owner=self)

    def sizeHint(self) -> QSize:
        return QSize(640, 380)


def _rounds(records: Records, *, year: int, today: date) -> list[RoundBalance]:
    rounds = reached(year, reference(records).thresholds.rounds_a_year, today)
    return [RoundBalance(round, balance) for round, balance in balances(records, rounds)]
