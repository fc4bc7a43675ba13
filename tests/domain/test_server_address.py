"""A server's address says where and who, as libpq reads it, and never a password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.server_address import PORT, ServerAddress, is_server

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text == text.strip()
)


@pytest.mark.parametrize(
    ("text", "user", "host", "port", "database"),
    [
        ("postgresql://wang@db.example.tw/beitai", "wang", "db.example.tw", PORT, "beitai"),
        ("postgres://db:6432/beitai?sslmode=verify-full", "", "db", 6432, "beitai"),
        (
            "postgresql://wang@one:5433,two:5434/beitai?target_session_attrs=read-write",
            "wang",
            "one,two",
            5433,
            "beitai",
        ),
        ("postgresql:///?service=beitai", "", "", PORT, ""),
        ("postgresql://wang@[::1]:6000/beitai", "wang", "::1", 6000, "beitai"),
        ("postgresql:///beitai?host=/run/postgresql&user=wang&port=5444", "wang", "/run/postgresql", 5444, "beitai"),
    ],
)
def test_its_parts(text, user, host, port, database):
    address = ServerAddress.read(f" {text} ")
    assert (address.user, address.host, address.port, address.database) == (user, host, port, database)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://wang:secret@db/beitai",
        "postgresql://wang:@db/beitai",
        "postgresql://db/beitai?password=secret",
        "postgresql://db/beitai?sslmode=require&PASSWORD=secret",
        "postgresql://db/beitai?sslpassword=secret",
    ],
)
def test_a_password_in_it_is_refused_and_not_repeated(text):
    with pytest.raises(RuleBroken, match="不可以寫密碼") as told:
        ServerAddress.read(text)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("text", ["", "北臺.db", "mysql://db/beitai", "/srv/postgresql://x", "C:\\postgresql.db"])
def test_what_is_no_address_is_told(text):
    assert not is_server(text)
    with pytest.raises(RuleBroken, match="不是伺服器資料庫的網址"):
        ServerAddress.read(text)


@given(
    host=st.from_regex(r"[a-z][a-z0-9.-]{0,20}", fullmatch=True), database=NAMES, user=NAMES, port=st.integers(1, 65535)
)
def test_parts_come_back_as_libpq_reads_them(host, database, user, port):
    address = ServerAddress.made(host=host, database=database, user=user, port=port, tls="require")
    assert (address.host, address.database, address.user, address.port) == (host, database, user, port)
    read = conninfo_to_dict(address.url)
    assert (read["host"], read["dbname"], read["user"]) == (host, database, user)
    assert int(read.get("port", PORT)) == port
    assert read["sslmode"] == "require"
