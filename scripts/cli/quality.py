"""The options that choose by what the checks of quality say, for the commands that have them."""

from __future__ import annotations

from collections.abc import Callable

import click

from hexapla.memory.checks.pair import Check

__all__ = ["quality_options"]


def _checks(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> frozenset[Check]:
    return frozenset(Check) if "any" in names else frozenset(map(Check, names))


def quality_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add `--flag` and `--without-flag`, which choose by what the checks of quality say."""
    names = click.Choice([*(check.value for check in Check), "any"])
    for option, name, text in (
        ("--without-flag", "exclude", "Leave out what this check of quality is not content with."),
        ("--flag", "flags", "Only what this check of quality is not content with."),
    ):
        command = click.option(
            option, name, type=names, multiple=True, callback=_checks, help=text
        )(command)
    return command
