"""Makes defective versions of parallel texts, with the gold alignment that follows.

For tests, for learning weights and for evaluations: seeded, so that they can be made again.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from align.beads import Bead
from corpora.readers import read

__all__ = ["DEFECTS", "Line", "Rates", "Units", "damage", "gold_beads", "parallel_units"]

_LANGUAGES: Final = ("zh", "en", "fr", "es", "ru", "ar", "de")

# (label, text) of each unit.
Units = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the numbers of the units whose text it holds."""

    label: str
    text: str
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of the lines that suffer each defect."""

    dropped: float = 0.04
    joined: float = 0.06
    split: float = 0.06
    unnumbered: float = 0.05
    wrong: float = 0.02
    shifted_run: int = 0


_NONE: Final = Rates(dropped=0, joined=0, split=0, unnumbered=0, wrong=0)

# Named kinds of damage: what the source suffers, and what the target suffers.
DEFECTS: Final[Mapping[str, tuple[Rates, Rates]]] = {
    "mixed": (Rates(), Rates()),
    "unnumbered": (Rates(unnumbered=1), Rates(unnumbered=1)),
    "third missing": (Rates(dropped=0), Rates(dropped=0.3)),
    "third missing, unnumbered": (
        Rates(dropped=0, unnumbered=1),
        Rates(dropped=0.3, unnumbered=1),
    ),
    "half missing": (replace(_NONE, unnumbered=1), replace(_NONE, dropped=0.5, unnumbered=1)),
    "wrong numbers": (Rates(wrong=0.2, shifted_run=20), Rates(wrong=0.2, shifted_run=20)),
    "joined and split": (
        Rates(joined=0.2, split=0.2, unnumbered=1),
        Rates(joined=0.2, split=0.2, unnumbered=1),
    ),
}


def parallel_units(data: Path) -> dict[str, Mapping[str, Units]]:
    """Read the parallel texts of a folder laid out as ../shared/data: set → language → units.

    Units of one set have the same place in all its languages.
    """
    targets: dict[str, list[tuple[str, str]]] = {language: [] for language in _LANGUAGES}
    for line in (data / "sdg-targets" / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for language in _LANGUAGES:
            targets[language].append((row["label"], row[language]))
    resolution: dict[str, list[tuple[str, str]]] = {"zh": [], "en": []}
    for line in (data / "seed" / "paragraphs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for language, units in resolution.items():
            units.append((row["number"] or "", row[language]))
    return {"targets": targets, "resolution": resolution, "declaration": _declaration(data)}


def _declaration(data: Path) -> dict[str, Units]:
    """Read the articles of the Universal Declaration that have one number in all languages."""
    found = {}
    for language in _LANGUAGES:
        document = read(data / "udhr" / f"{language}.html", language=language)
        found[language] = [(p.label, p.text) for p in document.paragraphs if p.label and p.text]
    once = [
        {label for label, times in Counter(label for label, _ in units).items() if times == 1}
        for units in found.values()
    ]
    kept = set.intersection(*once)
    return {
        language: [unit for unit in units if unit[0] in kept] for language, units in found.items()
    }


def damage(units: Units, seed: int, rates: Rates, joiner: str) -> list[Line]:
    """Damage one side, given as (label, text) for each unit."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    labels = [label for label, _ in units]
    if rates.shifted_run:
        start = dice.randrange(len(labels) - rates.shifted_run)
        run = slice(start, start + rates.shifted_run)
        labels[run] = labels[start + 1 : start + rates.shifted_run + 1]
    lines: list[Line] = []
    join = False
    for number, (_, text) in enumerate(units):
        if dice.random() < rates.dropped:
            join = False
            continue
        label = labels[number]
        if dice.random() < rates.unnumbered:
            label = ""
        elif dice.random() < rates.wrong:
            label = dice.choice(labels)
        if join:
            last = lines.pop()
            text = joiner.join((last.text, text))  # noqa: PLW2901 - it grows
            lines.append(Line(last.label, text, (*last.units, number)))
            join = False
            continue
        commas = [i for i, sign in enumerate(text) if sign in ",，、،" and 8 < i < len(text) - 8]
        if commas and dice.random() < rates.split:
            cut = dice.choice(commas) + 1
            lines.append(Line(label, text[:cut].strip(), (number,)))
            lines.append(Line("", text[cut:].strip(), (number,)))
        else:
            lines.append(Line(label, text, (number,)))
            join = dice.random() < rates.joined
    return lines


def gold_beads(source: Sequence[Line], target: Sequence[Line]) -> list[Bead]:
    """Join the lines of both sides that hold parts of the same units."""
    group: dict[int, int] = {}

    def root(unit: int) -> int:
        while group.setdefault(unit, unit) != unit:
            unit = group[unit]
        return unit

    for line in (*source, *target):
        for unit in line.units:
            group[root(unit)] = root(line.units[0])
    sides: dict[int, tuple[list[int], list[int]]] = {}
    for side, lines in enumerate((source, target)):
        for index, line in enumerate(lines):
            sides.setdefault(root(line.units[0]), ([], []))[side].append(index)
    return [Bead(tuple(rows), tuple(columns)) for rows, columns in sides.values()]
