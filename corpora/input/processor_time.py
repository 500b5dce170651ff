"""Bounds the processor time of what a file makes us do, whatever it is that takes so long.

Bounds of elements and texts keep work in hand that somebody has thought of; this one ends the rest.
What counts is the processor time of the thread, never the clock: on a busy machine a good file
takes longer, and is read all the same.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from hexapla.corpora.errors import LimitError

__all__ = ["OutOfTimeError", "processor_time"]

# Where the system does not tell the processor time of another thread (only Unix systems do, and
# not all), the clock must do; it is so generous that a busy machine refuses no file for it.
_CLOCK_TIMES: Final = 20


class OutOfTimeError(LimitError):
    """What is raised in a thread by another; it cannot be given a message there.

    The end of the block makes a LimitError of it. Who reads a part of a file, and goes on with the
    next where one cannot be read, has to let it pass: the time of the whole is up.
    """

    def __init__(self) -> None:
        super().__init__("takes too much processor time")


class processor_time:  # noqa: N801  # used as a function is
    """Bounds the processor time of a block, in seconds: LimitError where it takes more.

    It is raised between two steps of the interpreter, so a single call into a library may finish
    before. Blocks can stand within each other.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._thread = threading.get_ident()
        self._done = threading.Event()
        self._raised = False
        self._watch = threading.Thread(target=self._keep, name="processor time", daemon=True)

    def __enter__(self) -> Self:
        self._used = _clock_of(self._thread)
        self._end = self._used() + self._seconds
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._watch.join()
        if self._raised:
            _let_it_arrive()
        # On the way it can be lost, in a destructor or to who catches all, and the watch can come
        # too late.
        if self._used() >= self._end and (kind is None or kind is OutOfTimeError):
            raise LimitError(
                "takes more than %(seconds)s seconds of processor time",
                seconds=f"{round(self._seconds, 1):g}",
            ) from None

    def _keep(self) -> None:
        """Raise in the thread that works as soon as it has used up its time."""
        # It can use no more of its own than passes on the clock.
        while (left := self._end - self._used()) > 0:
            if self._done.wait(left):
                return
        if not self._done.is_set():
            self._raised = True
            _raise_in(self._thread)


def _clock_of(thread: int) -> Callable[[], float]:
    """Return what tells the processor time of a thread, in seconds."""
    clock_of = getattr(time, "pthread_getcpuclockid", None)
    if clock_of is None:
        return lambda: time.monotonic() / _CLOCK_TIMES
    clock = clock_of(thread)
    return lambda: time.clock_gettime(clock)


def _let_it_arrive() -> None:
    """Receive here what another thread may still raise in this one.

    It is raised once more, which replaces what is on its way. To take it back would leave Python's
    sign that something is on its way standing for good (3.11 to 3.13, `PyThreadState_SetAsyncExc`
    without an error): every loop would look for it, and where calls are traced none would begin.
    """
    try:
        _raise_in(threading.get_ident())
        while True:  # it arrives at one of the next steps
            pass
    except OutOfTimeError:
        pass


def _raise_in(thread: int) -> None:
    """Raise in a thread that its time is used up (PyThreadState_SetAsyncExc of the C API)."""
    error = ctypes.py_object(OutOfTimeError)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)
