"""What a role on a server may not do is grey: the server holds it in any case, the window says so beforehand."""

from collections.abc import Iterator
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton

from northtaiwan_desktop.domain.rights import Rights
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.page import Page

Control = QAbstractButton | QAction

CHANGES: dict[str, tuple[str, ...]] = {
    "meetings": ("add_button", "finalise_button", "reopen_button"),
    "resolutions": ("review_button", "decide_button", "change_button"),
    "plan": ("add_button", "edit_button", "remove_button", "year_button"),
    "proposals": (
        *(f"proposals.{name}_button" for name in ("add", "edit", "review", "decide", "share")),
        *(f"proposals.{name}_action" for name in ("put", "merge", "submit", "reopen", "remove")),
        *(f"totals.{name}_button" for name in ("add", "edit", "remove")),
        *(f"contributions.{name}_button" for name in ("lay_out", "pay", "edit", "remove")),
    ),
    "intake": (
        *("open_button", "folder_button", "review.import_button", "history.button"),
        *(f"remembered.{name}_button" for name in ("add", "edit", "remove")),
    ),
    "chronicle": ("add_button", "edit_button", "delete_button", "kinds_button"),
    "organisation": (
        "open_year_button",
        *(f"posts.{name}_button" for name in ("add", "edit", "hand_over", "remove")),
        *("groups.set_button", "groups.last_year_button", "matrix.carry_button", "slots.move_button"),
    ),
    "settings": (
        *("limits.edit_button", "years.edit_button", "phrases.save_button"),
        *(f"templates.{name}_button" for name in ("add", "use", "standard", "remove")),
    ),
}
"""The controls of each page that change more than a report, by the names under which the page has them."""


class Held(QObject):
    """Keeps controls grey for as long as the rights do not reach, whatever their page thinks of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controls: list[Control] = []
        self._rights = Rights()

    def add(self, page: Page, name: str) -> None:
        """Take over the controls of a page."""
        for control in controls(page, name):
            self._controls.append(control)
            if isinstance(control, QAction):
                control.changed.connect(partial(self._hold, control))
            else:
                control.installEventFilter(self)
            self._hold(control)

    def apply(self, rights: Rights) -> None:
        """The rights in another register: what was grey for want of them is free again."""
        before, self._rights = self._rights, rights
        self._controls = [control for control in self._controls if shiboken6.isValid(control)]
        for control in self._controls:
            if not before.may_change and rights.may_change:
                control.setEnabled(True)
            self._hold(control)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QAbstractButton):
            self._hold(watched)
        return False

    def _hold(self, control: Control) -> None:
        if not self._rights.may_change and control.isEnabled():
            control.setEnabled(False)


def controls(page: Page, name: str) -> Iterator[Control]:
    """The controls of a page that change something."""
    for path in CHANGES.get(name, ()):
        found: object = page
        for part in path.split("."):
            found = getattr(found, part)
        assert isinstance(found, QAbstractButton | QAction)
        yield found


def told(rights: Rights) -> str:
    """What a person may do here; empty where it is everything."""
    if rights.may_change:
        return ""
    if rights.may_report:
        return _("您在這個伺服器資料庫是「議題窗口」：可以填報自己縣市的辦理情形，其他內容可以查看與匯出。")
    return _("您在這個伺服器資料庫是「{role}」：可以查看與匯出，不能修改。").format(role=rights.role.title)
