"""What is done with a selection of sets; every function within a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hexapla.memory.register import Origin
from hexapla.memory.selection import IMPORTED, Selection, document_symbol
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.mapping import sort_key
from hexapla.memory.store.register import is_meant
from hexapla.memory.units import Priority, Status

__all__ = [
    "ChosenSet",
    "chosen_sets",
    "prioritize",
    "registered_symbols",
    "remove",
    "reviewed",
    "selected",
    "usable_sets",
]

_OF_SET = "unit_id IN (SELECT id FROM unit WHERE set_id = :set)"


@dataclass(frozen=True, slots=True)
class ChosenSet:
    """A set, and its languages that are meant: None for all of it."""

    key: int
    symbol: str
    source_language: str
    languages: frozenset[str] | None
    imported: bool


def prioritize(connection: Connection, selection: Selection, priority: Priority) -> int:
    """Set the priority of the sets of a selection; return how many they are."""
    keys = [(int(priority), each.key) for each in chosen_sets(connection, selection)]
    connection.executemany(
        "UPDATE document_set SET priority = ?, checksum = NULL WHERE id = ?", keys
    )
    return len(keys)


def selected(connection: Connection, selection: Selection) -> tuple[str, ...]:
    """Return the symbols of the sets of a selection, in natural order."""
    return tuple(each.symbol for each in chosen_sets(connection, selection))


def registered_symbols(connection: Connection, selection: Selection) -> tuple[str, ...]:
    """Return the symbols of the sets of a selection, and of what a catalogue alone has of it.

    All are in natural order. What only a catalogue has is of no file.
    """
    if selection.file is not None:
        return selected(connection, selection)
    sets = [symbol for (symbol,) in connection.execute("SELECT symbol FROM document_set")]
    there = set(map(document_symbol, sets))
    known = connection.execute(
        "SELECT DISTINCT symbol FROM fact WHERE origin = ?", (Origin.CATALOGUE,)
    )
    every = (*sets, *(symbol for (symbol,) in known if symbol not in there))
    chosen = filter(is_meant(connection, selection), every)
    return tuple(sorted(chosen, key=lambda symbol: (sort_key(symbol), symbol)))


def remove(connection: Connection, selection: Selection) -> int:
    """Take a selection out; return the number of translations that went."""
    # Files that are gone on with are not known to be there any more as far as they were.
    connection.execute("DELETE FROM unfinished_file")
    return sum(_remove(connection, each, selection) for each in chosen_sets(connection, selection))


def reviewed(connection: Connection, selection: Selection) -> dict[str, int]:
    """Return how many translations of a selection somebody accepted or rejected, by symbol."""
    if selection.status is Status.AUTOMATIC:
        return {}
    counts = {}
    for each in chosen_sets(connection, selection):
        rows = connection.execute(
            f"SELECT language, count(*) FROM translation WHERE {_OF_SET}"  # noqa: S608
            " AND status <> 'automatic' GROUP BY language",
            {"set": each.key},
        )
        languages = each.languages
        counts[each.symbol] = sum(n for code, n in rows if languages is None or code in languages)
    return {symbol: count for symbol, count in counts.items() if count}


def usable_sets(connection: Connection, selection: Selection) -> tuple[int, ...] | None:
    """Return the keys of the sets of a selection that are not excluded; None where all are meant.

    Of sets that are partly of a file, all languages are meant.
    """
    if selection.is_of_all_sets:
        return None
    # In no order, and without their files where those are not asked for: there can be very many.
    rows = connection.execute("SELECT id, symbol FROM document_set WHERE priority >= 0")
    usable = rows.fetchall()
    if selection.file is None:
        is_chosen = is_meant(connection, selection)
        return tuple(key for key, symbol in usable if is_chosen(symbol))
    of_file = {each.key for each in chosen_sets(connection, selection)}
    return tuple(key for key, _ in usable if key in of_file)


def chosen_sets(connection: Connection, selection: Selection) -> list[ChosenSet]:
    """Return the sets of a selection, in natural order."""
    rows = connection.execute(
        "SELECT s.id, s.symbol, s.source_language, s.fingerprint = ? FROM document_set s"
        " ORDER BY s.sort_key, s.symbol",
        (IMPORTED,),
    ).fetchall()
    is_chosen = is_meant(connection, selection)
    return [
        found
        for key, symbol, language, imported in rows
        if is_chosen(symbol)
        for found in _of_files(connection, selection, (key, symbol, language, imported))
    ]


def _of_files(
    connection: Connection, selection: Selection, row: tuple[int, str, str, int]
) -> Iterator[ChosenSet]:
    """Yield the part of a set that the files of a selection are: nothing, languages or all."""
    key, symbol, source, imported = row
    languages = None
    if selection.file is not None:
        rows = connection.execute("SELECT language, path FROM document WHERE set_id = ?", (key,))
        languages = frozenset(language for language, path in rows if selection.has_file(path))
        if not languages:
            return
        # Without the source text nothing of a set is of use.
        languages = None if source in languages else languages
    yield ChosenSet(key, symbol, source, languages, bool(imported))


def _remove(connection: Connection, chosen: ChosenSet, selection: Selection) -> int:
    if selection.status is None and chosen.languages is None:
        (count,) = connection.execute(
            f"SELECT count(*) FROM translation WHERE {_OF_SET}",  # noqa: S608
            {"set": chosen.key},
        ).fetchone()
        connection.execute("DELETE FROM document_set WHERE id = ?", (chosen.key,))
        return int(count)
    count = 0
    for language in chosen.languages or (None,):
        given = {"set": chosen.key, "language": language, "status": selection.status}
        count += connection.execute(
            f"DELETE FROM translation WHERE {_OF_SET}"  # noqa: S608
            " AND (CAST(:language AS text) IS NULL OR language = :language)"
            " AND (CAST(:status AS text) IS NULL OR status = :status)",
            given,
        ).rowcount
        if selection.status is None:
            connection.execute(
                "DELETE FROM document WHERE set_id = :set AND language = :language", given
            )
            connection.execute(
                "DELETE FROM unaligned WHERE set_id = :set AND target_language = :language", given
            )
    if chosen.imported:
        # A paragraph of a document is still to be cited; an imported text alone is of no use.
        connection.execute(
            "DELETE FROM unit WHERE set_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM translation WHERE unit_id = unit.id)",
            (chosen.key,),
        )
    return count
