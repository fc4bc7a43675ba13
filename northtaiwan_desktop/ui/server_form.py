"""The form that asks where a server's register is, and by whom it is opened; a password is kept in no file."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from northtaiwan_desktop.domain.errors import AppError, PasswordWanted
from northtaiwan_desktop.domain.server_address import PORT, TLS, ServerAddress, is_server
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values

TLS_WORDS = {
    "verify-full": N_("加密並核對伺服器憑證（最安全）"),
    "require": N_("一定要加密"),
    "prefer": N_("伺服器支援就加密"),
}


@dataclass(frozen=True)
class Door:
    """What was typed: the address, and the password (empty: none) with the wish to have this PC keep it."""

    address: ServerAddress
    password: str
    keep: bool


class ServerForm(FormDialog):
    """`act` is given what was typed; it calls `kept` or `refuse`. `url` fills the form beforehand."""

    def __init__(
        self,
        settings: Settings,
        act: Callable[["ServerForm", Door], None],
        *,
        title: str,
        save_words: str,
        url: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, settings, save_words=save_words, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._act, self._url = act, url
        known = ServerAddress(url) if url else ServerAddress("postgresql://")
        self.host = self.add(
            "host",
            _("主機"),
            QLineEdit(),
            required=True,
            hint=_("例如 db.example.gov.tw；也可以貼上整個 postgresql:// 網址。"),
        )
        self.port = self.add("port", _("連接埠"), QLineEdit())
        self.database = self.add("database", _("資料庫"), QLineEdit())
        self.user = self.add("user", _("使用者"), QLineEdit(), hint=_("管理者給您的登入名稱。"))
        self.password = self.add(
            "password", _("密碼"), QLineEdit(), hint=_("不會寫進設定檔；空白則用密碼庫、密碼檔或服務檔裡的。")
        )
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.keep = self.add("keep", "", QCheckBox(_("把密碼記在這台電腦的密碼庫")))
        self.keep.setAccessibleName(_("把密碼記在這台電腦的密碼庫"))
        choices = [(mode, _(TLS_WORDS[mode])) for mode in TLS]
        self.tls = self.add("tls", _("連線加密"), ChoiceBox(choices))
        self.start(
            {
                "host": known.host,
                "port": known.port,
                "database": known.database,
                "user": known.user,
                "tls": known.tls if known.tls in TLS else TLS[0] if not url else TLS[-1],
            },
            self._go,
        )

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        if isinstance(error, PasswordWanted):
            self.password.setFocus()
            self.password.selectAll()

    def _go(self, values: Values) -> None:
        try:
            address = self._address(values)
        except AppError as error:
            self.refuse(error)
            return
        # Taken as it was typed: a password may begin or end with a space.
        self._act(self, Door(address, self.password.text(), bool(values["keep"])))

    def _address(self, values: Values) -> ServerAddress:
        if is_server(values["host"]):
            return ServerAddress.read(values["host"])
        port = values["port"] or str(PORT)
        if not port.isdecimal() or not 0 < int(port) < 65536:
            self.complain("port", _("連接埠是 1 到 65535 的數字，通常是 {port}。").format(port=PORT))
            raise PortUnreadable(_("請更正連接埠。"))
        made = ServerAddress.made(
            host=values["host"], port=int(port), database=values["database"], user=values["user"], tls=values["tls"]
        )
        # What a form has no field for (a certificate's place, several hosts) stays as the address had it.
        same = self._url and self._parts(ServerAddress(self._url)) == self._parts(made)
        return ServerAddress(self._url) if same else made

    @staticmethod
    def _parts(address: ServerAddress) -> tuple[object, ...]:
        return address.host, address.port, address.database, address.user, address.tls or TLS[-1]


class PortUnreadable(AppError):
    """The port is no number that a port can have."""
