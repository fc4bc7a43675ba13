"""What each role (讀者、議題窗口、秘書、管理者) may do, as SQL: the server holds it, whatever program asks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.standing import FIGURES

LONGEST = 63
"""Characters of a name that PostgreSQL keeps."""
RECORDS = tuple(table.name for table in TABLES.values())
DERIVED = ("passage", "passage_words", "standing", "counter")
WRITTEN_ONCE = ("blob", "made_file", "change")
EVERY = (*RECORDS, *DERIVED, *WRITTEN_ONCE, "operation", "writer_turn", "server_window", "alembic_version")
REPORT = TABLES[ProgressReport].name
"""The one kind of record that an 議題窗口 writes."""

IDLE = "5min"
"""How long a session may sit in a transaction by default, also one beside the program, before the server ends it."""

_HELPERS = f"""
CREATE OR REPLACE FUNCTION nt_reports_for(line text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM assignment a JOIN server_window w ON w.member_id = a.member_id
        WHERE a.id = line AND w.login = session_user
    ) $$;
CREATE OR REPLACE FUNCTION nt_own_report(report text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM {REPORT} r WHERE r.id = report AND nt_reports_for(r.assignment_id)) $$;
CREATE OR REPLACE FUNCTION nt_own_change(kind text, record_id text, before text, after text)
RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT kind = '{ProgressReport.__name__}' AND coalesce(before, after) IS NOT NULL
        AND (before IS NULL
            OR (before::jsonb ->> 'id' = record_id AND nt_reports_for(before::jsonb ->> 'assignment_id')))
        AND (after IS NULL
            OR (after::jsonb ->> 'id' = record_id AND nt_reports_for(after::jsonb ->> 'assignment_id'))) $$
"""
_SIGNATURES = (
    "nt_reports_for(text)",
    "nt_own_report(text)",
    "nt_own_change(text, text, text, text)",
    "nt_own_entry()",
)
_APART = "interval '26 hours'"
"""How far an office's clock and time zone may be from the server's before its word is not taken."""
_OWN_ENTRY = f"""
CREATE OR REPLACE FUNCTION nt_own_entry() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$ BEGIN
    IF pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NEW;
    END IF;
    NEW.undone := false;
    IF NEW.done_at NOT BETWEEN localtimestamp - {_APART} AND localtimestamp + {_APART} THEN
        NEW.done_at := date_trunc('second', localtimestamp);
    END IF;
    RETURN NEW;
END $$
""".strip()
"""An administrator's entries stay as he gives them: he copies whole registers."""
SAID = ("id", "label", "done_by", "done_at", "turn", "target", "undone", "login")
"""What a program says of an entry in the journal; its number is the server's to give."""
_OF_A_REPORT = f"""kind = '{ProgressReport.__name__}' AND nt_own_report(record_id)"""
_OF_A_REPORT_OR_NONE = f"""kind = '{ProgressReport.__name__}' AND
    (nt_own_report(record_id) OR NOT EXISTS (SELECT 1 FROM {REPORT} r WHERE r.id = record_id))"""
"""A report that is gone has still its text in the index, in the same transaction."""
_OWN_OPERATION = """login = session_user AND NOT EXISTS (
    SELECT 1 FROM change c WHERE c.operation = number AND NOT nt_own_change(c.kind, c.record_id, c.before, c.after))"""


@dataclass(frozen=True)
class _Policy:
    """What a role may do with which rows of a table."""

    table: str
    name: str
    command: str
    role: Role
    using: str = ""
    check: str = ""


_POLICIES = (
    _Policy(REPORT, "own", "ALL", Role.WINDOW, "nt_reports_for(assignment_id)", "nt_reports_for(assignment_id)"),
    _Policy(REPORT, "all", "ALL", Role.SECRETARY, "true", "true"),
    _Policy("operation", "own_made", "INSERT", Role.WINDOW, check="login = session_user AND turn <> 'base'"),
    _Policy("operation", "own_turned", "UPDATE", Role.WINDOW, _OWN_OPERATION, _OWN_OPERATION),
    _Policy("operation", "turned", "UPDATE", Role.SECRETARY, "login = session_user", "login = session_user"),
    _Policy(
        "change",
        "own",
        "INSERT",
        Role.WINDOW,
        check="nt_own_change(kind, record_id, before, after) AND "
        "EXISTS (SELECT 1 FROM operation o WHERE o.number = operation AND o.login = session_user)",
    ),
    _Policy(
        "change",
        "all",
        "INSERT",
        Role.SECRETARY,
        check="EXISTS (SELECT 1 FROM operation o WHERE o.number = operation AND o.login = session_user)",
    ),
    _Policy("passage", "own_in", "INSERT", Role.WINDOW, check=_OF_A_REPORT),
    _Policy("passage", "own_out", "DELETE", Role.WINDOW, _OF_A_REPORT_OR_NONE),
    _Policy("passage", "all", "ALL", Role.SECRETARY, "true", "true"),
    _Policy(
        "passage_words",
        "own_in",
        "INSERT",
        Role.WINDOW,
        check=f"EXISTS (SELECT 1 FROM passage p WHERE p.id = passage_words.id AND {_OF_A_REPORT})",
    ),
    _Policy(
        "passage_words",
        "own_out",
        "DELETE",
        Role.WINDOW,
        f"EXISTS (SELECT 1 FROM passage p WHERE p.id = passage_words.id AND {_OF_A_REPORT_OR_NONE})",
    ),
    _Policy("passage_words", "all", "ALL", Role.SECRETARY, "true", "true"),
    _Policy("standing", "own", "UPDATE", Role.WINDOW, "nt_reports_for(line_id)", "nt_reports_for(line_id)"),
    _Policy("standing", "all", "ALL", Role.SECRETARY, "true", "true"),
)
_GUARDED = tuple(dict.fromkeys(policy.table for policy in _POLICIES))


def group(database: str, role: Role) -> str:
    """The server's name for a role: roles belong to the whole server, so each database has its own."""
    name = f"{database}_{role.value}"
    if len(name.encode()) > LONGEST:
        raise RuleBroken(_("資料庫名稱「{name}」太長，無法建立角色。請改用較短的名稱。").format(name=database))
    return name


def setting_up(database: str, *, present: Iterable[str] = ()) -> list[str]:
    """The statements that make the roles of a database and say what each may do; they can be run again.

    `present` are the server's roles that are there already.
    """
    names = {role: _name(group(database, role)) for role in Role}
    known = set(present)
    made = [f"CREATE ROLE {names[role]} NOLOGIN" for role in Role if group(database, role) not in known]
    reader, window, secretary, admin = (names[role] for role in Role)
    statements = [
        *made,
        f"GRANT {reader} TO {window}",
        f"GRANT {window} TO {secretary}",
        f"GRANT {secretary} TO {admin}",
        f"GRANT {reader}, {window}, {secretary} TO {admin} WITH ADMIN OPTION",
        f"GRANT {admin} TO CURRENT_USER",
        f"REVOKE ALL ON DATABASE {_name(database)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {_name(database)} TO {reader}",
        _where_owned(f"ALTER DATABASE {_name(database)} SET idle_in_transaction_session_timeout = {_literal(IDLE)}"),
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {reader}",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {admin}",
        *(f"ALTER TABLE {table} OWNER TO {admin}" for table in EVERY),
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {reader}, {window}, {secretary}",
        f"GRANT SELECT ON {', '.join(EVERY)} TO {reader}",
        f"GRANT INSERT, UPDATE, DELETE ON {REPORT} TO {window}",
        f"GRANT INSERT ({', '.join(SAID)}), UPDATE (undone) ON operation TO {window}",
        f"GRANT USAGE ON SEQUENCE operation_number_seq TO {window}",
        f"GRANT INSERT ON change TO {window}",
        f"GRANT INSERT, DELETE ON passage, passage_words TO {window}",
        f"GRANT UPDATE ({', '.join(FIGURES)}) ON standing TO {window}",
        # To wait for one's turn takes a right on the table; there is nothing in it. The server knows no right to
        # take a lock and not to keep it: a row's lock or a function would see what was before the wait.
        f"GRANT DELETE ON writer_turn TO {window}",
        f"GRANT INSERT, UPDATE, DELETE ON {', '.join((*RECORDS, *DERIVED))} TO {secretary}",
        f"GRANT INSERT ON {', '.join(WRITTEN_ONCE)} TO {secretary}",
        *_HELPERS.strip().split(";\n"),
        _OWN_ENTRY,
        *(f"ALTER FUNCTION {signature} OWNER TO {admin}" for signature in _SIGNATURES),
        "DROP TRIGGER IF EXISTS own_entry ON operation",
        "CREATE TRIGGER own_entry BEFORE INSERT ON operation FOR EACH ROW EXECUTE FUNCTION nt_own_entry()",
        # Numbers far ahead may stand there from before the server alone gave them.
        "SELECT setval('operation_number_seq', max(number)) FROM operation"
        " HAVING max(number) > (SELECT last_value FROM operation_number_seq)",
        *(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in _GUARDED),
        *(
            statement
            for table in _GUARDED
            for statement in _policy(_Policy(table, "read", "SELECT", Role.READER, "true"), names)
        ),
    ]
    return [*statements, *(statement for policy in _POLICIES for statement in _policy(policy, names))]


def granting(database: str, login: str, role: Role, member_ids: Sequence[str] = ()) -> list[str]:
    """The statements that give a login a role, and take every other one; a window reports for these counties."""
    if role is Role.WINDOW and not member_ids:
        raise RuleBroken(_("議題窗口須指明縣市（--county）。"))
    if role is not Role.WINDOW and member_ids:
        raise RuleBroken(_("只有議題窗口要指明縣市。"))
    more = " WITH ADMIN OPTION" if role is Role.ADMIN else ""
    return [
        *revoking(database, login),
        f"GRANT {_name(group(database, role))} TO {_name(login)}{more}",
        *(
            f"INSERT INTO server_window (login, member_id) VALUES ({_literal(login)}, {_literal(member_id)})"
            for member_id in dict.fromkeys(member_ids)
        ),
    ]


def revoking(database: str, login: str) -> list[str]:
    """The statements that take every role of this database from a login."""
    groups = ", ".join(_name(group(database, role)) for role in Role)
    return [f"DELETE FROM server_window WHERE login = {_literal(login)}", f"REVOKE {groups} FROM {_name(login)}"]


def new_login(login: str, secret: str) -> list[str]:
    """The statement that makes a login. `secret` is the password as the server keeps it, or empty for none."""
    return [f"CREATE ROLE {_name(login)} LOGIN" + (f" PASSWORD {_literal(secret)}" if secret else "")]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A login and the highest role that it holds itself. `member_ids` are the counties for which it reports."""

    login: str
    role: Role
    member_ids: tuple[str, ...]


def holders(connection: Connection, database: str) -> list[Holder]:
    """Who holds which role, by name."""
    query = text(
        "SELECT u.rolname, g.rolname FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member"
        " JOIN pg_roles g ON g.oid = m.roleid WHERE u.rolcanlogin"
    )
    names = {group(database, role): role for role in Role}
    held: dict[str, Role] = {}
    for login, name in connection.execute(query):
        if name in names:
            held[login] = max(held.get(login, Role.READER), names[name], key=list(Role).index)
    members: dict[str, list[str]] = {}
    for login, member_id in connection.execute(text("SELECT login, member_id FROM server_window ORDER BY member_id")):
        members.setdefault(login, []).append(member_id)
    return [
        Holder(login=login, role=role, member_ids=tuple(members.get(login, ()))) for login, role in sorted(held.items())
    ]


def _policy(policy: _Policy, names: dict[Role, str]) -> Iterator[str]:
    yield f"DROP POLICY IF EXISTS {policy.name}_rows ON {policy.table}"
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    head = f"CREATE POLICY {policy.name}_rows ON {policy.table} FOR {policy.command}"
    yield f"{head} TO {names[policy.role]}{using}{check}"


def _where_owned(statement: str) -> str:
    """A statement that only the database's owner may run: another administrator's setting up goes on without it."""
    return f"DO $do$ BEGIN {statement}; EXCEPTION WHEN insufficient_privilege THEN NULL; END $do$"


def _name(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"'


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
