"""Passwords of servers: told for this run, or kept by the system's own keyring; never in a file of ours."""

from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.domain.server_address import ServerAddress
from northtaiwan_desktop.i18n import _

_SERVICE = "northtaiwan"
_told: dict[str, str] = {}
"""What was typed in this run, by address: a second connection does not ask again."""


def known(address: ServerAddress) -> str:
    """The password that was told for this address, or that the keyring has; empty where there is none."""
    if told := _told.get(_key(address)):
        return told
    try:
        # Not every system has one, and few starts need it.
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(_SERVICE, _key(address)) or ""
    except KeyringError:
        return ""


def tell(address: ServerAddress, password: str) -> None:
    """Use this password until the program ends; an empty one is forgotten."""
    _told.pop(_key(address), None)
    if password:
        _told[_key(address)] = password


def keep(address: ServerAddress, password: str) -> None:
    """Have the keyring keep a password; an empty one is forgotten. FileUnwritable where this PC has no keyring."""
    tell(address, password)
    try:
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError
    except ImportError as error:
        raise FileUnwritable(_no_keyring()) from error
    try:
        if password:
            keyring.set_password(_SERVICE, _key(address), password)
        else:
            keyring.delete_password(_SERVICE, _key(address))
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise FileUnwritable(_no_keyring()) from error


def _key(address: ServerAddress) -> str:
    return f"{address.user}@{address.host}:{address.port}/{address.database}"


def _no_keyring() -> str:
    return _("這台電腦沒有可用的密碼庫，密碼沒有記下來，這次仍可使用。要免輸入，請改用 libpq 的密碼檔（pgpass）。")
