"""Quality checks of a text and its translation: pure, and right for all seven languages.

Each check is one of the filters that corpora are cleaned with (Aulamo, Virpioja and Tiedemann,
"OpusFilter", ACL 2020) or that translators run before they deliver. A flag says that a pair is
worth a look, not that it is wrong.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hexapla.corpora.messages import Message, joined
from hexapla.corpora.symbols import find_symbol
from hexapla.memory.checks.flags import Check, Flag
from hexapla.memory.checks.texts import (
    odd_characters,
    odd_quotes,
    odd_spaces,
    repeated,
    space_before_signs,
    told_quotes,
    told_unclosed,
    unclosed,
)
from hexapla.memory.checks.values.comparison import ValueDifference, differences
from hexapla.memory.checks.values.modality import modality
from hexapla.memory.checks.values.model import ValueKind
from hexapla.memory.text.keys import match_key, words

__all__ = ["KINDS", "check_pair"]


# Characters that say what ten say in Chinese, over UN texts.
_LENGTHS: Final = MappingProxyType(
    {"zh": 10, "en": 33, "fr": 39, "es": 38, "ru": 38, "ar": 31, "de": 39}
)
# So many times longer or shorter than that, a text is flagged. Of the 4,712 pairs of sentences that
# the Universal Declaration and the targets of the 2030 Agenda have with Chinese, aligned by this
# program, 1 is; from 2 times it would be 3, from 1.5 times one in eighteen.
_MOST: Final = 2.5
# Shorter texts, such as notes (同上 for "See the note above"), are too varied to be judged by
# length: so many times ten Chinese characters, about fifty of English. Single letters by script.
_SHORT: Final = 1.5
_FEWEST_LETTERS: Final = 8
# Of the longer text, what the other is at least where they are the same but for signs.
_ABOUT_AS_LONG: Final = 0.7
# The letters of a script, and what is said of a text that has others.
_SCRIPTS: Final = MappingProxyType(
    {
        "zh": (
            re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"),
            "most letters of the %(language)s text are not Chinese",
        ),
        "ru": (
            re.compile("[\u0400-\u052f]+"),
            "most letters of the %(language)s text are not Cyrillic",
        ),
        "ar": (
            re.compile("[\u0620-\u064a\u066e-\u06ff\u0750-\u077f]+"),
            "most letters of the %(language)s text are not Arabic",
        ),
    }
)
_LATIN: Final = (
    re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]+"),
    "most letters of the %(language)s text are not Latin",
)
# Encodings that have most of them, and the bytes that stand for them there.
_BYTES: Final = MappingProxyType(
    {
        "zh": ("ascii", b""),  # texts are short
        "ru": ("iso8859-5", bytes((*range(0xA1, 0xAD), *range(0xAE, 0xF0), *range(0xF1, 0xFD)))),
        "ar": ("iso8859-6", bytes((*range(0xC1, 0xDB), *range(0xE1, 0xEB)))),
    }
)
_LATIN_BYTES: Final = ("latin-1", bytes(sign for sign in range(256) if chr(sign).isalpha()))
_CLOSING: Final = "\"'”’»›」』)）]】\u200f\u200e \u00a0\u202f¹²³⁴⁵⁶⁷⁸⁹⁰"
_ENDINGS: Final = MappingProxyType(
    {
        **dict.fromkeys(".。．…!！", "a stop"),
        **dict.fromkeys("?？؟", "a question mark"),
        **dict.fromkeys(";；؛,，،", "a semicolon"),
        **dict.fromkeys(":：", "a colon"),
    }
)
_UNSEEN: Final = bytes((*range(33), 127))  # of ASCII
# Symbols and numbers of parts have the same letters in every language.
_ASCII: Final = re.compile("[!-~]+")
_IN_SYMBOLS: Final = re.compile(r"[/\d]")
# Works are cited in the letters of their title in every language: Treaty Series, vol. 2, p. 3.
_CITATION: Final = re.compile(
    r"(?:[A-Z][A-Za-z'’-]*[\s,]+(?:(?:of|the|and|des|de|on|for|in)\s+)*){0,12}"
    r"(?:Treaty Series|Recueil des [Tt]raités|Official Records|[Vv]ols?\.|[Nn]os?\.|pp?\.\s?\d)"
    r"[!-~\s\u2010-\u2019]{0,40}"
)
# Words in a row that two languages do not share: small ones, so that titles and names are none.
_HAN_STRETCH: Final = re.compile("([\u3400-\u9fff]{4,})")
_LATIN_STRETCH: Final = re.compile(r"(?<![^\W\d_])(?=((?:[a-zà-ÿ]+ ){4}[a-zà-ÿ]+))")
# Of areas and volumes, they are no notes.
_NOTE_MARK: Final = re.compile("(?<!m)(?<!м)(?<!م)[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_RAISED: Final = re.compile("[¹²³⁴⁵⁶⁷⁸⁹⁰]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    language: str


def check_pair(source: str, target: str, languages: tuple[str, str]) -> list[Flag]:
    """Return what is worth a look in a text and its translation; `languages` are their codes.

    >>> check_pair("第73/186号决议。", "Resolution 73/168.", ("zh", "en"))[0].cause
    'zh: resolution 73/186, en: resolution 73/168'
    """
    # Composed, or an accent would end a word.
    sides = [
        _Side(unicodedata.normalize("NFC", text), language)
        for text, language in zip((source, target), languages, strict=True)
    ]
    found = [
        Flag(check, cause)
        for check, judge in _CHECKS.items()
        if (cause := judge(*sides)) is not None
    ]
    return [*_values(*sides), *_negation(*sides), *found]


KINDS: Final = MappingProxyType(
    {
        ValueKind.NUMBER: Check.NUMBERS,
        ValueKind.DATE: Check.DATES,
        ValueKind.TIME: Check.DATES,
        ValueKind.SYMBOL: Check.SYMBOLS,
        ValueKind.LETTER: Check.LABELS,
        ValueKind.NAME: Check.NAMES,
        ValueKind.NEGATION: Check.NEGATION,
        ValueKind.OPPOSITE: Check.OPPOSITES,
    }
)
"""The check that compares values of a kind."""


def _values(source: _Side, target: _Side) -> list[Flag]:
    """Compare what both texts state: numbers, dates, symbols, labels, names, opposites."""
    languages = source.language, target.language
    found: dict[Check, list[ValueDifference]] = {}
    for each in differences(source.text, target.text, languages):
        found.setdefault(KINDS[each.kind], []).append(each)
    return [
        Flag(check, joined((_stated(each, languages) for each in there), "; "), tuple(there))
        for check, there in found.items()
    ]


def _stated(difference: ValueDifference, languages: tuple[str, str]) -> Message:
    """Return what each side states, as `zh: 2033-11-08, en: 2033-11-07`."""
    sides = (difference.source, difference.target)
    return _by_side(languages, [value.shown if value else Message("not stated") for value in sides])


def _by_side(languages: tuple[str, str], told: Sequence[str]) -> Message:
    return joined((joined(side, ": ") for side in zip(languages, told, strict=True)), ", ")


def _length(source: _Side, target: _Side) -> Message | None:
    sizes = _size(source), _size(target)
    if min(sizes) == 0 or max(sizes) < _SHORT:
        return None
    ratio = sizes[1] / sizes[0]
    if abs(math.log(ratio)) <= math.log(_MOST):
        return None
    return Message("%(ratio)s times as long as usual", ratio=f"{ratio:.1f}")


def _size(side: _Side) -> float:
    """Return how much a text says, in tens of Chinese characters.

    Numbers and symbols are as long in Chinese as anywhere.
    """
    usual = _LENGTHS.get(side.language, _LENGTHS["en"])
    if side.language != "zh":
        return len(side.text) / usual
    foreign = len(side.text.encode("ascii", "ignore").translate(None, _UNSEEN))
    return (len(side.text) - foreign) / usual + foreign / _LENGTHS["en"]


def _negation(source: _Side, target: _Side) -> list[Flag]:
    """Compare what both texts deny, demand or permit."""
    languages = source.language, target.language
    stances = modality(source.text, target.text, languages)
    if stances is None:
        return []
    told = [
        joined((Message(each.does), f" ({each.words})")) if each.words else Message(each.does)
        for each in stances
    ]
    difference = ValueDifference(ValueKind.NEGATION, *(each.value for each in stances))
    return [Flag(Check.NEGATION, _by_side(languages, told), (difference,))]


def _unless_symbol(word: re.Match[str]) -> str:
    return "" if _IN_SYMBOLS.search(word[0]) else word[0]


def _script(source: _Side, target: _Side) -> Message | None:
    for side in (source, target):
        wanted, told = _SCRIPTS.get(side.language, _LATIN)
        # Most texts are so at first sight: symbols are looked for in the others alone.
        if 2 * _fewest_letters(side) >= len(side.text):
            continue
        if 2 * sum(map(len, wanted.findall(side.text))) >= len(side.text):
            continue
        uncited = _CITATION.sub(" ", side.text)
        letters = "".join(_LETTERS.findall(_ASCII.sub(_unless_symbol, uncited)))
        right = sum(map(len, wanted.findall(letters)))
        if len(letters) >= _FEWEST_LETTERS and right < len(letters) / 2:
            return Message(told, language=side.language)
    return None


def _fewest_letters(side: _Side) -> int:
    """Return how many letters of its language a text has at least: bytes are counted fastest."""
    codec, letters = _BYTES.get(side.language, _LATIN_BYTES)
    written = side.text.encode(codec, "ignore")
    return len(written) - len(written.translate(None, letters))


def _untranslated(source: _Side, target: _Side) -> Message | None:
    if stretch := _stretch(source, target):
        return Message("not translated: %(text)s", text=stretch)
    # What is the same but for accents and punctuation is about as long.
    lengths = len(source.text), len(target.text)
    if min(lengths) < _ABOUT_AS_LONG * max(lengths):
        return None
    keys = match_key(source.text), match_key(target.text)
    if keys[0] != keys[1]:
        return None
    uncited = match_key(_CITATION.sub(" ", source.text))
    telling = [word for word in words(uncited) if _LETTERS.match(word)]
    same = len("".join(telling)) >= _FEWEST_LETTERS
    if not same or find_symbol(source.text):
        return None
    return Message("the same text on both sides")


def _stretch(source: _Side, target: _Side) -> str:
    """Return words that were left in the language of the source, "" where there are none."""
    if source.language == target.language:
        return ""
    pattern = _HAN_STRETCH if source.language == "zh" else _LATIN_STRETCH
    left = (found[1] for found in pattern.finditer(target.text) if found[1] in source.text)
    return next(left, "")


def _ending(source: _Side, target: _Side) -> Message | None:
    ours, theirs = (
        _ENDINGS.get(side.text.rstrip(_CLOSING)[-1:], "nothing") for side in (source, target)
    )
    # A list item may end with a comma in one language and a semicolon or nothing in another.
    loose = {"a semicolon", "nothing"}
    if ours == theirs or {ours, theirs} <= loose:
        return None
    return Message(
        "the source ends with %(source)s, the translation with %(target)s",
        **{"source": Message(ours), "target": Message(theirs)},
    )


def _brackets(source: _Side, target: _Side) -> Message | None:
    told = told_unclosed(unclosed(target.text))
    return None if told is None or unclosed(source.text) else told


def _quotes(source: _Side, target: _Side) -> Message | None:
    told = told_quotes(odd_quotes(target.text))
    return None if told is None or odd_quotes(source.text) else told


def _characters(source: _Side, target: _Side) -> Message | None:
    for side in (source, target):
        if found := odd_characters(side.text):
            return Message("%(sign)s in the %(language)s text", sign=found, language=side.language)
    return None


def _notes(source: _Side, target: _Side) -> Message | None:
    if not any(_RAISED.search(side.text) for side in (source, target)):
        return None
    ours, theirs = (_NOTE_MARK.findall(side.text) for side in (source, target))
    if sorted(ours) == sorted(theirs):
        return None
    languages = source.language, target.language
    return _by_side(languages, [" ".join(each) or Message("none") for each in (ours, theirs)])


def _repeated(source: _Side, target: _Side) -> Message | None:
    found = repeated(target.text, target.language)
    return None if not found or repeated(source.text, source.language) else joined([found])


def _spaces(source: _Side, target: _Side) -> Message | None:
    for side in (source, target):
        if found := odd_spaces(side.text) or space_before_signs(side.text, side.language):
            return Message("%(what)s of the %(language)s text", what=found, language=side.language)
    return None


_CHECKS: Final[MappingProxyType[Check, Callable[[_Side, _Side], Message | None]]] = (
    MappingProxyType(
        {
            Check.LENGTH: _length,
            Check.SCRIPT: _script,
            Check.UNTRANSLATED: _untranslated,
            Check.ENDING: _ending,
            Check.BRACKETS: _brackets,
            Check.REPEATED: _repeated,
            Check.SPACES: _spaces,
            Check.QUOTES: _quotes,
            Check.CHARACTERS: _characters,
            Check.NOTES: _notes,
        }
    )
)
