"""Several processes that do the same work: started anew where one ends, and ended together."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import Final

from hexapla.corpora.errors import UsageError

__all__ = ["NOT_STARTED", "keep_working"]

NOT_STARTED: Final = 3
"""The exit status of a worker that could not begin: the next would not either."""
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)


def keep_working(count: int, work: Callable[[int], None]) -> signal.Signals:
    """Do some work in processes, each of which is told its number; return what ended them.

    A process that ends is started anew. `work` goes to them pickled, sockets and all. Raises
    UsageError where one could not begin.
    """
    with _signals() as signals:
        running = {number: _started(work, number) for number in range(count)}
        try:
            while True:
                ready = wait([signals, *(each.sentinel for each in running.values())])
                if signals in ready:
                    return signal.Signals(signals.recv(1)[0])
                for number, each in running.items():
                    if each.sentinel in ready:
                        each.join()
                        if each.exitcode == NOT_STARTED:
                            raise UsageError("a process of this server could not begin: see above")
                        running[number] = _started(work, number)
        finally:
            for each in running.values():
                each.terminate()
            for each in running.values():
                each.join()


def _started(work: Callable[[int], None], number: int) -> SpawnProcess:
    process = get_context("spawn").Process(target=_as_worker, args=(work, number))
    process.start()
    return process


def _as_worker(work: Callable[[int], None], number: int) -> None:
    # Ctrl-C reaches all processes of a terminal: the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work(number)


def _end_with_parent() -> None:
    """End this process, as it is asked to, when the one that started it is gone."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Yield a socket from which the numbers of signals that end this process can be read."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    before = {each: signal.signal(each, lambda *_: None) for each in _ENDING}
    woken = signal.set_wakeup_fd(theirs.fileno())
    try:
        yield ours
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            with suppress(TypeError, ValueError):
                signal.signal(number, handler)
        ours.close()
        theirs.close()
