"""Key words in context: a line for each place that answers a query, sorted, and counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from hexapla.memory.lookup.kwic.candidates import find_candidates
from hexapla.memory.lookup.kwic.evaluation import Matcher, Span
from hexapla.memory.lookup.kwic.query import Query, languages_of
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.register import symbol_organ, symbol_year
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.units import Level, Unit

__all__ = ["Frequencies", "KeyWordLine", "KeyWords", "Sort", "find_key_words"]

# Units that are read for one query, the newest: 1 to 2 seconds on one core.
_READ: Final = 20_000
# Units whose texts are asked for together.
_TOGETHER: Final = 500
# Signs of a context by which lines are sorted: more than the words have that one looks at.
_CONTEXT: Final = 120
# Forms of the key word that are counted one by one.
_FORMS: Final = 50


class Sort(StrEnum):
    """What lines are sorted by: a word of the context and those behind it, or something else."""

    NEWEST = "newest"
    LEFT = "left"
    LEFT_2 = "left2"
    LEFT_3 = "left3"
    RIGHT = "right"
    RIGHT_2 = "right2"
    RIGHT_3 = "right3"
    WORD = "word"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class KeyWordLine:
    """A place that answers a query: the key word is the text of a unit between start and end.

    `marks` are the places of all that was looked for in the unit, by language.
    """

    unit: Unit
    language: str
    start: int
    end: int
    marks: tuple[tuple[str, tuple[Span, ...]], ...]

    @property
    def left(self) -> str:
        """What stands before the key word in the text."""
        return self.unit.texts[self.language][: self.start]

    @property
    def word(self) -> str:
        """The key word: all from the first to the last sign of what was found."""
        return self.unit.texts[self.language][self.start : self.end]

    @property
    def right(self) -> str:
        """What stands after the key word in the text."""
        return self.unit.texts[self.language][self.end :]

    @property
    def year(self) -> int | None:
        """The year that the symbol tells, None where it tells none."""
        return symbol_year(self.unit.symbol)

    @property
    def organ(self) -> str:
        """What the symbol begins with."""
        return symbol_organ(self.unit.symbol)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many key words there are of each year, organ, language and form.

    Years are in order, "" where a symbol tells none; the others with the most frequent first.
    """

    year: tuple[tuple[str, int], ...] = ()
    organ: tuple[tuple[str, int], ...] = ()
    language: tuple[tuple[str, int], ...] = ()
    form: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The lines that were asked for, and how many key words and units there are in all.

    `read` of the `candidates` that the index names were read, the newest first; where these are not
    all, the numbers are of what was read, and `exact` is false.
    """

    lines: tuple[KeyWordLine, ...]
    total: int
    units: int
    frequencies: Frequencies
    read: int
    candidates: int

    @property
    def exact(self) -> bool:
        """Whether all that can answer the query was read."""
        return self.read == self.candidates

    def __iter__(self) -> Iterator[KeyWordLine]:
        """Yield the lines."""
        return iter(self.lines)


@in_snapshot
def find_key_words(
    store: Store,
    query: Query,
    *,
    level: Level = Level.SENTENCE,
    sort: Sort = Sort.NEWEST,
    limit: int | None = 100,
    skip: int = 0,
    most_read: int = _READ,
) -> KeyWords:
    """Return the places in the memory that answer a query, in their context.

    A unit has its lines in the first language of the query that it has a place in. After `skip`
    lines, at most `limit` are given, all where that is None. At most `most_read` units are read,
    the newest. Raises LimitError where a pattern takes too long.
    """
    keys = find_candidates(store, query, level)
    newest = keys[: -most_read - 1 : -1].tolist()
    found = list(_found(store, query, newest))
    ordered = _sorted(found, sort)
    chosen = ordered[skip : None if limit is None else skip + limit]
    return KeyWords(
        tuple(_lines(store, chosen)),
        total=len(found),
        units=len({each.unit for each in found}),
        frequencies=_counted(found),
        read=len(newest),
        candidates=len(keys),
    )


@dataclass(frozen=True, slots=True)
class _KeyedLine:
    """A line whose unit is known by its key alone."""

    unit: int
    symbol: str
    language: str
    text: str
    span: Span
    marks: Mapping[str, tuple[Span, ...]]

    @property
    def word(self) -> str:
        return self.text[slice(*self.span)]


def _found(store: Store, query: Query, keys: Sequence[int]) -> Iterator[_KeyedLine]:
    """Yield the places in some units, in the order of the units."""
    matcher = Matcher(query)
    own = languages_of(query)
    wanted = languages_of(query, denied=True)
    for begin in range(0, len(keys), _TOGETHER):
        some = keys[begin : begin + _TOGETHER]
        texts: dict[int, dict[str, str]] = defaultdict(dict)
        for language in wanted:
            for key, text in store.texts(language, some):
                texts[key][language] = text
        matched = [(key, marks) for key in some if key in texts and (marks := matcher(texts[key]))]
        symbols = store.unit_symbols([key for key, _ in matched])
        for key, marks in matched:
            language = next(each for each in own if each in marks)
            for span in marks[language]:
                text = texts[key][language]
                yield _KeyedLine(key, symbols[key], language, text, span, marks)


def _sorted(found: Sequence[_KeyedLine], sort: Sort) -> Sequence[_KeyedLine]:
    """Return places in another order; of equals, the newest stay first."""
    if sort is Sort.NEWEST:
        return found
    if sort is Sort.YEAR:
        return sorted(found, key=lambda each: symbol_year(each.symbol) or 0)
    if sort is Sort.WORD:
        return sorted(found, key=lambda each: (match_key(each.word), _context(each, 1)))
    sign = -1 if sort.startswith("left") else 1
    first = int(sort[-1]) if sort[-1].isdigit() else 1
    return sorted(found, key=lambda each: _context(each, sign * first))


_Context: TypeAlias = tuple[str, ...]


def _context(place: _KeyedLine, first: int) -> _Context:
    """Return the words of a context from the first that counts, from the key word outwards."""
    start, end = place.span
    if first > 0:
        return tuple(words(match_key(place.text[end : end + _CONTEXT])))[first - 1 :]
    before = words(match_key(place.text[max(start - _CONTEXT, 0) : start]))
    return tuple(reversed(before))[-first - 1 :]


def _lines(store: Store, places: Sequence[_KeyedLine]) -> Iterator[KeyWordLine]:
    units = dict(store.keyed_units(dict.fromkeys(each.unit for each in places)))
    for each in places:
        yield KeyWordLine(units[each.unit], each.language, *each.span, tuple(each.marks.items()))


def _counted(found: Sequence[_KeyedLine]) -> Frequencies:
    years = Counter(str(symbol_year(each.symbol) or "") for each in found)
    languages: Counter[str] = Counter()
    for marks in {each.unit: each.marks for each in found}.values():
        languages.update({language: len(spans) for language, spans in marks.items()})
    return Frequencies(
        tuple(sorted(years.items())),
        _ranked(symbol_organ(each.symbol) for each in found),
        tuple(languages.most_common()),
        tuple(_forms(found))[:_FORMS],
    )


def _ranked(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(names).most_common())


def _forms(found: Sequence[_KeyedLine]) -> Iterator[tuple[str, int]]:
    """Yield the forms of the key word, those that differ in case and the like only once."""
    same: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        same[match_key(each.word)][each.word] += 1
    for forms in sorted(same.values(), key=lambda each: -each.total()):
        yield max(forms, key=lambda form: (forms[form], form)), forms.total()
