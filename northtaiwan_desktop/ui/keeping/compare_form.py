"""比對: two copies of a register record by record, and the way to take over what the other one has."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.copies import Comparison, Difference, Side
from northtaiwan_desktop.domain.field_words import field_word
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import copies
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column, Form, written
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import beside, heading, soft
from northtaiwan_desktop.ui.workbench import Workbench

COLUMNS = (
    Column(name="word", title=N_("種類"), value=lambda row: row.word, width=12),
    Column(name="name", title=N_("資料"), value=lambda row: row.name, width=36),
    Column(name="what", title=N_("不同"), value=lambda row: row.what, width=14),
    Column(
        name="side", title=N_("誰改過"), value=lambda row: row.side.title, light=lambda row: row.side.light, width=20
    ),
    Column(name="ours_at", title=N_("目前的時間"), value=lambda row: row.ours_at, form=Form.DAY, width=20),
    Column(name="theirs_at", title=N_("另一份的時間"), value=lambda row: row.theirs_at, form=Form.DAY, width=20),
)


class CompareForm(QDialog):
    """Shows what differs, the newest changes first. Without `can_merge` it is only looked at.

    `names` are the words for both copies.
    """

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        found: Comparison,
        *,
        names: tuple[str, str],
        can_merge: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._found, self._names = workbench, found, names
        self.setWindowTitle(_("比對「{ours}」與「{theirs}」").format(ours=names[0], theirs=names[1]))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.told = soft(self._told())
        self.list = ListView(
            COLUMNS,
            name="compare",
            title=_("不同的資料"),
            settings=settings,
            empty=_("兩份內容相同。"),
        )
        self.detail = QTextBrowser()
        self.detail.setAccessibleName(_("這一筆的兩種內容"))
        self.complaint = soft()
        self.complaint.setProperty("role", "complaint")
        self.complaint.hide()
        self.theirs_button = push_button(_("選取只有另一份改過的(&S)"), self._choose_theirs)
        self.merge_button = push_button(_("採用另一份的內容(&T)"), self._ask_merge)
        self.merge_button.setProperty("role", "main")
        self.close_button = push_button(_("關閉(&C)"), self.reject)
        row = QHBoxLayout()
        if can_merge and found.is_kin:
            row.addWidget(self.theirs_button)
            row.addWidget(self.merge_button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(heading(self.windowTitle()))
        layout.addWidget(self.told)
        layout.addWidget(beside(self.list, self.detail, shares=(5, 4)), 1)
        layout.addWidget(self.complaint)
        layout.addLayout(row)
        self.list.chosen_changed.connect(self._on_chosen)
        self.list.show_rows(found.differences)
        self._on_chosen()
        self.resize(QSize(1180, 640).boundedTo(self.screen().availableSize()))

    def _told(self) -> str:
        found = self._found
        if not found.is_kin:
            return _("這兩份不是同一份資料的複本（沒有共同的操作紀錄），只能看，不能合併。")
        if not found.differences:
            return _("兩份內容相同。")
        both = sum(one.side is Side.BOTH for one in found.differences)
        text = _("共 {count} 筆不同，其中 {both} 筆兩份都改過。").format(count=len(found.differences), both=both)
        if found.parted_at is not None:
            text += _("兩份在 {at} 以前相同。").format(at=written(found.parted_at))
        return text

    def _on_chosen(self) -> None:
        chosen: list[Difference] = self.list.chosen()
        self.merge_button.setEnabled(bool(chosen))
        going = len(copies.removals(chosen))
        words = _("採用另一份的內容：{count} 筆(&T)") if chosen else _("採用另一份的內容(&T)")
        if going:
            words = _("採用另一份的內容：{count} 筆，其中刪除 {going} 筆(&T)…")
        self.merge_button.setText(words.format(count=len(chosen), going=going))
        self.theirs_button.setEnabled(bool(self._found.proposed()))
        self.detail.setHtml(self._html(chosen[0]) if len(chosen) == 1 else "")
        if len(chosen) != 1:
            self.detail.setPlaceholderText(_("選一筆看兩邊的內容；按住 Ctrl 或 Shift 可選多筆。"))

    def _choose_theirs(self) -> None:
        wanted = {one.id for one in self._found.proposed()}
        self.list.choose_all(wanted)
        self.list.setFocus()

    def _ask_merge(self) -> None:
        """What the other copy has not is deleted here: that is asked for before."""
        chosen: list[Difference] = self.list.chosen()
        going = copies.removals(chosen)
        if not going:
            self._merge(chosen)
            return
        text = _("選取的 {count} 筆裡，有 {going} 筆另一份沒有，採用後會從目前的資料庫刪除：{names}。要繼續嗎？")
        told = text.format(count=len(chosen), going=len(going), names=copies.names_of(going))
        box = QMessageBox(QMessageBox.Icon.Warning, _("採用另一份的內容"), told, parent=self)
        box.addButton(_("刪除並採用"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        box.accepted.connect(lambda: self._merge(chosen))
        box.setDefaultButton(cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _merge(self, chosen: list[Difference]) -> None:
        done: list[copies.Merged] = []

        def action(work: Work) -> None:
            done.append(copies.merge(work, self._found, chosen, may_remove=True))

        def kept(_operation: Operation) -> None:
            self.told.setText(copies.told(done[0]))
            self.complaint.hide()
            taken = {one.id for one in chosen}
            self.list.show_rows([row for row in self.list.shown() if row.id not in taken])

        self.merge_button.setEnabled(False)
        label = _("合併「{file}」{count} 筆").format(file=Path(self._found.theirs).name, count=len(chosen))
        self._workbench.do(label, action, then=kept, failed=partial(_complain, self), owner=self)

    def refuse(self, error: Exception) -> None:
        self.complaint.setText(str(error))
        self.complaint.show()
        self._on_chosen()

    def _html(self, one: Difference) -> str:
        """Both contents side by side; who changed each, and when."""
        colours = present()
        cell = f"padding:6px 8px; border-bottom:1px solid {colours.line}; vertical-align:top"
        rows = "".join(
            f"<tr><td style='{cell}; color:{colours.soft}' width='22%'>{escape(field_word(pair.field))}</td>"
            f"<td style='{cell}' width='39%'>{_kept(pair.ours)}</td>"
            f"<td style='{cell}' width='39%'>{_kept(pair.theirs)}</td></tr>"
            for pair in one.fields
        )
        heads = (
            _head(self._names[0], one.ours is None, one.ours_at, one.ours_by),
            _head(self._names[1], one.theirs is None, one.theirs_at, one.theirs_by),
        )
        head = "".join(f"<th align='left' style='{cell}'>{words}</th>" for words in ("", *heads))
        title = f"<h3>{escape(one.word)}　{escape(one.name)}</h3>"
        return f"{title}<table width='100%' cellspacing='0'><tr>{head}</tr>{rows}</table>"


def _complain(form: CompareForm, error: Exception) -> None:
    form.refuse(error)


def _head(name: str, is_missing: bool, at: object, by: str) -> str:
    told = _("（沒有這一筆）") if is_missing else " ".join(filter(None, (written(at), by)))
    return f"{escape(name)}<br><span style='font-weight:normal'>{escape(told)}</span>"


def _kept(text: str) -> str:
    return escape(text).replace("\n", "<br>") or "—"
