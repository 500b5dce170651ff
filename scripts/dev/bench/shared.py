"""Measures a memory in PostgreSQL with many readers, beside the same memory in a SQLite file.

    python -m scripts.dev.bench.shared ../shared/data

A server is started on this machine. The memory (`scripts.dev.bench.large_memory`) is made as a file
and copied into the server. Then the same look-ups are timed in the file and in the server by one
reader; in the server by many readers, each a process that asks, waits and asks again, while others
correct; and what PostgreSQL's own trigrams (pg_trgm, with GIN indexes) need for the same texts.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Final

import click
import psycopg

from hexapla.cli.main import run
from hexapla.corpora.errors import ConflictError, UsageError
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.review import actions
from hexapla.memory.store.opening import copy_memory, open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.units import Level
from scripts.dev.bench.data import SEED
from scripts.dev.bench.harness import Clock, percentiles
from scripts.dev.bench.large_memory import write_memory
from scripts.dev.bench.memory import changed_text, drawn_phrase, texts_in
from scripts.dev.command import command, data_argument, json_option, table, verdict
from scripts.dev.local.postgres import local_postgres

__all__ = ["Shared", "Spread", "main", "measure"]

_LANGUAGE, _TARGET = "zh", "en"
_LEAST: Final = 60  # per cent
_READERS: Final = 20
_CORRECTORS: Final = 5
_GOAL: Final = 100.0  # milliseconds, for 95 of 100 look-ups at a million units
_PAUSE: Final = 1.0  # mean seconds between two look-ups of a reader, and two corrections
_STARTING: Final = 300.0  # seconds until everybody must be there
_TRIGRAMS: Final = 20  # look-ups by pg_trgm, of each kind

Spread = tuple[float, float]
"""Milliseconds that half and 95 of 100 look-ups take."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What was measured: milliseconds of look-ups, by who asked for what.

    `corrections` were made while the many read, all of them kept.
    """

    units: int
    copy_seconds: float
    file: dict[str, Spread]
    server: dict[str, Spread]
    many_readers: dict[str, Spread]
    trigrams: dict[str, Spread]
    corrections: int


def measure(data: Path, units: int, queries: int) -> Shared:
    """Measure with a memory of so many units. Raises UsageError where a correction is lost."""
    with tempfile.TemporaryDirectory() as name, local_postgres(Path(name) / "server") as url:
        file = str(Path(name) / "memory.db")
        write_memory(data, Path(file), units)
        with Clock() as copying:
            copy_memory(file, url)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")
        with open_store(file) as store:
            drawn = _drawn(store, queries)
            by_file = _asked(store, drawn)
        with open_store(url) as store:
            by_server = _asked(store, drawn)
        many, corrections = _many(url, drawn)
        return Shared(
            units, copying.seconds, by_file, by_server, many, _trigrams(url, drawn), corrections
        )


def _drawn(store: Store, queries: int) -> list[str]:
    """Draw texts, each with some signs changed."""
    dice = random.Random(SEED)
    texts = texts_in(store, _LANGUAGE)
    drawn = dice.sample(texts, min(queries, len(texts)))
    changed = [changed_text(text, _LANGUAGE, texts, dice) for text in drawn]
    # A short text can have lost its only word.
    return [text for text in changed if words(match_key(text))]


def _look_ups(store: Store) -> dict[str, Callable[[str], object]]:
    return {
        "fuzzy": lambda text: find_matches(
            store, text, source=_LANGUAGE, target=_TARGET, min_score=_LEAST
        ),
        "search": lambda text: concordance(store, Phrase(_phrase(text), _LANGUAGE)),
    }


def _phrase(text: str) -> str:
    """Return one to four ideographs of a text, the same at each call."""
    return drawn_phrase(text, _LANGUAGE, random.Random(text))


def _asked(store: Store, texts: Sequence[str]) -> dict[str, Spread]:
    return {name: _spread(_times(look_up, texts)) for name, look_up in _look_ups(store).items()}


def _times(
    look_up: Callable[[str], object],
    texts: Sequence[str],
    pause: Callable[[], float] = lambda: 0.0,
) -> list[float]:
    """Return the milliseconds of each look-up; the first, which reads the index, is left out."""
    times = []
    for number, text in enumerate((texts[0], *texts)):
        with Clock() as clock:
            look_up(text)
        if number:
            times.append(1000 * clock.seconds)
        time.sleep(pause())
    return times


def _spread(times: Sequence[float]) -> Spread:
    middle, high = percentiles(times)
    return middle, high


def _many(url: str, drawn: Sequence[str]) -> tuple[dict[str, Spread], int]:
    """Let many read, each its own texts, and some correct; give the times and the corrections."""
    share = max(len(drawn) // _READERS, 4)
    dice = random.Random(SEED)
    with open_store(url) as store:
        symbol = next(store.sets()).symbol
    context = multiprocessing.get_context("spawn")
    users = _READERS + _CORRECTORS
    with context.Manager() as manager, context.Pool(users) as pool:
        # That many programs start at once on one machine is no part of what is measured.
        there = manager.Barrier(users, timeout=_STARTING)
        tasks = [(url, dice.sample(drawn, min(share, len(drawn))), there) for _ in range(_READERS)]
        reading = pool.map_async(_read, tasks, chunksize=1)
        jobs = [(url, symbol, who, 2 * share, there) for who in range(_CORRECTORS)]
        made = sum(pool.map(_correct, jobs, chunksize=1))
        found = reading.get()
    with open_store(url) as store:
        kept = len(store.history(symbol, Level.SENTENCE, limit=2 * made + 1))
    if kept != made:
        raise UsageError(f"{made} corrections were made, and {kept} are in the history")
    names = found[0].keys()
    return {name: _spread([ms for each in found for ms in each[name]]) for name in names}, made


def _read(task: tuple[str, Sequence[str], Barrier]) -> dict[str, list[float]]:
    """Time look-ups, once everybody else is ready too."""
    url, texts, there = task
    with open_store(url, create=False) as store:
        there.wait()
        pause = _pauses(texts[0])
        time.sleep(pause())
        return {name: _times(each, texts, pause) for name, each in _look_ups(store).items()}


def _pauses(seed: object) -> Callable[[], float]:
    """Draw how long somebody thinks, in seconds: pauses of one length would fall together."""
    return partial(random.Random(str(seed)).expovariate, 1 / _PAUSE)


def _correct(task: tuple[str, str, int, int, Barrier]) -> int:
    """Edit rows of one set, as many as asked for; those that others took meanwhile once more."""
    url, symbol, who, count, there = task
    dice = random.Random(who)
    with open_store(url, create=False) as store:
        there.wait()
        pause = _pauses(who)
        for number in range(count):
            while not _edited(store, symbol, dice, f"{who}.{number}"):
                pass
            time.sleep(pause())
    return count


def _edited(store: Store, symbol: str, dice: random.Random, mark: str) -> bool:
    grid = store.review(symbol, Level.SENTENCE)
    if grid is None:
        raise UsageError(f"{symbol}: is not there")
    row = dice.choice([each for each in grid.rows if each.cells and not each.is_unlinked])
    change = actions.edit(grid, row.reference, _TARGET, f"{row.cells[0].text} {mark}")
    try:
        store.change(symbol, Level.SENTENCE, change, who=mark)
    except ConflictError:
        return False
    return True


def _trigrams(url: str, drawn: Sequence[str]) -> dict[str, Spread]:
    """Time the same by pg_trgm; nothing where the server does not have it."""
    with psycopg.connect(url, autocommit=True) as connection:
        try:
            connection.execute("CREATE EXTENSION pg_trgm")
        except psycopg.Error:
            return {}
        connection.execute("CREATE INDEX unit_by_trigram ON unit USING gin (text gin_trgm_ops)")
        connection.execute("SET pg_trgm.similarity_threshold = 0.3")

        def alike(text: str) -> object:
            query = (
                "SELECT id FROM unit WHERE text %% %s ORDER BY similarity(text, %s) DESC LIMIT 5"
            )
            return connection.execute(query, (text, text)).fetchall()

        def holding(text: str) -> object:
            query = "SELECT id FROM unit WHERE text LIKE %s"
            return connection.execute(query, (f"%{_phrase(text)}%",)).fetchall()

        some = drawn[:_TRIGRAMS]
        return {"fuzzy": _spread(_times(alike, some)), "search": _spread(_times(holding, some))}


def _lines(found: Shared) -> Iterator[str]:
    yield f"{found.units:,} units, copied into the server in {found.copy_seconds:.1f} s"
    many = f"server, {_READERS} readers, {_CORRECTORS} correctors"
    yield from table(
        {"ms, p50/p95": who}
        | {name: "/".join(f"{ms:.1f}" for ms in times.get(name, ())) for name in found.file}
        for who, times in (
            ("file, one reader", found.file),
            ("server, one reader", found.server),
            (many, found.many_readers),
            ("pg_trgm, one reader", found.trigrams),
        )
    )
    yield f"{found.corrections} corrections meanwhile, none lost"
    slowest = max(high for _, high in found.many_readers.values())
    yield f"p95 with many readers: {verdict(slowest, _GOAL, unit=' ms')}"


@command
@data_argument
@click.option("--units", type=click.IntRange(min=1), default=1_000_000, show_default=True)
@click.option("--queries", type=click.IntRange(min=1), default=200, show_default=True)
@json_option
def main(*, data: Path, units: int, queries: int, as_json: bool) -> None:
    """Measure look-ups in a shared memory made of DATA, laid out as ../shared/data.

    \b
    Example: python -m scripts.dev.bench.shared ../shared/data --units 100000
    """
    found = measure(data, units, queries)
    click.echo(json.dumps(asdict(found)) if as_json else "\n".join(_lines(found)))


if __name__ == "__main__":
    run(main)
