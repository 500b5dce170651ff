"""Decides by the sequence which numbers hold, and writes them as labels.

A number is believed where its neighbours bear it out: it follows the last one of its list, starts
a list, or has its successor ahead. Of several readings (`(i)`: the ninth letter or Roman one) the
one with the better neighbours is taken. Indents are lost in plain text, so the nesting of
sub-paragraphs too is read off the sequence. `decide` says why each reading was taken or not.

Of the 6,136 paragraphs of the gold sets (`scripts.dev.evaluate.reading`), 6,135 are read exactly;
if no number is believed, 1,743. The ranges beside the thresholds are those that change none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum, auto
from itertools import pairwise
from typing import NamedTuple

from hexapla.corpora.numbers.labels import join_label, split_label
from hexapla.corpora.numbers.markers import Family, Marker, Series
from hexapla.corpora.numbers.numerals import parse_roman

__all__ = ["Decision", "Entry", "Numbered", "Rank", "Reason", "Verdict", "decide", "number"]

_SUB_ITEMS = (Family.LETTER, Family.ROMAN, Family.BRACKETED)
# What the items of a list in an item can be numbered with.
_LISTED = (*_SUB_ITEMS, Family.NUMBER, Family.CAPITAL, Family.CAPITAL_ROMAN, Family.HAN)
_HEADINGS = (Family.CAPITAL, Family.CAPITAL_ROMAN, Family.HAN, Family.DIVISION)
# How many numbers may be missing before one that no neighbour bears out: excerpts leave paragraphs
# out, but a number that is far away is a figure. 0 to 300.
_WIDEST_GAP = 30
_WIDEST_GAP_OF_PATHS = 9  # fewer, for `1.25` is a price more often than a paragraph
_WIDEST_GAP_OF_ITEMS = 3  # fewer still: a bracket with a letter can stand anywhere
# Where so many numbers of several parts, and this share of them, rise, they are those of a list.
_LEAST_ORDERED, _RISING = 3, 0.8
# From this share on, numbers before short lines are those of headings. .2 to .9.
_NUMBER_HEADINGS = 0.6
# The weights of a reading (0 to twice each). To follow and to lead say most. The next item tells
# (i) after (h) from (i) before (ii). A heading whose list starts again must lead, or another
# reading is taken; the signs decide between equals only.
_FOLLOWS, _LEADS, _ADJOINS = 2.0, 2.0, 1.5
_IS_FIRST, _RESTARTS, _IS_STRONG, _CONTINUES = 1.0, -2.5, 0.25, 0.2
_LEAST_YEAR = 1000  # from here on, a number without neighbours is a year
_NEVER = 1 << 60  # the place of what does not come


class Rank(Enum):
    """What a number makes of its paragraph."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    TEXT = auto()  # no number of its own, but the label of the article that it stands in


@dataclass(frozen=True, slots=True)
class Entry:
    """One block, as far as its number is concerned.

    `given` is true where the file format itself says the number. `inner` are the readings of what
    follows the number (`12. (a) …`). `sentence` is true where the text ends like a sentence,
    `titled` for a heading by the format, `resets` for the line of an organ, after which numbers
    start again. `bracketed` is true behind a square bracket: as an alternative, it may have the
    number of the one before. `small` is true where the text goes on with a small letter.
    `depth` says in how many numbered lists of the format the number stands, from 1; it is 0 where
    the format does not say. `uncased` is true for a letter of a script without capitals. `apart`:
    a level line of the format stands before the block.
    """

    readings: tuple[Marker, ...] = ()
    inner: tuple[Marker, ...] = ()
    given: bool = False
    heading_like: bool = False
    sentence: bool = False
    titled: bool = False
    resets: bool = False
    bracketed: bool = False
    small: bool = False
    depth: int = 0
    uncased: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """The accepted number of a block: its label, its rank, and the `length` it takes.

    `level` is the depth of a heading, from 1; 0 where it has none.
    """

    label: str
    rank: Rank
    length: int = 0
    family: Family | None = None
    level: int = 0


class Reason(StrEnum):
    """Why a reading was taken for the number of its block, or was not."""

    GIVEN = "the format of the file says that it is the number"
    FOLLOWS = "it follows the last number of its list"
    REPEATS = "it was put in after the number before it, or is an alternative to it"
    LEADS = "the next number of its list comes after it"
    STARTS = "it can start a list"
    ORDERED = "it stands in order between the numbers of several parts around it"
    NEAR = "it is near to the last number of its list, and numbers are usual in this document"
    SINGLE = "there is no other paragraph, and its signs are those of a number"
    WORDED = "the word and the signs beside it are those of a number"
    INNER = "it starts a list in a numbered paragraph, and the next number of that list comes later"
    PENDING = "the number that ought to come before it is still to come"
    ALONE = "no number before or after it bears it out"
    OUTWEIGHED = "the numbers around speak for another reading"
    ACROSS = "the numbers of the paragraphs before it go on behind it"

    @property
    def holds(self) -> bool:
        """Whether a reading is taken for this reason."""
        return self not in (Reason.PENDING, Reason.ALONE, Reason.OUTWEIGHED, Reason.ACROSS)


class Verdict(NamedTuple):
    """One reading of a number, and why it was taken or not."""

    marker: Marker
    reason: Reason


class Decision(NamedTuple):
    """What was decided on a block: its number, or None, and the verdict on each of its readings.

    The readings come in the order in which they were tried, those with the better neighbours
    first. The first one that holds is the number; a second one that holds is that of a list which
    starts behind it (`12. (a) …`).
    """

    numbered: Numbered | None
    verdicts: tuple[Verdict, ...] = ()


def number(entries: Sequence[Entry]) -> list[Numbered | None]:
    """Return the number of every block of a document; None where it has none."""
    return [decision.numbered for decision in decide(entries)]


def decide(entries: Sequence[Entry]) -> list[Decision]:
    """Return the number of every block of a document, with the reasons."""
    single = len(entries) == 1
    numbering = _NumberingWalk(
        _Ahead(entries), _Order(entries), _NumberCounts.of(entries), single=single
    )
    return [numbering.step(place, entry) for place, entry in enumerate(entries)]


class _Ahead:
    """Where each number of each list comes next."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._places: dict[tuple[Series, int], list[int]] = defaultdict(list)
        self._paragraphs: list[int] = []
        self._items: list[int] = []
        self._last_article = -1
        for place, entry in enumerate(entries):
            for marker in (*entry.readings, *entry.inner):
                if marker.inserted:
                    continue  # 12 bis leads nowhere, and 1 bis starts no list
                places = self._places[marker.series, marker.value]
                if not places or places[-1] != place:
                    places.append(place)
            if any(m.family not in _SUB_ITEMS and m.strong for m in entry.readings):
                self._paragraphs.append(place)
            if any(m.family in _SUB_ITEMS for m in (*entry.readings, *entry.inner)):
                self._items.append(place)
            if any(m.family is Family.ARTICLE for m in entry.readings):
                self._last_article = place

    def next(self, series: Series, value: int, after: int) -> int:
        return _next(self._places.get((series, value), ()), after)

    def leads(self, marker: Marker, place: int) -> bool:
        """Return whether the successor of a number comes before its list starts again."""
        series = marker.series
        following = self.next(series, marker.value + 1, place)
        stop = self.next(series, 1, place)
        if marker.family in _SUB_ITEMS:
            stop = min(stop, _next(self._paragraphs, place))
        return following < stop

    def has_article(self, after: int) -> bool:
        """Return whether an article is still to come."""
        return after < self._last_article

    def adjoins(self, marker: Marker, place: int) -> bool:
        """Return whether the very next item can be the successor of this one."""
        return self.next(marker.series, marker.value + 1, place) == _next(self._items, place)

    def pending(self, series: Series, value: int, after: int) -> bool:
        """Return whether a number is still to come in the list that is running."""
        return self.next(series, value, after) < self.next(series, 1, after)

    def resumes(self, series: Series, last: int, after: int) -> bool:
        """Return whether a list goes on, perhaps behind a short one that starts again at 1."""
        return self.next(series, last + 1, after) < self.next(series, last, after)

    def is_passed(self, marker: Marker, last: int, place: int) -> bool:
        """Return whether the numbers between the last one and this one only come too late.

        Where somebody moved paragraph 11 behind 15, those from 12 on come nowhere else, and each
        is followed by the next. A figure that leaves numbers out is no such case: the number that
        it is like comes again, or not all that are left out do come.
        """
        if not (last + 1 < marker.value <= last + _WIDEST_GAP and self.leads(marker, place)):
            return False
        series = marker.series
        following = self.next(series, last + 1, place)
        missing = range(last + 2, marker.value)
        return all(self.pending(series, value, place) for value in missing) and not self.pending(
            series, marker.value, following
        )


class _Order:
    """Which numbers of several parts stand in order, as in 1.5.4, 1.a.1, 2.1.1, 8.2.1.

    Most of their lists have but one number there, so that none follows another. A figure or a
    reference at the start of a text (`1.5 million`) is seldom between its neighbours.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._ordered: dict[int, _Key] = {}
        lists: dict[int, list[tuple[int, _Key]]] = defaultdict(list)
        for place, entry in enumerate(entries):
            found = [m for m in entry.readings if m.family is Family.PATH and not m.inserted]
            if found and found[0].strong and not _is_figure(found[0]):
                numbers = lists[len(found[0].parents)]
                last = numbers[-1][1] if numbers else ()
                # Of a letter that is one of two alphabets, the one that comes sooner.
                keys = list(map(_order, found))
                numbers.append((place, min((k for k in keys if k > last), default=keys[0])))
        for numbers in lists.values():
            self._add(numbers)

    def _add(self, numbers: Sequence[tuple[int, _Key]]) -> None:
        rising = [before < after for (_, before), (_, after) in pairwise(numbers)]
        if len(numbers) < _LEAST_ORDERED or sum(rising) < _RISING * len(rising):
            return
        first = numbers[0][1]
        # The list may start anew, as that of the contents does in the body.
        anew = [key <= first for _, key in numbers]
        fits = [rises or starts for rises, starts in zip(rising, anew[1:], strict=True)]
        for (place, key), after, before in zip(numbers, [True, *fits], [*fits, True], strict=True):
            if before and after:
                self._ordered[place] = key

    def holds(self, marker: Marker, place: int) -> bool:
        """Return whether a number is in order."""
        return self._ordered.get(place) == _order(marker)


def _is_figure(marker: Marker) -> bool:
    """Return whether a number of several parts looks like a figure: 1.25."""
    return len(marker.parents) == 1 and f"{marker.parents[0]}{marker.name}".isdecimal()


_Key = tuple[tuple[int, int, str], ...]


def _order(marker: Marker) -> _Key:
    """Return what sorts the numbers of several parts: digits, Roman numerals, letters."""
    return tuple(_rank(name) for name in (*marker.parents, marker.name))


def _rank(name: str) -> tuple[int, int, str]:
    if match := _COUNTED.fullmatch(name):
        return 0, int(match[1]), match[2]
    roman = parse_roman(name) if name.isupper() else None
    return (1, roman, "") if roman else (2, 0, name)


_COUNTED = re.compile(r"([0-9]{1,9})([A-Za-z]*)")


def _continues(parents: Sequence[str], before: Sequence[str]) -> bool:
    """Return whether the first part that differs has the next letter: B.1 after A.7."""
    pairs = zip(parents, before, strict=False)
    name, last = next(((name, last) for name, last in pairs if name != last), ("", ""))
    return bool(name and last) and name[:-1] == last[:-1] and ord(name[-1]) == ord(last[-1]) + 1


def _next(places: Sequence[int], after: int) -> int:
    found = bisect_right(places, after)
    return places[found] if found < len(places) else _NEVER


@dataclass(frozen=True, slots=True)
class _NumberCounts:
    """What is common in the document: whether it has numbers at all, and on what."""

    numbers: int
    paths: int
    number_headings: bool
    sections_are_articles: bool

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> _NumberCounts:
        values: dict[Family, set[tuple[tuple[str, ...], int]]] = defaultdict(set)
        titles = total = 0
        for entry in entries:
            for marker in entry.readings[:1]:
                if marker.strong:
                    values[marker.family].add((marker.parents, marker.value))
                if marker.family is Family.NUMBER and marker.strong:
                    total += 1
                    titles += entry.heading_like
        supported = [
            sum(
                (parents, value + 1) in found or (parents, value - 1) in found
                for parents, value in found
            )
            for found in (values[Family.NUMBER], values[Family.PATH])
        ]
        number_headings = total >= 2 and titles >= _NUMBER_HEADINGS * total
        numbers, paths = supported
        return cls(numbers, paths, number_headings, _are_articles(entries))


def _are_articles(entries: Sequence[Entry]) -> bool:
    """Return whether the sections of a document are what others call articles.

    They are in one list, no article is in them, and the numbers of their paragraphs start again.
    """
    listed = last = 0
    first = False  # whether the next number is the first one of its section
    for entry in entries:
        section = next((marker for marker in entry.readings if _is_section(marker)), None)
        marker = section or next(iter(entry.readings), None)
        if entry.resets or (marker and marker.family is Family.ANNEX):
            last = 0
        elif section:
            if section.value <= last:
                return False  # they start again in each part
            listed += section.value == last + 1
            last, first = section.value, listed > 1
        elif marker and marker.family is Family.ARTICLE:
            return False
        elif marker and marker.family is Family.NUMBER and marker.strong and entry.depth < 2:
            if first and marker.value != 1:
                return False
            first = False
    return listed > 1


def _is_section(marker: Marker) -> bool:
    """Return whether this is the reading of a section as an article."""
    return marker.family is Family.ARTICLE and bool(marker.word)


class _Listed(NamedTuple):
    """An open item of a list of the format, with the count of the open items before it."""

    depth: int
    label: str
    rank: Rank
    family: Family
    before: int


@dataclass(frozen=True, slots=True)
class _OpenList:
    """A list of numbers: the last one, the label before them, and how they are written."""

    last: int
    before: str
    family: Family = Family.NUMBER

    def goes_on(self, marker: Marker, entry: Entry, family: Family = Family.NUMBER) -> bool:
        """Return whether a number is the next of this list (`12 bis` comes after 12)."""
        follows = marker.value == self.last + 1 or _again(marker, self.last, entry)
        return family is self.family and follows


def _again(marker: Marker, last: int | None, entry: Entry) -> bool:
    """Return whether a number may have the value of the one before."""
    return marker.value == last and (marker.inserted or entry.bracketed)


@dataclass(slots=True)
class _NumberingWalk:
    """Walks through the blocks; holds the lists that are open."""

    ahead: _Ahead
    order: _Order
    counts: _NumberCounts
    single: bool = False
    annex: str = ""
    headings: list[tuple[Series, str]] = field(default_factory=list)
    heading_number: int = 0
    article: str = ""
    article_open: bool = False
    goal: str = ""
    runs: list[_OpenList] = field(default_factory=list)
    around: list[_OpenList] = field(default_factory=list)  # the lists before the first article
    fresh: bool = True  # a heading or an organ stood since the last number
    section: str = ""
    base: str = ""
    parents: tuple[str, ...] = ()  # of the last number of several parts
    path: Series | None = None  # the list of that number
    subs: list[tuple[Series, int, str]] = field(default_factory=list)
    listed: list[_Listed] = field(default_factory=list)
    last: dict[Series, int] = field(default_factory=dict)

    def step(self, place: int, entry: Entry) -> Decision:
        """Take the next block."""
        if entry.resets:
            self._reset()
        ranked = sorted(entry.readings, key=lambda marker: self._score(marker, place), reverse=True)
        verdicts: list[Verdict] = []
        for rank, marker in enumerate(ranked, 1):
            reason = self._judge(marker, place, entry)
            if entry.given and reason is not Reason.OUTWEIGHED:
                reason = Reason.GIVEN
            verdicts.append(Verdict(marker, reason))
            if reason.holds:
                verdicts += [Verdict(other, Reason.OUTWEIGHED) for other in ranked[rank:]]
                return self._accept(marker, place, entry, verdicts)
        return Decision(self._unnumbered(entry, place), tuple(verdicts))

    def _unnumbered(self, entry: Entry, place: int) -> Numbered | None:
        begun = bool(self.base or self.subs or self.runs)
        apart = entry.titled or entry.heading_like or entry.apart
        if apart and begun and self._ends_articles(place):
            # Behind the last article, what has a heading or a line of its own is in none.
            self.article = self.base = ""
            self.article_open, self.fresh = False, True
            self.runs.clear()
            self.subs.clear()
        elif entry.titled:
            self.article_open = self.article_open and not begun
            self.fresh = True
        elif self.article_open and not entry.heading_like:
            self.base = self.article
            return Numbered(self.article, Rank.TEXT)
        return None

    def _ends_articles(self, place: int) -> bool:
        """Return whether no article comes any more, and no number of the last one."""
        if not self.article or self.ahead.has_article(place):
            return False
        run = self.runs[-1] if self.runs else None
        following = Series(run.family, (), "", lettered=False) if run else None
        return not (run and following and self.ahead.pending(following, run.last + 1, place))

    def _reset(self) -> None:
        self.runs.clear()
        self.around.clear()
        self.subs.clear()
        self.listed.clear()
        self.last.clear()
        self.headings.clear()
        self.heading_number = 0
        self.path = None
        self.article = self.section = self.base = self.goal = ""
        self.article_open, self.fresh = False, True

    # Does it hold?

    def _score(self, marker: Marker, place: int) -> float:
        """Weigh a reading by its neighbours."""
        last = self._last(marker)
        follows = last is not None and marker.value == last + 1
        restarts = marker.value == 1 and bool(last) and marker.family in _HEADINGS
        leads = self.ahead.leads(marker, place)
        adjoins = leads and marker.family in _SUB_ITEMS and self.ahead.adjoins(marker, place)
        return (
            _FOLLOWS * follows
            + _LEADS * leads
            + _ADJOINS * adjoins
            + _IS_FIRST * (marker.value == 1)
            + _RESTARTS * restarts
            + _IS_STRONG * marker.strong
            + _CONTINUES * _continues(marker.parents, self.parents)
        )

    def _last(self, marker: Marker) -> int | None:
        """Return the last number of the list that a number would go on."""
        if marker.family in _SUB_ITEMS:
            return next(
                (v for series, v, _ in reversed(self.subs) if series == marker.series), None
            )
        if marker.family is Family.NUMBER:
            return self.runs[-1].last if self.runs else None
        return self.last.get(marker.series)

    def _judge(self, marker: Marker, place: int, entry: Entry) -> Reason:
        """Return why a reading holds, or why it does not."""
        match marker.family:
            case Family.NUMBER:
                return self._judge_number(marker, place, entry)
            case Family.PATH:
                return self._judge_path(marker, place, entry)
            case Family.LETTER | Family.ROMAN | Family.BRACKETED:
                return self._judge_item(marker, place, entry)
            case Family.CAPITAL | Family.CAPITAL_ROMAN | Family.HAN:
                return self._judge_heading(marker, place, entry)
            case Family.ARTICLE if self._goes_across(marker, place):
                return Reason.ACROSS
            case _:
                return self._judge_worded(marker, place, entry)

    def _judge_heading(self, marker: Marker, place: int, entry: Entry) -> Reason:
        last = self._last(marker)
        if marker.value > 1 and last == marker.value - 1:
            return Reason.FOLLOWS
        if marker.value > 1 and _again(marker, last, entry):
            return Reason.REPEATS
        if self.ahead.leads(marker, place):
            return Reason.LEADS
        starts = marker.value == 1 and not marker.inserted
        headed = entry.heading_like or entry.titled or self.article
        return Reason.STARTS if starts and headed else Reason.ALONE

    def _judge_worded(self, marker: Marker, place: int, entry: Entry) -> Reason:
        if any(map(_is_section, entry.readings)):
            article = marker.family is Family.ARTICLE
            if article is not self.counts.sections_are_articles:
                return Reason.OUTWEIGHED
        if marker.strong:
            return Reason.WORDED
        if not (entry.heading_like or entry.titled):
            return Reason.ALONE
        if self._last(marker) == marker.value - 1:
            return Reason.FOLLOWS
        if self.ahead.leads(marker, place):
            return Reason.LEADS
        return Reason.STARTS if marker.value == 1 else Reason.ALONE

    def _goes_across(self, marker: Marker, place: int) -> bool:
        """Return whether a heading only names an article, for paragraphs count on behind it."""
        first = marker.value == 1 and self.ahead.leads(marker, place)
        if self.article or first or self._last(marker) == marker.value - 1:
            return False
        open_lists = [(Series(run.family, (), "", lettered=False), run.last) for run in self.runs]
        if self.path:
            open_lists.append((self.path, self.last.get(self.path, 0)))
        return any(self.ahead.resumes(series, last, place) for series, last in open_lists[-1:])

    def _judge_number(self, marker: Marker, place: int, entry: Entry) -> Reason:
        value, series = marker.value, marker.series
        last = self.runs[-1].last if self.runs else 0
        if marker.inserted and value > last and self.ahead.pending(series, value, place):
            return Reason.PENDING  # `3D. Printing`, before paragraph 3
        if any(run.goes_on(marker, entry) for run in self.runs):
            return Reason.FOLLOWS
        leads = self.ahead.leads(marker, place)
        if value == 1:
            return Reason.LEADS if leads else Reason.STARTS if marker.strong else Reason.ALONE
        if self.runs and value > last and self._is_pending(marker, last, place):
            return Reason.PENDING
        return Reason.LEADS if leads else self._judge_lone(marker, last)

    def _is_pending(self, marker: Marker, last: int, place: int) -> bool:
        """Return whether the next number of a list is still to come, before this one."""
        pending = self.ahead.pending(marker.series, last + 1, place)
        return pending and not self.ahead.is_passed(marker, last, place)

    def _judge_lone(self, marker: Marker, last: int) -> Reason:
        """Return whether a number holds that has no neighbour, by its signs and the document."""
        if marker.value >= _LEAST_YEAR or not marker.strong:
            return Reason.ALONE
        if self.single:
            return Reason.SINGLE
        near = self.counts.numbers >= 2 and marker.value - last <= _WIDEST_GAP
        return Reason.NEAR if near else Reason.ALONE

    def _judge_path(self, marker: Marker, place: int, entry: Entry) -> Reason:
        series, last = marker.series, self.last.get(marker.series, 0)
        again = self.ahead.pending(series, marker.value, place)
        if entry.small and again and not entry.given:
            return Reason.PENDING  # `1.5 million`, before paragraph 1.5
        if _again(marker, last, entry):
            return Reason.REPEATS
        leads = self.ahead.leads(marker, place)
        if marker.value == last + 1 and (last or leads or self._begins(marker, entry)):
            return Reason.FOLLOWS if last else Reason.LEADS if leads else Reason.STARTS
        if marker.value > last and self._is_pending(marker, last, place):
            return Reason.PENDING
        return Reason.LEADS if leads else self._judge_lone_path(marker, place, entry)

    def _judge_lone_path(self, marker: Marker, place: int, entry: Entry) -> Reason:
        """Return whether a number of several parts holds whose list has no neighbour of it."""
        last = self.last.get(marker.series, 0)
        if not marker.strong or marker.value - last > _WIDEST_GAP_OF_PATHS:
            return Reason.ALONE
        if self.order.holds(marker, place):
            return Reason.ORDERED
        refers = entry.small and marker.value <= last  # `27.I.2 says so`, in paragraph 27.I.4
        near = self.counts.paths >= 3 and not refers and self._near(marker)
        return Reason.NEAR if near else Reason.ALONE

    def _begins(self, marker: Marker, entry: Entry) -> bool:
        """Return whether a number is named for the goal, heading or number that it stands under."""
        if marker.parents == (self.goal,):
            return True
        if not marker.strong or entry.small:
            return False  # `1.1 million`, in paragraph 1
        heading = self.headings[-1][1] if self.headings else ""
        outer = join_label(self.annex, *marker.parents)
        return outer == self.base or (not heading.isdecimal() and marker.parents == (heading,))

    def _near(self, marker: Marker) -> bool:
        """Return whether the list of a path is the current one or one of the next."""
        outer = split_label(self.base)[-2:-1]
        current = outer[0] if outer else self.goal
        parent = marker.parents[-1] if marker.parents else ""
        if not (current.isdecimal() and parent.isdecimal()):
            return parent == current  # names that do not count, such as 29A or II
        return 0 <= int(parent) - int(current) <= 2

    def _judge_item(self, marker: Marker, place: int, entry: Entry) -> Reason:
        last = self._last(marker)
        if _again(marker, last, entry):
            return Reason.REPEATS
        follows = last is not None and marker.value == last + 1
        if marker.strong and (follows or marker.value == 1):
            return Reason.FOLLOWS if follows else Reason.STARTS
        if self.ahead.leads(marker, place):
            return Reason.LEADS
        gap = marker.value - last if last is not None else 0
        return Reason.NEAR if marker.strong and 0 < gap <= _WIDEST_GAP_OF_ITEMS else Reason.ALONE

    # Take it.

    def _accept(
        self, marker: Marker, place: int, entry: Entry, verdicts: list[Verdict]
    ) -> Decision:
        if marker.family is Family.PREAMBULAR:
            plain = Numbered(marker.name, Rank.TEXT, marker.length, marker.family)
            return Decision(plain, tuple(verdicts))
        outer, before = self._outer(marker, entry), len(self.subs)
        if outer and marker.family in _LISTED:
            label, rank = self._take_nested(marker, entry, outer)
            level = 0
        else:
            label, rank, level = self._take(marker, place, entry)
        if entry.depth:
            self.listed.append(_Listed(entry.depth, label, rank, marker.family, before))
        if marker.family not in (Family.NUMBER, *_SUB_ITEMS):
            self.last[marker.series] = max(marker.value, self.last.get(marker.series, 0))
        length = marker.length
        for inner in entry.inner if rank in (Rank.PARAGRAPH, Rank.ITEM) else ():
            starts = inner.family in _SUB_ITEMS and inner.value == 1 and inner.strong
            if starts and self.ahead.leads(inner, place):
                label, rank = self._take_item(inner, entry), Rank.ITEM
                length += inner.length
                verdicts.append(Verdict(inner, Reason.INNER))
                break
        return Decision(Numbered(label, rank, length, marker.family, level), tuple(verdicts))

    def _take(self, marker: Marker, place: int, entry: Entry) -> tuple[str, Rank, int]:
        """Return the label of a number, its rank and the level of the heading that it makes."""
        rank, level = Rank.HEADING, 0
        match marker.family:
            case Family.CAPTION:
                label = join_label(self.annex, *marker.parents, marker.name)
            case Family.ANNEX | Family.APPENDIX:
                label = self._open_annex(marker)
                level = len(split_label(label))
            case Family.ARTICLE | Family.GOAL:
                label = self._open_article(marker)
                level = self._depth() + 1
            case Family.HAN if entry.sentence or (self.article and not entry.titled):
                # 一、 numbers the paragraphs of older resolutions and treaties, else headings.
                digits = replace(marker, family=Family.NUMBER, name=str(marker.value))
                label, rank = self._take_number(digits, place, entry, Family.HAN)
            case Family.CAPITAL | Family.CAPITAL_ROMAN if self._is_item(entry):
                label, rank = join_label(self.base or self.article, f"({marker.name})"), Rank.ITEM
                self.subs.append((marker.series, marker.value, label))
            case Family.CAPITAL | Family.CAPITAL_ROMAN | Family.HAN | Family.DIVISION:
                label = self._open_heading(marker.series, marker.name)
                level = self._depth()
            case Family.NUMBER:
                label, rank = self._take_number(marker, place, entry)
                level = self._depth() if rank is Rank.HEADING else 0
            case Family.PATH:
                label = join_label(self.annex, *marker.parents, marker.name)
                rank = Rank.HEADING if entry.titled else Rank.PARAGRAPH
                level = len(split_label(label)) if entry.titled else 0
                self.parents, self.path = marker.parents, marker.series
                self._set_base(label)
            case _:
                label, rank = self._take_item(marker, entry), Rank.ITEM
        return label, rank, level

    def _depth(self) -> int:
        """Return the count of the open headings: annexes, and the chapters and sections in them."""
        return len(split_label(self.annex)) + len(self.headings)

    def _open_annex(self, marker: Marker) -> str:
        word = "annex" if marker.family is Family.ANNEX else "appendix"
        name = f"{word}-{marker.name}" if marker.name else word
        outer = self.annex.partition(".")[0] if word == "appendix" else ""
        annexes = dict(self.last)
        self._reset()
        self.last.update({s: v for s, v in annexes.items() if s.family is Family.ANNEX})
        self.annex = join_label(outer if outer.startswith("annex") else "", name)
        return self.annex

    def _open_article(self, marker: Marker) -> str:
        if self.runs and not self.article:
            self.around = self.runs[:1]
        self.runs.clear()
        self.subs.clear()
        self.section = self.base = ""
        label = join_label(self.annex, *marker.parents, marker.name)
        if marker.family is Family.ARTICLE:
            self.article, self.article_open = label, True
        else:
            self.article, self.article_open, self.goal = "", False, marker.name
            self.headings.clear()
        self.fresh = True
        return label

    def _open_heading(self, series: Series, name: str) -> str:
        depth = next((d for d, (s, _) in enumerate(self.headings) if s == series), None)
        if depth is not None:
            del self.headings[depth:]
        self.headings.append((series, name))
        if series.family is not Family.NUMBER:
            self.heading_number = 0
        for inner in (Family.CAPITAL, Family.CAPITAL_ROMAN, Family.HAN):
            # Letters start again below the next Roman heading, and the other way round.
            if inner is not series.family and all(s.family is not inner for s, _ in self.headings):
                self.last = {s: v for s, v in self.last.items() if s.family is not inner}
        self.subs.clear()
        self.article, self.article_open = "", False
        self.base, self.fresh = "", True
        return self._heading_label()

    def _heading_label(self) -> str:
        return join_label(self.annex, *(name for _, name in self.headings))

    def _take_number(
        self, marker: Marker, place: int, entry: Entry, family: Family = Family.NUMBER
    ) -> tuple[str, Rank]:
        if self._is_heading(marker, place, entry):
            self.heading_number = marker.value
            return self._open_heading(marker.series, marker.name), Rank.HEADING
        for depth in range(len(self.runs) - 1, -1, -1):
            if self.runs[depth].goes_on(marker, entry, family):
                del self.runs[depth + 1 :]
                break
        else:
            if any(run.goes_on(marker, entry, family) for run in self.around):
                self._leave_articles()
            else:
                self._open_run(marker, place, family)
        run = self.runs[-1]
        self.runs[-1] = replace(run, last=max(run.last, marker.value))
        self.fresh, self.article_open, self.path = False, False, None
        label = self._set_base(join_label(run.before, marker.name))
        return label, Rank.ITEM if len(self.runs) > 1 else Rank.PARAGRAPH

    def _leave_articles(self) -> None:
        """Go on with the list before the articles, which stand among its paragraphs."""
        self.runs, self.around = self.around, []
        self.article = ""

    def _open_run(self, marker: Marker, place: int, family: Family) -> None:
        """Start a list of numbers: inside a paragraph, in a new section, or the first."""
        if self.runs and marker.value == 1:
            other = family is not self.runs[-1].family
            resumes = self.ahead.pending(marker.series, self.runs[-1].last + 1, place)
            if (resumes or other) and not self.fresh:
                label = self.subs[-1][2] if self.subs else self.base
                self.runs.append(_OpenList(0, label, family))
                return
            self.section = self._heading_label() if self.fresh else self.section
            self.runs.clear()
        before = self.article or self.section or self.annex
        self.runs = self.runs or [_OpenList(0, before, family)]

    def _is_heading(self, marker: Marker, place: int, entry: Entry) -> bool:
        if entry.titled:
            return True
        if not entry.heading_like or entry.given:
            return False
        if self.counts.number_headings and not self.article:
            return True
        starts = marker.value in (1, self.heading_number + 1)
        if not starts or not self.headings:
            return False
        last = self.runs[-1].last if self.runs else 0
        again = self.ahead.next(marker.series, marker.value, place)
        if marker.value == last + 1:
            return again < self.ahead.next(marker.series, marker.value + 1, place)
        return self.ahead.next(marker.series, last + 1, place) < _NEVER

    def _outer(self, marker: Marker, entry: Entry) -> _Listed | None:
        """Close the lists of the format that have ended; return the item that is around."""
        if not entry.depth:
            if marker.family not in _SUB_ITEMS:
                self.listed.clear()
            return None
        while self.listed and self.listed[-1].depth >= entry.depth:
            del self.subs[self.listed.pop().before :]
        return self.listed[-1] if self.listed else None

    def _is_item(self, entry: Entry) -> bool:
        """Return whether a capital in a list of the format numbers an item, and no heading."""
        return entry.depth > 0 and bool(self.article or (self.base and entry.sentence))

    def _take_nested(self, marker: Marker, entry: Entry, outer: _Listed) -> tuple[str, Rank]:
        """Label an item of a list in an item of a list: what is around says where it stands."""
        counted = (Family.NUMBER, Family.HAN, Family.ARTICLE)
        if marker.family is Family.HAN:
            marker = replace(marker, family=Family.NUMBER, name=str(marker.value))
        in_number = marker.family is Family.NUMBER and outer.family in counted
        part = marker.name if in_number else f"({self._letter(marker, entry)})"
        label = join_label(outer.label, part)
        self.subs.append((marker.series, marker.value, label))
        paragraph = in_number and outer.rank is Rank.HEADING
        return label, Rank.PARAGRAPH if paragraph else Rank.ITEM

    def _letter(self, marker: Marker, entry: Entry) -> str:
        """Return the name of an item, with a capital in letters inside letters: (a)(1)(A).

        Only the format says so of scripts that have none. Elsewhere, capitals in brackets are as
        good as small letters.
        """
        if marker.family is not Family.LETTER:
            return marker.name
        inside = any(series.family is Family.LETTER for series, *_ in self.subs)
        if entry.depth and entry.uncased:
            return marker.name.upper() if inside else marker.name
        return marker.name if inside or entry.depth else marker.name.lower()

    def _take_item(self, marker: Marker, entry: Entry) -> str:
        depth = next(
            (d for d in range(len(self.subs) - 1, -1, -1) if self.subs[d][0] == marker.series),
            len(self.subs),
        )
        del self.subs[depth:]
        open_list = self.base or self.article or self._heading_label()
        before = self.subs[-1][2] if self.subs else open_list
        part = replace(marker, name=self._letter(marker, entry)).part
        label = join_label(before, part)
        self.subs.append((marker.series, marker.value, label))
        return label

    def _set_base(self, label: str) -> str:
        self.base = label
        self.subs.clear()
        return label
