"""Connections to a PostgreSQL server that are given up when it does not answer.

What the server itself stops after its `statement_timeout` comes back as an error. A server that
hangs, or is not reached any more, says nothing at all: then the time is up a little later here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen

__all__ = ["SILENT", "AnsweredConnection"]

SILENT: Final = "the server does not answer"
_T = TypeVar("_T")
# Seconds that the server has to say that the time is up.
_GRACE: Final = 2.0


class AnsweredConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection with a time for each statement, that another thread can stop (`stopped`)."""

    stopped: threading.Event
    is_given_up = False
    _seconds = float("inf")

    def limit(self, seconds: float) -> None:
        """Stop each statement after so many seconds, from the next one on."""
        self._seconds = seconds
        self.execute(f"SET statement_timeout = {max(int(1000 * seconds), 1)}".encode())

    def wait(self, gen: PQGen[_T], *given: Any, **named: Any) -> _T:
        """Wait for the server, as psycopg does, but not for ever."""
        return super().wait(self._in_time(gen), *given, **named)

    def _in_time(self, gen: PQGen[_T]) -> Generator[Any, Any, _T]:
        """Pass on what psycopg waits for, until there is an answer or the time is up.

        psycopg asks again after each tenth of a second in which nothing came.
        """
        deadline = time.monotonic() + self._seconds + _GRACE
        try:
            waited = next(gen)
            while True:
                ready = yield waited
                if not ready and (self.stopped.is_set() or time.monotonic() > deadline):
                    self.is_given_up = True
                    self.pgconn.finish()
                    raise psycopg.OperationalError(SILENT)
                waited = gen.send(ready)
        except StopIteration as ended:
            return ended.value  # type: ignore[no-any-return]
