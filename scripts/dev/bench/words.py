"""Measures look-ups of words: `python -m scripts.dev.bench.words large.db`.

Key words in context, renderings and fragments are asked for in a memory that is there, by words of
its own texts. A fragment is looked for in the beginning of one text and the end of another, and
what is found is compared with what reading all texts finds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.fragments import find_fragments
from hexapla.memory.lookup.kwic.lines import Sort, find_key_words
from hexapla.memory.lookup.kwic.parsing import parse
from hexapla.memory.lookup.renderings.renderings import find_renderings
from hexapla.memory.lookup.stretches import LEAST, find_stretches
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.stretches import ENDS, WordSequence, words_of
from hexapla.memory.units import Level
from scripts.dev.bench.harness import Clock, timed
from scripts.dev.command import command, table

__all__ = ["Figures", "main", "measure"]

# Texts out of which what is asked for is taken.
_TEXTS: Final = 2000
# Signs of a text that is cut in two, and of a term.
_LONG: Final = 60
_TERM: Final = 4
_MARK: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Figures:
    """How long look-ups of one kind took, in milliseconds of a processor."""

    name: str
    count: int
    p50: float
    p95: float


def measure(
    store: Store, *, queries: int, compared: int, seed: int = 7
) -> tuple[list[Figures], float]:
    """Return how long each kind of look-up takes, and the recall of stretches.

    `queries` of each kind are asked for, in Chinese; of `compared` texts the stretches are looked
    for in all texts of the memory. Raises UsageError where the memory has too few texts.
    """
    dice = random.Random(seed)
    keys = store.spread("zh", level=Level.SENTENCE, limit=_TEXTS)
    texts = [text for _, text in store.texts("zh", keys) if len(text) >= _LONG]
    if len(texts) < 2:
        raise UsageError("the memory has too few long sentences in Chinese")
    terms = [term for text in texts if (term := _term(text, dice))]
    mixed = [_mixed(*dice.sample(texts, 2)) for _ in range(queries)]
    kinds: Sequence[tuple[str, Callable[[str], object], Sequence[str]]] = (
        ("a word in context", lambda asked: _in_context(store, asked), terms),
        ("two near each other", lambda asked: _in_context(store, _near(asked)), terms),
        ("a pattern", lambda asked: _in_context(store, f"/{asked[:2]}.{{0,3}}{asked[3]}/"), terms),
        ("renderings", lambda asked: _renderings(store, asked), terms),
        ("fragments", lambda asked: find_fragments(store, asked, source="zh", target="en"), mixed),
    )
    figures = [_figures(name, timed(look_up, asked[:queries])[1]) for name, look_up, asked in kinds]
    return figures, _recall(store, mixed[:compared])


def _term(text: str, dice: random.Random) -> str:
    """Return some ideographs of a text that stand side by side, "" where none do."""
    start = dice.randrange(len(text) - _TERM)
    term = text[start : start + _TERM]
    return term if all("\u4e00" <= sign <= "\u9fff" for sign in term) else ""


def _mixed(one: str, other: str) -> str:
    return f"{one[: len(one) * 11 // 20]}与其他各方{other[len(other) * 9 // 20 :]}"


def _near(term: str) -> str:
    return f"{term[:2]} NEAR/5 {term[2:]}"


def _in_context(store: Store, asked: str) -> object:
    return find_key_words(store, parse(asked, "zh"), sort=Sort.RIGHT)


def _renderings(store: Store, term: str) -> object:
    return find_renderings(store, term, source="zh", targets=["en"])


def _figures(name: str, clocks: Sequence[Clock]) -> Figures:
    times = sorted(1000 * clock.cpu_seconds for clock in clocks)
    return Figures(name, len(times), times[len(times) // 2], times[len(times) * 19 // 20])


def _recall(store: Store, asked: Sequence[str]) -> float:
    """Return what share of the longest stretches is found, or lies in one that is."""
    every = "\n".join(_joined(words_of(text)) for text in _all_texts(store))
    there = found = 0
    for text in asked:
        row = WordSequence(text)
        own = [
            (each.start, each.end) for each in find_stretches(store, row, source="zh", target="en")
        ]
        for start, end in _longest(row, every):
            there += 1
            found += any(first <= start and end <= last for first, last in own)
    return found / max(there, 1)


def _joined(words: Sequence[str]) -> str:
    return f"{_MARK}{_MARK.join(words)}{_MARK}"


def _all_texts(store: Store) -> Iterator[str]:
    for level in Level:
        keys = store.spread("zh", level=level, limit=1 << 62)
        translated = [key for key, _ in store.lengths("en", keys)]
        yield from (text for _, text in store.texts("zh", translated))


def _longest(row: WordSequence, every: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that stand in others, by trying each."""
    reach = 0
    for start, word in enumerate(row.words):
        end = max(start, reach)
        while word not in ENDS and end < len(row) and _joined(row.words[start : end + 1]) in every:
            end += 1
        reach, before = max(reach, end), reach
        while end > start and row.words[end - 1] in ENDS:
            end -= 1
        # A single word beside numbers is not looked for.
        grams = sum(start <= gram.start and gram.end <= end for gram in row.grams())
        if end > before and row.length(start, end) >= LEAST and grams > 1:
            yield start, end


@command
@click.argument("memory", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--queries", type=click.IntRange(1), default=50, show_default=True)
@click.option("--compared", type=click.IntRange(0), default=20, show_default=True)
def main(*, memory: Path, queries: int, compared: int) -> None:
    """Measure look-ups of words in MEMORY, and the recall of stretches.

    \b
    Example: python -m scripts.dev.bench.words large.db
    """
    with open_store(memory, create=False) as store:
        figures, recall = measure(store, queries=queries, compared=compared)
    rows = (
        {
            "look-up": each.name,
            "asked": str(each.count),
            "p50 ms": f"{each.p50:.1f}",
            "p95 ms": f"{each.p95:.1f}",
        }
        for each in figures
    )
    click.echo("\n".join(table(rows)))
    click.echo(f"stretches found of those that reading all texts finds: {recall:.3f}")


if __name__ == "__main__":
    run(main)
