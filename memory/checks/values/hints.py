"""What answers a value without stating it: "both" for two, 同月 for a month, French for France."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from hexapla.memory.checks.values.model import Key, Value, ValueKind
from hexapla.memory.checks.values.names import bodies, names_of
from hexapla.memory.checks.values.plain import fold, plain
from hexapla.memory.checks.values.tables import ambiguous, cells, months, number_words, rows
from hexapla.memory.checks.values.words import is_number

__all__ = ["is_hinted", "states_spoken_of"]

_TABLE: Final = "hints.tsv"
_SAME_MONTH: Final = re.compile(
    "同月|当月|本月|该月|same month|même mois|dudit mois|mismo mes|того же месяца|этого месяца|"
    "الشهر نفسه|نفس الشهر|desselben Monats|gleichen Monats"
)
_SAME_YEAR: Final = re.compile(
    "同年|当年|本年|该年|same year|même année|mismo año|того же года|"
    "العام نفسه|السنة نفسها|نفس السنة|نفس العام|desselben Jahres|gleichen Jahres"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMERALS: Final = re.compile("[一二三四五六七八九十百千万亿零〇两]{2,}")
_DUAL: Final = re.compile(r"[\u0621-\u064a]{3,}(?:ان|ين|تا|تي)\b")


def is_hinted(value: Value, text: str, language: str, *, loosely: bool) -> bool:
    """Return whether a text that does not state a value says it in another way.

    `loosely`: a part of the name of a body answers it.
    """
    text = plain(text)
    if str(value.readings[0][0]).startswith("month "):
        return bool(_SAME_MONTH.search(text)) or _has_month_word(value, text, language)
    if value.kind is ValueKind.NAME:
        return _is_name_hinted(value, text, language, loosely=loosely)
    if value.kind not in (ValueKind.NUMBER, ValueKind.DATE, ValueKind.TIME):
        return False
    return any(
        _is_number_hinted(reading[0], text, language)
        for reading in value.readings
        if len(reading) == 1
    )


def _has_month_word(value: Value, text: str, language: str) -> bool:
    """Return whether a word begins as the month does: сентябрьский, Julitag."""
    month = int(str(value.readings[0][0]).removeprefix("month "))
    stems = tuple(
        name[: max(4, len(name) - 2)]
        for name, number in months(language).items()
        if number == month and len(name) > 3
    )
    return bool(stems) and any(
        word.startswith(stems) for word in _WORD.findall(fold(text, language))
    )


def _is_number_hinted(key: Key, text: str, language: str) -> bool:
    if isinstance(key, int) and 1000 <= key <= 2200 and _SAME_YEAR.search(text):
        return True
    if key == 1 or (key == 2 and language == "ar" and _DUAL.search(text)):
        return True
    stems = _stems(language).get(str(key), ())
    # Half a million, un demi-million, полмиллиона; an hour and a half.
    is_half = str(key) == "1.5" or (
        isinstance(key, int) and key >= 500 and str(key).rstrip("0") == "5"
    )
    halves = _stems(language).get("1/2", ()) if is_half else ()
    if language == "zh":
        # Whole numerals are read as what they are: 六十五 does not say five.
        rest = _NUMERALS.sub(" ", text)
        return any(stem in rest for stem in (*stems, *halves))
    # Compounds: fünfjährig, пятилетний.
    compounds = _compounds(language).get(key, ()) if isinstance(key, int) else ()
    begins = (*stems, *compounds)
    if not begins and not halves:
        return False
    # Words for numbers are read as what they are, too: eighty does not say eight. A quarter may be
    # three months.
    return any(
        word.startswith(halves)
        or (word.startswith(begins) and (word == "quarter" or not is_number(word, language)))
        for word in _WORD.findall(fold(text, language))
    )


def _is_name_hinted(value: Value, text: str, language: str, *, loosely: bool) -> bool:
    """Return whether a text speaks of a State by an adjective, or of a body by a short name."""
    code = str(value.readings[0][0]).removeprefix("name ")
    if code in bodies() and not loosely:
        return False
    stems = _name_stems(code, language)
    if code in bodies() and _is_named_in_part(code, text, language):
        return True
    if language == "zh":
        return any(stem in text for stem in stems)
    folded = fold(text, language)
    if language == "ar":
        folded = re.sub(r"\b(?:و|ف|ب|ل|ك)?(?:ال|لل)?(?=\w{3})", " ", folded)
        return any(f" {stem}" in folded for stem in stems)
    longer = [stem for stem in stems if len(stem) > 4]
    return any(
        word.startswith(stems) or any(stem in word for stem in longer)
        for word in _WORD.findall(folded)
    )


_LEAST: Final = 4  # letters that tell a State


def states_spoken_of(text: str, language: str) -> frozenset[str]:
    """Return the codes of the States that a text speaks of, by whatever words."""
    folded = fold(plain(text), language)
    if language == "zh":
        return frozenset(
            code
            for code, written in names_of("zh").items()
            if any(name in folded for name in written)
        )
    words = {word.removeprefix("ال") for word in _WORD.findall(folded)}
    stems = _all_stems(language)
    return frozenset(
        code
        for word in words
        for length in range(_LEAST, min(len(word), _LONGEST_STEM) + 1)
        for code in stems.get(word[:length], ())
    )


_LONGEST_STEM: Final = 10  # letters of a word that are looked up


@cache
def _all_stems(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in names_of(language):
        adjectives = _adjectives(code, language)
        for stem in _name_stems(code, language) if code not in bodies() else ():
            if _LEAST + (stem not in adjectives) <= len(stem) <= _LONGEST_STEM:
                found.setdefault(stem, []).append(code)
    return {stem: tuple(codes) for stem, codes in found.items()}


_MOSTLY: Final = 0.6  # of the long words of a name
_TRADITIONAL: Final = re.compile("[國聯會條數與為這個們來]")


def _is_named_in_part(code: str, text: str, language: str) -> bool:
    """Return whether most words of a body's name are in a text: it may be in another order."""
    if language == "zh":
        # The table has the names of simplified texts.
        return bool(_TRADITIONAL.search(text))
    there = {word.removeprefix("ال") for word in _WORD.findall(fold(text, language))}
    for name in names_of(language).get(code, ()):
        long = [
            word.removeprefix("ال")
            for word in _WORD.findall(fold(plain(name), language))
            if len(word) > 4
        ]
        if long and sum(word in there for word in long) >= _MOSTLY * len(long):
            return True
    return False


@cache
def _adjectives(code: str, language: str) -> tuple[str, ...]:
    return tuple(
        fold(stem, language)
        for row in rows("adjectives.tsv")
        if row[0] == code
        for stem in cells("adjectives.tsv", row, language)
    )


@cache
def _name_stems(code: str, language: str) -> tuple[str, ...]:
    """Return what the words begin with that speak of a State or a body without its name."""
    found = list(_adjectives(code, language))
    if code in bodies():
        return tuple(found)
    generic = tuple(fold(stem, language) for stem in ambiguous("generic", language))
    for name in names_of(language).get(code, ()):
        words = _WORD.findall(fold(plain(name), language))
        if language == "zh":
            found.append(name[:2])
        elif len(words) == 1:
            word = words[0].removeprefix("ال") if language == "ar" else words[0]
            found.append(word[: max(3, round(len(word) * 0.6))])
        elif told := [word for word in words if not word.startswith(generic)]:
            longest = max(told, key=len)
            found.append(longest[: max(4, round(len(longest) * 0.6))])
    return tuple(dict.fromkeys(found))


@cache
def _stems(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows(_TABLE):
        for word in cells(_TABLE, row, language):
            forms = (
                [word]
                if language != "ar"
                else [p + word for p in ("", "ال", "و", "ب", "ل", "وال", "بال", "لل")]
            )
            found.setdefault(row[0], []).extend(fold(form, language) for form in forms)
    return {value: tuple(words) for value, words in found.items()}


@cache
def _compounds(language: str) -> dict[int, tuple[str, ...]]:
    """Return the words that begin compounds, by value: those of two letters begin much else."""
    if language not in ("ru", "de"):
        return {}
    found: dict[int, list[str]] = {}
    for word, (value, kind) in number_words(language).items():
        if kind == "c" and value > 1 and len(word) > 2:
            found.setdefault(value, []).append(word)
    return {value: tuple(words) for value, words in found.items()}
