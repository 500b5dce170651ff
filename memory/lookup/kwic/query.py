"""What is looked for in context, as a small tree, and how it is written.

| written | what it finds |
|---|---|
| `climate change` | the phrase; `*` stands for any letters: `develop*` |
| `"climate change" adaptation` | both, wherever they stand |
| `/adapt(s|ed|ing)?/` | a regular expression, in the text as it is stored, in either case |
| `a AND b`, `a OR b`, `a NOT b` | both; one of them; the first without the second |
| `a NEAR/5 b` | both in one text, with at most five words between them, in either order |
| `zh:适应 en:adapt*` | each in its own language, in one unit |
| `(a OR b) NEAR/3 c` | brackets group |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

__all__ = [
    "Both",
    "Either",
    "Near",
    "Pattern",
    "Query",
    "QueryPhrase",
    "Without",
    "languages_of",
    "leaves",
    "written",
]


@dataclass(frozen=True, slots=True)
class QueryPhrase:
    """A word or phrase in one language; `*` stands for any letters."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression for the texts of one language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two that stand in one text, with at most so many words between them, in either order."""

    left: Query
    right: Query
    distance: int


@dataclass(frozen=True, slots=True)
class Both:
    """All of some, in one unit."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of some."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What a unit may not have, in a language that it has a text in."""

    part: Query


Query: TypeAlias = QueryPhrase | Pattern | Near | Both | Either | Without

_SLASH: Final = re.compile(r"\\.|/", re.DOTALL)


def leaves(query: Query, *, denied: bool = False) -> Iterator[QueryPhrase | Pattern]:
    """Yield what is looked for in texts, in its order; with `denied`, what must not be as well."""
    match query:
        case QueryPhrase() | Pattern():
            yield query
        case Near(left, right, _):
            yield from leaves(left, denied=denied)
            yield from leaves(right, denied=denied)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from leaves(part, denied=denied)
        case Without(part):
            if denied:
                yield from leaves(part, denied=True)


def languages_of(query: Query, *, denied: bool = False) -> tuple[str, ...]:
    """Return the languages of a query in their order, once each."""
    return tuple(dict.fromkeys(each.language for each in leaves(query, denied=denied)))


def written(query: Query) -> str:
    """Return a query as it can be typed; read again, it is the same.

    >>> written(Both((QueryPhrase("climate", "en"), Without(Pattern("a/b", "zh")))))
    'en:"climate" AND NOT zh:/a\\\\/b/'
    """
    match query:
        case QueryPhrase(text, language):
            doubled = text.replace('"', '""')
            return f'{language}:"{doubled}"'
        case Pattern(text, language):
            return f"{language}:/{_SLASH.sub(_escaped, text)}/"
        case Near(left, right, distance):
            return f"{_inside(left)} NEAR/{distance} {_inside(right)}"
        case Both(parts):
            return " AND ".join(map(_inside, parts))
        case Either(parts):
            return " OR ".join(map(_inside, parts))
        case Without(part):
            return f"NOT {_inside(part)}"


def _escaped(found: re.Match[str]) -> str:
    return r"\/" if found[0] == "/" else found[0]


def _inside(query: Query) -> str:
    """Return a query as a part of another: in brackets, unless nothing else can be meant."""
    alone = isinstance(query, (QueryPhrase, Pattern)) or (
        isinstance(query, Without) and isinstance(query.part, (QueryPhrase, Pattern))
    )
    return written(query) if alone else f"({written(query)})"
