"""What each right lets a user of a real server do, and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql

from hexapla.cli.main import cli
from hexapla.corpora.errors import StoreError, UsageError
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.review import actions
from hexapla.memory.selection import Selection
from hexapla.memory.store.locations import Right
from hexapla.memory.store.opening import give_right, open_store, take_right, upgrade
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, ConceptChange, Term
from hexapla.memory.units import Level, Status
from tests.memory.samples import SYMBOL, sample_set

pytestmark = pytest.mark.postgres

PASSWORD = "a password of a test"
# Bytes that the index takes.
ROOM = "SELECT pg_total_relation_size('posting') + pg_total_relation_size('segment')"
# Who may not use a schema does not see what is in it.
SHUT = (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable)


def execute(url: str, statement: str, **names: str) -> list[tuple[object, ...]]:
    marked = {name: sql.Identifier(value) for name, value in names.items()}
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql.SQL(statement).format(**marked))
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def boris(postgres_server: str) -> Iterator[str]:
    """A user of the server who has no rights."""
    name = f"boris {uuid4().hex[:8]}"
    execute(postgres_server, f"CREATE ROLE {{name}} LOGIN PASSWORD '{PASSWORD}'", name=name)
    yield name
    execute(postgres_server, "DROP OWNED BY {name}; DROP ROLE {name}", name=name)


def by(url: str, user: str) -> str:
    """Return the address of a memory for another user."""
    _, _, place = url.partition("@")
    return f"postgresql://{user.replace(' ', '%20')}:{PASSWORD.replace(' ', '%20')}@{place}"


def looked_up(store: Store) -> None:
    assert find_matches(store, "决定保留树木名册。", source="zh", target="en")


def backed_up(store: Store, folder: Path) -> None:
    store.back_up(folder / f"{uuid4().hex}.db")


def accepted(store: Store) -> None:
    grid = store.review(SYMBOL, Level.SENTENCE)
    assert grid
    change = actions.decide(grid, "1.1", ["en"], Status.REVIEWED)
    entry = store.change(SYMBOL, Level.SENTENCE, change, who="Boris")
    assert store.undo(SYMBOL, Level.SENTENCE, who="Boris")
    assert entry.number


def stored(store: Store) -> None:
    store.replace_set(sample_set())


def termed(store: Store) -> None:
    tree = Concept((Term("zh", "树"), Term("en", "tree")))
    entry = store.edit_concepts(lambda _: [ConceptChange(None, tree)], "add", who="Boris")
    assert entry and store.take_back(entry.number, who="Boris")
    assert list(store.concepts()) == []


def refused(url: str, act: Callable[[Store], None]) -> None:
    with pytest.raises(StoreError, match="hexapla memory grant"), open_store(url) as store:
        act(store)


def test_each_right_allows_what_it_says_and_no_more(
    postgres: str, boris: str, tmp_path: Path
) -> None:
    with open_store(postgres) as store:
        stored(store)
    his = by(postgres, boris)
    refused(his, looked_up)
    give_right(postgres, boris, Right.READER)
    with open_store(his) as store:
        looked_up(store)
        backed_up(store, tmp_path)
    refused(his, accepted)
    refused(his, stored)
    refused(his, termed)
    give_right(postgres, boris, Right.CORRECTOR)
    with open_store(his) as store:
        accepted(store)
        stored(store)
        termed(store)
        looked_up(store)
        backed_up(store, tmp_path)
    # A corrector gives no rights to others, nor changes the tables.
    with pytest.raises(UsageError, match="only its owner"):
        give_right(his, execute(postgres, "SELECT 'pg_monitor'")[0][0], Right.READER)  # type: ignore[arg-type]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(his, "ALTER TABLE unit ADD COLUMN more text")
    # Less than before is less than before.
    give_right(postgres, boris, Right.READER)
    refused(his, accepted)
    take_right(postgres, boris)
    refused(his, looked_up)


HISTORY = {
    "change": ("action", "who", "made", "before", "after", "symbol"),
    "edit": ("action", "who", "made", "size"),
    "edited": ("symbol", "before", "after"),
    "edited_concept": ("before", "after"),
    "edited_fact": ("symbol", "before", "after"),
    "comment": ("who", "made", "said", "text"),
    "assignment": ("person", "ends", "who"),
}


def rewritten(url: str) -> list[str]:
    """Return what of the history somebody can change or delete, table by table."""
    tried = [f"DELETE FROM {table}" for table in HISTORY]
    tried += [
        f"UPDATE {table} SET {column} = {column}"
        for table, columns in HISTORY.items()
        for column in columns
    ]
    done = []
    for statement in tried:
        with suppress(psycopg.errors.InsufficientPrivilege):
            execute(url, statement)
            done.append(statement)
    return done


def test_a_corrector_adds_to_the_history_and_rewrites_nothing_of_it(
    postgres: str, boris: str
) -> None:
    his = by(postgres, boris)
    with open_store(postgres) as store:
        stored(store)
    give_right(postgres, boris, Right.CORRECTOR)
    with open_store(his) as store:
        accepted(store)
        termed(store)
        entry = RegisterEntry(SYMBOL, (Fact(FactKind.DATE, "2043-12-19"),))
        made = store.edit_register([entry], "import", who="Boris")
        assert made and store.take_back(made.number, who="Boris")
        before = list(store.journal())
        assert len(before) == 2
        assert rewritten(his) == []
        # The set goes; what was done with it stays until the owner removes something.
        store.remove(Selection(SYMBOL))
        assert list(store.journal()) == before
        assert list(store.problems(deep=True)) == []
    with open_store(postgres) as store:
        store.remove(Selection("S/0"))
        assert list(store.journal()) == []
    assert len(rewritten(postgres)) == len(HISTORY) + sum(map(len, HISTORY.values()))


def test_an_upgrade_keeps_the_history_from_those_who_correct(postgres: str, boris: str) -> None:
    with open_store(postgres) as store:
        stored(store)
    give_right(postgres, boris, Right.CORRECTOR)
    # As it was before there was a register, and before the history was kept from anybody.
    execute(postgres, "DROP TABLE fact, edited_fact, unfinished_file")
    execute(postgres, "GRANT UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}", name=boris)
    execute(postgres, "UPDATE hexapla SET version = 11")
    upgrade(postgres)
    his = by(postgres, boris)
    assert rewritten(his) == []
    with open_store(his) as store:
        accepted(store)
        stored(store)


def test_an_upgrade_leaves_no_room_to_what_was_indexed_before(postgres: str, boris: str) -> None:
    with open_store(postgres) as store:
        stored(store)
    give_right(postgres, boris, Right.READER)
    # As it was before long lists of places had parts.
    execute(postgres, "ALTER TABLE posting DROP part, ADD PRIMARY KEY (gram, segment_id)")
    execute(postgres, "INSERT INTO segment VALUES (9, 'zh', 'sentence', 0, '', '', '')")
    execute(
        postgres,
        "INSERT INTO posting SELECT 9, number::text, 'places' FROM generate_series(1, 5000) number",
    )
    execute(postgres, "UPDATE hexapla SET version = 13")
    [(before,)] = execute(postgres, ROOM)
    upgrade(postgres)
    [(after,)] = execute(postgres, ROOM)
    assert isinstance(before, int)
    assert isinstance(after, int)
    assert after < before // 2
    his = by(postgres, boris)
    with open_store(his) as store:
        looked_up(store)
    refused(his, stored)
    assert execute(his, "SELECT 1 FROM posting LIMIT 1")


def test_rights_hold_for_tables_that_are_made_later(postgres: str, boris: str) -> None:
    open_store(postgres).close()
    give_right(postgres, boris, Right.CORRECTOR)
    execute(postgres, "CREATE TABLE later (id bigint GENERATED BY DEFAULT AS IDENTITY, text text)")
    execute(by(postgres, boris), "INSERT INTO later (text) VALUES ('a')")
    assert execute(by(postgres, boris), "SELECT id, text FROM later") == [(1, "a")]
    take_right(postgres, boris)
    execute(postgres, "CREATE TABLE last (text text)")
    with pytest.raises(SHUT):
        execute(by(postgres, boris), "SELECT * FROM last")


def test_an_owner_changes_tables_and_gives_rights(postgres: str, boris: str) -> None:
    open_store(postgres).close()
    give_right(postgres, boris, Right.OWNER)
    his = by(postgres, boris)
    execute(his, "ALTER TABLE unit ADD COLUMN more text")
    give_right(his, "pg_monitor", Right.READER)
    take_right(his, "pg_monitor")
    take_right(postgres, boris)
    with pytest.raises(SHUT):
        execute(his, "SELECT * FROM unit")


def test_who_cannot_be_given_a_right_is_named(postgres: str, tmp_path: Path) -> None:
    open_store(postgres).close()
    with pytest.raises(UsageError, match="no user nobody of us"):
        give_right(postgres, "nobody of us", Right.READER)
    [(owner,)] = execute(postgres, "SELECT current_user::text")
    with pytest.raises(UsageError, match="own"):
        take_right(postgres, str(owner))
    open_store(tmp_path / "memory.db").close()
    with pytest.raises(UsageError, match="permissions"):
        give_right(tmp_path / "memory.db", "boris", Right.READER)


def test_a_schema_that_is_not_there_is_made(postgres_server: str) -> None:
    url = f"{postgres_server}?options=-csearch_path%3Dclimate_{uuid4().hex}"
    with open_store(url) as store:
        store.replace_set(sample_set())
    with open_store(url, create=False) as store:
        looked_up(store)


def test_the_commands(postgres: str, boris: str) -> None:
    open_store(postgres).close()
    for arguments in (["grant", boris, "reader"], ["revoke", boris]):
        shown = CliRunner().invoke(cli, ["memory", *arguments, "--memory", postgres])
        assert shown.exit_code == 0
        assert boris in shown.output
