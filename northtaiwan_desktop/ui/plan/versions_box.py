"""版本比較: two versions of the year's plan side by side, item by item and field by field."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QTextBrowser, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.plan import PlanVersion
from northtaiwan_desktop.domain.plan_facts import TITLES, Difference, Turn
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.revision import Piece
    from northtaiwan_desktop.storage.records import Records

PRESENT = 0


class PlanVersionsBox(QDialog):
    """Compares the versions of one year's plan, the newest (or `old`) against what stands now at first."""

    def __init__(
        self,
        workbench: Workbench,
        year: int,
        versions: Sequence[PlanVersion],
        *,
        old: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("{year}年度行動方案的版本").format(year=year))
        self._workbench, self._year = workbench, year
        options = [(one.version, version_words(one)) for one in versions]
        self.old = ChoiceBox(options)
        self.new = ChoiceBox([(PRESENT, _("目前的內容")), *options])
        if old is not None:
            self.old.set_value(old)
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("兩個版本的差異"))
        self.notice = NoticeBar()
        for box in (self.old, self.new):
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(20)
        head = QFormLayout()
        head.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        head.addRow(_("較早的版本(&O)"), self.old)
        head.addRow(_("較新的版本(&N)"), self.new)
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("關閉"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.old.currentIndexChanged.connect(lambda _place: self._compare())
        self.new.currentIndexChanged.connect(lambda _place: self._compare())
        self.resize(980, 620)
        if versions:
            self._compare()
        else:
            told = _("這個年度還沒有保存的版本。副首長會議確認後，用「年度作業」的「確認年度方案」存成第 1 版。")
            self.text.setHtml(f"<p>{escape(told)}</p>")

    def _compare(self) -> None:
        year, old, new = self._year, self.old.value(), self.new.value()

        def question(records: Records) -> list[Difference]:
            from northtaiwan_desktop.services import plan_versions

            return plan_versions.compare(records, year, old=old, new=new)

        self._workbench.ask(question, self._show, failed=lambda error: self.notice.refuse(str(error)), owner=self)

    def _show(self, found: list[Difference]) -> None:
        if not found:
            self.text.setHtml(f"<p>{escape(_('兩個版本的內容相同。'))}</p>")
            return
        counts = [
            _("{turn} {count} 項").format(turn=turn.title, count=sum(one.turn is turn for one in found))
            for turn in Turn
            if any(one.turn is turn for one in found)
        ]
        head = (
            f"<tr><th width='14%'>{escape(_('欄位'))}</th><th width='43%'>{escape(_short(self.old.value()))}</th>"
            f"<th>{escape(_short(self.new.value()))}</th></tr>"
        )
        body = "".join(_item(one) for one in found)
        self.text.setHtml(
            f"<p style='color:{present().soft}'>{escape('　'.join(counts))}</p>"
            f"<table width='100%' border='1' cellspacing='0' cellpadding='5' style='border-color:{present().line}'>"
            f"{head}{body}</table>"
        )


def version_words(version: PlanVersion) -> str:
    """「第 2 版（103年9月11日，103年度第二次副首長會議；修正：…）」."""
    told = [roc_date.written(version.kept_on), version.meeting_title]
    if version.reason:
        told.append(_("修正：{reason}").format(reason=version.reason))
    words = _("第 {version} 版（{told}）")
    return words.format(version=version.version, told="，".join(filter(None, told)))


def _short(version: int) -> str:
    return _("第 {version} 版").format(version=version) if version != PRESENT else _("目前的內容")


def _item(one: Difference) -> str:
    """A heading with what became of the item, and a row for each field that differs."""
    colours = present()
    ground = {
        Turn.ADDED: colours.green_ground,
        Turn.DROPPED: colours.red_ground,
        Turn.CHANGED: colours.yellow_ground,
    }[one.turn]
    title = escape(f"{one.turn.title}　{one.item.number}　{one.item.name}")
    rows = f"<tr><td colspan='3' bgcolor='{ground}'><b>{title}</b></td></tr>"
    for name, lines in one.fields:
        old = "<br>".join(_side(row.old, is_old=True) for row in lines if row.old)
        new = "<br>".join(_side(row.new, is_old=False) for row in lines if row.new)
        rows += f"<tr><td>{escape(_(TITLES[name]))}</td><td>{old}</td><td>{new}</td></tr>"
    return rows


def _side(pieces: Sequence[Piece], *, is_old: bool) -> str:
    """Changed words bear a colour and a line, struck through at the left, underlined at the right."""
    colours = present()
    look = f"color:{colours.green}; text-decoration:underline"
    if is_old:
        look = f"color:{colours.red}; text-decoration:line-through"
    return "".join(
        f"<span style='{look}'>{escape(one.text)}</span>" if one.is_changed else escape(one.text) for one in pieces
    )
