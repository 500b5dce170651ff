"""Measures what is marked in a translation: `python -m scripts.dev.evaluate.projected_drafts DATA`.

Texts of the data are changed with a seed where it is known what answers in the translation: a
number that stands once in both is exchanged, as is a name of a table, and a term of the gold list
of renderings; of two texts that were put together one is left out. Words of the translation that
are marked are compared with those that had to be. The memory that is asked has all the texts, as
that of a translator has the old document.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

import click

from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.cli.main import run
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.comparison.projection import Target, project
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.words import words_in
from hexapla.memory.store.opening import open_store
from scripts.dev.bench.data import SEED
from scripts.dev.command import command, data_argument, json_option, table
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.renderings import Term, gold_terms, memory_of

__all__ = ["Changed", "Marked", "changes", "main", "measure"]

_TERMS: Final = 2  # of one text
_FIGURES: Final = re.compile(r"(?<![\d.,])\d+(?![\d.,]*\d)")
# English names and phrases that are said in one way, with another to put in their place, and how
# other languages say them, in the same order.
_NAMES: Final = (
    ("United Nations", "European Union"),
    ("developing countries", "island States"),
    ("climate change", "soil erosion"),
    ("human rights", "civic duties"),
)
_SAID: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "zh": ("联合国", "发展中国家", "气候变化", "人权"),
        "fr": (
            "Nations Unies",
            "pays en développement",
            "changements climatiques",
            "droits de l’homme",
        ),
        "es": ("Naciones Unidas", "países en desarrollo", "cambio climático", "derechos humanos"),
        "de": ("Vereinten Nationen", "Entwicklungsländern", "Klimawandel", "Menschenrechte"),
    }
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A text, what became of it, its translation, and the span of that which has to change."""

    kind: str
    languages: tuple[str, str]
    old: str
    new: str
    translation: str
    span: tuple[int, int]


@dataclass(slots=True)
class Marked:
    """Words of translations that are marked, that had to be, and both."""

    right: int = 0
    marked: int = 0
    there: int = 0
    wrong: list[Changed] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The F1 of the words."""
        total = self.marked + self.there
        return 2 * self.right / total if total else 1.0

    def add(self, changed: Changed, spans: list[tuple[int, int]]) -> None:
        """Count the words of a translation."""
        words = words_in(changed.translation, changed.languages[1])
        places = [set(range(each.start, each.end)) for each in words]
        gold = {at for at, each in enumerate(places) if each & set(range(*changed.span))}
        own = {signs for span in spans for signs in range(*span)}
        found = {at for at, each in enumerate(places) if each & own}
        self.right += len(gold & found)
        self.marked += len(found)
        self.there += len(gold)
        if gold != found:
            self.wrong.append(changed)


def changes(data: Path, languages: tuple[str, str], dice: random.Random) -> Iterator[Changed]:
    """Yield texts of the data that were changed; `dice` draws the numbers.

    Raises UsageError where the data cannot be read.
    """
    for versions in parallel_units(data).values():
        if not set(languages) <= versions.keys():
            continue
        sides = [[text for _, text in versions[code]] for code in languages]
        pairs = [pair for pair in zip(*sides, strict=True) if all(len(each) > 30 for each in pair)]
        for old, translation in pairs:
            yield from _figures(old, translation, languages, dice)
            yield from _names(old, translation, languages)
            yield from _terms(old, translation, languages, dice)
        ended = [tuple(map(_ended, pair, languages)) for pair in pairs]
        for (one, its), (other, others) in list(pairwise(ended))[::3]:
            span = 0, len(its)
            yield Changed("left out", languages, one + other, other, its + others, span)


def _ended(text: str, language: str) -> str:
    """Return a text as a sentence with which another can go on."""
    stop, space = ("。", "") if language == "zh" else (".", " ")
    return text.rstrip(".;:,。；：，؛،") + stop + space


def _figures(
    old: str, translation: str, languages: tuple[str, str], dice: random.Random
) -> Iterator[Changed]:
    for found in _FIGURES.finditer(old):
        there = [each for each in _FIGURES.finditer(translation) if each[0] == found[0]]
        if len(there) == 1 == [each[0] for each in _FIGURES.finditer(old)].count(found[0]):
            number = str(int(found[0]) + dice.randint(1, 9))
            new = old[: found.start()] + number + old[found.end() :]
            yield Changed("number", languages, old, new, translation, there[0].span())


def _names(old: str, translation: str, languages: tuple[str, str]) -> Iterator[Changed]:
    answers = _SAID.get(languages[1], ()) if languages[0] == "en" else ()
    for (name, other), answer in zip(_NAMES, answers, strict=False):
        if old.count(name) == 1 == translation.count(answer):
            start = translation.index(answer)
            span = start, start + len(answer)
            yield Changed("name", languages, old, old.replace(name, other), translation, span)


def _terms(
    old: str, translation: str, languages: tuple[str, str], dice: random.Random
) -> Iterator[Changed]:
    """Exchange a term for another one that has no sign in common with it."""
    terms = [each for each in _gold(languages[1]) if languages[0] == "zh" and each.text in old]
    for term in dice.sample(terms, min(len(terms), _TERMS)):
        there = term.spans(translation)
        other = dice.choice(_gold(languages[1])).text
        if len(there) == 1 == old.count(term.text) and not set(other) & set(old):
            new = old.replace(term.text, other)
            yield Changed("term", languages, old, new, translation, there[0])


@cache
def _gold(language: str) -> tuple[Term, ...]:
    return tuple(gold_terms(language))


def measure(
    data: Path, *, seed: int = SEED, part: int = 1
) -> dict[tuple[str, str], dict[str, Marked]]:
    """Project every `part`-th change; return what was marked by pair of languages and by kind."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    meanings = Meanings(EmbeddedEncoder())
    found: dict[tuple[str, str], dict[str, Marked]] = {}
    pairs = [(source, target) for source in ("zh", "en") for target in LANGUAGES]
    with TemporaryDirectory() as folder, open_store(str(memory_of(data, Path(folder)))) as store:
        for languages in (pair for pair in pairs if pair[0] != pair[1]):
            counts = found.setdefault(languages, {})
            target = Target(store, languages, meanings)
            for each in list(changes(data, languages, dice))[::part]:
                made = project(
                    *(each.old, each.new, each.translation, languages, meanings), known=target.known
                )
                spans = [(mark.start, mark.end) for mark in made.marks]
                counts.setdefault(each.kind, Marked()).add(each, spans)
    return found


@command
@data_argument
@click.option("--seed", default=SEED, show_default=True, help="Draws the numbers.")
@click.option("--part", default=1, show_default=True, help="Take every PART-th change.")
@click.option("--wrong", is_flag=True, help="Print what is not right.")
@json_option
def main(*, data: Path, seed: int, part: int, wrong: bool, as_json: bool) -> None:
    """Measure whether the words of a translation are marked that have to change.

    \b
    Example: python -m scripts.dev.evaluate.projected_drafts ../shared/data
    """
    found = measure(data, seed=seed, part=part)
    if wrong:
        for counts in found.values():
            for each in (each for marked in counts.values() for each in marked.wrong):
                told = [each.kind, each.old, each.new, each.translation, each.span]
                click.echo(json.dumps(told, ensure_ascii=False))
    kinds = sorted({kind for counts in found.values() for kind in counts})
    rows = [
        {"F1": "-".join(languages)}
        | {kind: counts[kind].f1 if kind in counts else None for kind in kinds}
        for languages, counts in found.items()
    ]
    click.echo(json.dumps(rows) if as_json else "\n".join(table(rows)))


if __name__ == "__main__":
    run(main)
