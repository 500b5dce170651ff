"""`hexapla check`: what is wrong with a TMX file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from hexapla.cli.output import json_line, say
from hexapla.memory.checks.pair import REMARKS, Flag, check_pair
from hexapla.memory.checks.values.model import Value
from hexapla.memory.formats.tmx.rules import TOOLS, check_tmx
from hexapla.memory.formats.tmx.units import read_units
from hexapla.memory.text.cleaning import one_line

__all__ = ["check"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--tool", type=click.Choice(TOOLS), multiple=True, help="Only what matters to this program."
)
@click.option("--quality", is_flag=True, help="Compare what source and translation state as well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
def check(*, file: Path, tool: tuple[str, ...], quality: bool, as_json: bool) -> int:
    """Tell what is wrong with the TMX FILE, line by line, or will be in a CAT tool.

    What breaks the format is an error for every program. With --quality, the values that a text and
    its translation state are compared: numbers in digits and in words, dates, times, percentages,
    units, articles and sessions, symbols, States and bodies; and lengths, endings, brackets and the
    like. The exit status is 1 where anything is found.

    \b
    Example: hexapla check out/tmx/zh_en.tmx --quality
    """
    count, is_broken = 0, False
    for finding in check_tmx(file):
        # The last one, where it is so: the file is read no further.
        is_broken = not finding.tool and "well-formed" in finding.message
        if not finding.matters_to(tool):
            continue
        count += 1
        shown = f"{file}:{finding.line}: {finding.tool or 'error'}: {finding.message}"
        say(json_line(asdict(finding)) if as_json else one_line(shown))
    for tuid, flag in _quality(file) if quality and not is_broken else ():
        count += 1
        shown = f"{file}: {tuid}: {flag.check}: {flag.cause}"
        say(_as_json(tuid, flag) if as_json else one_line(shown))
    return 1 if count else 0


def _as_json(tuid: str, flag: Flag) -> str:
    """Return a finding as one JSON object, with the values that differ and where they stand."""

    def side(value: Value | None) -> dict[str, str] | None:
        return None if value is None else {"value": value.shown, "text": value.text}

    found = {
        "tuid": tuid,
        "message": f"{flag.check}: {flag.cause}",
        "check": flag.check,
        "remark": flag.check in REMARKS,
        "differences": [
            {"kind": each.kind, "source": side(each.source), "target": side(each.target)}
            for each in flag.differences
        ],
    }
    return json_line(found)


def _quality(file: Path) -> Iterator[tuple[str, Flag]]:
    for unit in read_units(file):
        for other in unit.translations:
            for flag in check_pair(unit.text, other.text, (unit.language, other.language)):
                yield unit.tuid, flag
