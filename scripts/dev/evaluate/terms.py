"""Measures the extraction of terms: `python -m scripts.dev.evaluate.terms DATA`.

The first candidates of each language, out of all texts of the data in it, are compared with those
that were read and judged: gold/terms/CODE.txt has a candidate a line, + a term, - none. A term is
what a translator would keep in a termbase, in any form; none is what is cut out of a longer name, a
clause, or words of no account. Candidates that nobody has judged count as none, and are shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers.registry import read
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.terms.extraction import find_candidates
from scripts.dev.command import Row, command, data_argument, json_option, show

__all__ = ["Judged", "judged", "main", "measure", "texts"]

_GOLD: Final = Path(__file__).parent / "gold" / "terms"
FIRST: Final = 100
"""The candidates that are looked at."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The first candidates of a language: how many are terms, and those that nobody has judged."""

    language: str
    terms: int
    candidates: int
    unknown: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The part of the candidates that are terms."""
        return self.terms / self.candidates if self.candidates else 0.0


def texts(data: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of the data in a language with their addresses."""
    for line in (data / "sdg-targets" / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get(language):
            yield f"targets#{row['label']}", row[language]
    if language in {"zh", "en"}:
        for line in (data / "seed" / "paragraphs.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            yield f"seed#{row['id']}", row[language]
    for each in read(data / "udhr" / f"{language}.html", language=language).paragraphs:
        yield f"udhr#{each.id}", each.text
    licence = (data / "cc-legal" / "plain" / f"{language}.txt").read_text("utf-8")
    for number, line in enumerate(licence.splitlines(), 1):
        yield f"licence#{number}", line


def judged(language: str) -> dict[str, bool]:
    """Return whether each candidate that was judged is a term."""
    lines = (_GOLD / f"{language}.txt").read_text("utf-8").splitlines()
    return {line[2:]: line[0] == "+" for line in lines if line.strip()}


def measure(data: Path, language: str, *, first: int = FIRST) -> Judged:
    """Return how good the first candidates of a language are."""
    found = find_candidates(texts(data, language), language, known_meanings())[:first]
    known = judged(language)
    unknown = tuple(each.text for each in found if each.text not in known)
    return Judged(language, sum(known.get(each.text, False) for each in found), len(found), unknown)


@command
@data_argument
@json_option
def main(*, data: Path, as_json: bool) -> None:
    """Measure how many of the first candidates of each language are terms.

    \b
    Example: python -m scripts.dev.evaluate.terms ../shared/data
    """
    found = [measure(data, language) for language in LANGUAGES]
    for each in found:
        for text in each.unknown:
            click.echo(f"{each.language}: not judged: {text}", err=True)
    show(found, _row, as_json=as_json)


def _row(found: Judged) -> Row:
    return {
        "language": found.language,
        "candidates": found.candidates,
        "precision": found.precision,
        "not judged": len(found.unknown),
    }


if __name__ == "__main__":
    run(main)
