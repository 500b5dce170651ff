"""The termbase of a memory: read, edited, and edits of it taken back.

Every function that writes works within the transaction of its caller.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import count, groupby, islice
from operator import itemgetter
from typing import Any, Final

from hexapla.memory.edits import EditEntry
from hexapla.memory.output.files import build_time
from hexapla.memory.store.checksums import load_checked
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.edit_entries import begin_edit, enter_edit, records_of_edit
from hexapla.memory.termbase import Concept, ConceptChange, Term, TermStatus

__all__ = [
    "edit_concepts",
    "read_concepts",
    "take_concepts_back",
    "terms_revision",
    "terms_with",
]

_CONCEPTS: Final = """
SELECT c.id, c.domain, c.symbol, c.label, c.note, c.who, c.made,
       t.language, t.text, t.status, t.superseded_by
FROM concept c LEFT JOIN term t ON t.concept_id = c.id WHERE {0} ORDER BY c.id, t.id
"""
_CONCEPT: Final = "id, domain, symbol, label, note, who, made"
_TERM: Final = "concept_id, language, text, status, superseded_by"
_RECORD: Final = "edit_id, concept_id, before, after"
# Concepts that are written at once.
_AT_ONCE: Final = 500
# Terms that hold another one: "countries" is in very many.
_LONGER: Final = 50
_GONE: Final = ""  # the digest of a concept that is not there


def read_concepts(connection: Connection) -> Iterator[Concept]:
    """Yield all concepts in the order in which they were added."""
    yield from _concepts(connection.stream(_CONCEPTS.format("true")))


def terms_revision(connection: Connection) -> tuple[int, int]:
    """Return the last edit of the memory, and how many of all edits are taken back.

    Terms are changed by edits alone, and by taking them back.
    """
    [(last, undone)] = connection.execute(
        "SELECT coalesce(max(id), 0), count(CASE WHEN state = 'undone' THEN 1 END) FROM edit"
    )
    return last, undone


def terms_with(connection: Connection, language: str, part: str) -> list[str]:
    """Return terms of a language with a text in them, whatever its case: the shortest, no more."""
    plain = part.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = connection.execute(
        "SELECT text FROM term WHERE language = ? AND lower(text) LIKE ? ESCAPE '!'"
        " GROUP BY text ORDER BY length(text), text LIMIT ?",
        (language, f"%{plain}%", _LONGER),
    )
    return [text for (text,) in rows]


def _concepts(rows: Iterable[Any]) -> Iterator[Concept]:
    for _, group in groupby(rows, key=itemgetter(0)):
        found = list(group)
        key, domain, symbol, label, note, who, made, *_ = found[0]
        terms = tuple(
            Term(language, text, TermStatus(status), by)
            for *_, language, text, status, by in found
            if language is not None
        )
        when = datetime.fromisoformat(made)
        yield Concept(terms, domain, symbol, label, note, who, when, key)


def edit_concepts(
    connection: Connection, changes: Iterable[ConceptChange], action: str, *, who: str
) -> EditEntry | None:
    """Change concepts and enter that into the history of edits; None where nothing changes."""
    made = build_time()
    number = begin_edit(connection)
    rest = iter(changes)
    size = 0
    while some := list(islice(rest, _AT_ONCE)):
        size += len(some)
        _change(connection, number, some, who, made)
    if not size:
        return None
    return enter_edit(connection, EditEntry(number, action, who, made, size, of_terms=True))


def _change(
    connection: Connection,
    number: int,
    changes: Sequence[ConceptChange],
    who: str,
    made: datetime,
) -> None:
    new = sum(each.before is None for each in changes)
    keys = count(connection.reserve("concept", new) if new else 1)
    old, written, records = [], [], []
    for each in changes:
        key = each.before.key if each.before else next(keys)
        after = _signed(each, who, made, key)
        records.append((number, key, _dumped(each.before), _digest(after)))
        old += [key] if each.before else []
        written += [after] if after else []
    load_checked(connection, "edited_concept", _RECORD, records)
    _write(connection, old, written)


def _signed(change: ConceptChange, who: str, made: datetime, key: int) -> Concept | None:
    """Return the concept with who changed it; a new one from elsewhere is told by whom it is."""
    after = change.after
    if after is None or (change.before is None and after.who and after.made):
        return after and replace(after, key=key)
    return replace(after, who=who, made=made, key=key)


def _write(connection: Connection, old: Iterable[int], new: Sequence[Concept]) -> None:
    """Put concepts in the place of others, terms and all."""
    connection.executemany("DELETE FROM concept WHERE id = ?", [(key,) for key in old])
    load_checked(
        connection,
        "concept",
        _CONCEPT,
        [
            (each.key, each.domain, each.symbol, each.label, each.note, each.who, _when(each))
            for each in new
        ],
    )
    load_checked(
        connection,
        "term",
        _TERM,
        [
            (each.key, term.language, term.text, term.status.value, term.superseded_by)
            for each in new
            for term in each.terms
        ],
    )


def take_concepts_back(connection: Connection, number: int) -> list[str]:
    """Make the concepts of an edit again what they were; return the terms of those left.

    A concept that somebody has changed since is left as it is.
    """
    left: list[str] = []
    for found in records_of_edit(connection, "edited_concept", number):
        there = _there(connection, [key for key, _, _ in found])
        ours = [row for row in found if _digest(there.get(row[0])) == row[2]]
        left += [_named(there, *row[:2]) for row in found if row not in ours]
        restored = [concept for key, before, _ in ours if (concept := _loaded(key, before))]
        _write(connection, [key for key, _, _ in ours], restored)
    return left


def _there(connection: Connection, keys: Sequence[int]) -> dict[int, Concept]:
    query = _CONCEPTS.format(connection.among("c.id", "?", "bigint"))
    rows = connection.execute(query, (json.dumps(list(keys)),))
    return {each.key: each for each in _concepts(rows)}


def _named(there: dict[int, Concept], key: int, before: str) -> str:
    """Return what a concept is called for someone who must look at it."""
    concept = there.get(key) or _loaded(key, before)
    return " / ".join(each.text for each in concept.terms) if concept else f"concept {key}"


def _when(concept: Concept) -> str:
    return concept.made.isoformat() if concept.made else ""


def _dumped(concept: Concept | None) -> str:
    """Return a concept as a JSON array, an empty one for none."""
    if concept is None:
        return "[]"
    terms = [[each.language, each.text, each.status, each.superseded_by] for each in concept.terms]
    values = (concept.domain, concept.symbol, concept.label, concept.note, concept.who)
    return json.dumps([*values, _when(concept), terms], ensure_ascii=False)


def _loaded(key: int, text: str) -> Concept | None:
    values = json.loads(text)
    if not values:
        return None
    domain, symbol, label, note, who, made, terms = values
    read = tuple(Term(code, said, TermStatus(status), by) for code, said, status, by in terms)
    when = datetime.fromisoformat(made)
    return Concept(read, domain, symbol, label, note, who, when, key)


def _digest(concept: Concept | None) -> str:
    return _GONE if concept is None else sha256(_dumped(concept).encode()).hexdigest()
