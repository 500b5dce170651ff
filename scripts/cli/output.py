"""All that commands print goes through here, so that nothing in a document steers a terminal."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Final, TextIO

import click

from hexapla.cli.columns import Column, joined
from hexapla.memory.text.cleaning import on_terminal, one_line

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["json_line", "open_outputs", "say", "say_columns", "say_line"]

# What `on_terminal` escapes, and what else JSON has no escape of its own for.
_HIDING: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_ERRORS: Final = 2  # the number of the error output, where nobody could be told


class _Output(io.FileIO):
    """An output that may be left: who reads it goes away (`hexapla align … | head`).

    The command goes on to its end, for others wait for what it makes; nobody is told anything more.
    """

    def write(self, data: ReadableBuffer, /) -> int:
        """Write to who reads; OSError, as of a full disk, once."""
        try:
            return super().write(data)
        except OSError as error:
            # What is left would be written once more at the end, in vain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            if isinstance(error, BrokenPipeError) or self.fileno() == _ERRORS:
                return memoryview(data).nbytes
            raise OSError(error.errno, error.strerror, "output") from error


def open_outputs() -> None:
    """Print in UTF-8 on every system, and as long as somebody reads it."""
    sys.stdout, sys.stderr = _opened(sys.stdout), _opened(sys.stderr)


def _opened(stream: TextIO) -> TextIO:
    """Return a stream that is not one of a test or a console of Windows as an `_Output`."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is none between
    if type(stream) is io.TextIOWrapper and type(raw) is io.FileIO:
        buffered = io.BufferedWriter(_Output(raw.fileno(), "w", closefd=False))
        by_line = stream.line_buffering or stream.write_through
        stream = io.TextIOWrapper(buffered, line_buffering=by_line)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def say(text: str = "", *, err: bool = False, newline: bool = True) -> None:
    """Print a text of any number of lines, on the error output with `err`.

    What could steer the terminal, or hide what the text says, is escaped.
    """
    click.echo(on_terminal(text), err=err, nl=newline)


def say_columns(*columns: Column) -> None:
    """Print columns as one line, each escaped, and in an isolate where it runs to the left."""
    click.echo(joined(*columns))


def say_line(text: str, *, err: bool = False, colour: str | None = None) -> None:
    """Print a message as one line, whatever it quotes; in a colour where a terminal has some."""
    line = on_terminal(one_line(text))
    click.echo(line if colour is None else click.style(line, fg=colour), err=err)


def say_again(text: str) -> None:
    """Print a message on the error output over the one before."""
    click.echo(f"\r{one_line(text)}", err=True, nl=False)


def json_line(value: object) -> str:
    r"""Return a value as JSON in one line, with the same characters escaped, so that none is lost.

    >>> json_line({"text": "\u4e2d\x9b\u202e"})
    '{"text": "中\\u009b\\u202e"}'
    """
    written = json.dumps(value, ensure_ascii=False)
    return _HIDING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
