"""The options that choose by what the checks of quality say, for the commands that have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from hexapla.memory.checks.flags import Check, Severity

if TYPE_CHECKING:
    from hexapla.memory.checks.findings import CheckRules

__all__ = ["check_rules", "quality_options", "severity_options"]

_OFF = "off"


def _checks(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> frozenset[Check]:
    return frozenset(Check) if "any" in names else frozenset(map(Check, names))


def quality_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add `--flag` and `--without-flag`, which choose by what the checks of quality say."""
    # Consistency is of many pairs, terms are of a memory: nothing to choose single pairs by.
    single = [check.value for check in Check if check.is_of_pairs]
    names = click.Choice([*single, "any"])
    for option, name, text in (
        ("--without-flag", "exclude", "Leave out what this check of quality is not content with."),
        ("--flag", "flags", "Only what this check of quality is not content with."),
    ):
        command = click.option(
            option, name, type=names, multiple=True, callback=_checks, help=text
        )(command)
    return command


def severity_options(command: Callable[..., object]) -> Callable[..., object]:
    """Add `--check`, `--severity` and `--least`, which say what is checked (`check_rules`)."""
    least = click.option(
        "--least",
        type=click.Choice([each.value for each in Severity]),
        default=Severity.REMARK.value,
        show_default=True,
        help="Leave out what is less severe than this.",
    )
    severities = click.option(
        "--severity",
        "severities",
        multiple=True,
        help="How severe what a check finds is: names=warning; `off` for a check that is not made.",
    )
    only = click.option(
        "--check",
        "checks",
        type=click.Choice([each.value for each in Check]),
        multiple=True,
        help="Only this check; may be given again.",
    )
    return only(severities(least(command)))


def check_rules(
    checks: Iterable[str],
    severities: Iterable[str],
    least: str,
    *,
    consistency: bool,
    terms: bool = False,
    titles: bool = False,
) -> CheckRules:
    """Return what the options say; BadParameter where one names no check or severity."""
    # Only who checks needs the checks: this module is loaded by others too.
    from hexapla.memory.checks.findings import CheckRules  # noqa: PLC0415 - see above

    chosen: dict[Check, Severity | None] = {}
    for each in severities:
        name, _, value = (part.strip() for part in each.partition("="))
        try:
            chosen[Check(name)] = None if value == _OFF else Severity(value)
        except ValueError as error:
            known = f"{', '.join(Check)} with {', '.join((*Severity, _OFF))}"
            cause = f"{each!r} is none of {known}"
            raise click.BadParameter(cause, param_hint="--severity") from error
    only = frozenset(map(Check, checks))
    wanted = consistency or Check.CONSISTENCY in only
    return CheckRules(chosen, only, Severity(least), wanted, terms, titles)
