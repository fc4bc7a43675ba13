"""The register on a server: who may in, what is refused, and that nothing of two writers at once is lost."""

import threading
from dataclasses import replace
from datetime import date
from functools import partial
from time import sleep

import keyring
import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from keyring.backend import KeyringBackend
from psycopg import sql

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, PasswordWanted, RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.domain.server_address import ServerAddress
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle, setup
from northtaiwan_desktop.services import server as server_service
from northtaiwan_desktop.storage import passwords, postgres
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.schema import metadata
from northtaiwan_desktop.storage.store import Store

pytestmark = pytest.mark.server_alone
DAY = date(2026, 9, 8)
OURS = ("passage_words", "writer_turn", "server_window")


def an_entry(text: str = "簽署備忘錄") -> ChronicleEntry:
    return ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text)


def texts(store: Store) -> list[str]:
    return [entry.text for entry in store.ask(entries)]


def test_the_steps_lead_to_the_schema(store):
    with store.engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _parents: kind != "table" or name not in OURS}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []


def test_what_is_no_register_is_refused_and_left_alone(server, place):
    with pytest.raises(StoreUnavailable, match="server setup"):
        Store.open(place)
    with server.connect(place.rsplit("/", 1)[1].partition("?")[0]) as connection:
        connection.execute("CREATE TABLE diary (line text)")
        with pytest.raises(StoreUnavailable, match="別的程式"):
            setup.create(place)
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


def test_no_register_is_made_over_one_that_holds_something(store):
    store.do("新增", partial(chronicle.save_entry, entry=an_entry()))
    with pytest.raises(StoreUnavailable, match="已經有資料"):
        Store.create(store.location)
    assert texts(store) == ["簽署備忘錄"]


@pytest.mark.parametrize(("step", "words"), [("9999", "較新版本"), ("0001", "server setup")])
def test_a_register_of_another_version_is_left_alone(store, step, words):
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{step}'")
    with pytest.raises(StoreUnavailable, match=words):
        Store.open(store.location)


def test_an_older_register_is_brought_up_by_setting_up_again(store):
    """Who merely opens it changes nothing: others may still work with the older program."""
    store.do("新增", partial(chronicle.save_entry, entry=an_entry()))
    config = Config()
    config.set_main_option("script_location", str(paths.db_steps()))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")
    with pytest.raises(StoreUnavailable, match="server setup"):
        Store.open(store.location)
    server_service.set_up(store.server.address)
    again = Store.open(store.location)
    assert texts(again) == ["簽署備忘錄"]
    again.do("新增", partial(chronicle.save_entry, entry=an_entry("之後")))
    assert again.undo().label == "新增"
    again.close()


def test_a_database_of_another_order_is_refused(server):
    with server.connect() as connection:
        connection.execute("DROP DATABASE IF EXISTS sorted_otherwise")
        connection.execute(
            "CREATE DATABASE sorted_otherwise TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    with pytest.raises(StoreUnavailable, match="--locale=C"):
        Store.create(server.url("sorted_otherwise"))


def test_a_server_that_is_not_there_is_told(server, monkeypatch):
    monkeypatch.setattr(postgres, "REACH", 2)
    with pytest.raises(StoreUnavailable, match="無法連線"):
        Store.open("postgresql://wang@127.0.0.1:1/beitai")
    with pytest.raises(StoreUnavailable, match="資料庫名稱"):
        Store.open(server.url("nowhere"))


def test_a_replica_is_read_and_refuses_to_write(server, store):
    store.do("新增", partial(chronicle.save_entry, entry=an_entry("在主伺服器")))
    database = store.server.address.database
    with server.replica() as other:
        replica = Store.open(other.url(database))
        assert (replica.rights.role, texts(replica)) == (Role.READER, ["在主伺服器"])
        replica.listen(lambda _kinds: None, pytest.fail)
        store.do("新增", partial(chronicle.save_entry, entry=an_entry("之後")))
        for _turn in range(100):
            if len(texts(replica)) == 2:
                break
            sleep(0.05)
        assert sorted(texts(replica)) == ["之後", "在主伺服器"]
        with pytest.raises(StoreUnavailable, match="唯讀的備援伺服器"):
            replica.do("新增", partial(chronicle.save_entry, entry=an_entry("不行")))
        replica.close()


def test_a_line_that_was_cut_is_told_and_taken_up_again(server, store):
    entry = an_entry()
    store.do("新增", partial(chronicle.save_entry, entry=entry))

    def cut_off(work):
        work.save(replace(entry, text="斷線時的內容"))
        with server.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [store.server.address.database],
            )
        work.save(an_entry("另一筆"))

    with pytest.raises(StoreUnavailable, match="輸入的文字仍在畫面上"):
        store.do("修改", cut_off)
    assert texts(store) == ["簽署備忘錄"]
    store.do("修改", partial(chronicle.save_entry, entry=replace(entry, text="再存一次"), seen=entry))
    assert texts(store) == ["再存一次"]


def test_a_character_that_the_server_cannot_keep_is_told(store):
    with pytest.raises(RuleBroken, match="不能保存的字元"):
        store.do("新增", partial(chronicle.save_entry, entry=an_entry("空\x00字元")))
    assert texts(store) == []


def test_one_action_waits_for_another_and_tells_when_it_waits_too_long(store, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 0.2)
    other = Store.open(store.location)

    def slow(work):
        with pytest.raises(StoreUnavailable, match="等候逾時"):
            other.do("新增", partial(chronicle.save_entry, entry=an_entry("後到")))
        work.save(an_entry("先到"))

    store.do("新增", slow)
    other.do("新增", partial(chronicle.save_entry, entry=an_entry("後到")))
    assert sorted(texts(store)) == ["先到", "後到"]
    other.close()


def test_who_holds_the_turn_is_named_to_those_who_wait(server, store, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 0.2)
    for held in ("EXCLUSIVE", "ACCESS EXCLUSIVE"):
        with psycopg.connect(store.location) as other:
            other.execute(f"LOCK TABLE writer_turn IN {held} MODE")
            with pytest.raises(StoreUnavailable, match=f"「{store.server.login}」.*連線 {other.info.backend_pid}"):
                store.do("新增", partial(chronicle.save_entry, entry=an_entry()))
    store.do("新增", partial(chronicle.save_entry, entry=an_entry("之後")))
    assert texts(store) == ["之後"]


def test_an_action_that_stalls_gives_its_turn_to_the_others(store, monkeypatch):
    """A PC that was put to sleep in the midst of an action holds nobody up for long, and keeps nothing of it."""
    monkeypatch.setattr(postgres, "STALLED", 0.3)
    other = Store.open(store.location)

    def stalls(work):
        work.save(an_entry("睡著的"))
        sleep(0.8)
        other.do("新增", partial(chronicle.save_entry, entry=an_entry("別人的")))
        work.save(an_entry("醒來的"))

    with pytest.raises(StoreUnavailable, match=r"連線中斷.*沒有變更"):
        store.do("新增", stalls)
    assert texts(store) == ["別人的"]
    store.do("新增", partial(chronicle.save_entry, entry=an_entry("再存一次")))
    assert len(texts(store)) == 2
    other.close()


def test_two_who_change_one_record_get_the_conflict(store):
    entry = an_entry()
    store.do("新增", partial(chronicle.save_entry, entry=entry))
    other = Store.open(store.location)
    other.do("修改", partial(chronicle.save_entry, entry=replace(entry, text="他改的"), seen=entry))
    with pytest.raises(ChangedMeanwhile) as told:
        store.do("修改", partial(chronicle.save_entry, entry=replace(entry, text="我改的"), seen=entry))
    assert (told.value.now.text, told.value.wanted.text) == ("他改的", "我改的")
    other.close()


def test_two_writers_at_once_lose_nothing(store):
    """Each raises one count in one record, and draws a number: every action is there, and no number twice."""
    entry, turns = an_entry("0"), 25
    store.do("新增", partial(chronicle.save_entry, entry=entry))
    drawn: list[int] = []

    def writer(name: str) -> None:
        own = Store.open(store.location)

        def count_up(work):
            now = work.get(ChronicleEntry, entry.id)
            work.save(replace(now, text=str(int(now.text) + 1)))
            drawn.append(work.draw("test"))

        for turn in range(turns):
            own.do(f"{name}{turn}", count_up, by=name)
        own.close()

    writers = [threading.Thread(target=writer, args=(name,)) for name in ("甲", "乙")]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    assert texts(store) == [str(2 * turns)]
    assert sorted(drawn) == list(range(1, 2 * turns + 1))


def test_each_takes_back_what_he_did_himself(server, store):
    for name in ("wang", "lin"):
        server.login(name)
    with server.connect(store.server.address.database) as connection:
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO wang, lin")
        connection.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO wang, lin")
    wang, lin = (Store.open(server.url(store.server.address.database, user=name)) for name in ("wang", "lin"))
    wang.do("王新增", partial(chronicle.save_entry, entry=an_entry("王")))
    lin.do("林新增", partial(chronicle.save_entry, entry=an_entry("林")))
    assert wang.undo().label == "王新增"
    assert texts(store) == ["林"]
    with pytest.raises(RuleBroken, match="沒有可以復原"):
        wang.undo()
    wang.redo()
    assert sorted(texts(store)) == ["林", "王"]
    wang.close()
    lin.close()


class Chain(KeyringBackend):
    """A system's keyring that keeps what it is given for as long as the test runs."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


def test_a_password_is_asked_for_and_kept_by_the_system(server, store):
    before, chain = keyring.get_keyring(), Chain()
    keyring.set_keyring(chain)
    try:
        server.login("guarded")
        with server.connect(store.server.address.database) as connection:
            connection.execute("ALTER ROLE guarded PASSWORD '對的密碼'")
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded")
        url = server.url(store.server.address.database, user="guarded")
        address = ServerAddress.read(url)
        with pytest.raises(PasswordWanted, match="guarded"):
            Store.open(url)
        passwords.tell(address, "錯的密碼")
        with pytest.raises(PasswordWanted):
            Store.open(url)
        passwords.keep(address, "對的密碼")
        passwords.tell(address, "")
        assert list(chain.kept.values()) == ["對的密碼"]
        opened = Store.open(url)
        assert "密碼" not in opened.location
        opened.close()
    finally:
        passwords.keep(address, "")
        keyring.set_keyring(before)


def test_the_service_file_and_the_password_file_are_libpqs_own(server, store, tmp_path, monkeypatch):
    server.login("guarded")
    database = store.server.address.database
    with server.connect(database) as connection:
        connection.execute("ALTER ROLE guarded PASSWORD 'aus der Datei'")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded")
    (tmp_path / "services").write_text(
        f"[beitai]\nhost=127.0.0.1\nport={server.port}\ndbname={database}\nuser=guarded\n"
    )
    (tmp_path / "pass").write_text(f"127.0.0.1:{server.port}:*:guarded:aus der Datei\n")
    (tmp_path / "pass").chmod(0o600)
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pass"))
    opened = Store.open("postgresql:///?service=beitai")
    assert opened.server.login == "guarded"
    opened.close()


def test_the_line_is_guarded_as_the_address_says(server, store):
    database = store.server.address.database
    paper = server.folder / "data" / "server.crt"
    kept = Store.open(server.url(database, options=f"?sslmode=verify-full&sslrootcert={paper}"))
    with kept.engine.connect() as connection:
        ssl = connection.exec_driver_sql("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").scalar()
    kept.close()
    assert ssl is True
    with pytest.raises(StoreUnavailable, match="certificate"):
        Store.open(server.url(database, options="?sslmode=verify-full&sslrootcert=system"))
    server.login("sealed")
    with pytest.raises(StoreUnavailable, match="無法連線"):
        Store.open(server.url(database, user="sealed", options="?sslmode=disable"))


def test_a_window_painted_on_a_file_loads_no_library_of_servers():
    """Whoever keeps a file waits for nothing that servers need."""
    import subprocess
    import sys

    seen = "import sys, northtaiwan_desktop.storage.store; print('psycopg' in sys.modules, 'keyring' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]


def test_a_login_that_the_server_does_not_know_is_told(server, store):
    with server.connect() as connection:
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier("nobody_here")))
    with pytest.raises(StoreUnavailable):
        Store.open(server.url(store.server.address.database, user="nobody_here"))


def test_the_journal_says_who_did_it_as_the_server_knows_him(store):
    store.do("新增", partial(chronicle.save_entry, entry=an_entry()), by="別人的名字")
    with psycopg.connect(store.location) as connection:
        found = connection.execute("SELECT done_by, login FROM operation ORDER BY number DESC LIMIT 1").fetchone()
    assert found == ("別人的名字", store.server.login)
