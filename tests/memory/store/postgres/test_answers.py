"""A server that hangs is given up, and what hangs on our side keeps nobody else from writing."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest

from hexapla.corpora.errors import StoreError, UnavailableError
from hexapla.memory.store.connection import OF_COMMANDS
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.postgres.answers import AnsweredConnection
from hexapla.memory.store.postgres.database import PostgresDatabase
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Unit
from tests.memory.factories import make_unit
from tests.memory.samples import SYMBOL, sample_set
from tests.processes import GUARD, wait_until

pytestmark = pytest.mark.postgres

IDLE = "idle_in_transaction_session_timeout"
FILE = DocumentRecord("zh", "a.tmx", "d" * 64, 1)


def connection(store: Store) -> AnsweredConnection:
    assert isinstance(store._database, PostgresDatabase)
    return store._database.database


def backend(store: Store) -> int:
    (key,) = store._database.execute("SELECT pg_backend_pid()").fetchone()
    return int(key)


@contextmanager
def stopped(store: Store) -> Iterator[None]:
    """Stop the process of the server that a store speaks to: it takes all, and says nothing.

    Of that process no answer is waited for; of the next, as long as ever.
    """
    process = backend(store)
    os.kill(process, signal.SIGSTOP)
    connection(store)._seconds = 0.0
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_a_server_that_says_nothing_is_given_up(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.postgres.answers._GRACE", 0.2)
    with open_store(postgres) as store:
        store.replace_set(sample_set())
        with stopped(store):
            with pytest.raises(UnavailableError, match="the server does not answer"):
                store.fingerprint(SYMBOL)
            # The next statement has another process of the server.
            assert store.fingerprint(SYMBOL) == "first"
        with stopped(store), pytest.raises(UnavailableError), store.snapshot():
            store.fingerprint(SYMBOL)
        with stopped(store), pytest.raises(UnavailableError), store.limited(0.1):
            store.fingerprint(SYMBOL)
        # What the server itself stops is told, however long it is in telling it.
        monkeypatch.setattr("hexapla.memory.store.postgres.answers._GRACE", GUARD)
        connection(store).limit(0.1)
        with pytest.raises(StoreError, match="took too long"), store._database.errors():
            store._database.execute("SELECT pg_sleep(600)")


def test_another_thread_stops_what_hangs(postgres: str) -> None:
    with open_store(postgres) as store, ThreadPoolExecutor(1) as pool:
        with stopped(store):
            hanging = pool.submit(store.fingerprint, SYMBOL)
            store.interrupt()
            with pytest.raises(UnavailableError):
                hanging.result(GUARD)
        with pytest.raises(UnavailableError):
            store.fingerprint(SYMBOL)


def test_whoever_hangs_in_a_transaction_loses_the_lock(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.postgres.connection.BEAT", GUARD)
    waits = replace(OF_COMMANDS, lock=GUARD)
    with open_store(postgres) as hanging, open_store(postgres, timeouts=waits) as other:

        def units() -> Iterator[Unit]:
            yield make_unit("甲。", symbol="A/1")
            (limit,) = hanging._database.execute(f"SHOW {IDLE}").fetchone()
            assert limit == "1min"
            # It hangs from here on, where no statement of it is on its way.
            hanging._database.execute(f"SET LOCAL {IDLE} = '100ms'")
            other.replace_set(sample_set())
            yield make_unit("乙。", symbol="A/1")

        with pytest.raises(UnavailableError):
            hanging.add_units(units(), FILE)
        assert [each.symbol for each in hanging.sets()] == [SYMBOL]


def test_a_long_import_outlives_the_limit_of_idle_transactions(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.postgres.connection.BEAT", 0.05)
    before = threading.enumerate()
    with open_store(postgres) as store, psycopg.connect(postgres, autocommit=True) as other:
        process = backend(store)
        heard = f"SELECT state_change FROM pg_stat_activity WHERE pid = {process}".encode()

        def units() -> Iterator[Unit]:
            yield make_unit("甲。", symbol="A/1")
            # A file is looked at on this side, for long: what the server hears again and again is
            # that somebody is there, and each time the limit begins anew.
            moments = set[object]()

            def often_heard() -> bool:
                moments.add(other.execute(heard).fetchone())
                return len(moments) > 3

            wait_until(often_heard)
            yield make_unit("乙。", symbol="A/1", reference="2", place=1)

        assert store.add_units(units(), FILE).added == 2
        assert backend(store) == process
        assert set(threading.enumerate()) <= set(before)


def test_the_server_looks_whether_its_client_is_there(postgres: str) -> None:
    with open_store(postgres) as store:
        for setting, value in (
            ("client_connection_check_interval", "10s"),
            ("tcp_keepalives_idle", "30"),
            ("lock_timeout", "10s"),
            ("statement_timeout", "10min"),
        ):
            (found,) = store._database.execute(f"SHOW {setting}").fetchone()
            assert found == value
