"""The options that say which documents are meant, the same for every command."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

import click

from hexapla.cli.options import not_empty, symbol_option
from hexapla.corpora.errors import UsageError
from hexapla.memory.selection import Selection, span_of_dates

__all__ = ["register_options", "where_options"]

_Result = TypeVar("_Result")


def _span(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return span_of_dates(value)
    except UsageError as error:
        raise click.BadParameter(str(error), param=parameter) from error


_REGISTER: Final = (
    click.option(
        "--body", callback=not_empty, help="Of this body: its code, as A/HRC or A/*, or name."
    ),
    click.option("--session", callback=not_empty, help="Of this session: 74, or S-27."),
    click.option("--subject", callback=not_empty, help="With words of a subject of a catalogue."),
    click.option(
        "--agenda", callback=not_empty, help="Of this item: its number, as 70 or 70(b), or name."
    ),
    click.option(
        "--date",
        "--year",
        "dates",
        callback=_span,
        help="Of a year, month or day, or from one to another: 2019, 2018-12..2020.",
    ),
)


def register_options(command: Callable[..., _Result]) -> Callable[..., _Result]:
    """Add options that choose documents by the register; `where` is the Selection they make.

    The symbol of a selection is given by `symbol`, where the command has that option.
    """

    @wraps(command)
    def with_where(  # as many as options
        *,
        body: str | None,
        session: str | None,
        subject: str | None,
        agenda: str | None,
        dates: str | None,
        symbol: str | None = None,
        **rest: Any,
    ) -> _Result:
        where = Selection(
            symbol, body=body, session=session, subject=subject, agenda=agenda, dates=dates
        )
        return command(where=where, **rest)

    decorated: Callable[..., _Result] = with_where
    for option in reversed(_REGISTER):
        decorated = option(decorated)
    return decorated


def where_options(command: Callable[..., _Result]) -> Callable[..., _Result]:
    """Add `--symbol` and the options of `register_options`, which together make `where`."""
    return symbol_option(register_options(command))
