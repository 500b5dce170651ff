"""Packs pages for the process that asked for them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow, Page

__all__ = ["packed"]


def packed(pages: Sequence[Page], cause: str = "", count: int = 0) -> bytes:
    """Return pages, or the cause why there are none, as `corpora.readers.pdf.sandbox` reads them.

    A line of JSON with all but the places of the characters, which follow as floats: JSON can do
    nothing to who reads it, whatever has become of the process that writes it.
    """
    places = array("f")
    shown = []
    for page in pages:
        rows = _packed_rows(page.rows, places)
        parts = [
            (part.kind, part.name, part.begins, _packed_rows(part.rows, places))
            for part in page.parts or ()
        ]
        tagged = None if page.parts is None else parts
        shape = page.number, page.width, page.height, page.rightward
        shown.append((*shape, rows, tagged, page.rules, page.exact))
    # A letter of a damaged file can be half of a character, which JSON writes as an escape.
    return json.dumps((cause, count, shown)).encode("ascii") + b"\n" + places.tobytes()


def _packed_rows(
    rows: Iterable[GlyphRow], places: array[float]
) -> list[tuple[float, float, str | list[str], bool]]:
    """Return rows without the places of their characters, which are added to `places`.

    Where each character is one letter, as nearly everywhere, they are one string.
    """
    found = []
    for row in rows:
        texts = "".join(row.texts)
        shown = texts if len(texts) == len(row.texts) else row.texts
        found.append((row.y, row.size, shown, row.bold))
        for each in (row.starts, row.ends, row.sizes):
            places.extend(each)
    return found
