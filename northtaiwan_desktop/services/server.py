"""A server made ready for a register, and its roles given and taken: what a 管理者 does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.domain.server_address import ServerAddress, is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import passages, roles, standing
from northtaiwan_desktop.storage.migrate import upgrade
from northtaiwan_desktop.storage.postgres import Server
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.roles import Holder
from northtaiwan_desktop.storage.store import Store


def address_of(location: object) -> ServerAddress:
    """The address of a register that lies on a server; RuleBroken for a file."""
    if not is_server(location):
        raise RuleBroken(
            _("「{location}」是檔案。請以 --store postgresql://… 指定伺服器資料庫。").format(location=location)
        )
    return ServerAddress.read(str(location))


def set_up(address: ServerAddress, *, write: bool = True) -> list[str]:
    """Make or renew the tables of a database, and its roles. Returns the statements; without `write` nothing is done.

    What is in the register stays as it is; an older one is brought up to this program's tables.
    """
    with _server(address) as server:
        statements = roles.setting_up(server.database(), present=server.roles())
        if write:
            server.check_ours()
            with server.told():
                upgrade(server.engine)
                passages.ensure(server.engine)
                standing.ensure(server.engine)
            server.run(statements)
        return statements


def grant(
    address: ServerAddress,
    login: str,
    role: Role,
    counties: Sequence[str] = (),
    *,
    password: str | None = None,
    write: bool = True,
) -> list[str]:
    """Give a login a role, and take every other one. A `password` makes the login, an empty one without any."""
    with _opened(address) as store, _server(address) as server:
        known = store.ask(reference)
        member_ids = [known.find_member(county).id for county in counties]
        present = login in server.roles()
        if password is None and not present:
            message = _("伺服器上沒有「{login}」這個登入名稱。請加上 --new 建立，或先由資料庫管理者建立。")
            raise RuleBroken(message.format(login=login))
        if password is not None and present:
            raise RuleBroken(_("伺服器上已經有「{login}」，沒有變更。請拿掉 --new。").format(login=login))
        made = [] if password is None else roles.new_login(login, server.secret(login, password))
        statements = [*made, *roles.granting(server.database(), login, role, member_ids)]
        if write:
            server.run(statements)
        return statements


def revoke(address: ServerAddress, login: str, *, write: bool = True) -> list[str]:
    """Take every role of this database from a login; the login itself stays."""
    with _server(address) as server:
        if login not in server.roles():
            raise RuleBroken(_("伺服器上沒有「{login}」這個登入名稱。").format(login=login))
        statements = roles.revoking(server.database(), login)
        if write:
            server.run(statements)
        return statements


def holders(address: ServerAddress) -> list[tuple[Holder, tuple[str, ...]]]:
    """Who holds which role, with the names of the counties."""
    with _opened(address) as store, _server(address) as server:
        known = store.ask(reference)
        found = server.read(partial(roles.holders, database=server.database()))
        return [(one, tuple(known.member_name(id) for id in one.member_ids)) for one in found]


@contextmanager
def _server(address: ServerAddress) -> Iterator[Server]:
    server = Server(address)
    try:
        yield server
    finally:
        server.engine.dispose()


@contextmanager
def _opened(address: ServerAddress) -> Iterator[Store]:
    store = Store.open(address.url)
    try:
        yield store
    finally:
        store.close()
