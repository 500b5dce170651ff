"""The option that says in which language a report speaks."""

from __future__ import annotations

from collections.abc import Callable

import click

from hexapla.memory.output.speech import Speech
from hexapla.memory.web.review.messages import INTERFACES, translator

__all__ = ["report_language_option"]


def report_language_option(command: Callable[..., int]) -> Callable[..., int]:
    """Add `--report-language`, whose value is given on as `speech`."""
    return click.option(
        "--report-language",
        "speech",
        type=click.Choice(list(INTERFACES)),
        default="en",
        show_default=True,
        callback=lambda _, __, code: Speech(code, translator(code)),
        help="Language in which the report speaks.",
    )(command)
