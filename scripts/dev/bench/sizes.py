"""Measures a large memory as a whole: `python -m scripts.dev.bench.sizes ../shared/data`.

In one run: TMX written, read and imported beside a bare loop over its XML
(`scripts.dev.bench.exchange`); a seeded memory made of real texts
(`scripts.dev.bench.large_memory`), its size and look-up in it beside rapidfuzz over every text
(`scripts.dev.bench.memory`), words, renderings and fragments (`scripts.dev.bench.words`), citing,
and the first answer of a program that has just begun; and translate-toolkit's matcher, where a
Python has it, over as many texts as it can be given time for.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.bench import exchange as benchmark_exchange
from scripts.dev.bench import memory as benchmark_memory
from scripts.dev.bench import words as benchmark_words
from scripts.dev.bench.data import passages
from scripts.dev.bench.harness import Clock, in_new_process, percentiles, timed
from scripts.dev.bench.large_memory import Pair, changed_pairs, write_memory
from scripts.dev.command import Row, command, data_argument, table, verdict

__all__ = ["main", "rows", "toolkit_times"]

# Of what reads and writes alone: an import holds a part of a file in two processes.
_MEGABYTES: Final = {"read": 50, "write": 50}
_BYTES: Final = 700
_RECALL: Final = 0.99
# Milliseconds that 95 % may take, at a million units, by the processor where others use it too.
_WORDS: Final = {"renderings": 200.0, "fragments": 100.0}
_CITE: Final = 20.0
_FIRST: Final = 1000.0
_TOOLKIT_QUERIES: Final = 10
# What translate-toolkit does with a memory: all units in one store, one look-up after the other.
_TOOLKIT: Final = """
import json, sys, time
from translate.search.match import matcher
from translate.storage import base
pairs, queries = json.load(sys.stdin)
store = base.TranslationStore()
for source, target in pairs:
    unit = store.addsourceunit(source)
    unit.target = target
found = matcher(store, max_candidates=5, min_similarity=60, max_length=5000)
times = []
for query in queries:
    start = time.perf_counter()
    found.matches(query)
    times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))
"""


def rows(
    data: Path, folder: Path, *, units: int, exchanged: int, queries: int, brute: int, toolkit: int
) -> Iterator[Row]:
    """Measure one after the other; give what, the figure, and how it stands to its goal."""
    for each in benchmark_exchange.measure(data, folder, exchanged):
        what = f"TMX of {exchanged:,} units: {each.task}"
        goal = benchmark_exchange.GOALS.get(each.task)
        figure = f"{each.ratio:.2f} times the bare loop, {each.units_a_second:,.0f} units/s"
        yield _row(what, figure, verdict(each.ratio, goal, unit=" times"))
        if goal is not None:
            held = verdict(each.megabytes, _MEGABYTES.get(each.task), unit=" MB")
            yield _row(f"{what}, memory", f"{each.megabytes:.0f} MB", held)
    memory = folder / "large.db"
    with Clock() as clock:
        write_memory(data, memory, units)
    made = f"memory of {units:,} units"
    yield _row(f"{made}: made", f"{units / clock.seconds:,.0f} units/s")
    size = memory.stat().st_size / units
    yield _row(f"{made}: size", f"{size:,.0f} bytes a unit", verdict(size, _BYTES, unit=" bytes"))
    for language, target in (("zh", "en"), ("en", "zh")):
        found = benchmark_memory.measure(
            memory, language, target, queries=queries, brute=min(brute, queries)
        )
        yield from _lookup(found, units)
    yield from _words_rows(memory, units, queries)
    yield from _cite_rows(memory, units, queries)
    yield from _toolkit_rows(data, toolkit)


def _row(what: str, figure: str, goal: str = "") -> Row:
    return {"what": what, "figure": figure, "goal": goal}


def _lookup(found: benchmark_memory.Figures, units: int) -> Iterator[Row]:
    where = f"{found.language}, {units:,} units"
    for name, times in found.times.items():
        figure = f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms ({times[2]:.2f} ms CPU)"
        held = verdict(times[1], benchmark_memory.GOALS.get(name), unit=" ms")
        yield _row(f"{where}: {name}", figure, held)
    met = f"goal {_RECALL}: {'met' if found.recall >= _RECALL else 'NOT MET'}"
    yield _row(f"{where}: recall of fuzzy", f"{found.recall:.4f}", met)


def _words_rows(memory: Path, units: int, queries: int) -> Iterator[Row]:
    """Ask for words, renderings and fragments."""
    with open_store(memory, create=False) as store:
        figures, _ = benchmark_words.measure(store, queries=queries, compared=0)
    for each in figures:
        what = f"zh, {units:,} units: {each.name}"
        held = verdict(each.p95, _WORDS.get(each.name), unit=" ms")
        yield _row(what, f"p50 {each.p50:.2f} ms, p95 {each.p95:.2f} ms CPU", held)


def _cite_rows(memory: Path, units: int, queries: int) -> Iterator[Row]:
    """Cite sentences of sets that are drawn, and answer a first question."""
    with open_store(memory, create=False) as store:
        keys = store.spread("zh", level=Level.SENTENCE, limit=queries)
        asked = [(unit.symbol, unit.text) for unit in store.units_of(keys)]
        _, clocks = timed(
            lambda each: next(store.units(level=Level.SENTENCE, symbol=each[0])), asked
        )
    middle, high = percentiles([1000 * each.seconds for each in clocks])
    figure = f"p50 {middle:.2f} ms, p95 {high:.2f} ms"
    yield _row(f"{units:,} units: a set by its symbol", figure, verdict(high, _CITE, unit=" ms"))
    first = 1000 * in_new_process(_first_answer, memory, asked[0][1], what="the first answer")
    held = verdict(first, _FIRST, unit=" ms")
    yield _row(f"{units:,} units: first answer", f"{first:.0f} ms", held)


def _first_answer(memory: Path, text: str) -> float:
    """Return the seconds in which a memory is opened, and the first match found."""
    with Clock() as clock, open_store(memory, create=False) as store:
        find_matches(store, text[: len(text) // 2], source="zh", target="en")
    return clock.seconds


def _toolkit_rows(data: Path, units: int) -> Iterator[Row]:
    if not units:
        return
    drawn = list(islice(changed_pairs(passages(data)), units))
    queries = [source for source, _ in drawn[:: max(units // _TOOLKIT_QUERIES, 1)]]
    times = toolkit_times(drawn, queries[:_TOOLKIT_QUERIES])
    what = f"zh, {units:,} units: translate-toolkit's matcher"
    if times is None:
        yield _row(what, "not installed")
    else:
        middle, high = percentiles(times)
        yield _row(what, f"p50 {middle:.2f} ms, p95 {high:.2f} ms")


def toolkit_times(
    pairs: Sequence[Pair], queries: Sequence[str], *, python: str = "/usr/bin/python3"
) -> list[float] | None:
    """Return the milliseconds that translate-toolkit takes for each query; None where it is not."""
    shown = subprocess.run(
        [python, "-W", "ignore", "-c", _TOOLKIT],
        input=json.dumps([pairs, queries]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if shown.returncode:
        return None
    times: list[float] = json.loads(shown.stdout)
    return times


@command
@data_argument
@click.option("--units", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--exchanged", type=click.IntRange(1), default=100_000, show_default=True)
@click.option("--queries", type=click.IntRange(1), default=200, show_default=True)
@click.option("--brute", type=click.IntRange(0), default=50, show_default=True)
@click.option("--toolkit", type=click.IntRange(0), default=2000, show_default=True)
def main(data: Path, *, units: int, exchanged: int, queries: int, brute: int, toolkit: int) -> None:
    """Measure a memory of so many UNITS made of the texts in DATA.

    EXCHANGED units are written, read and imported as TMX; TOOLKIT units are given to
    translate-toolkit.

    \b
    Example: python -m scripts.dev.bench.sizes ../shared/data --units 200000
    """
    with TemporaryDirectory() as folder:
        found = rows(
            data,
            Path(folder),
            units=units,
            exchanged=exchanged,
            queries=queries,
            brute=brute,
            toolkit=toolkit,
        )
        click.echo("\n".join(table(found)))


if __name__ == "__main__":
    run(main)
