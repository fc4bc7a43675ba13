"""固定用語: what is said again and again in minutes, for all meetings or for one kind alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.meeting import Outcome
from northtaiwan_desktop.domain.platform import SetPhrase
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.lines_table import LineColumn, LinesTable, field_column
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench


class PhrasesTab(QWidget):
    """The list, written in place; the first nine are said by Alt and a figure while minutes are typed."""

    def __init__(self, workbench: Workbench, _settings: Settings) -> None:
        super().__init__()
        self._workbench = workbench
        self._seen: tuple[SetPhrase, ...] = ()
        self._columns: tuple[LineColumn, ...] = ()
        self.table: LinesTable | None = None
        self.save_button = QPushButton(_("儲存固定用語(&S)"))
        self.save_button.setProperty("role", "main")
        self.save_button.clicked.connect(lambda _checked: self.save())
        self._place = QVBoxLayout()
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 8, 2, 0)
        layout.addWidget(
            soft(_("前九句在會議紀錄裡可按 Alt+1 到 Alt+9 帶入。可依會議種類另列用語；Alt+Shift+↑↓ 調整順序。"))
        )
        layout.addLayout(self._place)
        layout.addLayout(row)
        layout.addStretch(1)

    def show_phrases(self, known: Reference) -> None:
        """Show the phrases as they stand now; what is being written stays."""
        is_written = self.table is not None and tuple(self.table.value()) != self._seen
        if self.table is None:
            kinds = [(None, _("全部會議")), *((kind.id, kind.name) for kind in known.kinds)]
            columns = (
                field_column(_("用語"), "text", share=8),
                field_column(_("列為"), "outcome", options=[(one.value, one.word) for one in Outcome], share=3),
                field_column(_("會議種類"), "kind_id", options=kinds, share=5),
            )
            self.table = LinesTable(columns, make=_new, title=_("固定用語"))
            self.table.changed.connect(self._enable)
            self._place.addWidget(self.table)
        if not is_written:
            self._seen = tuple(known.phrases)
            self.table.set_value(self._seen)
        self._enable()

    def save(self) -> None:
        """Keep the list as it is written."""
        if self.table is None:
            return
        wanted = tuple(replace(one, position=place) for place, one in enumerate(self.table.value()))
        action = partial(organisation.set_phrases, phrases=wanted, seen=self._seen)
        self._seen = wanted
        self._workbench.do(_("修改固定用語"), action, owner=self)

    def _enable(self) -> None:
        self.save_button.setEnabled(self.table is not None and tuple(self.table.value()) != self._seen)


def _new() -> SetPhrase:
    return SetPhrase(text="", outcome=Outcome.RESOLUTION.value, position=0)
