"""A memory that hangs, is busy, away or replaced: servers go on, and say so in a line."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from starlette.testclient import TestClient

from hexapla.corpora.errors import UnavailableError
from hexapla.memory.store.connection import OF_SERVERS
from hexapla.memory.store.opening import open_store, restore
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.joining import join_concepts
from hexapla.memory.units import Level
from hexapla.memory.web.access import AccessPolicy
from hexapla.memory.web.api import application
from hexapla.memory.web.errors import AWAY, BUSY
from hexapla.memory.web.limits import DEFAULT_LIMITS
from hexapla.memory.web.review.application import application as review_application
from hexapla.memory.web.turns import Turns
from tests.memory.proxies import Proxy, proxied
from tests.memory.samples import SYMBOL, named, sample_memory, sample_set
from tests.memory.web.review.asking import versions_in
from tests.memory.web.review.served import base_of, served
from tests.processes import GUARD, started, wait_until

MATCH = "/match?source=zh&target=en&text=决定保留树木名册。"
ACCEPT = {
    **{"symbol": SYMBOL, "level": "sentence", "languages": ["en"]},
    **{"action": "accept", "reference": "1.1", "language": "en"},
}


def client_of(location: str, *, review: bool = False) -> TestClient:
    """A client of a server whose look-ups may take as long as a busy machine lets them."""
    access = AccessPolicy(frozenset({"server"}))
    app = (
        review_application(location, access=access, who="Ana", encoder="none")
        if review
        else application(location, access=access, limits=replace(DEFAULT_LIMITS, seconds=GUARD))
    )
    return TestClient(app, base_url="http://server", headers={"Origin": "http://server"})


def test_whoever_stands_in_line_too_long_is_told(tmp_path: Path) -> None:
    path, began, go_on = tmp_path / "memory.db", threading.Event(), threading.Event()

    def hang() -> bool:
        began.set()
        return go_on.wait(GUARD)

    async def ask() -> None:
        with ThreadPoolExecutor(1) as executor, open_store(path) as store:
            turns = Turns(executor, store, str(path), line=GUARD)
            hanging = asyncio.create_task(turns.take(hang))
            assert await asyncio.to_thread(began.wait, GUARD)
            with pytest.raises(UnavailableError):
                await Turns(executor, store, str(path), line=0.05).take(store.languages)
            go_on.set()
            assert await hanging
            assert await turns.take(divmod, 7, 2) == (3, 1)

    asyncio.run(ask())


def test_while_somebody_writes_readers_do_not_wait_and_writers_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = replace(OF_SERVERS, lock=0.1)
    monkeypatch.setattr("hexapla.memory.web.turns.OF_SERVERS", soon)
    path = tmp_path / "memory.db"
    with (
        open_store(sample_memory(path)) as store,
        client_of(str(path), review=True) as pages,
        store._database.transaction(),
    ):
        page = pages.get("/set", params={"symbol": SYMBOL})
        assert page.status_code == 200
        asked = ACCEPT | {"versions": versions_in(page.text)}
        answer = pages.post("/set/change", json=asked)
        assert (answer.status_code, answer.json()) == (503, {"message": BUSY})
        assert int(answer.headers["Retry-After"]) > 0
        # More than a cache of pages is written, and is read by nobody but the writer.
        store._database.executemany(
            "INSERT INTO quarantine (symbol, fingerprint, cause) VALUES (?, '', ?)",
            ((f"S/{number}", "x" * 1_000_000) for number in range(50)),
        )
        assert pages.get("/set", params={"symbol": SYMBOL}).status_code == 200


def replaced(path: Path, symbol: str, said: str) -> Path:
    """Make a memory with a set and a term, and another that is written to as often."""
    other = path.with_name("other.db")
    for place, own, word in ((path, SYMBOL, "register"), (other, symbol, said)):
        concept = Concept((Term("zh", "名册"), Term("en", word)))
        with open_store(place) as store:
            store.replace_set(named(own))
            join_concepts(store, [concept], "add", who="Ana")
    return other


def memory_of(page: str) -> str:
    """Return how a page names its memory."""
    return page.partition('data-memory="')[2].partition('"')[0]


def test_servers_go_on_with_the_memory_that_is_put_in_the_place_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    other = replaced(path, "A/2", "roll")
    old, new = ({"symbol": symbol} for symbol in (SYMBOL, "A/2"))
    with client_of(str(path)) as data, client_of(str(path), review=True) as pages:

        def asked() -> tuple[str, str, int, int]:
            (term,) = data.get("/terms?source=zh&target=en&text=名册").json()
            (match,) = data.get(f"{MATCH}&limit=1").json()
            one, two = (pages.get("/set", params=each).status_code for each in (old, new))
            return term["renderings"][0]["text"], match["symbol"], one, two

        assert asked() == ("register", SYMBOL, 200, 400)
        form = {"priority": "EXCLUDED", "memory": memory_of(pages.get("/").text)}
        restore(other, path)
        assert pages.post("/priority", data=form | new).status_code == 409
        assert asked() == ("roll", "A/2", 400, 200)


def test_what_waits_for_a_memory_that_is_replaced_meanwhile_changes_nothing(tmp_path: Path) -> None:
    path, began, go_on = tmp_path / "memory.db", threading.Event(), threading.Event()
    other = replaced(path, SYMBOL, "roll")

    def hold() -> None:
        began.set()
        go_on.wait(GUARD)

    with client_of(str(path), review=True) as pages, ThreadPoolExecutor(1) as pool:
        seen = versions_in(pages.get("/set", params={"symbol": SYMBOL}).text)
        line = pages.app.state.turns._executor  # type: ignore[attr-defined]
        line.submit(hold)
        try:
            assert began.wait(GUARD)
            waiting = pool.submit(pages.post, "/set/change", json=ACCEPT | {"versions": seen})
            wait_until(lambda: line._work_queue.qsize() > 0)
            restore(other, path)
        finally:
            go_on.set()
        answer = waiting.result(GUARD)
    assert answer.status_code == 409
    assert answer.json()["message"].startswith("another memory was opened meanwhile")


def test_a_memory_is_restored_and_removed_while_its_pages_are_served(tmp_path: Path) -> None:
    path, friday = tmp_path / "memory.db", tmp_path / "friday.db"
    shown = {"symbol": SYMBOL}
    with open_store(sample_memory(path)) as store:
        store.back_up(friday)
    with (
        served(path) as address,
        httpx.Client(trust_env=False, verify=False, timeout=GUARD) as client,
    ):
        client.get(address, follow_redirects=True)
        client.base_url = base_of(address)
        client.headers["Origin"] = base_of(address)

        def change(page: str, action: str) -> int:
            asked = ACCEPT | {"action": action, "versions": versions_in(page)}
            header = {"Hexapla-Memory": memory_of(page)}
            return client.post("/set/change", json=asked, headers=header).status_code

        old = client.get("/set", params=shown).text
        assert change(old, "accept") == 200
        with started("-m", "hexapla", "memory", "restore", friday, "--memory", path) as process:
            assert process.wait(GUARD) == 0
        assert change(old, "undo") == 409
        assert change(client.get("/set", params=shown).text, "accept") == 200
        with open_store(path) as store:
            assert [each.reviewed for each in store.progress(Level.SENTENCE)] == [1]
        path.rename(tmp_path / "away.db")
        assert client.get("/set", params=shown).status_code == 503
        assert client.get("/healthz").status_code == 503
        (tmp_path / "away.db").rename(path)
        assert client.get("/set", params=shown).status_code == 200


@pytest.fixture
def away(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Proxy]]:
    """The URL of a memory on a server that can hang, or go away."""
    monkeypatch.setattr("hexapla.memory.store.postgres.answers._GRACE", 0.2)
    with open_store(postgres) as store:
        store.replace_set(sample_set())
    with proxied(postgres) as found:
        yield found


def wait_for(seconds: float, *servers: TestClient) -> None:
    """Let servers that have begun wait so long for their database."""
    for server in servers:
        state = server.app.state  # type: ignore[attr-defined]  # of a Starlette
        if state.seconds is not None:
            state.seconds = seconds
        database = state.turns.store._database
        # On the connection that is open, and on the next.
        database._database._seconds = database._seconds = seconds
        database._timeouts = replace(OF_SERVERS, statement=seconds, connection=max(seconds, 2))


def names_nobody(answer: Any, url: str) -> bool:
    """Return whether an answer that the memory is away tells nothing of where that is."""
    parts = urlsplit(url)
    secrets = (str(parts.port), "127.0.0.1", "localhost", f"{parts.username}@", "SELECT")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert AWAY in answer.text
    return not any(each in answer.text for each in secrets)


@pytest.mark.postgres
@pytest.mark.parametrize("happens", [Proxy.hang, Proxy.cut])
def test_a_server_that_hangs_or_goes_away_is_told_of_until_it_is_back(
    happens: object, away: tuple[str, Proxy]
) -> None:
    url, proxy = away
    assert callable(happens)
    with client_of(url) as data, client_of(url, review=True) as pages:
        wait_for(0.3, data, pages)
        happens(proxy)
        assert names_nobody(data.get(MATCH), url)
        assert names_nobody(pages.get("/set", params={"symbol": SYMBOL}), url)
        assert names_nobody(pages.post("/set/change", json=ACCEPT | {"versions": {}}), url)
        assert data.get("/openapi.json").status_code == 200
        proxy.resume()
        wait_for(GUARD, data, pages)
        for client, path in ((data, MATCH), (pages, f"/set?symbol={SYMBOL}")):
            assert client.get(path).status_code == 200


@pytest.mark.postgres
def test_nobody_notices_that_the_database_was_started_again(postgres: str) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
    with (
        client_of(postgres) as data,
        client_of(postgres, review=True) as pages,
        psycopg.connect(postgres, autocommit=True) as other,
    ):
        for path in (MATCH, "/cite?document=" + SYMBOL):
            other.execute(
                b"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                b" WHERE application_name = 'hexapla'"
            )
            assert data.get(path).status_code == 200
            assert pages.get("/").status_code == 200


@pytest.mark.postgres
@pytest.mark.parametrize("command", ["serve", "review"])
def test_a_server_whose_database_hangs_can_be_ended(command: str, postgres: str) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
    with proxied(postgres) as (url, proxy):
        place = ("--memory", url) if command == "serve" else (url,)
        with started("-m", "hexapla", command, "--port", "0", *place) as process:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            asked = address.rstrip("/") + MATCH if command == "serve" else address
            with (
                httpx.Client(trust_env=False, follow_redirects=True, timeout=GUARD) as client,
                ThreadPoolExecutor(1) as pool,
            ):
                assert client.get(asked).status_code == 200
                proxy.hang()
                hanging = pool.submit(client.get, asked)
                assert proxy.holds.wait(GUARD)
                assert not hanging.done()
                process.send_signal(signal.SIGTERM)
                assert process.wait(GUARD) is not None
                assert hanging.result(GUARD).status_code == 503


def test_a_memory_that_is_damaged_is_told_without_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "memory.db"
    sample_memory(path)
    with client_of(str(path)) as data:
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE posting")
            other.execute("DROP TABLE translation")
            other.commit()
        answer = data.get(MATCH)
    assert answer.status_code == 500
    assert answer.json()["error"].startswith("the memory cannot be read")
    assert str(path) in caplog.text


@pytest.mark.postgres
def test_watch_goes_on_when_the_database_is_back(postgres: str, tmp_path: Path) -> None:
    with open_store(postgres) as store:
        store.replace_set(sample_set())
    languages = "".join(
        f"<{side}_lang>{code}</{side}_lang>" for side, code in (("source", "zh"), ("target", "en"))
    )
    (tmp_path / "omegat.project").write_text(f"<omegat><project>{languages}</project></omegat>")
    told = tmp_path / "told"
    with (
        proxied(postgres) as (url, proxy),
        told.open("w") as errors,
        started(
            *("-m", "hexapla", "watch", tmp_path, "--every", "0.1", "--memory", url), stderr=errors
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline().startswith("written: ")
        proxy.cut()
        wait_until(lambda: "is looked at again" in told.read_text())
        with open_store(postgres) as store:
            store.replace_set(sample_set("second"))
        proxy.resume()
        assert process.stdout.readline().startswith("written: ")
        assert len(told.read_text().splitlines()) == 1
