"""What the pages for look-up show of a phrase and of a text, in review and in `hexapla serve`."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import Any, Final

from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.concordance import Hit, Phrase, concordance
from hexapla.memory.lookup.fragments import Fragments, Span, find_fragments
from hexapla.memory.lookup.match import ALMOST, find_matches
from hexapla.memory.lookup.questions import Question
from hexapla.memory.lookup.renderings.answering import Answering
from hexapla.memory.lookup.renderings.marking import with_answers
from hexapla.memory.lookup.renderings.meanings import known_meanings
from hexapla.memory.store.store import Store
from hexapla.memory.terms.recognition import find_terms
from hexapla.memory.text.difference import difference
from hexapla.memory.text.language_codes import other_language
from hexapla.memory.units import Level
from hexapla.memory.web.review.pieces import pieces

__all__ = [
    "NOTHING",
    "language_of_words",
    "languages_asked",
    "phrase_answers",
    "text_answers",
]

NOTHING: Final = MappingProxyType({"citations": (), "places": None, "matches": None, "missing": ""})
"""What templates are shown where nothing was asked."""

_HITS: Final = 50  # that are shown
# Languages that a few words do not tell apart.
_LATIN: Final = ("en", "fr", "es", "de")


def languages_asked(
    store: Store, asked: Question, pair: tuple[str, str], own: str
) -> tuple[str, str]:
    """Return the language of what is asked, and that of the answer, where `pair` leaves them open.

    `own` is the language of whoever asks: that of words which do not tell theirs is sought in it
    first.
    """
    source = pair[0] or asked.language or language_of_words(store, asked.text, own)
    return source, pair[1] or other_language(source)


def phrase_answers(
    store: Store, phrase: str, *, source: str, target: str, level: Level, other: str = ""
) -> dict[str, Any]:
    """Return where a phrase stands, marked, and what answers it; with `other` in the translation.

    Templates show it: `places`, `hits`, `terms`, and `entries` of the register by symbol.
    """
    phrases = [Phrase(phrase, source), *([Phrase(other, target)] if other else [])]
    found = concordance(store, *phrases, level=level, limit=_HITS)
    wanted = [target] if target != source else []
    found = with_answers(store, found, phrases[0], wanted, known_meanings())
    return {
        "entries": store.registered({hit.unit.symbol for hit in found}),
        "places": found,
        "hits": [(hit, _marked(hit, (source, target))) for hit in found.hits],
        "terms": find_terms(store, phrase, source=source, target=target),
    }


def text_answers(store: Store, text: str, *, source: str, target: str) -> dict[str, Any]:
    """Return what is like a text, what differs, its terms, and parts of it that are known.

    Templates show it: `matches`, `terms`, `parts`, `entries` of the register by symbol, with the
    functions that they need for it.
    """
    found = find_matches(store, text, source=source, target=target)
    parts = Fragments()
    # From there on a match is of the very text: parts of it tell nothing more.
    if not any(each.score >= ALMOST for each in found):
        answers = Answering((source, target))
        parts = find_fragments(store, text, source=source, target=target, answers=answers)
    symbols = {each.symbol for each in found} | {each.symbol for each in parts.every}
    return {
        "entries": store.registered(symbols),
        "matches": [(each, difference(each.source, text)) for each in found],
        "terms": find_terms(store, text, source=source, target=target),
        "parts": parts,
        "spanned": _spanned,
        "difference": difference,
    }


def language_of_words(store: Store, text: str, own: str) -> str:
    """Return the first language that has words which do not tell theirs, its own first."""
    likely = sorted(_LATIN, key=lambda code: code != own)
    for code in likely:
        with suppress(UsageError):  # there is no word in it
            if concordance(store, Phrase(text, code), limit=1).total:
                return code
    return likely[0]


def _marked(hit: Hit, languages: tuple[str, str]) -> list[tuple[str, list[tuple[bool, str]]]]:
    """Return the texts of a hit in two languages in pieces, and whether each was looked for."""
    found, texts = [], hit.unit.texts
    for language in languages:
        if language in texts:
            every = (*hit.marks, *hit.answers)
            marks = sorted(mark for code, marks in every if code == language for mark in marks)
            found.append((language, pieces(texts[language], marks)))
    return found


def _spanned(text: str, span: Span | None) -> list[tuple[bool, str]]:
    """Return the pieces of a text, and whether each is the span."""
    return pieces(text, [span] if span else [])
