"""Paragraph numbers as they are written in seven languages, and their one common form.

A number at the start of a paragraph can often be read in several ways: `(i)` is the ninth letter
or Roman one, `C.` the third letter or a hundred, Cyrillic `В.` the third letter of its own
alphabet or the second of the Latin one. `readings` gives them all; `corpora.numbers.numbering`
picks one by the neighbours. A label is a path of names: `12`, `12(a)(i)`, `1.a`, `I.A`,
`annex-II.3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hexapla.corpora.numbers.counting import (
    HAN_DIGIT,
    LETTER_NAMES,
    arabic_ordinal,
    chinese_number,
    format_roman,
    letter_name,
    letter_values,
    parse_roman,
)
from hexapla.corpora.numbers.label_words import worded
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

__all__ = [
    "Family",
    "Marker",
    "arabic_ordinal",
    "chinese_number",
    "format_roman",
    "join_label",
    "parse_roman",
    "readings",
    "split_label",
]

_ARABIC_LETTER = "[ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآ]ـ?"
# In Chinese treaties, （甲） is (a) and （子） is (i); 甲、 is A.
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = {
    **{chr(0x2460 + i): i + 1 for i in range(20)},
    **{chr(0x2474 + i): i + 1 for i in range(20)},
}
_POINTED = {chr(0x2488 + i): i + 1 for i in range(20)}
_BRACKETED_HAN = {chr(0x3220 + i): i + 1 for i in range(10)}
_ROMAN_SIGNS = {chr(0x2160 + i): i + 1 for i in range(12)}
_MONTHS_DE = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dez"


def split_label(label: str) -> tuple[str, ...]:
    """Cut a label into its parts: `annex-II.12(a)(i)` → `annex-II`, `12`, `(a)`, `(i)`."""
    return tuple(re.findall(r"\([^()]*\)|[^.()]+", label))


def join_label(*parts: str) -> str:
    """Put a label together from its parts, leaving out empty ones; undoes `split_label`."""
    label = ""
    for part in parts:
        if part:
            label += part if not label or part.startswith("(") else f".{part}"
    return label


def _number(text: str, language: str) -> Iterator[Marker]:
    """Read `12.`, `12．`, `12、`, `١٢ -`, `12 bis.`, `1.-`, `⒈`."""
    if text[0] in _POINTED:
        value = _POINTED[text[0]]
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
    """Read `OP12`, `OP 12 bis.` and `PP3`, as negotiated drafts of resolutions have them."""
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


def _path(text: str, language: str) -> Iterator[Marker]:
    """Read `1.1`, `1.a`, `1.1.1`, in Arabic also `1-1` and `1-أ`."""
    match = (_PATH_AR if language == "ar" else _PATH).match(text)
    if not match:
        return
    numbers = [int(number) for number in re.findall(rf"{DIGIT}+", match[1])]
    if match[2].isdecimal() and int(match[2]) == 0:
        return
    spaced = match.end(2) == len(text) or not re.match(rf"[{CJK}]", text[match.end(2)])
    parent = ".".join(map(str, numbers))
    if match[2].isdecimal():
        value = int(match[2])
        yield Marker(Family.PATH, value, str(value), match.end(), spaced, parent)
        return
    for value in letter_values(match[2]):
        yield Marker(Family.PATH, value, letter_name(value), match.end(), spaced, parent)


def _path_pattern(signs: str) -> re.Pattern[str]:
    return re.compile(
        rf"({DIGIT}{{1,3}}(?:[{signs}]{DIGIT}{{1,3}}){{0,4}})[{signs}]"
        rf"({DIGIT}{{1,3}}|[a-z]|[а-я]|{_ARABIC_LETTER})"
        rf"(?:\.(?!{DIGIT}))?(?:{GAP}+|$|(?=[{CJK}]))"
    )


_PATH = _path_pattern(".．")
_PATH_AR = _path_pattern(".．-")


def _bracketed(text: str, language: str) -> Iterator[Marker]:
    """Read `(a)`, `a)`, `(a bis)`, `(i)`, `(1)`, `①`, `㈠`, `(一)`, `（甲）`, `(أ)`, `‘1’`."""
    if text[0] in _CIRCLED or text[0] in _BRACKETED_HAN:
        value = _CIRCLED.get(text[0]) or _BRACKETED_HAN[text[0]]
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
        yield Marker(family, value, name + suffix, length, strong, inserted=bool(suffix))


_TOKEN = (
    rf"{DIGIT}{{1,2}}|[ivxl]{{1,7}}|[a-z]{{1,2}}|[A-Z]|[а-яА-Я]|{_ARABIC_LETTER}|"
    rf"{HAN_DIGIT}+|[{_STEMS}{_BRANCHES}]"
)
_BRACKETED = re.compile(
    rf"(?:[(（]{GAP}?({_TOKEN}){GAP}?|((?:(?![{_STEMS}{_BRANCHES}]|{HAN_DIGIT})(?:{_TOKEN}))))"
    rf"(?:{JOINT}({SUFFIX}))?[)）](?:、(?!{DIGIT}))?{GAP}*"
)
_OUTSIDE = re.compile(rf"({SUFFIX})(?!\w)\.?{GAP}*")
_QUOTED = re.compile(
    rf"[‘'’‛`\"“”«]{GAP}?({DIGIT}{{1,2}}){GAP}?[’'‘‛`\"“”»]{GAP}+|"
    rf"[(（][‘'’]({DIGIT}{{1,2}})[’'‘][)）]{GAP}*"
)


def _tokens(token: str) -> Iterator[tuple[Family, int, str]]:
    """Read what stands between brackets in every way."""
    if token.isdecimal():
        if int(token):
            yield Family.BRACKETED, int(token), str(int(token))
        return
    han = chinese_number(token)
    if han:
        yield Family.ROMAN, han, format_roman(han).lower()
        return
    if token in _STEMS:
        value = _STEMS.index(token) + 1
        yield Family.LETTER, value, letter_name(value)
        return
    if token in _BRANCHES:
        value = _BRANCHES.index(token) + 1
        yield Family.ROMAN, value, format_roman(value).lower()
        return
    if len(token.rstrip("ـ")) == 1:
        for value in letter_values(token):
            yield Family.LETTER, value, letter_name(value)
    elif len(token) == 2 and token[0] == token[1] and parse_roman(token) is None:
        yield Family.LETTER, ord(token[0]) - ord("a") + 27, token
    roman = parse_roman(token)
    if roman:
        yield Family.ROMAN, roman, format_roman(roman).lower()


def _heading(text: str, language: str) -> Iterator[Marker]:
    """Read `I.`, `A.`, `I bis.`, `a.`, `iv.`, `一、`, `甲、`, `أولا -`, `ألف -`; and one alone."""
    match = _HEADING.match(text)
    if match:
        yield from _capitals(match[1], match.end(), suffix_name(match[2]))
    elif re.fullmatch(r"[IVXL]{1,7}|[A-Z]", text):
        yield from _capitals(text, 0)
    if language == "zh":
        match = _HAN.match(text)
        value = chinese_number(match[1]) if match else None
        if match and value:
            length = 0 if match.end() == len(text) else match.end()
            name = format_roman(value) + suffix_name(match[2])
            yield Marker(Family.HAN, value, name, length, inserted=bool(match[2]))
    if language == "ar":
        yield from _arabic_heading(text)


_HEADING = re.compile(
    rf"([IVXL]{{1,7}}|[A-Z]|[А-Я]|[ivxl]{{1,7}}|[a-z]|[{_STEMS}]|[{''.join(_ROMAN_SIGNS)}])"
    rf"(?:{JOINT}({SUFFIX}))?(?:[.．、](?:\s*[-–—])?|\s[-–—])(?:{GAP}+|(?=[{CJK}]))(?=\S)"
)
_HAN = re.compile(rf"({HAN_DIGIT}{{1,5}})(之[二三四五六])?(?:[、．.](?!{HAN_DIGIT})\s*|$)")


def _capitals(token: str, length: int, suffix: str = "") -> Iterator[Marker]:
    """Read the sign of a heading in every way."""
    for family, value, name in _heading_tokens(token):
        yield Marker(family, value, name + suffix, length, inserted=bool(suffix))


def _heading_tokens(token: str) -> Iterator[tuple[Family, int, str]]:
    if token in _ROMAN_SIGNS:
        yield Family.CAPITAL_ROMAN, _ROMAN_SIGNS[token], format_roman(_ROMAN_SIGNS[token])
        return
    if token in _STEMS:
        value = _STEMS.index(token) + 1
        yield Family.CAPITAL, value, letter_name(value).upper()
        return
    roman = parse_roman(token)
    if roman and token.isupper():
        yield Family.CAPITAL_ROMAN, roman, format_roman(roman)
    if len(token) == 1:
        family = Family.CAPITAL if token.isupper() else Family.LETTER
        for value in letter_values(token):
            name = letter_name(value)
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
        for value in letter_values(bare):
            yield Family.LETTER, value, letter_name(value)
        return
    if bare in LETTER_NAMES:
        value = LETTER_NAMES.index(bare) + 1
        yield Family.CAPITAL, value, letter_name(value).upper()
        return
    ordinal = arabic_ordinal(words)
    # Without the article it counts (`أولا`); with it, it describes (`الأول`).
    if ordinal and not words.startswith("ال"):
        yield Family.CAPITAL_ROMAN, ordinal, format_roman(ordinal)


_ARABIC_HEADING = re.compile(
    rf"([\u0621-\u0652]{{3,9}}(?:\s(?!مكرر)[\u0621-\u0652]{{3,9}})?|"
    rf"{_ARABIC_LETTER}(?={GAP}+[-–—]{GAP}))(?:\s({SUFFIX}))?"
    rf"{GAP}*(?:[-–—](?:{GAP}+|(?=[\u0621-\u064a]))|:{GAP}+|$)"
)


def _after(text: str, start: int) -> int:
    """Skip the space after a sign."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def readings(text: str, language: str) -> tuple[Marker, ...]:
    """Read the number at the start of a paragraph in every way that its signs allow.

    `text` is a whole paragraph; `Marker.length` counts from its start. Nothing is returned where
    no number stands there: `2019年`, `1.25美元` may still be read as numbers here, and it is the
    sequence that decides (`corpora.numbers.numbering`).
    """
    # Before an alternative or a disputed paragraph of a draft stands a bracket: [5. Decides …]
    lead = len(text) - len(text.lstrip(f" \t\u00a0\u3000[［{_MARK_CHARS}"))
    body = text[lead : lead + 200]
    if not body:
        return ()
    found: list[Marker] = []
    for reader in (worded, _draft, _path, _number, _bracketed, _heading):
        found.extend(reader(body, language))
        if found:
            break
    if not lead:
        return tuple(found)
    return tuple(replace(m, length=m.length and m.length + lead) for m in found)


_MARK_CHARS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
