"""Terms of the termbase that stand in a text, whatever forms they are in.

A term is found by the stems of its words (`memory.lookup.renderings.stems`), in Chinese by its
ideographs: no words need to be told apart. Of terms that overlap the longest is taken. What is
written in capital letters alone is only found so: WHO is not who.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from hexapla.memory.lookup.renderings.words import Word, words_in
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.text.keys import IDEOGRAPHS, match_key

__all__ = ["FoundTerm", "Recognizer", "Recognizers", "TermPlace", "find_terms", "recognizers_of"]

# What ends a clause stands before a word: no term goes on across it, but where it has it itself.
_CLAUSE: Final = 2
# Letters that Arabic writes before a word: and, then, in, for, like.
_ARABIC_PREFIXES: Final = "وفبلك"
_FEWEST_LETTERS: Final = 3
# A text of which so much is in capital letters says nothing by them.
_CAPITALS: Final = 0.7

# The first ideograph of a text, or the first letter of a word: no stem is shorter.
_FIRST: Final = re.compile(rf"[{IDEOGRAPHS}]|[^\W_][^\W_{IDEOGRAPHS}]?")

_Step = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class TermPlace:
    """Where a term stands in a text: from one character to another."""

    start: int
    end: int
    concept: Concept
    term: Term


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term that stands in a text, and how it is said in another language.

    `text` are the words as they stand there, from `start` to `end`; `term` is the one of the
    termbase. `renderings` can be used, the preferred ones first; `avoided` are deprecated or
    superseded. Domain, source and note are those of the concept.
    """

    start: int
    end: int
    text: str
    term: Term
    renderings: tuple[Term, ...]
    avoided: tuple[Term, ...]
    domain: str
    source: str
    note: str
    key: int

    @property
    def said(self) -> str:
        """The renderings in one line, the best first."""
        return "; ".join(" ".join(each.text.split()) for each in self.renderings)


class _TrieNode:
    """The terms that end here, and the steps that others go on by."""

    __slots__ = ("following", "terms")

    def __init__(self) -> None:
        self.following: dict[_Step, _TrieNode] = {}
        self.terms: list[tuple[Concept, Term]] = []


class Recognizer:
    """Finds the terms of one language in texts."""

    def __init__(self, concepts: Iterable[Concept], language: str) -> None:
        self.language = language
        self._root = _TrieNode()
        self._lock = Lock()
        # Of a large termbase, only what begins like a word of a text is ever told apart.
        self._waiting: dict[str, list[tuple[Concept, Term]]] = defaultdict(list)
        for concept in concepts:
            for term in concept.terms:
                if term.language == language:
                    beginning = self._beginning(match_key(term.text))
                    self._waiting[beginning].append((concept, term))

    def _beginning(self, key: str) -> str:
        """Return how a term begins, in any form: but in Arabic, where the article is written to it.

        The key is that of the term, or of its first word.
        """
        found = None if self.language == "ar" else _FIRST.search(key)
        return found[0] if found else ""

    def _take(self, words: Sequence[Word]) -> None:
        """Take in the terms that begin like some words."""
        wanted = {"", *(self._beginning(word.key) for word in words)}
        with self._lock:
            for beginning in wanted & self._waiting.keys():
                for concept, term in self._waiting[beginning]:
                    self._add(concept, term)
                del self._waiting[beginning]

    def _add(self, concept: Concept, term: Term) -> None:
        node = self._root
        words = words_in(term.text, self.language)
        for place, word in enumerate(words):
            node = node.following.setdefault(_step(word, first=not place), _TrieNode())
        if words:
            node.terms.append((concept, term))

    def every(self, text: str) -> Iterator[TermPlace]:
        """Yield all places of terms, from left to right, also those inside longer ones."""
        words = words_in(text, self.language)
        self._take(words)
        shouted = _is_shouted(text)
        for first, word in enumerate(words):
            for skipped in self._beginnings(word):
                yield from self._from(words, first, skipped, text, shouted=shouted)

    def _beginnings(self, word: Word) -> list[int]:
        """Return how many letters before a word may be no part of it."""
        key = word.key
        joined = (
            self.language == "ar"
            and len(key) > _FEWEST_LETTERS
            and key[0] in _ARABIC_PREFIXES
            and word.end - word.start > _FEWEST_LETTERS
        )
        return [0, 1] if joined else [0]

    def _from(
        self, words: Sequence[Word], first: int, skipped: int, text: str, *, shouted: bool
    ) -> Iterator[TermPlace]:
        start = words[first].start + skipped
        begun = words[first]
        if skipped:
            (begun, *_) = words_in(text[start : begun.end], self.language) or [begun]
        node = self._root.following.get(_step(begun, first=True))
        place = first
        while node is not None:
            end = words[place].end
            for concept, term in node.terms:
                if shouted or not _is_capitals(term.text) or _is_capitals(text[start:end]):
                    yield TermPlace(start, end, concept, term)
            place += 1
            node = node.following.get(_step(words[place])) if place < len(words) else None

    def longest(self, text: str) -> list[list[TermPlace]]:
        """Return the terms of a text, the longest first where they overlap, in its order.

        Terms of several concepts that stand in the same place are one list.
        """
        found = sorted(self.every(text), key=lambda each: (each.start - each.end, each.start))
        taken = bytearray(len(text))
        chosen: list[list[TermPlace]] = []
        for (start, end), places in groupby(found, key=attrgetter("start", "end")):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                chosen.append(list(places))
        return sorted(chosen, key=lambda each: each[0].start)


def _step(word: Word, *, first: bool = False) -> _Step:
    return word.stem, word.gap >= _CLAUSE and not first


def _is_capitals(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _is_shouted(text: str) -> bool:
    letters = [each for each in text if each.isupper() or each.islower()]
    return sum(map(str.isupper, letters)) > _CAPITALS * len(letters)


class Recognizers:
    """Finds the terms of some concepts: a recognizer for each language, made when it is needed."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = tuple(concepts)
        self._made: dict[str, Recognizer] = {}
        self._lock = Lock()

    @property
    def is_empty(self) -> bool:
        """Return whether there is no concept."""
        return not self._concepts

    def of(self, language: str) -> Recognizer:
        """Return what finds the terms of a language."""
        with self._lock:
            if language not in self._made:
                self._made[language] = Recognizer(self._concepts, language)
            return self._made[language]


_known: WeakKeyDictionary[Store, tuple[tuple[int, int, int], Recognizers]] = WeakKeyDictionary()
_lock: Final = Lock()


def recognizers_of(store: Store) -> Recognizers:
    """Return what finds the terms of a memory; made anew only when its termbase has changed."""
    revision = store.revision_of_terms()
    with _lock:
        known = _known.get(store)
        if known is None or known[0] != revision:
            known = _known[store] = revision, Recognizers(store.concepts())
    return known[1]


def find_terms(store: Store, text: str, *, source: str, target: str) -> list[FoundTerm]:
    """Return the terms of the termbase that stand in a text and are said in another language.

    They come in the order of the text, the longest where they overlap.
    """
    return [
        found
        for places in recognizers_of(store).of(source).longest(text)
        for each in places
        if (found := _found(each, text, target)).renderings or found.avoided
    ]


def _found(place: TermPlace, text: str, target: str) -> FoundTerm:
    said = tuple(place.concept.in_language(target))
    concept = place.concept
    return FoundTerm(
        *(place.start, place.end, text[place.start : place.end], place.term),
        renderings=tuple(each for each in said if each.status.is_usable),
        avoided=tuple(each for each in said if not each.status.is_usable),
        domain=concept.domain,
        source=concept.source,
        note=concept.note,
        key=concept.key,
    )
