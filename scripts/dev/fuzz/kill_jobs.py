"""Kills jobs at random moments and runs them again.

    python -m scripts.dev.fuzz.kill_jobs --count 50

Each job runs once undisturbed. Then it is started again and again on the same files, killed with
SIGKILL at a moment drawn from its whole duration, and run to its end. The memory and every file
must then be byte for byte those of the undisturbed run, nothing may be left over beside them, and
`hexapla memory check --deep` must find nothing. SOURCE_DATE_EPOCH fixes the times.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from scripts.dev.command import command
from scripts.dev.paths import ROOT, SAMPLE

__all__ = [
    "JOBS",
    "UNITS",
    "Job",
    "environment",
    "finish",
    "hexapla",
    "main",
    "make_memory",
    "trials",
]

_EPOCH: Final = "1700000000"
_SIGNALS: Final = getattr(signal, "SIGKILL", signal.SIGTERM)
_SETS: Final = 2  # copies of the sample's resolution under other symbols
UNITS: Final = 3000
"""The units of the memory that jobs begin with."""


@dataclass(frozen=True, slots=True)
class Job:
    """A command of hexapla, what makes its folder ready, and what it writes there.

    `once` is a file which is not made again where it is there: it must be whole then.
    """

    command: tuple[str, ...]
    prepare: Callable[[Path], None]
    results: tuple[str, ...]
    once: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A job that was to be killed at a part of its duration; "" says that all came out the same."""

    moment: float
    killed: bool
    fault: str


def trials(job: Job, count: int, seed: int) -> Iterator[Trial]:
    """Kill a job so many times, at moments drawn with a seed."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        ready = work / "ready"
        ready.mkdir()
        job.prepare(ready)
        folder = work / "run"
        shutil.copytree(ready, folder)
        started = time.monotonic()
        finish(job.command, folder)
        duration = time.monotonic() - started
        expected = _contents(folder, job.results)
        for _ in range(count):
            shutil.rmtree(folder)
            shutil.copytree(ready, folder)
            moment = dice.random()
            killed = _kill(job.command, folder, moment * duration)
            if not (job.once and (folder / job.once).exists()):
                finish(job.command, folder)
            yield Trial(moment, killed, _fault(expected, folder, job))


def _kill(command: Sequence[str], folder: Path, seconds: float) -> bool:
    """Start a command and kill it with its workers after some seconds; False where it was done."""
    process = subprocess.Popen(
        hexapla(command),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, _SIGNALS)
    return process.wait() == -_SIGNALS


def finish(command: Sequence[str], folder: Path) -> str:
    """Run a command of hexapla to its end; return what it prints.

    Raises ClickException where it fails.
    """
    done = subprocess.run(
        hexapla(command),
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def hexapla(command: Sequence[str]) -> list[str]:
    """Return what starts a command of hexapla in a process of its own."""
    return [sys.executable, "-m", "hexapla", *command]


def environment() -> dict[str, str]:
    """Return the environment of such a process: whatever it writes, it writes at the same time."""
    return {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH, "PYTHONPATH": str(ROOT)}


def _contents(folder: Path, results: Sequence[str]) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for pattern in results
        for path in sorted(folder.glob(pattern))
        if path.is_file()
    }


def _fault(expected: Mapping[str, bytes], folder: Path, job: Job) -> str:
    """Tell what is not as it is after an undisturbed run."""
    found = _contents(folder, job.results)
    other = sorted({name for name in {*expected, *found} if expected.get(name) != found.get(name)})
    left = sorted(
        str(path.relative_to(folder))
        for pattern in ("**/*.tmp", "**/.*.tmp", "**/*-journal")
        for path in folder.glob(pattern)
    )
    faults = [*(f"{name} differs" for name in other), *(f"{name} is left over" for name in left)]
    for memory in folder.glob("**/memory.db"):
        checked = subprocess.run(
            hexapla(("memory", "check", "--deep", "--memory", str(memory))),
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if checked.returncode:
            faults.append(f"{memory.name} is not sound: {checked.stdout.strip()[:200]}")
    return "; ".join(faults)


def _documents(folder: Path) -> None:
    """Write the sample's resolution under several symbols."""
    for number in range(_SETS):
        symbol = 910 + number
        for path in SAMPLE.glob("A_RES_99_901-*.txt"):
            text = path.read_text("utf-8").replace("99/901", f"99/{symbol}")
            name = path.name.replace("901", str(symbol))
            (folder / name).write_text(text.replace("901", str(symbol)), "utf-8")


def _table(folder: Path) -> None:
    rows = ["id\tzh\ten"] + [
        f"T/{number // 100}#{number}\t第{number}号文件已经登记。\tDocument {number} is registered."
        for number in range(UNITS)
    ]
    (folder / "table.tsv").write_text("\n".join(rows) + "\n", "utf-8")


def make_memory(folder: Path) -> None:
    """Write a table of units to a folder, and a memory that has them."""
    _table(folder)
    finish(("import", "table.tsv"), folder)


def _colleague(folder: Path) -> None:
    make_memory(folder)
    (folder / "memory.db").rename(folder / "colleague.db")
    _documents(folder)
    finish((*_ALIGN[:-1], ".", "--languages", "es,ru"), folder)
    for name in ("tmx", "tmx-paragraphs"):
        shutil.rmtree(folder / name)
    (folder / "report.html").unlink()


def _backup(folder: Path) -> None:
    make_memory(folder)
    finish(("memory", "backup", "friday.db"), folder)
    (folder / "more.tsv").write_text("zh\ten\n甲。\tA.\n", "utf-8")
    finish(("import", "more.tsv"), folder)


_ALIGN: Final = ("align", ".", "--encoder", "none", "--out", "out")
_WRITTEN: Final = ("out/memory.db", "out/tmx/*", "out/tmx-paragraphs/*", "out/report.html")
JOBS: Final[Mapping[str, Job]] = {
    "align": Job(_ALIGN, _documents, _WRITTEN),
    "align in two processes": Job((*_ALIGN, "--jobs", "2"), _documents, _WRITTEN),
    "import": Job(("import", "table.tsv"), _table, ("memory.db",)),
    "merge": Job(("merge", "colleague.db"), _colleague, ("memory.db",)),
    "export tmx": Job(("export", "a.tmx", "--target", "en"), make_memory, ("memory.db", "a.tmx")),
    "export xlsx": Job(
        ("export", "a.xlsx", "--target", "en"), make_memory, ("memory.db", "a.xlsx")
    ),
    "backup": Job(("memory", "backup", "friday.db"), make_memory, ("memory.db", "friday.db")),
    "restore": Job(("memory", "restore", "friday.db"), _backup, ("memory.db", "friday.db")),
    "copy": Job(
        ("memory", "copy", "memory.db", "copied.db"),
        make_memory,
        ("memory.db", "copied.db"),
        "copied.db",
    ),
}


@command
@click.option("--count", type=click.IntRange(min=1), default=50, show_default=True, help="Kills.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the moments.")
@click.option("--job", "names", type=click.Choice(list(JOBS)), multiple=True, help="Only this one.")
def main(*, count: int, seed: int, names: tuple[str, ...]) -> int:
    """Kill each job at random moments, run it again, and compare with an undisturbed run.

    \b
    Example: python -m scripts.dev.fuzz.kill_jobs --count 50 --job import
    """
    failed = False
    for name in names or tuple(JOBS):
        seen: Counter[str] = Counter()
        for trial in trials(JOBS[name], count, seed):
            seen["killed" if trial.killed else "done before"] += 1
            seen["same"] += not trial.fault
            if trial.fault:
                failed = True
                click.echo(f"{name}: killed at {trial.moment:.2f} of its time: {trial.fault}")
        shown = ", ".join(f"{seen[each]} {each}" for each in ("killed", "done before", "same"))
        click.echo(f"{name}: {count} runs: {shown}")
    return 1 if failed else 0


if __name__ == "__main__":
    run(main)
