"""上次會議決議辦理情形: the open cases that this meeting has before it, live from the one register."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.progress import COLUMNS
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import heading, soft

SHOWN = ("number", "text")


class CarriedList(QWidget):
    """Lists the cases with the latest report of each doer; `wanted` is emitted with the line to be opened."""

    wanted = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.list = ListView(
            [column for column in COLUMNS if column.name in SHOWN],
            name="carried",
            title=_("上次會議決議辦理情形"),
            settings=settings,
            empty=_("沒有列管中的決議與這次會議有關。"),
        )
        self.detail = soft()
        self.list.opened.connect(lambda line: self.wanted.emit(line.id))
        self.list.chosen_changed.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.addWidget(heading(_("上次會議決議辦理情形")))
        layout.addWidget(soft(_("由列管案件即時帶入，定稿時才寫定。按 Enter 可到決議列管填報或作成決定。")))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.detail)

    def show_lines(self, lines: Sequence[TrackedLine]) -> None:
        self.list.show_rows(lines)
        self._tell()

    def _tell(self) -> None:
        line: TrackedLine | None = self.list.current()
        if line is None:
            self.detail.clear()
            return
        due = _("預定完成日期：{due}").format(due=line.due_words) if line.due_words else ""
        report = _("辦理情形：{text}").format(text=line.latest.text) if line.latest else _("尚未填報。")
        self.detail.setText("\n".join(filter(None, (line.resolution.text, line.doer_name, due, report))))
