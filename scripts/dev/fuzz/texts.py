"""Gives texts that nobody writes to everything that takes a text apart.

    python -m scripts.dev.fuzz.texts scripts/sample --runs 100000 --seed 1

The lines of a folder's text files are cut, repeated, mixed and strewn with signs that steer, hide
or nest, in each language in turn, and given to the parsers of labels, symbols, links, sentences,
keys, numbers and queries. None may fail otherwise than with one of hexapla's own errors, or
take long: more time than the length of a text allows is a finding too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from hexapla.align.beads import parse_beads
from hexapla.align.encoders.lexical import surface_features
from hexapla.align.scoring.surface import edge_clauses, marks, numbers
from hexapla.cli.main import run
from hexapla.corpora.detection import detect_language, text_in_other_script
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.links import links
from hexapla.corpora.numbers.readings import readings
from hexapla.corpora.segmentation.sentences import segment
from hexapla.corpora.symbols import find_symbols, masthead_symbol, symbol_from_name
from hexapla.memory.checks.pair import check_pair
from hexapla.memory.lookup.citation import resolution_symbol
from hexapla.memory.lookup.concordance import occurrences
from hexapla.memory.lookup.match import similarity
from hexapla.memory.lookup.places import likely_references, named_place, paragraph_reference
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.text.cleaning import clean, escaped, one_line
from hexapla.memory.text.difference import difference
from hexapla.memory.text.keys import grams, match_key, shape, words
from hexapla.memory.text.language_codes import language_of
from hexapla.memory.text.placeables import adapt, placeables
from scripts.dev.command import command
from scripts.dev.fuzz.harness import (
    allowed,
    report,
    runs_option,
    seed_option,
    seeds_argument,
)

__all__ = ["PARSERS", "findings", "main", "strange_texts"]

# Seconds for any text, and for each of its characters.
_SECONDS: Final = 0.5
_SECONDS_EACH: Final = 0.0005
_LONGEST: Final = 20_000
_SIGNS: Final = (
    *"\0\u202e\u2066\u200b\ufeff\u0640\u064b\ud800\U000e0001\r\n\u2028\t\u3000\u00a0()[（«“\"'",
    *"1٣３Ⅳ㈠一百/第号-—*?.<\\",
    *("/Add.1", "A/", "bis", "a)", "(a)", "12.", "IV.", "&lt;", "<script>", "=1+1"),
    *("\x1b[2J", "%s", "{}"),
)

Parser = Callable[[str, str, str], object]


def _sentences(text: str, _: str, language: str) -> object:
    spans = segment(text, language)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    return spans


def _omegat_sentences(text: str, _: str, language: str) -> object:
    return segment(text, language, profile="omegat")


def _links(text: str, _: str, language: str) -> object:
    found = links(text, language)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    return found


def _keys(text: str, _: str, __: str) -> object:
    key = match_key(text)
    assert match_key(key) == key
    return shape(key), words(key), grams(key)


def _difference(text: str, other: str, _: str) -> object:
    # Whole, it takes the product of both lengths.
    return difference(text[:500], other[:500])


def _similarity(text: str, other: str, language: str) -> object:
    value = similarity(match_key(text), match_key(other), language)
    assert 0 <= value <= 1
    return value


PARSERS: Final[Mapping[str, Parser]] = {
    "labels": lambda text, _, language: readings(text, language),
    "symbols": lambda text, _, __: list(find_symbols(text)),
    "names of files": lambda text, _, __: symbol_from_name(text),
    "mastheads": lambda text, other, __: masthead_symbol([text, other]),
    "links": _links,
    "sentences": _sentences,
    "sentences of OmegaT": _omegat_sentences,
    "languages": lambda text, _, language: (
        detect_language(text),
        text_in_other_script(text, language),
        language_of(text),
    ),
    "clauses": lambda text, other, _: (edge_clauses(text), marks([text, other]), numbers(text)),
    "surface features": lambda text, _, __: list(surface_features(text)),
    "keys": _keys,
    "placeables": lambda text, _, language: placeables(text, language),
    "adapting": lambda text, other, language: adapt(text, other, text, (language, "en")),
    "similarity": _similarity,
    "differences": _difference,
    "phrases": lambda text, other, _: occurrences(text, Finder(other[:100])),
    "quality": lambda text, other, language: check_pair(text, other, (language, "en")),
    "citations": lambda text, _, __: (
        resolution_symbol(text),
        named_place(text),
        list(likely_references(paragraph_reference(text))),
    ),
    "beads": lambda text, _, __: parse_beads(text.splitlines()),
    "markup": lambda text, _, __: (clean(text), escaped(text), one_line(text)),
}


def strange_texts(lines: Sequence[str], runs: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield so many texts, each with another and a language; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # the same texts for the same seed
    for _ in range(runs):
        first, other = (_strange(dice.choice(lines), dice) for _ in range(2))
        yield first, other, dice.choice(tuple(LANGUAGES))


def _strange(text: str, dice: random.Random) -> str:
    for _ in range(dice.choice((1, 2, 4))):
        place = dice.randrange(len(text) + 1)
        match dice.randrange(5):
            case 0:
                text = text[:place]
            case 1:
                part = text[place : place + dice.choice((1, 3, 20))]
                text = text[:place] + part * dice.choice((2, 30, 1000)) + text[place:]
            case 2:
                text = text[:place] + dice.choice(_SIGNS) * dice.choice((1, 2, 200)) + text[place:]
            case 3:
                signs = (dice.choice(_SIGNS) for _ in range(dice.choice((1, 10, 100))))
                text = text[:place] + "".join(signs) + text[place:]
            case _:
                text = text[place:] + text[:place]
    return text[:_LONGEST]


def findings(texts: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    """Yield what failed, or took too long, in one line each."""
    for text, other, language in texts:
        for name, parser in PARSERS.items():
            begun = time.process_time()
            try:
                with allowed():
                    parser(text, other, language)
            except Exception as error:  # noqa: BLE001  # that is what is looked for
                yield f"{name}: {type(error).__name__}: {error}: {text[:100]!r}, {other[:100]!r}"
            taken = time.process_time() - begun
            if taken > _SECONDS + _SECONDS_EACH * (len(text) + len(other)):
                yield f"{name}: {taken:.1f} seconds for {len(text)} characters: {text[:100]!r}"


@command
@seeds_argument
@runs_option(1000)
@seed_option
def main(*, seeds: Path, runs: int, seed: int) -> int:
    """Give strange texts, made of the lines of the text files in SEEDS, to every parser.

    \b
    Example: python -m scripts.dev.fuzz.texts scripts/sample --runs 100000
    """
    lines = [
        line
        for path in sorted(seeds.rglob("*.txt"))
        for line in path.read_text("utf-8", "replace").splitlines()
        if line.strip()
    ] or ["The Assembly met."]
    count = 0
    for each in findings(strange_texts(lines, runs, seed)):
        count += 1
        click.echo(each.encode("utf-8", "backslashreplace").decode())
    return report(f"{runs} texts, {len(PARSERS)} parsers each", count)


if __name__ == "__main__":
    run(main)
