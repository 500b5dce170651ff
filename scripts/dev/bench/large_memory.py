"""Makes a large memory out of real texts, for benchmarks.

Each unit joins one to three passages of Chinese with their English translation, drawn from novels
and United Nations targets. Every number is replaced by another, the same on both sides, and up to
three words of each side by words of other passages. The same seed gives the same memory.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
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

__all__ = ["SET_SIZE", "changed_pairs", "large_sets", "main", "write_memory"]

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
        yield _aligned(symbol, drawn)


def _aligned(symbol: str, pairs: Sequence[Pair]) -> AlignedSet:
    texts = ["", *(zh for zh, _ in pairs), ""]
    units = (
        Unit(
            symbol=symbol,
            level=Level.SENTENCE,
            position=position,
            reference=f"{position + 1}.1",
            kind=Kind.BODY,
            label=str(position + 1),
            language="zh",
            text=zh,
            translations=(Translation("en", en, 0.95, "similarity", str(position + 1)),),
            before=texts[position],
            after=texts[position + 2],
        )
        for position, (zh, en) in enumerate(pairs)
    )
    records = tuple(
        DocumentRecord(language, f"{language}.txt", "0" * 64, len(pairs))
        for language in ("zh", "en")
    )
    return AlignedSet(symbol, "zh", records, tuple(units), (), "large")


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
