"""Measures TMX and import: `python -m scripts.dev.bench.exchange ../shared/data`.

A seeded TMX file of real texts with other numbers and words (`scripts.dev.bench.large_memory`) is
written, read and imported, each in a process of its own, and so is a bare loop over the elements of
its XML that does nothing else. A loop that is given the units alone, and never sees what is in
them, stands beside it. Times are of the processor, for other programs may take the cores, and
ratios to the bare loop; memory is what the process took at its peak beyond what it had when all
was loaded.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
from lxml import etree

from hexapla.cli.main import run
from hexapla.corpora.document import Kind
from hexapla.corpora.input.xml import forget
from hexapla.memory.formats.importing import import_file
from hexapla.memory.formats.tmx.reader import read_tmx
from hexapla.memory.formats.tmx.writer import write_tmx
from hexapla.memory.output.files import build_time
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level, Translation, Unit
from scripts.dev.bench.large_memory import changed_pairs, passages

__all__ = ["Measured", "main", "measure"]

GOALS: Final = {"read": 2.0, "write": 2.0}
"""Times of the bare loop that a task may take."""

_KILOBYTE: Final = 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """A task: seconds, their ratio to the bare loop, units a second, and megabytes at the peak."""

    task: str
    seconds: float
    ratio: float
    units_a_second: float
    megabytes: float


def measure(data: Path, folder: Path, units: int) -> list[Measured]:
    """Measure each task over a file of so many units, written to a folder."""
    tmx, pairs = folder / "large.tmx", folder / "pairs.jsonl"
    with pairs.open("w", encoding="utf-8") as stream:
        for pair in islice(changed_pairs(passages(data)), units):
            stream.write(json.dumps(pair) + "\n")
    tasks: dict[str, Callable[[Path, Path], None]] = {
        "units": _make,
        "write": _write,
        "bare loop": _bare,
        "units alone": _bare_units,
        "read": _read,
        "import": _import,
    }
    found = {name: _measured(task, tmx, pairs) for name, task in tasks.items()}
    # The units that are written are made one by one, which is no part of writing.
    made, _ = found.pop("units")
    seconds, peak = found["write"]
    found["write"] = max(seconds - made, 0.0), peak
    bare = found["bare loop"][0]
    return [
        Measured(name, seconds, seconds / bare, units / seconds, peak)
        for name, (seconds, peak) in found.items()
    ]


def _measured(task: Callable[[Path, Path], None], tmx: Path, pairs: Path) -> tuple[float, float]:
    """Run a task in a new process: seconds, and megabytes beyond what was loaded."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, task, tmx, pairs))
    process.start()
    seconds, peak = ours.recv()
    process.join()
    return seconds, peak


def _child(connection: object, task: Callable[[Path, Path], None], tmx: Path, pairs: Path) -> None:
    before = _peak()
    start = time.process_time()
    task(tmx, pairs)
    connection.send((time.process_time() - start, _peak() - before))  # type: ignore[attr-defined]


def _peak() -> float:
    """Give the most memory this process has had, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / _KILOBYTE / (_KILOBYTE if sys.platform == "darwin" else 1)


def _make(_: Path, pairs: Path) -> None:
    for _unit in _units(pairs):
        pass


def _write(tmx: Path, pairs: Path) -> None:
    write_tmx(
        tmx, _units(pairs), source="zh", target="en", level=Level.SENTENCE, created=build_time()
    )


def _units(pairs: Path) -> Iterator[Unit]:
    with pairs.open(encoding="utf-8") as stream:
        for place, line in enumerate(stream):
            source, target = json.loads(line)
            yield Unit(
                *("A/99/1", Level.SENTENCE, place, f"{place + 1}.1", Kind.BODY, "", "zh", source),
                (Translation("en", target, 0.9, "similarity"),),
            )


def _bare(tmx: Path, _: Path) -> None:
    with tmx.open("rb") as stream:
        for _event, element in etree.iterparse(stream, events=("end",)):
            if element.tag == "tu":
                forget(element)


def _bare_units(tmx: Path, _: Path) -> None:
    with tmx.open("rb") as stream:
        for _event, element in etree.iterparse(stream, events=("end",), tag="tu"):
            forget(element)


def _read(tmx: Path, _: Path) -> None:
    for _unit in read_tmx(tmx):
        pass


def _import(tmx: Path, _: Path) -> None:
    with open_store(tmx.with_name("memory.db")) as store:
        import_file(store, tmx)


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--units", type=click.IntRange(1), default=100_000, show_default=True, help="Size.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a task.")
def main(*, data: Path, units: int, as_json: bool) -> None:
    """Measure writing, reading and importing a TMX file made of the texts in DATA.

    \b
    Example: python -m scripts.dev.bench.exchange ../shared/data --units 100000
    """
    with TemporaryDirectory() as folder:
        found = measure(data, Path(folder), units)
    for each in found:
        if as_json:
            click.echo(json.dumps(asdict(each)))
            continue
        goal = GOALS.get(each.task)
        verdict = "" if goal is None else "met" if each.ratio <= goal else "not met"
        met = f"  goal {goal:g}: {verdict}" if verdict else ""
        click.echo(
            f"{each.task:<10}{each.seconds:>8.1f} s{each.ratio:>7.1f} times the bare loop"
            f"{each.units_a_second:>10.0f} units a second{each.megabytes:>7.0f} MB{met}"
        )


if __name__ == "__main__":
    run(main)
