"""A memory in a real PostgreSQL: many users at once, faults, and the way there and back.

What every memory does is tested with that in SQLite files (`location` in conftest).
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from click.testing import CliRunner, Result

from hexapla.cli.main import cli
from hexapla.corpora.errors import (
    BusyError,
    ConflictError,
    OutdatedError,
    StoreError,
    UnavailableError,
    UsageError,
)
from hexapla.corpora.messages import Message
from hexapla.memory.formats.importing import import_file
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.review import actions
from hexapla.memory.selection import Selection
from hexapla.memory.store.connection import OF_COMMANDS
from hexapla.memory.store.opening import copy_memory, open_store, planned_upgrade, restore, upgrade
from hexapla.memory.store.store import Store
from hexapla.memory.store.tables import CHECKED
from hexapla.memory.units import DocumentRecord, ImportCounts, Level, Status
from tests.evaluations import partly
from tests.memory.factories import big_set
from tests.memory.samples import SYMBOL, TEXTS, sample_set
from tests.paths import SAMPLE
from tests.processes import wait_until

pytestmark = pytest.mark.postgres

SENTENCE = Level.SENTENCE
TEXT = "决定保留树木名册。"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False, standalone_mode=False)


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_sign_that_the_database_has_not_is_bad_use(postgres: str) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
        for asked in (
            lambda: store.fingerprint("A\0"),
            lambda: store.review("A\0", SENTENCE),
            lambda: store.symbols_of_key(1, "z\0", level=SENTENCE),
            lambda: store.comment("A\0", SENTENCE, "1.1", "Well?", who="Ana"),
            lambda: store.comment(SYMBOL, SENTENCE, "\0", "Well?", who="Ana"),
            lambda: store.quarantine("A/1", "\0", Message("none")),
        ):
            with pytest.raises(UsageError, match="a sign that no memory holds"):
                asked()
        assert store.comments(SYMBOL, SENTENCE) == []


def cut(url: str) -> None:
    """End the server's side of all connections of hexapla."""
    with psycopg.connect(url, autocommit=True) as connection:
        backends = "SELECT pid FROM pg_stat_activity WHERE application_name = 'hexapla'"
        ended = "SELECT pg_terminate_backend(pid, 10000) FROM"
        connection.execute(f"{ended} ({backends}) AS backend".encode())


def connected(url: str) -> bool:
    """Return whether the server has a connection of hexapla."""
    asked = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'hexapla'"
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(asked.encode()).fetchone() is not None


def english(store: Store) -> str:
    units = store.units(level=SENTENCE, symbol=SYMBOL)
    (unit,) = (each for each in units if each.text == TEXT)
    return unit.translations[0].text


def test_twenty_readers_and_five_correctors_lose_nothing(postgres: str) -> None:
    """Every corrector adds a word to the same text, again and again, from what it last saw."""
    with open_store(postgres) as store:
        store.replace_set(big_set("甲", 60))
        store.replace_set(sample_set())
    done = threading.Event()
    rounds = 3

    def read(_: int) -> int:
        looked = 0
        with open_store(postgres, create=False) as store:
            while not done.is_set() or not looked:
                found = find_matches(store, TEXT, source="zh", target="en")
                assert found[0].score >= 100
                (unit,) = (
                    each for each in store.units(level=SENTENCE, symbol=SYMBOL) if each.text == TEXT
                )
                assert unit.translations[0].text.count("+") <= 5 * rounds
                looked += 1
                done.wait(0.2)  # as people do
        return looked

    def correct(number: int) -> None:
        with open_store(postgres, create=False) as store:
            for turn in range(rounds):
                while True:
                    grid = store.review(SYMBOL, SENTENCE)
                    assert grid is not None
                    (row,) = (each for each in grid.rows if each.text == TEXT)
                    (cell,) = (each for each in row.cells if each.language == "en")
                    more = f"{cell.text} +{number}.{turn}"
                    change = actions.edit(grid, row.reference, "en", more)
                    try:
                        store.change(SYMBOL, SENTENCE, change, who=f"corrector {number}")
                        break
                    except ConflictError:
                        time.sleep(0.05 * number)

    with ThreadPoolExecutor(25) as pool:
        readers = [pool.submit(read, number) for number in range(20)]
        try:
            list(pool.map(correct, range(5)))
        finally:
            done.set()
        assert all(each.result() for each in readers)
    with open_store(postgres, create=False) as store:
        words = english(store).split()
        # Each word of each corrector is there, once.
        for number in range(5):
            for turn in range(rounds):
                assert words.count(f"+{number}.{turn}") == 1
        assert len(store.history(SYMBOL, SENTENCE)) == 5 * rounds
        assert list(store.problems(deep=True)) == []


@pytest.fixture
def full(location: str) -> str:
    """A memory with an index, a history, an imported file and keys that were used up."""
    with open_store(location) as store:
        store.replace_set(big_set("乙", 1500))
        store.replace_set(sample_set("first"))
        store.replace_set(sample_set("second"))
        (unit, *_) = store.units(level=SENTENCE, symbol=SYMBOL)
        store.add_units([unit], DocumentRecord("zh", "a.tmx", "d" * 64, 1))
        grid = store.review(SYMBOL, SENTENCE)
        assert grid is not None
        store.change(SYMBOL, SENTENCE, actions.edit(grid, "1.1", "en", "Edited."), who="Ana")
        store.rebuild()
        store.remove(Selection("乙"))
        store.quarantine("S/9", "first", Message("it hung"))
    return location


def everything(location: str) -> tuple[object, ...]:
    with open_store(location, create=False) as store:
        assert list(store.problems(deep=True)) == []
        keys = store.find_similar(TEXT, "zh", level=SENTENCE, limit=9)
        return (
            list(store.sets()),
            [list(store.units(level=level)) for level in Level],
            [list(store.unaligned(each.symbol)) for each in store.sets()],
            [store.history(SYMBOL, level) for level in Level],
            (keys, list(store.texts("en", keys))),
            store.has_file("d" * 64),
            store.quarantined("S/9", "first"),
        )


def test_a_memory_goes_there_and_back_and_loses_nothing(
    full: str, postgres: str, tmp_path: Path
) -> None:
    before = everything(full)
    copy_memory(full, postgres)
    assert everything(postgres) == before
    copy_memory(postgres, tmp_path / "back.db")
    assert everything(str(tmp_path / "back.db")) == before
    # New units get keys that none had before: what is copied goes on where the other was.
    locations = (full, postgres, str(tmp_path / "back.db"))
    for location in locations:
        with open_store(location) as store:
            store.replace_set(big_set("丙", 10))
    assert everything(postgres) == everything(full) == everything(locations[2])


def test_nothing_is_overwritten_by_a_copy(postgres: str, tmp_path: Path) -> None:
    for location in (postgres, tmp_path / "a.db"):
        with open_store(location) as store:
            store.replace_set(sample_set())
    with pytest.raises(StoreError, match="not overwritten"):
        copy_memory(tmp_path / "a.db", postgres)
    with pytest.raises(StoreError, match="not overwritten"):
        copy_memory(postgres, tmp_path / "a.db")
    with pytest.raises(StoreError, match="not overwritten"):
        restore(tmp_path / "a.db", postgres)


def test_a_copy_that_fails_leaves_nothing(postgres: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        store.replace_set(sample_set())
        store._database.execute(  # a text that PostgreSQL refuses
            "UPDATE translation SET label = ? WHERE id = 3", ("a\0b",)
        )
    with pytest.raises(StoreError) as error:
        copy_memory(tmp_path / "a.db", postgres)
    assert "\n" not in str(error.value)
    with open_store(postgres) as store:
        assert list(store.sets()) == []
    with pytest.raises(StoreError, match="no translation memory here"):
        copy_memory(tmp_path / "not.db", postgres)


def test_the_commands_take_a_database(postgres: str, tmp_path: Path) -> None:
    path = str(tmp_path / "memory.db")
    with open_store(path) as store:
        store.replace_set(sample_set())
    copied = run("memory", "copy", path, postgres)
    password = urlsplit(postgres).password
    assert password and password not in copied.output
    assert copied.output.startswith("copied: postgresql://hexapla@127.0.0.1:")
    assert "sound, 1 document sets" in run("memory", "check", "--deep", "--memory", postgres).output
    assert TEXTS["fr"][5][0] in run("cite", SYMBOL, "2(a)", "--memory", postgres).output
    assert "100" in run("match", TEXT, "--memory", postgres).output
    assert run("search", "名册", "--memory", postgres).output == (
        run("search", "名册", "--memory", path).output
    )
    backup = str(tmp_path / "backup.db")
    run("memory", "backup", backup, "--memory", postgres)
    assert everything(backup) == everything(path)
    execute(postgres, "UPDATE document_set SET priority = -1")
    run("memory", "backup", backup, "--memory", postgres)  # the older one is replaced
    with open_store(backup) as store:
        assert [each.priority for each in store.sets()] == [-1]


def test_a_backup_is_put_into_an_empty_database(full: str, postgres: str, tmp_path: Path) -> None:
    with open_store(full) as store:
        store.back_up(tmp_path / "backup.db")
    assert restore(tmp_path / "backup.db", postgres) is None
    assert everything(postgres) == everything(full)


def test_a_job_aligns_into_a_database(postgres: str, tmp_path: Path) -> None:
    sample = SAMPLE
    out = tmp_path / "out"
    first = run("align", str(sample), "--out", str(out), "--memory", postgres)
    assert first.return_value == 0
    assert not (out / "memory.db").exists()
    texts = {path.name: path.read_bytes() for path in (out / "tmx").iterdir()}
    again = run("align", str(sample), "--out", str(out), "--memory", postgres)
    assert "unchanged" in again.output
    other = run("align", str(sample), "--out", str(tmp_path / "other"))
    assert other.return_value == 0
    assert sorted(texts) == sorted(each.name for each in (tmp_path / "other" / "tmx").iterdir())


def test_a_connection_that_was_cut_is_made_again(postgres: str) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
        cut(postgres)
        assert store.fingerprint(SYMBOL) is not None
        cut(postgres)
        with store.snapshot():
            assert [each.symbol for each in store.sets()] == [SYMBOL]
            # What was seen in a block cannot be seen again on another connection.
            cut(postgres)
            with pytest.raises(UnavailableError):
                store.fingerprint(SYMBOL)
        cut(postgres)
        store.quarantine("S/9", "first", Message("it hung"))
        assert store.quarantined("S/9", "first") == "it hung"


def test_another_who_writes_is_waited_for_and_then_told(
    postgres: str,
) -> None:
    soon = replace(OF_COMMANDS, lock=1)
    with open_store(postgres, timeouts=soon) as store, psycopg.connect(postgres) as other:
        other.execute("LOCK TABLE hexapla IN EXCLUSIVE MODE")
        with pytest.raises(BusyError, match="locked by another program: try again"):
            store.replace_set(sample_set())
        assert list(store.sets()) == []  # readers do not wait
        other.rollback()
        store.replace_set(sample_set())


def test_a_memory_of_the_version_before_is_brought_to_this_one(postgres: str) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
    for table in CHECKED:
        execute(postgres, f"ALTER TABLE {table} DROP COLUMN checksum")
    execute(postgres, "DROP TABLE quarantine, edited, edited_concept, edited_fact, edit")
    execute(postgres, "DROP TABLE term, concept, comment, assignment, fact, unfinished_file")
    execute(postgres, "UPDATE unit SET match_key = match_key + 1")
    execute(postgres, "UPDATE hexapla SET version = 5")
    with pytest.raises(OutdatedError, match="hexapla memory upgrade"):
        open_store(postgres)
    plan, done = planned_upgrade(postgres), upgrade(postgres)
    assert plan == done
    assert done
    assert (done.old, done.backup) == (5, None)
    with open_store(postgres, create=False) as store:
        assert list(store.problems(deep=True)) == []
        assert store.quarantined("S/9", "first") is None
        assert store.edit_entries() == []
        assert list(store.concepts()) == []
        assert [each.symbol for each in store.sets()] == [SYMBOL]
    open_store(postgres).close()


def test_an_import_gives_what_one_into_a_file_gives(postgres: str, tmp_path: Path) -> None:
    def row(symbol: str, number: int, *texts: str) -> str:
        return "\t".join((f"{symbol}#{number}", *texts))

    (tmp_path / "first.tsv").write_text(
        "\n".join(["id\tzh\ten", *(row("A/1", n, f"甲{n}。", f"A{n}.") for n in range(5))]), "utf-8"
    )
    (tmp_path / "second.tsv").write_text(
        "\n".join(
            [
                "id\tzh\ten\tfr",
                *(row("A/1", n, f"甲{n}。", f"A{n}.", f"F{n}.") for n in range(3, 8)),
                *(row(f"B/{n // 3}", n, f"乙{n}。", f"B{n}.", "") for n in range(9)),
                row("B/1", 4, "乙4。", "Another.", ""),
                row("B/1", 4, "乙4。", "Another.", "Autre."),
                row("C/1", 1, "", "C.", "C."),
            ]
        ),
        "utf-8",
    )
    found = []
    for location in (postgres, str(tmp_path / "memory.db")):
        with open_store(location) as store:
            # The symbol is taken by a set of another source language.
            store.replace_set(replace(sample_set(), symbol="C/1"))
            counts = [import_file(store, tmp_path / name) for name in ("first.tsv", "second.tsv")]
            units = [
                [(unit, unit.before, unit.after) for unit in store.units(level=level)]
                for level in Level
            ]
            assert list(store.problems(deep=True)) == []
            keys = store.find_similar("乙4。", "zh", level=SENTENCE, limit=9)
            texts = sorted(text for _, text in store.texts("en", keys))
            found.append((counts, list(store.sets()), units, texts))
            store.replace_set(big_set("丙", 10))
            assert list(store.problems(deep=True)) == []
    assert found[0] == found[1]
    assert found[0][0][1] == ImportCounts(added=14, merged=3, known=0)
    assert "C/1 (imported)" in [each.symbol for each in found[0][1]]


@pytest.mark.parametrize(
    ("command", "seconds"),
    partly(product(("import", "copy"), (0.5, 1.0)), (("import", 0.5), ("copy", 1.0))),
)
def test_a_program_that_is_killed_leaves_all_or_nothing(
    command: str, seconds: float, postgres: str, tmp_path: Path
) -> None:
    rows = (f"T/{n // 50}#{n}\t第{n}号文件已经登记。\tDocument {n}." for n in range(1500))
    table, memory = tmp_path / "table.tsv", str(tmp_path / "memory.db")
    table.write_text("\n".join(["id\tzh\ten", *rows]), "utf-8")
    with open_store(memory) as store:
        import_file(store, table)
        expected = list(store.units(level=SENTENCE))
    arguments = {
        "import": ("import", str(table), "--memory", postgres),
        "copy": ("memory", "copy", memory, postgres),
    }[command]
    started = [sys.executable, "-m", "hexapla", *arguments]
    open_store(postgres).close()
    with subprocess.Popen(started, stdout=subprocess.DEVNULL) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        process.kill()
    # What it had said is still done; only then is it all there, or nothing.
    wait_until(lambda: not connected(postgres))
    with open_store(postgres) as store:
        there = list(store.units(level=SENTENCE))
        assert there in ([], expected)
        assert list(store.problems(deep=True)) == []
    if not there:
        subprocess.run(started, check=True, stdout=subprocess.DEVNULL)
    with open_store(postgres) as store:
        assert list(store.units(level=SENTENCE)) == expected
        assert list(store.problems(deep=True)) == []


def test_what_was_changed_behind_the_memory_is_found(postgres: str) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
        execute(postgres, "UPDATE unit SET label = label || 'x' WHERE id = 3")
        (found,) = store.problems()
        assert found == "damaged: 1 rows of unit are not as they were written: 3"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE hexapla SET version = 99", "newer version of hexapla: update"),
        ("ALTER TABLE hexapla RENAME version TO edition", "is not a translation memory"),
    ],
)
def test_what_is_no_memory_of_ours_is_refused(postgres: str, damage: str, told: str) -> None:
    open_store(postgres).close()
    execute(postgres, damage)
    with pytest.raises(StoreError, match=told):
        open_store(postgres)


def without_tables(url: str) -> str:
    return url


def with_a_wrong_password(url: str) -> str:
    return url.replace(f":{urlsplit(url).password}@", ":secret-but-wrong@")


def on_a_closed_port(url: str) -> str:
    return url.replace(f":{urlsplit(url).port}/", ":9/")


def in_a_database_that_is_not_there(url: str) -> str:
    return url.replace("/postgres?", "/nowhere?")


@pytest.mark.parametrize(
    "changed",
    [without_tables, with_a_wrong_password, on_a_closed_port, in_a_database_that_is_not_there],
)
def test_what_cannot_be_opened_is_one_line_without_the_password(
    postgres: str, changed: Callable[[str], str]
) -> None:
    with pytest.raises(StoreError) as error:
        open_store(changed(postgres), create=False)
    told = str(error.value)
    assert "\n" not in told
    assert told.startswith("postgresql://hexapla@127.0.0.1:")
    assert str(urlsplit(postgres).password) not in told
    assert "secret-but-wrong" not in told
    assert "options" not in told


def test_an_old_decision_is_not_lost_by_a_new_alignment(postgres: str) -> None:
    with open_store(postgres) as store, open_store(postgres) as other:
        store.replace_set(sample_set())
        grid = other.review(SYMBOL, SENTENCE)
        assert grid is not None
        other.change(SYMBOL, SENTENCE, actions.edit(grid, "1.1", "en", "Edited."), who="Bo")
        store.replace_set(sample_set("second"))
        texts = [
            (each.text, each.status)
            for unit in other.units(level=SENTENCE)
            for each in unit.translations
            if each.language == "en"
        ]
        assert ("Edited.", Status.REVIEWED) in texts


def test_the_register_is_kept_chosen_by_and_taken_back(postgres: str) -> None:
    entry = RegisterEntry(SYMBOL, (Fact(FactKind.SUBJECT, "TREES", "en"),))
    with open_store(postgres) as store:
        said = (Fact(FactKind.BODY, "大会", "zh"), Fact(FactKind.DATE, "2043-12-19"))
        store.replace_set(replace(sample_set(), facts=said))
        made = store.edit_register([entry], "import", who="Ana")
        assert made
        for inside, outside in (
            (Selection(subject="trees"), Selection(subject="water")),
            (Selection(body="大会", dates="2043..2043"), Selection(dates="2044..2044")),
            (Selection(session="98"), Selection(session="97")),
        ):
            for where, is_found in ((inside, True), (outside, False)):
                with store.within(where):
                    matches = find_matches(store, "决定保留树木名册。", source="zh", target="en")
                assert bool(matches) is is_found
        assert list(store.problems(deep=True)) == []
        assert store.take_back(made.number, who="Ana")
        assert store.registered([SYMBOL])[SYMBOL].texts(FactKind.SUBJECT) == ()
