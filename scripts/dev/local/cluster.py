"""A Dask cluster on this machine, for benchmarks and tests: each worker a process of its own.

Its processes are forked from one that has loaded Dask, for that takes longer than all the rest.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from hexapla.corpora.errors import UsageError

__all__ = ["LocalCluster", "local_cluster", "local_worker"]

_STARTING: Final = 300  # seconds, on a busy machine
_COMMANDS: Final = ("distributed.cli.dask_scheduler", "distributed.cli.dask_worker")
_SCHEDULER, _WORKER = _COMMANDS


@dataclass(frozen=True, slots=True)
class LocalCluster:
    """A cluster that runs: the address of its scheduler, and the process of that."""

    address: str
    scheduler: ForkServerProcess


@contextmanager
def local_cluster(
    folder: Path, cores: Sequence[int | None], *, port: int = 0, nannies: bool = True
) -> Iterator[LocalCluster]:
    """Start a scheduler, and a worker on each of some cores; None is any core.

    Scheduler and workers keep their files in `folder`, and the workers run there. The scheduler
    takes any free port where `port` is 0. A worker that dies comes again where it has a nanny.
    Raises UsageError where the scheduler does not start.
    """
    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    options = ("--host", "127.0.0.1", "--port", str(port), "--scheduler-file", str(told))
    with ExitStack() as stack:
        scheduler = stack.enter_context(_started(_SCHEDULER, *options, folder=folder))
        cluster = LocalCluster(_address(told), scheduler)
        for core in cores:
            worker = local_worker(cluster.address, folder, core=core, nanny=nannies)
            stack.enter_context(worker)
        yield cluster


@contextmanager
def local_worker(
    address: str, folder: Path, *, core: int | None = None, threads: int = 1, nanny: bool = True
) -> Iterator[None]:
    """Start a worker that keeps its files in `folder`, and runs there."""
    options = ("--nthreads", str(threads), "--local-directory", str(folder))
    watched = "--nanny" if nanny else "--no-nanny"
    with _started(_WORKER, address, *options, watched, folder=folder, core=core):
        yield


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
    command: str, *options: str, folder: Path, core: int | None = None
) -> Iterator[ForkServerProcess]:
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(list(_COMMANDS))
    given = (command, (*options, "--no-dashboard"), folder, core, dict(os.environ))
    process = forking.Process(target=_run, args=given)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join()


def _run(
    command: str,
    options: Sequence[str],
    folder: Path,
    core: int | None,
    environment: Mapping[str, str],
) -> None:
    """Do what `python -m COMMAND` does in a folder, on a core, with an environment; say nothing."""
    if core is not None:
        os.sched_setaffinity(0, {core})
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(nowhere, output)
    import_module("dask.config").refresh()
    import_module(command).main(options)
