"""`hexapla watch`: a translator's OmegaT project that follows the memory."""

from __future__ import annotations

import time
from pathlib import Path

import click

from hexapla.cli.options import FiniteRange, memory_option
from hexapla.cli.output import say_line
from hexapla.corpora.errors import BusyError, UnavailableError
from hexapla.memory.jobs.omegat_project import update_project
from hexapla.memory.store.connection import OF_SERVERS
from hexapla.memory.store.locations import file_of, is_database
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store

__all__ = ["watch"]


@click.command()
@click.argument("project", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Write the file once and stop.")
@click.option(
    "--every",
    type=FiniteRange(0.1, 3600),
    default=5.0,
    show_default=True,
    help="Seconds between looks at the memory.",
)
@click.option("--auto", is_flag=True, help="In tm/auto/: OmegaT fills in exact matches by itself.")
@memory_option
def watch(*, project: Path, once: bool, every: float, auto: bool, memory: str) -> None:
    """Keep the folder tm/ of the OmegaT PROJECT up to date with the memory, until Ctrl-C.

    OmegaT takes the changed file up by itself, also while the project is open.

    \b
    Example: hexapla watch my-project --memory out/memory.db
    """
    seen, told = None, ""
    while True:
        try:
            changed = _stamp(memory)
            if changed != seen:
                with _opened(memory) as store:
                    path, count = update_project(store, project, auto=auto)
                say_line(f"written: {path} ({count} units)")
                seen = changed
            told = ""
        except (BusyError, UnavailableError) as error:
            if once:
                raise
            # It comes back, and is told of once until then.
            if not told:
                say_line(f"{error}: the memory is looked at again", err=True)
            told = str(error)
        if once:
            return
        time.sleep(every)


def _opened(memory: str) -> Store:
    return open_store(memory, create=False, timeouts=OF_SERVERS)


def _stamp(memory: str) -> tuple[int, ...] | None:
    """Return what is different whenever the memory is; None where there is no file."""
    if is_database(memory):
        with _opened(memory) as store:
            return store.revision()
    try:
        found = Path(file_of(memory)).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
