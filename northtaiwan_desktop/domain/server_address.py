"""Where a register on a database server lies: an address as libpq reads it, and never a password in it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _

SCHEMES = ("postgresql://", "postgres://")
PORT = 5432
TLS = ("verify-full", "require", "prefer")
"""How strictly the connection is guarded, in libpq's own words, the strictest first."""
_SECRET = {"password", "sslpassword"}


def is_server(location: object) -> bool:
    """Is this the address of a server, and not the path of a file?"""
    return str(location).startswith(SCHEMES)


@dataclass(frozen=True)
class ServerAddress:
    """One register on a server. `url` holds whatever libpq understands (sslmode, service, several hosts)."""

    url: str

    @classmethod
    def read(cls, text: str) -> "ServerAddress":
        """Read what a person typed. RuleBroken where it is no address, or tells a password."""
        text = text.strip()
        if not is_server(text):
            raise RuleBroken(
                _("「{text}」不是伺服器資料庫的網址，請寫成 postgresql://使用者@主機/資料庫。").format(text=text)
            )
        _scheme, rest = text.split("://", 1)
        found = cls(f"postgresql://{rest}")
        if ":" in found._userinfo or _SECRET & {name.lower() for name, _value in found._options}:
            # The text is not repeated: it would stand in logs and on screens.
            message = _(
                "網址裡不可以寫密碼，未做任何變更。請拿掉密碼，改由程式詢問後記在這台電腦的密碼庫，"
                "或用 libpq 的密碼檔（pgpass）、服務檔或 PGPASSWORD 環境變數。"
            )
            raise RuleBroken(message)
        return found

    @classmethod
    def made(cls, *, host: str, database: str, user: str = "", port: int = PORT, tls: str = "") -> "ServerAddress":
        """The address of these parts, each as a person types it."""
        if not host.strip() or not database.strip():
            raise RuleBroken(_("請填寫主機與資料庫名稱。"))
        owner = f"{quote(user.strip(), safe='')}@" if user.strip() else ""
        bare = host.strip().strip("[]")
        named = f"[{bare}]" if ":" in bare else quote(bare, safe=".-_,")
        where = named if port == PORT else f"{named}:{port}"
        options = f"?{urlencode({'sslmode': tls})}" if tls else ""
        return cls.read(f"postgresql://{owner}{where}/{quote(database.strip(), safe='')}{options}")

    @property
    def user(self) -> str:
        """The name to sign in by; empty where libpq is to find it."""
        return unquote(self._userinfo) or self._option("user")

    @property
    def host(self) -> str:
        """The host, or the hosts, without ports."""
        hosts = self._authority.rpartition("@")[2]
        names = [
            unquote(one[1:].partition("]")[0] if one.startswith("[") else one.partition(":")[0])
            for one in hosts.split(",")
        ]
        return ",".join(filter(None, names)) or self._option("host")

    @property
    def port(self) -> int:
        """The port of the first host."""
        first = self._authority.rpartition("@")[2].split(",")[0].rpartition("]")[2]
        port = first.rpartition(":")[2] if ":" in first else self._option("port")
        return int(port) if port.isdecimal() else PORT

    @property
    def database(self) -> str:
        """The database's name; empty where a service file tells it."""
        path = self.url.split("://", 1)[1].partition("?")[0].partition("/")[2]
        return unquote(path) or self._option("dbname")

    @property
    def tls(self) -> str:
        return self._option("sslmode")

    @property
    def name(self) -> str:
        """What a window calls it: 「beitai（db.example.tw）」."""
        return _("{database}（{host}）").format(
            database=self.database or self._option("service") or _("伺服器資料庫"), host=self.host or _("本機")
        )

    @property
    def _authority(self) -> str:
        return self.url.split("://", 1)[1].partition("?")[0].partition("/")[0]

    @property
    def _userinfo(self) -> str:
        return self._authority.rpartition("@")[0]

    @property
    def _options(self) -> list[tuple[str, str]]:
        return parse_qsl(self.url.partition("?")[2], keep_blank_values=True)

    def _option(self, name: str) -> str:
        return next((value for known, value in self._options if known == name), "")
