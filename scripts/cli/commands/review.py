"""`hexapla review`: the pages in which people review and correct alignments."""

from __future__ import annotations

from functools import partial

import click

from hexapla.cli.options import MEMORY_VARIABLE, not_empty
from hexapla.cli.serving import (
    Serving,
    listening,
    serve_pages,
    serving_options,
    workers_option,
)
from hexapla.cli.user import user_name, who_option
from hexapla.memory.store.locations import MEMORY_NAME
from hexapla.memory.store.opening import open_store
from hexapla.memory.web.review.application import application

__all__ = ["review"]


@click.command()
@click.argument("memory", default=MEMORY_NAME, envvar=MEMORY_VARIABLE, callback=not_empty)
@serving_options(0)
@workers_option
@who_option
@click.option(
    "--encoder",
    default="embedded",
    show_default=True,
    help="What aligns anew: embedded, none (no model), or transformers: with a folder or name.",
)
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
def review(
    *,
    memory: str,
    serving: Serving,
    workers: int,
    who: str | None,
    encoder: str,
    opens: bool,
) -> None:
    """Review and correct the alignments in MEMORY in the browser, until Ctrl-C.

    MEMORY is memory.db, where none is named. Prints the address to open. Only with that address can
    anybody ask, and only from this computer unless --host says otherwise.

    \b
    Example: hexapla review out/memory.db --open
    """
    open_store(memory, create=False).close()
    with listening(serving, always=True) as endpoint:
        make = partial(application, memory, who=who or user_name(), encoder=encoder)
        serve_pages(endpoint, serving, make, opens=opens, workers=workers)
