"""Measures the quality checks: `python -m scripts.dev.evaluate.checks ../shared/data`.

How often each check flags the official translations of the data, which are right, and how often it
flags the same pairs after they were damaged in the way that it looks for, with a seed.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.memory.checks.flags import Check
from hexapla.memory.checks.pair import check_pair
from scripts.dev.bench.data import SEED
from scripts.dev.command import command, data_argument, json_option, table
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.gold_sets import TARGETS

__all__ = ["main", "measure"]

_NUMBER: Final = re.compile(r"[0-9]{2,}")

Damage = Callable[[str, str, random.Random], str | None]


def _other_number(_: str, target: str, dice: random.Random) -> str | None:
    found = list(_NUMBER.finditer(target))
    if not found:
        return None
    chosen = dice.choice(found)
    return target[: chosen.start()] + str(int(chosen[0]) + 11) + target[chosen.end() :]


def _half(_: str, target: str, __: random.Random) -> str | None:
    return target[: len(target) // 4] if len(target) > 100 else None


def _source_itself(source: str, _: str, __: random.Random) -> str | None:
    return source


def _no_ending(_: str, target: str, __: random.Random) -> str | None:
    return target[:-1] + "?" if target[-1:] in ".;" else None


def _open_bracket(_: str, target: str, dice: random.Random) -> str | None:
    words = target.split(" ")
    place = dice.randrange(len(words))
    return " ".join([*words[:place], "(" + words[place], *words[place + 1 :]])


def _word_twice(_: str, target: str, dice: random.Random) -> str | None:
    words = [word for word in target.split(" ") if re.fullmatch(r"[^\W\d_]{2,}", word)]
    if not words:
        return None
    word = dice.choice(words)
    return target.replace(word, f"{word} {word}", 1)


def _two_spaces(_: str, target: str, __: random.Random) -> str | None:
    return target.replace(" ", "  ", 1) if " " in target else None


_DAMAGES: Final[MappingProxyType[Check, Damage]] = MappingProxyType(
    {
        Check.NUMBERS: _other_number,
        Check.LENGTH: _half,
        Check.SCRIPT: _source_itself,
        Check.UNTRANSLATED: _source_itself,
        Check.ENDING: _no_ending,
        Check.BRACKETS: _open_bracket,
        Check.REPEATED: _word_twice,
        Check.SPACES: _two_spaces,
    }
)


def _pairs(data: Path) -> Iterator[tuple[str, str, str]]:
    for versions in parallel_units(data).values():
        for target in TARGETS:
            if target in versions:
                for (_, source), (_, other) in zip(versions["zh"], versions[target], strict=True):
                    yield target, source, other


def measure(data: Path, seed: int = SEED) -> dict[str, dict[str, float]]:
    """Return, by check, the share of right pairs flagged in each language, and of damaged ones.

    The keys of the damaged are `found`. Raises UsageError where the data cannot be read.
    """
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    flagged: dict[str, Counter[str]] = {check: Counter() for check in Check}
    pairs: Counter[str] = Counter()
    damaged: Counter[str] = Counter()
    for language, source, target in _pairs(data):
        pairs[language] += 1
        before = {flag.check for flag in check_pair(source, target, ("zh", language))}
        for check in before:
            flagged[check][language] += 1
        for check, damage in _DAMAGES.items():
            changed = damage(source, target, dice)
            if changed is not None and check not in before:
                damaged[check] += 1
                now = {flag.check for flag in check_pair(source, changed, ("zh", language))}
                flagged[check]["found"] += check in now
    return {
        check: {language: flagged[check][language] / pairs[language] for language in TARGETS}
        | ({"found": flagged[check]["found"] / damaged[check]} if damaged[check] else {})
        for check in Check
    }


@command
@data_argument
@json_option
def main(*, data: Path, as_json: bool) -> None:
    """Measure how often each check flags right translations, and how often damaged ones.

    \b
    Example: python -m scripts.dev.evaluate.checks ../shared/data
    """
    shares, columns = measure(data), (*TARGETS, "found")
    if as_json:
        click.echo(json.dumps(shares))
        return
    rows = (
        {"flagged, in %": check}
        | {each: f"{100 * found[each]:.1f}" if each in found else "-" for each in columns}
        for check, found in shares.items()
    )
    click.echo("\n".join(table(rows)))


if __name__ == "__main__":
    run(main)
