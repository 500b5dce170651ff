"""Candidates of terms with how they are said in other languages, by all that a memory holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hexapla.corpora.document import Document
from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.renderings import Renderings, find_renderings
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, Term
from hexapla.memory.terms.extraction import TermCandidate, find_candidates
from hexapla.memory.text.keys import match_key
from hexapla.memory.units import Level

__all__ = ["Suggestion", "suggest_terms", "texts_of_document", "texts_of_memory"]

# A rendering that so few of the texts have is no one's term.
_LEAST_SHARE = 0.2
_RENDERINGS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate with its renderings, a language each, and the languages that have none.

    `language` is that of the candidate.
    """

    language: str
    candidate: TermCandidate
    renderings: tuple[Renderings, ...] = ()

    @property
    def concept(self) -> Concept:
        """The candidate as a concept, with the best rendering of each language."""
        said = [
            Term(each.language, each.renderings[0].text)
            for each in self.renderings
            if each.renderings and each.renderings[0].share >= _LEAST_SHARE
        ]
        symbol, _, label = (*self.candidate.places, "")[0].partition("#")
        note = f"{self.candidate.count} times"
        terms = (Term(self.language, self.candidate.text), *said)
        return Concept(terms, symbol=symbol, label=label, note=note)


def texts_of_document(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the texts of a document with their addresses."""
    for each in document.paragraphs:
        yield f"{document.symbol}#{each.label or each.id}", each.text


def texts_of_memory(store: Store, language: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a memory in a language with their addresses."""
    for unit in store.units(level=Level.SENTENCE, excluded=False):
        if text := unit.texts.get(language):
            yield unit.tuid, text


def suggest_terms(
    store: Store,
    texts: Iterable[tuple[str, str]],
    language: str,
    *,
    targets: Sequence[str] = (),
    limit: int = 100,
    meanings: Meanings | None = None,
) -> Iterator[Suggestion]:
    """Yield the best candidates of texts in a language, with how a memory says them in others.

    What the termbase has already is left out. Raises UsageError where a target is the language
    itself.
    """
    if language in targets:
        raise UsageError(f"source and target are the same language: {language}")
    known = {
        match_key(term.text)
        for concept in store.concepts()
        for term in concept.terms
        if term.language == language
    }
    count = 0
    for candidate in find_candidates(texts, language, meanings):
        if known.isdisjoint(map(match_key, candidate.forms)):
            said = (
                find_renderings(
                    *(store, candidate.text),
                    source=language,
                    targets=targets,
                    meanings=meanings,
                    limit=_RENDERINGS,
                )
                if targets
                else ()
            )
            yield Suggestion(language, candidate, tuple(said))
            count += 1
        if count >= limit:
            return
