"""回覆縣市: the marked copy of a sender's workbook and the mail that goes with it, seen before they are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.review import ReviewedRow
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.outside import open_outside
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.widgets.save_place import save_place
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.services.answering import Reply
    from northtaiwan_desktop.storage.records import Records


class AnswerForm(FormDialog):
    """Shows what goes back to one sender. `source` is the file that was read, where it still lies somewhere."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reply: Reply,
        *,
        source: Path | None = None,
        refused: Sequence[ReviewedRow] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("回覆縣市"), settings, save_words=_("另存標示檔(&S)…"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._source, self._refused = workbench, source, tuple(refused)
        self._reply = reply
        self.told = soft()
        self.add_part(self.told)
        self.day = self.add("day", _("回傳期限"), RocDateField(year=workbench.today().year - 1911), required=True)
        self.subject = self.add("subject", _("主旨"), QLineEdit(), required=True)
        self.body = self.add("body", _("內文"), QPlainTextEdit(), required=True, lines=13)
        self.leave_button.setText(_("關閉"))
        self.draft_button = self._button(_("另存郵件草稿(&E)…"), self._keep_draft_file)
        self.draft_button.setToolTip(_("eml 附上標示檔，用郵件程式開啟就能寄；txt 只有文字"))
        self.copy_button = self._button(_("複製郵件內容(&C)"), self._copy)
        self.open_button = self._button(_("開啟郵件程式(&M)"), self._open)
        self.open_button.setToolTip(_("收件人、主旨與內文會帶過去，標示檔請自行附上"))
        self._tell()
        self.start({"day": reply.answer.return_by, "subject": reply.subject, "body": reply.body}, self._store)
        self.resize(760, 640)
        self.day.changed.connect(self._on_day)

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: act())
        return button

    def _tell(self) -> None:
        reply = self._reply
        said = [
            _("「{file}」有 {count} 個儲存格要標示。標示檔保留原來的版面，最前面加一張「審閱結果」。").format(
                file=reply.preview.file_name, count=len(reply.answer.marks)
            )
        ]
        if reply.recipients:
            names = "、".join(address.addr_spec for address in reply.recipients)
            said.append(_("收件人：{names}").format(names=names))
        elif not reply.unreached:
            said.append(_("這個縣市沒有可用的電子郵件，請在郵件裡填上收件人。"))
        if reply.unreached:
            words = _("這些聯絡窗口沒有可用的電子郵件，請另行通知：{names}。")
            said.append(words.format(names="、".join(reply.unreached)))
        self.told.setText("\n".join(said))

    def _on_day(self) -> None:
        """Another day is another mail, as far as the person has not written one."""
        day = self.day.day()
        if day is None or day == self._reply.answer.return_by:
            return
        reply, today, refused = self._reply, self._workbench.today(), self._refused

        def question(records: Records) -> Reply:
            from northtaiwan_desktop.services import answering

            return answering.reply(records, reply.preview, today=today, refused=refused, return_by=day)

        self._workbench.ask(question, self._show, failed=self._refuse_day, owner=self)

    def _refuse_day(self, error: Exception) -> None:
        if not isinstance(error, RuleBroken):
            raise error
        self.complain("day", str(error))

    def _show(self, reply: Reply) -> None:
        before, self._reply = self._reply, reply
        if self.subject.text().strip() == before.subject.strip():
            self.subject.setText(reply.subject)
        if self.body.toPlainText().strip() == before.body.strip():
            self.body.setPlainText(reply.body)

    def _store(self, _values: Values) -> None:
        """Write the marked copy. The form stays: the mail comes next."""
        reply = self._reply
        place = save_place(self, Path(reply.file_name).stem, (reply.ending,))
        if place is None:
            self.stay()
            return

        def content() -> bytes:
            from northtaiwan_desktop.services import answering

            return answering.marked_copy(reply, place.suffix)

        self._write(place, content)

    def _keep_draft_file(self) -> None:
        reply, subject, body = self._reply, self.subject.text(), self.body.toPlainText()
        place = save_place(self, Path(reply.file_name).stem, (".eml", ".txt"))
        if place is None:
            return

        def content() -> bytes:
            from northtaiwan_desktop.services import answering

            return answering.written(reply, place, subject=subject, body=body)

        self._write(place, content)

    def _write(self, place: Path, content: Callable[[], bytes]) -> None:
        reply, source = self._reply, self._source

        def question(records: Records) -> tuple[Path, str]:
            from northtaiwan_desktop.services import answering, outgoing
            from northtaiwan_desktop.services.outgoing import Existing

            # The window for choosing a place has asked already whether what lies there may go.
            existing = Existing.REPLACE
            path = answering.place_for(records, reply, place, source=source, existing=existing) or place
            return path, outgoing.put(content(), path)

        self._workbench.ask(question, self._written, failed=self.refuse, owner=self)

    def _written(self, made: tuple[Path, str]) -> None:
        from northtaiwan_desktop.storage import made_files

        path, checksum = made
        self.stay()
        action = partial(made_files.remember, sha256=checksum, owner_id="answer")
        self._workbench.do(_("匯出文件"), action, owner=self, quietly=True)
        open_it = partial(open_outside, path)
        self.notice.note(_("已寫入 {path}").format(path=path), _("開啟"), open_it)

    def _copy(self) -> None:
        from northtaiwan_desktop.services import answering

        text = answering.as_text(self._reply, subject=self.subject.text(), body=self.body.toPlainText())
        QGuiApplication.clipboard().setText(text)
        self.notice.note(_("已複製收件人、主旨與內文，可以貼到郵件裡。"))

    def _open(self) -> None:
        from northtaiwan_desktop.services import answering

        address = answering.mailto(self._reply, subject=self.subject.text(), body=self.body.toPlainText())
        if QDesktopServices.openUrl(QUrl(address, QUrl.ParsingMode.StrictMode)):
            self.notice.note(_("已開啟郵件程式，請附上標示檔再寄出。"))
        else:
            self.notice.refuse(_("這台電腦沒有可以開啟的郵件程式。請改按「複製郵件內容」，或另存郵件草稿。"))
