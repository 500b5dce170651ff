"""Where things stand on a page as it is shown."""

from __future__ import annotations

from array import array

from hexapla.corpora.readers.pdf.glyphs.causes import DAMAGED_PAGE
from hexapla.corpora.readers.pdf.glyphs.pages import PdfError
from hexapla.corpora.readers.pdf.glyphs.pdfium import addresses, library

__all__ = ["AS_IT_IS", "Matrix", "upright"]

Matrix = tuple[float, float, float, float, float, float]
AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def upright(page: int) -> Matrix:
    """Return the matrix from the coordinates of the file to the page as it is shown."""
    left, bottom, right, top = _box(page)
    turns = (
        (1.0, 0.0, 0.0, 1.0, -left, -bottom),
        (0.0, -1.0, 1.0, 0.0, -bottom, right),
        (-1.0, 0.0, 0.0, -1.0, right, top),
        (0.0, 1.0, -1.0, 0.0, top, -left),
    )
    quarter = library().FPDFPage_GetRotation(page)
    if not 0 <= quarter < len(turns):
        raise PdfError(DAMAGED_PAGE)
    return turns[quarter]


def _box(page: int) -> tuple[float, ...]:
    """Return the edges of what is shown of a page (left, bottom, right, top), or of its paper."""
    api = library()
    edges = array("f", bytes(16))
    each = addresses(edges)
    if api.FPDFPage_GetCropBox(page, *each) or api.FPDFPage_GetMediaBox(page, *each):
        return tuple(edges)
    return 0.0, 0.0, 612.0, 792.0  # US letter, which PDFium takes where a page has no size
