"""Where a word or phrase stands in the memory, with its translations: the concordance."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.revisions import replaced_by
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.lookup.wildcards import LETTER, Finder, KeyFinder
from hexapla.memory.register import symbol_organ, symbol_year
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import IDEOGRAPHS, grams, match_key, passed_over, search_key
from hexapla.memory.units import Level, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Name = TypeVar("_Name", str, int)

__all__ = [
    "Concordance",
    "Hit",
    "Phrase",
    "concordance",
    "holders",
    "occurrences",
    "wanted_grams",
]

# Units with the phrase of which the shortest are given: the newest, as many as a match compares.
_RANKED: Final = 400
# Candidates that are looked at so that they can be counted: some 40 µs each where the text is to be
# read, some 4 µs where the index says enough.
_READ: Final = 800
_LOOKED_AT: Final = 4000
# Signs whose folding is kept: more than a document has in all its languages.
_REMEMBERED: Final = 1 << 14
# Texts whose keys are kept while all the phrases of a query are looked for in them.
_TEXTS: Final = 64

_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
# A sign with the marks that stand on it.
_MARKED: Final = re.compile(
    "(?s:.)[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]*"
)
# Spaces that a key has not: at its beginning, behind another, beside an ideograph.
_DROPPED: Final = re.compile(f"(?:^|(?<=[ {IDEOGRAPHS}])) +| +(?=[{IDEOGRAPHS}])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is looked for in one language; `*` stands for any letters.

    Case, width, accents, vowel signs and spaces make no difference, nor do hyphens, commas and
    brackets between its words (`memory.text.keys.search_key`).
    """

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that holds all phrases. `marks` are the places of each phrase in its own language.

    `answers` are the places of the words that answer the first phrase in other languages, where
    they were looked for (`memory.lookup.renderings.marking`). `replaced_by` is the revision in the
    memory that takes the place of the document, "" for none.
    """

    unit: Unit
    marks: tuple[tuple[str, tuple[tuple[int, int], ...]], ...]
    answers: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Concordance:
    """The best hits, and how many units hold the phrases in all.

    `total`, `organs` and `years` count what was found. Where the memory has more units with the
    words of the phrases than can be read in passing, they are estimates and `exact` is false.
    """

    hits: tuple[Hit, ...]
    total: int
    organs: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    exact: bool = True

    def __iter__(self) -> Iterator[Hit]:
        """Yield the hits."""
        return iter(self.hits)


@in_snapshot
def concordance(
    store: Store,
    *phrases: Phrase,
    level: Level = Level.SENTENCE,
    limit: int = 20,
    predicate: Callable[[Unit], bool] | None = None,
) -> Concordance:
    """Return the units of a level that hold every phrase, each in its language.

    Of the newest that were found, the shortest are given, those of documents that no revision
    replaces first, and the reviewed of these. With a
    `predicate`, those that it is true of are the ones that are given and counted. Raises UsageError
    where a phrase has no word or ideograph that can be looked for.
    """
    finders = [(phrase.language, Finder(phrase.text)) for phrase in phrases]
    units, sets = holders(store, phrases, level)
    sure = all(map(_is_decided, phrases))
    newest = units[: -(_LOOKED_AT if sure and predicate is None else _READ) - 1 : -1].tolist()
    sizes = _measured(store, newest, phrases) if sure else _verified(store, newest, finders)
    if predicate is not None:
        kept = _accepted(store, list(sizes), predicate)
        sizes = {unit: size for unit, size in sizes.items() if unit in kept}
    best = sorted(islice(sizes, _RANKED), key=sizes.__getitem__)
    found = list(store.units_of(best[: 2 * limit]))
    later = replaced_by(store, {unit.symbol for unit in found})
    chosen = sorted(
        found,
        key=lambda unit: (unit.symbol in later, not unit.is_reviewed, len(unit.text)),
    )
    hits = tuple(_hit(unit, finders, later.get(unit.symbol, "")) for unit in chosen[:limit])
    return Concordance(hits, *_counted(store, (units, sets), newest, sizes))


def holders(
    store: Store, phrases: Sequence[Phrase], level: Level
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys of the units, oldest first, and sets that hold the grams of every phrase.

    Both have the shape (units,). Whether they hold the phrases, their texts tell. Raises UsageError
    where a phrase has no word or ideograph that can be looked for.
    """
    import numpy as np  # noqa: PLC0415 - a look-up counts with it, and nobody else needs it

    units, sets = store.find_grams(wanted_grams(phrases[0]), phrases[0].language, level=level)
    for phrase in phrases[1:]:
        others, _ = store.find_grams(wanted_grams(phrase), phrase.language, level=level)
        kept = np.isin(units, others)
        units, sets = units[kept], sets[kept]
    if np.all(units[1:] > units[:-1]):
        return units, sets
    order = np.argsort(units, kind="stable")
    return units[order], sets[order]


def wanted_grams(phrase: Phrase) -> list[str]:
    """Return the grams that a text must hold; `abc*` stands for all that begin so.

    Raises UsageError where the phrase has no word or ideograph that can be looked for.
    """
    pieces = search_key(phrase.text).split("*")
    found: list[str] = []
    for number, piece in enumerate(pieces):
        mine = grams(piece)
        if number and mine and re.match(LETTER, piece):
            # The end of a word whose beginning is not known.
            mine = mine[1:]
        if number < len(pieces) - 1 and mine and re.search(f"{LETTER}$", piece):
            mine[-1] += "*"
        found += mine
    wanted = list(_begun(found))
    if not wanted:
        raise UsageError(
            "%(phrase)s: give at least the beginning of a word, or a character", phrase=phrase.text
        )
    return wanted


def _begun(found: list[str]) -> Iterator[str]:
    """Yield grams; a lone ideograph stands for all that it begins, unless another holds it."""
    for gram in found:
        if len(gram) > 1 or not _IDEOGRAPH.match(gram):
            yield gram
        elif not any(len(other) > 1 and other.endswith(gram) for other in found):
            yield gram + "*"


def _is_decided(phrase: Phrase) -> bool:
    """Return whether what has the grams of a phrase holds it: one word, or two ideographs.

    A star at the end is the beginning of a word, as in the index.
    """
    key = search_key(phrase.text)
    wanted = wanted_grams(phrase)
    begins = not _IDEOGRAPH.search(key)
    return len(wanted) == 1 and (key.removesuffix("*") if begins else key) == wanted[0].rstrip("*")


def _measured(store: Store, units: Sequence[int], phrases: Sequence[Phrase]) -> dict[int, int]:
    """Return those of some units that have all languages, with the length of their texts."""
    sizes = dict.fromkeys(units, 0)
    for phrase in phrases:
        sizes = {
            unit: sizes[unit] + length for unit, length in store.lengths(phrase.language, sizes)
        }
    return sizes


def _verified(
    store: Store, units: Sequence[int], finders: Sequence[tuple[str, Finder]]
) -> dict[int, int]:
    """Return those of some units that hold every phrase indeed, with the length of their texts."""
    sizes = dict.fromkeys(units, 0)
    for language, finder in finders:
        sizes = {
            unit: sizes[unit] + len(text)
            for unit, text in store.texts(language, sizes)
            if finder.is_in(search_key(text))
        }
    return sizes


def _accepted(
    store: Store, units: Sequence[int], predicate: Callable[[Unit], bool]
) -> frozenset[int]:
    """Return those of some units that a predicate is true of."""
    return frozenset(key for key, unit in store.keyed_units(units) if predicate(unit))


def _hit(unit: Unit, finders: Sequence[tuple[str, Finder]], later: str) -> Hit:
    texts = unit.texts
    marks = tuple((language, occurrences(texts[language], each)) for language, each in finders)
    return Hit(unit, marks, replaced_by=later)


def occurrences(text: str, finder: KeyFinder) -> tuple[tuple[int, int], ...]:
    """Return where a phrase stands in a text, as (start, end) in the text as it is stored.

    >>> occurrences("International co-operation, COOPÉRATION", Finder("cooperat*"))
    ((28, 39),)
    """
    key, places = _placed_key(text)
    return tuple(
        (places[start], _end_of(text, places[end - 1])) for start, end in finder.places(key)
    )


def _end_of(text: str, place: int) -> int:
    """Return where a sign of a text ends, with the marks on it."""
    found = _MARKED.match(text, place)
    return found.end() if found else place


@lru_cache(maxsize=_TEXTS)
def _placed_key(text: str) -> tuple[str, Sequence[int]]:
    """Return the search key of a text, and the place in the text of each of its signs."""
    # Sign by sign, for a key does not say from which signs of the text it is.
    places: Sequence[int] = range(len(text))
    try:
        key = text.translate(_EVEN)
    except _UnevenError:
        # With the marks on it: й is not и, however it is written.
        signs_of = [(each.start(), _folded(each[0])) for each in _MARKED.finditer(text)]
        key = "".join(piece for _, piece in signs_of)
        places = [place for place, piece in signs_of for _ in piece]
    dropped = [each.span() for each in _DROPPED.finditer(key)]
    if not dropped:
        return key, places
    kept: list[int] = []
    signs: list[str] = []
    done = 0
    for start, end in (*dropped, (len(key), len(key))):
        kept += places[done:start]
        signs.append(key[done:start])
        done = end
    return "".join(signs), kept


class _UnevenError(Exception):
    """A sign is folded to none, or to several."""


class _EvenSigns(dict[int, str]):
    """What signs are folded to, by their code, that become one each: nearly all texts have these.

    Raises _UnevenError at another sign. A text is translated in a fourth of the time of a loop.
    """

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        if len(folded) != 1:
            raise _UnevenError
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_EVEN: Final = _EvenSigns()


@lru_cache(maxsize=_REMEMBERED)
def _folded(sign: str) -> str:
    """Return what a sign with its marks is in a search key, as far as it can be told by itself."""
    if unicodedata.category(sign[0]) == "Mn":
        return ""
    return passed_over(match_key(sign)) or (" " if sign.isspace() else "")


def _counted(
    store: Store,
    candidates: tuple[NDArray[np.int64], NDArray[np.int64]],
    read: Sequence[int],
    found: Collection[int],
) -> tuple[int, tuple[tuple[str, int], ...], tuple[tuple[int, int], ...], bool]:
    """Return how many units there are in all, by organ and by year, and whether that is exact.

    Where not all candidates were read, as many of the others are taken to be found as of those.
    """
    import numpy as np  # noqa: PLC0415 - a look-up counts with it, and nobody else needs it

    units, sets = candidates
    if len(read) == len(units):
        sets = sets[np.isin(units, np.fromiter(found, dtype=np.int64, count=len(found)))]
        return len(sets), *_by_symbol(store, sets, 1.0), True
    share = len(found) / len(read)
    return round(len(units) * share), *_by_symbol(store, sets, share), False


def _by_symbol(
    store: Store, sets: NDArray[np.int64], share: float
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[int, int], ...]]:
    """Return the numbers of units by the organ and by the year of their symbol, times a share."""
    import numpy as np  # noqa: PLC0415 - as above

    # Units of one set mostly follow each other: there are few runs to be sorted.
    starts = np.flatnonzero(np.diff(sets, prepend=-1))
    lengths = np.diff(starts, append=len(sets))
    keys, runs = np.unique(sets[starts], return_inverse=True)
    numbers = np.bincount(runs, weights=lengths, minlength=len(keys))
    symbols = store.symbols(keys.tolist())
    organs: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for key, number in zip(keys.tolist(), numbers.tolist(), strict=True):
        symbol = symbols.get(key)
        if symbol is None:
            continue
        organs[symbol_organ(symbol)] += number
        year = symbol_year(symbol)
        if year is not None:
            years[year] += number
    return _shares(organs.most_common(), share), _shares(sorted(years.items()), share)


def _shares(counts: Iterable[tuple[_Name, float]], share: float) -> tuple[tuple[_Name, int], ...]:
    """Return shares of some counts, those that are at least one."""
    shares = ((name, round(number * share)) for name, number in counts)
    return tuple((name, number) for name, number in shares if number)
