"""A large file read in a process of its own, while what was read before is stored in ours.

Reading takes as long as storing. The other process works out all that a memory is not asked for,
and writes it to a pipe; it waits while the pipe is full, so that neither holds more than a part of
the file, and ends when nobody reads any more.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, cast

from hexapla.corpora.errors import DocumentError, HexaplaError, StoreError
from hexapla.corpora.messages import Message
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.reading_files import read_file
from hexapla.memory.formats.taken import within_bounds
from hexapla.memory.store.index.entries import PartEnd
from hexapla.memory.store.ready import ReadyPart, packed, ready_parts, unpacked
from hexapla.memory.units import Loss

__all__ = ["ReadApart", "main", "read_apart"]

# How the interpreter is told to run `main`: not as a script, whose classes would be others.
_RUN: Final = f"import sys; from {__name__} import main; main(sys.argv[1], sys.stdout.buffer)"
_CHILD: Final[tuple[str, ...]] = ("-c", _RUN)


@dataclass(frozen=True, slots=True)
class _End:
    """All was read, and so much left out; or reading was refused for a cause."""

    losses: tuple[Loss, ...] = ()
    cause: Message | None = None


class ReadApart:
    """Gives what another process reads of a file; `losses` is what is left out, at the end."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._path = path
        self.losses: tuple[Loss, ...] = ()

    def __iter__(self) -> Iterator[ReadyPart]:
        """Yield units made ready. Raises StoreError where the file is refused."""
        while True:
            try:
                # From a process of our own, which nobody else can write to.
                found: bytes | PartEnd | _End = pickle.load(self._stream)  # noqa: S301
            except (EOFError, pickle.UnpicklingError) as error:
                raise StoreError(
                    self._path, "the process that reads it died, as when memory runs out"
                ) from error
            if isinstance(found, _End):
                if found.cause:
                    raise StoreError(self._path, found.cause)
                self.losses = found.losses
                return
            yield unpacked(found) if isinstance(found, bytes) else found


@contextmanager
def read_apart(
    path: Path, languages: Sequence[str], *, recover: bool = False, skip: int = 0
) -> Iterator[ReadApart]:
    """Read a file in another process but for its first `skip` units, which are stored already."""
    asked = json.dumps([str(path.absolute()), list(languages), recover, skip])
    process = subprocess.Popen(  # noqa: S603  # no shell
        [sys.executable, "-P", *_CHILD, asked],
        stdout=subprocess.PIPE,
        # Ctrl-C is ours to answer.
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        yield ReadApart(process.stdout, path)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def main(asked: str, stream: IO[bytes]) -> None:
    """Write what `read_apart` gives to a stream; end without a word where nobody reads it."""
    try:
        _write(asked, stream)
    except BrokenPipeError:
        # What the stream holds back cannot be written any more either.
        os._exit(1)


def _write(asked: str, stream: IO[bytes]) -> None:
    # Nothing that is read refers to itself, and to look for such takes a fifth of the time.
    gc.disable()
    written, languages, recover, skip = cast("list[Any]", json.loads(asked))
    path, losses = Path(written), Losses()
    end = _End()
    try:
        with within_bounds(read_file(path, languages, losses, recover=recover), path, losses) as u:
            for part in ready_parts(islice(u, skip, None)):
                told = part if isinstance(part, PartEnd) else packed(part)
                pickle.dump(told, stream, pickle.HIGHEST_PROTOCOL)
        end = _End(losses.found())
    except (DocumentError, StoreError) as error:
        end = _End(cause=error.cause)
    except HexaplaError as error:
        end = _End(cause=error.message)
    except MemoryError:
        end = _End(cause=Message("it takes more memory than there is"))
    pickle.dump(end, stream)
    stream.flush()
