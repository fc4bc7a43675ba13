"""版本比較: two versions of minutes side by side, word by word; an old one can be brought back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QTextBrowser, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus, MinutesVersion
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.revision import Piece, Row
    from northtaiwan_desktop.storage.records import Records

PRESENT = 0


class VersionsBox(QDialog):
    """Compares the versions of one meeting's minutes, the newest against what stands now at first."""

    file_wanted = Signal(int)
    """Emitted with the version whose kept docx a person wants to have."""

    def __init__(
        self, workbench: Workbench, meeting: Meeting, versions: Sequence[MinutesVersion], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("版本比較：{title}").format(title=meeting.title))
        self._workbench, self._meeting = workbench, meeting
        self._rows: list[Row] = []
        options = [(one.version, _named(one)) for one in versions]
        self.old = ChoiceBox(options)
        self.new = ChoiceBox([(PRESENT, _("目前的內容")), *options])
        self.only_changes = QCheckBox(_("只看有差異的段落(&D)"))
        self.only_changes.setChecked(True)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("兩個版本的差異"))
        self.text.setProperty("role", "paper")
        self.notice = NoticeBar()
        head = QFormLayout()
        head.addRow(_("較早的版本(&O)"), self.old)
        head.addRow(_("較新的版本(&N)"), self.new)
        head.addRow(self.only_changes)
        buttons = QDialogButtonBox()
        words = _("帶回較早的版本(&B)")
        self.back_button = buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        self.back_button.setEnabled(meeting.status is MeetingStatus.DRAFT and bool(versions))
        if meeting.status is not MeetingStatus.DRAFT:
            self.back_button.setToolTip(_("要帶回舊的版本，請先「重新開啟」會議紀錄。"))
        self.file_button = buttons.addButton(_("取出這一版的 docx(&X)…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.file_button.setToolTip(_("較早的版本定稿時保存的檔案，一字不改"))
        self.file_button.setEnabled(bool(versions))
        self.file_button.clicked.connect(lambda _checked: self.file_wanted.emit(self.old.value()))
        close = buttons.addButton(_("關閉"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self.old.currentIndexChanged.connect(lambda _place: self._compare())
        self.new.currentIndexChanged.connect(lambda _place: self._compare())
        self.only_changes.toggled.connect(lambda _on: self._show())
        self.back_button.clicked.connect(lambda _checked: self._bring_back())
        buttons.rejected.connect(self.reject)
        if meeting.status is MeetingStatus.FINAL and len(versions) > 1:
            self.old.set_value(versions[1].version)
        self.resize(1000, 620)
        self._compare()

    def _compare(self) -> None:
        if self.old.value() is None:
            return
        old, new, today = self.old.value(), self.new.value(), self._workbench.today()

        def question(records: Records) -> list[Row]:
            from northtaiwan_desktop.services import versions  # what writes papers loads on the store's thread

            return versions.compare(records, self._meeting.id, old=old, new=new, today=today)

        self._workbench.ask(question, self._on_compared, failed=self._refuse, owner=self)

    def _on_compared(self, rows: list[Row]) -> None:
        self._rows = rows
        self.notice.mended()
        self._show()

    def _show(self) -> None:
        rows = [row for row in self._rows if row.is_changed or not self.only_changes.isChecked()]
        if not rows:
            self.text.setHtml(f"<p>{escape(_('兩個版本的內容相同。'))}</p>")
            return
        head = f"<tr><th width='50%'>{escape(self.old.text())}</th><th>{escape(self.new.text())}</th></tr>"
        body = "".join(
            f"<tr><td>{_side(row.old, is_old=True)}</td><td>{_side(row.new, is_old=False)}</td></tr>" for row in rows
        )
        self.text.setHtml(f"<table width='100%' border='1' cellspacing='0' cellpadding='6'>{head}{body}</table>")

    def _bring_back(self) -> None:
        from northtaiwan_desktop.services import versions

        version = self.old.value()
        action = partial(versions.bring_back, meeting_id=self._meeting.id, version=version)
        label = _("帶回第 {version} 版").format(version=version)
        self._workbench.do(label, action, then=lambda _operation: self.accept(), failed=self._refuse, owner=self)

    def _refuse(self, error: Exception) -> None:
        self.notice.refuse(str(error))


def _named(version: MinutesVersion) -> str:
    words = _("第 {version} 版（{day}定稿）")
    if version.reason:
        words = _("第 {version} 版（{day}定稿；重新開啟：{reason}）")
    day = roc_date.written(version.finalised_on)
    return words.format(version=version.version, day=day, reason=version.reason)


def _side(pieces: Sequence[Piece], *, is_old: bool) -> str:
    """Changed words bear a colour and a line, struck through at the left, underlined at the right."""
    colours = present()
    look = f"color:{colours.green}; text-decoration:underline"
    if is_old:
        look = f"color:{colours.red}; text-decoration:line-through"
    return "".join(
        f"<span style='{look}'>{escape(one.text)}</span>" if one.is_changed else escape(one.text) for one in pieces
    )
