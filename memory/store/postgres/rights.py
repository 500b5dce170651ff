"""What a user of a PostgreSQL server may do with a memory.

Rights are given for the tables that are there, and by default privileges (PostgreSQL, "ALTER
DEFAULT PRIVILEGES") for those that a later version adds. A corrector adds to the history, undoes
what stands in it, and changes and deletes nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from psycopg import errors, sql

from hexapla.corpora.errors import UsageError
from hexapla.memory.store.locations import Right
from hexapla.memory.store.postgres.connection import PostgresConnection
from hexapla.memory.store.tables import HISTORY

__all__ = ["give", "keep_history", "take_back"]


# A backup reads the sequences; who writes takes keys from them, some at a time.
_GIVEN: Final = {
    Right.READER: {"TABLES": "SELECT", "SEQUENCES": "SELECT"},
    Right.CORRECTOR: {
        "TABLES": "SELECT, INSERT, UPDATE, DELETE",
        "SEQUENCES": "SELECT, USAGE, UPDATE",
    },
}
# Who may change the texts of a memory, and does not own it.
_CORRECTORS: Final = """
SELECT DISTINCT role.rolname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN aclexplode(c.relacl) given ON true JOIN pg_roles role ON role.oid = given.grantee
WHERE n.nspname = ? AND c.relname = 'translation' AND given.privilege_type = 'UPDATE'
AND role.rolname <> ?
"""
_LATER: Final = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema}"
_OWNERS: Final = """
SELECT 1 FROM pg_auth_members m JOIN pg_roles owner ON owner.oid = m.roleid
JOIN pg_roles role ON role.oid = m.member WHERE owner.rolname = ? AND role.rolname = ?
"""


def give(connection: PostgresConnection, role: str, right: Right) -> None:
    """Let a role do what a right allows, and no more than that.

    Raises UsageError where the server has no such role, the memory is its own, or only who runs
    the server can do that.
    """
    names = _names(connection, role)
    with connection.database.transaction():
        _take_back(connection, names)
        for statement in _statements(right):
            _execute(connection, statement, names)
        if right is Right.CORRECTOR:
            _keep_history(connection, names)


def take_back(connection: PostgresConnection, role: str) -> None:
    """Take back all that a role may do with the memory.

    Raises UsageError as `give` does.
    """
    names = _names(connection, role)
    with connection.database.transaction():
        _take_back(connection, names)


def keep_history(connection: PostgresConnection) -> None:
    """Take from all correctors of a memory what they may not do with tables of the history.

    For tables that a new version has added, which are given with all others.
    """
    schema, owner = _place(connection)
    for (role,) in connection.execute(_CORRECTORS, (schema, owner)).fetchall():
        _keep_history(connection, {"schema": schema, "owner": owner, "role": role})


def _keep_history(connection: PostgresConnection, names: Mapping[str, str]) -> None:
    for table, columns in HISTORY.items():
        place = f"{{schema}}.{table}"
        _execute(connection, f"REVOKE UPDATE, DELETE ON {place} FROM {{role}}", names)
        _execute(connection, f"GRANT UPDATE ({columns}) ON {place} TO {{role}}", names)


def _statements(right: Right) -> Iterator[str]:
    if right is Right.OWNER:
        yield "GRANT {owner} TO {role}"
        return
    yield "GRANT USAGE ON SCHEMA {schema} TO {role}"
    for kind, given in _GIVEN[right].items():
        yield f"GRANT {given} ON ALL {kind} IN SCHEMA {{schema}} TO {{role}}"
        yield f"{_LATER} GRANT {given} ON {kind} TO {{role}}"


def _take_back(connection: PostgresConnection, names: Mapping[str, str]) -> None:
    for kind in ("TABLES", "SEQUENCES"):
        _execute(connection, f"REVOKE ALL ON ALL {kind} IN SCHEMA {{schema}} FROM {{role}}", names)
        _execute(connection, f"{_LATER} REVOKE ALL ON {kind} FROM {{role}}", names)
    _execute(connection, "REVOKE ALL ON SCHEMA {schema} FROM {role}", names)
    if connection.execute(_OWNERS, (names["owner"], names["role"])).fetchone():
        _execute(connection, "REVOKE {owner} FROM {role}", names)


def _names(connection: PostgresConnection, role: str) -> dict[str, str]:
    """Return the schema of the memory, who owns it, and the role, that there is one."""
    schema, owner = _place(connection)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,)).fetchone() is None:
        raise UsageError(f"the server has no user {role}: createuser --pwprompt makes one")
    if role == owner:
        raise UsageError(f"the memory is {role}'s own")
    return {"schema": schema, "owner": owner, "role": role}


def _place(connection: PostgresConnection) -> tuple[str, str]:
    """Return the schema of the memory, and who owns it."""
    [(schema, owner)] = connection.execute(
        "SELECT schemaname, tableowner FROM pg_tables"
        " WHERE tablename = 'hexapla' AND schemaname = current_schema()"
    )
    return str(schema), str(owner)


def _execute(connection: PostgresConnection, statement: str, names: Mapping[str, str]) -> None:
    marked = {name: sql.Identifier(value) for name, value in names.items()}
    try:
        connection.database.execute(sql.SQL(statement).format(**marked))
    except errors.InsufficientPrivilege as error:
        done = statement.format(**names)
        raise UsageError(f"only its owner, or who runs the server, can say {done}") from error
