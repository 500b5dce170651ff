"""A map over the workers of a Dask cluster, with the contract of `memory.processes`.

Needs the extra `cluster`. The scheduler and the workers are started by whoever runs the cluster
(distributed.dask.org); each worker imports hexapla and sees the documents under the same paths.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from corpora.errors import UsageError
from memory.processes import Limited

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["map_on_cluster"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Items a thread of the cluster that are begun and not yet given back.
_AHEAD: Final = 4
_CONNECTING: Final = 10  # seconds
_WAITING: Final = 30  # seconds without a worker before the job gives up


@dataclass(slots=True)
class _Begun(Generic[_Item, _Result]):
    """An item with its future on the cluster, or its result where it needed none."""

    item: _Item
    future: Any
    result: _Result | None


def map_on_cluster(
    function: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    scheduler: str,
    ready: Callable[[_Item], _Result | None],
    died: Callable[[_Item], _Result],
    limit: float | None = None,
) -> Generator[_Result, None, None]:
    """Give `function(item)` of each item in order, computed by the workers of a cluster.

    All is as with `memory.processes.map_in_processes`: a worker that dies, or is ended since an
    item takes longer than `limit` seconds, costs only the item on which one dies alone. Items are
    taken as they are needed, a few for each thread of the cluster.

    Raises UsageError where the extra is not installed, no scheduler or worker answers, a worker has
    another hexapla or several threads, or the scheduler goes; what was given until then stays.
    """
    client = _connected(scheduler)
    try:
        _check_workers(client, scheduler)
        work = _Work(client, scheduler, _InFolder(Limited(function, limit), Path.cwd()), died)
        yield from work.results(items, ready)
    except (OSError, CancelledError, TimeoutError) as error:
        cause = "the scheduler is gone: run the same again when it is back"
        raise UsageError(f"{scheduler}: {cause}; what is stored is kept") from error
    finally:
        # The futures are forgotten with it: the cluster ends what nobody waits for.
        client.close(timeout=2)


@dataclass(frozen=True, slots=True)
class _InFolder(Generic[_Item, _Result]):
    """A function that is called in a folder, where the machine has it.

    Relative paths so mean the same to a worker as to the program that sends them. A worker has one
    thread, so no other work of it sees the folder change.
    """

    function: Callable[[_Item], _Result]
    folder: Path

    def __call__(self, item: _Item) -> _Result:
        """Give what the function gives."""
        with suppress(OSError):
            os.chdir(self.folder)
        return self.function(item)


class _Work(Generic[_Item, _Result]):
    """Items under way on a cluster, in their order."""

    def __init__(
        self,
        client: Client,
        scheduler: str,
        function: Callable[[_Item], _Result],
        died: Callable[[_Item], _Result],
    ) -> None:
        self._client = client
        self._scheduler = scheduler
        self._function = function
        self._died = died
        self._waiting: deque[_Begun[_Item, _Result]] = deque()

    def results(
        self, items: Iterable[_Item], ready: Callable[[_Item], _Result | None]
    ) -> Generator[_Result, None, None]:
        for item in items:
            result = ready(item)
            future = self._submit(item) if result is None else None
            self._waiting.append(_Begun(item, future, result))
            while self._waiting and (self._is_first_done() or self._is_full()):
                yield self._first()
        while self._waiting:
            yield self._first()

    def _submit(self, item: _Item) -> Any:
        # The same item twice is two items.
        return self._client.submit(self._function, item, pure=False)

    def _is_first_done(self) -> bool:
        first = self._waiting[0]
        return first.future is None or bool(first.future.done())

    def _is_full(self) -> bool:
        threads: int = sum(self._client.nthreads().values())
        return len(self._waiting) > _AHEAD * max(threads, 1)

    def _first(self) -> _Result:
        """Wait for the first item and give its result."""
        first = self._waiting.popleft()
        if first.result is not None:
            return first.result
        try:
            return self._result_of(first.future)
        except _WorkerDiedError:
            # It may have waited on a worker that died of another item: once more, alone.
            for other in self._waiting:
                if other.future is not None:
                    self._settle(other.future)
            try:
                return self._result_of(self._submit(first.item))
            except _WorkerDiedError:
                return self._died(first.item)

    def _settle(self, future: Any) -> None:
        """Wait until an item is done, whatever comes of it."""
        try:
            self._result_of(future)
        except _WorkerDiedError:
            return

    def _result_of(self, future: Any) -> _Result:
        from distributed import KilledWorker  # noqa: PLC0415  # an extra

        while True:
            try:
                result: _Result = future.result(timeout=_WAITING)
            except KilledWorker as error:
                raise _WorkerDiedError from error
            except TimeoutError:
                if not self._client.nthreads():
                    cause = "the cluster has no workers any more"
                    raise UsageError(f"{self._scheduler}: {cause}") from None
            else:
                return result


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
        raise UsageError(f"{scheduler}: no Dask scheduler answers there") from error
    try:
        client.wait_for_workers(1, timeout=_WAITING)
    except TimeoutError as error:
        client.close(timeout=2)
        raise UsageError(f"{scheduler}: the scheduler has no workers") from error
    return client


def _check_workers(client: Client, scheduler: str) -> None:
    """Refuse workers that would give other results than this program, or could not be ended."""
    if max(client.nthreads().values(), default=1) > 1:
        cause = "a worker has several threads, so that no set in it can be ended alone"
        raise UsageError(f"{scheduler}: {cause}: start the workers with --nthreads 1")
    ours = version("hexapla")
    for worker, theirs in client.run(version, "hexapla", on_error="return").items():
        if theirs != ours:
            has = f"hexapla {theirs}" if isinstance(theirs, str) else "no hexapla"
            raise UsageError(f"{worker}: the worker has {has}: install hexapla {ours} there")
