"""Makes of characters what was typed: marks with their letters, ligatures and quotes unturned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from hexapla.corpora.readers.pdf.glyphs.characters import Glyph
from hexapla.corpora.readers.pdf.glyphs.letters import is_arabic, is_mark, is_rightward
from hexapla.corpora.readers.pdf.glyphs.pages import STROKE

__all__ = ["composed", "ligatures_as_written", "quotes_as_written"]

_ALEF = ("\u0622", "\u0623", "\u0625", "\u0627")
_LAM = "\u0644"
_CLUSTER = 0.55  # of the size: the width of an Arabic letter
_QUOTES = str.maketrans("“”‘’", "”“’‘")


def ligatures_as_written(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Turn the letters of ligatures, which have one place and box, where PDFium reversed them.

    It turns whole lines of Arabic, ligatures included. No letter joins an alef from behind, so
    that one before a lam in the same place tells it.
    """
    groups = [list(group) for _, group in groupby(glyphs, key=lambda g: (g.y, g.start, g.end))]
    joined = [len(group) > 1 and all(is_arabic(g.text) for g in group) for group in groups]
    if not any(
        any(above.text in _ALEF and below.text == _LAM for above, below in pairwise(group))
        for group, is_joined in zip(groups, joined, strict=True)
        if is_joined
    ):
        return list(glyphs)
    return [
        glyph
        for group, is_joined in zip(groups, joined, strict=True)
        for glyph in (reversed(group) if is_joined else group)
    ]


def composed(glyphs: list[Glyph]) -> list[Glyph]:
    """Put marks together with the letter that they share a place with, the letter first."""
    found: list[Glyph] = []
    places: dict[tuple[float, float], int] = {}
    for glyph in glyphs:
        if glyph.text == STROKE:
            found.append(glyph)
            continue
        spot = glyph.x, glyph.y
        other = found[places[spot]] if spot in places else None
        mark = is_mark(glyph.text)
        if other and mark != is_mark(other.text):
            text = other.text + glyph.text if mark else glyph.text + other.text
            start, end = min(other.start, glyph.start), max(other.end, glyph.end)
            halved = abs((other.end - other.start) - (glyph.end - glyph.start)) < 0.05 * glyph.size
            if halved and is_rightward((other.text, glyph.text)):
                # Of a cluster, PDFium knows the place of the sign alone.
                middle, half = (start + end) / 2, _CLUSTER * glyph.size / 2
                start, end = min(start, middle - half), max(end, middle + half)
            found[places[spot]] = other._replace(text=text, start=start, end=end)
            continue
        places[spot] = len(found)
        found.append(glyph)
    return found


def quotes_as_written(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Undo PDFium's swapping of quotation marks where it reads from the right.

    It takes them for mirrored characters, which they are not (Unicode, Bidi_Mirrored).
    """
    found = list(glyphs)
    for place, glyph in enumerate(glyphs):
        if glyph.text not in "“”‘’":
            continue
        before = glyphs[place - 1] if place else glyph
        after = glyphs[place + 1] if place + 1 < len(glyphs) else glyph
        near = after if after.y == glyph.y else before
        step = after.x - glyph.x if near is after else glyph.x - before.x
        if near.y == glyph.y and step < 0:
            found[place] = glyph._replace(text=glyph.text.translate(_QUOTES))
    return found
