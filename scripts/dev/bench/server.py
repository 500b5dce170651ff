"""How much `hexapla serve` answers: `python -m scripts.dev.bench.server ../shared/data`.

A server in a process of its own, on loopback, over a memory made of real texts
(`scripts.dev.bench.large_memory`). Several clients ask for exact and fuzzy matches, a concordance
and a paragraph, one kind after the other; first alone, then among clients that send their requests
byte by byte, never end them, or do not read the answers. Every answer must be right. With
`--accounts`, each comes with the token of a person whom the server knows among thirty.
"""

from __future__ import annotations

import resource
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from hexapla.memory.web.accounts import AccountRole, new_account, write_accounts
from scripts.dev.bench.harness import percentiles, serving
from scripts.dev.bench.large_memory import write_memory
from scripts.dev.command import Row, command, data_argument, json_option, show

__all__ = ["SLOW_STARTS", "Load", "main", "measure"]

SLOW_STARTS: Final = (
    b"",
    b"GET /match?text=a HT",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /match HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000\r\n\r\nab",
)
"""How the requests of clients begin that never end them."""
_PEOPLE: Final = 30


@dataclass(frozen=True, slots=True)
class Load:
    """Requests of one kind: a second, and milliseconds that half and 95 of 100 took."""

    kind: str
    slow_clients: int
    requests: int
    a_second: float
    p50_ms: float
    p95_ms: float


def measure(
    data: Path, *, units: int, requests: int, clients: int, slow: int, accounts: bool = False
) -> Iterator[Load]:
    """Serve a memory of so many units and ask it. Raises UsageError where an answer is wrong."""
    with tempfile.TemporaryDirectory() as name:
        memory = Path(name) / "memory.db"
        write_memory(data, memory, units)
        asked = _requests(memory, requests)
        options: tuple[str | Path, ...] = ("--port", "0", "--rate", "1000000", "--memory", memory)
        headers = {}
        if accounts:
            made = [
                new_account(f"Person {number}", AccountRole.READER) for number in range(_PEOPLE)
            ]
            write_accounts(Path(name) / "accounts.json", [account for account, _ in made])
            options += ("--accounts", Path(name) / "accounts.json")
            headers = {"Authorization": f"Bearer {made[-1][1]}"}
        with serving("serve", *options) as address:
            port = int(address.rstrip("/").rpartition(":")[2])
            for among in (0, slow):
                with _slow_clients(port, among):
                    for kind, targets in asked.items():
                        yield _load(kind, targets, (port, headers), clients, among)


def _requests(memory: Path, count: int) -> dict[str, list[str]]:
    """Make requests of each kind out of texts of the memory."""
    with open_store(memory, create=False) as store:
        units = list(islice(store.units(level=Level.SENTENCE), count))
    texts = [unit.text for unit in units]
    changed = [text[: len(text) // 2] + "有关" + text[len(text) // 2 :] for text in texts]
    return {
        "exact": [f"/match?{urlencode({'text': text, 'limit': 1})}" for text in texts],
        "fuzzy": [f"/tmserver/zh/en/unit/{quote(text, safe='')}" for text in changed],
        "search": [f"/search?{urlencode({'phrase': text[:2]})}" for text in texts],
        "cite": [
            f"/cite?{urlencode({'document': unit.symbol, 'paragraph': unit.label or '1'})}"
            for unit in units
        ],
    }


@contextmanager
def _slow_clients(port: int, count: int) -> Iterator[None]:
    """Hold so many connections that send a byte now and then; those that are closed come back."""
    stop = threading.Event()

    def dribble() -> None:
        held: list[socket.socket] = []
        with ExitStack() as stack:
            while not stop.is_set():
                while len(held) < count:
                    with suppress(OSError):
                        each = stack.enter_context(
                            socket.create_connection(("127.0.0.1", port), timeout=5)
                        )
                        each.setblocking(False)
                        each.send(SLOW_STARTS[len(held) % len(SLOW_STARTS)])
                        held.append(each)
                        continue
                    break
                held = [each for each in held if _goes_on(each)]
                stop.wait(0.5)

    _allow_files(count + 200)
    thread = threading.Thread(target=dribble)
    thread.start()
    time.sleep(3 if count else 0)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _goes_on(client: socket.socket) -> bool:
    """Send one more byte; False where the server has given the connection up."""
    try:
        client.send(b"a")
    except BlockingIOError:
        return True
    except OSError:
        client.close()
        return False
    return True


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


def _load(
    kind: str,
    targets: Sequence[str],
    server: tuple[int, Mapping[str, str]],
    clients: int,
    slow: int,
) -> Load:
    parts = [targets[number::clients] for number in range(clients)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        taken = [
            each for part in pool.map(lambda part: _ask(part, *server), parts) for each in part
        ]
    seconds = time.perf_counter() - begun
    middle, high = percentiles(taken)
    return Load(kind, slow, len(taken), len(taken) / seconds, 1000 * middle, 1000 * high)


def _ask(targets: Sequence[str], port: int, headers: Mapping[str, str]) -> list[float]:
    """Ask one thing after the other over one connection; give the seconds of each."""
    taken = []
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for target in targets:
        begun = time.perf_counter()
        connection.request("GET", target, headers=dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        taken.append(time.perf_counter() - begun)
        if answer.status not in (200, 404) or not content:
            raise UsageError(f"{target[:60]}: answered with {answer.status}")
    connection.close()
    return taken


def _row(each: Load) -> Row:
    return {
        "kind": each.kind,
        "slow clients": each.slow_clients,
        "requests": each.requests,
        "a second": each.a_second,
        "p50 ms": each.p50_ms,
        "p95 ms": each.p95_ms,
    }


@command
@data_argument
@click.option("--units", type=click.IntRange(min=100), default=100_000, show_default=True)
@click.option("--requests", type=click.IntRange(min=1), default=500, show_default=True)
@click.option("--clients", type=click.IntRange(min=1), default=4, show_default=True)
@click.option("--slow", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--accounts", is_flag=True, help="Each request comes with the token of a person.")
@json_option
def main(
    *,
    data: Path,
    units: int,
    requests: int,
    clients: int,
    slow: int,
    accounts: bool,
    as_json: bool,
) -> None:
    """Measure what hexapla serve answers over a memory made of DATA, laid out as ../shared/data is.

    \b
    Example: python -m scripts.dev.bench.server ../shared/data --units 100000 --slow 1000
    """
    loads = measure(
        data, units=units, requests=requests, clients=clients, slow=slow, accounts=accounts
    )
    show(loads, _row, as_json=as_json)


if __name__ == "__main__":
    run(main)
