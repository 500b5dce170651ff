"""`hexapla mcp`: the memory for assistants."""

from __future__ import annotations

import click

from hexapla.cli.options import memory_option
from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store

__all__ = ["mcp"]


@click.command()
@memory_option
def mcp(*, memory: str) -> None:
    """Answer assistants by the Model Context Protocol, on standard input and output.

    A program that talks with a language model starts it and asks it: match, search, renderings,
    terms, cite, check and compare, each answered with symbol and paragraph. Nothing is written, no
    network used, and no file opened but the memory. Needs the extra: pip install 'hexapla[mcp]'.

    \b
    Example: hexapla mcp --memory out/memory.db
    """
    try:
        from hexapla.memory.web.assistants import assistant_server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "mcp":
            raise
        raise UsageError("hexapla mcp needs the extra: pip install 'hexapla[mcp]'") from error
    # What is wrong with the memory is said before a client waits for an answer.
    open_store(memory, create=False).close()
    assistant_server(memory).run()
