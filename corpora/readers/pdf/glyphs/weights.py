"""Tells which pieces of text are printed in bold: by the names of their fonts, or an outline."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

from hexapla.corpora.readers.pdf.glyphs.pdfium import library

__all__ = ["bold"]

_NAME = 128  # bytes of a font's name that are looked at
# `Times-Bold`, `NotoSansCJKjp-Bold-VKana`, `Arial,BoldItalic`, `TimesNewRomanPS-BoldMT`,
# `ArialBlack`; not `KoboldSerif`. Chinese headings have fonts of their own: `SimHei`, `STHeiti`,
# `FZHTK--GBK1-0`; the text may be in `MicrosoftYaHei`. A font may give no other sign: LibreOffice
# writes the same weight and thickness for all.
_BOLD = re.compile(
    rb"\w(?:Bold|BOLD|Heavy|Black)|(?i:\w[-,_ ](?:semi|demi|extra)?(?:bold|heavy|black)|"
    rb"simhei|heiti(?!\w*-light)|^fzht)"
)
# FPDF_TEXTRENDERMODE_FILL_STROKE (fpdfview.h): how a font without a bold face is made to look bold.
_OUTLINED = 2


def bold(shown_by: Iterable[int]) -> frozenset[int]:
    """Return which of the objects that show text, by their addresses, do so in bold.

    Their page is still loaded.
    """
    api = library()
    fonts: dict[int | None, bool] = {}
    found: list[int] = []
    for address in dict.fromkeys(shown_by):
        font = api.FPDFTextObj_GetFont(address)
        if font not in fonts:
            fonts[font] = font is not None and bool(_BOLD.search(_name(font)))
        if fonts[font] or api.FPDFTextObj_GetTextRenderMode(address) == _OUTLINED:
            found.append(address)
    return frozenset(found)


def _name(font: int) -> bytes:
    """Return the name of a font, without what says that the file has a part of it alone."""
    name = array("b", bytes(_NAME))
    size = library().FPDFFont_GetBaseFontName(font, name.buffer_info()[0], _NAME)
    return name.tobytes()[: max(0, min(size, _NAME) - 1)].rpartition(b"+")[2]
