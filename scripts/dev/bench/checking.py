"""Measures the checks of quality: `python -m scripts.dev.bench.checking ../shared/data`.

A file of real sentences in Chinese and six languages, with as many units as are wanted, is
checked in one process and in several, and read without being checked; each in a process of its own.
Times of one process are of the processor; those of several of the clock, which other programs make
longer. The ratio is to reading the file.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import click

from hexapla.align.resources import available_cores
from hexapla.cli.main import run
from hexapla.corpora.document import Kind
from hexapla.memory.checks.findings import CheckRules, Examination
from hexapla.memory.formats.reading import nobody
from hexapla.memory.formats.registry import ExportRequest, format_to_write
from hexapla.memory.jobs.checking import check_with, units_of_file
from hexapla.memory.units import Level, Translation, Unit
from scripts.dev.bench.harness import cpu_seconds, in_new_process
from scripts.dev.evaluate.planted_errors import right_rows

__all__ = ["GOAL", "Checked", "main", "measure"]

GOAL: Final = 5000
"""Pairs a second on two cores."""


class Checked(NamedTuple):
    """A way of checking: seconds of the clock, of all processors, and findings."""

    seconds: float
    cpu_seconds: float
    findings: int


def measure(data: Path, folder: Path, units: int, jobs: int) -> dict[str, Checked]:
    """Return what it takes to read a file of so many units, and to check it in each way."""
    path = folder / "pairs.jsonl"
    _, write = format_to_write(path)
    write(path, lambda: islice(_units(data), units), ExportRequest("zh", ""))
    return {
        name: in_new_process(_spent, path, processes, what=name)
        for name, processes in (
            ("read alone", 0),
            ("one process", 1),
            (f"{jobs} processes", jobs),
        )
    }


def _units(data: Path) -> Iterator[Unit]:
    """Yield the pairs of the data with Chinese without end, each unit with one translation."""
    pairs = [(row["zh"], code, text) for _, row in right_rows(data) for code, text in row.items()]
    told = ((source, code, text) for source, code, text in cycle(pairs) if code != "zh")
    for place, (source, code, text) in enumerate(told):
        yield Unit(
            *("A/99/1", Level.SENTENCE, place, f"{place + 1}.1", Kind.BODY, "", "zh", source),
            (Translation(code, text, 0.9, "similarity"),),
        )


def _spent(path: Path, jobs: int) -> Checked:
    found, begun, before = 0, time.perf_counter(), cpu_seconds()
    units = units_of_file(path, (), nobody)
    if jobs:
        examined = Examination(CheckRules(), check=check_with(jobs))
        found = sum(1 for _ in examined.of_units(units))
    else:
        for _ in units:
            pass
    return Checked(time.perf_counter() - begun, cpu_seconds() - before, found)


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--units", default=40_000, show_default=True)
@click.option("--jobs", default=available_cores(), help="As many as there are cores.")
def main(*, data: Path, units: int, jobs: int) -> None:
    """Check a file of many pairs in one process and in several.

    \b
    Example: python -m scripts.dev.bench.checking ../shared/data
    """
    with TemporaryDirectory() as folder:
        found = measure(data, Path(folder), units, jobs)
    read = found["read alone"]
    click.echo(f"{units:,} pairs; goal {GOAL:,} a second on two cores")
    for name, each in found.items():
        click.echo(
            f"  {name:<14}{each.seconds:7.1f} s, processors {each.cpu_seconds:6.1f} s, "
            f"{units / each.seconds:8,.0f} pairs a second, "
            f"{each.cpu_seconds / read.cpu_seconds:5.1f} times reading, {each.findings:,} findings"
        )


if __name__ == "__main__":
    run(main)
