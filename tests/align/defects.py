"""Makes defective versions of a parallel text, with the gold alignment that follows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from align.beads import Bead

__all__ = ["Line", "Rates", "damage", "gold_beads"]


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


def damage(units: Sequence[tuple[str, str]], seed: int, rates: Rates, joiner: str) -> list[Line]:
    """Damage one side, given as (label, text) for each unit."""
    dice = random.Random(seed)
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
