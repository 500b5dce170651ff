"""Measures a large memory as a whole: `python -m scripts.dev.bench.sizes ../shared/data`.

In one run: TMX written, read and imported beside a bare loop over its XML
(`scripts.dev.bench.exchange`); a seeded memory made of real texts
(`scripts.dev.bench.large_memory`), its size and look-up in it beside rapidfuzz over every text
(`scripts.dev.bench.memory`); and translate-toolkit's matcher, where a Python has it, over as many
texts as it can be given time for.
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
from scripts.dev.bench import exchange as benchmark_exchange
from scripts.dev.bench import memory as benchmark_memory
from scripts.dev.bench.harness import Clock, benchmark, data_argument, percentiles
from scripts.dev.bench.large_memory import Pair, changed_pairs, passages, write_memory

__all__ = ["main", "rows", "toolkit_times"]

_MEGABYTES: Final = 50
_RECALL: Final = 0.99
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

Row = tuple[str, str, str]


def rows(
    data: Path, folder: Path, *, units: int, exchanged: int, queries: int, brute: int, toolkit: int
) -> Iterator[Row]:
    """Measure one after the other; give what, the figure, and how it stands to its goal."""
    for each in benchmark_exchange.measure(data, folder, exchanged):
        what = f"TMX of {exchanged:,} units: {each.task}"
        goal = benchmark_exchange.GOALS.get(each.task)
        verdict = "" if goal is None else _verdict(each.ratio <= goal, f"≤ {goal:g} times")
        figure = f"{each.ratio:.2f} times the bare loop, {each.units_a_second:,.0f} units/s"
        yield what, figure, verdict
        if goal is not None:
            small = each.megabytes < _MEGABYTES
            yield (
                f"{what}, memory",
                f"{each.megabytes:.0f} MB",
                _verdict(small, f"< {_MEGABYTES} MB"),
            )
    memory = folder / "large.db"
    with Clock() as clock:
        write_memory(data, memory, units)
    rate = units / clock.seconds
    yield f"memory of {units:,} units: made", f"{rate:,.0f} units/s", ""
    for language, target in (("zh", "en"), ("en", "zh")):
        found = benchmark_memory.measure(
            memory, language, target, queries=queries, brute=min(brute, queries)
        )
        if language == "zh":
            yield f"memory of {units:,} units: size", f"{found.bytes_a_unit:,.0f} bytes a unit", ""
        yield from _lookup(found, units)
    yield from _toolkit_rows(data, toolkit)


def _lookup(found: benchmark_memory.Figures, units: int) -> Iterator[Row]:
    where = f"{found.language}, {units:,} units"
    for name, times in (
        ("exact", found.exact),
        ("fuzzy", found.fuzzy),
        ("search", found.search),
        ("brute force", found.brute_force),
    ):
        goal = benchmark_memory.GOALS.get(name)
        verdict = "" if goal is None else _verdict(times[1] < goal, f"p95 < {goal:g} ms")
        figure = f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms ({times[2]:.2f} ms CPU)"
        yield f"{where}: {name}", figure, verdict
    recall = f"{found.recall:.4f}"
    yield f"{where}: recall of fuzzy", recall, _verdict(found.recall >= _RECALL, f"≥ {_RECALL}")


def _verdict(met: bool, goal: str) -> str:
    return f"{goal}: {'met' if met else 'NOT MET'}"


def _toolkit_rows(data: Path, units: int) -> Iterator[Row]:
    if not units:
        return
    drawn = list(islice(changed_pairs(passages(data)), units))
    queries = [source for source, _ in drawn[:: max(units // _TOOLKIT_QUERIES, 1)]]
    times = toolkit_times(drawn, queries[:_TOOLKIT_QUERIES])
    what = f"zh, {units:,} units: translate-toolkit's matcher"
    if times is None:
        yield what, "not installed", ""
    else:
        middle, high = percentiles(times)
        yield what, f"p50 {middle:.2f} ms, p95 {high:.2f} ms", ""


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


@benchmark
@data_argument
@click.option("--units", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--exchanged", type=click.IntRange(1), default=100_000, show_default=True)
@click.option("--queries", type=click.IntRange(1), default=200, show_default=True)
@click.option("--brute", type=click.IntRange(0), default=50, show_default=True)
@click.option("--toolkit", type=click.IntRange(0), default=2000, show_default=True)
def main(data: Path, *, units: int, exchanged: int, queries: int, brute: int, toolkit: int) -> None:
    """Measure a memory of so many UNITS made of the texts in DATA, and print a Markdown table.

    EXCHANGED units are written, read and imported as TMX; TOOLKIT units are given to
    translate-toolkit.

    \b
    Example: python -m scripts.dev.bench.sizes ../shared/data --units 200000
    """
    click.echo("| what | figure | goal |\n|---|---|---|")
    with TemporaryDirectory() as folder:
        for row in rows(
            data,
            Path(folder),
            units=units,
            exchanged=exchanged,
            queries=queries,
            brute=brute,
            toolkit=toolkit,
        ):
            click.echo(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    run(main)
