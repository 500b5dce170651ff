"""The two versions that are compared: files, or documents of a memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from hexapla.corpora.document import Document, Paragraph
from hexapla.corpora.errors import MissingError
from hexapla.memory.lookup.citation import stored_symbol
from hexapla.memory.lookup.snapshots import in_snapshot
from hexapla.memory.store.store import Store
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import key_number, match_key
from hexapla.memory.units import Level

__all__ = ["closest_symbol", "stored_version"]

# Paragraphs of a draft that are looked for, evenly out of all, and units with each of them.
_LOOKED_FOR: Final = 400
_COPIES: Final = 20
# Characters of a paragraph that tells one document from another.
_TELLING: Final = 30


@in_snapshot
def stored_version(store: Store, document: str, language: str | None = None) -> Document:
    """Return a document of the memory in one language, by default its own.

    `document` is a symbol, in any case, or names a resolution. Raises MissingError where the memory
    has no such document, or not in this language.
    """
    symbol, languages = stored_symbol(store, document)
    chosen = language or store.source_language(symbol) or languages[0]
    found = tuple(_paragraphs(store, symbol, chosen))
    if not found:
        raise MissingError(f"{symbol}: the memory does not have it in {chosen}")
    return Document(symbol, chosen, found)


@in_snapshot
def closest_symbol(store: Store, document: Document) -> str:
    """Return the symbol of the document that has most of another's paragraphs, "" for none."""
    texts = [each.text for each in document.paragraphs if len(each.text) >= _TELLING]
    shared: Counter[str] = Counter()
    for text in texts[:: len(texts) // _LOOKED_FOR + 1]:
        number = key_number(match_key(composed(text)))
        for symbol in store.symbols_of_key(
            number, document.language, level=Level.PARAGRAPH, limit=_COPIES
        ):
            shared[symbol] += len(text)
    return max(shared, key=lambda symbol: (shared[symbol], symbol), default="")


def _paragraphs(store: Store, symbol: str, language: str) -> Iterator[Paragraph]:
    """Yield the paragraphs in their order, those without a partner in another language too."""
    placed: dict[tuple[int, str], Paragraph] = {}
    known = set[str]()
    for unit in store.units(level=Level.PARAGRAPH, symbol=symbol):
        known.add(unit.reference)
        text = unit.texts.get(language)
        if text is not None:
            own = next((each for each in unit.translations if each.language == language), None)
            label = own.label if own else unit.label
            found = Paragraph(unit.reference, unit.kind, label, text)
            # Where spans overlap, several units have the same place, and can have the same text.
            placed.setdefault((unit.position, text), found)
    for alone in store.unaligned(symbol):
        # A source text without a partner is told for each language that lacks it.
        source = alone.language != alone.target_language
        if alone.language == language and not (source and alone.reference in known):
            known.add(alone.reference)
            found = Paragraph(alone.reference, alone.kind, alone.label, alone.text)
            placed.setdefault((alone.position, alone.text), found)
    for _, found in sorted(placed.items(), key=lambda each: each[0][0]):
        yield found
