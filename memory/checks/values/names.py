"""States and bodies by their names: long and short, in their cases, with what Arabic prefixes.

Adjectives and inhabitants are no names here, but they answer one: French for France (`hints`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.memory.checks.values.model import Kind, Value
from hexapla.memory.checks.values.plain import fold, plain
from hexapla.memory.checks.values.tables import ambiguous, cells, rows

__all__ = ["bodies", "first_forms", "names", "names_of", "title"]

_TABLES: Final = ("states.tsv", "places.tsv")
_BODIES: Final = "bodies.tsv"
# Bodies that one language names and another takes for granted.
_TAKEN_FOR_GRANTED: Final = frozenset(("UNO", "SEC"))
# Chinese names inside of other words: what stands before, the name, what follows.
_INSIDE: Final = re.compile(
    r"(?:[宪非违合司立执守无依按该方]法国|[道品公]德国|中国家|[^\W]国(?=[家际])|[明理才机]智利|[参增更追]加纳|"
    r"马里(?=[兰亚奥])|[\d一二三四五六七八九十]日本|[沿]?海地(?=[区带方面图理质])|印度(?=[洋支])|内蒙古|南非(?=洲)|新英格[兰蘭]|"
    r"印度(?=尼)|西印度|中非(?!共)|理查德|新[几幾][内內][亚亞]|捷克斯洛伐克)"
)
# The United States in the name of their dollar.
_DOLLARS: Final = re.compile(
    r"dollars? (?:des )?[ÉE]|dólares (?:de los )?E|долл(?:\.|ар\w*) С|"
    r"دولار\w* (?:من دولارات )?(?:ال)?و|States dollar|US dollar|US-Dollar"
)
_BARE: Final = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüçñ", "aaaaaaeeeeiiiiooooouuuucn")
_WORD: Final = re.compile(r"[^\W\d_]+")
_RUSSIAN: Final = (
    "а|я|у|ю|е|и|ы|о|ь|ой|ей|ом|ем|ам|ям|ах|ях|ами|ями|ов|ев|ый|ий|ия|ие|ию|ии|ого|его|ому|ему|"
    "ую|юю|ая|яя|ое|ее|ые|ых|их|ым|им|ыми|ими|ью|ья|ьи|ьей"
)
_ENDINGS: Final = MappingProxyType(
    {
        "ru": frozenset(("", *_RUSSIAN.split("|"))),
        "de": frozenset(("", "e", "en", "er", "em", "es", "s", "n")),
    }
)
_ENDING: Final = MappingProxyType(
    {"ru": re.compile("(?:ая|ый|ий|ой|ей|ое|ые|ие|[аяьйыое])$"), "de": re.compile("(?:e|en|er)$")}
)


# Shorter words keep their endings: Чад, Кипр.
_SHORT: Final = 3


class _Name(NamedTuple):
    """A name: the words that follow the first, as they are looked up."""

    words: tuple[str, ...]
    code: str
    acronym: bool
    doubtful: bool


def names(text: str, language: str) -> Iterator[Value]:
    """Yield the States and bodies that a text (`plain`) names, the longest names first.

    >>> [each.shown for each in names("Bolivia (Plurinational State of) and the UNDP", "en")]
    ['Bolivia', 'United Nations Development Programme']
    """
    if language == "zh":
        yield from _chinese(text)
        return
    index = _index(language)
    if not index:
        return
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    cased = language != "ar"
    position = 0
    while position < len(words):
        word = words[position][0]
        if cased and not word[0].isupper():
            position += 1
            continue
        found = _longest(words, position, language, index)
        if found is None:
            position += 1
            continue
        name, length = found
        start, end = words[position][1], words[position + length - 1][2]
        doubtful = name.doubtful or bool(_DOLLARS.search(text, max(0, start - 20), end + 10))
        yield _value(name.code, start, end, text[start:end], doubtful=doubtful)
        position += length


def _value(code: str, start: int, end: int, text: str, *, doubtful: bool) -> Value:
    required = not doubtful and code not in _TAKEN_FOR_GRANTED
    return Value(Kind.NAME, ((f"name {code}",),), start, end, text, required, whole=title(code))


@cache
def title(code: str) -> str:
    """Return the name in English that findings show for a code."""
    for table in (_BODIES, "places.tsv", "states.tsv"):
        for row in rows(table):
            if row[0] == code and (found := cells(table, row, "en")):
                return found[0]
    return code


@cache
def names_of(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return all names of a language by their codes."""
    found: dict[str, list[str]] = {}
    for table in (*_TABLES, _BODIES):
        for row in rows(table):
            found.setdefault(row[0], []).extend(cells(table, row, language))
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


@cache
def bodies() -> frozenset[str]:
    """Return the codes of bodies."""
    return frozenset(row[0] for row in rows(_BODIES))


def _folded(word: str, language: str) -> str:
    """Return what a word of a name is looked up by; capitals often lack their accents."""
    return fold(word, language).translate(_BARE)


def _stem(word: str, language: str) -> str:
    ending = _ENDING.get(language)
    return ending.sub("", word) if ending and len(word) > _SHORT else word


@cache
def _index(language: str) -> Mapping[str, list[_Name]]:
    """Return the names by the first three letters of their first word, the longest first."""
    found: dict[str, list[_Name]] = {}
    doubtful = {_folded(each, language) for each in ambiguous("name", language)}
    for code, written in names_of(language).items():
        for name in written:
            words = _WORD.findall(plain(name))
            if not words:
                continue
            folded = tuple(_stem(_folded(word, language), language) for word in words)
            acronym = len(words) == 1 and words[0].isupper() and language != "ar"
            entry = _Name(folded, code, acronym, _folded(name, language) in doubtful)
            found.setdefault(folded[0][:3], []).append(entry)
    for entries in found.values():
        # Нигерии is Nigeria, not a form of Niger.
        entries.sort(key=lambda each: (-len(each.words), -len(each.words[0])))
    return found


def _longest(
    words: Sequence[tuple[str, int, int]],
    position: int,
    language: str,
    index: Mapping[str, list[_Name]],
) -> tuple[_Name, int] | None:
    word = words[position][0]
    for first in first_forms(_folded(word, language), language):
        for name in index.get(first[:3], ()):
            if name.acronym:
                if (word.isupper() or len(word) > 3) and first == name.words[0]:
                    return name, 1
                continue
            length = len(name.words)
            if not _is_form(first, name.words[0], language) or position + length > len(words):
                continue
            if all(
                _is_form(_folded(words[position + place][0], language), name.words[place], language)
                for place in range(1, length)
            ):
                return name, length
    return None


def first_forms(key: str, language: str) -> tuple[str, ...]:
    """Return what a word can be without what Arabic puts before it: and, by, to, as, the."""
    if language != "ar":
        return (key,)
    forms = [key]
    for _ in range(2):
        last = forms[-1]
        if last.startswith("لل"):
            # The article after "to", or a word that begins with the same letter: للجنة.
            forms += ["ال" + last[2:], last[1:]]
            break
        if last[:1] in ("و", "ف", "ب", "ل", "ك") and len(last) > 3:
            forms.append(last[1:])
    return tuple(forms)


def _is_form(key: str, stem: str, language: str) -> bool:
    """Return whether a word is a form of one in a name."""
    if key == stem:
        return True
    endings = _ENDINGS.get(language)
    return (
        endings is not None
        and len(stem) > 2
        and key.startswith(stem)
        and key[len(stem) :] in endings
    )


@cache
def _chinese_index() -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for code, written in names_of("zh").items():
        for name in written:
            found.setdefault(name[:2], []).append((name, code))
    for entries in found.values():
        entries.sort(key=lambda each: -len(each[0]))
    return found


def _chinese(text: str) -> Iterator[Value]:
    index, position = _chinese_index(), 0
    while position < len(text) - 1:
        entries = index.get(text[position : position + 2])
        if entries is None:
            position += 1
            continue
        for name, code in entries:
            if text.startswith(name, position):
                end = position + len(name)
                if not _is_inside(text, position, end):
                    yield _value(
                        code, position, end, name, doubtful=name in ambiguous("name", "zh")
                    )
                    position = end - 1
                break
        position += 1


def _is_inside(text: str, start: int, end: int) -> bool:
    """Return whether a name is only a part of other words: 发展中国家 does not name China."""
    match = _INSIDE.search(text, max(0, start - 1), min(len(text), end + 1))
    if match is None or match.start() > start or match.end() < end:
        return bool(text[start:end] == "中国" and text[end : end + 1] == "家")
    return True
