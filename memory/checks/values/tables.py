"""The words of the languages, loaded when they are first asked for.

Where they come from, and under which licence, is in `memory/checks/tables/SOURCES.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from hexapla.memory.checks.values.plain import fold

__all__ = ["ambiguous", "cells", "months", "number_words", "pattern", "raw_cell", "rows"]

_FOLDER: Final = "checks/tables"


@cache
def _read(name: str) -> str:
    return (files("hexapla.memory") / _FOLDER / name).read_text("utf-8")


@cache
def number_words(language: str) -> Mapping[str, tuple[int, str]]:
    """Return the words for numbers, folded: value, and whether c, o, s, f or d.

    Cardinal, ordinal, scale (which others multiply), part (half, third) or two parts (dual).
    """
    table = json.loads(_read("number_words.json")).get(language, {})
    return {fold(word, language): (value, kind) for word, (value, kind) in table.items()}


@cache
def ambiguous(of: str, language: str) -> frozenset[str]:
    """Return words for numbers (`number`) or names (`name`) that are often something else.

    They answer a value of the other text, but need no answer there. `generic` is how words begin
    that are in the names of many States.
    """
    return frozenset(
        word
        for row in rows("ambiguous.tsv")
        if row[0] == of
        for word in cells("ambiguous.tsv", row, language)
    )


@cache
def months(language: str) -> Mapping[str, int]:
    """Return the names of months, folded, with their numbers."""
    return {
        fold(name, language): int(row[0])
        for row in rows("months.tsv")
        for name in cells("months.tsv", row, language)
    }


@cache
def rows(name: str) -> list[list[str]]:
    """Return the rows of a table of tab-separated cells, the head left out, comments too."""
    return [
        line.split("\t")
        for line in _read(name).splitlines()[1:]
        if line.strip() and not line.startswith("#")
    ]


@cache
def _columns(name: str) -> Mapping[str, int]:
    head = _read(name).splitlines()[0].split("\t")
    return {column: place for place, column in enumerate(head)}


def cells(name: str, row: list[str], language: str) -> list[str]:
    """Return what a row of a table says in a language: the names in one cell."""
    return [cell.strip() for cell in raw_cell(name, row, language).split("|") if cell.strip()]


def pattern(name: str, what: str, language: str) -> str:
    """Return the pattern of a language in the row for something, one of nothing without it."""
    found = (raw_cell(name, row, language) for row in rows(name) if row[0] == what)
    return next(found, "") or "(?!)"


def raw_cell(name: str, row: list[str], language: str) -> str:
    """Return the cell of a row in the column of a language, "" where there is none."""
    place = _columns(name).get(language, len(row))
    return row[place] if place < len(row) else ""
