"""Reading what is typed into a tree (`memory.lookup.kwic.query`).

By recursive descent, from what binds least: OR, AND, NOT, NEAR. Words side by side are one phrase;
anything else side by side is to be there together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from hexapla.corpora.errors import UsageError
from hexapla.corpora.languages import LANGUAGES
from hexapla.memory.lookup.concordance import Phrase, wanted_grams
from hexapla.memory.lookup.kwic.query import (
    Both,
    Either,
    Near,
    Pattern,
    Query,
    QueryPhrase,
    Without,
    languages_of,
    leaves,
)
from hexapla.memory.lookup.wildcards import Finder
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.patterns import check_size, compiled

__all__ = ["is_query", "parse", "pattern_query"]

# More than anybody types, and few enough that nothing recurses too far.
_LONGEST: Final = 4000
_MOST_LEAVES: Final = 40
_DEEPEST: Final = 40
# Words between two that are near each other: a long sentence.
_FARTHEST: Final = 100


class _TokenKind(StrEnum):
    OPEN = auto()
    CLOSE = auto()
    OPERATOR = auto()
    LANGUAGE = auto()
    QUOTED = auto()
    PATTERN = auto()
    WORD = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _TokenKind
    text: str


_SPACE: Final = re.compile(r"\s+")
_ENDS: Final = r"(?=[\s()（）]|$)"
_SIGN: Final = r"""[^\s()（）"“„«]"""
_TOKENS: Final = (
    (_TokenKind.OPEN, re.compile(r"[(（]")),
    (_TokenKind.CLOSE, re.compile(r"[)）]")),
    (_TokenKind.OPERATOR, re.compile(rf"(AND|OR|NOT|NEAR/\d+){_ENDS}")),
    (_TokenKind.LANGUAGE, re.compile(rf"({'|'.join(LANGUAGES)})[:：](?=\S)", re.IGNORECASE)),
    (_TokenKind.QUOTED, re.compile('"((?:[^"]|"")*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»')),
    (_TokenKind.PATTERN, re.compile(rf"/((?:[^/\\]|\\.)+)/{_ENDS}", re.DOTALL)),
    # A bracket that follows a word or number without a space is a part of it: 12(a).
    (
        _TokenKind.WORD,
        re.compile(rf"{_SIGN}+(?:[(（]{_SIGN}*[)）]{_SIGN}*)*"),
    ),
)
_OPERATORS: Final = re.compile(rf"\b(?:AND|OR|NOT|NEAR/\d+){_ENDS}")
_PIECE: Final = re.compile(r"\\(.)|(.)", re.DOTALL)


def parse(text: str, language: str) -> Query:
    """Return what is typed as a query; `language` is that of what names none.

    Raises UsageError where it cannot be read, or only says what must not be there.

    >>> parse("climate change NEAR/5 adapt*", "en")
    Near(left=QueryPhrase(text='climate change', language='en'), \
right=QueryPhrase(text='adapt*', language='en'), distance=5)
    >>> parse("zh:适应 NOT en:adapt*", "en")
    Both(parts=(QueryPhrase(text='适应', language='zh'), \
Without(part=QueryPhrase(text='adapt*', language='en'))))
    """
    if len(text) > _LONGEST:
        raise UsageError("the query is too long: at most %(most)s characters", most=_LONGEST)
    return _checked(_Parser(_tokens(composed(text))).query(language))


def pattern_query(text: str, language: str) -> Query:
    """Return a query of one regular expression, whatever signs it has.

    Raises UsageError where it cannot be read.
    """
    if not text:
        raise UsageError("there is nothing to look for: the pattern is empty")
    return _checked(Pattern(composed(text), language))


def is_query(text: str) -> bool:
    """Return whether a text is typed as more than a phrase: with an operator, or a pattern.

    >>> is_query("develop* NEAR/5 countries"), is_query("TERMS AND CONDITIONS")
    (True, False)
    """
    try:
        found = parse(text, "en")
    except UsageError:
        return False
    in_capitals = _OPERATORS.sub("", text).isupper()
    return not isinstance(found, QueryPhrase) and not in_capitals


def _checked(query: Query) -> Query:
    every = list(leaves(query, denied=True))
    if len(every) > _MOST_LEAVES:
        raise UsageError(
            "the query is too long: at most %(most)s words and phrases", most=_MOST_LEAVES
        )
    for leaf in every:
        if isinstance(leaf, Pattern):
            check_size(leaf.text)
            compiled(leaf.text, ignore_case=True)
        else:
            Finder(leaf.text)
            wanted_grams(Phrase(leaf.text, leaf.language))
    if not _finds(query):
        raise UsageError("the query only says what must not be there: say what is looked for")
    return query


def _finds(query: Query) -> bool:
    """Return whether a query has something to be found in each of its alternatives."""
    match query:
        case Both(parts):
            return any(map(_finds, parts))
        case Either(parts):
            return all(map(_finds, parts))
        case Without():
            return False
        case _:
            return True


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    while place < len(text):
        if space := _SPACE.match(text, place):
            place = space.end()
            continue
        for kind, pattern in _TOKENS:
            if match := pattern.match(text, place):
                found.append(_Token(kind, _said(kind, match)))
                place = match.end()
                break
        else:
            raise UsageError("the quotation marks are not closed")
    return [*found, _Token(_TokenKind.END, "")]


def _said(kind: _TokenKind, match: re.Match[str]) -> str:
    """Return what a token says, without the signs around it."""
    if kind is _TokenKind.QUOTED:
        plain, *others = match.groups()
        return next((each for each in others if each is not None), (plain or "").replace('""', '"'))
    if kind is _TokenKind.PATTERN:
        return _PIECE.sub(lambda piece: "/" if piece[1] == "/" else piece[0], match[1])
    return match[1] if match.re.groups else match[0]


@dataclass(slots=True)
class _Parser:
    tokens: list[_Token]
    place: int = 0
    depth: int = 0

    def query(self, language: str) -> Query:
        """Read all of the tokens."""
        if self._is_next(_TokenKind.END):
            raise UsageError("there is nothing to look for: the query is empty")
        found = self._either(language)
        if not self._is_next(_TokenKind.END):
            raise UsageError("a bracket is closed that was not opened")
        return found

    @property
    def _next(self) -> _Token:
        return self.tokens[self.place]

    def _is_next(self, *kinds: _TokenKind) -> bool:
        return self._next.kind in kinds

    def _take(self) -> _Token:
        token = self._next
        self.place += 1
        return token

    def _is_operator(self, name: str) -> bool:
        token = self._next
        return token.kind is _TokenKind.OPERATOR and token.text.startswith(name)

    def _either(self, language: str) -> Query:
        parts = [self._both(language)]
        while self._is_operator("OR"):
            self._take()
            parts.append(self._both(language))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, language: str) -> Query:
        parts = [self._maybe_without(language)]
        while not self._is_next(_TokenKind.END, _TokenKind.CLOSE) and not self._is_operator("OR"):
            if self._is_operator("AND"):
                self._take()
            parts.append(self._maybe_without(language))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _maybe_without(self, language: str) -> Query:
        if not self._is_operator("NOT"):
            return self._near(language)
        self._take()
        self._deeper()
        part = self._maybe_without(language)
        self.depth -= 1
        return Without(part)

    def _near(self, language: str) -> Query:
        found = self._one(language)
        while self._is_operator("NEAR"):
            # A query is too short for more digits than Python reads as a number.
            distance = int(self._take().text.removeprefix("NEAR/"))
            if distance > _FARTHEST:
                raise UsageError("NEAR/100 is the farthest: at most 100 words can be between")
            found = _near(found, self._one(language), distance)
        return found

    def _one(self, language: str) -> Query:
        token = self._take()
        match token.kind:
            case _TokenKind.LANGUAGE:
                self._deeper()
                found = self._one(token.text.lower())
                self.depth -= 1
                return found
            case _TokenKind.OPEN:
                self._deeper()
                found = self._either(language)
                if self._take().kind is not _TokenKind.CLOSE:
                    raise UsageError("a bracket is not closed")
                self.depth -= 1
                return found
            case _TokenKind.QUOTED:
                return QueryPhrase(token.text, language)
            case _TokenKind.PATTERN:
                return Pattern(token.text, language)
            case _TokenKind.WORD:
                words = [token.text]
                while self._is_next(_TokenKind.WORD):
                    words.append(self._take().text)
                return QueryPhrase(" ".join(words), language)
            case _:
                raise UsageError("a word is missing: beside an operator, or in brackets")

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UsageError(
                "the query is too deep: at most %(most)s brackets in one another", most=_DEEPEST
            )


def _near(left: Query, right: Query, distance: int) -> Near:
    found = Near(left, right, distance)
    if not _stands_together(found):
        raise UsageError("NEAR is between words, phrases and patterns: AND and NOT cannot be in it")
    if len(languages_of(found)) > 1:
        raise UsageError("NEAR is between two of one language")
    return found


def _stands_together(query: Query) -> bool:
    """Return whether a query is found at places of a text, whatever else is in the text."""
    match query:
        case QueryPhrase() | Pattern():
            return True
        case Near(left, right, _):
            return _stands_together(left) and _stands_together(right)
        case Either(parts):
            return all(map(_stands_together, parts))
        case _:
            return False
