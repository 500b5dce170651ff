"""`hexapla review`: the pages in which people review and correct alignments."""

from __future__ import annotations

import getpass
import secrets
import webbrowser

import click

from memory.review.pages import application
from memory.store import open_store
from scripts.commands.options import not_empty
from scripts.loopback import listening, serve_on

__all__ = ["review"]


@click.command()
@click.argument("memory", envvar="HEXAPLA_MEMORY", callback=not_empty)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Port on this computer; 0 takes any that is free.",
)
@click.option("--as", "who", callback=not_empty, help="Your name, for the history.")
@click.option(
    "--encoder",
    default="embedded",
    show_default=True,
    help="What aligns anew: embedded, none (no model), or transformers: with a folder or name.",
)
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
def review(*, memory: str, port: int, who: str | None, encoder: str, opens: bool) -> None:
    """Review and correct the alignments in MEMORY in the browser, until Ctrl-C.

    Prints the address to open. Only this computer can ask, and only with that address.

    \b
    Example: hexapla review out/memory.db --open
    """
    open_store(memory, create=False).close()
    with listening(port) as (listener, chosen):
        token = secrets.token_urlsafe(24)
        address = f"http://127.0.0.1:{chosen}/?token={token}"
        app = application(
            memory,
            token=token,
            hosts=(f"127.0.0.1:{chosen}", f"localhost:{chosen}"),
            who=who or _user(),
            encoder=encoder,
        )
        click.echo(address)
        if opens:
            webbrowser.open(address)
        serve_on(listener, app)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
