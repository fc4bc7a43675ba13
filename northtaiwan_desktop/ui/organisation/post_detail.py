"""One post at the right of the list: who held it before, the open cases that go with it, and what was changed."""

from html import escape

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.people import PostFile
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import light_colour

CASES, HISTORY = 60, 20
"""So many are named; more are counted."""


class PostDetail(QTextBrowser):
    """Links are ids of resolutions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("職務內容"))
        self.setOpenLinks(False)
        self.setMinimumWidth(260)
        self._file: PostFile | None = None
        self.show_post(None)

    def show_post(self, file: PostFile | None) -> None:
        """Show this post; None says how to choose one."""
        self._file = file
        if file is None:
            self.setHtml(_soft(_("在左邊選一個職務，這裡會顯示歷任、未結案件與異動紀錄。")))
            return
        line = file.line
        parts = [
            f"<h3 style='margin:0'>{escape(line.person.name)}</h3>",
            f"<p style='margin:2px 0'>{escape(line.office)}</p>",
            _soft(_days(line)),
            _head(_("未結案件（{count} 件）").format(count=len(file.cases))),
            *(_cases(file) or [_soft(_("沒有由這個職務負責的未結案件。"))]),
            _head(_("歷任")),
            *([_holder(other) for other in file.others] or [_soft(_("沒有登記其他任期。"))]),
            _head(_("異動紀錄")),
            *(_soft(f"{roc_date.written(one.at.date())}　{one.title}　{one.by}") for one in file.history[:HISTORY]),
        ]
        self.setHtml("".join(parts))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The colours stand in the text itself, so that another look needs it written anew.
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_file"):
            self.show_post(self._file)


def _cases(file: PostFile) -> list[str]:
    accent = present().accent
    rows = [
        f"<p style='margin:3px 0'><a href='{escape(line.resolution.id)}' style='color:{accent}'>"
        f"{escape(line.number)}</a>　<span style='color:{light_colour(line.light).name()}'>"
        f"{escape(line.light.title)}</span>　{escape(line.due_words)}<br>{escape(line.resolution.text)}</p>"
        for line in file.cases[:CASES]
    ]
    if len(file.cases) > CASES:
        rows.append(_soft(_("另有 {count} 件，請到「決議列管」查看。").format(count=len(file.cases) - CASES)))
    return rows


def _holder(line: PostLine) -> str:
    return f"<p style='margin:2px 0'>{escape(line.person.name)}　{_soft_words(_days(line))}</p>"


def _days(line: PostLine) -> str:
    since = roc_date.written(line.post.since) if line.post.since else ""
    until = roc_date.written(line.post.until) if line.post.until else ""
    if not since and not until:
        return _("任期未登記")
    told = _("{since} 至 {until}") if since and until else _("{since}起") if since else _("至 {until}")
    return told.format(since=since, until=until)


def _head(words: str) -> str:
    return f"<h4 style='margin:14px 0 2px 0'>{escape(words)}</h4>"


def _soft_words(words: str) -> str:
    return f"<span style='color:{present().soft}'>{escape(words)}</span>"


def _soft(words: str) -> str:
    return f"<p style='margin:2px 0'>{_soft_words(words)}</p>"
