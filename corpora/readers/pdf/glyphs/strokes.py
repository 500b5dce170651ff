"""Tells strokes that LibreOffice stretches Arabic lines with from those that were typed.

In a font that shows a typed one first, both mean the same sign. Then typed ones are shown together
with their letters, and those that stretch by objects of their own. In other fonts, those that
stretch have no meaning, and a typed one is of its own and marked with what it means.

In a line that is stretched, a typed one may be of its own without a mark: it goes with the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from hexapla.corpora.readers.pdf.glyphs.characters import Characters
from hexapla.corpora.readers.pdf.glyphs.tags import has_mark

__all__ = ["stretching"]

_TYPED = "\u0640"
_MEANING = "Span"  # what marks a text that means other letters (PDF 32000, 14.9.4)


def stretching(characters: Characters) -> Iterator[int]:
    """Yield the places of strokes that objects of their own show, which are not marked.

    Their page is still loaded.
    """
    if _TYPED not in characters.texts:
        return
    shown = list(zip(characters.texts, characters.shown_by, strict=True))
    lettered = {address for text, address in shown if text != _TYPED}
    # An object has many of them: its marks are looked at once.
    alone = {address for text, address in shown if text == _TYPED} - lettered
    unmarked = {address for address in alone if not has_mark(address, _MEANING)}
    for place, (text, address) in enumerate(shown):
        if text == _TYPED and address in unmarked:
            yield place
