"""Adjectives and inhabitants of States: French, sénégalais, Египетский, الأردنيون.

They name a State as its name does, but a translation may leave them to the context; so they are no
values that the other text must state. One in the place of another is an error all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from hexapla.memory.checks.values.model import Value, ValueKind
from hexapla.memory.checks.values.names import names_of, title
from hexapla.memory.checks.values.plain import fold, plain
from hexapla.memory.checks.values.tables import cells, rows
from hexapla.memory.checks.values.tokens import tokens

__all__ = ["demonyms"]

_TABLE: Final = "demonyms.tsv"
_JOINER: Final = re.compile("[ -]")
# A word, and the one that follows it: each word begins one.
_PHRASE: Final = re.compile(r"(?<![^\W\d_])(?=(?P<whole>(?P<first>[^\W\d_]+)(?:[ -][^\W\d_]+)?))")
_NEAR: Final = 8
_RUSSIAN_ADJECTIVES: Final = "ий ая ое ие ого ой ому им ом ую их ими ою"
# One inhabitant, whose word has a vowel that others lack: кениец, кенийцы; сенегалец, сенегальцы.
_SHORTENED: Final = re.compile("[йь]?ц$")
_RUSSIAN_NOUNS: Final = "ы и а у ом ам ами ах ов ев е ин ина ину ином ине ка ки ке ку"
# What words that begin so may end in.
_ENDINGS: Final = MappingProxyType(
    {
        "en": ("", "s"),
        "fr": ("", "e", "s", "es", "ne", "nes"),
        "es": ("", "a", "o", "as", "os", "e", "es", "s"),
        "ru": ("", *_RUSSIAN_ADJECTIVES.split(), *_RUSSIAN_NOUNS.split()),
        "ar": ("", "ة", "ا", "ون", "ين", "ان", "ات", "تين", "تان"),
        "de": ("", "e", "en", "er", "em", "es", "n", "s", "in", "innen"),
    }
)
# What Arabic writes in one word with the next: and, by, to, as, the.
_PREFIXES: Final = MappingProxyType(
    {
        "ar": tuple(
            f"{one}{other}"
            for one in ("", *"وف")
            for other in ("", *"بلك", "ال", "بال", "كال", "لل")
        )
    }
)
# Words whose beginning is written large even as adjectives.
_LARGE: Final = frozenset(("en",))
# Parts of continents, languages and oceans, by what stands before and after.
_NOT_AFTER: Final = re.compile(
    r"(?:latin|latino|latine|central|centro|north|south|inter|ibero|ibéro|afro|pan|native)[ -]$",
    re.IGNORECASE,
)
_NOT_BEFORE: Final = re.compile(r" (?:ocean|english|version|text|language)", re.IGNORECASE)
# In Arabic, "financial" and "national" are the same words.
_OTHER_WORDS: Final = frozenset(("ML", "QA"))
_FEWEST_LETTERS: Final = 4


def demonyms(text: str, language: str) -> Iterator[Value]:
    """Yield the adjectives and inhabitants of States in a text (`plain`); none in Chinese.

    >>> [each.shown for each in demonyms("les délégations kényane et sud-africaine", "fr")]
    ['Kenya', 'South Africa']
    """
    forms = _forms(language)
    if not forms:
        return
    found = tokens(text, language)
    # Most texts have none: the words are looked through at once.
    first_words = _first_words(language)
    if first_words.isdisjoint(found.keys):
        return
    folded = found.folded
    taken = 0
    for match in _PHRASE.finditer(folded):
        if match["first"] not in first_words:
            continue
        start, end = match.span("whole")
        codes = forms.get(_JOINER.sub(" ", match["whole"]), ())
        if not codes:
            codes, end = forms.get(match["first"], ()), match.end("first")
        if not codes or start < taken or (language in _LARGE and not text[start].isupper()):
            continue
        if _NOT_AFTER.search(text, max(0, start - _NEAR), start) or _NOT_BEFORE.match(text, end):
            continue
        taken = end
        yield Value(
            *(
                ValueKind.NAME,
                tuple((f"name {code}",) for code in codes),
                start,
                end,
                text[start:end],
            ),
            required=False,
            whole=title(codes[0]),
        )


@cache
def _first_words(language: str) -> frozenset[str]:
    return frozenset(form.partition(" ")[0] for form in _forms(language))


@cache
def _forms(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return every form, folded and with spaces for hyphens, with the codes of its States."""
    found: dict[str, dict[str, None]] = {}
    for code, stem in _stems(language):
        for ending in _ENDINGS[language]:
            key = _JOINER.sub(" ", fold(stem + ending, language))
            for form in (f"{prefix}{key}" for prefix in _PREFIXES.get(language, ("",))):
                found.setdefault(form, {})[code] = None
    return {form: tuple(codes) for form, codes in found.items()}


def _stems(language: str) -> Iterator[tuple[str, str]]:
    if language not in _ENDINGS:
        return
    for row in rows(_TABLE):
        if listed := cells(_TABLE, row, language):
            yield from ((row[0], stem) for stem in listed)
            if language == "ru":
                yield from ((row[0], _SHORTENED.sub("ец", stem)) for stem in listed)
        elif language == "ar":
            yield from ((row[0], stem) for stem in _nisbas(row[0]))


def _nisbas(code: str) -> Iterator[str]:
    """Yield what Arabic makes of the name of a State: كينيا, كيني; الأردن, أردني."""
    for name in names_of("ar").get(code, ()):
        word = plain(name).removeprefix("ال")
        if " " in word or code in _OTHER_WORDS or len(word) < _FEWEST_LETTERS - 1:
            continue
        stem = re.sub("(?:يا|ا|ة|ي)$", "", word) + "ي"
        if stem != word and len(stem) >= _FEWEST_LETTERS:
            yield stem
