"""What the benchmarks share: clocks, memory, and processes of their own."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from hexapla.corpora.errors import UsageError
from scripts.dev.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = [
    "Clock",
    "chromium",
    "cpu_seconds",
    "in_new_process",
    "peak_bytes",
    "percentiles",
    "serving",
    "timed",
]

_T = TypeVar("_T")
_Q = TypeVar("_Q")


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


def cpu_seconds() -> float:
    """Return the processor time of this process and of those that it started and waited for."""
    spent = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine. Raises UsageError where it or playwright is not there."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a test's dependency
    except ImportError as error:
        raise UsageError("playwright is not installed: pip install '.[test]'") from error
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise UsageError("there is no chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )


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
