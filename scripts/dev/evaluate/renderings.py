"""Measures renderings: `python -m scripts.dev.evaluate.renderings ../shared/data`.

A memory is made of the parallel texts of the data. For each term of the gold list that stands in at
least three units, it is asked how the term is said in a language, and in each unit which words
answer it. Beside it, what the plain Dice coefficient puts first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.document import Kind
from hexapla.memory.lookup.renderings.answers import learn, translated
from hexapla.memory.lookup.renderings.association import associated
from hexapla.memory.lookup.renderings.candidates import expected_length
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.lookup.renderings.renderings import find_renderings
from hexapla.memory.lookup.renderings.sampling import Held, held, others
from hexapla.memory.lookup.renderings.words import words_in
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key
from hexapla.memory.units import DocumentRecord, Level, Translation, Unit
from scripts.dev.command import Row, command, data_argument, json_option, table
from scripts.dev.evaluate.defects import parallel_units
from scripts.dev.evaluate.gold_sets import TARGETS

__all__ = [
    "MEASURES",
    "Term",
    "gold_terms",
    "main",
    "measure",
    "memory_of",
    "overlap",
    "rows_of",
    "together",
]

MEASURES: Final = ("first", "first three", "span F1", "Dice first", "Dice first three")
"""What is measured of each language; `terms` tells of how many."""

# Units that a term must stand in, and those of each term of which the words that answer are looked
# at.
_LEAST: Final = 3
_LOOKED_AT: Final = 12
_SOURCE: Final = "zh"

# What Arabic writes before a word, and together with it: and, so, by, for, like, the.
_BEFORE: Final = r"(?:[وف]?[بكل]?(?:ال)?|[وف]?لل)"


@dataclass(frozen=True, slots=True)
class Term:
    """A term with the renderings that are right in a language; `*` stands for any letters."""

    text: str
    language: str
    accepted: tuple[str, ...]

    def accepts(self, rendering: str) -> bool:
        """Return whether a rendering is right, in any form.

        >>> Term("国家", "en", ("countr*",)).accepts("Countries")
        True
        """
        return bool(_pattern(self).fullmatch(match_key(rendering)))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where right renderings stand in a text: all words that are one, from and to."""
        words = words_in(text, self.language)
        found: list[tuple[int, int]] = []
        for first, word in enumerate(words):
            for last in range(min(len(words), first + self._longest) - 1, first - 1, -1):
                if self.accepts(text[word.start : words[last].end]):
                    found.append((word.start, words[last].end))
                    break
        return [one for one in found if not any(_within(one, other) for other in found)]

    @property
    def _longest(self) -> int:
        return max(len(re.findall(r"[\w*]+", each)) for each in self.accepted)


@lru_cache(maxsize=64)
def _pattern(term: Term) -> re.Pattern[str]:
    """Return what the keys of right renderings match."""
    before = _BEFORE if term.language == "ar" else ""
    return re.compile(
        "|".join(
            " ".join(
                before + r"\w*".join(re.escape(match_key(part)) for part in word.split("*"))
                for word in accepted.split()
            )
            for accepted in term.accepted
        )
    )


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def gold_terms(*languages: str) -> Iterator[Term]:
    """Yield the terms of the gold list that have renderings in some languages."""
    rows = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()
    header = rows[0].split("\t")
    for row in rows[1:]:
        cells = dict(zip(header, row.split("\t"), strict=True))
        for language in languages:
            accepted = tuple(filter(None, cells[language].split("; ")))
            if accepted:
                yield Term(cells[_SOURCE], language, accepted)


def memory_of(data: Path, folder: Path) -> Path:
    """Write a memory of the parallel texts of the data below a folder, and return its path."""
    path = folder / "memory.db"
    with open_store(str(path)) as store:
        for name, versions in parallel_units(data).items():
            units = [
                Unit(
                    *(name, Level.SENTENCE, place, f"{place + 1}.1", Kind.OPERATIVE, label),
                    *(_SOURCE, text),
                    tuple(
                        Translation(code, found[place][1], 1.0, "imported")
                        for code, found in versions.items()
                        if code != _SOURCE
                    ),
                )
                for place, (label, text) in enumerate(versions[_SOURCE])
            ]
            store.add_units(units, DocumentRecord(_SOURCE, name, f"{len(units):064}", len(units)))
    return path


@dataclass(frozen=True)
class _Asked:
    """A term that is asked for in a memory."""

    store: Store
    term: Term

    @cached_property
    def held(self) -> Held:
        return held(self.store, self.term.text, _SOURCE, Level.SENTENCE)

    def renderings(self) -> list[str]:
        found = find_renderings(
            *(self.store, self.term.text),
            source=_SOURCE,
            targets=[self.term.language],
            meanings=known_meanings(),
        )
        return [each.text for each in found[0].renderings]

    def by_dice(self) -> list[str]:
        """Return the phrases with the highest Dice coefficient, the longest of equals first."""
        language = self.term.language
        hits = translated(self.store, self.held, language)
        phrases = associated(
            [(hit.text, hit.words) for hit in hits],
            others(self.store, language, Level.SENTENCE, without=self.held.texts),
            expected_length(self.term.text, (_SOURCE, language)),
        )
        ranked = sorted(phrases, key=lambda each: (-each.share, -len(each.form), each.heading))
        return [each.form for each in ranked]

    def overlaps(self) -> Iterator[float]:
        """Yield the F1 of the words marked in each unit that has a right rendering."""
        languages = _SOURCE, self.term.language
        hits = translated(self.store, self.held, languages[1])
        known = learn(
            *(self.store, self.held, hits),
            languages=languages,
            level=Level.SENTENCE,
            meanings=known_meanings(),
        )
        for hit in hits[:_LOOKED_AT]:
            right = self.term.spans(hit.text)
            if right:
                marked = known.span(self.held.texts[hit.unit], hit.text)
                yield max(_f1(marked, each) for each in right) if marked else 0.0


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how many characters two spans have in common."""
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0)


def _f1(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the F1 of the characters of two spans."""
    return 2 * overlap(one, other) / (one[1] - one[0] + other[1] - other[0])


def measure(
    data: Path, *, languages: Sequence[str] = TARGETS, part: int = 1
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Return what is measured by language, and lines that tell what was wrong.

    Of each language one in `part` terms is asked for. Errors as for `parallel_units`.
    """
    found: dict[str, dict[str, list[float]]] = {}
    wrong: list[str] = []
    with TemporaryDirectory() as folder, open_store(str(memory_of(data, Path(folder)))) as store:
        for term in list(gold_terms(*languages))[::part]:
            asked = _Asked(store, term)
            if len(translated(store, asked.held, term.language)) < _LEAST:
                continue
            scores = found.setdefault(term.language, {each: [] for each in MEASURES})
            renderings, plain = asked.renderings(), asked.by_dice()
            for name, ranked in (("", renderings), ("Dice ", plain)):
                scores[f"{name}first"].append(any(map(term.accepts, ranked[:1])))
                scores[f"{name}first three"].append(any(map(term.accepts, ranked[:3])))
            scores["span F1"] += asked.overlaps()
            if not scores["first"][-1]:
                wrong.append(f"{term.text} {term.language}: {' | '.join(renderings[:3])}")
    return {language: _means(scores) for language, scores in found.items()}, wrong


def _means(scores: Mapping[str, Sequence[float]]) -> dict[str, float]:
    means = {name: round(sum(each) / max(len(each), 1), 4) for name, each in scores.items()}
    return means | {"terms": len(scores["first"])}


def together(found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the means over all terms of all languages."""
    terms = sum(each["terms"] for each in found.values())
    return {
        name: round(sum(each[name] * each["terms"] for each in found.values()) / max(terms, 1), 4)
        for name in MEASURES
    } | {"terms": terms}


def rows_of(
    found: Mapping[str, Mapping[str, float]], counted: str, measures: Sequence[str]
) -> Iterator[Row]:
    """Yield a row a language for a table: of how many the measures are, and the measures."""
    for name, each in found.items():
        yield {"language": name, counted: f"{each[counted]:.0f}"} | {
            measured: f"{each[measured]:.3f}" for measured in measures
        }


@command
@data_argument
@click.option("--part", type=click.IntRange(1), default=1, help="Ask for one in so many terms.")
@click.option("--wrong", is_flag=True, help="Show the terms whose first rendering is not right.")
@json_option
def main(*, data: Path, part: int, wrong: bool, as_json: bool) -> None:
    """Measure how often renderings are right, first and in the first three, and the words marked.

    \b
    Example: python -m scripts.dev.evaluate.renderings ../shared/data
    """
    found, lines = measure(data, part=part)
    every = found | {"all": together(found)}
    if as_json:
        click.echo(json.dumps(every))
        return
    click.echo("\n".join(table(rows_of(every, "terms", MEASURES))))
    if wrong:
        click.echo("\n".join(lines))


if __name__ == "__main__":
    run(main)
