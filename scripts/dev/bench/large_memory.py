"""Makes a large memory out of real texts, for benchmarks.

Each unit joins one to three passages of Chinese with their English translation, drawn from novels
and United Nations targets. Every number is replaced by another, the same on both sides, and up to
three words of each side by words of other passages. The same seed gives the same memory.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.store.opening import open_store
from hexapla.memory.text.keys import IDEOGRAPHS
from hexapla.memory.units import AlignedSet, DocumentRecord, Level, Translation, Unit
from scripts.dev.bench.data import SEED, passages
from scripts.dev.command import command, data_argument

__all__ = ["SET_SIZE", "changed_pairs", "large_sets", "made_set", "main", "write_memory"]

SET_SIZE: Final = 1000
"""Units of a document set."""

_ORGANS: Final = ("A", "S", "E")
_NUMBER: Final = re.compile(r"[0-9]+")
_WORDS: Final = {"zh": re.compile(f"[{IDEOGRAPHS}]{{2}}"), "en": re.compile("[A-Za-z]{3,}")}

Pair = tuple[str, str]


def changed_pairs(pairs: Sequence[Pair], *, seed: int = SEED) -> Iterator[Pair]:
    """Yield new pairs without end: passages joined, with other numbers and some other words."""
    dice = random.Random(seed)
    words = [
        sorted({word for pair in pairs for word in _WORDS[language].findall(pair[side])})
        for side, language in enumerate(("zh", "en"))
    ]
    while True:
        drawn = dice.choices(pairs, k=dice.choice((1, 1, 1, 2, 2, 3)))
        texts = ["".join(pair[0] for pair in drawn), " ".join(pair[1] for pair in drawn)]
        texts = _with_other_numbers(texts, dice)
        for side, language in enumerate(("zh", "en")):
            for _ in range(dice.randint(0, 3)):
                texts[side] = _with_other_word(texts[side], language, words[side], dice)
        yield texts[0], texts[1]


def _with_other_numbers(texts: Sequence[str], dice: random.Random) -> list[str]:
    """Replace each number by one of as many digits, the same in all texts."""
    others: dict[str, str] = {}
    for number in (found[0] for text in texts for found in _NUMBER.finditer(text)):
        low = 10 ** (len(number) - 1)
        others.setdefault(number, str(dice.randrange(low, 10 * low)))
    return [_NUMBER.sub(lambda found: others[found[0]], text) for text in texts]


def _with_other_word(text: str, language: str, words: Sequence[str], dice: random.Random) -> str:
    there = list(_WORDS[language].finditer(text))
    if not there or not words:
        return text
    chosen = dice.choice(there)
    return text[: chosen.start()] + dice.choice(words) + text[chosen.end() :]


def large_sets(data: Path, units: int, *, seed: int = SEED) -> Iterator[AlignedSet]:
    """Yield document sets of SET_SIZE sentence units, so many units in all.

    Raises UsageError where the data cannot be read.
    """
    pairs = changed_pairs(passages(data), seed=seed)
    for number, start in enumerate(range(0, units, SET_SIZE)):
        drawn = [next(pairs) for _ in range(min(SET_SIZE, units - start))]
        symbol = f"{_ORGANS[number % len(_ORGANS)]}/{50 + number % 30}/{number + 1}"
        chinese, english = zip(*drawn, strict=True)
        yield made_set(symbol, {"zh": chinese, "en": english}, [0.95] * len(drawn))


def made_set(
    symbol: str, texts: Mapping[str, Sequence[str]], scores: Sequence[float]
) -> AlignedSet:
    """Return a set of sentences, each with its number and score; the first language is the source.

    `texts` are those of each language, in the order of the sentences.
    """
    language, *others = texts
    around = ["", *texts[language], ""]
    units = tuple(
        Unit(
            symbol=symbol,
            level=Level.SENTENCE,
            position=place,
            reference=f"{place + 1}.1",
            kind=Kind.BODY,
            label=str(place + 1),
            language=language,
            text=text,
            translations=tuple(
                Translation(code, texts[code][place], score, "similarity", str(place + 1))
                for code in others
            ),
            before=around[place],
            after=around[place + 2],
        )
        for place, (text, score) in enumerate(zip(texts[language], scores, strict=True))
    )
    records = tuple(DocumentRecord(code, f"{code}.txt", "0" * 64, len(units)) for code in texts)
    return AlignedSet(symbol, language, records, units, (), "made")


def write_memory(data: Path, path: Path, units: int, *, seed: int = SEED) -> None:
    """Write a new memory of so many units. Raises UsageError where there is a file already."""
    if path.exists():
        raise UsageError(f"{path}: there is a file already")
    with open_store(path) as store:
        for number, each in enumerate(large_sets(data, units, seed=seed), 1):
            store.replace_set(each)
            if sys.stderr.isatty() and not number % 10:
                click.echo(f"\r{number * SET_SIZE:,} units", nl=False, err=True)


@command
@data_argument
@click.argument("memory", type=click.Path(path_type=Path))
@click.option("--units", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--seed", type=int, default=SEED, show_default=True)
def main(data: Path, memory: Path, units: int, seed: int) -> None:
    """Make the large memory MEMORY out of the texts in DATA.

    \b
    Example: python -m scripts.dev.bench.large_memory ../shared/data large.db --units 100000
    """
    write_memory(data, memory, units, seed=seed)


if __name__ == "__main__":
    run(main)
