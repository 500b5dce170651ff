"""What a line typed into the one search box asks for: a paragraph, or a text, or a phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from hexapla.corpora.detection import detect_language
from hexapla.corpora.symbols import find_symbols
from hexapla.memory.lookup.citation import resolution_symbol
from hexapla.memory.lookup.places import named_place, paragraph_reference
from hexapla.memory.text.keys import words

__all__ = ["Asked", "Question", "question"]


class Asked(StrEnum):
    """What is looked up."""

    PARAGRAPH = auto()
    TEXT = auto()
    PHRASE = auto()


@dataclass(frozen=True, slots=True)
class Question:
    """What a line asks for.

    `text` is the text or phrase, or the symbol of the document whose `paragraph` is wanted, "" for
    its title. `language` is that of a text or phrase, "" where a few words do not tell.
    """

    asked: Asked
    text: str
    paragraph: str = ""
    language: str = ""


# More than these is a text, whose likes are looked for, and not a phrase, whose places are.
_MOST_WORDS: Final = 6
_MOST_SIGNS: Final = 12
_HAN: Final = re.compile("[\u3400-\u9fff]")
_RESOLUTION: Final = re.compile(
    r"(?P<word>resolution|r[ée]solution|resoluci[óo]n|резолюци\w*|(?:ال)?قرار|第)?\s*"
    r"(?<!\d)(?P<number>\d{1,3}/\d{1,4}(?:\s?[A-Z](?!\w))?|\d{1,4}(?:\s?[A-Z])?\s?\((?:[IVXLC]+|\d{4})\)"
    # Without a word, 1996/31 can be anything.
    r"|(?(word)(?:19|20)\d\d/\d{1,3}|(?!)))"
    r"(?:号决议)?",
    re.IGNORECASE,
)

_RESOLUTION_LAST: Final = re.compile(
    rf"(?P<before>\S.*?)[\s,，]*{_RESOLUTION.pattern}", re.IGNORECASE
)
# What stands between a document and its paragraph, or behind either.
_BETWEEN: Final = " \t,.，;；:：、。،"


def question(text: str) -> Question:
    """Return what a line asks for.

    >>> question("A/RES/74/177, para. 12")
    Question(asked=<Asked.PARAGRAPH: 'paragraph'>, text='A/RES/74/177', paragraph='12', language='')
    >>> question("第73/186号决议第四段").paragraph, question("适应气候变化").asked.value
    ('4', 'phrase')
    >>> question("пункт 3 преамбулы резолюции 74/177").paragraph
    'pp-3'
    """
    text = " ".join(text.split())
    if found := _paragraph(text):
        return found
    language = detect_language(text)
    is_phrase = len(text) <= _MOST_SIGNS if _HAN.search(text) else len(words(text)) <= _MOST_WORDS
    return Question(Asked.PHRASE if is_phrase else Asked.TEXT, text, language=language)


def _paragraph(text: str) -> Question | None:
    """Return the paragraph that a line is the address of: behind its document, or before it."""
    for form in (text, text.upper()):
        for start, end, symbol in find_symbols(form):
            if start == 0 or end == len(text):
                return _addressed(symbol, text[:start], text[end:])
    match = _RESOLUTION.match(text) or _RESOLUTION_LAST.fullmatch(text)
    # 2 1/2 is a number.
    if match is None or (match.groupdict().get("before") and not match["word"]):
        return None
    rest = text[match.end() :]
    return _addressed(resolution_symbol(match["number"]), match.groupdict().get("before", ""), rest)


def _addressed(symbol: str, before: str, rest: str) -> Question | None:
    """Return what asks for a document, or for the place in it that stands on one side of it."""
    place = rest.strip(_BETWEEN) or before.strip(_BETWEEN)
    if not place:
        return Question(Asked.PARAGRAPH, symbol)
    if place.startswith("#"):
        reference = "" if " " in place else paragraph_reference(place[1:])
    else:
        inner = place[1:-1] if place[0] in "(（" and place[-1] in ")）" else place
        reference = named_place(inner)
    return Question(Asked.PARAGRAPH, symbol, reference) if reference else None
