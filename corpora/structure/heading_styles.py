"""The styles of headings by their names, in Word's templates and in those of the United Nations."""

from __future__ import annotations

import re

__all__ = ["heading_level"]

# Word's "heading 1", and the UN's: HCh, HM, H1, "_ H_2/3", H23, "BLUEHeadingH2", "_ H_1_G".
_STYLE = re.compile(
    r"heading (?P<word>\d)|(?:.*heading)?_?\s?h[ _]*(?P<un>ch|m|\d)[/\d]*(?:_.*)?", re.IGNORECASE
)


def heading_level(style: str) -> int | None:
    """Return the level of the headings that have a style of this name, from 1; None for others.

    In the templates of the United Nations, the heads of chapters (HCh) stand above H1.

    >>> heading_level("heading 2"), heading_level("_ H_1_G"), heading_level("HCh")
    (2, 2, 1)
    >>> heading_level("Single Txt")
    """
    match = _STYLE.fullmatch(style)
    if not match:
        return None
    if match["word"]:
        return int(match["word"])
    return int(match["un"]) + 1 if match["un"].isdecimal() else 1
