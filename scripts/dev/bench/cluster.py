"""What a second worker brings: `python -m scripts.dev.bench.cluster ../shared/data --sets 2000`.

Document sets are made by a seeded generator out of real texts, small and of different lengths, and
aligned twice over a Dask cluster on this machine: by one worker on one core, then by as many as
there are cores, each on its own. The efficiency is the ratio of both times over the number of
workers. From these figures it is computed what 1,000,000 sets in six languages would take on 1, 10
and 100 machines like this one: time (the one program that gives out and stores the sets is a bound
of it), memory, disk and what goes over the network. Needs the extra `cluster`.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import click

from hexapla.align.resources import available_cores
from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.corpora.files.discovery import DocumentFile, DocumentSet
from hexapla.memory.jobs.batch import align_sets
from hexapla.memory.jobs.outcomes import State
from hexapla.memory.store.opening import open_store
from scripts.dev.bench.data import SEED, targets
from scripts.dev.bench.harness import Clock, peak_bytes
from scripts.dev.command import command, data_argument, json_option
from scripts.dev.local.cluster import local_cluster

__all__ = ["Efficiency", "main", "measure"]

_LANGUAGES: Final = ("zh", "en", "fr", "es", "ru", "ar")
_GOAL: Final = 0.85
_MILLION: Final = 1_000_000
_MACHINES: Final = (1, 10, 100)


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Seconds of one worker and of all for the same sets, and what comes of these.

    `client_seconds` are those of the processor that the program which gives out and stores the
    sets took with all workers; `worker_bytes` is the most that one of these held. A set takes
    `bytes_a_set` in the memory, and `sent_bytes_a_set` on the network, the documents not counted.
    """

    sets: int
    paragraphs: int
    workers: int
    one_seconds: float
    all_seconds: float
    client_seconds: float
    worker_bytes: int
    bytes_a_set: float
    sent_bytes_a_set: float

    @property
    def efficiency(self) -> float:
        """The part of the workers' time that is not lost."""
        return self.one_seconds / self.all_seconds / self.workers

    def hours(self, machines: int) -> float:
        """Return the hours of a million sets on so many machines like this one."""
        slowest = max(self.all_seconds / machines, self.client_seconds)
        return _MILLION * slowest / self.sets / 3600


def measure(data: Path, sets: int, longest: int = 12, seed: int = SEED) -> Efficiency:
    """Align so many sets by one worker, then by one a core. Raises UsageError where one fails.

    A set has `longest` paragraphs at most, and three at least: shorter texts tell too little to be
    known as translations.
    """
    cores = sorted(os.sched_getaffinity(0))[: available_cores()]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        made = list(_made_sets(targets(data), work, sets, longest, random.Random(seed)))
        one, every = (_aligned(made, work, cores[:count]) for count in (1, len(cores)))
        size = (work / f"{len(cores)}.db").stat().st_size
    return Efficiency(
        sets=sets,
        paragraphs=sum(lines for _, lines in made),
        workers=len(cores),
        one_seconds=one.seconds,
        all_seconds=every.seconds,
        client_seconds=every.client_seconds,
        worker_bytes=every.worker_bytes,
        bytes_a_set=size / sets,
        sent_bytes_a_set=every.sent_bytes / sets,
    )


def _made_sets(
    texts: Mapping[str, Sequence[str]],
    folder: Path,
    count: int,
    longest: int,
    dice: random.Random,
) -> Iterator[tuple[DocumentSet, int]]:
    """Write sets of neighbouring passages, each with how many paragraphs it has in a language."""
    total = len(texts["zh"])
    longest = min(longest, total - 1)
    for number in range(count):
        length = dice.randint(3, longest)
        start = dice.randrange(total - length)
        files = []
        for language in _LANGUAGES:
            path = folder / f"{number}-{language}.txt"
            lines = texts[language][start : start + length]
            path.write_text("\n\n".join(lines) + "\n", "utf-8")
            files.append(DocumentFile(path, language))
        yield DocumentSet(f"A/{number}", files[0], tuple(files[1:])), length


@dataclass(frozen=True, slots=True)
class _Run:
    """What aligning all sets once took, and what went from program to program meanwhile."""

    seconds: float
    client_seconds: float
    worker_bytes: int
    sent_bytes: int


def _aligned(made: Sequence[tuple[DocumentSet, int]], work: Path, cores: Sequence[int]) -> _Run:
    """Align sets by one worker on each of some cores, start-up apart."""
    with (
        open_store(work / f"{len(cores)}.db") as store,
        local_cluster(work, cores) as cluster,
    ):
        _wait_for_workers(cluster.address, len(cores))
        # Until every worker has loaded the encoder: small sets travel together.
        warm = [found for found, _ in made[: 50 * len(cores)]]
        with open_store(work / f"warm-{len(cores)}.db") as other:
            list(align_sets(warm, store=other, scheduler=cluster.address))
        sent = _sent()
        with Clock() as clock:
            for outcome in align_sets(
                (found for found, _ in made), store=store, scheduler=cluster.address
            ):
                if outcome.state is not State.ALIGNED or outcome.errors:
                    raise UsageError(f"{outcome.symbol}: could not be aligned")
        sent = _sent() - sent
        return _Run(clock.seconds, clock.cpu_seconds, _held_by_workers(cluster.address), sent)


def _wait_for_workers(address: str, count: int) -> None:
    from distributed import Client  # noqa: PLC0415  # an extra

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=60)


def _sent() -> int:
    """Return the bytes that were sent on this machine from one program to another."""
    import psutil  # noqa: PLC0415  # comes with the extra

    return int(psutil.net_io_counters(pernic=True)["lo"].bytes_sent)


def _held_by_workers(address: str) -> int:
    """Return the bytes that the largest worker held at most."""
    from distributed import Client  # noqa: PLC0415  # an extra

    with Client(address, set_as_default=False) as client:
        held: int = max(client.run(peak_bytes).values())
        return held


def _table(found: Efficiency) -> Iterator[str]:
    rate = found.sets / found.all_seconds
    yield f"{found.sets} sets in {len(_LANGUAGES)} languages, {found.paragraphs} paragraphs in each"
    yield f"1 worker: {found.one_seconds:.1f} s; {found.workers} workers: {found.all_seconds:.1f} s"
    met = "met" if found.efficiency >= _GOAL else "not met"
    yield f"efficiency {found.efficiency:.2f} (goal {_GOAL}: {met}); {rate:.1f} sets a second"
    yield (
        f"a worker held {found.worker_bytes / 1e6:.0f} MB at most; the program that stores took"
        f" {1000 * found.client_seconds / found.sets:.1f} ms of a processor a set"
    )
    yield (
        f"a set took {found.bytes_a_set / 1000:.1f} kB in the memory,"
        f" and {found.sent_bytes_a_set / 1000:.1f} kB on the network, documents apart"
    )
    yield f"1,000,000 such sets: {found.bytes_a_set / 1000:.0f} GB of disk for the memory, and"
    yield f"machines of {found.workers} cores   hours   memory of workers, GB   network, MB/s"
    for machines in _MACHINES:
        hours = found.hours(machines)
        held = machines * found.workers * found.worker_bytes / 1e9
        sent = _MILLION * found.sent_bytes_a_set / 1e6 / hours / 3600
        yield f"{machines:19}  {hours:6.1f}  {held:22.1f}  {sent:14.2f}"


@command
@data_argument
@click.option("--sets", type=click.IntRange(min=2), default=2000, show_default=True)
@click.option(
    "--longest",
    type=click.IntRange(min=3),
    default=12,
    show_default=True,
    help="Paragraphs of the longest set; the shortest has three.",
)
@json_option
def main(*, data: Path, sets: int, longest: int, as_json: bool) -> None:
    """Measure what a worker on each core brings, on sets made of DATA, laid out as ../shared/data.

    \b
    Example: python -m scripts.dev.bench.cluster ../shared/data --sets 2000
    """
    found = measure(data, sets, longest)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"efficiency": found.efficiency}))
    else:
        click.echo("\n".join(_table(found)))


if __name__ == "__main__":
    run(main)
