"""匯入紀錄: the workbooks that were taken in, and the way to take one back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import ImportLine
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.imports import COLUMNS
from northtaiwan_desktop.ui.widgets.list_view import ListView

HIDDEN = {"id", "taken_back"}
TAKEN_BACK = Column(name="taken_back_at", title=N_("收回時間"), value=lambda line: line.record.taken_back_at, width=20)


class History(QWidget):
    """The list of imports; `take_back` is emitted with the one to be taken back."""

    take_back = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns = [*(column for column in COLUMNS if column.name not in HIDDEN), TAKEN_BACK]
        self.list = ListView(
            columns,
            name="imports",
            title=_("匯入紀錄"),
            settings=settings,
            empty=_("還沒有匯入過檔案。到「預覽」選擇縣市寄回的試算表，看過再匯入。"),
            key=lambda line: str(line.record.id),
        )
        self.button = QPushButton(_("收回這次匯入(&T)"))
        self.button.setToolTip(_("把這個檔案寫入的資料全部回到匯入前；之後又改過的不會收回"))
        self.button.clicked.connect(self._on_button)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def show_lines(self, lines: list[ImportLine]) -> None:
        self.list.show_rows(lines)

    def _on_chosen(self) -> None:
        line = self.list.current()
        self.button.setEnabled(line is not None and line.record.taken_back_at is None)

    def _on_button(self) -> None:
        if (line := self.list.current()) is not None:
            self.take_back.emit(line)
