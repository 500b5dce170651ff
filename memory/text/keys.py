"""Texts as they are looked up: what makes no difference to a translator is folded away.

The stored text is never touched; keys are only compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from types import MappingProxyType
from typing import Final

__all__ = [
    "IDEOGRAPHS",
    "INSIDE",
    "LETTER",
    "grams",
    "key_number",
    "key_numbers",
    "match_key",
    "passed_over",
    "printed_key",
    "search_key",
    "shape",
    "words",
]

IDEOGRAPHS: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Ideographs stand beside one another without being one word.
LETTER: Final = rf"[^\W{IDEOGRAPHS}]"
"""A pattern of one sign of a word, in scripts that have words."""

# Arabic vowel signs, the sign of elongation, and marks of direction and of joining.
_UNSEEN: Final = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_TAKES_ACCENTS: Final = re.compile("[a-z\u03b1-\u03c9]")
# The seat of hamza differs from country to country (شؤون, شئون; هيئة, هيأة), and on an alif it is
# often left out.
_HAMZAS: Final = MappingProxyType(str.maketrans(dict.fromkeys("أإآٱؤئء", "ا")))
_SAME: Final = MappingProxyType(
    str.maketrans(
        {
            "ى": "ي",
            "ة": "ه",
            "ё": "е",
            **dict.fromkeys("“”„‟«»‹›「」『』〝〞＂", '"'),
            **dict.fromkeys("‘’‚‛ʼ`´", "'"),
            **dict.fromkeys("‐‑‒–—―−", "-"),
            **dict.fromkeys("、，،", ","),
            "؛": ";",
            "؟": "?",
            "。": ".",
            "⁄": "/",
        }
    )
)
# Of these, what no letter of a language is.
_PRINTED: Final = MappingProxyType(
    {sign: folded for sign, folded in _SAME.items() if not chr(sign).isalpha()}
)
# Chinese has no spaces of its own: one beside an ideograph is an accident of typesetting.
_BESIDE_IDEOGRAPH: Final = re.compile(f"(?<=[{IDEOGRAPHS}]) | (?=[{IDEOGRAPHS}])")
# Punctuation that stands inside a phrase: hyphens, commas, brackets and quotation marks, as keys
# have them. A full stop, a colon or a stroke ends what belongs together, or is a part of a symbol.
INSIDE: Final = "-,()[]{}\"'〈〉《》【】〔〕〖〗·"
"""The signs, beside the space, across which phrases and runs of ideographs go on."""
_PASSED_OVER: Final = MappingProxyType(str.maketrans(dict.fromkeys(INSIDE, " ")))
_BETWEEN_IDEOGRAPHS: Final = re.compile(
    f"(?<=[{IDEOGRAPHS}])[ {re.escape(INSIDE)}]+(?=[{IDEOGRAPHS}])"
)
_TOKEN: Final = re.compile(rf"[{IDEOGRAPHS}]+|[^\W{IDEOGRAPHS}_]+")
_ASCII_TOKEN: Final = re.compile("[A-Za-z0-9]+")
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
_FIRST_IDEOGRAPH: Final = IDEOGRAPHS[0]
_OTHER_DIGIT: Final = re.compile(r"[^\D0-9]")
_NUMBER: Final = re.compile(r"\d+")
# Parts of Korean syllables.
_JAMO: Final = re.compile("[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]")
# Signs that are kept: more than all that a memory in seven languages has.
_REMEMBERED: Final = 1 << 15
# Signs that no pattern is made for: to make one takes as long as to fold some texts.
_FEW: Final = 100


def match_key(text: str) -> str:
    """Fold width, case, accents, vowel signs, quotation marks, dashes and spaces.

    Traditional characters become simplified ones, and every hamza an alif. Folding twice changes
    nothing more. By NFKC and case folding (Unicode Standard Annex 15; The Unicode Standard, section
    3.13), and tables of signs that translators take for one.

    >>> match_key("Ｒｅ́solution  n° 5 – «A»")
    'resolution n° 5 - "a"'
    >>> match_key("第 12 段，"), match_key("聯合國")
    ('第12段,', '联合国')
    """
    return _spaced(_unspaced_key(text))


def printed_key(text: str) -> str:
    """Fold what two printings of one text can differ in: width, quotation marks, dashes, spaces.

    Case, accents and letters stay; marks that nobody sees go.

    >>> printed_key("« Ｒésolution »\u00ad") == printed_key('" Résolution "')
    True
    >>> printed_key("Member States") == printed_key("member States")
    False
    """
    composed = unicodedata.normalize("NFKC", text)
    return _spaced(_UNSEEN.sub("", composed).translate(_PRINTED))


def _unspaced_key(text: str) -> str:
    """Return the key of a text with its spaces as they are."""
    if text.isascii():
        # The only sign of ASCII that is folded but by case; most English texts take this way.
        return text.lower().replace("`", "'")
    try:
        return _SIGNS.fold(text)
    except _JoiningSignError:
        return _folded(text)


def _spaced(folded: str) -> str:
    """Return text with one space at most between words, and none beside an ideograph."""
    spaced = folded.strip()
    # All white space but one kind is not printable, which is asked in a third of the time.
    if "  " in spaced or not spaced.isprintable():
        spaced = " ".join(spaced.split())
    if " " in spaced and not spaced.isascii() and _IDEOGRAPH.search(spaced):
        return _BESIDE_IDEOGRAPH.sub("", spaced)
    return spaced


def search_key(text: str) -> str:
    """Return the key of a text without the punctuation inside phrases: what a phrase is sought in.

    >>> search_key("The Secretary-General, in his report"), search_key("秘书长，在其报告中")
    ('the secretary general in his report', '秘书长在其报告中')
    """
    return _spaced(passed_over(_unspaced_key(text)))


def passed_over(key: str) -> str:
    """Return a key with a space in the place of the punctuation that a phrase is found across."""
    return key.translate(_PASSED_OVER)


@cache
def _simplified() -> Mapping[int, str]:
    """Return the simplified character of each traditional one that has another."""
    table = (files("hexapla.memory") / "text" / "simplified.txt").read_text(encoding="utf-8")
    signs = "".join(line for line in table.splitlines() if not line.startswith("#"))
    return MappingProxyType(str.maketrans(dict(zip(signs[::2], signs[1::2], strict=True))))


def _folded(text: str) -> str:
    """Fold all but spaces."""
    composed = unicodedata.normalize("NFKC", text).translate(_HAMZAS)
    folded = _UNSEEN.sub("", composed).casefold()
    plain = _ACCENTS.sub(_without_accents, unicodedata.normalize("NFD", folded))
    # Composed again, or Cyrillic й would be й without its breve.
    joined = unicodedata.normalize("NFKC", _UNSEEN.sub("", plain)).translate(_SAME)
    if _IDEOGRAPH.search(joined):
        joined = joined.translate(_simplified())
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), joined)


class _JoiningSignError(Exception):
    """A sign is folded with those beside it: an accent, a vowel sign, a part of a syllable."""


class _Signs:
    """What each sign is folded to by itself: most texts are folded here sign by sign.

    The whole way through the forms of Unicode takes many times as long.
    """

    def __init__(self) -> None:
        self._unchanged: set[str] = set()
        self._folded: dict[str, str] = {}
        # Any sign but the first ones that were learnt to be unchanged, and how many these are: a
        # pattern finds the others, which are few, in a third of the time that a set of all takes.
        self._others = re.compile("(?s:.)")
        self._passed = 0

    def fold(self, text: str) -> str:
        """Fold all but spaces. Raises _JoiningSignError."""
        text = text.casefold()
        for sign in set(self._others.findall(text)) - self._unchanged:
            folded = self._folded.get(sign)
            if folded is None:
                folded = self._learnt(sign)
            text = text.replace(sign, folded)
        return text

    def _learnt(self, sign: str) -> str:
        folded = _folded(sign)
        if any(map(_joins, sign + unicodedata.normalize("NFKC", sign) + folded)):
            raise _JoiningSignError
        if len(self._unchanged) + len(self._folded) < _REMEMBERED:
            if folded == sign:
                self._unchanged.add(sign)
                self._pass_over()
            else:
                self._folded[sign] = folded
        return folded

    def _pass_over(self) -> None:
        """Find no more what was learnt to be unchanged, each time that is twice as much."""
        if len(self._unchanged) > max(2 * self._passed, _FEW):
            self._others = re.compile(f"[^{re.escape(''.join(self._unchanged))}]")
            self._passed = len(self._unchanged)


_SIGNS: Final = _Signs()


def _joins(sign: str) -> bool:
    """Return whether a sign can become one with the sign before it."""
    return unicodedata.category(sign).startswith("M") or _JAMO.match(sign) is not None


def _without_accents(found: re.Match[str]) -> str:
    """Return no accents after Latin and Greek letters; in other scripts they make other letters."""
    before = found.string[found.start() - 1 : found.start()]
    return "" if _TAKES_ACCENTS.match(before) else found[0]


def shape(key: str) -> str:
    """Return a key with every number as 0: texts that differ in numbers alone have the same.

    >>> shape("resolution 74/177") == shape("resolution 9/2")
    True
    """
    return _NUMBER.sub("0", key)


def key_number(key: str) -> int:
    """Return a signed 64-bit number that stands for a key; different keys very rarely share one."""
    return _number(key.encode())


def key_numbers(key: str) -> tuple[int, int]:
    """Return the numbers that a text is found by: of its key, and of the shape of its key."""
    data = key.encode()
    number = _number(data)
    # Keys have no digits but these, and most have none.
    if len(data.translate(None, b"0123456789")) == len(data):
        return number, number
    return number, key_number(shape(key))


def _number(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def words(key: str) -> list[str]:
    """Return the words of a key in their order; each ideograph is one.

    >>> words("a/res/74/177 保护")
    ['a', 'res', '74', '177', '保', '护']
    """
    if key.isascii():
        return _ASCII_TOKEN.findall(key)
    return [
        word
        for token in _TOKEN.findall(key)
        for word in (token if _is_ideographic(token) else (token,))
    ]


def grams(key: str) -> list[str]:
    """Return what an index finds a key by, once each: words, and ideographs in twos.

    The last ideograph of a run is a gram of its own besides: every ideograph begins a gram. Runs go
    on where the punctuation inside a phrase stands between two ideographs, as in a `search_key`.

    >>> grams("国际,合作 cooperation")
    ['国际', '际合', '合作', '作', 'cooperation']
    """
    return list(dict.fromkeys(words(key) if key.isascii() else _grams(key)))


def _grams(key: str) -> Iterator[str]:
    for token in _TOKEN.findall(_BETWEEN_IDEOGRAPHS.sub("", key)):
        if _is_ideographic(token):
            yield from (token[i : i + 2] for i in range(len(token)))
        else:
            yield token


def _is_ideographic(token: str) -> bool:
    return token >= _FIRST_IDEOGRAPH and _IDEOGRAPH.match(token) is not None
