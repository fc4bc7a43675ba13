"""The members (成員縣市): what each leads this year, how many cases it has open, and its history beside."""

from functools import partial
from html import escape

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import MemberLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.members import COLUMNS
from northtaiwan_desktop.storage.organisation import MemberFile, member_file
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import beside
from northtaiwan_desktop.ui.workbench import Workbench

HISTORY = 20


class MembersTab(QWidget):
    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench = workbench
        self.list = ListView(
            COLUMNS,
            name="members",
            title=_("成員縣市"),
            settings=settings,
            empty=_("這個資料庫還沒有成員縣市。請用「建立新的資料庫」重新建立，或開啟另一個資料庫。"),
            key=lambda row: str(row.member.id),
        )
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(_("縣市的歷年紀錄"))
        self.detail.setMinimumWidth(260)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(beside(self.list, self.detail))
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def _on_chosen(self) -> None:
        line: MemberLine | None = self.list.current()
        if line is None:
            self.detail.setPlainText(_("在左邊選一個縣市，這裡會顯示歷年主政、歷任人員與異動紀錄。"))
            return
        question = partial(member_file, member_id=line.member.id, today=self._workbench.today())
        self._workbench.ask(question, self._show, owner=self)

    def _show(self, file: MemberFile) -> None:
        line: MemberLine | None = self.list.current()
        if line is None or line.member.id != file.member.id:
            return
        named = _("至{day}稱{name}")
        names = [named.format(day=roc_date.written(past.until), name=past.name) for past in file.former_names]
        hosted = "、".join(_("{year}年").format(year=year) for year in file.hosted)
        led = [_("{year}年　{groups}").format(year=year, groups="、".join(groups)) for year, groups in file.led]
        held = [f"{one.person.name}　{one.post.body.title}　{one.group_name}" for one in file.holders]
        done = [f"{roc_date.written(one.at.date())}　{one.title}　{one.by}" for one in file.history[:HISTORY]]
        none = [_("（無）")]
        parts = (
            (_("舊名"), names or none),
            (_("歷年輪值主政"), [hosted] if hosted else none),
            (_("歷年議題主政"), led or none),
            (_("現任與歷任人員"), held or none),
            (_("異動紀錄"), done or none),
        )
        told = "".join(
            f"<h4 style='margin:12px 0 2px 0'>{escape(head)}</h4>"
            + "".join(f"<p style='margin:2px 0'>{escape(one.rstrip('　'))}</p>" for one in lines)
            for head, lines in parts
        )
        self.detail.setHtml(f"<h3 style='margin:0'>{escape(file.member.name)}</h3>{told}")
