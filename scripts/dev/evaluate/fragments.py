"""Measures what answers parts of texts: `python -m scripts.dev.evaluate.fragments ../shared/data`.

Of each pair of texts that holds some of the gold list's terms, parts of the Chinese one are asked
for that have a term inside. What answers a part must hold the renderings of the terms in it, and
not those of the others; none may be cut in two by its edges.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.memory.lookup.renderings.answering import Answering
from scripts.dev.command import command, data_argument, json_option, table
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.gold_sets import TARGETS
from scripts.dev.evaluate.renderings import Term, gold_terms, overlap, rows_of

__all__ = ["MEASURES", "Anchored", "anchored_parts", "main", "measure"]

MEASURES: Final = ("F1", "precision", "recall", "whole")
"""Of the terms: what is rightly inside or outside; and how many the edges do not cut."""

_SOURCE: Final = "zh"
# Parts that are asked for of each pair of texts, and how many ideographs they have.
_PARTS: Final = 2
_SHORTEST, _LONGEST = 8, 40

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Anchored:
    """A part of a text with its translation, and where terms stand in both.

    `inside` are the places in the translation of what renders the terms of the part, `outside` of
    what renders those of the rest.
    """

    text: str
    span: _Span
    translation: str
    inside: tuple[_Span, ...]
    outside: tuple[_Span, ...]


def anchored_parts(
    text: str, translation: str, terms: Sequence[Term], chance: random.Random
) -> Iterator[Anchored]:
    """Yield parts of a text that hold a term and cut none, some of them by chance."""
    known = dict(_anchors(text, translation, terms))
    if len(known) < 2:
        return
    for _ in range(_PARTS):
        start = chance.randrange(len(text))
        end = min(start + chance.randint(_SHORTEST, _LONGEST), len(text))
        start = max([start, *(b for a, b in known if a < start < b)])
        end = min([end, *(a for a, b in known if a < end < b)])
        inside = [place for (a, b), place in known.items() if start <= a and b <= end]
        if inside and end - start >= _SHORTEST:
            outside = [place for place in known.values() if place not in inside]
            yield Anchored(text, (start, end), translation, tuple(inside), tuple(outside))


def _anchors(text: str, translation: str, terms: Sequence[Term]) -> Iterator[tuple[_Span, _Span]]:
    """Yield where a term stands in a text and its rendering in the translation, each once."""
    found: list[tuple[_Span, _Span]] = []
    for term in terms:
        if text.count(term.text) == 1:
            places = term.spans(translation)
            if len(places) == 1:
                start = text.index(term.text)
                found.append(((start, start + len(term.text)), places[0]))
    for one in found:
        if not any(
            other is not one
            and any(overlap(a, b) for a, b in zip(one, other, strict=True))
            and other[0][1] - other[0][0] >= one[0][1] - one[0][0]
            for other in found
        ):
            yield one


def _counted(part: Anchored, answer: _Span | None) -> Counter[str]:
    """Count the terms of a part that an answer holds, lacks, has besides and cuts."""
    counts: Counter[str] = Counter()
    for places, name in ((part.inside, "inside"), (part.outside, "outside")):
        for place in places:
            common = overlap(place, answer) if answer else 0
            whole = common == place[1] - place[0]
            counts[f"{name} {'whole' if whole else 'cut' if common else 'not'}"] += 1
    return counts


def _scores(counts: Mapping[str, int]) -> dict[str, float]:
    right = counts["inside whole"]
    wrong = counts["outside whole"] + counts["outside cut"]
    missed = counts["inside not"] + counts["inside cut"]
    cut = counts["inside cut"] + counts["outside cut"]
    return {
        "F1": round(2 * right / max(2 * right + wrong + missed, 1), 4),
        "precision": round(right / max(right + wrong, 1), 4),
        "recall": round(right / max(right + missed, 1), 4),
        "whole": round(1 - cut / max(sum(counts.values()), 1), 4),
    }


def measure(
    data: Path, *, languages: Sequence[str] = TARGETS, seed: int = 1, part: int = 1
) -> dict[str, dict[str, float]]:
    """Return the `MEASURES` by language, and the number of parts that were asked for.

    Of the pairs of texts one in `part` is taken. Errors as for `parallel_units`.
    """
    found = {}
    sets = parallel_units(data).values()
    for language in languages:
        terms = list(gold_terms(language))
        chance = random.Random(seed)  # noqa: S311 - no secret
        asked = [
            each
            for versions in sets
            if language in versions
            for (_, text), (_, translation) in list(
                zip(versions[_SOURCE], versions[language], strict=True)
            )[::part]
            for each in anchored_parts(text, translation, terms, chance)
        ]
        answers = Answering((_SOURCE, language))(
            [(each.text, each.span, each.translation) for each in asked]
        )
        counts: Counter[str] = Counter()
        for each, answer in zip(asked, answers, strict=True):
            counts.update(_counted(each, answer))
        found[language] = _scores(counts) | {"parts": len(asked)}
    return found


@command
@data_argument
@click.option("--seed", default=1, show_default=True, help="Choose the parts anew.")
@click.option("--part", type=click.IntRange(1), default=1, help="Take one in so many texts.")
@json_option
def main(*, data: Path, seed: int, part: int, as_json: bool) -> None:
    """Measure how often what answers a part of a text holds the right terms, and cuts none.

    \b
    Example: python -m scripts.dev.evaluate.fragments ../shared/data
    """
    found = measure(data, seed=seed, part=part)
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo("\n".join(table(rows_of(found, "parts", MEASURES))))


if __name__ == "__main__":
    run(main)
