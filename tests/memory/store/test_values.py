"""What columns of a memory hold that no memory does is found, whoever made the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.merge import merge_memories
from hexapla.memory.store.opening import copy_memory, open_store, restore
from hexapla.memory.store.sqlite.connection import SQLiteConnection
from hexapla.memory.store.tables import key_of
from hexapla.memory.store.values import wrong_values
from hexapla.memory.units import Level
from tests.memory.samples import sample_memory

_DEEP = "[" * 100_000
_WRONG = {
    "translation.language": "UPDATE translation SET language = '../en' WHERE language = 'en'",
    "unit.kind": "UPDATE unit SET kind = 'poem'",
    "change.level": "UPDATE change SET level = 'page'",
    "translation.status": "UPDATE translation SET status = 'perhaps'",
    "change.made": "UPDATE change SET made = 'yesterday'",
    "unit.position": "UPDATE unit SET position = 4000000000",
    "translation.score": "UPDATE translation SET score = 9e999",
    "document_set.priority": "UPDATE document_set SET priority = 7",
    "unit.text": "UPDATE unit SET text = ''",
    "unit.carried": f"UPDATE unit SET carried = '{_DEEP}'",
    "translation.carried": "UPDATE translation SET carried = '[[], [], [], 6]'",
    "document.warnings": "UPDATE document SET warnings = '[7]'",
    "document_set.warnings": f"UPDATE document_set SET warnings = '{'9' * 5000}'",
    "quarantine.cause": (
        "INSERT INTO quarantine (symbol, fingerprint, cause) VALUES ('S/2', 'f', '{}')"
    ),
    "change.before": "UPDATE change SET before = '[7]'",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a memory with a set that somebody has corrected."""
    path = tmp_path / "theirs.db"
    sample_memory(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO change (symbol, level, action, who, made, state, before, after) VALUES"
            " ('S/1', 'sentence', 'edit', 'Ana', '2044-03-01T10:00:00+00:00', 'closed', '[]', '[]')"
        )
        connection.commit()
    return path


def test_a_sound_memory_has_no_wrong_values(path: Path) -> None:
    with closing(sqlite3.connect(path, factory=SQLiteConnection)) as connection:
        assert list(wrong_values(connection)) == []


@pytest.mark.parametrize("named", ["sr@latin", "English, U.K.", "हिन्दी", "zh-Hant-TW"])
def test_languages_that_files_name_are_let_in(named: str, path: Path) -> None:
    with closing(sqlite3.connect(path, factory=SQLiteConnection)) as connection:
        connection.execute("UPDATE translation SET language = ? WHERE language = 'de'", (named,))
        assert list(wrong_values(connection)) == []


@pytest.mark.parametrize("column", _WRONG)
def test_values_that_no_memory_has_are_let_into_none(column: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(_WRONG[column])
        connection.commit()
    ours = path.with_name("ours.db")
    sample_memory(ours)
    before = ours.read_bytes()
    table, name = column.split(".")
    told = f"{table} have a {name}|{name} of {table} has"
    with (
        open_store(path) as theirs,
        open_store(ours) as store,
        pytest.raises(StoreError, match=told),
    ):
        merge_memories(store, theirs)
    with pytest.raises(StoreError, match=rf"theirs\.db: is damaged|{told}"):
        restore(path, ours)
    assert ours.read_bytes() == before


# Every column of text with values in the memory of these tests.
_TEXT_COLUMNS = (
    *("document_set.symbol", "document_set.sort_key", "document_set.fingerprint"),
    *("document_set.source_language", "document_set.warnings"),
    *("document.language", "document.path", "document.digest", "document.warnings"),
    *("unit.level", "unit.reference", "unit.kind", "unit.label", "unit.text", "unit.before"),
    *("translation.language", "translation.text", "translation.method", "translation.label"),
    *("translation.status", "change.symbol", "change.action", "change.who", "change.before"),
)


@pytest.mark.parametrize("column", _TEXT_COLUMNS)
def test_texts_that_are_no_utf_8_are_let_into_none(column: str, path: Path) -> None:
    table, name = column.split(".")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        key = ", ".join(key_of(table))
        one = f"({key}) IN (SELECT {key} FROM {table} LIMIT 1)"
        changed = f"UPDATE {table} SET {name} = CAST(x'ff41' AS TEXT) WHERE {one}"
        assert connection.execute(changed).rowcount == 1
        connection.commit()
    ours, copied = path.with_name("ours.db"), path.with_name("copied.db")
    open_store(ours).close()
    before = ours.read_bytes()
    with pytest.raises(StoreError, match=r"theirs\.db: is damaged"):
        restore(path, ours)
    with pytest.raises(StoreError, match=r"copied\.db: not written: the memory is damaged"):
        copy_memory(path, copied)
    assert ours.read_bytes() == before
    assert not copied.exists()


def test_what_is_not_as_it_was_written_is_restored_nowhere(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE unit SET text = 'another' WHERE level = 'sentence'")
        connection.commit()
    ours = path.with_name("ours.db")
    with pytest.raises(StoreError, match=r"theirs\.db: is damaged: take another backup"):
        restore(path, ours)
    assert not ours.exists()


def test_what_cannot_be_read_is_found_before_anything_is_merged(path: Path) -> None:
    ours = path.with_name("ours.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE unit SET label = CAST(x'ff41' AS TEXT) WHERE level = 'sentence'")
        connection.commit()
    with open_store(path) as theirs, open_store(ours) as store:
        with pytest.raises(StoreError, match=r"theirs\.db: is damaged"):
            merge_memories(store, theirs)
        assert list(store.units(level=Level.PARAGRAPH)) == []
