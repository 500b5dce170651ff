"""Terms of texts, found by counting: phrases that come again and again, whole and by themselves.

A candidate is a run of words inside a clause that neither begins nor ends with a light or general
word. Candidates are ranked by C-value (Frantzi, Ananiadou and Mima, "Automatic recognition of
multi-word terms: the C-value/NC-value method", 2000): how often a phrase comes, less how often it
does so inside longer ones, times its length; weighed by how often it stands between words that are
none of a term. What is numbered is no term.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hexapla.memory.lookup.renderings.stems import stem
from hexapla.memory.lookup.renderings.words import Word, words_in
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import IDEOGRAPHS, match_key

if TYPE_CHECKING:
    from hexapla.memory.lookup.renderings.meanings import Meanings

__all__ = ["TermCandidate", "find_candidates"]

_MOST_WORDS: Final = 6  # of a term
# Ideographs that are words by themselves, whatever an encoder takes together.
_POINTING: Final = "其这该此各每某所"
_PARTICLES: Final = frozenset("的和与及在了等对或并")
_MOST_PIECES: Final = 5  # of Chinese: words of one to four ideographs
_FEWEST_IDEOGRAPHS: Final = 3
_MOST_IDEOGRAPHS: Final = 14
_FEWEST: Final = 2
_FEWEST_LETTERS: Final = 2
# A noun of German so long is put together of two.
_COMPOUND: Final = 11
# A phrase that so rarely stands by itself is a part of something.
_ALONE: Final = 0.3
_PLACES: Final = 3
# What is so often beside the same ideograph is cut out of something.
_ALWAYS: Final = 0.7
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
# What may stand between two words of a term.
_BETWEEN: Final = re.compile("[\\s'’‐‑-]*")

# Light words that terms have inside: rights of the child, droits de l'enfant.
_INSIDE: Final = MappingProxyType(
    {
        "en": frozenset({"of", "the"}),
        "fr": frozenset({"de", "d", "du", "des", "la", "l", "les", "en"}),
        "es": frozenset({"de", "del", "la", "los", "las", "el"}),
        "de": frozenset({"der", "des"}),
    }
)
# Of these, what stands before a noun: inside a term behind another light word alone. "Meet the
# target" is a verb with its object.
_ARTICLES: Final = frozenset({"the", "le", "la", "l", "les", "el", "los", "las"})
# Languages whose names have no capital letters, or whose every noun has one.
_NO_NAMES: Final = frozenset({"zh", "ar", "de"})
# What Arabic writes to a word that it is not of: and the, by the, for the; and, then, by, for, as.
_JOINED: Final = ("وال", "بال", "لل", "كال", "فال", "وبال", "ولل")
_PREFIXES: Final = "وفبلك"
_SHORTEST: Final = 3
# Endings of words that are no nouns, where a term would begin: verbs, and adverbs.
_NO_NOUNS: Final = MappingProxyType(
    {
        "en": re.compile(r"(?!assembly|famil|suppl|early|reply|anomaly|monopoly)\w{3,}ly"),
        "fr": re.compile(r"(?!loisir|avenir|souvenir|plaisir|desir)\w{3,}(?:[^i]er|ir)"),
        "es": re.compile(
            r"(?!lugar|hogar|mujer|bienestar|poder|taller|millar)\w{2,}(?:[aei]r|ando|iendo)"
            r"|\w{4,}mente"
        ),
        "ru": re.compile(r"\w{2,}(?:[^с]ть|ться|чь|[ауя]ет|[ауя]ют|ется|ются|уя|ивая|ывая|яя)"),
    }
)
_OTHER_SCRIPTS: Final = frozenset({"zh", "ru", "ar"})
_NUMERALS: Final = "一二三四五六七八九十百零〇"


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """A phrase that can be a term, as it is written most often; `score` is its C-value, weighed.

    `count` is how often it comes, `places` where first.
    """

    text: str
    forms: tuple[str, ...]
    count: int
    score: float
    places: tuple[str, ...]


@dataclass(slots=True)
class _PhraseCounts:
    """What was seen of one phrase, whatever its form."""

    length: int
    forms: Counter[str] = field(default_factory=Counter)
    alone: int = 0
    places: list[str] = field(default_factory=list)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        """Return whether it is no part of a longer run of ideographs that comes every time."""
        count = self.forms.total()
        return not any(
            most > _ALWAYS * count
            for neighbours in (self.before, self.after)
            for neighbour, most in neighbours.items()
            if neighbour
        )


def _ideograph(sign: str) -> str:
    """Return an ideograph or digit beside a run, "" for what ends it anyway."""
    return sign if sign.isdigit() or _IDEOGRAPH.match(sign) else ""


def _neighbour(pieces: Sequence[Word], text: str, place: int, step: int) -> str:
    """Return the word beside a run that can belong to it; "" for none.

    In names, that is the next one in capitals behind light words as well.
    """
    capital = text[pieces[place].start].isupper()
    at = place + step
    while 0 <= at < len(pieces):
        inner, outer = (at, at + 1) if step < 0 else (at - 1, at)
        if not _goes_on(text[pieces[inner].end : pieces[outer].start]):
            return ""
        word = pieces[at]
        if not word.light:
            beside = abs(at - place) == 1
            return word.stem if beside or (capital and text[word.start].isupper()) else ""
        at += step
    return ""


def _is_joined(key: str, known: frozenset[str]) -> bool:
    """Return whether an Arabic word has a conjunction or preposition written to it."""
    return key.startswith(_JOINED) or (
        key[0] in _PREFIXES and len(key) > _SHORTEST and key[1:] in known
    )


_Heading = tuple[str, ...]


def find_candidates(
    texts: Iterable[tuple[str, str]], language: str, meanings: Meanings | None = None
) -> list[TermCandidate]:
    """Return the candidates of texts in one language, the best first.

    `texts` are addresses with texts. Chinese is told apart into words by `meanings`.
    """
    read = [(address, text, _pieces(text, language, meanings)) for address, text in texts]
    known = frozenset(word.key for _, _, pieces in read for word in pieces)
    seen: dict[_Heading, _PhraseCounts] = {}
    for address, text, pieces in read:
        for first, last in _runs(pieces, text, language, known):
            run = pieces[first : last + 1]
            if language == "ar" and _is_joined(run[0].key, known):
                continue
            entry = seen.setdefault(
                tuple(each.stem for each in run), _PhraseCounts(_length(run, language))
            )
            entry.forms[_shown(text[run[0].start : run[-1].end])] += 1
            entry.alone += _is_alone(pieces, first, last, language)
            if language == "zh":
                entry.before[_ideograph(text[run[0].start - 1 : run[0].start])] += 1
                entry.after[_ideograph(text[run[-1].end : run[-1].end + 1])] += 1
            else:
                entry.before[_neighbour(pieces, text, first, -1)] += 1
                entry.after[_neighbour(pieces, text, last, 1)] += 1
            if len(entry.places) < _PLACES and address not in entry.places:
                entry.places.append(address)
    frequent = {
        heading: each
        for heading, each in seen.items()
        if each.forms.total() >= _FEWEST and each.is_whole
    }
    scores = _scores(frequent)
    found = [
        _candidate(frequent[heading], score)
        for heading, score in scores.items()
        if frequent[heading].alone >= max(1, _ALONE * frequent[heading].forms.total())
    ]
    return sorted((each for each in found if each.score > 0), key=lambda each: -each.score)


def _shown(form: str) -> str:
    """Return a form in one line, without the sign of elongation."""
    return " ".join(composed(form).replace("\u0640", "").split())


def _candidate(seen: _PhraseCounts, score: float) -> TermCandidate:
    forms = [form for form, _ in seen.forms.most_common()]
    count = seen.forms.total()
    return TermCandidate(
        forms[0],
        tuple(forms),
        count,
        round(score * seen.alone / count, 4),
        tuple(seen.places),
    )


def _scores(seen: Mapping[_Heading, _PhraseCounts]) -> dict[_Heading, float]:
    """Return the C-value of each phrase."""
    inside: dict[_Heading, list[int]] = defaultdict(list)
    for heading, each in seen.items():
        count = each.forms.total()
        parts = {
            heading[first:last]
            for first in range(len(heading))
            for last in range(first + 1, len(heading) + 1)
            if last - first < len(heading)
        }
        for part in parts:
            if part in seen:
                inside[part].append(count)
    return {
        heading: math.log2(each.length)
        * (
            each.forms.total()
            - (sum(inside[heading]) / len(inside[heading]) if inside[heading] else 0)
        )
        for heading, each in seen.items()
    }


def _length(run: Sequence[Word], language: str) -> int:
    """Return how long a phrase is for its C-value."""
    if language == "zh":
        return sum(each.end - each.start for each in run)
    heavy = [each for each in run if not each.light]
    compounds = sum(len(each.key) >= _COMPOUND for each in heavy) if language == "de" else 0
    return len(heavy) + compounds


def _pieces(text: str, language: str, meanings: Meanings | None) -> list[Word]:
    """Return the words of a text; of Chinese, ideographs that are one word for an encoder."""
    words = words_in(text, language)
    if language != "zh" or meanings is None or len(words) < 2:
        return words
    joined = meanings.joined([each.key for each in words])
    found: list[Word] = [words[0]]
    for word, with_last in zip(words[1:], joined.tolist(), strict=True):
        last = found[-1]
        together = (
            with_last
            and not word.gap
            and len(last.key) < _MOST_IDEOGRAPHS
            and last.end == word.start
            and word.key not in _PARTICLES
            and last.key not in _PARTICLES
        )
        if together:
            key = last.key + word.key
            found[-1] = Word(last.start, word.end, key, key, light=False, gap=last.gap)
        else:
            found.append(word)
    return found


def _runs(
    pieces: Sequence[Word], text: str, language: str, known: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Yield first and last word of the runs that can be terms."""
    for first, word in enumerate(pieces):
        if _is_edge(word, language):
            continue
        heavy, capital, linked = 0, False, False
        for last in range(first, len(pieces)):
            piece = pieces[last]
            if last > first and not _goes_on(text[pieces[last - 1].end : piece.start]):
                break
            if piece.light:
                if piece.key in _ARTICLES and not pieces[last - 1].light:
                    break
                # Names have any of them inside: Office on Drugs and Crime.
                if piece.key not in _INSIDE.get(language, ()):
                    if not capital or language in _NO_NAMES:
                        break
                    linked = True
                continue
            if _breaks(piece, language):
                break
            if last > first and language == "ar" and _is_apart(piece.key, heavy, known):
                break
            heavy += 1
            capital = text[piece.start].isupper()
            if _is_number(piece.key) or heavy > _most(language) or (linked and not capital):
                break
            run = pieces[first : last + 1]
            if not _is_edge(piece, language) and _is_term(run, heavy, text, language):
                yield first, last


def _is_apart(key: str, heavy: int, known: frozenset[str]) -> bool:
    """Return whether an Arabic word inside a run is none of its term.

    A preposition is written to it, or a conjunction where but one word stands before.
    """
    if not _is_joined(key, known) or key[0] == "ل":
        return key.startswith("لل")
    return key[0] != "و" or heavy < 2


def _goes_on(between: str) -> bool:
    return _BETWEEN.fullmatch(between) is not None


def _most(language: str) -> int:
    return _MOST_PIECES if language == "zh" else _MOST_WORDS


def _is_term(run: Sequence[Word], heavy: int, text: str, language: str) -> bool:
    """Return whether a run has the length, and the edges, of a term in a language."""
    if language == "zh":
        form = text[run[0].start : run[-1].end]
        return (
            _FEWEST_IDEOGRAPHS <= len(form) <= _MOST_IDEOGRAPHS
            and all(map(_IDEOGRAPH.match, form))
            and not form.startswith(_chinese_edges())
            and not form.endswith(_chinese_edges())
        )
    if language == "de":
        # A noun ends it, which is written with a capital letter.
        noun = text[run[-1].start].isupper()
        return noun and (heavy > 1 or len(run[0].key) >= _COMPOUND)
    return heavy > 1


def _is_edge(word: Word, language: str) -> bool:
    """Return whether no term begins or ends with a word."""
    return (
        word.light
        or (language in _OTHER_SCRIPTS and word.key.isascii())
        or word.stem in _general(language)
        or word.key in _general(language)
        or _is_number(word.key)
        or (language in _NO_NOUNS and _NO_NOUNS[language].fullmatch(word.key) is not None)
        or (language != "zh" and len(word.key) < _FEWEST_LETTERS)
    )


def _breaks(word: Word, language: str) -> bool:
    """Return whether a word is none that a term has inside: a verb or a pronoun."""
    return word.key in _words(f"{language}!")


def _is_number(key: str) -> bool:
    return any(map(str.isdigit, key)) or all(each in f"第{_NUMERALS}" for each in key)


def _is_alone(pieces: Sequence[Word], first: int, last: int, language: str) -> bool:
    """Return whether a run stands between words, or ends of clauses, that are none of a term."""
    before = first == 0 or pieces[first].gap or _is_edge(pieces[first - 1], language)
    after = last + 1 == len(pieces) or pieces[last + 1].gap or _is_edge(pieces[last + 1], language)
    return bool(before and after)


@cache
def _general(language: str) -> frozenset[str]:
    """Return the keys and stems of words of general language."""
    keys = _words(language) | _words(f"{language}!")
    return keys | {stem(key, language) for key in keys}


@cache
def _chinese_edges() -> tuple[str, ...]:
    """Return what no Chinese term begins or ends with."""
    return (*(each for each in _general("zh") if len(each) > 1), *_POINTING)


@cache
def _words(kind: str) -> frozenset[str]:
    table = (files("hexapla.memory") / "terms" / "general_words.txt").read_text(encoding="utf-8")
    return frozenset(
        match_key(word)
        for line in table.splitlines()
        if line.startswith(f"{kind} ")
        for word in line.split()[1:]
    )
