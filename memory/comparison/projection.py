"""Where the translation of an old text has to change, because the text has changed.

Numbers and months are exchanged where it is certain which (`memory.text.placeables.adapt`); for
other words, those of the translation that answer them are found by what the memory says of them
(`memory.lookup.renderings.answers`), or else by meaning alone (`memory.lookup.renderings.spans`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.corpora.segmentation.sentences import segment
from hexapla.memory.lookup.renderings.answers import Known, known_from
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.sampling import held
from hexapla.memory.lookup.renderings.spans import find_span
from hexapla.memory.lookup.renderings.words import words_in
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.difference import DiffKind, difference
from hexapla.memory.text.keys import key_number, match_key
from hexapla.memory.text.placeables import Placeable, adapt, placeables
from hexapla.memory.units import Level

__all__ = ["Knowing", "ProjectedMark", "Projection", "Target", "project"]

# Changes of one paragraph that are looked for; where there are more, all of it has to be read.
_MOST: Final = 30
# Signs between two changes that are no more than one: `[-73-]/[-186-]`.
_BETWEEN: Final = 2
_MONTH: Final = re.compile(r"(?<=\d)\s*月")
# What stands between the numbers of a Chinese date.
_DATE_SIGNS: Final = re.compile(r"(?<=0)\s*[年月日]")
# What ends a sentence; a text without it may be gone on with in the middle of its translation.
_ENDS: Final = frozenset("。！？.!?؟")
# Words before a place where something came in, by which it is found.
_BEFORE: Final = 2
_BEFORE_ZH: Final = 4
# Units of the same text that are looked at.
_COPIES: Final = 20
# Characters of words that are looked for in the memory: longer ones it has once at best.
_LONGEST: Final = 60

Knowing = Callable[[str], Known | None]
"""Tells what the memory knows of how some words are said; None where it has none of them."""


@dataclass(frozen=True, slots=True)
class ProjectedMark:
    """What has to change in a translation: `start` to `end`, the same where something comes in.

    `old` and `new` are the words of the source; `answer` is what stands there instead where that is
    certain, else "".
    """

    start: int
    end: int
    old: str
    new: str
    answer: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it is known what to write."""
        return bool(self.answer)


@dataclass(frozen=True, slots=True)
class Projection:
    """A translation of the old text with its marks, in their order.

    `unplaced` are the changes whose place was not found, as old and new words of the source.
    """

    text: str
    marks: tuple[ProjectedMark, ...] = ()
    unplaced: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Target:
    """Finds and marks the translations of a document's paragraphs in one language."""

    store: Store
    languages: tuple[str, str]
    meanings: Meanings | None
    symbol: str = ""
    _known: dict[str, Known | None] = field(default_factory=dict)

    def translation(self, text: str) -> str:
        """Return the stored translation of a paragraph, of its own document first, "" for none."""
        source, target = self.languages
        key = key_number(match_key(composed(text)))
        found = [
            (unit.symbol == self.symbol, unit.texts[target])
            for unit in self.store.units_of(self.store.find_key(key, source, limit=_COPIES))
            if target in unit.texts and source in unit.texts
        ]
        return max(found, key=lambda each: each[0])[1] if found else ""

    def project(self, old: str, new: str) -> Projection | None:
        """Return the translation of the old text, marked; None where the memory has none."""
        translation = self.translation(old)
        if not translation:
            return None
        return project(old, new, translation, self.languages, self.meanings, known=self.known)

    def known(self, words: str) -> Known | None:
        """Return what the memory knows of how some words are said, None where it lacks them."""
        if words not in self._known:
            self._known[words] = self._learn(words) if len(words) <= _LONGEST else None
        return self._known[words]

    def _learn(self, words: str) -> Known | None:
        try:
            read = held(self.store, words, self.languages[0], Level.SENTENCE)
        except UsageError:
            return None
        return known_from(
            *(self.store, read),
            languages=self.languages,
            level=Level.SENTENCE,
            meanings=self.meanings,
        )


def project(
    old: str,
    new: str,
    translation: str,
    languages: tuple[str, str],
    meanings: Meanings | None,
    *,
    known: Knowing = lambda _: None,
) -> Projection:
    """Mark in the translation of `old` what has to change, that it translates `new`.

    >>> found = project("第73/186号决议", "第74/177号决议", "resolution 73/186", ("zh", "en"), None)
    >>> [(mark.start, mark.end, mark.answer) for mark in found.marks]
    [(11, 13, '74'), (14, 17, '177')]
    """
    if _frame(old, languages[0]) == _frame(new, languages[0]):
        adapted = adapt(new, old, translation, languages)
        if adapted is not None:
            marks = (
                ProjectedMark(start, end, translation[start:end], answer, answer)
                for start, end, answer in _changes(translation, adapted, joined=False)
            )
            return Projection(translation, tuple(marks))
    changes = list(_changes(old, new, joined=True))
    if len(changes) > _MOST:
        return Projection(translation, (ProjectedMark(0, len(translation), old, new),))
    pair = _Pair(old, translation, languages, meanings, known)
    marks_, unplaced = list[ProjectedMark](), list[tuple[str, str]]()
    for start, end, come in changes:
        place = pair.sentences(start, end) if not come else None
        place = place or pair.place(start, end)
        if place is None:
            unplaced.append((old[start:end], come))
        else:
            gone = old[start:end]
            figures = _frame(gone, languages[0]) == _frame(come, languages[0]) != gone
            there = translation[slice(*place)]
            month = pair.month_behind(end)
            answer = adapt(come + month, gone + month, there, languages) if figures else None
            marks_.append(ProjectedMark(*place, gone, come, answer or ""))
    return Projection(translation, tuple(_apart(marks_)), tuple(unplaced))


def _frame(text: str, language: str) -> str:
    """Return a text with the same sign for every number and month."""
    for each in reversed(placeables(text, language)):
        text = f"{text[: each.start]}0{text[each.end :]}"
    return text


def _changes(old: str, new: str, *, joined: bool) -> Iterator[tuple[int, int, str]]:
    """Yield start and end of each change in the old text, with what stands there in the new one."""
    found: list[list[int]] = []
    at = come = 0
    for piece in difference(old, new):
        size = len(piece.text)
        gone, added = (
            0 if piece.kind is DiffKind.ADDED else size,
            0 if piece.kind is DiffKind.REMOVED else size,
        )
        if piece.kind is not DiffKind.SAME:
            near = found and at - found[-1][1] <= (_BETWEEN if joined else 0)
            if near:
                found[-1][1], found[-1][3] = at + gone, come + added
            else:
                found.append([at, at + gone, come, come + added])
        at, come = at + gone, come + added
    for start, end, first, last in found:
        yield start, end, new[first:last]


def _signs(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True)
class _Pair:
    """An old text and its translation, in whose words the places of changes are sought."""

    old: str
    translation: str
    languages: tuple[str, str]
    meanings: Meanings | None
    known: Knowing

    def sentences(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the sentences stand that fell out, if the translation has as many in all.

        Where they begin like what follows, it does not matter which of the equal words went.
        """
        ours, theirs = self._cuts
        if len(ours) != len(theirs):
            return None
        left = _signs(self.old[:start] + self.old[end:])
        for first, last in combinations(range(len(ours)), 2):
            one, other = ours[first], ours[last]
            if abs(other - one - (end - start)) > _BETWEEN:
                continue
            if _signs(self.old[:one] + self.old[other:]) == left:
                found = self.translation[theirs[first] : theirs[last]].rstrip()
                return theirs[first], theirs[first] + len(found)
        return None

    @cached_property
    def _cuts(self) -> tuple[list[int], list[int]]:
        """Where the sentences of both sides begin, and last where each side ends."""
        old, theirs = (
            [begin for begin, _ in segment(text, code)] + [len(text)]
            for text, code in zip((self.old, self.translation), self.languages, strict=True)
        )
        return old, theirs

    def _seam(self, at: int) -> int | None:
        """Return where the translation has a seam of sentences, if it has as many; None for none.

        What comes in there is a sentence of its own, and stands behind all of the one before.
        """
        ours, theirs = self._cuts
        if at == ours[-1] and self.old[-1:] in _ENDS:
            return len(self.translation)
        if at not in ours or len(ours) != len(theirs):
            return None
        return len(self.translation[: theirs[ours.index(at)]].rstrip())

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the translation has what stands at a place of the old text."""
        if self.old[start:end].strip():
            return self._figures(start, end) or self._answer(start, end)
        seam = self._seam(start)
        if seam is not None:
            return seam, seam
        before = words_in(self.old[:start], self.languages[0])
        if not before:
            return 0, 0
        count = _BEFORE_ZH if self.languages[0] == "zh" else _BEFORE
        found = self._answer(before[-count:][0].start, before[-1].end)
        return (found[1], found[1]) if found else None

    def month_behind(self, end: int) -> str:
        """Return what makes a number that ends at a place a month, in Chinese; else ""."""
        found = _MONTH.match(self.old, end) if self.languages[0] == "zh" else None
        return found[0] if found else ""

    def _answer(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the words that answer; of equal ones, those whose turn it is.

        What answers one of several equal phrases answers the others as well; forms of a word are
        one.
        """
        asked = self.old[start:end]
        known = self.known(asked.strip())
        answer = known.span(self.old, self.translation) if known else None
        if answer is None:
            found = find_span(
                self.old, (start, end), self.translation, self.languages, meanings=self.meanings
            )
            if found is None:
                return None
            answer = found.start, found.end
        turn, times = self.old[:start].count(asked), self.old.count(asked)
        words = words_in(self.translation, self.languages[1])
        stems = [each.stem for each in words]
        own = [each.stem for each in words if answer[0] <= each.start and each.end <= answer[1]]
        places = [at for at in range(len(words)) if stems[at : at + len(own)] == own]
        if len(places) == times:
            first = places[turn]
        else:
            share = start / len(self.old) * len(self.translation)
            first = min(places, key=lambda at: abs(words[at].start - share))
        return words[first].start, words[first + len(own) - 1].end

    def _figures(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the numbers of a change stand, if it has no words and they are sure.

        A number is found by how often it stood before: as often in the translation.
        """
        every = placeables(self.old, self.languages[0])
        inside = [each for each in every if start <= each.start and each.end <= end]
        rest = _DATE_SIGNS.sub("", _frame(self.old[start:end], self.languages[0]))
        if not inside or any(map(str.isalpha, rest)):
            return None
        there = placeables(self.translation, self.languages[1])
        places = []
        for each in inside:
            same = _like(each, every)
            found = _like(each, there)
            if len(same) != len(found):
                return None
            places.append(found[same.index(each)])
        return min(each.start for each in places), max(each.end for each in places)


def _like(one: Placeable, others: Sequence[Placeable]) -> list[Placeable]:
    """Return the numbers with the value of one, those in symbols alone where it is in that one."""
    return [each for each in others if (each.value, each.symbol) == (one.value, one.symbol)]


def _apart(marks: list[ProjectedMark]) -> Iterator[ProjectedMark]:
    """Yield the marks in their order; of two that overlap, both as one."""
    last: ProjectedMark | None = None
    for mark in sorted(marks, key=lambda each: (each.start, each.end)):
        if last is not None and mark.start < last.end:
            last = ProjectedMark(
                last.start,
                max(last.end, mark.end),
                f"{last.old} … {mark.old}",
                f"{last.new} … {mark.new}",
            )
            continue
        if last is not None:
            yield last
        last = mark
    if last is not None:
        yield last
