"""Measures how long the command takes to start: `python -m scripts.dev.bench.start`.

Each row is the least processor time of several runs, as a ratio to a bare `python -c pass` in the
same run: what is read from the disk, and how busy the machine is, matters little then.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from hexapla.cli.main import run
from scripts.dev.command import command, verdict

__all__ = ["measure"]

_TEXTS: Final = {
    "zh": "A/RES/98/12\n\n1. 决定保留树木名册。\n",
    "en": "A/RES/98/12\n\n1. Decides to keep the register of trees.\n",
}
# Ratios that the project wants to stay below.
_GOALS: Final = {"--version": 15.0, "--help": 15.0, "search": 35.0, "match": 35.0, "cite": 35.0}


def measure(runs: int) -> dict[str, float]:
    """Return the processor seconds of each start, and under "" those of a bare Python."""
    with TemporaryDirectory() as name:
        for language, text in _TEXTS.items():
            (Path(name) / f"A_RES_98_12-{language}.txt").write_text(text, encoding="utf-8")
        _seconds(("-m", "hexapla", "align", name, "--encoder", "none", "--out", f"{name}/out"))
        memory = f"{name}/out/memory.db"
        commands = {
            "": ("-c", "pass"),
            "--version": ("-m", "hexapla", "--version"),
            "--help": ("-m", "hexapla", "--help"),
            "search": ("-m", "hexapla", "search", "树木", "--memory", memory),
            "match": ("-m", "hexapla", "match", "决定保留名册。", "--memory", memory),
            "cite": ("-m", "hexapla", "cite", "A/RES/98/12", "1", "--memory", memory),
            "sets": ("-m", "hexapla", "sets", "--memory", memory),
            "completion": ("-m", "hexapla"),
        }
        words = {"_HEXAPLA_COMPLETE": "bash_complete", "COMP_WORDS": "hexapla s", "COMP_CWORD": "1"}
        times: dict[str, list[float]] = {each: [] for each in commands}
        for _ in range(runs):
            for each, arguments in commands.items():
                setting = words if each == "completion" else {}
                times[each].append(_seconds(arguments, setting))
        return {each: min(found) for each, found in times.items()}


def _seconds(arguments: tuple[str, ...], setting: dict[str, str] | None = None) -> float:
    """Return the processor seconds of a Python process and what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **(setting or {})},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr.decode()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@command
@click.option("--runs", type=click.IntRange(min=1), default=9, show_default=True, help="Runs each.")
def main(*, runs: int) -> None:
    """Measure how long the command takes to start, as ratios to a bare Python.

    \b
    Example: python -m scripts.dev.bench.start --runs 9
    """
    found = measure(runs)
    bare = found.pop("")
    click.echo(f"bare python: {bare:.3f} s of a processor")
    for name, seconds in found.items():
        times = seconds / bare
        told = f"{name:<12}{seconds:7.3f} s {times:6.1f} times  {verdict(times, _GOALS.get(name))}"
        click.echo(told.rstrip())


if __name__ == "__main__":
    run(main)
