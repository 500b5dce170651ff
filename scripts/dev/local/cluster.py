"""A Dask cluster on this machine, for benchmarks and tests: each worker a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import UsageError
from scripts.dev.paths import ROOT

__all__ = ["LocalCluster", "local_cluster"]

_STARTING: Final = 60  # seconds

_Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class LocalCluster:
    """A cluster that runs: the address of its scheduler, and its processes."""

    address: str
    scheduler: _Process
    workers: tuple[_Process, ...]


@contextmanager
def local_cluster(
    folder: Path, cores: Sequence[int | None], *, threads: int = 1, port: int = 0
) -> Iterator[LocalCluster]:
    """Start a scheduler, and a worker on each of some cores; None is any core.

    Scheduler and workers keep their files in `folder`, and the workers run there. The scheduler
    takes any free port where `port` is 0. Raises UsageError
    where the scheduler does not start.
    """
    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            _started(
                folder, "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), told=told
            )
        )
        address = _address(told)
        options = ("--nthreads", str(threads), "--local-directory", str(folder))
        workers = [
            stack.enter_context(_started(folder, "dask_worker", *options, told=told, core=core))
            for core in cores
        ]
        yield LocalCluster(address, scheduler, tuple(workers))


def _address(told: Path) -> str:
    """Wait until the scheduler has told where it is."""
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline:
        if told.exists() and (text := told.read_text("utf-8")).endswith("}"):
            address: str = json.loads(text)["address"]
            return address
        time.sleep(0.1)
    raise UsageError("the scheduler does not start")


@contextmanager
def _started(
    folder: Path, module: str, *options: str, told: Path, core: int | None = None
) -> Iterator[_Process]:
    def begin() -> None:
        if core is not None:
            os.sched_setaffinity(0, {core})

    common = ("--scheduler-file", str(told), "--no-dashboard")
    with subprocess.Popen(  # noqa: S603  # this interpreter, options of ours
        [sys.executable, "-m", f"distributed.cli.{module}", *options, *common],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=begin,  # noqa: PLW1509  # nothing but a system call, before any thread
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
