"""What the columns of a memory may hold, whoever made it: a file can come from somebody else.

The tables themselves see to the types. What is looked at here are the values that programs rely on,
as one statement for each column can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from hexapla.corpora.document import Kind
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.history import loaded_rows
from hexapla.memory.store.mapping import message_from_json, messages_from_json, read_carried
from hexapla.memory.teamwork import Said
from hexapla.memory.termbase import TermStatus
from hexapla.memory.units import Level, Priority, Status

__all__ = ["unreadable", "wrong_values"]

_CARRIED: Final = (("unit", "carried"), ("translation", "carried"))
_WARNINGS: Final = (("document_set", "warnings"), ("document", "warnings"))
_CAUSES: Final = (("quarantine", "cause"),)
_ROWS: Final = (("change", "before"), ("change", "after"), ("edited", "before"))
# Fields of a concept, or none.
_OF_CONCEPT: Final = (0, 7)
_CONCEPTS: Final = (("edited_concept", "before"),)
# Columns of a fact but its symbol.
_OF_FACT: Final = 4
_FACTS: Final = (("edited_fact", "before"),)
_LANGUAGES: Final = (
    ("document_set", "source_language"),
    ("document", "language"),
    ("translation", "language"),
    ("unaligned", "language"),
    ("unaligned", "target_language"),
    ("term", "language"),
)
# A code, or what a file calls a language that is none of ours; names of files are made of it.
_LANGUAGE: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f/\\.\s][^\x00-\x1f\x7f-\x9f/\\]{,199}")
_KINDS: Final = (("unit", "kind"), ("unaligned", "kind"))
_LEVELS: Final = (
    ("unit", "level"),
    ("unaligned", "level"),
    ("change", "level"),
    ("comment", "level"),
)
_STATUSES: Final = (("translation", "status"),)
_TERM_STATUSES: Final = (("term", "status"),)
_SAID: Final = (("comment", "said"),)
_TIMES: Final = (
    *(("change", "made"), ("edit", "made"), ("concept", "made"), ("comment", "made")),
    *(("assignment", "made"), ("assignment", "ends")),
)
_TEXTS: Final = (("unit", "text"), ("translation", "text"), ("term", "text"), ("fact", "text"))
# By table and column, the least and the greatest number.
_LAST: Final = 2**31 - 1
_NUMBERS: Final = (
    ("unit", "position", 0, _LAST),
    ("unaligned", "position", -1, _LAST),
    ("document", "paragraphs", 0, _LAST),
    ("unfinished_file", "units", 0, _LAST),
    ("translation", "score", 0.0, 1.0),
    ("document_set", "priority", min(Priority), max(Priority)),
)


def wrong_values(connection: Connection) -> Iterator[str]:
    """Yield which columns hold what no memory does, a line each."""
    for columns, is_right in (
        (_LANGUAGES, lambda value: _LANGUAGE.fullmatch(value) is not None),
        (_KINDS, lambda value: value in set(Kind)),
        (_LEVELS, lambda value: value in set(Level)),
        (_STATUSES, lambda value: value in set(Status)),
        (_TERM_STATUSES, lambda value: value in set(TermStatus)),
        (_SAID, lambda value: value in set(Said)),
        (_TIMES, lambda value: datetime.fromisoformat(value).tzinfo is not None),
    ):
        for table, column in columns:
            found = connection.stream(f"SELECT DISTINCT {column} FROM {table}")  # noqa: S608
            if not all(_holds(is_right, value) for (value,) in found):
                yield f"the column {column} of {table} has values that no memory has"
    for table, column, least, most in _NUMBERS:
        query = f"SELECT 1 FROM {table} WHERE NOT {column} BETWEEN ? AND ? LIMIT 1"  # noqa: S608
        if connection.execute(query, (least, most)).fetchone():
            yield f"the column {column} of {table} has numbers that no memory has"
    for table, column in _TEXTS:
        query = f"SELECT 1 FROM {table} WHERE {column} = '' LIMIT 1"  # noqa: S608
        if connection.execute(query).fetchone():
            yield f"the column {column} of {table} has empty texts"
    yield from unreadable(connection)


def unreadable(connection: Connection) -> Iterator[str]:
    """Yield which columns of JSON cannot be read, a line each."""
    for columns, is_right in (
        (_CARRIED, _is_carried),
        (_WARNINGS, lambda text: messages_from_json(text) is not None),
        (_CAUSES, lambda text: message_from_json(text) is not None),
        (_ROWS, lambda text: len(loaded_rows(text)) == len(_list(text))),
        (_CONCEPTS, lambda text: len(_list(text)) in _OF_CONCEPT),
        (_FACTS, lambda text: all(len(_strings(each)) == _OF_FACT for each in _list(text))),
    ):
        for table, column in columns:
            query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
            wrong = sum(not _holds(is_right, text) for (text,) in connection.stream(query))
            if wrong:
                yield f"{wrong} rows of {table} have a {column} that cannot be read"


def _holds(is_right: Callable[[str], bool], value: str) -> bool:
    try:
        return is_right(value)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return False


def _list(text: str) -> list[object]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise TypeError
    return found


def _strings(found: object) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise TypeError
    return found


def _is_carried(text: str) -> bool:
    carried = read_carried(text)
    if carried is None:
        return False
    pairs = (*carried.attributes, *carried.properties)
    texts = (*chain.from_iterable(pairs), *carried.notes, *carried.pieces)
    whole = (carried.markup, carried.shown, carried.number)
    return all(isinstance(each, str) for each in (*texts, *whole))
