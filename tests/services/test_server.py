"""Roles are held by the server: what each may do is asked of it by raw SQL, beside the program and around it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

import psycopg
import pytest
from psycopg import errors

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.checkup import Part
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.progress import ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle, resolutions, setup
from northtaiwan_desktop.services import server as services
from northtaiwan_desktop.storage import journal, passages, standing
from northtaiwan_desktop.storage.checkup import look_through
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.roles import EVERY, WRITTEN_ONCE
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.schema import standing as standing_table
from northtaiwan_desktop.storage.store import Store
from tests.postgres import TestServer

pytestmark = pytest.mark.server_alone
TODAY = date(2015, 1, 5)
ROUND = Round.of(TODAY, 4)
LINE, CASE = TABLES[Assignment].c, TABLES[Resolution].c


@dataclass
class Office:
    """A register on a server with its roles set up, and one login a role."""

    server: TestServer
    store: Store
    others: list[Store] = field(default_factory=list)

    @property
    def database(self) -> str:
        return self.store.server.address.database

    def login(self, name: str, role: Role, *counties: str) -> str:
        self.server.login(name)
        services.grant(self.store.server.address, name, role, counties)
        return name

    def opened(self, login: str) -> Store:
        self.others.append(Store.open(self.server.url(self.database, user=login)))
        return self.others[-1]

    def raw(self, login: str) -> "psycopg.Connection":
        return psycopg.connect(self.server.url(self.database, user=login), autocommit=True)

    def lines(self, county: str) -> list[Assignment]:
        """The open lines of a county."""
        known = self.store.ask(reference).find_member(county)
        return self.store.ask(
            lambda records: [
                line
                for line in records.all(Assignment, LINE.member_id == known.id)
                if line.state.value == "open" and records.get(Resolution, line.resolution_id).state.value == "open"
            ]
        )

    def figures(self, line_id: str):
        query = standing_table.select().where(standing_table.c.line_id == line_id)
        return self.store.ask(lambda records: records.connection.execute(query).one())


@pytest.fixture
def office(server, sample_store):
    services.set_up(sample_store.server.address)
    sample_store.close()
    store = Store.open(sample_store.location)
    made = Office(server, store)
    yield made
    for one in (store, *made.others):
        one.close()
    # Roles belong to the whole server, and would stay behind.
    with server.connect() as connection:
        server.drop(made.database)
        for role in reversed(Role):
            connection.execute(f'DROP ROLE IF EXISTS "{made.database}_{role.value}"')


def report_on(line, text="（示例）已完成初稿。", **more):
    return partial(resolutions.report, assignment_id=line.id, round=ROUND, today=TODAY, text=text, **more)


def test_setting_up_can_be_done_again(office):
    before = services.holders(office.store.server.address)
    services.set_up(office.store.server.address)
    assert services.holders(office.store.server.address) == before


def test_each_role_is_seen_by_the_program(office):
    taoyuan = office.lines("桃園市")[0].member_id
    found = {}
    for role, counties in ((Role.READER, ()), (Role.WINDOW, ("桃園市",)), (Role.SECRETARY, ()), (Role.ADMIN, ())):
        opened = office.opened(office.login(f"as_{role.value}", role, *counties))
        found[role] = opened.rights
    assert {role: rights.role for role, rights in found.items()} == {role: role for role in Role}
    assert [found[role].may_change for role in Role] == [False, False, True, True]
    assert [found[role].may_report_for(taoyuan) for role in Role] == [False, True, True, True]
    assert not found[Role.WINDOW].may_report_for(office.lines("臺北市")[0].member_id)
    assert found[Role.WINDOW].may_report
    held = services.holders(office.store.server.address)
    assert [(one.login, one.role, names) for one, names in held if one.login.startswith("as_")] == [
        ("as_admin", Role.ADMIN, ()),
        ("as_reader", Role.READER, ()),
        ("as_secretary", Role.SECRETARY, ()),
        ("as_window", Role.WINDOW, ("桃園市",)),
    ]


def writes(table: str) -> list[str]:
    return [
        f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
        f"UPDATE {table} SET {{column}} = {{column}}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


def refused(connection, statement: str) -> bool:
    try:
        connection.execute(statement)
    except errors.InsufficientPrivilege:
        return True
    return False


def first_column(connection, table: str) -> str:
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position", [table]
    )
    return found.fetchone()[0]


def test_a_reader_reads_all_and_writes_nothing(office):
    with office.raw(office.login("reader", Role.READER)) as connection:
        for table in EVERY:
            connection.execute(f"SELECT count(*) FROM {table}")
            column = first_column(connection, table)
            for statement in writes(table):
                assert refused(connection, statement.format(column=f'"{column}"')), statement
        assert refused(connection, "DO $$BEGIN LOCK TABLE writer_turn IN EXCLUSIVE MODE; END$$")
        assert refused(connection, "SELECT nextval('operation_number_seq')")
        assert refused(connection, f'GRANT "{office.database}_secretary" TO reader')
        assert refused(connection, "SET SESSION AUTHORIZATION northtaiwan_tests")
        assert refused(connection, f'SET ROLE "{office.database}_admin"')


def test_a_reader_of_the_program_is_told(office):
    opened = office.opened(office.login("reader", Role.READER))
    with pytest.raises(RuleBroken, match="角色不能做這項變更"):
        opened.do("填報", report_on(office.lines("桃園市")[0]))
    with pytest.raises(RuleBroken):
        opened.undo()


def test_a_window_reports_for_its_county_and_all_that_belongs_to_it_follows(office):
    [line, *_rest] = office.lines("桃園市")
    opened = office.opened(office.login("window", Role.WINDOW, "桃園市"))
    before = office.figures(line.id)
    made = []
    told = report_on(line, "（示例）浮動碼頭完成", planned_percent=45.0, actual_percent=40.0)
    opened.do("填報", lambda work: made.append(told(work)), by="窗口")
    assert office.figures(line.id).actual_percent == 40.0
    assert [hit.record_id for hit in office.store.ask(partial(passages.find, words="浮動碼頭"))] == [made[0].id]
    opened.do("更正", lambda work: work.save(replace(made[0], text="（示例）改為固定碼頭"), seen=made[0]))
    assert office.store.ask(partial(passages.find, words="浮動碼頭")) == []
    assert opened.undo().label == "更正"
    assert opened.undo().label == "填報"
    assert office.figures(line.id) == before
    assert office.store.ask(partial(passages.find, words="碼頭完成")) == []
    opened.redo()
    assert office.figures(line.id).actual_percent == 40.0
    after = [tuple(row) for row in _standing(office)]
    with office.store.engine.begin() as connection:
        standing.rebuild(connection)
    assert [tuple(row) for row in _standing(office)] == after


TOUCHED = ("progress_report", "operation", "passage", "passage_words", "standing", "writer_turn", "change")
"""The tables in which an 議題窗口 has rows of its own."""


def _standing(office):
    query = standing_table.select().order_by(standing_table.c.line_id)
    return office.store.ask(lambda records: records.connection.execute(query).all())


def test_a_window_does_nothing_else_through_the_program(office):
    theirs, own = office.lines("臺北市")[0], office.lines("桃園市")[0]
    opened = office.opened(office.login("window", Role.WINDOW, "桃園市"))
    entry = ChronicleEntry(since=TODAY, until=TODAY, precision=Precision.DAY, text="（示例）")
    case = office.store.ask(lambda records: records.get(Resolution, own.resolution_id))
    before = office.store.ask(lambda records: records.all(Assignment))
    for action in (
        report_on(theirs),
        partial(chronicle.save_entry, entry=entry),
        lambda work: work.save(replace(case, text="改了決議")),
        lambda work: work.save(replace(own, office="改了單位")),
        lambda work: work.draw("case-103"),
        lambda work: work.keep_file("0" * 64, b"x"),
        # A report of its own, and something else beside it: all or nothing.
        lambda work: (report_on(own)(work), work.save(entry)),
    ):
        with pytest.raises(RuleBroken, match="角色不能做這項變更"):
            opened.do("越權", action)
    assert office.store.ask(lambda records: records.all(Assignment)) == before
    assert office.store.ask(lambda records: records.get(Resolution, case.id)) == case


def test_a_window_does_nothing_else_by_raw_sql(office):
    theirs, own = office.lines("臺北市")[0], office.lines("桃園市")[0]
    store = office.store
    made = []
    store.do("秘書填報", lambda work: made.append(report_on(theirs)(work)))
    with office.raw(office.login("window", Role.WINDOW, "桃園市")) as connection:
        for table in EVERY:
            if table in TOUCHED:
                continue
            column = first_column(connection, table)
            for statement in writes(table):
                assert refused(connection, statement.format(column=f'"{column}"')), statement
        # What it can touch at all, it can touch in no row of another county.
        for statement in (
            f"UPDATE progress_report SET text = 'x' WHERE id = '{made[0].id}'",
            f"DELETE FROM progress_report WHERE id = '{made[0].id}'",
            f"DELETE FROM passage WHERE record_id = '{made[0].id}'",
            f"DELETE FROM passage_words WHERE id IN (SELECT id FROM passage WHERE record_id = '{made[0].id}')",
            "DELETE FROM passage WHERE kind <> 'ProgressReport'",
            f"UPDATE standing SET behind = 99 WHERE line_id = '{theirs.id}'",
            "UPDATE operation SET undone = NOT undone",
        ):
            assert connection.execute(statement).rowcount == 0, statement
        report = {name: getattr(made[0], name) for name in ("round", "reported_on", "sequence")}
        columns = "(id, assignment_id, round, reported_on, sequence, text, delay_reason, remedy, asked)"
        values = f"'{report['round']}', '{report['reported_on']}', 9, 'x', '', '', 'continue'"
        own_json = f'{{"id": "mine", "assignment_id": "{own.id}"}}'
        their_json = f'{{"id": "mine", "assignment_id": "{theirs.id}"}}'
        operation = "(id, label, done_by, done_at, turn, undone, login)"
        for statement in (
            f"INSERT INTO progress_report {columns} VALUES ('forged', '{theirs.id}', {values})",
            f"UPDATE standing SET is_open = false WHERE line_id = '{own.id}'",
            f"UPDATE standing SET member_id = NULL WHERE line_id = '{own.id}'",
            "UPDATE operation SET label = 'x'",
            "DELETE FROM operation",
            "UPDATE change SET after = NULL",
            "DELETE FROM change",
            f"INSERT INTO operation {operation} VALUES ('a', 'x', 'x', now(), 'do', false, 'northtaiwan_tests')",
            f"INSERT INTO operation {operation} VALUES ('a', 'x', 'x', now(), 'base', false, 'window')",
            "INSERT INTO passage VALUES (1, 'Meeting', 'x', 'x')",
            f"INSERT INTO passage VALUES (1, 'ProgressReport', '{made[0].id}', 'x')",
            "INSERT INTO passage_words VALUES (1, 'x', NULL)",
            "UPDATE passage SET text = 'x'",
            "CREATE TABLE mine (x text)",
            f'SET ROLE "{office.database}_secretary"',
        ):
            assert refused(connection, statement), statement
        connection.execute(f"INSERT INTO operation {operation} VALUES ('b', 'x', 'x', now(), 'do', false, 'window')")
        number = connection.execute("SELECT max(number) FROM operation").fetchone()[0]
        change = "(operation, position, kind, record_id, before, after)"
        last = connection.execute("SELECT min(number) FROM operation").fetchone()[0]
        for statement in (
            f"INSERT INTO change {change} VALUES ({number}, 0, 'Meeting', 'x', NULL, '{own_json}')",
            f"INSERT INTO change {change} VALUES ({number}, 0, 'ProgressReport', 'mine', NULL, '{their_json}')",
            f"INSERT INTO change {change} VALUES ({number}, 0, 'ProgressReport', 'mine', '{their_json}', '{own_json}')",
            f"INSERT INTO change {change} VALUES ({number}, 0, 'ProgressReport', 'other', NULL, '{own_json}')",
            f"INSERT INTO change {change} VALUES ({number}, 0, 'ProgressReport', 'x', NULL, NULL)",
            f"INSERT INTO change {change} VALUES ({last}, 99, 'ProgressReport', 'mine', NULL, '{own_json}')",
        ):
            assert refused(connection, statement), statement
        # Its own line it cannot hand to itself from another's either.
        report_id = made[0].id
        assert (
            connection.execute(
                f"UPDATE progress_report SET assignment_id = '{own.id}' WHERE id = '{report_id}'"
            ).rowcount
            == 0
        )
    assert store.ask(lambda records: records.get(ProgressReport, made[0].id)) == made[0]


def test_a_window_cannot_move_its_report_to_another_county(office):
    own, theirs = office.lines("桃園市")[0], office.lines("臺北市")[0]
    login = office.login("window", Role.WINDOW, "桃園市")
    opened, made = office.opened(login), []
    opened.do("填報", lambda work: made.append(report_on(own)(work)))
    with pytest.raises(RuleBroken, match="角色"):
        opened.do("移花接木", lambda work: work.save(replace(made[0], assignment_id=theirs.id)))
    with office.raw(login) as connection:
        moved = f"UPDATE progress_report SET assignment_id = '{theirs.id}' WHERE id = '{made[0].id}'"
        assert refused(connection, moved)


def test_undo_is_no_way_around(office):
    """What a secretary did, a window cannot take back: not in its turn, not out of turn, not by turning the mark."""
    own = office.lines("桃園市")[0]
    login = office.login("window", Role.WINDOW, "桃園市")
    secretary = office.opened(office.login("secretary", Role.SECRETARY))
    entry = ChronicleEntry(since=TODAY, until=TODAY, precision=Precision.DAY, text="（示例）秘書的大事記")
    done = secretary.do("秘書新增", partial(chronicle.save_entry, entry=entry))
    opened = office.opened(login)
    with pytest.raises(RuleBroken, match="沒有可以復原"):
        opened.undo()
    with pytest.raises(RuleBroken, match="角色"):
        opened.do("收回", lambda work: work.apply(one.reversed() for one in journal.changes_of(work, done.number)))
    # Its own report that a secretary has corrected since stays as corrected.
    made = []
    opened.do("填報", lambda work: made.append(report_on(own)(work)))
    secretary.do("更正", lambda work: work.save(replace(made[0], asked=Verdict.RELEASE_ASKED), seen=made[0]))
    with pytest.raises(ChangedMeanwhile):
        opened.undo()
    assert office.store.ask(lambda records: records.find(ChronicleEntry, entry.id)) == entry
    assert secretary.undo().label == "更正"
    assert opened.undo().label == "填報"


SAID = "(id, label, done_by, done_at, turn, undone, login)"


@pytest.mark.parametrize("role", [Role.WINDOW, Role.SECRETARY])
def test_the_number_and_the_day_of_an_entry_are_the_servers(office, role):
    """Who could choose numbers ahead of the others would stop all writing, and put his entry last for years."""
    login = office.login(role.value, role, *(["桃園市"] if role is Role.WINDOW else []))
    last = office.store.ask(journal.operations)[0].number
    with office.raw(login) as connection:
        chosen = SAID.replace("(id", "(number, id")
        for number in range(last + 1, last + 4):
            values = f"({number}, 'n{number}', '填報', '別人', now(), 'do', false, '{login}')"
            assert refused(connection, f"INSERT INTO operation {chosen} VALUES {values}")
        assert refused(connection, f"UPDATE operation SET number = {last + 9} WHERE number = {last}")
        assert refused(connection, f"SELECT setval('operation_number_seq', {last + 9})")
        connection.execute(f"INSERT INTO operation {SAID} VALUES ('n', 'x', 'x', '2031-01-01', 'do', true, '{login}')")
        found = connection.execute(
            "SELECT number, undone, login, done_at > now() - interval '1 hour' AND done_at <= now()"
            " FROM operation WHERE id = 'n'"
        ).fetchone()
    assert found == (last + 1, False, login, True)
    done = office.store.do("照常", report_on(office.lines("桃園市")[0]))
    assert done.number == last + 2


def test_setting_up_again_mends_a_sequence_that_was_run_ahead_of(office):
    """What was written with chosen numbers before the server alone gave them stops nobody any longer."""
    last = office.store.ask(journal.operations)[0].number
    with office.store.engine.begin() as connection:
        values = f"({last + 1}, 'ahead', 'x', 'x', '2015-01-05', 'do', false, 'window')"
        connection.exec_driver_sql(f"INSERT INTO operation {SAID.replace('(id', '(number, id')} VALUES {values}")
    services.set_up(office.store.server.address)
    assert office.store.do("照常", report_on(office.lines("桃園市")[0])).number == last + 2


def test_a_session_beside_the_program_may_not_sit_in_a_transaction_for_ever(office):
    with office.raw(office.login("window", Role.WINDOW, "桃園市")) as connection:
        assert connection.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("5min",)
        # Of the tables that it does not write it can lock none against the others.
        for table in set(EVERY) - {"writer_turn", "progress_report", "passage", "passage_words"}:
            for mode in ("SHARE", "EXCLUSIVE", "ACCESS EXCLUSIVE"):
                lock = f"DO $$BEGIN LOCK TABLE {table} IN {mode} MODE; END$$"
                assert refused(connection, lock), lock


def test_nobody_takes_back_the_mark_of_another(office):
    """A secretary undoes what he did himself; the entries of others he cannot mark as undone, nor the other way."""
    secretary = office.login("secretary", Role.SECRETARY)
    with office.raw(secretary) as connection:
        assert connection.execute("UPDATE operation SET undone = NOT undone").rowcount == 0
    opened = office.opened(secretary)
    opened.do("填報", report_on(office.lines("桃園市")[0]))
    assert opened.undo().label == "填報"
    assert opened.redo().label == "填報"
    with office.raw(secretary) as connection:
        assert connection.execute("UPDATE operation SET undone = true").rowcount == 3
    faults = finished(look_through(office.store, now=datetime(2015, 1, 5))).faults
    assert {fault.part for fault in faults} == {Part.JOURNAL}
    assert all("標為已復原" in fault.what and "secretary" in fault.what for fault in faults)


def test_a_secretary_does_all_but_the_roles(office):
    login = office.login("secretary", Role.SECRETARY)
    opened = office.opened(login)
    line = office.lines("臺北市")[0]
    opened.do("填報", report_on(line))
    opened.do("抽號", lambda work: (work.draw("case-103"), work.keep_file("0" * 64, b"x"), report_on(line)(work)))
    opened.undo()
    with office.raw(login) as connection:
        for table in ("server_window", "alembic_version"):
            column = first_column(connection, table)
            for statement in writes(table):
                assert refused(connection, statement.format(column=f'"{column}"')), statement
        for table in (*WRITTEN_ONCE, "operation"):
            assert refused(connection, f"DELETE FROM {table}"), table
        assert refused(connection, "UPDATE change SET after = NULL")
        assert refused(connection, "UPDATE operation SET label = ''")
        assert refused(connection, "CREATE TABLE mine (x text)")
        assert refused(connection, f'GRANT "{office.database}_reader" TO reader')


def test_a_role_that_was_taken_opens_nothing(office):
    login = office.login("gone", Role.WINDOW, "桃園市")
    services.revoke(office.store.server.address, login)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        office.raw(login)


def test_an_admin_gives_roles_and_brings_the_tables_up(office):
    login = office.login("chief", Role.ADMIN)
    url = office.server.url(office.database, user=login)
    office.server.login("clerk")
    address = services.address_of(url)
    services.grant(address, "clerk", Role.SECRETARY)
    services.grant(address, "clerk", Role.WINDOW, ["新竹市", "新竹縣"])
    [(clerk, counties)] = [found for found in services.holders(address) if found[0].login == "clerk"]
    assert (clerk.role, set(counties)) == (Role.WINDOW, {"新竹市", "新竹縣"})
    services.set_up(address)


@pytest.mark.parametrize(
    ("role", "counties", "words"),
    [(Role.WINDOW, (), "須指明縣市"), (Role.READER, ("桃園市",), "只有議題窗口"), (Role.WINDOW, ("高雄市",), "高雄市")],
)
def test_a_grant_that_makes_no_sense_is_refused(office, role, counties, words):
    office.server.login("someone")
    with pytest.raises(Exception, match=words):
        services.grant(office.store.server.address, "someone", role, counties)
    assert "someone" not in [one.login for one, _names in services.holders(office.store.server.address)]


def test_names_are_quoted(office):
    name = "o\"h; DROP TABLE meeting; --'"
    services.grant(office.store.server.address, name, Role.READER, password="x")
    assert name in [one.login for one, _names in services.holders(office.store.server.address)]
    with office.server.connect() as connection:
        stored = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name]).fetchone()[0]
        assert stored.startswith("SCRAM-SHA-256$")
    services.revoke(office.store.server.address, name)


def test_who_owns_the_database_sets_it_up_without_being_the_servers_master(server, sample_database):
    """As the README has it: a login that may make roles, and a database of its own."""
    with server.connect() as connection:
        connection.execute("DROP ROLE IF EXISTS founder")
        connection.execute("CREATE ROLE founder LOGIN CREATEROLE")
        server.make("founded")
        connection.execute("ALTER DATABASE founded OWNER TO founder")
    url = server.url("founded", user="founder")
    try:
        setup.create(url, sample=True).close()
        address = services.address_of(url)
        services.set_up(address)
        services.grant(address, "founded_clerk", Role.WINDOW, ["桃園市"], password="")
        window = Store.open(server.url("founded", user="founded_clerk"))
        assert window.rights.role is Role.WINDOW
        window.close()
        services.set_up(address)
        again = Store.open(url)
        assert again.rights.role is Role.ADMIN
        again.close()
    finally:
        with server.connect() as connection:
            server.drop("founded")
            for role in (*(f"founded_{one.value}" for one in reversed(Role)), "founded_clerk", "founder"):
                connection.execute(f'DROP ROLE IF EXISTS "{role}"')
