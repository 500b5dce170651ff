"""Measures a large memory as a whole: `python -m scripts.dev.bench.sizes ../shared/data`.

In one run: TMX written, read and imported beside a bare loop over its XML
(`scripts.dev.bench.exchange`); seeded memories made of real texts
(`scripts.dev.bench.large_memory`), their size and look-up in them beside rapidfuzz over every text
(`scripts.dev.bench.memory`), words, renderings and fragments (`scripts.dev.bench.words`), citing,
the first answer of a program that has just begun, and commands that go through all of a memory
(`scripts.dev.bench.whole`); and translate-toolkit's matcher, where a Python has it, over as many
texts as it can be given time for. How a figure grows from the smallest memory to the largest is
told as the exponent of a power of their sizes: 1 where it grows as they do.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from math import log
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
from scripts.dev.bench import whole as benchmark_whole
from scripts.dev.bench import words as benchmark_words
from scripts.dev.bench.data import passages
from scripts.dev.bench.harness import Clock, in_new_process, percentiles, timed
from scripts.dev.bench.large_memory import Pair, changed_pairs, write_memory
from scripts.dev.command import FOLDER, Row, command, data_argument, save_drawing, table, verdict

__all__ = ["Figure", "figures", "growth", "main", "toolkit_times"]

# Of what reads and writes alone: an import holds a part of a file in two processes.
_MEGABYTES: Final = {"read": 50, "write": 50}
_BYTES: Final = 700
_RECALL: Final = 0.99
# Milliseconds that 95 % may take, at a million units, by the processor where others use it too.
_WORDS: Final = {"renderings": 200.0, "fragments": 100.0}
_CITE: Final = 20.0
_FIRST: Final = 1000.0
# Seconds of the processor that a new document may take, and a command that goes through all.
_DRAFT: Final = 30.0
_MINUTES: Final = 300.0
# Exponents of growth: what a look-up takes is to grow less than the memory, what a command holds
# not at all.
_SUBLINEAR: Final = 0.9
_CONSTANT: Final = 0.1
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


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, how it is told, and how it stands to its goal.

    Where it is measured in memories of several sizes, `name` is that of all of these, `value` is in
    `unit` ("ms", "s", "MB"), and `units` is the size of this one.
    """

    what: str
    told: str
    goal: str = ""
    name: str = ""
    units: int = 0
    value: float = 0.0
    unit: str = ""


def _grown(
    name: str, units: int, value: float, unit: str, *, goal: float | None = None, told: str = ""
) -> Figure:
    """Return a figure of a memory of so many units, which may be at most its goal."""
    told = told or f"{value:,.0f} {unit}"
    held = verdict(value, goal, unit=f" {unit}")
    return Figure(f"{units:,} units: {name}", told, held, name, units, value, unit)


def figures(
    data: Path,
    folder: Path,
    *,
    units: Sequence[int],
    exchanged: int,
    queries: int,
    brute: int,
    toolkit: int,
) -> Iterator[Figure]:
    """Measure one after the other; memories that stand in the folder are not made again."""
    if exchanged:
        yield from _exchange(data, folder, exchanged)
    found: list[Figure] = []
    for size in sorted(set(units)):
        memory = folder / f"{size}.db"
        if not memory.exists():
            yield _made(data, memory, size)
        for each in _of_memory(memory, size, queries=queries, brute=brute):
            found.append(each)
            yield each
    yield from growth(found)
    yield from _toolkit(data, toolkit)


def _exchange(data: Path, folder: Path, units: int) -> Iterator[Figure]:
    for each in benchmark_exchange.measure(data, folder, units):
        what = f"TMX of {units:,} units: {each.task}"
        goal = benchmark_exchange.GOALS.get(each.task)
        told = f"{each.ratio:.2f} times the bare loop, {each.units_a_second:,.0f} units/s"
        yield Figure(what, told, verdict(each.ratio, goal, unit=" times"))
        if goal is not None:
            held = verdict(each.megabytes, _MEGABYTES.get(each.task), unit=" MB")
            yield Figure(f"{what}, memory", f"{each.megabytes:.0f} MB", held)


def _made(data: Path, memory: Path, units: int) -> Figure:
    """Make a memory, which is there only when it is whole."""
    part = memory.with_suffix(".part")
    part.unlink(missing_ok=True)
    with Clock() as clock:
        write_memory(data, part, units)
    part.rename(memory)
    return Figure(f"{units:,} units: made", f"{units / clock.cpu_seconds:,.0f} units/s of CPU")


def _of_memory(memory: Path, units: int, *, queries: int, brute: int) -> Iterator[Figure]:
    size = memory.stat().st_size / units
    yield _grown("size", units, size, "bytes a unit", goal=_BYTES)
    for language, target in (("zh", "en"), ("en", "zh")):
        found = benchmark_memory.measure(
            memory, language, target, queries=queries, brute=min(brute, queries)
        )
        yield from _lookup(found, units)
    yield from _words(memory, units, queries)
    yield from _cite(memory, units, queries)
    for spent in benchmark_whole.measure(memory):
        goal = _DRAFT if spent.name == benchmark_whole.DRAFT else _MINUTES
        told = f"{spent.seconds:.1f} s CPU"
        yield _grown(spent.name, units, spent.seconds, "s", goal=goal, told=told)
        yield _grown(f"{spent.name}, memory", units, spent.megabytes, "MB")


def _lookup(found: benchmark_memory.Figures, units: int) -> Iterator[Figure]:
    for name, times in found.times.items():
        told = f"p50 {times[0]:.2f} ms, p95 {times[1]:.2f} ms ({times[2]:.2f} ms CPU)"
        goal = benchmark_memory.GOALS.get(name)
        # By the processor: other programs use it too.
        yield _grown(f"{found.language} {name}", units, times[2], "ms", goal=goal, told=told)
    if "brute force" not in found.times:
        return
    met = f"goal {_RECALL}: {'met' if found.recall >= _RECALL else 'NOT MET'}"
    what = f"{units:,} units: {found.language} recall of fuzzy"
    yield Figure(what, f"{found.recall:.4f}", met)


def _words(memory: Path, units: int, queries: int) -> Iterator[Figure]:
    """Ask for words, renderings and fragments."""
    with open_store(memory, create=False) as store:
        found, _ = benchmark_words.measure(store, queries=queries, compared=0)
    for each in found:
        told = f"p50 {each.p50:.2f} ms, p95 {each.p95:.2f} ms CPU"
        goal = _WORDS.get(each.name)
        yield _grown(f"zh {each.name}", units, each.p95, "ms", goal=goal, told=told)


def _cite(memory: Path, units: int, queries: int) -> Iterator[Figure]:
    """Cite sentences of sets that are drawn, and answer a first question."""
    with open_store(memory, create=False) as store:
        keys = store.spread("zh", level=Level.SENTENCE, limit=queries)
        asked = [(unit.symbol, unit.text) for unit in store.units_of(keys)]
        _, clocks = timed(
            lambda each: next(store.units(level=Level.SENTENCE, symbol=each[0])), asked
        )
    middle, high = percentiles([1000 * each.seconds for each in clocks])
    told = f"p50 {middle:.2f} ms, p95 {high:.2f} ms"
    yield _grown("a set by its symbol", units, high, "ms", goal=_CITE, told=told)
    first = 1000 * in_new_process(_first_answer, memory, asked[0][1], what="the first answer")
    yield _grown("first answer", units, first, "ms", goal=_FIRST)


def _first_answer(memory: Path, text: str) -> float:
    """Return the seconds in which a memory is opened, and the first match found."""
    with Clock() as clock, open_store(memory, create=False) as store:
        find_matches(store, text[: len(text) // 2], source="zh", target="en")
    return clock.seconds


def growth(found: Iterable[Figure]) -> Iterator[Figure]:
    """Yield how each figure grows from the smallest memory to the largest."""
    for name, each in _by_name(found).items():
        first, last = each[0], each[-1]
        if first.units < last.units and min(first.value, last.value) > 0:
            exponent = log(last.value / first.value) / log(last.units / first.units)
            goal = {"ms": _SUBLINEAR, "MB": _CONSTANT}.get(last.unit)
            told = f"exponent {exponent:.2f}, to {last.value / first.value:.1f} times"
            yield Figure(f"growth: {name}", told, verdict(exponent, goal))


def _by_name(found: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return figures of memories by their name, those of small memories first."""
    named: dict[str, list[Figure]] = defaultdict(list)
    for each in found:
        if each.name:
            named[each.name].append(each)
    return {name: sorted(each, key=lambda one: one.units) for name, each in named.items()}


def _draw(found: Iterable[Figure], path: Path) -> None:
    """Draw figures against the size of the memory, those of a unit together; axes logarithmic."""
    # Only this optional part needs the package.
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415 - see above

    named = _by_name(found)
    kinds = list(dict.fromkeys(each[0].unit for each in named.values()))
    drawing = Drawing(figsize=(6 * len(kinds), 6), layout="constrained")
    for kind, axes in zip(kinds, drawing.subplots(1, len(kinds), squeeze=False)[0], strict=True):
        for name, each in named.items():
            if each[0].unit == kind:
                axes.loglog(
                    [one.units for one in each], [one.value for one in each], "o-", label=name
                )
        axes.set(xlabel="units", ylabel=kind)
        axes.legend(fontsize="small")
    save_drawing(drawing, path)


def _toolkit(data: Path, units: int) -> Iterator[Figure]:
    if not units:
        return
    drawn = list(islice(changed_pairs(passages(data)), units))
    queries = [source for source, _ in drawn[:: max(units // _TOOLKIT_QUERIES, 1)]]
    times = toolkit_times(drawn, queries[:_TOOLKIT_QUERIES])
    what = f"{units:,} units: zh translate-toolkit's matcher"
    if times is None:
        yield Figure(what, "not installed")
    else:
        middle, high = percentiles(times)
        yield Figure(what, f"p50 {middle:.2f} ms, p95 {high:.2f} ms")


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


def _row(each: Figure) -> Row:
    return {"what": each.what, "figure": each.told, "goal": each.goal}


@command
@data_argument
@click.option("--units", type=click.IntRange(1), multiple=True, default=(100_000, 1_000_000))
@click.option("--exchanged", type=click.IntRange(0), default=100_000, show_default=True)
@click.option("--queries", type=click.IntRange(1), default=200, show_default=True)
@click.option("--brute", type=click.IntRange(0), default=50, show_default=True)
@click.option("--toolkit", type=click.IntRange(0), default=2000, show_default=True)
@click.option("--folder", type=FOLDER, help="Keep the memories here; those that are here are used.")
@click.option("--plot", type=click.Path(path_type=Path), help="SVG file to draw the growth in.")
def main(
    data: Path,
    *,
    units: Sequence[int],
    exchanged: int,
    queries: int,
    brute: int,
    toolkit: int,
    folder: Path | None,
    plot: Path | None,
) -> None:
    """Measure memories of so many UNITS, made of the texts in DATA.

    EXCHANGED units are written, read and imported as TMX; TOOLKIT units are given to
    translate-toolkit. Each figure is told on stderr as it is measured, and all in one table at the
    end.

    \b
    Example: python -m scripts.dev.bench.sizes ../shared/data --units 200000 --plot growth.svg
    """
    found: list[Figure] = []
    with ExitStack() as stack:
        for each in figures(
            data,
            folder or Path(stack.enter_context(TemporaryDirectory())),
            units=units,
            exchanged=exchanged,
            queries=queries,
            brute=brute,
            toolkit=toolkit,
        ):
            click.echo(f"{each.what}: {each.told}", err=True)
            found.append(each)
    click.echo("\n".join(table(map(_row, found))))
    if plot:
        _draw(found, plot)


if __name__ == "__main__":
    run(main)
