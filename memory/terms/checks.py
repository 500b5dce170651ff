"""Whether a translation says the terms of its source as the termbase wants it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hexapla.corpora.messages import Message, joined
from hexapla.memory.checks.flags import Check, Flag
from hexapla.memory.lookup.renderings.words import Word, words_in
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.recognition import Recognizers, TermPlace
from hexapla.memory.text.keys import IDEOGRAPHS

__all__ = ["TermChecks"]

# Words are taken for forms of one where so much of the shorter is the same, from the beginning on:
# what light stemming leaves apart shall not be told as missing.
_SAME: Final = 0.7
_FEWEST_LETTERS: Final = 4
_SHORTEST_PART: Final = 5  # of compounds
_MOST_SHOWN: Final = 3
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")


class TermChecks:
    """Checks pairs of texts against terms: callable as `memory.checks.findings` wants it."""

    def __init__(self, terms: Recognizers) -> None:
        self._terms = terms

    @property
    def is_empty(self) -> bool:
        """Return whether there is no term to check by."""
        return self._terms.is_empty

    def __call__(self, source: str, target: str, languages: tuple[str, str]) -> list[Flag]:
        """Return what a translation has of the terms that are to be avoided, and what it lacks."""
        if self.is_empty:
            return []
        places = self._terms.of(languages[0]).longest(source)
        if not places:
            return []
        there = list(self._terms.of(languages[1]).every(target))
        words = words_in(target, languages[1])
        flags = (self._flag(place, there, words, languages[1]) for place in places)
        return list(dict.fromkeys(each for each in flags if each))

    def _flag(
        self,
        places: Sequence[TermPlace],
        there: Sequence[TermPlace],
        words: Sequence[Word],
        language: str,
    ) -> Flag | None:
        """Return what is wrong with how a term is said: that of any of its concepts is right."""
        concepts = [each.concept for each in places]
        said = [each for each in there if any(each.concept is concept for concept in concepts)]
        usable = [each for each in said if each.term.status.is_usable]
        avoided = max(
            (
                each
                for each in said
                if not each.term.status.is_usable
                # A longer term that may be used holds it, of whatever concept.
                and not any(_holds(one, each) for one in there)
            ),
            key=lambda each: each.end - each.start,
            default=None,
        )
        if avoided is not None:
            return Flag(Check.AVOIDED_TERM, _told_avoided(avoided.term, avoided.concept))
        wanted = [
            each
            for concept in concepts
            for each in concept.in_language(language)
            if each.status.is_usable
        ]
        if usable or not wanted or any(_stands(each, words, language) for each in wanted):
            return None
        # One ideograph is a part of many words: 水 of 水平 and 薪水.
        if _IDEOGRAPH.fullmatch(places[0].term.text):
            return None
        shown = ", ".join(each.text for each in wanted[:_MOST_SHOWN])
        more = ", …" if len(wanted) > _MOST_SHOWN else ""
        cause = Message(
            "%(term)s: %(language)s has not %(wanted)s",
            **{"term": places[0].term.text, "language": language, "wanted": f"{shown}{more}"},
        )
        return Flag(Check.MISSING_TERM, cause)


def _holds(longer: TermPlace, other: TermPlace) -> bool:
    """Return whether a term that may be used has another one inside.

    The same words may be used only where it is the same concept.
    """
    return (
        longer.term.status.is_usable
        and longer.start <= other.start
        and other.end <= longer.end
        and (longer.concept is other.concept or longer.end - longer.start > other.end - other.start)
    )


def _told_avoided(term: Term, concept: Concept) -> Message:
    instead = term.superseded_by or next(
        (each.text for each in concept.in_language(term.language) if each.status.is_usable), ""
    )
    status = Message(term.status.value)
    if not instead:
        return joined([term.text, status], ": ")
    return Message(
        "%(term)s: %(status)s, use %(instead)s",
        **{"term": term.text, "status": status, "instead": instead},
    )


def _stands(term: Term, words: Sequence[Word], language: str) -> bool:
    """Return whether all words of a term are in a text, in forms that stemming leaves apart."""
    wanted = [each for each in words_in(term.text, language) if not each.light]
    return (
        language != "zh"
        and bool(wanted)
        and all(
            any(_alike(each, other) or _is_compound(other, each, language) for other in words)
            for each in wanted
        )
    )


def _is_compound(word: Word, part: Word, language: str) -> bool:
    """Return whether a word is put together with another: Energieinfrastruktur."""
    return language == "de" and len(part.stem) >= _SHORTEST_PART and part.stem in word.key


def _alike(one: Word, other: Word) -> bool:
    if one.stem == other.stem:
        return True
    least = max(_FEWEST_LETTERS, round(_SAME * min(len(one.key), len(other.key))))
    return len(one.key) >= least and one.key[:least] == other.key[:least]
