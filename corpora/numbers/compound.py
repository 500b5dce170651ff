"""Numbers of several parts: 27.I.1, 29D.66, 1.b.1, A.1, and those with a letter put in: 12a."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

from hexapla.corpora.numbers.markers import (
    CJK,
    DIGIT,
    GAP,
    MARKS,
    SUFFIX,
    Family,
    Marker,
    suffix_name,
)
from hexapla.corpora.numbers.numerals import (
    HAN_DIGIT,
    LETTER_NAMES,
    ROMAN_SIGNS,
    format_letter,
    format_roman,
    parse_arabic_ordinal,
    parse_chinese,
    parse_letter,
    parse_roman,
)

__all__ = ["ARABIC_LETTER", "compound", "lettered"]

ARABIC_LETTER = "[ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآ]ـ?"
# Letters that can be read in two alphabets make two readings each; beyond these, none is likely.
_MOST_READINGS = 8
_CAPITAL = "A-Z\uff21-\uff3aА-Я"
_SMALL = "a-z\uff41-\uff5aа-я"
# In Cyrillic text, the letters of Roman numerals may be those that look like them.
_ROMAN_LOOK = str.maketrans("ІХ", "IX")
_ROMAN = rf"[IVXLІХ\uff29\uff36\uff38\uff2c]{{1,7}}|[{ROMAN_SIGNS}]"
_DIGITS = rf"{DIGIT}{{1,3}}"


def _pattern(*, first: str, inner: str, letter: str, signs: str) -> re.Pattern[str]:
    """Compile: outer parts, the last part with what was put in after it, and what must follow."""
    sign = rf"[{MARKS}]*[{signs}][{MARKS}]*"
    numbered = rf"{_DIGITS}[{MARKS}]*(?:{letter})?"
    return re.compile(
        rf"((?:{numbered}|{first})(?:{sign}(?:{numbered}|{inner})){{0,4}}){sign}"
        rf"(?:({_DIGITS})([{_SMALL}]|{ARABIC_LETTER})?|([{_SMALL}]|{ARABIC_LETTER}))"
        rf"(?:[\s‑-]?({SUFFIX})(?!\w))?[{MARKS}]*"
        rf"(?:[.．](?!{DIGIT}))?(?:{GAP}+|$|(?=[{CJK}]))"
    )


_CASED = _pattern(
    first=rf"{_ROMAN}|[{_CAPITAL}]",
    inner=rf"{_ROMAN}|[{_CAPITAL}{_SMALL}]",
    letter=f"[{_CAPITAL}{_SMALL}]",
    signs=".．",
)
_HAN = _pattern(
    first=rf"{_ROMAN}|[{_CAPITAL}]|{HAN_DIGIT}{{1,3}}",
    inner=rf"{_ROMAN}|[{_CAPITAL}{_SMALL}]|{HAN_DIGIT}{{1,3}}",
    letter=f"[{_CAPITAL}{_SMALL}]",
    signs=".．",
)
# Words are names of letters and ordinals: 29 دال-1 is 29D.1, 27-أولا-1 is 27.I.1.
_WORD = r"[\u0621-\u0652]{3,9}"
_ARABIC = _pattern(
    first=rf"{_ROMAN}|[{_CAPITAL}]|{_WORD}|{ARABIC_LETTER}",
    inner=rf"{_ROMAN}|[{_CAPITAL}{_SMALL}]|{_WORD}|{ARABIC_LETTER}",
    letter=rf"[{_CAPITAL}{_SMALL}]|\s?(?:{'|'.join(LETTER_NAMES)})|{ARABIC_LETTER}",
    signs=".．‑-",
)
_FIGURE = re.compile(r"\d+[.．-]\d+")
_ZERO = re.compile(rf"(?<!{DIGIT})[0٠۰０]{DIGIT}")  # 01.02.26 is a date
_PART = re.compile(rf"({_DIGITS})?[{MARKS}\s]*([^\d{MARKS}.．‑-]*)")


def compound(text: str, language: str) -> Iterator[Marker]:
    """Yield the readings of `1.1`, `1.a`, `27.I.1`, `29D.66`, in Arabic also `1-1` and `1-أ`.

    >>> [(marker.parents, marker.name) for marker in compound("27.I.12 Recalls", "en")]
    [(('27', 'I'), '12')]
    """
    if language == "ar" and (turned := _TURNED.match(text)):
        outer, inner, last = turned.groups()
        yield from _compound(f"{last}.{outer}{inner}{text[turned.end() :]}", language)
    yield from _compound(text, language)


# On a page from right to left, 27.I.1 and I.1.27 look alike: which of them it is, the list tells.
_TURNED = re.compile(rf"({_ROMAN})((?:\.{_DIGITS})+)\.({_DIGITS})(?!\w|[.．]\w)")


def _compound(text: str, language: str) -> Iterator[Marker]:
    match = {"ar": _ARABIC, "zh": _HAN}.get(language, _CASED).match(text)
    # A single sign before a full stop can be an initial or an abbreviation: digits tell.
    if not match or not any(sign.isdecimal() for sign in match[0]):
        return
    suffix = "" if language == "de" and match[5] else suffix_name(match[5])
    if match[5] and not suffix:
        return  # In German, "1.2 bis" means "1.2 to".
    outer = [_names(*part.groups()) for part in _PART.finditer(match[1]) if part[0]]
    following = text[match.end() - 1 : match.end() + 1]
    # Chinese needs no space behind the number; behind 1.25, a unit may stand: 1.25美元.
    apart = following[:1].isspace() or not re.match(rf"[{CJK}]", following[1:])
    strong = (apart or not _FIGURE.fullmatch(match[0])) and not _ZERO.search(match[0])
    inserted, length = bool(suffix or match[3]), match.end()
    for (value, name), parents in islice(product(_lasts(match), product(*outer)), _MOST_READINGS):
        yield Marker(Family.PATH, value, name + suffix, length, strong, parents, inserted=inserted)


def _lasts(match: re.Match[str]) -> list[tuple[int, str]]:
    """Return the readings of the last part of a number: its value and its name."""
    if not match[2]:
        return [(value, format_letter(value)) for value in _values(match[4])]
    value = int(match[2])
    letters = _letters(match[3]) if match[3] else [""]
    return [(value, f"{value}{letter}") for letter in letters] if value else []


def _names(digits: str | None, rest: str) -> list[str]:
    """Return the names that one of the outer parts of a number can have, the likeliest first."""
    sign = unicodedata.normalize("NFKC", rest).strip()
    if digits:
        number = str(int(digits))
        return [number] if not sign else [number + name for name in _capitals_of(sign)]
    han = parse_chinese(sign)
    roman = parse_roman(sign.translate(_ROMAN_LOOK)) if sign.isupper() else None
    roman = roman or han or (parse_arabic_ordinal(sign) if len(sign) > 2 else None)
    if roman:
        return [format_roman(roman)]
    if sign in LETTER_NAMES:
        return [format_letter(LETTER_NAMES.index(sign) + 1).upper()]
    return _letters(sign)


def _values(letter: str) -> list[int]:
    """Return the places that a single letter can have; none for more than one."""
    sign = unicodedata.normalize("NFKC", letter).rstrip("ـ")
    return list(dict.fromkeys(parse_letter(sign))) if len(sign) == 1 else []


def _letters(sign: str) -> list[str]:
    """Return the Latin letters that a letter of any alphabet can stand for."""
    small = [format_letter(value) for value in _values(sign)]
    return [letter.upper() for letter in small] if sign.isupper() else small


def _capitals_of(sign: str) -> list[str]:
    """Return the letters that stand behind a number, as in 29D.

    Sections have Latin letters in all languages, so that Cyrillic `В` is what it looks like, and
    an Arabic letter, which has no case, or its name is a capital.
    """
    if sign in LETTER_NAMES:
        return [format_letter(LETTER_NAMES.index(sign) + 1).upper()]
    cased = sign.lower() != sign.upper()
    letters = _letters(sign)
    return letters[::-1] if cased else [letter.upper() for letter in letters]


def lettered(text: str, language: str) -> Iterator[Marker]:
    """Yield the readings of `12a.`, `12б.`, `12А.`: what was put in after number 12.

    >>> [(marker.name, marker.value) for marker in lettered("12a. Recalls", "en")]
    [('12a', 12)]
    """
    match = (_LETTERED_AR if language == "ar" else _LETTERED).match(text)
    if not match or not int(match[1]):
        return
    value = int(match[1])
    for letter in _letters(match[2]):
        yield Marker(Family.NUMBER, value, f"{value}{letter}", match.end(), inserted=True)


_LETTERED_END = rf"[{MARKS}]*(?:{GAP}+|(?=[{CJK}])|$)"
_LETTERED = re.compile(
    rf"({_DIGITS})[{MARKS}]*([{_CAPITAL}{_SMALL}])[{MARKS}]*[.．、]{_LETTERED_END}"
)
_LETTERED_AR = re.compile(
    rf"({_DIGITS})[{MARKS}]*{GAP}?([{_CAPITAL}{_SMALL}]|{ARABIC_LETTER})[{MARKS}]*"
    rf"(?:[.．]|{GAP}?[-–—](?={GAP})){_LETTERED_END}"
)
