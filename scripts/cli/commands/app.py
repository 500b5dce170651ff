"""`hexapla app`: the workbench in the browser, from dropped files to a reviewed memory."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from hexapla.cli.options import MEMORY_VARIABLE, not_empty
from hexapla.cli.output import say_line
from hexapla.cli.serving import Serving, listening, serve_pages, serving_options
from hexapla.cli.shortcut import write_shortcut
from hexapla.cli.user import user_name, who_option
from hexapla.memory.output.files import make_folder
from hexapla.memory.store.locations import MEMORY_NAME, file_of, is_database, shown
from hexapla.memory.store.opening import open_store, upgrade
from hexapla.memory.web.review.application import application

__all__ = ["app"]


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@serving_options(0)
@who_option
@click.option(
    "--memory",
    metavar="URL",
    envvar=MEMORY_VARIABLE,
    callback=not_empty,
    help="Another memory to keep, as of all commands [default: FOLDER/memory.db].",
)
@click.option(
    "--shortcut",
    is_flag=True,
    help="Put a starter on the desktop (Linux: into the menu of applications), and end.",
)
@click.option("--no-open", is_flag=True, help="Only print the address; do not open the browser.")
def app(
    *,
    folder: Path | None,
    serving: Serving,
    who: str | None,
    memory: str | None,
    shortcut: bool,
    no_open: bool,
) -> None:
    """Open hexapla in the browser: add documents, align, review and look up, until Ctrl-C.

    FOLDER is where the memory, the documents that you add, the TMX files and the report are kept;
    "hexapla" in your home folder, where none is named. It is made where it is not there. Only with
    the address that is printed can anybody ask, and only from this computer unless --host says
    otherwise.

    \b
    Example: hexapla app
    """
    place = make_folder((folder or Path.home() / "hexapla").resolve())
    if shortcut:
        command = [sys.executable, "-m", "hexapla", "app", str(place)]
        command += ["--memory", memory] if memory else []
        path = write_shortcut(command, home=Path.home(), system=sys.platform)
        say_line(f"written: {path}")
        return
    location = memory or str(place / MEMORY_NAME)
    # Who uses this has no terminal for another command.
    is_there = not is_database(location) and Path(file_of(location)).exists()
    if is_there and (done := upgrade(location)):
        say_line(f"{shown(location)}: brought to this version; as it was: {done.backup}")
    open_store(location).close()
    with listening(serving, always=True) as endpoint:
        make = partial(application, location, who=who or user_name(), folder=place)
        serve_pages(endpoint, serving, make, opens=not no_open)
