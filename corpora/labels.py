"""Paragraph numbers as they are written in seven languages, and their one common form.

A number at the start of a paragraph can often be read in several ways: `(i)` is the ninth letter
or Roman one, `C.` the third letter or a hundred, Cyrillic `В.` the third letter of its own
alphabet or the second of the Latin one. `readings` gives them all; `corpora.numbering` picks one
by the neighbours. A label is a path of names: `12`, `12(a)(i)`, `1.a`, `I.A`, `annex-II.3`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

__all__ = [
    "LETTER_NAMES",
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


class Family(StrEnum):
    """Ways of numbering; the numbers of one list are of one family."""

    NUMBER = "12."
    PATH = "1.1"
    BRACKETED = "(1)"
    LETTER = "(a)"
    ROMAN = "(i)"
    CAPITAL = "A."
    CAPITAL_ROMAN = "I."
    HAN = "一、"
    ARTICLE = "Article 1"
    GOAL = "Goal 1."
    DIVISION = "Chapter I"
    ANNEX = "Annex I"
    APPENDIX = "Appendix I"
    CAPTION = "Table 1"
    PREAMBULAR = "PP1"


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of the number that stands before a paragraph.

    `value` is the place in the list, from 1 (0 for an annex without a number). `name` is the last
    part of the label (`12`, `a`, `iv`, `II`), `parent` the parts before it where the number itself
    says them (`1` of `1.a`). `length` is the count of characters up to the text. `strong` is true
    where the signs around it leave hardly any doubt that it is a number. `inserted` is true for
    what was put in after its number: `12 bis`, `5 alt.`
    """

    family: Family
    value: int
    name: str
    length: int
    strong: bool = True
    parent: str = ""
    inserted: bool = False

    @property
    def series(self) -> tuple[Family, str, bool]:
        """What the numbers of the same list share."""
        return self.family, self.parent, self.name.isalpha()

    @property
    def part(self) -> str:
        """The name as it is written in a label: `(a)`, `12`."""
        if self.family in (Family.BRACKETED, Family.LETTER, Family.ROMAN):
            return f"({self.name})"
        return self.name


_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"
_CJK = "\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\uff00-\uffef“《"
_HAN_DIGIT = "[一二三四五六七八九十百〇零]"
# Direction marks stand before, in and after the numbers of Arabic text.
_MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
_GAP = rf"[\s{_MARKS}]"
# What is put in after a number. Longer forms come before those that they start with.
_BIS = {
    **{name: name for name in ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")},
    **{"бис": "bis", "тер": "ter", "кватер": "quater"},
    **{"之二": "bis", "之三": "ter", "之四": "quater", "之五": "quinquies", "之六": "sexies"},
    **{"مكررا ثالثا": "quater", "مكرراً ثالثاً": "quater"},
    **{"مكررا ثانيا": "ter", "مكرراً ثانياً": "ter"},
    **{"مكررا": "bis", "مكرراً": "bis", "مكرر": "bis"},
}
_SUFFIX = "|".join(_BIS)
# In drafts, alternative wordings of one paragraph: `5 alt.`, `5 alt 2.`
_ALTERNATIVE = r"alt\.?\s?\d?|备选(?:案文)?\s?\d?"
_JOINT = r"[\s.\u2010\u2011-]?"  # between a number and its suffix: 12 bis, 12-бис, 12.bis
_ARABIC_LETTER = "[ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآ]ـ?"
_ABJAD = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALIFBA = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# The letters that Russian lists leave out: ё, й, ъ, ы, ь.
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN_LOOK = dict(zip("аберсохувнкмті", "abepcoxybhkmti", strict=True)) | {"в": "b"}
LETTER_NAMES = (
    *("ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء"),
    *("كاف", "لام", "ميم", "نون", "سين", "عين", "فاء", "صاد", "قاف", "راء"),
)
"""The names of the letters, by which Arabic texts call the headings A, B, C…"""
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
_ROMAN_VALUES = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MONTHS_DE = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dez"


def format_roman(value: int) -> str:
    """Write `value` (1 to 9999) in capital Roman numerals; others in digits."""
    if not 0 < value < 10_000:
        return str(value)
    written = ""
    for unit, sign in _ROMAN_VALUES:
        count, value = divmod(value, unit)
        written += sign * count
    return written


def parse_roman(text: str) -> int | None:
    """Read a capital or lower-case Roman numeral from 1 to 89; None where it is not one.

    Beyond these, `C`, `D` and `M` are letters of lists, never numbers.
    """
    upper = text.upper()
    value, rest = 0, upper
    for unit, sign in _ROMAN_VALUES:
        while rest.startswith(sign):
            value += unit
            rest = rest[len(sign) :]
    return value if not rest and 0 < value < 90 and format_roman(value) == upper else None


def chinese_number(text: str) -> int | None:
    """Read a Chinese numeral from 1 to 999 (`十二`, `一百零三`); None where it is not one."""
    if not re.fullmatch(rf"{_HAN_DIGIT}{{1,7}}", text):
        return None
    if not set(text) & {"十", "百"}:
        return int("".join(str("〇一二三四五六七八九".index(c.replace("零", "〇"))) for c in text))
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        elif char not in "零〇":
            digit = "一二三四五六七八九".index(char) + 1
    return total + digit


_ARABIC_UNITS = {
    "اول": 1,
    "اولى": 1,
    "حادي": 1,
    "ثاني": 2,
    "ثان": 2,
    "ثالث": 3,
    "رابع": 4,
    "خامس": 5,
    "سادس": 6,
    "سابع": 7,
    "ثامن": 8,
    "تاسع": 9,
    "عاشر": 10,
}
_ARABIC_TENS = {"عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "خمسون": 50}


def arabic_ordinal(text: str) -> int | None:
    """Read an Arabic ordinal (`أولا`, `الثانية عشرة`, `الحادي والعشرون`); None for other words."""
    plain = re.sub("[\u064b-\u0652\u0640]", "", text)
    plain = re.sub("[أإآ]", "ا", plain)
    words = [re.sub("^و?(?:ال)?", "", word, count=1) for word in plain.split()]
    if not 1 <= len(words) <= 2:
        return None
    stem = words[0] if words[0] in _ARABIC_UNITS else re.sub("[اة]$", "", words[0])
    if len(words) == 1:
        return _ARABIC_UNITS.get(stem, _ARABIC_TENS.get(words[0]))
    unit = _ARABIC_UNITS.get(stem)
    tens = 10 if words[1] in ("عشر", "عشرة") else _ARABIC_TENS.get(words[1])
    return unit + tens if unit and tens else None


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


def _letter_values(letter: str) -> list[int]:
    """Give the places that a letter can have in a list, the likeliest first."""
    char = letter.lower().rstrip("ـ")
    if "a" <= char <= "z":
        return [ord(char) - ord("a") + 1]
    if char in _CYRILLIC or char in _LATIN_LOOK:
        own = [_CYRILLIC.index(char) + 1] if char in _CYRILLIC else []
        look = _LATIN_LOOK.get(char)
        return own + ([ord(look) - ord("a") + 1] if look else [])
    char = re.sub("[أإآ]", "ا", char)
    return [order.index(char) + 1 for order in (_ABJAD, _ALIFBA) if char in order]


def _letter_name(value: int) -> str:
    return chr(ord("a") + value - 1) if value <= 26 else f"a{chr(ord('a') + value - 27)}"


def _number(text: str, language: str) -> Iterator[Marker]:
    """Read `12.`, `12．`, `12、`, `١٢ -`, `12 bis.`, `1.-`, `⒈`."""
    if text[0] in _POINTED:
        value = _POINTED[text[0]]
        yield Marker(Family.NUMBER, value, str(value), _after(text, 1))
        return
    match = _NUMBER.match(text)
    if not match or (language == "de" and _GERMAN_DATE.match(text)):
        return
    value, suffix, sign = int(match[1]), _suffix(match[2]), match[3].strip()
    if not value or (sign == "、" and language != "zh"):
        return
    spaced = match.end(3) == len(text) or text[match.end(3)].isspace()
    dash = sign in ("-", "–", "—")
    strong = (spaced or bool(re.match(rf"[{_CJK}]", text[match.end(3) :]))) and (
        not dash or language == "ar"
    )
    name = str(value) + suffix
    yield Marker(Family.NUMBER, value, name, match.end(), strong, inserted=bool(suffix))


_NUMBER = re.compile(
    rf"({_DIGIT}{{1,5}})(?:{_JOINT}({_SUFFIX}|{_ALTERNATIVE})(?!\w))?{_GAP}{{0,3}}"
    rf"(\.\s?[-–—](?=\s)|[.．](?![.．a-z0-9٠-٩])|、(?!{_DIGIT})|[-–—](?={_GAP}+[^\W\d_]))"
    rf"{_GAP}*"
)
_GERMAN_DATE = re.compile(rf"\d{{1,2}}\.\s(?:{_MONTHS_DE})")


def _suffix(text: str | None) -> str:
    """Write what is put in after a number as labels have it: `bis`, `alt2`; "" for none."""
    if not text:
        return ""
    digit = text[-1] if text[-1].isdecimal() else ""
    return _BIS.get(text) or f"alt{digit}"


def _draft(text: str, _language: str) -> Iterator[Marker]:
    """Read `OP12`, `OP 12 bis.` and `PP3`, as negotiated drafts of resolutions have them."""
    match = _DRAFT.match(text)
    if match and int(match[2]):
        suffix = _suffix(match[3])
        operative = match[1] == "OP"
        family = Family.NUMBER if operative else Family.PREAMBULAR
        name = f"{'' if operative else 'pp-'}{int(match[2])}{suffix}"
        yield Marker(family, int(match[2]), name, match.end(), inserted=bool(suffix))


_DRAFT = re.compile(
    rf"(OP|PP)\s?(\d{{1,3}})(?:{_JOINT}({_SUFFIX}|{_ALTERNATIVE})(?!\w))?[.:]?{_GAP}+(?=\S)"
)


def _path(text: str, language: str) -> Iterator[Marker]:
    """Read `1.1`, `1.a`, `1.1.1`, in Arabic also `1-1` and `1-أ`."""
    match = (_PATH_AR if language == "ar" else _PATH).match(text)
    if not match:
        return
    numbers = [int(number) for number in re.findall(rf"{_DIGIT}+", match[1])]
    if match[2].isdecimal() and int(match[2]) == 0:
        return
    spaced = match.end(2) == len(text) or not re.match(rf"[{_CJK}]", text[match.end(2)])
    parent = ".".join(map(str, numbers))
    if match[2].isdecimal():
        value = int(match[2])
        yield Marker(Family.PATH, value, str(value), match.end(), spaced, parent)
        return
    for value in _letter_values(match[2]):
        yield Marker(Family.PATH, value, _letter_name(value), match.end(), spaced, parent)


def _path_pattern(signs: str) -> re.Pattern[str]:
    return re.compile(
        rf"({_DIGIT}{{1,3}}(?:[{signs}]{_DIGIT}{{1,3}}){{0,4}})[{signs}]"
        rf"({_DIGIT}{{1,3}}|[a-z]|[а-я]|{_ARABIC_LETTER})"
        rf"(?:\.(?!{_DIGIT}))?(?:{_GAP}+|$|(?=[{_CJK}]))"
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
    suffix, length = _suffix(match[3]), match.end()
    # In German, the word after the bracket means "until".
    outside = _OUTSIDE.match(text, length) if language != "de" and not suffix else None
    if outside:
        suffix, length = _suffix(outside[1]), outside.end()
    strong = bool(match[1]) or text[match.end() - 1].isspace()
    for family, value, name in _tokens(token):
        yield Marker(family, value, name + suffix, length, strong, inserted=bool(suffix))


_TOKEN = (
    rf"{_DIGIT}{{1,2}}|[ivxl]{{1,7}}|[a-z]{{1,2}}|[A-Z]|[а-яА-Я]|{_ARABIC_LETTER}|"
    rf"{_HAN_DIGIT}+|[{_STEMS}{_BRANCHES}]"
)
_BRACKETED = re.compile(
    rf"(?:[(（]{_GAP}?({_TOKEN}){_GAP}?|((?:(?![{_STEMS}{_BRANCHES}]|{_HAN_DIGIT})(?:{_TOKEN}))))"
    rf"(?:{_JOINT}({_SUFFIX}))?[)）](?:、(?!{_DIGIT}))?{_GAP}*"
)
_OUTSIDE = re.compile(rf"({_SUFFIX})(?!\w)\.?{_GAP}*")
_QUOTED = re.compile(
    rf"[‘'’‛`\"“”«]{_GAP}?({_DIGIT}{{1,2}}){_GAP}?[’'‘‛`\"“”»]{_GAP}+|"
    rf"[(（][‘'’]({_DIGIT}{{1,2}})[’'‘][)）]{_GAP}*"
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
        yield Family.LETTER, value, _letter_name(value)
        return
    if token in _BRANCHES:
        value = _BRANCHES.index(token) + 1
        yield Family.ROMAN, value, format_roman(value).lower()
        return
    if len(token.rstrip("ـ")) == 1:
        for value in _letter_values(token):
            yield Family.LETTER, value, _letter_name(value)
    elif len(token) == 2 and token[0] == token[1] and parse_roman(token) is None:
        yield Family.LETTER, ord(token[0]) - ord("a") + 27, token
    roman = parse_roman(token)
    if roman:
        yield Family.ROMAN, roman, format_roman(roman).lower()


def _heading(text: str, language: str) -> Iterator[Marker]:
    """Read `I.`, `A.`, `I bis.`, `a.`, `iv.`, `一、`, `甲、`, `أولا -`, `ألف -`; and one alone."""
    match = _HEADING.match(text)
    if match:
        yield from _capitals(match[1], match.end(), _suffix(match[2]))
    elif re.fullmatch(r"[IVXL]{1,7}|[A-Z]", text):
        yield from _capitals(text, 0)
    if language == "zh":
        match = _HAN.match(text)
        value = chinese_number(match[1]) if match else None
        if match and value:
            length = 0 if match.end() == len(text) else match.end()
            name = format_roman(value) + _suffix(match[2])
            yield Marker(Family.HAN, value, name, length, inserted=bool(match[2]))
    if language == "ar":
        yield from _arabic_heading(text)


_HEADING = re.compile(
    rf"([IVXL]{{1,7}}|[A-Z]|[А-Я]|[ivxl]{{1,7}}|[a-z]|[{_STEMS}]|[{''.join(_ROMAN_SIGNS)}])"
    rf"(?:{_JOINT}({_SUFFIX}))?(?:[.．、](?:\s*[-–—])?|\s[-–—])(?:{_GAP}+|(?=[{_CJK}]))(?=\S)"
)
_HAN = re.compile(rf"({_HAN_DIGIT}{{1,5}})(之[二三四五六])?(?:[、．.](?!{_HAN_DIGIT})\s*|$)")


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
        yield Family.CAPITAL, value, _letter_name(value).upper()
        return
    roman = parse_roman(token)
    if roman and token.isupper():
        yield Family.CAPITAL_ROMAN, roman, format_roman(roman)
    if len(token) == 1:
        family = Family.CAPITAL if token.isupper() else Family.LETTER
        for value in _letter_values(token):
            name = _letter_name(value)
            yield family, value, name.upper() if family is Family.CAPITAL else name
    if roman and token.islower():
        yield Family.ROMAN, roman, format_roman(roman).lower()


def _arabic_heading(text: str) -> Iterator[Marker]:
    match = _ARABIC_HEADING.match(text)
    if not match:
        return
    words, suffix = match[1].strip(), _suffix(match[2])
    length = 0 if match.end() == len(text) else match.end()
    for family, value, name in _arabic_tokens(words):
        yield Marker(family, value, name + suffix, length, inserted=bool(suffix))


def _arabic_tokens(words: str) -> Iterator[tuple[Family, int, str]]:
    bare = re.sub("[\u064b-\u0652\u0640]", "", words)
    if len(bare) == 1:
        for value in _letter_values(bare):
            yield Family.LETTER, value, _letter_name(value)
        return
    if bare in LETTER_NAMES:
        value = LETTER_NAMES.index(bare) + 1
        yield Family.CAPITAL, value, _letter_name(value).upper()
        return
    ordinal = arabic_ordinal(words)
    # Without the article it counts (`أولا`); with it, it describes (`الأول`).
    if ordinal and not words.startswith("ال"):
        yield Family.CAPITAL_ROMAN, ordinal, format_roman(ordinal)


_ARABIC_HEADING = re.compile(
    rf"([\u0621-\u0652]{{3,9}}(?:\s(?!مكرر)[\u0621-\u0652]{{3,9}})?|"
    rf"{_ARABIC_LETTER}(?={_GAP}+[-–—]{_GAP}))(?:\s({_SUFFIX}))?"
    rf"{_GAP}*(?:[-–—](?:{_GAP}+|(?=[\u0621-\u064a]))|:{_GAP}+|$)"
)

_WORDS: dict[Family, dict[str, str]] = {
    Family.ARTICLE: {
        "en": r"Article|ARTICLE|Art\.|Rule|Regulation|Principle|Guideline",
        "fr": r"Article|ARTICLE|Art\.|Règle|Principe|Directive",
        "es": r"Art[íi]culo|ART[ÍI]CULO|Art\.|Regla|Principio|Directriz",
        "ru": r"Статья|СТАТЬЯ|Ст\.|Правило|Положение|Принцип|Руководящий принцип",
        "ar": r"المادة|مادة|القاعدة|قاعدة|المبدأ التوجيهي|المبدأ",
        "de": r"Artikel|ARTIKEL|Art\.|Regel|Grundsatz|Leitlinie",
        "zh": r"规则|条例|原则|准则",
    },
    Family.GOAL: {
        "en": r"Goal|Target|Objective|Recommendation|Commitment|Action",
        "fr": r"Objectif|Cible|Recommandation|Engagement|Mesure",
        "es": r"Objetivo|Meta|Recomendación|Compromiso|Medida",
        "ru": r"Цель|Задача|Рекомендация|Обязательство|Мера",
        "ar": r"الهدف|هدف|الغاية|غاية|التوصية|توصية|الالتزام|الإجراء",
        "de": r"Ziel|Zielvorgabe|Empfehlung|Verpflichtung|Maßnahme",
        "zh": r"具体目标|目标|建议|承诺|行动",
    },
    Family.DIVISION: {
        "en": r"Chapter|CHAPTER|Part|PART|Section|SECTION",
        "fr": r"Chapitre|CHAPITRE|Partie|PARTIE|Section|SECTION|Titre",
        "es": r"Cap[íi]tulo|CAP[ÍI]TULO|Parte|PARTE|Secci[óo]n|SECCI[ÓO]N",
        "ru": r"Глава|ГЛАВА|Часть|ЧАСТЬ|Раздел|РАЗДЕЛ",
        "ar": r"الفصل|الباب|الجزء|القسم|الفرع",
        "de": r"Kapitel|KAPITEL|Teil|TEIL|Abschnitt|ABSCHNITT",
        "zh": r"(?!)",
    },
    Family.ANNEX: {
        "en": r"Annex|ANNEX",
        "fr": r"Annexe|ANNEXE",
        "es": r"Anexo|ANEXO",
        "ru": r"Приложение|ПРИЛОЖЕНИЕ",
        "ar": r"المرفق|مرفق",
        "de": r"Anlage|ANLAGE|Annex",
        "zh": r"附\s?件",
    },
    Family.APPENDIX: {
        "en": r"Appendix|APPENDIX|Enclosure",
        "fr": r"Appendice|APPENDICE|Pièce jointe",
        "es": r"Apéndice|APÉNDICE|Documento adjunto",
        "ru": r"Добавление|ДОБАВЛЕНИЕ",
        "ar": r"التذييل|تذييل|الضميمة|ضميمة",
        "de": r"Anhang|ANHANG|Beilage",
        "zh": r"附\s?录|附\s?文",
    },
}
_CAPTIONS = {
    "table": "Table|Tableau|Cuadro|Таблица|الجدول|Tabelle|表",
    "figure": "Figure|Figura|Gráfico|Рисунок|Диаграмма|الشكل|Abbildung|图",
    "box": "Box|Encadré|Recuadro|Вставка|الإطار|Kasten|方框|专栏|插文",
}
_FIRST = ("premier", "première", "1er", "1re", "primero", "1º", "1.º")
_SPELLED = {"One": 1, "Two": 2, "Three": 3, "Four": 4, "Five": 5, "Six": 6, "Seven": 7, "Eight": 8}


@lru_cache(maxsize=64)
def _word_pattern(family: Family, language: str) -> re.Pattern[str]:
    """Compile: the word, its number, and what must follow where the line goes on."""
    word = _WORDS[family].get(language) or _WORDS[family]["en"]
    number = rf"{_DIGIT}{{1,3}}(?!\d)|[IVXL]{{1,7}}(?!\w)|[A-Z](?!\w)|{'|'.join(_SPELLED)}"
    if family in _DECIMAL_WORDS:
        number = rf"{_DIGIT}{{1,3}}[.．]{_DIGIT}{{1,3}}(?![\d.])|{number}"
    if language == "zh":
        number += rf"|{_HAN_DIGIT}{{1,7}}"
    if language in ("fr", "es"):
        number += r"|(?i:premier|première|1er|1re|primero|1\.?º)(?!\w)"
    if language == "ar":
        number += r"|ال[\u0621-\u0652]{3,9}(?:\sو?(?:ال)?عشر[\u0621-\u0652]{0,3})?"
    optional = "?" if family in (Family.ANNEX, Family.APPENDIX) else ""
    return re.compile(
        rf"(?:{word})(?:{_GAP}*({number})(?:{_JOINT}({_SUFFIX})(?!\w))?){optional}"
        rf"({_GAP}*[*¹²³]?$|{_GAP}*[.．:：、]{_GAP}*(?![\d.])|{_GAP}+[-–—]{_GAP}+|{_GAP}+)"
    )


_HAN_WORD = re.compile(
    rf"第\s?({_DIGIT}{{1,3}}|{_HAN_DIGIT}{{1,7}})\s?(条|章|编|篇|部分|节)"
    rf"(之[二三四五六])?(\s*$|\s*[：:.．]\s*|\s+)"
)
_DECIMAL_WORDS = (Family.ARTICLE, Family.GOAL)


def _value(token: str) -> int | None:
    """Read a number in any script, spelled or in letters."""
    if token.isdecimal():
        return int(token)
    if token.lower() in _FIRST:
        return 1
    return (
        _SPELLED.get(token)
        or parse_roman(token)
        or chinese_number(token)
        or (ord(token) - ord("A") + 1 if re.fullmatch("[A-Z]", token) else arabic_ordinal(token))
    )


def _words(text: str, language: str) -> Iterator[Marker]:
    """Read `Article 12`, `Goal 1.`, `Chapter II`, `Annex`, `第十二条` and their like."""
    if language == "zh" and text[0] == "第":
        yield from _han_words(text)
        return
    for family in _WORDS:
        match = _word_pattern(family, language).match(text)
        if match:
            marker = _word_marker(family, match)
            if marker:
                yield marker
            return
    yield from _ordinal_division(text)
    yield from _caption(text)


def _word_marker(family: Family, match: re.Match[str]) -> Marker | None:
    token = match[1] or ""
    parent, _, last = token.replace("．", ".").rpartition(".")
    value = _value(last) if token else 0
    if value is None or (token and not value):
        return None
    if family in _DECIMAL_WORDS:
        name = str(value)
    elif re.fullmatch("[A-HJKM-UWYZ]", token):
        name = token
    else:
        name = format_roman(value) if value else ""
    if parent:
        # Target 1.2 is the target 1.2 of a list of paths; Rule 1.2 is an article.
        parent = str(int(parent))
        family = Family.PATH if family is Family.GOAL else family
    elif family is Family.DIVISION:
        parent = match[0].split()[0].lower()
    lone = match.end() == len(match.string)
    suffix = _suffix(match[2])
    return Marker(
        family,
        value,
        name + suffix,
        0 if lone else match.end(),
        lone or bool(match[3].strip()),
        parent,
        bool(suffix),
    )


# Parts and chapters whose number is a word: Première partie, Segunda parte, Часть третья.
_ORDINALS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"premi(?:er|ère)|primer[ao]?|перв(?:ая|ый)|erster|first",
        r"deuxième|seconde?|segund[ao]|втор(?:ая|ой)|zweiter",
        r"troisième|tercer[ao]?|трет(?:ья|ий)|dritter|third",
        r"quatrième|cuart[ao]|четв[её]рт(?:ая|ый)|vierter|fourth",
        r"cinquième|quint[ao]|пят(?:ая|ый)|fünfter|fifth",
        r"sixième|sext[ao]|шест(?:ая|ой)|sechster|sixth",
        r"septième|séptim[ao]|седьм(?:ая|ой)|siebter|seventh",
        r"huitième|octav[ao]|восьм(?:ая|ой)|achter|eighth",
    )
)
_ORDINAL_DIVISION = re.compile(
    r"(?:(?P<first>[^\W\d_]{4,10})\s(?P<after>partie|parte|part|Teil|section|sección)|"
    r"(?P<before>Часть|Глава|Раздел)\s(?P<last>[^\W\d_]{4,10}))"
    rf"({_GAP}*$|{_GAP}*[.:]{_GAP}*|{_GAP}+[-–—]{_GAP}+)",
    re.IGNORECASE,
)


def _ordinal_division(text: str) -> Iterator[Marker]:
    match = _ORDINAL_DIVISION.match(text)
    if not match:
        return
    word, ordinal = (match["after"] or match["before"]), (match["first"] or match["last"])
    for value, pattern in enumerate(_ORDINALS, 1):
        if pattern.fullmatch(ordinal):
            length = 0 if match.end() == len(text) else match.end()
            name = format_roman(value)
            yield Marker(Family.DIVISION, value, name, length, parent=word.lower())


_CAPTION = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _CAPTIONS.items())})\s?"
    rf"({_DIGIT}{{1,3}}|[IVX]{{1,6}}|{_HAN_DIGIT}{{1,3}})(?![\w.]\w|\w)({_GAP}*$|{_GAP}*[.．:：]{_GAP}*|{_GAP}+)"
)


def _caption(text: str) -> Iterator[Marker]:
    """Read `Table 1`, `Tableau 1.`, `表1：`: the same name in all languages."""
    match = _CAPTION.match(text)
    value = _value(match[4]) if match else None
    if match and value:
        kind = next(name for name in _CAPTIONS if match[name])
        lone = match.end() == len(text)
        strong = lone or bool(match[5].strip())
        name, length = f"{kind}-{value}", 0 if lone else match.end()
        yield Marker(Family.CAPTION, value, name, length, strong, kind)


def _han_words(text: str) -> Iterator[Marker]:
    match = _HAN_WORD.match(text)
    value = _value(match[1]) if match else None
    if not match or not value:
        return
    family = Family.ARTICLE if match[2] == "条" else Family.DIVISION
    name = str(value) if family is Family.ARTICLE else format_roman(value)
    length = 0 if match.end() == len(text) else match.end()
    parent = "" if family is Family.ARTICLE else match[2]
    suffix = _suffix(match[3])
    yield Marker(family, value, name + suffix, length, True, parent, bool(suffix))


def _after(text: str, start: int) -> int:
    """Skip the space after a sign."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def readings(text: str, language: str) -> tuple[Marker, ...]:
    """Read the number at the start of a paragraph in every way that its signs allow.

    `text` is a whole paragraph; `Marker.length` counts from its start. Nothing is returned where
    no number stands there: `2019年`, `1.25美元` may still be read as numbers here, and it is the
    sequence that decides (`corpora.numbering`).
    """
    # Before an alternative or a disputed paragraph of a draft stands a bracket: [5. Decides …]
    lead = len(text) - len(text.lstrip(f" \t\u00a0\u3000[［{_MARK_CHARS}"))
    body = text[lead : lead + 200]
    if not body:
        return ()
    found: list[Marker] = []
    for reader in (_words, _draft, _path, _number, _bracketed, _heading):
        found.extend(reader(body, language))
        if found:
            break
    if not lead:
        return tuple(found)
    return tuple(replace(m, length=m.length and m.length + lead) for m in found)


_MARK_CHARS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
