"""The words of translations that answer a phrase, in the hits of a concordance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hexapla.corpora.errors import EncoderError
from hexapla.memory.lookup.concordance import Concordance, Hit, Phrase
from hexapla.memory.lookup.renderings.answers import Known, known_from
from hexapla.memory.lookup.renderings.meanings import Meanings
from hexapla.memory.lookup.renderings.sampling import held
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.store.store import Store

__all__ = ["with_answers"]


@in_snapshot
def with_answers(
    store: Store,
    found: Concordance,
    phrase: Phrase,
    targets: Sequence[str],
    meanings: Meanings | None = None,
) -> Concordance:
    """Return a concordance of a phrase whose hits tell where it is answered in some languages.

    A language that a hit has marks of already, for a phrase of its own, is left alone. Where the
    encoder of `meanings` cannot be loaded, nothing is marked: counts alone are too often wrong.
    """
    if not found.hits:
        return found
    try:
        return _answered(store, found, phrase, targets, meanings)
    except EncoderError:
        return found


def _answered(
    store: Store,
    found: Concordance,
    phrase: Phrase,
    targets: Sequence[str],
    meanings: Meanings | None,
) -> Concordance:
    level = found.hits[0].unit.level
    read = held(store, phrase.text, phrase.language, level)
    hits = found.hits
    for language in targets:
        if any(language in dict(hit.marks) for hit in hits):
            continue
        known = known_from(
            *(store, read),
            languages=(phrase.language, language),
            level=level,
            meanings=meanings,
        )
        if known is None:
            continue
        spans = [_span_of(known, hit, phrase.language, language) for hit in hits]
        hits = tuple(
            replace(hit, answers=(*hit.answers, (language, (span,)))) if span else hit
            for hit, span in zip(hits, spans, strict=True)
        )
    return replace(found, hits=hits)


def _span_of(known: Known, hit: Hit, source: str, target: str) -> tuple[int, int] | None:
    texts = hit.unit.texts
    return known.span(texts[source], texts[target]) if target in texts else None
