"""`server`: a database server made ready, roles given and taken, a password kept."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from getpass import getpass

from northtaiwan_desktop.commands.session import Session
from northtaiwan_desktop.domain.rights import TITLES, Role
from northtaiwan_desktop.i18n import _


def add(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say the words of the verb."""
    server = verbs.add_parser("server", help=_("伺服器資料庫：建立資料表與角色、授權、記下密碼"))
    what = server.add_subparsers(dest="what", required=True, metavar="WHAT")
    setup = what.add_parser("setup", help=_("建立或更新資料表與四種角色；可以重做"))
    setup.set_defaults(run=run_setup)
    grant = what.add_parser("grant", help=_("給一個登入名稱一種角色，並收回其他角色"))
    grant.add_argument("login", metavar="LOGIN")
    grant.add_argument("role", metavar="ROLE", type=_role, help=_("讀者、議題窗口、秘書或管理者"))
    grant.add_argument("--county", action="append", default=[], metavar="C", help=_("議題窗口填報的縣市，可重複"))
    grant.add_argument(
        "--new", action="store_true", help=_("一併建立這個登入名稱；密碼由鍵盤或標準輸入讀取，空白則不設密碼")
    )
    grant.set_defaults(run=run_grant)
    revoke = what.add_parser("revoke", help=_("收回一個登入名稱的全部角色"))
    revoke.add_argument("login", metavar="LOGIN")
    revoke.set_defaults(run=run_revoke)
    for verb in (setup, grant, revoke):
        verb.add_argument("--sql", action="store_true", help=_("只印出 SQL，不執行"))
        verb.add_argument("--json", action="store_true")
    roles = what.add_parser("roles", help=_("列出誰有哪一種角色"))
    roles.add_argument("--json", action="store_true")
    roles.set_defaults(run=run_roles)
    password = what.add_parser("password", help=_("把這個伺服器的密碼記在這台電腦的密碼庫；空白則刪除"))
    password.add_argument("--json", action="store_true")
    password.set_defaults(run=run_password)


def run_setup(session: Session, words: Namespace) -> None:
    """Make or renew the tables and the roles."""
    from northtaiwan_desktop.services import server  # the server's own library is loaded where one is meant

    statements = server.set_up(server.address_of(session.location), write=not words.sql)
    _done(session, words, statements, _("伺服器資料庫已備妥：資料表是最新版本，四種角色的權限由伺服器把關。"))


def run_grant(session: Session, words: Namespace) -> None:
    """Give a role, and say what it may do."""
    from northtaiwan_desktop.services import server

    password = _password(_("{login} 的密碼：").format(login=words.login)) if words.new else None
    address = server.address_of(session.location)
    statements = server.grant(address, words.login, words.role, words.county, password=password, write=not words.sql)
    told = _("{login} 現在是{role}。").format(login=words.login, role=words.role.title)
    if password == "":
        told += _("沒有設密碼：只能以憑證等其他方式登入；要用密碼，請資料庫管理者以 psql 的 \\password 設定。")
    _done(session, words, statements, told)


def run_revoke(session: Session, words: Namespace) -> None:
    """Take all roles."""
    from northtaiwan_desktop.services import server

    statements = server.revoke(server.address_of(session.location), words.login, write=not words.sql)
    _done(session, words, statements, _("已收回 {login} 的全部角色。").format(login=words.login))


def run_roles(session: Session, words: Namespace) -> None:
    """Who holds which role."""
    from northtaiwan_desktop.services import server

    found = server.holders(server.address_of(session.location))
    if session.as_json:
        session.give([{"login": o.login, "role": o.role.value, "counties": list(names)} for o, names in found])
        return
    if not found:
        session.tell(_("還沒有人有角色。請用 server grant 授權。"))
    for one, names in found:
        print("\t".join((one.login, one.role.title, "、".join(names))), file=session.out)


def run_password(session: Session, words: Namespace) -> None:
    """Have this PC's keyring keep the password of a server."""
    from northtaiwan_desktop.services.server import address_of
    from northtaiwan_desktop.storage import passwords

    address = address_of(session.location)
    password = _password(_("{name} 的密碼：").format(name=address.name))
    passwords.keep(address, password)
    told = _("密碼已記在這台電腦的密碼庫。") if password else _("已從密碼庫刪除密碼。")
    session.answer({"kept": bool(password)}, told)


def _role(text: str) -> Role:
    """A role by its title or its value."""
    for role in Role:
        if text in (role.value, role.title, TITLES[role]):
            return role
    raise ArgumentTypeError(_("沒有「{text}」這種角色，請寫讀者、議題窗口、秘書或管理者。").format(text=text))


def _password(prompt: str) -> str:
    """What is typed unseen, or the first line of what is handed in: never a word of the command line."""
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _done(session: Session, words: Namespace, statements: list[str], told: str) -> None:
    if words.sql:
        print(";\n".join(statements) + ";", file=session.out)
        return
    session.answer({"statements": len(statements)}, told)
