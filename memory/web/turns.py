"""The thread in which a server asks its memory, one request after the other, off the event loop.

A database that hangs, or waits for somebody else who writes, so keeps nobody from being told, nor
the server from being ended. In threads of their own look-ups would take longer, for they share the
interpreter, and a connection is for one thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from hexapla.corpora.errors import StoreError, UnavailableError
from hexapla.memory.store.connection import OF_SERVERS
from hexapla.memory.store.locations import file_of, is_database
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.schema import identity_of
from hexapla.memory.store.store import Store

__all__ = ["Turns", "opened", "told_apart"]

_P = ParamSpec("_P")
_T = TypeVar("_T")
# Seconds that a request stands in line: then what is before it hangs, or there are too many.
_LINE: Final = 15.0


class Turns:
    """The memory at a path or URL, and the thread in which whoever asks for it takes turns.

    Where another memory was put in its place, the next turn is the new one's.
    """

    def __init__(
        self, executor: ThreadPoolExecutor, store: Store, location: str, line: float = _LINE
    ) -> None:
        self._executor = executor
        self._line = line
        self.store = store
        self.location = location

    async def take(self, work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
        """Do some work in its turn.

        Raises UnavailableError where that does not come, or there is no memory any more.
        """

        def in_turn() -> _T:
            if self.store.is_replaced():
                self.store.become(_opened(self.location))
            return work(*given, **named)

        turn = self._executor.submit(in_turn)
        waiting = asyncio.wrap_future(turn)
        await asyncio.wait({waiting}, timeout=self._line)
        if not waiting.done() and turn.cancel():
            raise UnavailableError("the memory", "others were waiting already")
        return await waiting

    def stop(self) -> None:
        """Stop the work that is being done: the server is to end."""
        self.store.interrupt()


@asynccontextmanager
async def opened(location: str) -> AsyncIterator[Turns]:
    """Open the memory at a path or URL in a thread of its own, and close it there."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="memory") as executor:
        store = await loop.run_in_executor(executor, _opened, location)
        try:
            yield Turns(executor, store, location)
        finally:
            await loop.run_in_executor(executor, store.close)


def _opened(location: str) -> Store:
    return open_store(location, create=False, timeouts=OF_SERVERS)


def told_apart(location: str) -> str:
    """Return what tells a memory from others in requests, without its place.

    Of a file, also from those that stood in that place before.
    """
    identity = None
    if not is_database(location):
        with suppress(StoreError):  # whoever asks the memory is told
            identity = identity_of(Path(file_of(location)))
    named = f"{location} {identity}".encode("utf-8", "backslashreplace")
    return blake2b(named, digest_size=6).hexdigest()
