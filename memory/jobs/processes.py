"""A map over several processes that keeps the order and outlives a process that dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from types import FrameType, TracebackType
from typing import Generic, Self, TypeVar

from hexapla.memory.jobs.progress import JobProgress, News, Tell, Work, nobody

__all__ = ["Limited", "map_here", "map_in_processes"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# How many items a process are begun and not yet given back: enough to keep all processes busy
# behind one long item, few enough to hold their results in memory.
_AHEAD = 4


def map_here(
    function: Work[_Item, _Result],
    items: Iterable[_Item],
    *,
    known_result: Callable[[_Item], _Result | None],
    on_timeout: Callable[[_Item], _Result],
    time_limit: float | None = None,
    tell: Tell = nobody,
) -> Generator[_Result, None, None]:
    """Yield `function(item)` of each item in order, computed in this process, as they are needed.

    `known_result(item)` is the result of an item that needs no computing, None for the others. An
    item that takes longer than `time_limit` seconds is stopped and gets `on_timeout(item)`: in the
    main thread, on systems that have alarms (not on Windows). `tell` is given to the function.
    """
    for item in items:
        result = known_result(item)
        if result is None:
            try:
                with _alarm(time_limit):
                    result = function(item, tell=tell)
            except _TimeIsUp:
                result = on_timeout(item)
        yield result


class _TimeIsUp(BaseException):  # no error, and no handler of errors may stop it
    """An item takes too long."""


@contextmanager
def _alarm(seconds: float | None) -> Iterator[None]:
    """Raise _TimeIsUp in the block after some seconds."""
    here = threading.current_thread() is threading.main_thread()
    if seconds is None or not here or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            # Again every second: where it rings in a `__del__`, Python lets it pass.
            signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        # It may ring as the block ends, before it is stopped: it would ring on, in the next item or
        # in what comes after all.
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def map_in_processes(
    function: Work[_Item, _Result],
    items: Iterable[_Item],
    *,
    jobs: int,
    known_result: Callable[[_Item], _Result | None],
    on_death: Callable[[_Item], _Result],
    time_limit: float | None = None,
    tell: Tell = nobody,
) -> Generator[_Result, None, None]:
    """Yield `function(item)` of each item in order, computed in `jobs` processes.

    `function`, items and results travel pickled. `known_result(item)` is the result of an item
    that needs no process, None for the others. Where a process dies, the items that were under way
    are tried again one by one, and that on which a process dies alone gets `on_death(item)`. So
    does an item that takes longer than `time_limit` seconds, whose process is ended. Items are
    taken as they are needed. When the iterator is closed early, the processes are ended. What the
    function tells is told in the thread that takes the results.
    """
    limited = Limited(partial(function, tell=_tell_parent), time_limit)
    with _Pool(limited, jobs, on_death, News(tell)) as pool:
        waiting: deque[tuple[_Item, Future[_Result]]] = deque()
        for item in items:
            result = known_result(item)
            waiting.append((item, pool.submit(item) if result is None else _finished(result)))
            while waiting and (waiting[0][1].done() or len(waiting) > _AHEAD * jobs):
                yield pool.first_of(waiting)
        while waiting:
            yield pool.first_of(waiting)


@dataclass(frozen=True, slots=True)
class Limited(Generic[_Item, _Result]):
    """A function that ends its process where it takes longer than some seconds; None for never."""

    function: Callable[[_Item], _Result]
    seconds: float | None

    def __call__(self, item: _Item) -> _Result:
        """Return what the function gives."""
        if self.seconds is None:
            return self.function(item)
        if not hasattr(signal, "setitimer"):  # Windows
            timer = threading.Timer(self.seconds, os._exit, (1,))
            timer.daemon = True
            timer.start()
            try:
                return self.function(item)
            finally:
                timer.cancel()
        # Nobody handles this signal: the system ends the process, whatever it is busy with.
        signal.setitimer(signal.ITIMER_REAL, self.seconds)
        try:
            return self.function(item)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


class _Pool(Generic[_Item, _Result]):
    """Worker processes, and new ones in their place when they die."""

    def __init__(
        self,
        function: Callable[[_Item], _Result],
        jobs: int,
        on_death: Callable[[_Item], _Result],
        news: News,
    ) -> None:
        self._function = function
        self._jobs = jobs
        self._on_death = on_death
        self._news = news
        self._channels: Sequence[Connection] = ()
        self._not_ours = set(multiprocessing.active_children())
        self._executor = self._start()

    def submit(self, item: _Item) -> Future[_Result]:
        """Begin an item; in a pool that is broken its future says so."""
        try:
            with _interrupts_held():
                return self._executor.submit(self._function, item)
        except BrokenProcessPool as error:
            broken: Future[_Result] = Future()
            broken.set_exception(error)
            return broken

    def first_of(self, waiting: deque[tuple[_Item, Future[_Result]]]) -> _Result:
        """Wait for the first item, take it out and give its result."""
        try:
            result = self._result(waiting[0][1])
        except BrokenProcessPool:
            self._repair(waiting)
            result = self._result(waiting[0][1])
        waiting.popleft()
        return result

    def _result(self, future: Future[_Result]) -> _Result:
        self._news.wait(future)
        return future.result()

    def _repair(self, waiting: deque[tuple[_Item, Future[_Result]]]) -> None:
        """Do what was under way in the broken pool again, one by one, in a new pool."""
        self._restart()
        for place, (item, future) in enumerate(waiting):
            if isinstance(future.exception(), BrokenProcessPool):
                waiting[place] = item, self._alone(item)

    def _alone(self, item: _Item) -> Future[_Result]:
        future = self.submit(item)
        self._news.wait(future)
        if isinstance(future.exception(), BrokenProcessPool):
            self._restart()
            return _finished(self._on_death(item))
        return future

    def _start(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork copies the locks of the numeric library's threads.
        context = multiprocessing.get_context("spawn")
        # One channel a worker: a lock that all share would stay locked where its holder is killed.
        pipes = [context.Pipe(duplex=False) for _ in range(self._jobs)]
        for receiving, _ in pipes:
            threading.Thread(target=_listen, args=(receiving, self._news), daemon=True).start()
        self._channels = [sending for _, sending in pipes]
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=context,
            initializer=_begin_worker,
            initargs=(self._channels, context.Value("i", 0)),
        )

    def _stop(self, *, cancel: bool = False) -> None:
        self._executor.shutdown(wait=True, cancel_futures=cancel)
        for channel in self._channels:
            channel.close()  # the last that could be written to: its listener ends

    def _restart(self) -> None:
        self._stop()
        self._executor = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            for process in set(multiprocessing.active_children()) - self._not_ours:
                process.terminate()
        self._stop(cancel=True)


def _listen(channel: Connection, news: News) -> None:
    """Hand on what a worker tells, until nobody can tell anything any more."""
    with channel, suppress(EOFError, OSError):
        while True:
            news.put(channel.recv())


def _finished(result: _Result) -> Future[_Result]:
    future: Future[_Result] = Future()
    future.set_result(result)
    return future


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process is started.

    It inherits that for good: a worker interrupted while it still loads its modules, before
    `_begin_worker`, would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# How this process, a worker, tells its parent how far it is.
_to_parent: Connection | None = None


def _tell_parent(progress: JobProgress) -> None:
    if _to_parent is not None:
        with suppress(OSError):  # the parent is gone, and so are we soon
            _to_parent.send(progress)


def _begin_worker(channels: Sequence[Connection], begun: Synchronized[int]) -> None:
    """Leave Ctrl-C to the parent, which ends us; and end with the parent, should it be killed."""
    global _to_parent  # noqa: PLW0603 - the executor gives an initialiser no other place
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with begun.get_lock():
        place = begun.value
        begun.value += 1
    _to_parent = channels[place]
    _take_share(place, len(channels))


def _take_share(place: int, jobs: int) -> None:
    """Keep to our part of the cores, so that the threads of the workers do not fight for them."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[place % jobs :: jobs] or [cores[place % len(cores)]])


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
