"""Ends a PostgreSQL server while hexapla writes to it, and runs the job again.

    python -m scripts.dev.fuzz.end_database --count 20

A table is imported into a database, and a memory copied to one. At a moment drawn from the whole
duration the server is ended as if its machine went down, and started again. The job must have
said one line, or nothing; the memory has all of it then or nothing, and all after the job ran once
more.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import psycopg

from hexapla.cli.main import run
from hexapla.corpora.errors import HexaplaError
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Level
from scripts.dev.command import command
from scripts.dev.fuzz.kill_jobs import UNITS, environment, finish, hexapla, make_memory
from scripts.dev.local.postgres import LocalServer, local_server

__all__ = ["JOBS", "EndedTrial", "ended_trials", "main"]

JOBS: Final[Mapping[str, Callable[[str], tuple[str, ...]]]] = {
    "import": lambda url: ("import", "table.tsv", "--memory", url),
    "copy": lambda url: ("memory", "copy", "memory.db", url),
}
"""By name, what is run with the URL of an empty database."""


@dataclass(frozen=True, slots=True)
class EndedTrial:
    """A job whose server ended at a part of its duration; "" says that nothing is wrong."""

    moment: float
    said: str
    fault: str


def ended_trials(name: str, count: int, seed: int) -> Iterator[EndedTrial]:
    """End the server of a job so many times, at moments drawn with a seed."""
    dice = random.Random(seed)  # noqa: S311  # the same moments for the same seed
    with tempfile.TemporaryDirectory() as folder, local_server(Path(folder) / "server") as server:
        work = Path(folder) / "work"
        work.mkdir()
        make_memory(work)
        whole = JOBS[name](_new_database(server, "whole"))
        started = time.monotonic()
        finish(whole, work)
        duration = time.monotonic() - started
        for number in range(count):
            url = _new_database(server, f"trial{number}")
            moment = dice.random()
            said = _ended(server, JOBS[name](url), work, moment * duration)
            fault = "" if len(said.splitlines()) < 2 else f"says several lines: {said[:200]}"
            there = _size(url)
            if there not in (0, UNITS):
                fault = f"has {there} units of {UNITS}"
            if not fault and not there:
                finish(JOBS[name](url), work)
                fault = "" if _size(url) == UNITS else "lacks units after it ran again"
            yield EndedTrial(moment, said.strip(), fault or _unsound(url))


def _new_database(server: LocalServer, name: str) -> str:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url.removesuffix("postgres") + name


def _ended(server: LocalServer, job: tuple[str, ...], folder: Path, seconds: float) -> str:
    """Run a job, and end and start the server meanwhile; return what the job said of it."""
    process = subprocess.Popen(  # noqa: S603  # this interpreter, arguments of ours
        hexapla(job),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        server.end()
        server.start()
    return process.communicate()[1]


def _size(url: str) -> int:
    """Return how many units a memory has, 0 where there is none yet."""
    try:
        with open_store(url, create=False) as store:
            return sum(1 for _ in store.units(level=Level.SENTENCE))
    except HexaplaError:
        return 0


def _unsound(url: str) -> str:
    with open_store(url, create=False) as store:
        return "; ".join(store.problems(deep=True))


@command
@click.option("--count", type=click.IntRange(min=1), default=20, show_default=True, help="Ends.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the moments.")
@click.option("--job", "names", type=click.Choice(list(JOBS)), multiple=True, help="Only this one.")
def main(*, count: int, seed: int, names: tuple[str, ...]) -> int:
    """End the server of each job at random moments, run it again, and look what is there.

    \b
    Example: python -m scripts.dev.fuzz.end_database --count 20 --job import
    """
    failed = False
    for name in names or tuple(JOBS):
        refused = 0
        for trial in ended_trials(name, count, seed):
            refused += bool(trial.said)
            if trial.fault:
                failed = True
                click.echo(f"{name}: ended at {trial.moment:.2f} of its time: {trial.fault}")
        click.echo(f"{name}: {count} runs, {refused} of them refused in one line")
    return 1 if failed else 0


if __name__ == "__main__":
    run(main)
