"""Sets and units as rows of the tables, and back."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from hexapla.corpora.document import Kind
from hexapla.corpora.messages import Message
from hexapla.memory.store.checksums import load_checked
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.tables import COLUMNS
from hexapla.memory.text.cleaning import composed, composed_markup
from hexapla.memory.text.keys import key_numbers, match_key
from hexapla.memory.text.language_codes import language_rank
from hexapla.memory.units import AlignedSet, Carried, Level, Priority, Status, Translation, Unit

__all__ = [
    "carried_json",
    "composed_set",
    "composed_unit",
    "insert_set",
    "insert_translations",
    "insert_units",
    "message_from_json",
    "message_to_json",
    "messages_from_json",
    "messages_to_json",
    "numbers_of",
    "read_carried",
    "read_units",
    "renumber_units",
    "sort_key",
    "units_query",
]

_T = TypeVar("_T")
_TableRow = tuple[Any, ...]

_IMPORTED = 4  # fields of what is carried that are of an imported file, the first ones

_UNITS = """
SELECT s.symbol, s.source_language, u.id, u.position, u.reference, u.kind, u.label, u.text,
       u.before, u.after, u.carried, t.language, t.text, t.score, t.method, t.label, t.status,
       t.carried
FROM document_set s
CROSS JOIN unit u ON u.set_id = s.id AND u.level = :level
LEFT JOIN translation t ON t.unit_id = u.id AND ({target})
WHERE ({source}) AND ({symbol}) AND ({excluded})
ORDER BY s.sort_key, s.symbol, u.position, u.id
"""


def insert_set(
    connection: Connection,
    aligned: AlignedSet,
    warnings: tuple[Message, ...],
    priority: Priority = Priority.USUAL,
) -> int:
    """Store all of a set but its units; return its key."""
    [(set_id,)] = connection.execute(
        "INSERT INTO document_set (symbol, sort_key, source_language, fingerprint, warnings,"
        " priority) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (
            aligned.symbol,
            sort_key(aligned.symbol),
            aligned.source_language,
            aligned.fingerprint,
            messages_to_json(warnings),
            int(priority),
        ),
    )
    load_checked(
        connection,
        "document",
        "set_id, language, path, digest, paragraphs, warnings",
        (
            (
                set_id,
                each.language,
                each.path,
                each.digest,
                each.paragraphs,
                messages_to_json(each.warnings),
            )
            for each in aligned.documents
        ),
    )
    load_checked(
        connection,
        "unaligned",
        "set_id, target_language, language, position, kind, label, text, cause, level, reference",
        (
            (set_id, *astuple(each))
            for each in sorted(
                aligned.unaligned,
                key=lambda each: (language_rank(each.target_language), each.position),
            )
        ),
    )
    return int(set_id)


def insert_units(
    connection: Connection, set_id: int, ordered: Sequence[Unit], *, neighbours: bool = True
) -> int:
    """Store units of a set in the order of their texts; return the key of the first.

    With `neighbours=False` their contexts are not those of the units around them.
    """
    if not ordered:
        return 0
    first = connection.reserve("unit", len(ordered))
    contexts = (
        _without_context(ordered)
        if neighbours
        else ((unit, unit.before, unit.after) for unit in ordered)
    )
    load_checked(
        connection,
        "unit",
        COLUMNS["unit"],
        (
            (
                *(key, set_id, *_columns(unit), before, after, *numbers_of(unit.text)),
                carried_json(unit.carried),
            )
            for key, (unit, before, after) in enumerate(contexts, first)
        ),
    )
    insert_translations(
        connection,
        ((key, each) for key, unit in enumerate(ordered, first) for each in unit.translations),
    )
    return first


def sort_key(symbol: str) -> str:
    """Return a key that sorts numbers by value: each has its number of digits before it."""
    return re.sub("[0-9]+", lambda found: f"{len(found[0]):03}{found[0]}", symbol)


def message_to_json(message: Message) -> str:
    """Write a message as JSON, so that it can be said in any language again."""
    return json.dumps(message.as_json(), ensure_ascii=False)


def message_from_json(text: str) -> Message:
    """Return the message that a JSON object is; another text of an old memory is one in English.

    Raises ValueError, TypeError or LookupError where an object is no message.
    """
    try:
        found = json.loads(text)
    except ValueError:
        return Message(text)
    return Message.from_json(found) if isinstance(found, dict) else Message(text)


def messages_to_json(messages: Iterable[Message]) -> str:
    """Write messages as one JSON list."""
    return json.dumps([each.as_json() for each in messages], ensure_ascii=False)


def messages_from_json(text: str) -> tuple[Message, ...]:
    """Return the messages that a JSON list holds; those of old memories are texts in English.

    Raises ValueError, TypeError or LookupError where it holds anything else.
    """
    found = json.loads(text)
    if not isinstance(found, list):
        raise TypeError
    return tuple(
        Message(each) if isinstance(each, str) else Message.from_json(each) for each in found
    )


def numbers_of(text: str) -> tuple[int, int]:
    """Return the numbers that a text is found by: of its key, and of the shape of its key."""
    return key_numbers(match_key(text))


def insert_translations(
    connection: Connection, translations: Iterable[tuple[int, Translation]]
) -> None:
    """Store translations, each with the key of its unit."""
    load_checked(
        connection,
        "translation",
        COLUMNS["translation"].removeprefix("id, "),
        (
            (
                *(unit, each.language, each.text, float(each.score), each.method, each.label),
                *(each.status, *numbers_of(each.text), carried_json(each.carried)),
            )
            for unit, each in translations
        ),
    )


def renumber_units(connection: Connection, keys: Sequence[int]) -> int:
    """Give new keys to units, in this order, and return the first.

    The index knows the units by the old ones, and not their new texts.
    """
    # Both tables are changed before the transaction ends.
    connection.defer_references()
    first = connection.reserve("unit", len(keys))
    connection.set_last_key("unit", first + len(keys) - 1)
    pairs = list(enumerate(keys, first))
    connection.executemany("UPDATE unit SET id = ?, checksum = NULL WHERE id = ?", pairs)
    connection.executemany(
        "UPDATE translation SET unit_id = ?, checksum = NULL WHERE unit_id = ?", pairs
    )
    return first


def carried_json(carried: Carried | None) -> str | None:
    """Write what is carried with a text as JSON."""
    if carried is None:
        return None
    values = list(astuple(carried))
    # Most are not shown otherwise.
    while len(values) > _IMPORTED and not values[-1]:
        values.pop()
    return json.dumps(values, ensure_ascii=False)


def read_carried(text: str | None) -> Carried | None:
    """Read what `carried_json` wrote."""
    if text is None:
        return None
    values = json.loads(text)
    values += ("", "", ())[len(values) - _IMPORTED :]  # those that it left out
    attributes, properties, notes, markup, shown, number, pieces = values
    return Carried(
        tuple((name, value) for name, value in attributes),
        tuple((name, value) for name, value in properties),
        tuple(notes),
        markup,
        shown,
        number,
        tuple(pieces),
    )


def composed_set(aligned: AlignedSet) -> AlignedSet:
    """Return a set with all its texts in composed form (NFC)."""
    return replace(
        aligned,
        units=tuple(map(composed_unit, aligned.units)),
        unaligned=tuple(replace(each, text=composed(each.text)) for each in aligned.unaligned),
    )


def composed_unit(unit: Unit) -> Unit:
    """Return a unit with all its texts in composed form (NFC), itself where they have it."""
    if (
        _is_composed(unit.text, unit.carried)
        and _is_composed(unit.before)
        and _is_composed(unit.after)
        and all(_is_composed(each.text, each.carried) for each in unit.translations)
    ):
        return unit
    return replace(
        unit,
        text=composed(unit.text),
        before=composed(unit.before),
        after=composed(unit.after),
        carried=_composed_carried(unit.carried),
        translations=tuple(
            replace(each, text=composed(each.text), carried=_composed_carried(each.carried))
            for each in unit.translations
        ),
    )


def _is_composed(text: str, carried: Carried | None = None) -> bool:
    """Return whether a text is in composed form, and what is carried with it."""
    if carried is not None:
        text = f"{text}\n{carried.markup}\n{carried.shown}"
    return unicodedata.is_normalized("NFC", text)


def _composed_carried(carried: Carried | None) -> Carried | None:
    if carried is None:
        return None
    return replace(
        carried,
        markup=composed_markup(carried.markup),
        shown=composed_markup(carried.shown),
    )


def _columns(unit: Unit) -> tuple[str | int, ...]:
    """Return what the table of units keeps of a unit as it is."""
    return unit.level, unit.position, unit.reference, unit.kind, unit.label, unit.text


def _without_context(units: Iterable[Unit]) -> Iterator[tuple[Unit, str | None, str | None]]:
    """Yield units with the context to store: None where it is the text of the neighbouring unit."""
    for previous, unit, following in _neighbours(units, lambda unit: unit.level):
        before = previous.text if previous else ""
        after = following.text if following else ""
        yield (
            unit,
            None if unit.before == before else unit.before,
            None if unit.after == after else unit.after,
        )


def _neighbours(
    items: Iterable[_T], group: Callable[[_T], object]
) -> Iterator[tuple[_T | None, _T, _T | None]]:
    """Yield each item between the ones before and after it, None at the ends of its group."""
    before: _T | None = None
    current: _T | None = None
    for item in items:
        if current is not None:
            same = group(item) == group(current)
            yield before, current, item if same else None
            before = current if same else None
        current = item
    if current is not None:
        yield before, current, None


def units_query(chosen: Mapping[str, str | None], *, excluded: bool) -> str:
    """Return `_UNITS` with the conditions that are asked for, each of which an index answers."""
    columns = {"target": "t.language", "source": "s.source_language", "symbol": "s.symbol"}
    return _UNITS.format_map(
        {
            name: "true" if chosen[name] is None else f"{column} = :{name}"
            for name, column in columns.items()
        }
        | {"excluded": "true" if excluded else "s.priority >= 0"}
    )


def read_units(rows: Iterable[_TableRow], level: Level) -> Iterator[Unit]:
    """Make units of the rows that `_UNITS` gives, one a translation."""
    groups = (list(of_unit) for _, of_unit in groupby(rows, key=itemgetter(2)))
    for previous, group, following in _neighbours(groups, lambda group: group[0][0]):
        symbol, language, _, position, reference, kind, label, text, before, after, carried = group[
            0
        ][:11]
        if before is None:
            before = previous[0][7] if previous else ""
        if after is None:
            after = following[0][7] if following else ""
        # Composed, for a memory can be older than the rule that texts are stored so.
        yield composed_unit(
            Unit(
                symbol=symbol,
                level=level,
                position=position,
                reference=reference,
                kind=Kind(kind),
                label=label,
                language=language,
                text=text,
                translations=_read_translations(group),
                before=before,
                after=after,
                carried=read_carried(carried),
            )
        )


def _read_translations(group: Iterable[_TableRow]) -> tuple[Translation, ...]:
    translations = [
        Translation(language, text, score, method, label, Status(status), read_carried(carried))
        for *_, language, text, score, method, label, status, carried in group
        if language is not None
    ]
    translations.sort(key=lambda each: language_rank(each.language))
    return tuple(translations)
