"""How far a job is, told while it goes on: here, from worker processes and from a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Final, Protocol, TypeVar

from hexapla.memory.jobs.outcomes import Error, Outcome

__all__ = ["JobProgress", "News", "Step", "Tell", "Work", "nobody"]


class Step(StrEnum):
    """What a job does at a time, in the order in which it does it."""

    FINDING = "finding"
    READING = "reading"
    ALIGNING = "aligning"
    STORING = "storing"
    IMPORTING = "importing"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What happens in a job that has done `done` of `total` document sets.

    A `step` that begins says which it is, with the `symbol` of the set and the `file` that it is
    about, "" each where there is none. Without a `step`, something is done: the sets are found, a
    set has its `outcome`, or all is imported. `errors` are those that are new since then.
    """

    done: int = 0
    total: int = 0
    outcome: Outcome | None = None
    errors: tuple[Error, ...] = ()
    step: Step | None = None
    symbol: str = ""
    file: str = ""


Tell = Callable[[JobProgress], object]
"""Whom progress is told."""


def nobody(_: JobProgress) -> None:
    """Hear of progress where nobody asks."""


_Item_contra = TypeVar("_Item_contra", contravariant=True)
_Result_co = TypeVar("_Result_co", covariant=True)


class Work(Protocol[_Item_contra, _Result_co]):
    """A function of one item that tells how far it is."""

    def __call__(self, item: _Item_contra, /, *, tell: Tell) -> _Result_co:
        """Return the result of an item."""
        ...


class _Awaited(Protocol):
    """What futures of all kinds can do."""

    def done(self) -> bool: ...

    def add_done_callback(self, function: Callable[..., object], /) -> object: ...


# Dask calls back at once, and never again, for a result that went with its worker and is computed
# anew: whether it is done is looked at so often, in seconds.
_LOOKING: Final = 0.2


class News:
    """What workers tell, handed on in the thread that waits for their results."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._queue: SimpleQueue[JobProgress | None] = SimpleQueue()

    def put(self, progress: JobProgress) -> None:
        """Take what a worker tells, from any thread."""
        self._queue.put(progress)

    def wait(self, future: _Awaited, seconds: float | None = None) -> bool:
        """Hand on what comes until a future is done; return whether it is.

        After some `seconds` it may not be; None waits for it however long it takes.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        future.add_done_callback(lambda _: self._queue.put(None))
        while not future.done() and (deadline is None or time.monotonic() < deadline):
            left = _LOOKING if deadline is None else deadline - time.monotonic()
            with suppress(Empty):
                self._hand_on(self._queue.get(timeout=min(max(left, 0.001), _LOOKING)))
        with suppress(Empty):
            while True:  # what came before the end
                self._hand_on(self._queue.get_nowait())
        return future.done()

    def _hand_on(self, progress: JobProgress | None) -> None:
        if progress is not None:
            self._tell(progress)
