"""A map over the workers of a Dask cluster, with the contract of `memory.jobs.processes`.

Needs the extra `cluster`. The scheduler and the workers are started by whoever runs the cluster
(distributed.dask.org); each worker imports hexapla and sees the documents under the same paths.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from uuid import uuid4

from hexapla.corpora.errors import UsageError
from hexapla.memory.jobs.processes import Limited
from hexapla.memory.jobs.progress import JobProgress, News, Step, Tell, Work, nobody
from hexapla.memory.jobs.sources import digest_of_sources

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["map_on_cluster"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Batches a thread of the cluster that are begun and not yet given back.
_AHEAD: Final = 4
_CONNECTING: Final = 10  # seconds
_WAITING: Final = 30  # seconds without a worker before the job gives up
_AT_ONCE: Final = 0.1  # seconds for an answer that may be there
_RETURNING: Final = 60  # seconds that a scheduler which is gone may take to come back
_ATTEMPTS: Final = 3  # of a batch with which the scheduler goes
# What the client of a cluster raises where it has lost the scheduler.
_LOST: Final = (OSError, CancelledError, TimeoutError)


@dataclass(slots=True)
class _Begun(Generic[_Item, _Result]):
    """Items with their future on the cluster, or one item with the result that needed none."""

    items: Sequence[_Item]
    future: Any = None
    results: Sequence[_Result] = ()


def map_on_cluster(
    function: Work[_Item, _Result],
    items: Iterable[_Item],
    *,
    scheduler: str,
    known_result: Callable[[_Item], _Result | None],
    on_death: Callable[[_Item], _Result],
    time_limit: float | None = None,
    share: Callable[[_Item], float] = lambda _: 1.0,
    tell: Tell = nobody,
) -> Generator[_Result, None, None]:
    """Yield `function(item)` of each item in order, computed by the workers of a cluster.

    All is as with `memory.jobs.processes.map_in_processes`: a worker that dies, or is ended since
    an item takes longer than `time_limit` seconds, costs only the item on which one dies alone.
    Items are taken as they are needed, a few batches for each thread of the cluster; a batch is
    filled with the next items until their shares of it make 1. Where the scheduler goes, it is
    waited for a minute, and what was under way is begun anew.

    What the function tells is told in the thread that takes the results.

    Raises UsageError where the extra is not installed, no scheduler or worker answers, a worker has
    other sources of hexapla or several threads, or the scheduler is gone; what was given until
    then stays.
    """
    topic = f"hexapla-{uuid4()}"
    telling = partial(function, tell=_Topic(topic))
    batch = _BatchCall(_InFolder(Limited(telling, time_limit), Path.cwd()), _Build.own())
    work = _BatchesUnderWay(scheduler, batch, on_death, topic, News(tell))
    try:
        yield from work.results(_batches(items, known_result, share))
    finally:
        work.close()


def _batches(
    items: Iterable[_Item],
    known_result: Callable[[_Item], _Result | None],
    share: Callable[[_Item], float],
) -> Iterator[_Begun[_Item, _Result]]:
    """Put items that are to be computed together; one that is not stands alone."""
    batch: list[_Item] = []
    filled = 0.0
    for item in items:
        result = known_result(item)
        part = share(item) if result is None else 1.0
        if batch and (result is not None or filled + part > 1.0):
            yield _Begun(batch)
            batch, filled = [], 0.0
        if result is None:
            batch.append(item)
            filled += part
        else:
            yield _Begun((item,), results=(result,))
    if batch:
        yield _Begun(batch)


@dataclass(frozen=True, slots=True)
class _Build:
    """Which hexapla a program runs: its version, and what tells its sources from others."""

    version: str
    digest: str

    @staticmethod
    def own() -> _Build:
        """Return that of this program."""
        return _Build(version("hexapla"), digest_of_sources())

    def check(self, worker: str, theirs: _Build) -> None:
        """Raise UsageError where a worker has other sources."""
        if theirs.digest != self.digest:
            is_told = theirs.version != self.version
            has = f"hexapla {theirs.version}" if is_told else f"other sources of {self.version}"
            raise UsageError(
                f"{worker}: the worker has {has}: install hexapla {self.version} there"
            )


@dataclass(frozen=True, slots=True)
class _BatchCall(Generic[_Item, _Result]):
    """A function of several items that does one after the other, with the same hexapla."""

    function: Callable[[_Item], _Result]
    build: _Build

    def __call__(self, items: Sequence[_Item]) -> list[_Result]:
        """Return the results in order."""
        # A worker may have joined since all were looked at.
        self.build.check(socket.gethostname(), _Build.own())
        return [self.function(item) for item in items]


@dataclass(frozen=True, slots=True)
class _InFolder(Generic[_Item, _Result]):
    """A function that is called in a folder, where the machine has it.

    Relative paths so mean the same to a worker as to the program that sends them. A worker has one
    thread, so no other work of it sees the folder change.
    """

    function: Callable[[_Item], _Result]
    folder: Path

    def __call__(self, item: _Item) -> _Result:
        """Return what the function gives."""
        with suppress(OSError):
            os.chdir(self.folder)
        return self.function(item)


@dataclass(frozen=True, slots=True)
class _Topic:
    """Tells the steps of a worker to whoever listens to a topic of its cluster."""

    name: str

    def __call__(self, progress: JobProgress) -> None:
        """Send a step; the cluster carries no types of ours."""
        from distributed import get_worker  # noqa: PLC0415  # an extra

        if progress.step is not None:
            get_worker().log_event(self.name, [progress.step.value, progress.symbol, progress.file])


class _BatchesUnderWay(Generic[_Item, _Result]):
    """Batches under way on a cluster, in their order."""

    def __init__(
        self,
        scheduler: str,
        function: Callable[[Sequence[_Item]], list[_Result]],
        on_death: Callable[[_Item], _Result],
        topic: str,
        news: News,
    ) -> None:
        self._scheduler = scheduler
        self._function = function
        self._on_death = on_death
        self._topic = topic
        self._news = news
        self._waiting: deque[_Begun[_Item, _Result]] = deque()
        self._client = self._connected()

    def _connected(self) -> Client:
        client = _connected(self._scheduler)
        client.subscribe_topic(self._topic, self._told)
        return client

    def _told(self, event: tuple[float, Sequence[str]]) -> None:
        step, symbol, file = event[1]
        self._news.put(JobProgress(step=Step(step), symbol=symbol, file=file))

    def results(self, batches: Iterable[_Begun[_Item, _Result]]) -> Generator[_Result, None, None]:
        for batch in batches:
            self._waiting.append(batch)
            if not batch.results:
                self._begin(batch)
            while self._waiting and (self._is_first_done() or self._is_full()):
                yield from self._first()
        while self._waiting:
            yield from self._first()

    def close(self) -> None:
        # The futures are forgotten with it: the cluster ends what nobody waits for.
        with suppress(*_LOST):
            self._client.close(timeout=2)

    def _begin(self, batch: _Begun[_Item, _Result]) -> None:
        if self._is_lost():
            self._begin_anew()
        else:
            batch.future = self._submit(batch.items)

    def _is_lost(self) -> bool:
        # Dask gives a scheduler up by itself where nobody asks for it meanwhile.
        return str(self._client.status) == "closed"

    def _submit(self, items: Sequence[_Item]) -> Any:
        # The same item twice is two items.
        return self._client.submit(self._function, items, pure=False)

    def _is_first_done(self) -> bool:
        first = self._waiting[0]
        return first.future is None or bool(first.future.done())

    def _is_full(self) -> bool:
        if self._is_lost():
            self._begin_anew()
        try:
            threads: int = sum(self._client.nthreads().values())
        except _LOST:
            self._begin_anew()
            return False
        return len(self._waiting) > _AHEAD * max(threads, 1)

    def _first(self) -> Sequence[_Result]:
        """Wait for the first batch, take it out and give its results."""
        first = self._waiting[0]
        for _ in range(_ATTEMPTS):
            if first.results:
                break
            try:
                first.results = self._computed(first)
            except _LOST:
                self._begin_anew()
        else:
            if not first.results:
                cause = f"the scheduler went {_ATTEMPTS} times with the same documents"
                raise UsageError(f"{self._scheduler}: {cause}; what is stored is kept")
        self._waiting.popleft()
        return first.results

    def _computed(self, batch: _Begun[_Item, _Result]) -> Sequence[_Result]:
        try:
            return self._results_of(batch.future)
        except _WorkerDiedError:
            # It may have waited on a worker that died of another item: once more, alone.
            for other in self._waiting:
                if other.future is not None:
                    self._settle(other.future)
            return [self._alone(item) for item in batch.items]

    def _alone(self, item: _Item) -> _Result:
        try:
            (result,) = self._results_of(self._submit((item,)))
        except _WorkerDiedError:
            return self._on_death(item)
        return result

    def _settle(self, future: Any) -> None:
        """Wait until a batch is done, whatever comes of it."""
        try:
            self._results_of(future)
        except _WorkerDiedError:
            return

    def _results_of(self, future: Any) -> Sequence[_Result]:
        from distributed import KilledWorker  # noqa: PLC0415  # an extra

        while True:
            is_done = self._news.wait(future, _WAITING)
            try:
                results: Sequence[_Result] = future.result(
                    timeout=_WAITING if is_done else _AT_ONCE
                )
            except KilledWorker as error:
                raise _WorkerDiedError from error
            except RuntimeError as error:
                # What goes wrong in an item is in its result: this is the cluster itself.
                cause = f"the cluster cannot do this: {' '.join(str(error).split())[:200]}"
                raise UsageError(f"{self._scheduler}: {cause}") from error
            except TimeoutError:
                if not self._client.nthreads():
                    cause = "the cluster has no workers any more"
                    raise UsageError(f"{self._scheduler}: {cause}") from None
            else:
                return results

    def _begin_anew(self) -> None:
        """Connect to the scheduler again, and begin what was under way with the one before."""
        self.close()
        deadline = time.monotonic() + _RETURNING
        while True:
            try:
                self._client = self._connected()
                break
            except _NobodyThereError as error:
                if time.monotonic() > deadline:
                    cause = "the scheduler is gone: run the same again when it is back"
                    told = f"{self._scheduler}: {cause}; what is stored is kept"
                    raise UsageError(told) from error
                time.sleep(1)
        for batch in self._waiting:
            if not batch.results:
                batch.future = self._submit(batch.items)


class _NobodyThereError(UsageError):
    """No scheduler answers, or it has no workers."""


class _WorkerDiedError(Exception):
    """Workers died on an item, or while it waited there."""


def _connected(scheduler: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise UsageError("a cluster needs pip install 'hexapla[cluster]'") from error
    try:
        client = Client(scheduler, timeout=_CONNECTING, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise _NobodyThereError(f"{scheduler}: no Dask scheduler answers there") from error
    try:
        client.wait_for_workers(1, timeout=_WAITING)
        _check_workers(client, scheduler)
    except _LOST as error:
        client.close(timeout=2)
        raise _NobodyThereError(f"{scheduler}: the scheduler has no workers") from error
    except BaseException:
        client.close(timeout=2)
        raise
    return client


def _check_workers(client: Client, scheduler: str) -> None:
    """Refuse workers that would give other results than this program, or could not be ended."""
    if max(client.nthreads().values(), default=1) > 1:
        cause = "a worker has several threads, so that no set in it can be ended alone"
        raise UsageError(f"{scheduler}: {cause}: start the workers with --nthreads 1")
    ours = _Build.own()
    for worker, theirs in client.run(_Build.own, on_error="return").items():
        if isinstance(theirs, _Build):
            ours.check(worker, theirs)
            continue
        # It has no hexapla, or one of before, which does not know what it is asked.
        asked = client.run(version, "hexapla", workers=[worker], on_error="return")
        told = asked.get(worker)
        if isinstance(told, str):
            ours.check(worker, _Build(told, ""))
        cause = f"the worker has no hexapla: install hexapla {ours.version} there"
        raise UsageError(f"{worker}: {cause}")
