"""`hexapla serve` and `hexapla watch`: the memory for programs that stay open."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import click

from hexapla.cli.options import memory_option
from hexapla.cli.serving import listening, serve_on, serving_options, warn_of_network
from hexapla.memory.jobs.omegat_project import update_project
from hexapla.memory.store.locations import file_of, is_database
from hexapla.memory.store.opening import open_store
from hexapla.memory.web.api import application
from hexapla.memory.web.limits import USUAL_LIMITS

__all__ = ["serve", "watch"]


@click.command()
@serving_options(8888)
@click.option(
    "--rate",
    type=click.FloatRange(1, 1_000_000),
    default=USUAL_LIMITS.rate,
    show_default=True,
    help="Requests a second that one client may make on an average; ten times as many at once.",
)
@memory_option
def serve(
    *,
    host: str,
    port: int,
    names: tuple[str, ...],
    token_file: Path | None,
    rate: float,
    memory: str,
) -> None:
    """Answer CAT tools and scripts from the memory, until Ctrl-C.

    Tools that ask a tmserver or amaGama take http://127.0.0.1:8888/tmserver or …/api/v1 as its
    address. http://127.0.0.1:8888/ tells what else can be asked for. Nobody else on the network
    can ask, unless --host says so; then each request must carry the token, as
    "Authorization: Bearer TOKEN" or in the address: http://hexapla:TOKEN@HOST:8888/.

    \b
    Example: hexapla serve --memory out/memory.db
    """
    open_store(memory, create=False).close()
    with listening(host, port, names=names, token_file=token_file, always=False) as door:
        warn_of_network(door)
        if door.is_new:
            click.echo(f"the token, shown this once: {door.access.token}", err=True)
        click.echo(door.address)
        app = application(
            memory,
            access=door.access,
            limits=replace(USUAL_LIMITS, rate=rate, burst=int(10 * rate)),
        )
        serve_on(door.listener, app)


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
    """Tell one state of the memory from another."""
    if is_database(memory):
        with open_store(memory, create=False) as store:
            return store.revision()
    try:
        found = Path(file_of(memory)).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
