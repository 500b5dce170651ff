"""`hexapla import`: files of other programs into the memory."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hexapla.cli.options import ExistingPath, LanguageList, memory_option
from hexapla.cli.output import say_again, say_line
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.importing import LARGE, import_file
from hexapla.memory.formats.registry import told_to_read
from hexapla.memory.store.opening import open_store

__all__ = ["import_"]


_HELP = f"""\
Add the units of FILES to the memory, which is made where there is none.

Reads {told_to_read()}. A file is added whole or not at all; one of more than {LARGE >> 20} MB is
added part by part, and goes on from there where it was stopped. What is known already is not added
again. Units of hexapla's own files find their places by their ids. What of a file goes into no
unit is counted and named, and the exit status is then 1.

\b
Example: hexapla import old.tmx reviewed.csv --memory memory/memory.db
"""


@click.command("import", help=_HELP)
@click.argument("files", nargs=-1, required=True, type=ExistingPath(folders=False))
@click.option(
    "--languages",
    type=LanguageList(),
    default=(),
    help="The source, then the others, where a file does not say: zh,en.",
)
@click.option("--recover", is_flag=True, help="Read what can be saved of a damaged TMX file.")
@memory_option
def import_(
    *, files: tuple[Path, ...], languages: tuple[str, ...], recover: bool, memory: str
) -> int:
    """Add the units of files to the memory: the exit status is 1 where anything is left out."""
    refused = incomplete = 0
    with open_store(memory) as store:
        for file in files:
            try:
                counts = import_file(
                    *(store, file), languages=languages, recover=recover, on_progress=_tell
                )
            except StoreError as error:
                refused += 1
                say_line(f"hexapla: {error}", err=True)
                continue
            say_line(
                f"{file}: {counts.added} added, {counts.merged} merged,"
                f" {counts.known} known already, {counts.left_out} left out"
            )
            for loss in counts.losses:
                say_line(f"{file}: left out: {loss}", err=True)
            incomplete += bool(counts.losses)
    return 1 if refused or incomplete else 0


def _tell(units: int) -> None:
    """Show on a terminal how many units of a large file are stored."""
    if sys.stderr.isatty():
        say_again(f"{units:,} units stored ")
