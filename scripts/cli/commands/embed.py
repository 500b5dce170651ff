"""`hexapla embed`: vectors of the texts of a memory, for matches in meaning."""

from __future__ import annotations

import sys

import click

from hexapla.align.encoders.registry import get_encoder
from hexapla.cli.options import language_option, memory_option
from hexapla.cli.output import say_again, say_line
from hexapla.memory.lookup.semantic import Neighbours, embed, vectors_folder
from hexapla.memory.store.opening import open_store

__all__ = ["embed_"]


@click.command("embed")
@click.option(
    "--language",
    type=language_option,
    default="zh",
    show_default=True,
    help="Language of the texts to be found.",
)
@click.option("--encoder", default="embedded", show_default=True, help="What makes the vectors.")
@memory_option
def embed_(*, language: str, encoder: str, memory: str) -> None:
    """Make the vectors that `hexapla match --semantic` looks in, in MEMORY.vectors.

    A later run makes those of new texts only. One thousand texts take about a second, and 520
    bytes each; the folder can be deleted at any time.

    \b
    Example: hexapla embed --language zh --memory out/memory.db
    """
    neighbours = Neighbours(vectors_folder(memory), language, get_encoder(encoder))
    with open_store(memory, create=False) as store:
        count = embed(store, neighbours, _tell)
    say_line(f"{neighbours.folder}: {count} texts added")


def _tell(count: int) -> None:
    if sys.stderr.isatty():
        say_again(f"{count:,} texts")
