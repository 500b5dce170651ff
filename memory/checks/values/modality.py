"""Negation, obligation and permission: shall not, 不得, ne … pas, не должен, لا يجوز.

Languages deny in many ways (without, lack, un-): a text that denies is answered by any of them. So
only a plain "not" is missed, and only where the other text has nothing of the kind.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.tables import raw_cell, rows

__all__ = ["Stance", "modality"]

# Patterns of the languages, by what they find.
_TABLE: Final = "modality.tsv"
_NOT: Final = "denied"
_MUST_NOT: Final = "demand denied"
# Without, lack, forbid, impossible; and all that begins like words that deny, too.
_OTHERWISE: Final = "denied in other words"
# Non-, without, impossible: what denies as surely as "not" does.
_SURELY: Final = "denied by a word"
# Only, few: they answer a denial too, and where both texts have them they answer one another.
_LIMITED: Final = "limited"
# Unless the Council decides otherwise.
_RESERVED: Final = "reservation"
_MUST: Final = "demanded"
_MAY: Final = "permitted"
# Forbid, avoid, without, unlawful: what answers "must not" and has no "not" in it.
_FORBIDDEN: Final = "forbidden in other words"
# Where something is denied or limited, who must not and who may not are the same.
_BARRED: Final = "denied or limited"
# Longer texts say yes and no in too many ways: at all; where what must not be is denied; and where
# the other denies something. On the pairs of `planted_errors`, 2 of 100 are flagged with these, 3
# without them; 97 of 100 denials are found that were taken out of 252 sentences in UN style.
_LONGEST: Final = 400
_LONG: Final = 220
_SHORT: Final = 150
_PARTS: Final = re.compile(r"[\s'-]+")
# Renewable, révocable, übertragbar: what may be done.
_ABLE: Final = re.compile(r"\w{3,}(?:able|ible|bar)(?:s|e[nrms]?)?\b")


class Stance(NamedTuple):
    """What a text does that another does not: negated, demanded …, and its words for it."""

    does: str
    words: str = ""


def modality(source: str, target: str, languages: tuple[str, str]) -> tuple[Stance, Stance] | None:
    """Return how two texts differ in what they deny, demand or permit; None where they do not.

    >>> modality("缔约方不得提出保留。", "A party shall make reservations.", ("zh", "en"))
    (Stance(does='negated', words='不得'), Stance(does='not negated', words=''))
    """
    texts = _unreserved(source, languages[0]), _unreserved(target, languages[1])
    if max(map(len, texts)) > _LONGEST:
        return None
    for one, other in ((0, 1), (1, 0)):
        sides_of = (texts[one], texts[other], languages[one], languages[other])
        found = _denied(*sides_of) or _barred(*sides_of) or _affirmed(*sides_of)
        if found:
            return _in_order(one, Stance("negated", found), Stance("not negated"))

    def said(what: str, side: int) -> str:
        return _search(what, texts[side], languages[side])

    for one, other in ((0, 1), (1, 0)):
        demand, permit = said(_MUST, one), said(_MAY, other)
        if not (demand and permit) or _ABLE.search(texts[one]):
            continue
        if said(_MAY, one) or said(_MUST, other) or said(_BARRED, 0) or said(_BARRED, 1):
            continue
        return _in_order(one, Stance("demanded", demand), Stance("permitted", permit))
    return None


def _in_order(one: int, stance: Stance, other: Stance) -> tuple[Stance, Stance]:
    """Return the stances of source and target, the first being that of side `one`."""
    return (other, stance) if one else (stance, other)


def _unreserved(text: str, language: str) -> str:
    """Return a text without "unless otherwise decided", in which languages deny or do not."""
    return _pattern(_RESERVED, language).sub(" ", plain(text))


def _denied(text: str, answer: str, language: str, other: str) -> str:
    """Return what a text denies by, where another denies less often, whatever words it has for it.

    Words that deny in another way (without, lack) are answered by such words first; what there are
    more of answers a "not".
    """
    denials, answers = _count(_NOT, text, language), _count(_NOT, answer, other)
    if denials <= answers:
        return ""
    more = _otherwise(answer, other)
    if (answers or more) and max(len(text), len(answer)) > (
        _LONG if _search(_MUST_NOT, text, language) else _SHORT
    ):
        return ""
    limits = _count(_LIMITED, text, language), _count(_LIMITED, answer, other)
    own = _otherwise(text, language) - max(0, limits[0] - limits[1])
    if denials <= answers + max(0, more - max(0, own)):
        return ""
    return _search(_NOT, text, language)


def _barred(text: str, answer: str, language: str, other: str) -> str:
    """Return by what a text says that something must not be, where another limits nothing at all.

    Also in texts that `_denied` passes over as long, up to `_LONGEST` characters: of the pairs of
    `planted_errors`, at most 2 of 1,000 more are flagged.
    """
    # What must not be is denied: most texts have been counted, and deny nothing.
    found = _search(_MUST_NOT, text, language) if _count(_NOT, text, language) else ""
    if not found or _search(_BARRED, answer, other) or _search(_FORBIDDEN, answer, other):
        return ""
    return found


def _affirmed(text: str, answer: str, language: str, other: str) -> str:
    """Return the word by which a text surely denies, where another denies nothing at all."""
    found = _search(_SURELY, text, language)
    if not found or _count(_NOT, answer, other) or _otherwise(answer, other):
        return ""
    return found


def _otherwise(text: str, language: str) -> int:
    """Count the words of a text that deny or forbid, besides its plain "not"."""
    rest = _pattern(_NOT, language).sub(_between, text)
    denials = _pattern(_OTHERWISE, language).findall(rest)
    return len(denials or _pattern(_FORBIDDEN, language).findall(rest))


def _between(denial: re.Match[str]) -> str:
    """Return what stands between the words of a denial: does not prohibit, n'interdit pas."""
    return f" {' '.join(_PARTS.split(denial[0])[1:-1])} "


# A text is compared with each of its translations.
@lru_cache(maxsize=256)
def _count(what: str, text: str, language: str) -> int:
    return sum(1 for _ in _pattern(what, language).finditer(text))


@lru_cache(maxsize=1024)
def _search(what: str, text: str, language: str) -> str:
    match = _pattern(what, language).search(text)
    return match[0] if match else ""


@cache
def _pattern(what: str, language: str) -> re.Pattern[str]:
    pattern = next((raw_cell(_TABLE, row, language) for row in rows(_TABLE) if row[0] == what), "")
    return re.compile(pattern or "(?!)", re.IGNORECASE)
