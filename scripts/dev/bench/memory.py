"""Measures look-up in a memory: size, time and what the prefilter of fuzzy matches finds.

    python -m scripts.dev.bench.large_memory ../shared/data large.db
    python -m scripts.dev.bench.memory large.db

Queries are drawn from the memory with a seed: a third as they are, the others with words changed,
left out or put in. Fuzzy matches are compared with those that rapidfuzz finds when it compares the
query with every text of the memory, and timed beside it in the same run.
"""

from __future__ import annotations

import json
import random
from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, TypeVar

import click
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from hexapla.cli.main import run
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import MatchKind, find_matches
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.units import Level
from scripts.dev.bench.data import SEED

__all__ = ["Figures", "changed_text", "drawn_phrase", "main", "measure", "texts_in"]

_T = TypeVar("_T")
Scores = NDArray[np.float32]
Times = tuple[float, float, float]

GOALS: Final = {"exact": 2.0, "fuzzy": 50.0, "search": 50.0}
"""Milliseconds that 95 % of the look-ups may take, at a million units."""

_LEAST: Final = 60
_BEST: Final = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured.

    Times are milliseconds a query: the median and the 95th percentile, and the latter of the
    processor time, which tells more where other programs take the cores. `recall` is the share of
    the best fuzzy scores of the brute force that the memory gave too.
    """

    language: str
    units: int
    bytes_a_unit: float
    exact: Times
    fuzzy: Times
    search: Times
    brute_force: Times
    recall: float


def measure(path: Path, language: str, target: str, *, queries: int, brute: int) -> Figures:
    """Measure one direction of a memory. Raises StoreError where it cannot be opened."""
    with open_store(path, create=False) as store:
        texts = texts_in(store, language)
        dice = random.Random(SEED)
        drawn = dice.sample(texts, min(queries, len(texts)))
        changed = [changed_text(text, language, texts, dice) for text in drawn]

        def match(text: str) -> list[int]:
            return [
                each.score
                for each in find_matches(
                    store, text, source=language, target=target, limit=_BEST, min_score=_LEAST
                )
            ]

        def exact(text: str) -> bool:
            best = find_matches(store, text, source=language, target=target, limit=1)
            return best[0].kind in (MatchKind.EXACT, MatchKind.CONTEXT)

        found, exact_times = _timed(exact, drawn)
        assert all(found)
        matched, fuzzy_times = _timed(match, changed)
        _, search_times = _timed(
            lambda text: concordance(store, Phrase(drawn_phrase(text, language, dice), language)),
            drawn,
        )
        forced, brute_times = _timed(_Everything(texts, language).best, changed[:brute])
    return Figures(
        language,
        len(texts),
        path.stat().st_size / len(texts),
        _spread(exact_times),
        _spread(fuzzy_times),
        _spread(search_times),
        _spread(brute_times),
        _recall(forced, matched),
    )


def texts_in(store: Store, language: str) -> list[str]:
    """Give all texts of a language."""
    found = []
    for unit in store.units(level=Level.SENTENCE):
        if unit.language == language:
            found.append(unit.text)
        found += [each.text for each in unit.translations if each.language == language]
    return found


def changed_text(text: str, language: str, texts: Sequence[str], dice: random.Random) -> str:
    """Change one to five words (characters of Chinese) in a text."""
    joiner = "" if language == "zh" else " "
    pieces = list(text) if language == "zh" else text.split()
    others = dice.choice(texts)
    spare = list(others) if language == "zh" else others.split()
    for _ in range(dice.randint(1, 5)):
        place = dice.randrange(len(pieces) + 1)
        pieces[place : place + dice.randint(0, 1)] = [dice.choice(spare)] * dice.randint(0, 1)
    return joiner.join(pieces)


def drawn_phrase(text: str, language: str, dice: random.Random) -> str:
    """Draw one to four ideographs in a row, or one or two words, from a text."""
    found = words(match_key(text))
    start = dice.randrange(len(found))
    length = dice.randint(1, 4 if language == "zh" else 2)
    return ("" if language == "zh" else " ").join(found[start : start + length])


class _Everything:
    """All texts of a language, made ready to be compared with queries one by one."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self._keys = [match_key(text) for text in texts]
        self._language = language
        self._numbers: dict[str, int] = {}
        self._words = [] if language == "zh" else [self._numbered(key) for key in self._keys]

    def best(self, text: str) -> list[int]:
        """Give the best scores, as `memory.lookup.match.similarity` counts them."""
        key = match_key(text)
        scores = _similarities(key, self._keys)
        if self._words:
            scores = (scores + _similarities(self._numbered(key), self._words)) * np.float32(0.5)
        best = np.sort(scores[scores >= _LEAST / 100])[::-1][: 20 * _BEST]
        return [min(int(100 * score + 1e-4), 99) for score in best]

    def _numbered(self, key: str) -> array[int]:
        """Give the words of a key as numbers, which compare faster."""
        numbers = self._numbers
        return array("I", [numbers.setdefault(word, len(numbers)) for word in words(key)])


def _similarities(one: Sequence[Hashable], others: Sequence[Sequence[Hashable]]) -> Scores:
    scorer = Levenshtein.normalized_similarity
    row: Scores = process.cdist([one], others, scorer=scorer, dtype=np.float32, workers=1)[0]
    return row


def _timed(
    call: Callable[[str], _T], queries: Sequence[str]
) -> tuple[list[_T], list[tuple[float, float]]]:
    """Give the results of all calls, and the milliseconds of each: by clock and by processor."""
    results, times = [], []
    for query in queries:
        start, spent = perf_counter(), process_time()
        results.append(call(query))
        times.append(((perf_counter() - start) * 1000, (process_time() - spent) * 1000))
    return results, times


def _spread(times: Sequence[tuple[float, float]]) -> Times:
    middle, high = np.percentile([clock for clock, _ in times], [50, 95])
    return float(middle), float(high), float(np.percentile([spent for _, spent in times], 95))


def _recall(wanted: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> float:
    """Give the share of the best scores for which one as good was found.

    Scores are compared, not texts: of equal ones it makes no difference which is given, and
    adapted numbers only raise them.
    """
    hits = total = 0
    for best, got in zip(wanted, found, strict=False):
        short = best[:_BEST]
        total += len(short)
        hits += sum(have >= want for want, have in zip(short, got, strict=False))
    return hits / total if total else 1.0


@click.command()
@click.argument("memory", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--queries", type=click.IntRange(1), default=200, show_default=True)
@click.option("--brute", type=click.IntRange(0), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a direction.")
def main(memory: Path, queries: int, brute: int, as_json: bool) -> None:
    """Measure look-up in MEMORY with QUERIES, of which BRUTE are compared with every text.

    \b
    Example: python -m scripts.dev.bench.memory large.db --queries 500
    """
    for language, target in (("zh", "en"), ("en", "zh")):
        figures = measure(memory, language, target, queries=queries, brute=min(brute, queries))
        if as_json:
            click.echo(json.dumps(asdict(figures)))
        else:
            click.echo(_shown(figures))


def _shown(figures: Figures) -> str:
    lines = [
        f"{figures.language}: {figures.units:,} units, {figures.bytes_a_unit:.0f} bytes a unit"
    ]
    for name in ("exact", "fuzzy", "search", "brute_force"):
        middle, high, spent = getattr(figures, name)
        goal = GOALS.get(name)
        met = "" if goal is None else f"  goal {goal:g} ms: {'met' if high < goal else 'NOT MET'}"
        lines.append(
            f"  {name:<12} p50 {middle:9.2f} ms  p95 {high:9.2f} ms ({spent:.2f} CPU){met}"
        )
    return "\n".join([*lines, f"  recall of fuzzy matches {figures.recall:.4f}"])


if __name__ == "__main__":
    run(main)
