"""Sentence segmentation: where a paragraph is cut into segments.

A match in a translation tool is found only where its segment equals ours. Chinese, the usual
source, is therefore cut exactly as OmegaT's default rules cut it: after 。？！, never at ；or ：.
The other languages are cut where a sentence ends, by the shape of the words around the stop and
the abbreviations of `corpora.abbreviations` (in the manner of Kiss and Strunk, "Unsupervised
Multilingual Sentence Boundary Detection", 2006, section 2, with closed lists for the learnt ones).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from corpora.abbreviations import LEXICONS, Lexicon
from corpora.errors import UsageError
from corpora.languages import LANGUAGES

__all__ = ["segment"]

# A stop, what closes with it, and the white space that must follow. The quantifiers are possessive
# and the first is anchored by a look-behind, so that no text costs more than linear time.
_STOPS = r"(?<![.!?…؟۔])(?P<stop>[.!?…؟۔]++)"
_CLOSERS = r"(?:[\"'”’“»«›‹)\]}¹²³⁰⁴⁵⁶⁷⁸⁹*†‡]|\[\d{1,3}\])"
_END = re.compile(rf"{_STOPS}(?P<close>{_CLOSERS}*+)\s++")
# French sets its closing guillemet off with a space.
_END_FRENCH = re.compile(rf"{_STOPS}(?P<close>(?:{_CLOSERS}|[ \u00a0\u202f]»)*+)\s++")

# OmegaT: no break between 。？！ and a closing mark, and none after it either; ASCII ? and ! only
# before ASCII white space.
_END_CHINESE = re.compile(r"[。？！](?![’”\"」）』？—])\s*|[?!](?=[ \t\n\v\f\r])\s*")
# OmegaT: a number that begins the text is cut off where a capital follows.
_NUMBER_CHINESE = re.compile(r"[ \t\n\v\f\r]*\d[\d.)\]]+[ \t\n\v\f\r]+")

_REACH = 60  # characters before a stop that may hold its abbreviation
_OPENERS = "\"'“”„‟‘‚«»‹›([{¿¡—–-•*"
_NEXT = re.compile(r"[^\w]{0,20}(?P<word>\w[\w/.’'-]{0,40})?")
_ENUMERATOR = re.compile(r"\(?(?:\w|[ivxlc]{1,6}|\d{1,3})\)\s")
_NUMBER = re.compile(r"\d+(?:[.\-–]\d+)*")
_ROMAN = re.compile(r"[IVXLC]+")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]{1,2}")
_YEAR = re.compile(r"(?:\d{4}[–-])?\d{4}")
_MARKS = "¹²³⁰⁴⁵⁶⁷⁸⁹*†‡"


def segment(text: str, language: str) -> list[tuple[int, int]]:
    """Cut `text` into sentences.

    Gives the (start, end) of each piece in characters, in order. The pieces joined are the text,
    none is empty, and white space belongs to the end of the piece before it. No text, no pieces.
    Time grows with the length of the text. Raises UsageError for a language that is not in
    `corpora.languages.LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise UsageError(f"no sentence rules for language {language!r}")
    cuts = _chinese_cuts(text) if language == "zh" else _cuts(text, language)
    edges = [0, *(cut for cut in cuts if 0 < cut < len(text)), len(text)]
    return list(itertools.pairwise(edges)) if text else []


def _chinese_cuts(text: str) -> Iterator[int]:
    number = _NUMBER_CHINESE.match(text)
    if number and text[number.end() : number.end() + 1].isupper():
        yield number.end()
    for match in _END_CHINESE.finditer(text):
        yield match.end()


def _cuts(text: str, language: str) -> Iterator[int]:
    lexicon = LEXICONS[language]
    start = 0
    pattern = _END_FRENCH if language == "fr" else _END
    for match in pattern.finditer(text):
        if _ends_sentence(text, start, match, language, lexicon):
            start = match.end()
            yield start


def _ends_sentence(
    text: str, start: int, match: re.Match[str], language: str, lexicon: Lexicon
) -> bool:
    """Tell whether the stop of `match` ends the sentence that began at `start`."""
    stop, before = match["stop"], text[max(start, match.start() - _REACH) : match.start()]
    found = _NEXT.match(text, match.end())
    following = (found["word"] or "") if found else ""
    if stop == "." and _is_inside(before, following, match, start, language, lexicon):
        return False
    if _ENUMERATOR.match(text, match.end()):
        return True
    if stop.strip(".") in ("", "…") and len(stop) + (stop == "…") > 1 and before[-1:] in ("[", "("):
        return False
    return not following[:1].islower()


def _is_inside(
    before: str, following: str, match: re.Match[str], start: int, language: str, lexicon: Lexicon
) -> bool:
    """Tell whether a single full stop belongs to the word before it, and not to the sentence."""
    words = before.split()
    if not words:
        return True
    word = words[-1].lstrip(_OPENERS).rstrip(_MARKS)
    previous = words[-2] if len(words) > 1 else ""
    at_start = len(words) == 1 and match.start() - start <= _REACH
    if at_start and (_NUMBER.fullmatch(word) or _ROMAN.fullmatch(word) or len(word) == 1):
        return True  # the number of a paragraph goes with its first sentence
    starts = _stem(following) in lexicon.starters and following[:1].isupper()
    for key in _keys(words, word):
        if key in lexicon.bound:
            return True
        if key in lexicon.numeric and _is_number(following):
            return True
        if key in lexicon.final:
            return ")" in match["close"] or (language == "de" and not starts)
    if language == "ru" and word in ("г", "гг"):
        return _is_introduction(before, words, previous)
    numbered = previous.lower().strip(".,") in lexicon.numbered
    if len(word) == 1 and word.isupper():
        return not (numbered or (starts and previous[:1].islower()))
    if _ACRONYM.fullmatch("".join(words[-2:]) if _is_initial(previous) else word):
        return not starts
    if language == "de" and (_ROMAN.fullmatch(word) or (word.isdecimal() and len(word) <= 3)):
        return not (numbered or starts)
    return False


def _keys(words: list[str], word: str) -> Iterator[str]:
    """Give the abbreviations that may end here, longest first: `p.ej` and `ej` for `p. ej.`."""
    chain = word.lower()
    chains = [chain]
    for before in reversed(words[-3:-1]):
        if not (before.endswith(".") and len(before) <= 4):
            break
        chain = before.lstrip(_OPENERS).lower() + chain
        chains.append(chain)
    yield from reversed(chains)
    for mark in ("’", "'", "-"):
        if mark in word:
            yield word.rpartition(mark)[2].lower()


def _stem(word: str) -> str:
    """Take the function word out of an elision: `L’Assemblée` begins with `l`."""
    return re.split(r"[’'.]", word, maxsplit=1)[0].lower()


def _is_initial(word: str) -> bool:
    return word.endswith(".") and len(word) <= 3


def _is_number(word: str) -> bool:
    """Tell whether a citation can go on with `word`: `15`, `A/74/10`, `II`, `B`."""
    return bool(re.search(r"\d", word) or _ROMAN.fullmatch(word.rstrip(".")) or len(word) == 1)


def _is_introduction(before: str, words: list[str], previous: str) -> bool:
    """Tell whether `г.` closes an opening phrase of time (`В 2018 г. Комитет…`) or names a city."""
    if not _YEAR.fullmatch(previous):
        return True
    return (
        len(before) < _REACH and len(words) <= 5 and words[0] in ("В", "С", "К", "До", "За", "На")
    )
