"""How a text is said to stand in a document: as translators write it behind a quotation."""

from __future__ import annotations

import re
from typing import Final

from hexapla.memory.lookup.places import possible_references

__all__ = ["address_line", "source_line"]

_OF_REFERENCE: Final = re.compile(
    r"(?:[a-z]{2}:)?(?:(?P<kind>pp|fn)-(?P<number>\d+)"
    r"|(?P<annex>(?:annex|appendix)[^\s.]*\.)?table-(?P<table>u?\w+(?:\.\d+)?).*)(?:[.~+/].*)?"
)
_OF_LABEL: Final = re.compile(
    r"(?:(?P<annex>annex|appendix)(?:-(?P<which>[^.]+))?(?:\.|$))?(?P<number>.*)"
)
# What has no number of its own, and what has that of another: `h-3`, `12~2`.
_UNNUMBERED: Final = re.compile(r"(?:[a-z]{2}:)?[a-z]+(?:-\d+)?(?:~\d+)?")
_REPEATED: Final = re.compile(r"[^+~]+~\d+")
_NOTE: Final = re.compile(r"(?:[a-z]{2}:)?(?:pp|fn)-\w+")
_KINDS: Final = {"pp": "preambular para.", "fn": "footnote"}


def source_line(symbol: str, reference: str, label: str) -> str:
    """Return document and paragraph as they are written behind a quotation.

    What has no number of its own, as a title has none, is of the document. The search box reads
    such a line again (`memory.lookup.questions`).

    >>> source_line("A/RES/74/177", "12.1", "12"), source_line("A/RES/74/177", "pp-3.1", "")
    ('A/RES/74/177, para. 12', 'A/RES/74/177, preambular para. 3')
    >>> source_line("A/80/6", "annex-2.4(a).1", "annex-2.4(a)"), source_line("A/80/6", "title", "")
    ('A/80/6, annex 2, para. 4(a)', 'A/80/6')
    """
    return ", ".join((symbol, *_parts(reference, label)))


def address_line(symbol: str, reference: str, label: str) -> str:
    """Return what the search box finds this very text by: its source line, where that is enough.

    >>> address_line("A/80/6", "12.1", "12"), address_line("A/80/6", "h-3.1", "")
    ('A/80/6, para. 12', 'A/80/6#h-3')
    """
    line = source_line(symbol, reference, label)
    if line == symbol:
        found = _UNNUMBERED.match(reference)
        return f"{symbol}#{found[0]}" if found and found[0] != "title" else symbol
    if repeated := _REPEATED.match(reference):
        return f"{symbol}#{repeated[0]}"
    note = _NOTE.match(reference)
    own = note[0] if note else label.partition("+")[0].casefold()
    # Figures and cells, say, are named by what they stand in, or by words of no place.
    return (
        line if own in possible_references(line[len(symbol) :].lstrip(", ")) else f"{symbol}#{own}"
    )


def _parts(reference: str, label: str) -> list[str]:
    if found := _OF_REFERENCE.fullmatch(reference):
        if found["kind"]:
            return [f"{_KINDS[found['kind']]} {found['number']}"]
        return [*_annexed((found["annex"] or "").rstrip(".")), f"table {found['table']}"]
    found = _OF_LABEL.fullmatch(label)
    if not label or found is None:
        return []
    number = found["number"]
    before = [" ".join(filter(None, (found["annex"], found["which"])))] if found["annex"] else []
    return [*before, *([f"{_named(number)} {number}"] if number else [])]


def _annexed(label: str) -> list[str]:
    return [label.replace("-", " ")] if label else []


def _named(number: str) -> str:
    """Return what a number counts: paragraphs, or the sections that capitals and Romans name."""
    return "para." if number[0].isdigit() or number[0] == "(" else "sect."
