"""Concepts of one termbase joined with those of another: what is new, and what was there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, ConceptChange, Term, TermStatus
from hexapla.memory.text.keys import match_key

__all__ = ["JoinCounts", "changes_to_join", "completed_concept", "join_concepts"]

_Name = tuple[str, str]
# More concepts with one term are not gone through one by one, and none gets more terms by joining:
# a table can have the same cell in a hundred thousand rows.
_MOST_ALIKE: Final = 100
_MOST_TERMS: Final = 60


@dataclass(frozen=True, slots=True)
class JoinCounts:
    """Concepts that were new, that something was added to, and that were there as they are."""

    added: int = 0
    merged: int = 0
    unchanged: int = 0


def join_concepts(
    store: Store, concepts: Iterable[Concept], action: str, *, who: str
) -> JoinCounts:
    """Add concepts to a termbase, as one edit; return what became of them.

    One is the same as one that is there where terms of two languages are the same in both, or all
    terms that it has, and their domains are not different ones; case, width and accents make no
    difference. It then gets the terms, and the status, domain, source and note, that it lacks; a
    status that differs from `admitted` is taken over.
    """
    counts = JoinCounts()

    def changes(there: list[Concept]) -> list[ConceptChange]:
        nonlocal counts
        made, unchanged = changes_to_join(there, concepts)
        added = sum(each.before is None for each in made)
        counts = JoinCounts(added, len(made) - added, unchanged)
        return made

    store.edit_concepts(changes, action, who=who)
    return counts


def changes_to_join(
    there: Iterable[Concept], concepts: Iterable[Concept]
) -> tuple[list[ConceptChange], int]:
    """Return what `join_concepts` changes, and how many concepts were there as they are."""
    found = _ConceptsByTerm(there)
    unchanged = 0
    for each in concepts:
        wanted = replace(each, terms=tuple(_distinct(each.terms)), key=0)
        place = found.place_of(wanted)
        if place is None:
            found.add(wanted)
        else:
            unchanged += not found.join(place, wanted)
    return found.changes(), unchanged


class _ConceptsByTerm:
    """Concepts by their terms, with what they were at first."""

    def __init__(self, there: Iterable[Concept]) -> None:
        self._before: list[Concept | None] = []
        self._after: list[Concept] = []
        # By the key of their domain, and by None whatever it is; the values say nothing.
        self._places: dict[tuple[_Name, str | None], dict[int, None]] = defaultdict(dict)
        for each in there:
            self._enter(each, each)

    def _enter(self, before: Concept | None, after: Concept) -> None:
        self._list(len(self._after), after)
        self._before.append(before)
        self._after.append(after)

    def _list(self, place: int, concept: Concept) -> None:
        for term in concept.terms:
            for domain in (None, match_key(concept.domain)):
                self._places[_name(term), domain][place] = None

    def add(self, concept: Concept) -> None:
        self._enter(None, concept)

    def place_of(self, concept: Concept) -> int | None:
        """Return where the concept is that has most terms with another, None where none is it."""
        names = {_name(each) for each in concept.terms}
        domain = match_key(concept.domain)
        best, most = None, 0
        for place in sorted(self._alike(names, domain)):
            after = self._after[place]
            common = {name for name in names if place in self._places.get((name, None), ())}
            is_same = len({language for language, _ in common}) > 1 or common == names
            has_room = common == names or len(after.terms) < _MOST_TERMS
            if (
                is_same
                and has_room
                and len(common) > most
                and _goes_with(after.domain, concept.domain)
            ):
                best, most = place, len(common)
        return best

    def _alike(self, names: Iterable[_Name], domain: str) -> set[int]:
        """Return where concepts are that can be the same, by the rarest of some terms."""
        domains = (domain, "") if domain else (None,)
        listed = [
            [found for each in domains if (found := self._places.get((name, each)))]
            for name in names
        ]
        listed.sort(key=lambda found: sum(map(len, found)))
        alike: set[int] = set()
        # One that is the same has two of several terms: another one than the most frequent, too.
        for some in listed[: max(1, len(listed) - 1)]:
            alike.update(islice(chain(*some), max(0, _MOST_ALIKE - len(alike))))
        return alike

    def join(self, place: int, concept: Concept) -> bool:
        """Give a concept what another has besides; return whether that is anything."""
        old = self._after[place]
        new = _joined(old, concept)
        if new.domain != old.domain:
            self._list(place, new)
        else:
            self._list(place, replace(new, terms=new.terms[len(old.terms) :]))
        self._after[place] = new
        return new != old

    def changes(self) -> list[ConceptChange]:
        return [
            ConceptChange(before, after)
            for before, after in zip(self._before, self._after, strict=True)
            if before != after
        ]


def _goes_with(ours: str, theirs: str) -> bool:
    return not ours or not theirs or match_key(ours) == match_key(theirs)


def _joined(ours: Concept, theirs: Concept) -> Concept:
    terms = {_name(each): each for each in ours.terms}
    for each in theirs.terms:
        old = terms.setdefault(_name(each), each)
        if each.status is not TermStatus.ADMITTED and each.status is not old.status:
            terms[_name(each)] = replace(
                old, status=each.status, superseded_by=each.superseded_by or old.superseded_by
            )
    symbol, label = (ours.symbol, ours.label) if ours.symbol else (theirs.symbol, theirs.label)
    return replace(
        ours,
        terms=tuple(terms.values()),
        domain=ours.domain or theirs.domain,
        symbol=symbol,
        label=label,
        note=ours.note or theirs.note,
    )


def completed_concept(old: Concept, more: Concept) -> Concept:
    """Return a concept with more terms, and what else is said of it now in place of what was."""
    terms = {_name(each): each for each in (*old.terms, *more.terms)}
    return replace(
        old,
        terms=tuple(terms.values()),
        domain=more.domain or old.domain,
        symbol=more.symbol or old.symbol,
        label=more.label if more.symbol else old.label,
        note=more.note or old.note,
    )


def _distinct(terms: Iterable[Term]) -> Iterator[Term]:
    seen = set()
    for each in terms:
        if _name(each) not in seen:
            seen.add(_name(each))
            yield each


def _name(term: Term) -> _Name:
    return term.language, match_key(term.text)
