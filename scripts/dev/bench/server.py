"""How much `hexapla serve` answers: `python -m scripts.dev.bench.server ../shared/data`.

A server in a process of its own, on loopback, over a memory made of real texts
(`scripts.dev.bench.large_memory`). Several clients ask for exact and fuzzy matches, a concordance
and a paragraph, one kind after the other; first alone, then among clients that send their requests
byte by byte, never end them, or do not read the answers. Every answer must be right.
"""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from urllib.parse import quote, urlencode

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.bench.large_memory import write_memory
from scripts.dev.paths import ROOT

__all__ = ["SLOW_STARTS", "Load", "main", "measure"]

SLOW_STARTS: Final = (
    b"",
    b"GET /match?text=a HT",
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /match HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50000\r\n\r\nab",
)
"""How the requests of clients begin that never end them."""


@dataclass(frozen=True, slots=True)
class Load:
    """Requests of one kind: a second, and milliseconds that half and 95 of 100 took."""

    kind: str
    slow_clients: int
    requests: int
    a_second: float
    p50_ms: float
    p95_ms: float


def measure(data: Path, *, units: int, requests: int, clients: int, slow: int) -> Iterator[Load]:
    """Serve a memory of so many units and ask it. Raises UsageError where an answer is wrong."""
    with tempfile.TemporaryDirectory() as name:
        memory = Path(name) / "memory.db"
        write_memory(data, memory, units)
        asked = _requests(memory, requests)
        with _served(memory) as port:
            for among in (0, slow):
                with _slow_clients(port, among):
                    for kind, targets in asked.items():
                        yield _load(kind, targets, port, clients, among)


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
def _served(memory: Path) -> Iterator[int]:
    command = ("serve", "--port", "0", "--rate", "1000000", "--memory", str(memory))
    with subprocess.Popen(
        [sys.executable, "-m", "hexapla", *command],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        try:
            yield port
        finally:
            process.terminate()


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


def _load(kind: str, targets: Sequence[str], port: int, clients: int, slow: int) -> Load:
    parts = [targets[number::clients] for number in range(clients)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        taken = [each for part in pool.map(lambda part: _ask(part, port), parts) for each in part]
    seconds = time.perf_counter() - begun
    high = quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return Load(
        *(kind, slow, len(taken), len(taken) / seconds),
        *(1000 * median(taken), 1000 * high),
    )


def _ask(targets: Sequence[str], port: int) -> list[float]:
    """Ask one thing after the other over one connection; give the seconds of each."""
    taken = []
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for target in targets:
        begun = time.perf_counter()
        connection.request("GET", target)
        answer = connection.getresponse()
        content = answer.read()
        taken.append(time.perf_counter() - begun)
        if answer.status not in (200, 404) or not content:
            raise UsageError(f"{target[:60]}: answered with {answer.status}")
    connection.close()
    return taken


def _table(loads: Sequence[Load]) -> Iterator[str]:
    heads = ("slow clients", "requests", "a second", "p50 ms", "p95 ms")
    yield f"{'kind':<8}" + "".join(f"{head:>13}" for head in heads)
    for each in loads:
        yield (
            f"{each.kind:<8}{each.slow_clients:>13}{each.requests:>13}{each.a_second:>13.0f}"
            f"{each.p50_ms:>13.1f}{each.p95_ms:>13.1f}"
        )


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--units", type=click.IntRange(min=100), default=100_000, show_default=True)
@click.option("--requests", type=click.IntRange(min=1), default=500, show_default=True)
@click.option("--clients", type=click.IntRange(min=1), default=4, show_default=True)
@click.option("--slow", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def main(*, data: Path, units: int, requests: int, clients: int, slow: int, as_json: bool) -> None:
    """Measure what hexapla serve answers over a memory made of DATA, laid out as ../shared/data is.

    \b
    Example: python -m scripts.dev.bench.server ../shared/data --units 100000 --slow 1000
    """
    loads = list(measure(data, units=units, requests=requests, clients=clients, slow=slow))
    if as_json:
        for each in loads:
            click.echo(json.dumps(asdict(each)))
    else:
        click.echo("\n".join(_table(loads)))


if __name__ == "__main__":
    run(main)
