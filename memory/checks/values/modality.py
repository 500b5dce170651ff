"""Negation, obligation and permission: shall not, 不得, ne … pas, не должен, لا يجوز.

Languages deny in many ways (without, lack, un-): a text that denies is answered by any of them. So
only a plain "not" is missed, and only where the other text has nothing of the kind.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.tables import raw_cell, rows

__all__ = ["modality"]

# Patterns of the languages, by what they find.
_TABLE: Final = "modality.tsv"
# What denies for sure.
_NOT: Final = "denied"
# What can say the same: without, lack, refuse, forbid; words that begin with in- and un-.
_ANY: Final = "denied in any way"
_MUST: Final = "demanded"
_MAY: Final = "permitted"
# Where something is denied or limited, who must not and who may not are the same.
_BARRED: Final = "denied or limited"
# Longer texts say yes and no in too many ways.
_LONGEST: Final = 400


def modality(source: str, target: str, languages: tuple[str, str]) -> str:
    """Return how two texts differ in what they deny, demand or permit, or "".

    >>> modality("缔约方不得提出保留。", "A party shall make reservations.", ("zh", "en"))
    'zh: negated (不得), en: not negated'
    """
    texts = plain(source), plain(target)
    if max(map(len, texts)) > _LONGEST:
        return ""
    for one, other in ((0, 1), (1, 0)):
        found = _search(_NOT, texts[one], languages[one])
        if found and not _search(_ANY, texts[other], languages[other]):
            sides = {one: f"negated ({found})", other: "not negated"}
            return ", ".join(f"{languages[side]}: {sides[side]}" for side in (0, 1))
    if any(
        _search(_BARRED, text, language) for text, language in zip(texts, languages, strict=True)
    ):
        return ""
    demands, permits = (
        [_search(table, text, language) for text, language in zip(texts, languages, strict=True)]
        for table in (_MUST, _MAY)
    )
    for one, other in ((0, 1), (1, 0)):
        if demands[one] and permits[other] and not permits[one] and not demands[other]:
            sides = {one: f"demanded ({demands[one]})", other: f"permitted ({permits[other]})"}
            return ", ".join(f"{languages[side]}: {sides[side]}" for side in (0, 1))
    return ""


def _search(what: str, text: str, language: str) -> str:
    match = _pattern(what, language).search(text)
    return match[0] if match else ""


@cache
def _pattern(what: str, language: str) -> re.Pattern[str]:
    pattern = next((raw_cell(_TABLE, row, language) for row in rows(_TABLE) if row[0] == what), "")
    return re.compile(pattern or "(?!)", re.IGNORECASE)
