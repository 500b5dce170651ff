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

from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.plain import plain
from hexapla.memory.checks.values.polarity import left_behind
from hexapla.memory.checks.values.tables import pattern

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
# Longer clauses say yes and no in too many ways: at all; where what must not be is denied; where
# the other denies something; and where that stands at another place.
_LONGEST: Final = 400
_LONG: Final = 220
_SHORT: Final = 150
_ALONE: Final = 300
# Words of a heading; of how much more of its text one of two clauses is that are no pair.
_HEADING: Final = 2
_APART: Final = 0.2
_STOP: Final = re.compile("[.;؛!?؟。；].")
_CLAUSES: Final = re.compile(r"(?<=[.;؛!?؟]) (?=\D)|(?<=[。；])(?=.)")
# Of its text, how far from a denial stands what answers it: the order of words differs.
_NEARBY: Final = 0.15
# Isn't it so?, 是不是: who asks denies nothing.
_ASKING: Final = tuple("?？؟")
_PARTS: Final = re.compile(r"[\s'-]+")
_NOTS: Final = frozenset(("no", "not", "nor", "ne", "n", "ni", "не", "ни"))
# What stands between two denials that are one: not to grow and not to fall. Characters of other
# languages say a third of what Chinese ones do.
_NEAR: Final = 15
_NEAR_IN_CHINESE: Final = 8
# In so many characters behind a denial stands what undoes it.
_NEXT: Final = 18
_JOINED: Final = re.compile(
    r"(?:\b(?:(?:and|or)(?: (?:shall|may|must|should|can|does?|is|are))?|nor|"
    r"et|ou|ni|y|e|o|u|и|или|ни|und|oder|noch|sowie|أو)\b| و|"
    r"[也亦且并並或和、及])\W*$"
)
# What goes on with one denial however far from it another stands: а также не.
_ADDED: Final = re.compile(
    r"\b(?:as well as|nor|ainsi que|así como|а также|كما أنها|sowie)\W*$"
    # A verb alone, in Arabic with who does it: не ограничивает и не расширяет.
    r"|^\W*\w+ (?:and|or|et|ni|y|o|и|или|und|oder) $|^\W*\w+(?: \w+){0,2} و$"
)
# Renewable, révocable, übertragbar: what may be done.
_ABLE: Final = re.compile(
    r"\w{3,}(?:able|ible|bar)(?:s|e[nrms]?)?\b"
    r"|\w{3,}[аиуя]м(?:ый|ая|ое|ые|ого|ой|ых|ым|ую|ыми)\b"
)


class Stance(NamedTuple):
    """What a text does that another does not: negated, demanded …, by which value of it.

    There is no value where nothing in the text says so.
    """

    does: str
    value: Value | None = None

    @property
    def words(self) -> str:
        """The words of the text that say so, "" for none."""
        return self.value.text if self.value else ""


class _Found(NamedTuple):
    """What a text, or a part of it, does, and where in it the words are that say so."""

    does: str
    span: tuple[int, int] | None = None


_Pair = tuple[_Found, _Found]


def modality(source: str, target: str, languages: tuple[str, str]) -> tuple[Stance, Stance] | None:
    """Return how two texts differ in what they deny, demand or permit; None where they do not.

    >>> found = modality("缔约方不得提出保留。", "A party shall make reservations.", ("zh", "en"))
    >>> [(each.does, each.words) for each in found]
    [('negated', '不得'), ('not negated', '')]
    """
    texts = _unreserved(source, languages[0]), _unreserved(target, languages[1])
    found = [
        (pair, clauses)
        for clauses in _clauses(texts)
        if (pair := _stances(clauses, languages)) is not None
    ]
    ways = Counter((one.does, other.does) for (one, other), _ in found)
    # A clause in which the one text denies, and one in which the other does: their order differs.
    unanswered = (
        (pair, clauses)
        for pair, clauses in found
        if ways[pair[0].does, pair[1].does] > ways[pair[1].does, pair[0].does]
    )
    pair, clauses = next(unanswered, None) or (_lost(texts, languages), texts)
    if pair is None:
        return None
    return (
        _stance(source, languages[0], clauses[0], pair[0]),
        _stance(target, languages[1], clauses[1], pair[1]),
    )


def _stance(text: str, language: str, clause: str, found: _Found) -> Stance:
    """Return what was found in a clause of a text, with its place in the text as it is read."""
    if found.span is None:
        return Stance(found.does)
    said = clause[slice(*found.span)]
    start = _unreserved(text, language).index(clause) + found.span[0]
    start += len(said) - len(said.lstrip())
    words = said.strip()
    start, end = (_place(text, language, each) for each in (start, start + len(words)))
    return Stance(found.does, Value(ValueKind.NEGATION, (), start, end, words, whole=found.does))


def _place(text: str, language: str, place: int) -> int:
    """Return where a place of a text without its reservations is in the text as it is read."""
    for reservation in _pattern(_RESERVED, language).finditer(plain(text)):
        if place <= reservation.start():
            break
        place += len(reservation[0]) - 1
    return place


def _lost(texts: tuple[str, str], languages: tuple[str, str]) -> _Pair | None:
    """Return what a denial left behind that one text has lost, whatever the other has for it."""
    for one, other in ((0, 1), (1, 0)):
        if lost := left_behind(texts[other], languages[other]):
            return _in_order(one, _Found("negated"), _Found("not negated", lost))
    return None


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


def _stances(texts: tuple[str, str], languages: tuple[str, str]) -> _Pair | None:
    """Return how two texts, or parts of them, differ; None where they do not, or say too much."""
    if max(map(len, texts)) > _LONGEST:
        return None
    for one, other in ((0, 1), (1, 0)):
        if texts[one].endswith(_ASKING) and not texts[other].endswith(_ASKING):
            continue
        sides_of = (texts[one], texts[other], languages[one], languages[other])
        found = _denied(*sides_of) or _barred(*sides_of) or _affirmed(*sides_of)
        if found:
            return _in_order(one, _Found("negated", found.span()), _Found("not negated"))

    for one, other in ((0, 1), (1, 0)):
        sides = (texts[one], languages[one]), (texts[other], languages[other])
        # Most texts demand nothing: what must not be is taken out of the others alone.
        if not (_search(_MUST, *sides[0]) and _search(_MAY, *sides[1])):
            continue
        (demand, may), (must, permit) = _asked(*sides[0]), _asked(*sides[1])
        if must or may or not (demand and permit) or _ABLE.search(texts[one]):
            continue
        if not any(_search(_LIMITED, *side) for side in sides):
            stances = _Found("demanded", demand.span()), _Found("permitted", permit.span())
            return _in_order(one, *stances)
    return None


def _asked(text: str, language: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Return what a text demands by and what it permits by, beside what must not be."""
    rest = _pattern(_MUST_NOT, language).sub(lambda denied: " " * len(denied[0]), text)
    return _search(_MUST, rest, language), _search(_MAY, rest, language)


def _in_order(one: int, stance: _Found, other: _Found) -> _Pair:
    """Return what source and target do, the first being that of side `one`."""
    return (other, stance) if one else (stance, other)


# A text is compared with each of its translations.
@lru_cache(maxsize=256)
def _unreserved(text: str, language: str) -> str:
    """Return a text without "unless otherwise decided", in which languages deny or do not."""
    return _pattern(_RESERVED, language).sub(" ", plain(text))


def _denied(text: str, answer: str, language: str, other: str) -> re.Match[str] | None:
    """Return what a text denies by, where another denies less often, whatever words it has for it.

    Words that deny in another way (without, lack) are answered by such words first; what there are
    more of answers a "not".
    """
    denials, answers = _denials(text, language), _denials(answer, other)
    if denials <= answers:
        return None
    answers += max(0, _count(_ANSWERS, answer, other) - _count(_ANSWERS, text, language))
    more = _otherwise(answer, other)
    if answers or more:
        size = max(len(text), len(answer))
        most = _LONG if _search(_MUST_NOT, text, language) else _SHORT
        if size > most and (size > _ALONE or not _stands_alone(text, answer, language, other)):
            return None
    if not answers and not more and _is_undone(text, language):
        return None
    limits = _count(_LIMITED, text, language), _count(_LIMITED, answer, other)
    own = _otherwise(text, language, forbids=False) - max(0, limits[0] - limits[1])
    if denials <= answers + max(0, more - max(0, own)):
        return None
    return _search(_NOT, text, language)


def _stands_alone(text: str, answer: str, language: str, other: str) -> bool:
    """Return whether a denial stands where the other text has nothing of the kind nearby."""
    there = [
        each.start() / len(answer)
        for what in (_NOT, _OTHERWISE, _FORBIDDEN, _ANSWERS)
        for each in _pattern(what, other).finditer(answer)
    ]
    return any(
        all(abs(each.start() / len(text) - place) > _NEARBY for place in there)
        for each in _pattern(_NOT, language).finditer(text)
    )


def _is_undone(text: str, language: str) -> bool:
    """Return whether another word for it undoes the one denial of a text: not unlimited."""
    denial = _pattern(_NOT, language).search(text)
    return denial is not None and bool(
        _pattern(_UNDONE, language).search(text, denial.end(), denial.end() + _NEXT)
    )


def _barred(text: str, answer: str, language: str, other: str) -> re.Match[str] | None:
    """Return by what a text says that something must not be, where another limits nothing at all.

    Also in texts that `_denied` passes over as long, up to `_LONGEST` characters: of the pairs of
    `planted_errors`, at most 2 of 1,000 more are flagged.
    """
    # What must not be is denied: most texts have been counted, and deny nothing.
    found = _search(_MUST_NOT, text, language) if _denials(text, language) else None
    if (
        not found
        or _is_undone(text, language)
        or _search(_BARRED, answer, other)
        or _search(_FORBIDDEN, answer, other)
    ):
        return None
    return found


def _affirmed(text: str, answer: str, language: str, other: str) -> re.Match[str] | None:
    """Return the word by which a text surely denies, where another denies nothing at all."""
    found = None if _denials(answer, other) else _search(_SURELY, text, language)
    return None if found and _otherwise(answer, other, forbids=False) else found


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
        joined = _JOINED.search(between) if len(between) <= near else _ADDED.search(between)
        count += not joined
        end = denial.end()
    return count


@lru_cache(maxsize=256)
def _count(what: str, text: str, language: str) -> int:
    return sum(1 for _ in _pattern(what, language).finditer(text))


@lru_cache(maxsize=1024)
def _search(what: str, text: str, language: str) -> re.Match[str] | None:
    return _pattern(what, language).search(text)


@cache
def _pattern(what: str, language: str) -> re.Pattern[str]:
    return re.compile(pattern(_TABLE, what, language), re.IGNORECASE)
