"""Measures look-up in a memory for `scripts.dev.bench.sizes`: time, and what is found.

Queries are drawn from the memory with a seed: a third as they are, the others with words changed,
left out or put in. Fuzzy matches are compared with those that rapidfuzz finds when it compares the
query with every text of the memory, and timed beside it in the same run.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import MatchKind, find_matches
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.units import Level
from scripts.dev.bench.data import SEED
from scripts.dev.bench.harness import Clock, percentiles, timed

__all__ = ["GOALS", "Figures", "changed_text", "drawn_phrase", "measure", "texts_in"]

Scores = NDArray[np.float32]
Times = tuple[float, float, float]

GOALS: Final = {"exact": 2.0, "fuzzy": 50.0, "search": 50.0}
"""Milliseconds that 95 % of the look-ups may take, at a million units."""

_LEAST: Final = 60
_BEST: Final = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured.

    Times, by what was asked, are milliseconds a query: the median and the 95th percentile, and the
    latter of the processor time, which tells more where other programs take the cores. `recall` is
    the share of the best fuzzy scores of the brute force that the memory gave too, 1 without any.
    """

    language: str
    units: int
    times: Mapping[str, Times]
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

        found, exact_times = timed(exact, drawn)
        assert all(found)
        matched, fuzzy_times = timed(match, changed)
        _, search_times = timed(
            lambda text: concordance(store, Phrase(drawn_phrase(text, language, dice), language)),
            drawn,
        )
        forced, brute_times = timed(_Everything(texts, language).best, changed[:brute])
    clocks = {"exact": exact_times, "fuzzy": fuzzy_times, "search": search_times}
    if brute:
        clocks["brute force"] = brute_times
    times = {name: _spread(each) for name, each in clocks.items()}
    return Figures(language, len(texts), times, _recall(forced, matched))


def texts_in(store: Store, language: str) -> list[str]:
    """Return all texts of a language."""
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
        """Return the best scores, as `memory.lookup.match.similarity` counts them."""
        key = match_key(text)
        scores = _similarities(key, self._keys)
        if self._words:
            scores = (scores + _similarities(self._numbered(key), self._words)) * np.float32(0.5)
        best = np.sort(scores[scores >= _LEAST / 100])[::-1][: 20 * _BEST]
        return [min(int(100 * score + 1e-4), 99) for score in best]

    def _numbered(self, key: str) -> array[int]:
        """Return the words of a key as numbers, which compare faster."""
        numbers = self._numbers
        return array("I", [numbers.setdefault(word, len(numbers)) for word in words(key)])


def _similarities(one: Sequence[Hashable], others: Sequence[Sequence[Hashable]]) -> Scores:
    scorer = Levenshtein.normalized_similarity
    row: Scores = process.cdist([one], others, scorer=scorer, dtype=np.float32, workers=1)[0]
    return row


def _spread(clocks: Sequence[Clock]) -> Times:
    middle, high = percentiles([1000 * each.seconds for each in clocks])
    return middle, high, percentiles([1000 * each.cpu_seconds for each in clocks], 95)[0]


def _recall(wanted: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> float:
    """Return the share of the best scores for which one as good was found.

    Scores are compared, not texts: of equal ones it makes no difference which is given, and
    adapted numbers only raise them.
    """
    hits = total = 0
    for best, got in zip(wanted, found, strict=False):
        short = best[:_BEST]
        total += len(short)
        hits += sum(have >= want for want, have in zip(short, got, strict=False))
    return hits / total if total else 1.0
