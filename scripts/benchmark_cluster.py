"""What a second worker brings: `python -m scripts.benchmark_cluster ../shared/data --sets 2000`.

Document sets are made by a seeded generator out of real texts, small and of different lengths, and
aligned twice over a Dask cluster on this machine: by one worker on one core, then by as many as
there are cores, each on its own. The efficiency is the ratio of both times over the number of
workers. From these figures it is computed what 1,000,000 sets in six languages would take on 1, 10
and 100 machines like this one. Needs the extra `cluster`.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import click

from align.encoders.embedded import available_cores
from corpora.discovery import DocumentFile, DocumentSet
from corpora.errors import UsageError
from memory.batch import State, align_sets
from memory.store import open_store
from scripts.benchmark_data import SEED, targets
from scripts.local_cluster import local_cluster
from scripts.main import run

__all__ = ["Efficiency", "main", "measure"]

_LANGUAGES: Final = ("zh", "en", "fr", "es", "ru", "ar")
_SHORTEST, _LONGEST = 3, 12
_GOAL: Final = 0.85
_MILLION: Final = 1_000_000
_MACHINES: Final = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Seconds of one worker and of all for the same sets, and what comes of these.

    `bytes_a_set` is what a set takes in the memory.
    """

    sets: int
    paragraphs: int
    workers: int
    one_seconds: float
    all_seconds: float
    bytes_a_set: float

    @property
    def efficiency(self) -> float:
        """The part of the workers' time that is not lost."""
        return self.one_seconds / self.all_seconds / self.workers

    def hours(self, machines: int) -> float:
        """Give the hours of a million sets on so many machines like this one."""
        return _MILLION * self.all_seconds / self.sets / machines / 3600


def measure(data: Path, sets: int, seed: int = SEED) -> Efficiency:
    """Align so many sets by one worker, then by one a core. Raises UsageError where one fails."""
    cores = sorted(os.sched_getaffinity(0))[: available_cores()]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        made = list(_made_sets(targets(data), work, sets, random.Random(seed)))
        one, every = (_aligned(made, work, cores[:count]) for count in (1, len(cores)))
        size = (work / f"{len(cores)}.db").stat().st_size
    paragraphs = sum(lines for _, lines in made)
    return Efficiency(sets, paragraphs, len(cores), one, every, size / sets)


def _made_sets(
    texts: Mapping[str, Sequence[str]], folder: Path, count: int, dice: random.Random
) -> Iterator[tuple[DocumentSet, int]]:
    """Write sets of neighbouring passages, each with how many paragraphs it has in a language."""
    total = len(texts["zh"])
    for number in range(count):
        length = dice.randint(_SHORTEST, _LONGEST)
        start = dice.randrange(total - length)
        files = []
        for language in _LANGUAGES:
            path = folder / f"{number}-{language}.txt"
            lines = texts[language][start : start + length]
            path.write_text("\n\n".join(lines) + "\n", "utf-8")
            files.append(DocumentFile(path, language))
        yield DocumentSet(f"A/{number}", files[0], tuple(files[1:])), length


def _aligned(made: Sequence[tuple[DocumentSet, int]], work: Path, cores: Sequence[int]) -> float:
    """Align sets by one worker on each of some cores; give the seconds, start-up apart."""
    with (
        open_store(work / f"{len(cores)}.db") as store,
        local_cluster(work, cores) as cluster,
    ):
        time.sleep(5)  # so that all workers are there from the beginning
        # Until every worker has loaded the encoder.
        warm = [found for found, _ in made[: 4 * len(cores)]]
        with open_store(work / f"warm-{len(cores)}.db") as other:
            list(align_sets(warm, store=other, scheduler=cluster.address))
        begun = time.perf_counter()
        for outcome in align_sets(
            (found for found, _ in made), store=store, scheduler=cluster.address
        ):
            if outcome.state is not State.ALIGNED or outcome.refusals:
                raise UsageError(f"{outcome.symbol}: could not be aligned")
        return time.perf_counter() - begun


def _table(found: Efficiency) -> Iterator[str]:
    rate = found.sets / found.all_seconds
    yield f"{found.sets} sets in {len(_LANGUAGES)} languages, {found.paragraphs} paragraphs in each"
    yield f"1 worker: {found.one_seconds:.1f} s; {found.workers} workers: {found.all_seconds:.1f} s"
    met = "met" if found.efficiency >= _GOAL else "not met"
    yield f"efficiency {found.efficiency:.2f} (goal {_GOAL}: {met}); {rate:.1f} sets a second"
    yield f"memory: {found.bytes_a_set / 1000:.1f} kB a set"
    for machines in _MACHINES:
        yield (
            f"1,000,000 such sets on {machines} machine{'s' if machines > 1 else ''}"
            f" of {found.workers} cores: {found.hours(machines):.1f} hours"
        )


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--sets", type=click.IntRange(min=2), default=2000, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def main(*, data: Path, sets: int, as_json: bool) -> None:
    """Measure what a worker on each core brings, on sets made of DATA, laid out as ../shared/data.

    \b
    Example: python -m scripts.benchmark_cluster ../shared/data --sets 2000
    """
    found = measure(data, sets)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"efficiency": found.efficiency}))
    else:
        click.echo("\n".join(_table(found)))


if __name__ == "__main__":
    run(main)
