"""Why nothing was found, and what to try instead: one line for whoever looked in vain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import language_for
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.lookup.pairs import PairFilter, pairs
from hexapla.memory.selection import Selection
from hexapla.memory.store.store import Store
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import Level

__all__ = ["why_no_hits", "why_no_matches", "why_no_pairs"]

# The lowest score of a match that is worth naming.
_LEAST = 30


def why_no_pairs(
    store: Store, source: str, target: str, *, level: Level, pair_filter: PairFilter
) -> str:
    """Return why a memory has no pairs that are wanted."""
    chosen = pair_filter.selection
    if missing := _missing(store, (source, target)):
        return missing
    if chosen.symbol is not None and not store.selected(Selection(symbol=chosen.symbol)):
        return f"no document set has the symbol {chosen.symbol}: hexapla sets lists those there are"
    if chosen.file is not None and not store.selected(replace(chosen, status=None)):
        return f"no document set is from a file {chosen.file}: hexapla sets --json names the files"
    plain = PairFilter(Selection(chosen.symbol, chosen.file))
    if plain != pair_filter and _any_pair(store, (source, target), level, plain):
        return "there are pairs, but none of the status, confidence or quality that is asked for"
    other = Level.PARAGRAPH if level is Level.SENTENCE else Level.SENTENCE
    if _any_pair(store, (source, target), other, plain):
        return f"there are only {other}s of both languages: --level {other}"
    return (
        f"no document is there in both {language_for(source).name} and {language_for(target).name}"
    )


def _any_pair(
    store: Store, languages: tuple[str, str], level: Level, pair_filter: PairFilter
) -> bool:
    found = pairs(store, *languages, level=level, pair_filter=pair_filter)
    return next(found, None) is not None


def why_no_hits(
    store: Store, phrases: tuple[Phrase, ...], *, level: Level, narrowed: bool = False
) -> str:
    """Return why no unit of a memory holds some phrases, and what to try.

    `narrowed` says that only a part of the units was looked at.
    """
    if missing := _missing(store, [each.language for each in phrases]):
        return missing
    if narrowed and (count := _count(store, phrases, level)):
        return f"{count} found where nothing is left out: try without --symbol, --body, --only …"
    if len(phrases) > 1 and all(_count(store, (each,), level) for each in phrases):
        return "each is found, but not in one unit: try without --with"
    other = Level.PARAGRAPH if level is Level.SENTENCE else Level.SENTENCE
    if count := _count(store, phrases, other):
        return f"{count} found in {other}s: try --level {other}"
    if len(phrases) == 1:
        for language in store.languages():
            asked = (Phrase(phrases[0].text, language),)
            if language != phrases[0].language and _count(store, asked, level):
                return f"it is found in {language_for(language).name}: try --language {language}"
    return "try fewer words, or the beginning of one with a star: cooperat*"


def _count(store: Store, phrases: tuple[Phrase, ...], level: Level) -> int:
    try:
        return concordance(store, *phrases, level=level, limit=1).total
    except UsageError:
        # Only in its own language a phrase can always be looked for.
        return 0


def why_no_matches(store: Store, text: str, *, source: str, target: str, min_score: int) -> str:
    """Return why a memory has no match of a text, and what to try."""
    if missing := _missing(store, (source, target)):
        return missing
    best = find_matches(
        store, text, source=source, target=target, limit=1, min_score=min(_LEAST, min_score)
    )
    if best:
        return f"the best scores {best[0].score}: try --least {best[0].score}"
    return "nothing is like it: try a part of it, or hexapla search with a word of it"


def _missing(store: Store, languages: Collection[str]) -> str:
    """Return which of some languages a memory has no texts in, "" where it has some in all."""
    there = sorted(store.languages(), key=language_rank)
    for each in languages:
        if each not in there:
            told = f"it has {', '.join(there)}" if there else "it is empty"
            return f"the memory has nothing in {language_for(each).name}: {told}"
    return ""
