"""How long a client may take: connections that wait for slow ones are closed.

uvicorn bounds the head of a request and the time that an idle connection is kept
(`h11_max_incomplete_event_size`, `timeout_keep_alive`). It waits for ever for the end of a request,
and for a client that does not read its answer; and beyond its `limit_concurrency` everybody gets a
503, also who comes among a thousand slow clients (`scripts.dev.bench.server` fails with it). Here a
request must be there as a whole within a time, however its bytes come in; an answer that is not
read is given up; and when there are too many connections, the one that has waited the longest
goes, of the client that has the most. A thousand slow clients so never keep out the next one.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from h11 import IDLE, SEND_RESPONSE
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import ServerState

__all__ = ["DEFAULT_TIMEOUTS", "Timeouts", "protocol_with"]

_TOO_SLOW: Final = (
    b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 30\r\n\r\nhexapla: the request is slow.\n"
)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that a server waits: for a whole `request`, for a client to read on in a `response`.

    20 are what Apache gives a head and a body (mod_reqtimeout); the largest file that the pages
    take, of 64 MiB, comes within them at 27 Mbit/s. The 30 begin anew whenever
    the client has read what lies in the buffer, 64 KiB at most.
    """

    request: float = 20.0
    response: float = 30.0


DEFAULT_TIMEOUTS: Final = Timeouts()


def protocol_with(timeouts: Timeouts, *, connections: int) -> type[H11Protocol]:
    """Return uvicorn's protocol with these timeouts, and with so many connections at most."""
    bounds = {"timeouts": timeouts, "max_connections": connections}
    return type("TimedProtocol", (_TimedProtocol,), bounds)


class _TimedProtocol(H11Protocol):
    """A connection with a deadline for what it waits for."""

    timeouts: ClassVar[Timeouts]
    max_connections: ClassVar[int]

    def __init__(
        self, config: Config, server_state: ServerState, *given: Any, **named: Any
    ) -> None:
        super().__init__(config, server_state, *given, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self.waits_since = time.monotonic()

    @property
    def is_working(self) -> bool:
        """Return whether the server, not the client, is to make the next step."""
        return self._deadline is None

    @property
    def who(self) -> str:
        """Return the address of the client."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many, close one that only waits."""
        super().connection_made(transport)
        self._wait(self.timeouts.request)
        if len(self.connections) > self.max_connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; the time is that of the whole of it."""
        super().data_received(data)
        self._update()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, once: who works on it answers nobody any more.

        uvicorn lets both answer, and the second fills the terminal with a traceback.
        """
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        if self.conn.our_state in {IDLE, SEND_RESPONSE}:
            super().send_400_response(msg)
        else:
            self.transport.close()

    def pause_writing(self) -> None:
        """Wait until the client has read what it was sent."""
        super().pause_writing()
        self._wait(self.timeouts.response)

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        self._update()

    def on_response_complete(self) -> None:
        """Wait for the rest of the answer to be read, and for the next request."""
        super().on_response_complete()
        # Before the next byte comes, uvicorn's own time for connections that are kept runs too.
        self._wait(self.timeouts.response)
        self._update()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop()
        super().connection_lost(exc)

    def _update(self) -> None:
        """Wait for the client, or do not, after something has happened."""
        cycle = self.cycle
        if cycle is not None and not cycle.more_body and not cycle.response_complete:
            if not self.flow.write_paused:
                self._stop()
        elif self._deadline is None:
            self._wait(self.timeouts.request)

    def _wait(self, seconds: float) -> None:
        self._stop()
        self.waits_since = time.monotonic()
        self._deadline = self.loop.call_later(seconds, self.give_up)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def give_up(self) -> None:
        """Close the connection, with a word where no answer has been begun."""
        self._stop()
        cycle = self.cycle
        begun = cycle is not None and cycle.response_started
        if not begun and not self.transport.is_closing():
            self.transport.write(_TOO_SLOW)
        # Not close(): that would wait for the client to read what is left.
        with suppress(RuntimeError):
            self.transport.abort()

    def _make_room(self) -> None:
        """Close the connection that has waited the longest, of the client that has the most."""
        waiting = [
            each
            for each in self.connections
            if isinstance(each, _TimedProtocol) and each is not self and not each.is_working
        ]
        many = Counter(each.who for each in waiting)
        if waiting:
            min(waiting, key=lambda each: (-many[each.who], each.waits_since)).give_up()
        else:
            self.give_up()
