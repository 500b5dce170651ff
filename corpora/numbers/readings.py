"""The readings of the number that stands before a paragraph, in seven languages.

It can often be read in several ways: `(i)` is the ninth letter or Roman one, `C.` the third letter
or a hundred, Cyrillic `В.` the third letter of its own alphabet or the second of the Latin one.
`readings` gives them all; `corpora.numbers.numbering` picks one by the neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from hexapla.corpora.numbers.compound import ARABIC_LETTER, compound, lettered
from hexapla.corpora.numbers.markers import (
    ALTERNATIVE,
    CJK,
    DIGIT,
    GAP,
    JOINT,
    SUFFIX,
    Family,
    Marker,
    suffix_name,
)
from hexapla.corpora.numbers.numerals import (
    BRACKETED,
    BRACKETED_HAN,
    BRANCHES,
    CIRCLED,
    HAN_DIGIT,
    LETTER_NAMES,
    POINTED,
    ROMAN_SIGNS,
    STEMS,
    format_letter,
    format_roman,
    parse_arabic_ordinal,
    parse_chinese,
    parse_letter,
    parse_roman,
)
from hexapla.corpora.numbers.worded import worded

__all__ = ["readings"]

_CIRCLED = {sign: place for signs in (CIRCLED, BRACKETED) for place, sign in enumerate(signs, 1)}
_MONTHS_DE = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dez"


def _number(text: str, language: str) -> Iterator[Marker]:
    """Yield the reading of `12.`, `12．`, `12、`, `١٢ -`, `12 bis.`, `1.-`, `⒈`."""
    if text[0] in POINTED:
        value = POINTED.index(text[0]) + 1
        yield Marker(Family.NUMBER, value, str(value), _after(text, 1))
        return
    match = _NUMBER.match(text)
    if not match or (language == "de" and _GERMAN_DATE.match(text)):
        return
    value, suffix, sign = int(match[1]), suffix_name(match[2]), match[3].strip()
    # In German, "12 bis" without a sign means "12 to".
    if not value or (sign == "、" and language != "zh") or (not sign and language == "de"):
        return
    spaced = match.end(3) == len(text) or text[match.end(3)].isspace()
    dash = sign in ("-", "–", "—")
    strong = (spaced or bool(re.match(rf"[{CJK}]", text[match.end(3) :]))) and (
        not dash or language == "ar"
    )
    name = str(value) + suffix
    yield Marker(Family.NUMBER, value, name, match.end(), strong, inserted=bool(suffix))


_NUMBER = re.compile(
    rf"({DIGIT}{{1,5}})(?:{JOINT}({SUFFIX}|{ALTERNATIVE})(?![^\W{CJK}]))?{GAP}{{0,3}}"
    rf"(\.\s?[-–—](?=\s)|[.．](?![.．a-z0-9٠-٩])|、(?!{DIGIT})|[-–—](?={GAP}+[^\W\d_])|"
    # Behind what was put in, nothing need stand: `12 bis Requests`.
    rf"(?(2)(?={GAP}+[^\W\d_]|[{CJK}])|(?!)))"
    rf"{GAP}*"
)
_GERMAN_DATE = re.compile(rf"\d{{1,2}}\.\s(?:{_MONTHS_DE})")


def _draft(text: str, _language: str) -> Iterator[Marker]:
    """Yield the reading of `OP12`, `OP 12 bis.`, `PP3`, as drafts of resolutions have them."""
    match = _DRAFT.match(text)
    if match and int(match[2]):
        suffix = suffix_name(match[3])
        operative = match[1] == "OP"
        family = Family.NUMBER if operative else Family.PREAMBULAR
        name = f"{'' if operative else 'pp-'}{int(match[2])}{suffix}"
        yield Marker(family, int(match[2]), name, match.end(), inserted=bool(suffix))


_DRAFT = re.compile(
    rf"(OP|PP)\s?(\d{{1,3}})(?:{JOINT}({SUFFIX}|{ALTERNATIVE})(?!\w))?[.:]?{GAP}+(?=\S)"
)


def _bracketed(text: str, language: str) -> Iterator[Marker]:
    """Yield the readings of `(a)`, `a)`, `(a bis)`, `(2a)`, `(i)`, `①`, `㈠`, `(一)`, `‘1’`."""
    if text[0] in _CIRCLED or text[0] in BRACKETED_HAN:
        value = _CIRCLED.get(text[0]) or BRACKETED_HAN.index(text[0]) + 1
        family = Family.BRACKETED if text[0] in _CIRCLED else Family.ROMAN
        name = str(value) if family is Family.BRACKETED else format_roman(value).lower()
        yield Marker(family, value, name, _after(text, 1))
        return
    match = _BRACKETED.match(text)
    if not match:
        # In Arabic texts the Roman sub-items are digits in quotation marks.
        match = _QUOTED.match(text) if language == "ar" else None
        value = int(match[1] or match[2]) if match else 0
        if match and 0 < value < 90:
            yield Marker(Family.ROMAN, value, format_roman(value).lower(), match.end())
        return
    token = match[1] or match[2]
    suffix, length = suffix_name(match[3]), match.end()
    # In German, the word after the bracket means "until".
    outside = _OUTSIDE.match(text, length) if language != "de" and not suffix else None
    if outside:
        suffix, length = suffix_name(outside[1]), outside.end()
    strong = bool(match[1]) or text[match.end() - 1].isspace()
    for family, value, name in _tokens(token):
        inserted = bool(suffix) or (name[0].isdecimal() and not name.isdecimal())
        yield Marker(family, value, name + suffix, length, strong, inserted=inserted)


_TOKEN = (
    rf"{DIGIT}{{1,2}}[a-zа-я]?|[ivxl]{{1,7}}|[a-z]{{1,2}}|[A-Z]|[а-яА-Я]|{ARABIC_LETTER}|"
    rf"{HAN_DIGIT}+|[{STEMS}{BRANCHES}]"
)
_BRACKETED = re.compile(
    rf"(?:[(（]{GAP}?({_TOKEN}){GAP}?|((?:(?![{STEMS}{BRANCHES}]|{HAN_DIGIT})(?:{_TOKEN}))))"
    rf"(?:{JOINT}({SUFFIX}))?[)）](?:、(?!{DIGIT}))?{GAP}*"
)
_OUTSIDE = re.compile(rf"({SUFFIX})(?!\w)\.?{GAP}*")
_QUOTED = re.compile(
    rf"[‘'’‛`\"“”«]{GAP}?({DIGIT}{{1,2}}){GAP}?[’'‘‛`\"“”»]{GAP}+|"
    rf"[(（][‘'’]({DIGIT}{{1,2}})[’'‘][)）]{GAP}*"
)


def _tokens(token: str) -> Iterator[tuple[Family, int, str]]:
    """Yield every reading of what stands between brackets."""
    if token[0].isdecimal():
        letter = token[-1] if token[-1].isalpha() else ""
        value = int(token.removesuffix(letter))
        put_in = map(format_letter, parse_letter(letter)) if letter else [""]
        if value:
            yield from ((Family.BRACKETED, value, f"{value}{name}") for name in put_in)
        return
    han = parse_chinese(token)
    if han:
        yield Family.ROMAN, han, format_roman(han).lower()
        return
    if token in STEMS:
        value = STEMS.index(token) + 1
        yield Family.LETTER, value, format_letter(value)
        return
    if token in BRANCHES:
        value = BRANCHES.index(token) + 1
        yield Family.ROMAN, value, format_roman(value).lower()
        return
    if len(token.rstrip("ـ")) == 1:
        for value in parse_letter(token):
            name = format_letter(value)
            yield Family.LETTER, value, name.upper() if token.isupper() else name
    elif len(token) == 2 and token[0] == token[1] and parse_roman(token) is None:
        yield Family.LETTER, ord(token[0]) - ord("a") + 27, token
    roman = parse_roman(token)
    if roman:
        yield Family.ROMAN, roman, format_roman(roman).lower()


def _heading(text: str, language: str) -> Iterator[Marker]:
    """Yield the readings of `I.`, `A.`, `I bis.`, `a.`, `iv.`, `一、`, `甲、`, `أولا -`."""
    match = _HEADING.match(text)
    if match:
        yield from _capitals(match[1], match.end(), suffix_name(match[2]))
    elif re.fullmatch(r"[IVXL]{1,7}|[A-Z]", text):
        yield from _capitals(text, 0)
    if language == "zh":
        match = _HAN.match(text)
        value = parse_chinese(match[1]) if match else None
        if match and value:
            length = 0 if match.end() == len(text) else match.end()
            name = format_roman(value) + suffix_name(match[2])
            yield Marker(Family.HAN, value, name, length, inserted=bool(match[2]))
    if language == "ar":
        yield from _arabic_heading(text)


_HEADING = re.compile(
    rf"([IVXL]{{1,7}}|[A-Z]|[А-Я]|[ivxl]{{1,7}}|[a-z]|[{STEMS}]|[{ROMAN_SIGNS}])"
    rf"(?:{JOINT}({SUFFIX}))?(?:[.．、](?:\s*[-–—])?|\s[-–—])(?:{GAP}+|(?=[{CJK}]))(?=\S)"
)
_HAN = re.compile(rf"({HAN_DIGIT}{{1,5}})(之[二三四五六])?(?:[、．.](?!{HAN_DIGIT})\s*|$)")


def _capitals(token: str, length: int, suffix: str = "") -> Iterator[Marker]:
    """Yield every reading of the sign of a heading."""
    for family, value, name in _heading_tokens(token):
        yield Marker(family, value, name + suffix, length, inserted=bool(suffix))


def _heading_tokens(token: str) -> Iterator[tuple[Family, int, str]]:
    if token in ROMAN_SIGNS:
        value = ROMAN_SIGNS.index(token) + 1
        yield Family.CAPITAL_ROMAN, value, format_roman(value)
        return
    if token in STEMS:
        value = STEMS.index(token) + 1
        yield Family.CAPITAL, value, format_letter(value).upper()
        return
    roman = parse_roman(token)
    if roman and token.isupper():
        yield Family.CAPITAL_ROMAN, roman, format_roman(roman)
    if len(token) == 1:
        family = Family.CAPITAL if token.isupper() else Family.LETTER
        for value in parse_letter(token):
            name = format_letter(value)
            yield family, value, name.upper() if family is Family.CAPITAL else name
    if roman and token.islower():
        yield Family.ROMAN, roman, format_roman(roman).lower()


def _arabic_heading(text: str) -> Iterator[Marker]:
    match = _ARABIC_HEADING.match(text)
    if not match:
        return
    words, suffix = match[1].strip(), suffix_name(match[2])
    length = 0 if match.end() == len(text) else match.end()
    for family, value, name in _arabic_tokens(words):
        yield Marker(family, value, name + suffix, length, inserted=bool(suffix))


def _arabic_tokens(words: str) -> Iterator[tuple[Family, int, str]]:
    bare = re.sub("[\u064b-\u0652\u0640]", "", words)
    if len(bare) == 1:
        for value in parse_letter(bare):
            yield Family.LETTER, value, format_letter(value)
        return
    if bare in LETTER_NAMES:
        value = LETTER_NAMES.index(bare) + 1
        yield Family.CAPITAL, value, format_letter(value).upper()
        return
    ordinal = parse_arabic_ordinal(words)
    # Without the article it counts (`أولا`); with it, it describes (`الأول`).
    if ordinal and not words.startswith("ال"):
        yield Family.CAPITAL_ROMAN, ordinal, format_roman(ordinal)


_ARABIC_HEADING = re.compile(
    rf"([\u0621-\u0652]{{3,9}}(?:\s(?!مكرر)[\u0621-\u0652]{{3,9}})?|"
    rf"{ARABIC_LETTER}(?={GAP}+[-–—]{GAP}))(?:\s({SUFFIX}))?"
    rf"{GAP}*(?:[-–—](?:{GAP}+|(?=[\u0621-\u064a]))|:{GAP}+|$)"
)


def _after(text: str, start: int) -> int:
    """Skip the space after a sign."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def readings(text: str, language: str) -> tuple[Marker, ...]:
    """Return every reading of the number at the start of a paragraph, () where none stands there.

    `text` is a whole paragraph; `Marker.length` counts from its start. `1.25美元` may still be read
    as a number here: it is the sequence that decides (`corpora.numbers.numbering`). KeyError is
    never raised: a language that is not known has the forms that all share.

    >>> [(marker.family.name, marker.value) for marker in readings("(i) To keep", "en")]
    [('LETTER', 9), ('ROMAN', 1)]
    >>> [marker.part for marker in readings("第十二条 缔约国应合作", "zh")]
    ['12']
    >>> readings("12 people took part", "en")
    ()
    """
    # Before an alternative or a disputed paragraph of a draft stands a bracket: [5. Decides …]
    lead = len(text) - len(text.lstrip(f" \t\u00a0\u3000[［{_MARK_CHARS}"))
    body = text[lead : lead + 200]
    if not body:
        return ()
    found = _readings(body, language)
    if not lead:
        return found
    return tuple(replace(m, length=m.length and m.length + lead) for m in found)


# A paragraph is asked for several times: for contents lists, page heads and its number.
@lru_cache(maxsize=4096)
def _readings(body: str, language: str) -> tuple[Marker, ...]:
    for reader in (worded, _draft, compound, _number, lettered, _bracketed, _heading):
        if found := tuple(reader(body, language)):
            return found
    return ()


_MARK_CHARS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
