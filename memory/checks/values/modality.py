"""Negation, obligation and permission: shall not, 不得, ne … pas, не должен, لا يجوز.

Languages deny in many ways (without, lack, un-): a text that denies is answered by any of them. So
a plain "not" is missed, and a "without", where the other text has nothing of the kind, or less.
Texts that have as many clauses are compared clause by clause.
"""

from __future__ import annotations

import re
from collections import Counter
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
# End, combat, other than: they answer a denial where there are more of them, and deny nothing.
_ANSWERS: Final = "answers alone"
# Not unlimited, not without: a denial that says yes.
_UNDONE: Final = "undone"
# Unless the Council decides otherwise.
_RESERVED: Final = "reservation"
_MUST: Final = "demanded"
_MAY: Final = "permitted"
# Forbid, avoid, without, unlawful: what answers "must not" and has no "not" in it.
_FORBIDDEN: Final = "forbidden in other words"
# Where something is denied or limited, who must not and who may not are the same.
_BARRED: Final = "denied or limited"
# Longer clauses say yes and no in too many ways: at all; where what must not be is denied; and
# where the other denies something. On the pairs of `planted_errors`, 0.7 of 100 are flagged without
# cause with these, and 59 of 100 denials found that were taken out; without them, 1.3 and 67.
_LONGEST: Final = 400
_LONG: Final = 220
_SHORT: Final = 150
# Words of a heading; of how much more of its text one of two clauses is that are no pair.
_HEADING: Final = 2
_APART: Final = 0.2
_STOP: Final = re.compile("[.;؛!?؟。；].")
_CLAUSES: Final = re.compile(r"(?<=[.;؛!?؟]) (?=\D)|(?<=[。；])(?=.)")
_PARTS: Final = re.compile(r"[\s'-]+")
_NOTS: Final = frozenset(("no", "not", "nor", "ne", "n", "ni", "не", "ни"))
# What stands between two denials that are one: not to grow and not to fall. Characters of other
# languages say a third of what Chinese ones do.
_NEAR: Final = 15
_NEAR_IN_CHINESE: Final = 8
# In so many characters behind a denial stands what undoes it.
_NEXT: Final = 18
_JOINED: Final = re.compile(
    r"(?:\b(?:and|or|nor|et|ou|ni|y|e|o|u|и|или|ни|und|oder|noch|sowie|أو)\b| و|"
    r"[也亦且并並或和、及])\W*$"
)
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
    found = [pair for pair in (_stances(each, languages) for each in _clauses(texts)) if pair]
    ways = Counter((one.does, other.does) for one, other in found)
    # A clause in which the one text denies, and one in which the other does: their order differs.
    unanswered = (
        (one, other)
        for one, other in found
        if ways[one.does, other.does] > ways[other.does, one.does]
    )
    return next(unanswered, None)


def _clauses(texts: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the clauses of two texts that answer one another; the texts, where that is not sure.

    That they do is seen by how much of its text each of them is. A heading, which is said in all
    ways, is left out.
    """
    # Most texts are one: a stop within them is found sooner than clauses.
    if not all(_STOP.search(text) for text in texts):
        return [texts]
    parts = [_CLAUSES.split(text) for text in texts]
    if len(parts[0]) != len(parts[1]):
        return [texts]
    pairs = list(zip(*parts, strict=True))
    sizes = [sum(map(len, side)) or 1 for side in parts]
    apart = max(abs(len(one) / sizes[0] - len(other) / sizes[1]) for one, other in pairs)
    if apart > _APART:
        return [texts]
    headed = len(pairs) > 1 and all(len(side.split()) <= _HEADING for side in pairs[0])
    return pairs[1:] if headed else pairs


def _stances(texts: tuple[str, str], languages: tuple[str, str]) -> tuple[Stance, Stance] | None:
    """Return how two texts, or parts of them, differ; None where they do not, or say too much."""
    if max(map(len, texts)) > _LONGEST:
        return None
    for one, other in ((0, 1), (1, 0)):
        sides_of = (texts[one], texts[other], languages[one], languages[other])
        found = _denied(*sides_of) or _barred(*sides_of) or _affirmed(*sides_of)
        if found:
            return _in_order(one, Stance("negated", found), Stance("not negated"))

    for one, other in ((0, 1), (1, 0)):
        sides = (texts[one], languages[one]), (texts[other], languages[other])
        # Most texts demand nothing: what must not be is taken out of the others alone.
        if not (_search(_MUST, *sides[0]) and _search(_MAY, *sides[1])):
            continue
        (demand, may), (must, permit) = _asked(*sides[0]), _asked(*sides[1])
        if must or may or not (demand and permit) or _ABLE.search(texts[one]):
            continue
        if not any(_search(_LIMITED, *side) for side in sides):
            return _in_order(one, Stance("demanded", demand), Stance("permitted", permit))
    return None


def _asked(text: str, language: str) -> tuple[str, str]:
    """Return what a text demands by and what it permits by, beside what must not be."""
    rest = _pattern(_MUST_NOT, language).sub(" ", text)
    return _search(_MUST, rest, language), _search(_MAY, rest, language)


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
    denials, answers = _denials(text, language), _denials(answer, other)
    if denials <= answers:
        return ""
    answers += max(0, _count(_ANSWERS, answer, other) - _count(_ANSWERS, text, language))
    more = _otherwise(answer, other)
    if (answers or more) and max(len(text), len(answer)) > (
        _LONG if _search(_MUST_NOT, text, language) else _SHORT
    ):
        return ""
    if not answers and not more and _is_undone(text, language):
        return ""
    limits = _count(_LIMITED, text, language), _count(_LIMITED, answer, other)
    own = _otherwise(text, language, forbids=False) - max(0, limits[0] - limits[1])
    if denials <= answers + max(0, more - max(0, own)):
        return ""
    return _search(_NOT, text, language)


def _is_undone(text: str, language: str) -> bool:
    """Return whether another word for it undoes the one denial of a text: not unlimited."""
    denial = _pattern(_NOT, language).search(text)
    return denial is not None and bool(
        _pattern(_UNDONE, language).search(text, denial.end(), denial.end() + _NEXT)
    )


def _barred(text: str, answer: str, language: str, other: str) -> str:
    """Return by what a text says that something must not be, where another limits nothing at all.

    Also in texts that `_denied` passes over as long, up to `_LONGEST` characters: of the pairs of
    `planted_errors`, at most 2 of 1,000 more are flagged.
    """
    # What must not be is denied: most texts have been counted, and deny nothing.
    found = _search(_MUST_NOT, text, language) if _denials(text, language) else ""
    if not found or _search(_BARRED, answer, other) or _search(_FORBIDDEN, answer, other):
        return ""
    return found


def _affirmed(text: str, answer: str, language: str, other: str) -> str:
    """Return the word by which a text surely denies, where another denies nothing at all."""
    found = _search(_SURELY, text, language)
    if not found or _denials(answer, other) or _otherwise(answer, other):
        return ""
    return found


def _otherwise(text: str, language: str, *, forbids: bool = True) -> int:
    """Count the words of a text that deny, or else forbid, besides its plain "not"."""
    rest = _pattern(_NOT, language).sub(_between, text)
    denials = _pattern(_OTHERWISE, language).findall(rest)
    if forbids and not denials:
        denials = _pattern(_FORBIDDEN, language).findall(rest)
    return len(denials)


def _between(denial: re.Match[str]) -> str:
    """Return what stands between the words of a denial: does not prohibit, n'interdit pas."""
    between = _PARTS.split(denial[0])[1:-1]
    return f" {' '.join(word for word in between if word.lower() not in _NOTS)} "


# A text is compared with each of its translations.
@lru_cache(maxsize=256)
def _denials(text: str, language: str) -> int:
    """Count the denials of a text; those that are joined are one: not to grow and not to fall."""
    count, end, near = 0, -1, _NEAR_IN_CHINESE if language == "zh" else _NEAR
    for denial in _pattern(_NOT, language).finditer(text):
        # In Arabic, "and" is written in one with the denial.
        start = denial.start() + (text[denial.start()] == "و")
        between = text[end:start] if end >= 0 else ""
        count += not (len(between) <= near and _JOINED.search(between))
        end = denial.end()
    return count


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
