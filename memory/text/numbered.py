"""Texts that are the number of a part of a document, and nothing else: Article 1, 第一条."""

from __future__ import annotations

import re
from typing import Final

from hexapla.memory.text.keys import match_key

__all__ = ["is_numbered"]

_NUMERALS: Final = "一二三四五六七八九十百零〇"
_LABELS: Final = (
    r"(?:article|section|chapter|annex|appendix|paragraph|para|part|item|rule|title|resolution|goal|"
    r"target|table|figure|schedule|chapitre|annexe|paragraphe|partie|point|regle|titre|objectif|"
    r"articulo|seccion|capitulo|anexo|parrafo|parte|tema|objetivo|статья|раздел|глава|приложение|"
    r"пункт|часть|правило|цель|artikel|abschnitt|kapitel|anhang|absatz|ziffer|teil|regel|ziel|"
    r"المادة|الماده|القسم|الفصل|المرفق|الفقرة|الفقره|الجزء|الهدف|البند)"
)
_NUMBERED: Final = re.compile(
    rf"第[{_NUMERALS}\d]+.?|附件[{_NUMERALS}\d]*|[{_NUMERALS}\d]+|"
    rf"{_LABELS}(?:\s+(?:[\d.]+|[ivxlc]+|[a-z]|ال\w{{3,7}}))?[.:]?|[\W\d]*"
)


def is_numbered(text: str) -> bool:
    """Return whether a text is the number of a part, and no term.

    >>> is_numbered("第一条"), is_numbered("Article 12"), is_numbered("article of trade")
    (True, True, False)
    """
    return _NUMBERED.fullmatch(match_key(text)) is not None
