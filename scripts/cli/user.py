"""Who changes a memory, as its history says it."""

from __future__ import annotations

import getpass

import click

from hexapla.cli.options import not_empty

__all__ = ["user_name", "who_option"]

who_option = click.option("--as", "who", callback=not_empty, help="Your name, for the history.")


def user_name() -> str:
    """Return what the system calls the user, `?` where it does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
