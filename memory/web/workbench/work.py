"""What goes on in the background: `hexapla` itself, in a process that can be ended.

Documents are hostile and take long: whatever reads them runs beside the server, which only reads
what it prints.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

__all__ = ["CommandQueue", "run"]

# Bytes of one line: a set of seven languages with a warning for each is far below.
_LINE: Final = 1 << 22
# Lines that are kept: there is one for each set and each file that is refused.
_KEPT: Final = 20_000

Said = Mapping[str, Any]


class CommandQueue:
    """Commands that run one after the other, and what they have said so far.

    `total` are the sets that are to be aligned, of `documents` in all. `step` is what they said to
    begin last, `steps` how many steps were begun since the last set was done. `done` tells whether
    it has ended, `cancelled` whether somebody has ended it.
    """

    def __init__(self, commands: Sequence[Sequence[str]], total: int, documents: int = 0) -> None:
        self.total = total
        self.documents = documents
        self.said: list[Said] = []
        self.step: Said = {}
        self.steps = 0
        self.cancelled = False
        self._commands = commands
        self._process: asyncio.subprocess.Process | None = None
        self._task = asyncio.create_task(self._run())

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._task.done()

    @property
    def finished_sets(self) -> int:
        """The sets that are aligned, unchanged or refused."""
        return sum("state" in each for each in self.said)

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1: a set has a step for each document, and two more."""
        if self.done or not self.total:
            return 1.0
        begun = min(self.steps / (self.documents / self.total + 2), 0.95)
        return min((self.finished_sets + begun) / self.total, 1.0)

    async def wait(self) -> None:
        """Wait for the end."""
        await asyncio.wait([self._task])

    async def cancel(self) -> None:
        """End it; what is aligned already is kept."""
        self.cancelled = True
        if self._process is not None and self._process.returncode is None:
            _end(self._process)
        await self.wait()

    async def _run(self) -> None:
        for command in self._commands:
            if self.cancelled:
                return
            async with _started(command) as self._process:
                # Somebody may have ended it while the process was being started.
                if self.cancelled:
                    return
                async for said in _lines(self._process):
                    self._hear(said)
                await self._process.wait()

    def _hear(self, said: Said) -> None:
        if "step" in said:
            self.step, self.steps = said, self.steps + 1
            return
        if "state" in said:
            self.steps = 0
        if len(self.said) < _KEPT:
            self.said.append(said)


async def run(command: Sequence[str]) -> list[Said]:
    """Run `hexapla` with some arguments; return what it printed, one JSON object a line."""
    async with _started(command) as process:
        said = [each async for each in _lines(process)]
        await process.wait()
    return said


@asynccontextmanager
async def _started(command: Sequence[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start `hexapla`; it has ended when the block has, by itself or not."""
    # A group of its own: who is ended takes its workers with it.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hexapla", *command),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=_LINE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            _end(process)
        await process.wait()


async def _lines(process: asyncio.subprocess.Process) -> AsyncIterator[Said]:
    assert process.stdout is not None
    async for line in process.stdout:
        text = line.decode("utf-8", "replace").strip()
        try:
            found = json.loads(text)
        except ValueError:
            found = {"message": text}
        yield found if isinstance(found, dict) else {"message": text}


def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.terminate()
        else:
            os.killpg(process.pid, signal.SIGTERM)
