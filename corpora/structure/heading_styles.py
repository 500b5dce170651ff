"""The styles of headings and of the front of a document by their names.

They are those of Word's templates and of the templates of the United Nations.
"""

from __future__ import annotations

import re

from hexapla.corpora.structure.blocks import Role

__all__ = ["front_role", "heading_level"]

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


# `AgendaItemNormal` and `Agenda_Item_Normal`, `AgendaTitleH2`; `TitleHCH` and `Title_H1` stand for
# the title and its second line, whose report it is.
_FRONT = (
    (re.compile(r"session.*"), Role.SESSION),
    (re.compile(r"agenda(?:item|title).*"), Role.AGENDA_ITEM),
    (re.compile(r"title(?:h.*)?"), Role.TITLE),
)
_SEPARATOR = re.compile(r"[\W_]+")


def front_role(style: str) -> Role | None:
    """Return what a style says of a line in the front of a document; None where it says nothing.

    >>> front_role("Session"), front_role("Agenda_Title_H2"), front_role("TitleHCH")
    (<Role.SESSION: 'session'>, <Role.AGENDA_ITEM: 'agenda item'>, <Role.TITLE: 'title'>)
    """
    name = _SEPARATOR.sub("", style.lower())
    return next((role for pattern, role in _FRONT if pattern.fullmatch(name)), None)
