"""What goes with a term in the memory: phrases of the translations of its units, and of others.

A phrase is counted under its heading, whatever its forms. How much it goes with the term is its
Dice coefficient (Smadja, McKeown and Hatzivassiloglou, "Translating collocations for bilingual
lexicons: a statistical approach", CL 1996), of shares rather than of counts, for others than the
units of the term are sampled.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from hexapla.memory.lookup.renderings.candidates import headed
from hexapla.memory.lookup.renderings.words import Word

__all__ = ["Associated", "associated", "headings"]

# Phrases that are looked for in other units: the commonest of the units of the term.
_COMMONEST: Final = 2000
# In one of how many hits a phrase is at least, and each of its words: what is rarer is no more than
# another has by chance, and most phrases are.
_RARE: Final = 80
# Places of a phrase of which the commonest form is taken.
_FORMS: Final = 24
# How many times as many as the units of the term the others count: of 656 pairs of a term and a
# language .934 were right first with 30, .928 with 10, most of a term in few units.
_OTHERS: Final = 30.0
# How often a phrase is where the term goes on in one way, to go with the longer term; in how many
# other hits it would be by chance, where its absence tells something; and in how many of these it
# may be. Of the gold list this changes no first rendering.
_BOUND: Final = 0.9
_EXPECTED: Final = 3
_ELSEWHERE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Associated:
    """A phrase that goes with a term, in how many of its units (`count` of `hits`).

    Where it goes with a longer term that begins with this one, the units of that do not count.
    `others` is in how many other units it is, weighed. `place` is that of its first form: the
    number of the unit, first and last word.
    """

    heading: str
    form: str
    count: int
    hits: int
    others: float
    place: tuple[int, int, int]

    @property
    def share(self) -> float:
        """How much it goes with the term, from 0 to 1."""
        return self.share_of(self.count)

    def share_of(self, count: int) -> float:
        """Return how much it would with another count."""
        return 2 * count / (self.hits + count + self.others)


def headings(words: Sequence[Word]) -> str:
    """Return the stems of a text in which the heading of each of its phrases is found."""
    return "".join(
        f"{' |' if each.gap > 1 else ''} {each.stem}" for each in words if not each.light
    )


def associated(
    hits: Sequence[tuple[str, Sequence[Word]]],
    others: Sequence[str],
    expected: float,
    longer: Sequence[frozenset[int]] = (),
) -> list[Associated]:
    """Return the phrases that go with a term, the commonest first.

    `hits` are translations of units that hold the term, with their words, `others` what `headings`
    gives of translations of other units; `expected` is the length of a rendering. `longer` are the
    numbers of the hits in which the term goes on in one way or another.
    """
    least = -(-len(hits) // _RARE)
    among = _stems(hits, least)
    # Once for each text: the last place.
    texts = [
        {key: (number, first, last) for first, last, key, _ in headed(words, expected, among)}
        for number, (_, words) in enumerate(hits)
    ]
    counts = Counter(chain.from_iterable(texts))
    chosen = _commonest(counts, least)
    places: dict[str, list[tuple[int, int, int]]] = {key: [] for key in chosen}
    for own in texts:
        for key in own.keys() & places.keys():
            places[key].append(own[key])
    rest = _found(chosen, others)
    weight = min(len(others) / max(len(hits), 1), _OTHERS) * len(hits) / max(len(others), 1)
    return [
        Associated(
            key,
            _form(hits, places[key]),
            _standing([number for number, _, _ in places[key]], longer, len(hits)),
            len(hits),
            weight * rest[key],
            places[key][0],
        )
        for key in chosen
    ]


def _stems(hits: Sequence[tuple[str, Sequence[Word]]], least: int) -> frozenset[str] | None:
    """Return the stems that are in so many hits at least; None for all."""
    if least < 2:
        return None
    counts = Counter(chain.from_iterable({each.stem for each in words} for _, words in hits))
    return frozenset(stem for stem, count in counts.items() if count >= least)


def _standing(numbers: Sequence[int], longer: Sequence[frozenset[int]], hits: int) -> int:
    """Return in how many hits a phrase is without those of the longer term that it goes with.

    As C-value counts what stands in longer terms (Frantzi, Ananiadou and Mima, IJDL 2000), but by
    the translations: Licensor is not of 许可, but of 许可人.
    """
    count = len(numbers)
    # One of the first and the last is in what holds nearly all.
    ends = {numbers[0], numbers[-1]}
    for each in longer:
        others = hits - len(each)
        if each & ends and count * others >= _EXPECTED * hits:
            left = count - len(each.intersection(numbers))
            if left <= min((1 - _BOUND) * count, _ELSEWHERE * others):
                return left
    return count


def _commonest(counts: Mapping[str, int], least: int) -> list[str]:
    """Return the phrases with the highest counts, `least` or more, of equal ones the first met."""
    several = [key for key, count in counts.items() if count >= max(least, 2)]
    several.sort(key=counts.__getitem__, reverse=True)
    # Most are met once, and need not be sorted.
    once = (key for key, count in counts.items() if least <= count == 1)
    return list(islice(chain(several, once), _COMMONEST))


def _form(
    hits: Sequence[tuple[str, Sequence[Word]]], places: Sequence[tuple[int, int, int]]
) -> str:
    """Return the commonest form of a phrase that stands in some places, the first of several."""
    forms = [
        hits[number][0][hits[number][1][first].start : hits[number][1][last].end]
        for number, first, last in places[:: -(-len(places) // _FORMS)]
    ]
    if len(forms) == 1:
        return forms[0]  # as most are
    counts = Counter(forms)
    return max(counts, key=counts.__getitem__)


def _found(wanted: Sequence[str], texts: Sequence[str]) -> Counter[str]:
    """Count in how many texts each of some headings is."""
    holding: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for stem in set(text.split()):
            holding[stem].append(number)
    padded = [f" {text} " for text in texts]
    found: Counter[str] = Counter()
    for key in wanted:
        # Only where the rarest of its stems is can all of them be.
        rarest = min((holding.get(stem, ()) for stem in key.split()), key=len, default=())
        needle = f" {key} "
        found[key] = sum([needle in padded[number] for number in rarest])
    return found
