"""States and bodies by their names: long and short, in their cases, with what Arabic prefixes.

Adjectives and inhabitants are no names here, but they answer one: French for France (`hints`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import add
from types import MappingProxyType
from typing import Final, NamedTuple

from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.plain import fold, plain
from hexapla.memory.checks.values.tables import ambiguous, cells, rows
from hexapla.memory.checks.values.tokens import tokens

__all__ = ["bodies", "names", "names_by_title", "names_of", "title"]

_TABLES: Final = ("states.tsv", "places.tsv")
_BODIES: Final = "bodies.tsv"
# Bodies that one language names and another takes for granted.
_TAKEN_FOR_GRANTED: Final = frozenset(("UNO", "SEC"))
# Chinese names inside of other words: what stands before, the name, what follows.
_INSIDE: Final = re.compile(
    r"(?:[宪非违合司立执守无依按该方]法国|[道品公]德国|中国家|[^\W]国(?=[家际])|[明理才机]智利|[参增更追]加纳|"
    r"马里(?=[兰亚奥])|[\d一二三四五六七八九十]日本|[沿]?海地(?=[区带方面图理质])|印度(?=[洋支])|内蒙古|南非(?=洲)|新英格[兰蘭]|"
    r"印度(?=尼)|巴西(?=利亚|利亞|里亚|里亞|利卡)|西印度|中非(?!共)|理查德|新[几幾][内內][亚亞]|捷克斯洛伐克)"
)
# The United States in the name of their dollar, and India in that of islands.
_OF_OTHERS: Final = re.compile(
    r"dollars? (?:des )?[ÉE]|dólares (?:de los )?E|долл(?:\.|ар\w*) С|"
    r"(?:Вест|Ост)-Инди|الهند (?:الغربية|الشرقية)|دولار\w* (?:من دولارات )?(?:ال)?و|States dollar|"
    r"US dollar|US-Dollar"
)
_BARE: Final = str.maketrans("áàâäãåéèêëíìîïóòôöõúùûüçñ", "aaaaaaeeeeiiiiooooouuuucn")
_ACCENTED: Final = re.compile(f"[{''.join(map(chr, _BARE))}]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_ACRONYM: Final = 3  # of capitals alone
_FIRST_LETTERS: Final = 3  # of a word, where its endings change
_RUSSIAN: Final = (
    "а|я|у|ю|е|и|ы|о|ь|й|ой|ей|ом|ем|ам|ям|ах|ях|ами|ями|ов|ев|ый|ий|ия|ие|ию|ии|ого|его|ому|ему|"
    "ую|юю|ая|яя|ое|ее|ые|ых|их|ым|им|ыми|ими|ью|ья|ьи|ьей"
)
_ENDINGS: Final = MappingProxyType(
    {
        "ru": frozenset(("", *_RUSSIAN.split("|"))),
        "de": frozenset(("", "e", "en", "er", "em", "es", "s", "n")),
    }
)
_ENDING: Final = MappingProxyType(
    {
        "ru": re.compile("(?:ая|ый|ий|ой|ей|ое|ые|ие|[яьйыое]|(?<!о)а)$"),
        "de": re.compile("(?:e|en|er)$"),
    }
)


# Words keep their endings where no more letters than that are left: Чад, über.
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
    found = tokens(text, language)
    folded, size = _bare(found.folded), _FIRST_LETTERS if language in _ENDINGS else None
    # Most words begin no name: they are passed over at once.
    if folded == found.folded:
        known = [place for place, key in enumerate(found.keys) if key[:size] in index]
    else:
        known = [
            place
            for place, key in enumerate(found.keys)
            if key[:size] in index or (not key.isascii() and _bare(key)[:size] in index)
        ]
    done = 0
    for place in known:
        start, end = found.start(place), found.end(place)
        # Names begin with a capital, where there are any.
        if start < done or (language != "ar" and not text[start].isupper()):
            continue
        there = index.get(folded[start:end][:size], ())
        longest = _longest(folded, (start, end), text[start:end], there, language)
        if longest is None:
            continue
        name, done = longest
        doubtful = name.doubtful or bool(_OF_OTHERS.search(text, max(0, start - 20), done + 10))
        yield _value(name.code, start, done, text[start:done], doubtful=doubtful)


def _value(code: str, start: int, end: int, text: str, *, doubtful: bool) -> Value:
    required = not doubtful and code not in _TAKEN_FOR_GRANTED
    return Value(
        ValueKind.NAME, ((f"name {code}",),), start, end, text, required, whole=title(code)
    )


@cache
def title(code: str, language: str = "en") -> str:
    """Return the name in a language that findings show for a code."""
    for table in (_BODIES, "places.tsv", "states.tsv"):
        for row in rows(table):
            if row[0] == code and (found := cells(table, row, language)):
                return found[0]
    return code


@cache
def names_by_title(language: str) -> Mapping[str, str]:
    """Return the name of each State and body in a language by its name in English."""
    return {title(code): title(code, language) for code in names_of(language)}


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
    return _bare(fold(word, language))


def _bare(folded: str) -> str:
    """Return folded text without accents; most words have none, and are looked at alone."""
    return folded.translate(_BARE) if _ACCENTED.search(folded) else folded


def _stem(word: str, language: str) -> str:
    ending = _ENDING.get(language)
    stem = ending.sub("", word) if ending and len(word) > _SHORT else word
    return stem if len(stem) >= _SHORT else word


@cache
def _index(language: str) -> Mapping[str, list[_Name]]:
    """Return the names by their first word, in Arabic with what stands before it, longest first.

    Where words have endings, by the first letters of that word.
    """
    found: dict[str, list[_Name]] = {}
    doubtful = {_folded(each, language) for each in ambiguous("name", language)}
    for code, written in names_of(language).items():
        for name in written:
            words = _WORD.findall(plain(name))
            if not words:
                continue
            acronym = len(words) == 1 and words[0].isupper() and language != "ar"
            folded = tuple(_folded(word, language) for word in words)
            if not acronym:
                folded = tuple(_stem(word, language) for word in folded)
            entry = _Name(folded, code, acronym, _folded(name, language) in doubtful)
            for key in _keys(folded[0], language):
                found.setdefault(key, []).append(entry)
    for entries in found.values():
        # Нигерии is Nigeria, not a form of Niger.
        entries.sort(key=lambda each: (-len(each.words), -len(each.words[0])))
    return found


def _keys(word: str, language: str) -> Iterator[str]:
    """Yield what the first word of a name is looked up by."""
    if language != "ar":
        yield word[:_FIRST_LETTERS] if language in _ENDINGS else word
        return
    for before in ("", *"وف"):
        yield from (f"{before}{prefix}{word}" for prefix in ("", *"بلك"))
        if word.startswith("ال"):
            # "To the" is written in one.
            yield f"{before}لل{word[2:]}"


def _longest(
    folded: str, span: tuple[int, int], word: str, names: Sequence[_Name], language: str
) -> tuple[_Name, int] | None:
    """Return the longest of some names that stands in a folded text from a word on, and its end."""
    key, after = folded[slice(*span)], span[1]
    for name in names:
        if language != "ar" and not _is_form(key, name.words[0], language):
            continue
        if name.acronym:
            if (word.isupper() or len(word) > _LONGEST_ACRONYM) and key == name.words[0]:
                return name, after
        elif end := _follow(folded, after, name.words[1:], language):
            return name, end
    return None


def _follow(folded: str, end: int, stems: Sequence[str], language: str) -> int:
    """Return the end of the words from a place on, if they are forms of some; 0 if not."""
    for stem in stems:
        match = _WORD.search(folded, end)
        if match is None or not _is_form(match[0], stem, language):
            return 0
        end = match.end()
    return end


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
    index, done = _chinese_index(), 0
    # A name may begin where two signs are its first two.
    known = [place for place, pair in enumerate(map(add, text, text[1:])) if pair in index]
    for start in known:
        if start < done:
            continue
        for name, code in index[text[start : start + 2]]:
            if text.startswith(name, start):
                done = start + len(name)
                if not _is_inside(text, start, done):
                    doubtful = name in ambiguous("name", "zh")
                    yield _value(code, start, done, name, doubtful=doubtful)
                break


def _is_inside(text: str, start: int, end: int) -> bool:
    """Return whether a name is only a part of other words: 发展中国家 does not name China."""
    match = _INSIDE.search(text, max(0, start - 1), min(len(text), end + 2))
    if match is None or match.start() > start or match.end() < end:
        return bool(text[start:end] == "中国" and text[end : end + 1] == "家")
    return True
