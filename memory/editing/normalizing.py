"""Quotation marks, spaces and punctuation as the customs of a language have them.

Sources: the United Nations Editorial Manual for English and Spanish quotation marks; the Lexique
des règles typographiques en usage à l'Imprimerie nationale for French; GB/T 15834-2011 for
Chinese; Duden and the rules of Russian orthography of 1956 (2009) for German and Russian. Where it
cannot be told what is meant, as with a quotation mark that has no other half, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from types import MappingProxyType
from typing import Final

from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.editing.texts import Scope, text_edit
from hexapla.memory.edits import Edit
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import IDEOGRAPHS
from hexapla.memory.units import Status

__all__ = ["normalized", "normalizing"]

# Quotation marks around a text, and around one within that.
_MARKS: Final = MappingProxyType(
    {
        "zh": ("“”", "‘’"),
        "en": ("“”", "‘’"),
        "fr": ("«»", "“”"),
        "es": ("“”", "‘’"),
        "ru": ("«»", "„“"),
        "ar": ("“”", "‘’"),
        "de": ("„“", "‚‘"),
    }
)
# Marks that are as good there.
_KEPT: Final = MappingProxyType({"es": "«", "ar": "«", "de": "»"})
_CLOSING: Final = MappingProxyType(
    {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "＂": "＂"}
)
_QUOTE: Final = re.compile('["＂“”„«»「」『』]')
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['´`](?=[^\W\d_«“\"])")
_WITH_APOSTROPHE: Final = frozenset({"en", "fr", "es", "de"})

_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WIDTHS: Final = re.compile("[\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_NO_BREAK: Final = "\u00a0\u202f\u2007"
_RUN: Final = re.compile(f"[ {_NO_BREAK}]{{2,}}")
_ANY: Final = f"[ {_NO_BREAK}]"
_ENDS: Final = r"(?=[\s)\]”’»\"]|$)"
_INSIDE_ANGLES: Final = re.compile(rf"(?<=«){_ANY}*|(?<=\S){_ANY}*(?=»)")
# What no space stands behind, and before, by language: “ begins in one and ends in another.
_INSIDE: Final = MappingProxyType(
    {
        language: re.compile(rf"(?<=[(\[{opening}]){_ANY}+|(?<=\S){_ANY}+(?=[)\]{closing}])")
        for language, (opening, closing) in {
            **dict.fromkeys(("en", "es", "fr"), ("“„", "”")),
            **dict.fromkeys(("de", "ru"), ("„", "“")),
            "ar": ("", ""),
        }.items()
    }
)
_BEFORE: Final = re.compile(rf"(?<=[\w)\]”’»“\"%]){_ANY}+(?=[,;:!?.]{_ENDS})")
_BEFORE_STOPS: Final = re.compile(rf"(?<=[\w)\]”’»\"%]){_ANY}+(?=[,.]{_ENDS})")
_FRENCH_SIGNS: Final = re.compile(rf"(?<=[\w)\]”’»\"%]){_ANY}*(?=[;!?]+{_ENDS})")
_FRENCH_COLON: Final = re.compile(rf"(?<=[\w)\]”’»\"%]){_ANY}*(?=:{_ENDS})")
_PERCENT: Final = re.compile(r"(?<=\d) (?=%)")

_WIDE: Final = "，。；：？！、（）“”‘’《》〈〉【】…—"
_BESIDE: Final = re.compile(
    f"(?<=[{IDEOGRAPHS}{_WIDE}]) +(?=\\S)|(?<=\\S) +(?=[{IDEOGRAPHS}{_WIDE}])"
)
_NARROW_SIGN: Final = re.compile(f"(?<=[{IDEOGRAPHS}”’）》】])[,;:?!]")
_NARROW_STOP: Final = re.compile(
    f"(?<=[{IDEOGRAPHS}”’）》】])\\.(?=[{IDEOGRAPHS}{_WIDE}\\s]|$)(?!\\.)"
)
_BRACKETS: Final = re.compile(f"\\(([^()（）]*[{IDEOGRAPHS}][^()（）]*)\\)")
_TO_WIDE: Final = MappingProxyType(str.maketrans(",;:?!", "，；：？！"))
_WIDE_LETTER: Final = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_ARABIC_SIGN: Final = re.compile("(?<=[\u0620-\u065f\u066e-\u06d3])[,;?]")
_TO_ARABIC: Final = MappingProxyType(str.maketrans(",;?", "،؛؟"))
_BEFORE_ARABIC: Final = re.compile(rf"(?<=\S){_ANY}+(?=[،؛؟])")

# What one rule does can call for another: quotation marks bring French spaces.
_TURNS: Final = 5


def normalizing(
    *,
    quotes: bool = True,
    spaces: bool = True,
    languages: Collection[str] | None = None,
    status: Status | None = None,
) -> Edit:
    """Return an edit that normalizes texts as `normalized` does.

    With `languages`, only the texts in these are meant; with `status`, only translations with it.
    """
    what = " and ".join(
        name for name, wanted in (("quotation marks", quotes), ("spaces", spaces)) if wanted
    )
    wanted = None if languages is None else frozenset(languages)
    where = f" in {', '.join(sorted(wanted))}" if wanted else ""

    def change(text: str, language: str) -> str:
        return normalized(text, language, quotes=quotes, spaces=spaces)

    return text_edit(f"normalise {what}{where}", change, Scope(wanted, status))


def normalized(text: str, language: str, *, quotes: bool = True, spaces: bool = True) -> str:
    r"""Return a text with quotation marks, and spaces and punctuation, as its language has them.

    To do so twice changes nothing more. A text in none of the seven languages stays as it is.

    >>> normalized('Il dit: "Non"!', "fr")
    'Il dit\xa0: «\xa0Non\xa0»\u202f!'
    >>> normalized('他说:"不" (不行).', "zh"), normalized('"A" – "B"', "de")
    ('他说：“不”（不行）。', '„A“ – „B“')
    """
    if language not in LANGUAGES:
        return text
    now = text
    for _ in range(_TURNS):
        new = _quoted(now, language) if quotes else now
        new = composed(_spaced(new, language).strip()) if spaces else new
        if new == now:
            return now
        now = new
    # Rules that take turns with one another would never come to an end.
    return text


def _quoted(text: str, language: str) -> str:
    if language in _WITH_APOSTROPHE:
        text = _APOSTROPHE.sub("’", text)
    marks = _pairs(text)
    signs = list(text)
    for opening, closing, depth in marks:
        if text[opening] not in _KEPT.get(language, ""):
            pair = _MARKS[language][depth % 2]
            signs[opening], signs[closing] = pair[0], pair[1]
    return "".join(signs)


def _pairs(text: str) -> list[tuple[int, int, int]]:
    """Return where each pair of quotation marks begins and ends, and how many are around it.

    None where not every mark has its other half, or one is no quotation mark but of inches.
    """
    found: list[tuple[int, int, int]] = []
    waiting: list[int] = []
    for match in _QUOTE.finditer(text):
        place, sign = match.start(), match[0]
        if waiting and sign in _CLOSING[text[waiting[-1]]] and not _opens(text, place, sign):
            found.append((waiting.pop(), place, len(waiting)))
        elif sign in _CLOSING and not _is_after_word(text, place):
            waiting.append(place)
        else:
            return []
    return [] if waiting else found


def _opens(text: str, place: int, sign: str) -> bool:
    """Return whether a mark that has one form for both ends can only begin: `"a "b" c"`."""
    if sign not in '"＂':
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return before.isspace() and not (after.isspace() or not after) and after not in ".,;:!?)»”"


def _is_after_word(text: str, place: int) -> bool:
    before = text[place - 1 : place]
    return before.isascii() and before.isalnum()


def _spaced(text: str, language: str) -> str:
    text = _UNSEEN.sub("", text)
    text = _WIDTHS.sub(" ", text)
    text = _RUN.sub(_one_space, text)
    return _RULES[language](text, language)


def _one_space(run: re.Match[str]) -> str:
    """Return the one space that stays of several: one that does not break, where there is one."""
    return next((sign for sign in run[0] if sign in _NO_BREAK), " ")


def _western(text: str, language: str) -> str:
    return _INSIDE[language].sub("", _INSIDE_ANGLES.sub("", _BEFORE.sub("", text)))


def _french(text: str, language: str) -> str:
    text = _INSIDE[language].sub("", _BEFORE_STOPS.sub("", text))
    text = _INSIDE_ANGLES.sub("\u00a0", text)
    text = _FRENCH_SIGNS.sub("\u202f", text)
    return _PERCENT.sub("\u00a0", _FRENCH_COLON.sub("\u00a0", text))


def _chinese(text: str, _: str) -> str:
    text = _WIDE_LETTER.sub(lambda sign: chr(ord(sign[0]) - 0xFEE0), text)
    text = _NARROW_SIGN.sub(lambda sign: sign[0].translate(_TO_WIDE), text)
    text = _NARROW_STOP.sub("。", text)
    return _BESIDE.sub("", _BRACKETS.sub(r"（\1）", text))


def _arabic(text: str, language: str) -> str:
    text = _ARABIC_SIGN.sub(lambda sign: sign[0].translate(_TO_ARABIC), text)
    return _BEFORE_ARABIC.sub("", _western(text, language))


_RULES: Final = MappingProxyType[str, Callable[[str, str], str]](
    {
        **dict.fromkeys(("en", "es", "ru", "de"), _western),
        "fr": _french,
        "zh": _chinese,
        "ar": _arabic,
    }
)
