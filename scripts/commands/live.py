"""`hexapla serve` and `hexapla watch`: the memory for programs that stay open."""

from __future__ import annotations

import time
from pathlib import Path

import click

from memory.omegat_project import update_project
from memory.server import application
from memory.store import open_store
from scripts.commands.options import memory_option
from scripts.loopback import listening, serve_on

__all__ = ["serve", "watch"]


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8888,
    show_default=True,
    help="Port on this computer; 0 takes any that is free.",
)
@memory_option
def serve(*, port: int, memory: str) -> None:
    """Answer CAT tools and scripts on this computer from the memory, until Ctrl-C.

    Tools that ask a tmserver or amaGama take http://127.0.0.1:8888/tmserver or …/api/v1 as its
    address. http://127.0.0.1:8888/ tells what else can be asked for. Nobody else on the network
    can ask.

    \b
    Example: hexapla serve --memory out/memory.db
    """
    open_store(memory, create=False).close()
    with listening(port) as (listener, chosen):
        click.echo(f"http://127.0.0.1:{chosen}/")
        serve_on(listener, application(memory))


@click.command()
@click.argument("project", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--once", is_flag=True, help="Write the file once and stop.")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
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
    seen = None
    while True:
        changed = _stamp(memory)
        if changed != seen:
            with open_store(memory, create=False) as store:
                path, count = update_project(store, project, auto=auto)
            click.echo(f"written: {path} ({count} units)")
            seen = changed
        if once:
            return
        time.sleep(every)


def _stamp(memory: str) -> tuple[int, int] | None:
    """Tell one state of the memory's file from another."""
    try:
        found = Path(memory.removeprefix("sqlite:///")).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
