"""Where a text stands in its document, as people name it in seven languages.

`para. 12 (a)`, `第四段`, `troisième alinéa du préambule`, `пункт 3 приложения II`: words that name
places, each with its number before or behind it, and no other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum, auto
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.numbers.markers import SUFFIX, suffix_name
from hexapla.corpora.numbers.numerals import (
    HAN_DIGIT,
    format_letter,
    format_roman,
    parse_chinese,
    parse_letter,
    parse_roman,
)
from hexapla.memory.checks.values.tables import number_words
from hexapla.memory.text.keys import match_key

__all__ = [
    "TABLE",
    "likely_references",
    "named_place",
    "paragraph_reference",
    "possible_references",
    "reference_spans",
]


class _Sense(StrEnum):
    """What a word says of a place."""

    ANNEX = auto()
    APPENDIX = auto()
    SECTION = auto()
    ARTICLE = auto()
    PREAMBLE = auto()
    NOTE = auto()
    PARAGRAPH = auto()
    POINT = auto()
    NOTHING = auto()


# Words for several articles: all numbers behind them are of articles, and none is of a paragraph
# within the first.
_ARTICLES: Final = (
    "arts articles articulos rules regulations principles guidelines regles principes directives"
    " reglas principios directrices статьи статей статьям статьями статьях правила правил принципы"
    " принципов مواد مادتان مادتين قواعد قاعدتان قاعدتين مبادا artikeln regeln grundsatze"
    " grundsatzen leitlinien"
)
# As keys are written: folded, without accents. Of Arabic words, without what is written before them
# as one with them.
_WORDS: Final[Mapping[_Sense, str]] = MappingProxyType(
    {
        _Sense.ANNEX: "annex annexe anexo приложение приложения приложении مرفق anlage 附件",
        _Sense.APPENDIX: "appendix appendice apendice добавление добавления добавлении تذييل anhang"
        " 附录 附文",
        _Sense.SECTION: "sect section secc seccion chap chapter chapitre capitulo part partie parte"
        " раздел раздела разделе глава главы главе часть части فرع فصل قسم باب جزء abschnitt"
        " abschnitts kapitel kapitels teil teils 节 章 编 篇 部分",
        _Sense.ARTICLE: "art article articulo rule regulation"
        " principle guideline regle principe directive regla principio directriz статья"
        " статье ст правило принцип принципа ماده قاعده مبدا artikel artikels"
        f" regel grundsatz leitlinie {_ARTICLES}"
        " 条 规则 条例 原则 准则",
        _Sense.PREAMBLE: "pp preamble preambular preambule preambulo преамбула преамбулы преамбуле"
        " преамбулярный ديباجه praambel praambelabsatz praambelabs 序言 序言部分",
        _Sense.NOTE: "fn note notes footnote footnotes nota notas сноска сноске сноски сносках"
        " примечание حاشيه حواشي حاشيتان حاشيتين fussnote fussnoten 注 脚注",
        _Sense.PARAGRAPH: "op para paras par paragraph paragraphs paragraphe paragraphes alinea"
        " alineas al parr parrs parrafo parrafos п пп пункт пункта пункте пункты пунктов пунктах"
        " абзац абзаца абзаце абзацы абзацев فقره فقرات فقرتان فقرتين abs absatz absatzes"
        " absatze absatzen ziff ziffer ziffern nummer nummern nr 段 款",
        _Sense.POINT: "subpara subparagraph subparas subparagraphs apartado apartados inciso"
        " incisos letra letras"
        " подпункт подпункта подпункты подпунктов подпунктах buchst buchstaben"
        " buchstabe 分段 项 目",
        _Sense.NOTHING: "of the in its no de la le les l du des del los las el der dem den das die"
        " من في operative dispositif dispositivo dispositiva постановляющей منطوق beschlussteil"
        " 执行部分 bas page a pie pagina فرعيه sous sub руководящий توجيهي resolution resolucion"
        " document documento dokument dokuments документа وثيقه report rapport informe доклада"
        " bericht berichts تقرير 文件 报告"
        " резолюции قرار 第 号 决议",
    }
)
_ROLES: Final[Mapping[str, _Sense]] = MappingProxyType(
    {word: role for role, words in _WORDS.items() for word in words.split()}
)
_PLURALS: Final = frozenset(_ARTICLES.split())
_BEFORE_NOUNS: Final = re.compile("(?:و|ب)?(?:ال|لل)")
# Words between others that are letters beside numbers, or join these: A.3, 12 A, 1er à 3.
_LETTER_LIKE: Final = frozenset(("a", "al", "l"))
_NOT_LINKED: Final = re.compile(r"\s*(?:[.(\d]|$)")
# What stands between the words of one number, behind the tens: vingt et unième.
_WITHIN_NUMBERS: Final = frozenset(("et", "y", "und"))
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_APART: Final = "(?![a-zа-яء-ي])"  # no letter of a script that writes words apart
_HAN_WORDS: Final = "|".join(
    sorted((word for word in _ROLES if word > "\u3400"), key=len, reverse=True)
)
_TOKEN: Final = re.compile(
    r"(?P<gap>(?!(?<=[\d)])\s*-\s*[\d(])[\s,.;:'#§°-]+)|\((?P<bracketed>[^()\s]{1,5})\)|(?P<closed>[a-zа-яء-ي]{1,4})\)"
    rf"|(?P<first>1)(?:er|re|ere|o)(?![a-z])|(?<=[\w\s)])(?P<suffix>{SUFFIX}){_APART}"
    r"|(?P<ordinal>\d+)(?:st|nd|rd|th|ere|re|eme|e|\.?(?:er|[oa])|-?(?:[йя]|го|ый))(?=\s+[^\W\d_])"
    rf"|(?P<digits>\d+(?:[a-z]{_APART})?(?:\.(?:\d+[a-z]?|[ivxl]+|[a-z](?!\))){_APART})*)"
    rf"|(?P<han>{_HAN_WORDS})|(?P<count>{HAN_DIGIT}{{1,7}})|(?P<word>{_LETTERS.pattern})"
)
# What an annex, a section or an article has for a number: a Roman one, a letter, a path of them.
_NAME: Final = re.compile(
    rf"(?:[ivxl]{{1,7}}|[a-zа-яء-ي]){_APART}(?:\.[a-z0-9]{{1,5}})*(?=\s*(?:[,;:.)(第]|$))"
    rf"|[ivxl]{{1,7}}{_APART}"
)
# In Chinese it stands before its word: IV.B节.
_NAME_BEFORE: Final = re.compile(
    r"(?:[ivxl]{1,7}|[a-z])(?:\.[a-z0-9]{1,5})*(?:\([a-z]{1,5}\))*(?=\s*(?:[节章编篇]|部分))"
)
_NAMED: Final = frozenset((_Sense.ANNEX, _Sense.APPENDIX, _Sense.SECTION, _Sense.ARTICLE))
_IN_ROMAN: Final = frozenset((_Sense.ANNEX, _Sense.APPENDIX, _Sense.SECTION))
# What counts its paragraphs for itself.
_PREFIXES: Final = MappingProxyType({_Sense.PREAMBLE: "pp-", _Sense.NOTE: "fn-"})
# A table, a row, a cell or a paragraph of one: `table 15.3`, `表15.3.r2`, `annex.table-A.1.r2.c1`.
TABLE: Final = re.compile(
    r"(?P<annex>(?:annex|appendix)[^\s.]*\.)?(?:table|tableau|cuadro|tabla|таблица|tabelle|الجدول|"
    r"جدول|表)[\s-]*(?P<number>u?\d[\w.()-]*|[a-z]{1,4}\.\d[\w.()-]*)",
    re.IGNORECASE,
)
"""A pattern of a table, or of a row or a cell of one, as people name it."""
_BEFORE_TABLE: Final = re.compile(rf"(?P<outer>.+?)[\s,，،]*(?={TABLE.pattern}$)", re.IGNORECASE)
# Several places: from one to another (`paras. 3-5`, `第三至五段`, `12(a)-(c)`), or one beside the
# other (`paragraphes 3 et 5`, `第3和第5段`). What stands before the first, or behind the last, is
# said of all; before the others it, or its last word, may be repeated.
_LETTER: Final = r"(?:\([^()\s]{1,5}\)|[a-zа-яء-ي]\))"
_COUNT: Final = rf"(?:\d+(?:\.\d+)*(?:er|re|o)?|{HAN_DIGIT}{{1,7}})(?:\s?{_LETTER}){{0,3}}"
_COUNTER: Final = "(?:分段|[段条款项目])"
_TO: Final = rf"(?:[-‐‑–—～]|(?:to|through|a|al|bis|до|по|الي|至|到)(?=[\s\d第(]|{HAN_DIGIT}))"
_AND: Final = r"(?:[,;،؛、]\s*)?(?:(?:and|et|y|und|и)\s|&|و|以?及|和|与)|[,;،؛、]"
_ITEMS: Final = (_COUNT, _LETTER)
_SEVERAL: Final = tuple(
    re.compile(
        r"(?P<before>.*?(?:(?<![a-zа-яء-ي])(?P<word>[a-zа-яء-ي]++[\s.]*+))?)"
        rf"(?P<items>{item}{_COUNTER}?(?:\s*(?:{_TO}|{_AND})\s*"
        rf"(?:第|(?P=before)|(?P=word))?{item}{_COUNTER}?)+)(?P<behind>.*)",
        re.IGNORECASE,
    )
    for item in _ITEMS
)
_COMMAS: Final = frozenset(",;،؛")
_LAST_WORD: Final = re.compile(r"([a-zа-яء-ي]+)[\s.]*$")
_SPAN: Final = re.compile(
    r"(?P<before>.*?)(?:(?P<first>\d+(?:\.\d+)*)-(?P<last>\d+(?:\.\d+)*)"
    r"|(?P<letter>\([a-z]{1,5}\))-(?P<end>\([a-z]{1,5}\)))"
)
# Signs that a place has at most: what is longer is none, and need not be looked through.
_LONGEST: Final = 200
# References as they are stored: `annex.3` is paragraph 3 of the annex, and no annex III.
_STORED: Final = re.compile(r"(?:annex|appendix)[.-]\S+")
_IN_SECTION: Final = re.compile(
    r"(?P<annex>(?:(?:annex|appendix)[^.]*\.){0,2})(?:[ivxl]+|[a-z])(?:\.[a-z]+)*\."
    r"(?P<number>\d.*)"
)
_ROMAN: Final = re.compile(
    r"(?P<before>(?:annex-|appendix-)?)(?P<roman>[ivxl]+)(?P<after>(?:[.(].*)?)"
)


def paragraph_reference(text: str) -> str:
    """Return the reference that a paragraph is stored under; what names no place stays.

    >>> paragraph_reference("pp3"), paragraph_reference("12 (a)"), paragraph_reference("第四段")
    ('pp-3', '12(a)', '4')
    >>> paragraph_reference("Table 15.3.r2.c1"), paragraph_reference("表3")
    ('table-15.3.r2.c1', 'table-3')
    >>> paragraph_reference("annex II, para. 3"), paragraph_reference("sect. IV.B")
    ('annex-ii.3', 'iv.b')
    >>> paragraph_reference("Article 13, para. 2"), paragraph_reference("第2段第1分段")
    ('13.2', '2.1')
    """
    return named_place(text) or _as_stored(text)


def _as_stored(text: str) -> str:
    """Return a text as references are written."""
    return match_key(text).replace(" ", "").removesuffix(".")


def named_place(text: str) -> str:
    """Return the reference of a place that a text names, "" where it says anything else.

    >>> named_place("troisième alinéa du préambule"), named_place("пункт 3 приложения II")
    ('pp-3', 'annex-ii.3')
    >>> named_place("paragraphes 3 à 5"), named_place("附件二第三至五段")
    ('3-5', 'annex-ii.3-5')
    >>> named_place("three trees")
    ''
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    if table := TABLE.fullmatch(text):
        return f"{table['annex'] or ''}table-{table['number'].removesuffix('.')}"
    if (before := _BEFORE_TABLE.match(text)) and (outer := named_place(before["outer"])):
        return f"{outer}.{named_place(text[before.end() :])}"
    key = match_key(text)
    found = (_several(several, item, key) for several, item in zip(_SEVERAL, _ITEMS, strict=True))
    return next(filter(None, found), "") or _one_place(key)


def _one_place(key: str) -> str:
    """Return the reference of the one place that a key names, "" for none."""
    if _STORED.fullmatch(key):
        return key
    reader = _Reader()
    return reader.reference if reader.read(key) else ""


class _Item(NamedTuple):
    """One of several places, with what joins it to the one before.

    `is_end` is whether it is the last from the one before it on, `repeats` whether the words before
    the first, or the last of them, stand before it again.
    """

    number: str
    counter: str
    join: str
    is_end: bool
    repeats: bool


def _several(pattern: re.Pattern[str], item: str, key: str) -> str:
    """Return the references of several places of one kind, "" where a key names none or one."""
    several = pattern.fullmatch(key)
    if not several:
        return ""
    before, word = several["before"], several["word"] or several["before"]
    each = re.compile(
        rf"(?:(?P<to>{_TO})|(?P<and>{_AND}))?\s*"
        rf"(?:第|(?P<again>{re.escape(before)}|{re.escape(word)}))?"
        rf"(?P<number>{item})(?P<counter>{_COUNTER})?\s*",
        re.IGNORECASE,
    )
    items = [
        _Item(
            found["number"],
            found["counter"] or "",
            (found["and"] or "").strip(),
            bool(found["to"]),
            bool(found["again"]),
        )
        for found in each.finditer(several["items"])
    ]
    return _listed(before, items, several["behind"])


def _listed(before: str, items: Sequence[_Item], behind: str) -> str:
    """Return the references of places beside one another, or of those within the first.

    Within it are paragraphs that another word counts (第13条，第2款), or that stand behind one
    article, or one section, and a comma: article 13, 2 and 3.
    """
    first, *others = items
    counters = list(filter(None, (each.counter for each in items)))
    repeated = {each.repeats for each in others}
    if others and True not in repeated:
        is_other = bool(first.counter) and first.counter not in counters[1:]
        if others[0].join in _COMMAS and (is_other or _is_singular(before)):
            return _listed(f"{before}{first.number}{first.counter}, ", others, behind)
    if len(set(counters)) > 1 or (len(repeated) > 1 and _is_singular(before)):
        return ""
    found: list[str] = []
    for each in items:
        reference = _one_place(f"{before}{each.number}{''.join(counters[:1])}{behind}")
        number = _number_of(each.number)
        if not number or not reference.endswith(number):
            return ""
        if each.is_end:
            span = f"{found[-1]}-{number}"
            if reference_spans(span) == ((span, span),):
                return ""
            found[-1] = span
        else:
            found.append(reference)
    return ",".join(found)


def _is_singular(before: str) -> bool:
    """Return whether a text ends with a word for one place that paragraphs are counted within.

    Chinese words are of one or of several.
    """
    word = _LAST_WORD.search(before)
    role = _role(word[1]) if word else None
    return bool(word and role and role in _NAMED and _noun(word[1]) not in _PLURALS)


def _number_of(item: str) -> str:
    """Return a number as references end with it: `3`, `3(a)`, `(a)`."""
    named = _one_place(item)
    return named or "".join(f"({_letter(each)})" for each in re.findall(r"[^\W_]+", item))


def reference_spans(reference: str) -> tuple[tuple[str, str], ...]:
    """Return the references of the first and the last paragraph of each part of a reference.

    >>> reference_spans("annex-ii.3-5"), reference_spans("pp-3")
    ((('annex-ii.3', 'annex-ii.5'),), (('pp-3', 'pp-3'),))
    >>> reference_spans("12(a)-(c),14")
    (('12(a)', '12(c)'), ('14', '14'))
    """
    if len(reference) > _LONGEST:
        return ((reference, reference),)
    return tuple(map(_ends, reference.split(",")))


def _ends(reference: str) -> tuple[str, str]:
    found = _SPAN.fullmatch(reference)
    if found:
        before, first, last = found["before"], found["first"], found["last"]
        if found["letter"]:
            first, last = found["letter"], found["end"]
        elif (outer := first.count(".") - last.count(".")) > 0:
            # What both are within may be said once: 13.2-4.
            parts = first.split(".")
            before, first = f"{before}{'.'.join(parts[:outer])}.", ".".join(parts[outer:])
        if _is_less(first, last):
            return before + first, before + last
    return reference, reference


def _is_less(one: str, other: str) -> bool:
    """Return whether one of two numbers, such as 15.3 and 15.12 or (a) and (c), is the lesser.

    They are of equal parts.
    """
    if one.startswith("("):
        first, last = one.strip("()"), other.strip("()")
        if len(first) == len(last) == 1:
            return first < last
        return (parse_roman(first) or 0) < (parse_roman(last) or 0)
    mine, others = ([*map(int, filter(str.isdecimal, each.split(".")))] for each in (one, other))
    return len(mine) == len(others) and mine < others


def possible_references(text: str) -> Iterator[str]:
    """Yield the references that a text can mean, the likeliest first: itself, and what it names.

    >>> list(possible_references("A.3")), list(possible_references("第3段"))
    (['a.3', '3'], ['第3段', '3'])
    """
    own = _as_stored(text).removeprefix("#")
    yield own
    yield from (each for each in likely_references(paragraph_reference(text)) if each != own)


def likely_references(reference: str) -> Iterator[str]:
    """Yield a reference as it is named, and then as documents of another kind have it.

    Where paragraphs are counted through all sections, a section is no part of their labels; where
    annexes or sections are counted in digits, these are.

    >>> list(likely_references("annex-ii.iv.5")), list(likely_references("iii"))
    (['annex-ii.iv.5', 'annex-2.iv.5', 'annex-ii.5', 'annex-2.5'], ['iii', '3'])
    """
    if len(reference) > _LONGEST:
        return
    inner = _IN_SECTION.fullmatch(reference)
    for each in (reference, *((inner["annex"] + inner["number"],) if inner else ())):
        yield each
        roman = _ROMAN.fullmatch(each)
        if roman and (value := parse_roman(roman["roman"])):
            yield f"{roman['before']}{value}{roman['after']}"


class _Reader:
    """Reads the words and numbers of a place, one after the other."""

    def __init__(self) -> None:
        self._numbers: dict[_Sense, str] = {}
        self._said: set[_Sense] = set()
        self._points = ""
        # The word that waits for its number, and the number that waits for its word.
        self._open: _Sense | None = None
        self._loose = ""
        self._last: _Sense | None = None
        # The word that was read last, and those that have their numbers.
        self._noun = ""
        self._numbered: set[tuple[_Sense, str]] = set()

    def read(self, key: str) -> bool:
        """Return whether a key is made of nothing but words and numbers of places."""
        place = 0
        while place < len(key):
            before = _NAME_BEFORE.match(key, place)
            if before:
                self._open = None
            name = before or (_NAME.match(key, place) if self._open in _NAMED else None)
            match = name or _TOKEN.match(key, place)
            if match is None:
                return False
            place = match.end()
            if name:
                understood = self._number(name[0])
            elif match[0] in _LETTER_LIKE and not self._is_point(match[0]):
                understood = not _NOT_LINKED.match(key, place) and self._word(match[0])
            elif match["word"] and not self._is_known(match["word"]):
                value, place = _spelt(key, match.start())
                understood = bool(value) and self._number(str(value))
            else:
                understood = self._token(match)
            if not understood:
                return False
        return not self._loose or self._put(_Sense.PARAGRAPH, self._loose)

    @property
    def reference(self) -> str:
        """The reference of what was read, "" where that is no place."""
        number = self._numbers.get(_Sense.PARAGRAPH, "")
        for role, prefix in _PREFIXES.items():
            if role in self._said:
                return f"{prefix}{number}{self._points}" if number else ""
        annexes = (
            "-".join(filter(None, (role, self._numbers.get(role))))
            for role in (_Sense.ANNEX, _Sense.APPENDIX)
            if role in self._said
        )
        inner = (
            self._numbers.get(_Sense.SECTION),
            self._numbers.get(_Sense.ARTICLE),
            number,
        )
        path = ".".join(filter(None, (*annexes, *inner)))
        # Paragraphs may have letters alone for numbers: para. (a).
        is_lettered = _Sense.PARAGRAPH in self._said and "." not in self._points
        return f"{path}{self._points}" if path or is_lettered else ""

    def _is_known(self, word: str) -> bool:
        return _role(word) is not None or self._is_point(word)

    def _is_point(self, text: str) -> bool:
        return self._open is _Sense.POINT and len(text) == 1 and text.isalpha()

    def _token(self, match: re.Match[str]) -> bool:
        kind = match.lastgroup
        assert kind, "each alternative has a name"
        text = match[kind]
        if kind in ("digits", "ordinal", "first"):
            return self._number(text)
        if kind == "count":
            value = parse_chinese(text)
            return bool(value) and self._number(str(value))
        if kind == "suffix":
            return self._lengthen(suffix_name(text))
        if kind in ("bracketed", "closed") or self._is_point(text):
            self._points += f"({_letter(text)})"
        elif kind != "gap":
            return self._word(text)
        return True

    def _number(self, number: str) -> bool:
        """Read a number: the word before it takes it, or else the one behind it."""
        if self._open is not None:
            return self._put(self._open, number)
        if self._loose:
            return False
        self._loose = number
        return True

    def _word(self, word: str) -> bool:
        """Read a word: it takes the number before it, or waits for the one behind."""
        role = _role(word)
        assert role, "words without a role are none of a place"
        self._said.add(role)
        if role is not _Sense.NOTHING:
            self._noun = _noun(word)
        if role is _Sense.NOTHING:
            if word == "第":
                self._open = None
        elif role in _PREFIXES:
            pass
        elif self._loose:
            return self._put(role, self._loose)
        else:
            self._open = role
        return True

    def _put(self, role: _Sense, number: str) -> bool:
        """Keep the number of a word; a second one is within the first: chapter II, section B.

        What one word counts twice stands beside the first, as all that a plural counts does.
        """
        self._open, self._loose = None, ""
        if role is not _Sense.SECTION:
            if (role, self._noun) in self._numbered:
                return False
            self._numbered.add((role, self._noun))
        if role is _Sense.PARAGRAPH and self._noun in _PLURALS:
            return False
        if role is _Sense.POINT:
            self._points += f".{number}" if number.isdecimal() else f"({number})"
            return True
        if role in _IN_ROMAN and number.isdecimal():
            number = format_roman(int(number)).lower()
        elif role is _Sense.ARTICLE and (value := parse_roman(number)):
            number = str(value)
        elif len(number) == 1:
            number = _letter(number)
        self._numbers[role] = ".".join(filter(None, (self._numbers.get(role), number)))
        self._last = role
        return True

    def _lengthen(self, suffix: str) -> bool:
        """Read what was put in after a number: 12 bis."""
        if self._loose:
            self._loose += suffix
        elif self._last:
            self._numbers[self._last] += suffix
        return bool(self._loose or self._last)


def _role(word: str) -> _Sense | None:
    return _ROLES.get(word) or _ROLES.get(_noun(word))


def _noun(word: str) -> str:
    """Return an Arabic word without what is written before it as one with it."""
    return _BEFORE_NOUNS.sub("", word, count=1)


def _letter(text: str) -> str:
    """Return the letter of a list as labels have it; what is more than a letter stays."""
    found = [] if text.isascii() else parse_letter(text) if len(text) == 1 else []
    return format_letter(found[0]) if found else text


def _spelt(key: str, start: int) -> tuple[int, int]:
    """Return the value of the words from a place on, 0 where they are no number, and their end."""
    value, end, seen = 0, start, start
    for word in _LETTERS.finditer(key, start):
        counted = _counts().get(word[0]) or _counts().get(_noun(word[0]))
        apart = key[seen : word.start()].strip(" -")
        is_tens = value >= 20 and value % 10 == 0
        if apart or not (counted or (is_tens and word[0] in _WITHIN_NUMBERS)):
            break
        seen = word.end()
        if counted:
            value, end = value + counted, seen
    return value, end


@cache
def _counts() -> Mapping[str, int]:
    """Return the words for numbers below a hundred, cardinal and ordinal, of all languages."""
    return {
        match_key(word): value
        for language in LANGUAGES
        for word, (value, kind) in number_words(language).items()
        if kind in ("c", "o") and value < 100
    }
