"""What a line typed into the one search box asks for: a paragraph, or a text, or a phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from hexapla.corpora.detection import detect_language
from hexapla.corpora.symbols import find_symbols
from hexapla.memory.lookup.citation import paragraph_reference, resolution_symbol
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
    r"(?:resolution|r[ée]solution|resoluci[óo]n|резолюци\w*|(?:ال)?قرار|第)?\s*"
    r"(?P<number>\d{1,3}/\d{1,4}(?:\s?[A-Z](?!\w))?|\d{1,4}(?:\s?[A-Z])?\s?\((?:[IVXLC]+|\d{4})\))"
    r"(?:号决议)?",
    re.IGNORECASE,
)
# What stands between a document and its paragraph, and behind that.
_BETWEEN: Final = " \t,，;；:：#、()（）"
_BEHIND: Final = " \t.,;，；。段"
# What `paragraph_reference` makes of a paragraph.
_SECTION: Final = re.compile(r"sect(?:ion)?\W", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"(?:(?:annex|appendix)[^\s.]{0,9}\.)?"
    r"(?:(?:(?:pp|fn)-)?\d+[a-z]{0,2}(?:[.-][a-z0-9]{1,5}){0,5}(?:\([^()\s]{1,5}\)){0,3}"
    r"|table-\S+)"
    r"|(?:annex|appendix)(?:-[a-z0-9]{1,5})?",
    re.IGNORECASE,
)


def question(text: str) -> Question:
    """Return what a line asks for.

    >>> question("A/RES/74/177, para. 12")
    Question(asked=<Asked.PARAGRAPH: 'paragraph'>, text='A/RES/74/177', paragraph='12', language='')
    >>> question("第73/186号决议第4段").paragraph, question("适应气候变化").asked.value
    ('4', 'phrase')
    """
    text = " ".join(text.split())
    if found := _paragraph(text):
        return found
    language = detect_language(text)
    is_phrase = len(text) <= _MOST_SIGNS if _HAN.search(text) else len(words(text)) <= _MOST_WORDS
    return Question(Asked.PHRASE if is_phrase else Asked.TEXT, text, language=language)


def _paragraph(text: str) -> Question | None:
    """Return the paragraph that a line is the address of."""
    for form in (text, text.upper()):
        for start, end, symbol in find_symbols(form):
            if start == 0:
                return _addressed(symbol, text[end:])
    match = _RESOLUTION.match(text)
    return _addressed(resolution_symbol(match["number"]), text[match.end() :]) if match else None


def _addressed(symbol: str, rest: str) -> Question | None:
    rest = rest.lstrip(_BETWEEN).rstrip(_BEHIND)
    if not rest:
        return Question(Asked.PARAGRAPH, symbol)
    if rest[-2:-1].isdigit():
        rest = rest.removesuffix(")")
    reference = paragraph_reference(rest)
    known = _REFERENCE.fullmatch(reference) or (_SECTION.match(rest) and " " not in reference)
    return Question(Asked.PARAGRAPH, symbol, reference) if known else None
