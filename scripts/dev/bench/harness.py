"""What the benchmarks share: clocks, memory, processes of their own, and how results are shown."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
import numpy as np

from hexapla.corpora.errors import UsageError
from scripts.dev.paths import ROOT

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = [
    "Clock",
    "Row",
    "benchmark",
    "data_argument",
    "in_new_process",
    "json_option",
    "peak_bytes",
    "percentiles",
    "serving",
    "show",
    "table",
    "timed",
    "verdict",
]

_T = TypeVar("_T")
_Q = TypeVar("_Q")

Row = Mapping[str, object]

data_argument = click.argument(
    "data", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")

_HUNDRED: Final = 100


def benchmark(function: Callable[..., Any]) -> click.Command:
    """Return a function as a command, whose help is as wide as those of hexapla.

    A decorator of click is made anew for each: it keeps the help of the first that it is given.
    """
    settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
    return click.command(context_settings=settings)(function)


class Clock:
    """Sums up wall-clock and processor time over several `with` blocks."""

    def __init__(self) -> None:
        self.seconds = self.cpu_seconds = 0.0

    def __enter__(self) -> Clock:
        self.seconds -= time.perf_counter()
        self.cpu_seconds -= time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter()
        self.cpu_seconds += time.process_time()


def timed(call: Callable[[_Q], _T], queries: Iterable[_Q]) -> tuple[list[_T], list[Clock]]:
    """Return the result of each call, and the time that it took."""
    results, clocks = [], []
    for query in queries:
        with Clock() as clock:
            results.append(call(query))
        clocks.append(clock)
    return results, clocks


def percentiles(values: Sequence[float], *percents: float) -> tuple[float, ...]:
    """Return percentiles; the median and the 95th where none is named."""
    return tuple(map(float, np.percentile(values, percents or (50, 95))))


def peak_bytes() -> int:
    """Return the most memory that this process has held."""
    try:
        # A new process inherits ru_maxrss from the one that started it, but not this.
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def in_new_process(function: Callable[..., _T], *arguments: object, what: str) -> _T:
    """Return what a function gives in a fresh process, so that its memory is its own.

    Raises UsageError, naming what was measured, where that process dies.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(function, *arguments).result()
        except BrokenProcessPool as error:
            cause = "the process died, as when memory runs out"
            raise UsageError(f"{what}: {cause}") from error


@contextmanager
def serving(*arguments: str | Path) -> Iterator[str]:
    """Run a command of hexapla that serves; yield the address that it prints first."""
    command = [sys.executable, "-m", "hexapla", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def verdict(figure: float, goal: float | None, *, unit: str = "") -> str:
    """Return whether a figure is at most its goal, as it stands behind the figure; "" without."""
    if goal is None:
        return ""
    return f"goal {goal:g}{unit}: {'met' if figure <= goal else 'NOT MET'}"


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table: the heads of its columns, then one line a row.

    A column is as wide as its widest cell; texts stand to the left, figures to the right.
    """
    listed = [{head: _cell(value) for head, value in row.items()} for row in rows]
    if not listed:
        return
    heads = list(listed[0])
    widths = [max(len(head), *(len(row[head]) for row in listed)) for head in heads]
    for row in [dict(zip(heads, heads, strict=True)), *listed]:
        cells = [
            row[head].ljust(width) if place == 0 else row[head].rjust(width)
            for place, (head, width) in enumerate(zip(heads, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _cell(value: object) -> str:
    """Return a figure with as many digits as tell something."""
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= _HUNDRED else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def show(results: Iterable[DataclassInstance], row: Callable[[Any], Row], *, as_json: bool) -> None:
    """Print results: as one JSON object a line, or as a table of the rows made of them."""
    if as_json:
        for each in results:
            click.echo(json.dumps(asdict(each)))
    else:
        for line in table(map(row, results)):
            click.echo(line)
