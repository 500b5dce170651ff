"""All that commands print goes through here, so that nothing in a document steers a terminal."""

from __future__ import annotations

import json
import re
from typing import Final

import click

from hexapla.cli.columns import Column, joined
from hexapla.memory.text.cleaning import on_terminal, one_line

__all__ = ["json_line", "say", "say_columns", "say_line"]

# What `on_terminal` escapes, and what else JSON has no escape of its own for.
_HIDING: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


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
