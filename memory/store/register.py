"""The register of a memory: read, chosen by, edited, and edits of it taken back.

What a document says of itself is written with its set, and what a catalogue says beside that: of
the same kind, in the same language, that alone is read. Every function that writes works within the
transaction of its caller.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any, Final

from hexapla.memory.edits import EditEntry
from hexapla.memory.output.files import build_time
from hexapla.memory.output.spooled import spooled
from hexapla.memory.register import (
    TOLD_BY_SYMBOLS,
    Fact,
    FactKind,
    Origin,
    RegisterEntry,
    agenda_item,
    facts_of_symbol,
)
from hexapla.memory.selection import Selection, document_symbol, fits
from hexapla.memory.store.checksums import load_checked
from hexapla.memory.store.connection import Connection
from hexapla.memory.store.edit_entries import begin_edit, enter_edit, records_of_edit
from hexapla.memory.text.cleaning import composed
from hexapla.memory.text.keys import IDEOGRAPHS, match_key

__all__ = [
    "catalogue",
    "edit_register",
    "facts_of_set",
    "is_meant",
    "joined",
    "keep_facts",
    "read_entries",
    "take_facts_back",
]

_COLUMNS: Final = "symbol, kind, language, text, origin"
_ORDERED: Final = "ORDER BY symbol, id"
_RECORD: Final = "edit_id, symbol, before, after"
# The texts of titles in all languages, the first line of each last.
_TITLES: Final = """
SELECT s.symbol, s.source_language, u.text, t.language, t.text
FROM document_set s JOIN unit u ON u.set_id = s.id AND u.level = 'paragraph' AND u.position < 50
LEFT JOIN translation t ON t.unit_id = u.id AND t.status <> 'rejected'
WHERE u.kind = 'title' AND {0} ORDER BY s.id, u.position DESC
"""
# Documents whose entries are written at once.
_AT_ONCE: Final = 500
# Signs of a name that a body is looked for by: less is the code of one.
_LEAST_NAME: Final = 4
_LEAST_IDEOGRAPHS: Final = 2
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")


def keep_facts(connection: Connection, symbol: str, facts: Iterable[Fact]) -> None:
    """Keep what a document says of itself, in the place of what it said before."""
    rows = [_row(symbol, each, Origin.DOCUMENT) for each in facts]
    _put(connection, {symbol: rows}, Origin.DOCUMENT)


def facts_of_set(connection: Connection, symbol: str) -> tuple[Fact, ...]:
    """Return what a document says of itself."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM fact WHERE symbol = ? AND origin = ? ORDER BY id",  # noqa: S608
        (symbol, Origin.DOCUMENT),
    )
    return tuple(map(_fact, rows))


def read_entries(connection: Connection, symbols: Collection[str]) -> dict[str, RegisterEntry]:
    """Return what is known of the documents of some sets, by their symbols; of all, what they tell.

    The titles are those that stand in the memory, then those of a catalogue.
    """
    wanted = {symbol: document_symbol(symbol) for symbol in symbols}
    rows = _rows(connection, {*wanted.values()})
    titles = _titles(connection, wanted)
    return {
        symbol: RegisterEntry(
            document, _with_titles(titles.get(symbol, ()), _known(document, rows.get(document, ())))
        )
        for symbol, document in wanted.items()
    }


def _with_titles(titles: Sequence[Fact], facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return facts behind the titles of the memory, without other titles in their languages."""
    own = {each.language for each in titles}
    others = (each for each in facts if each.kind is not FactKind.TITLE or each.language not in own)
    return (*titles, *others)


def _known(symbol: str, rows: Iterable[Any]) -> Iterator[Fact]:
    """Yield the facts of a document, and what its symbol tells where nothing else does."""
    facts = [_fact(row) for row in _counting(rows)]
    yield from facts
    coded = {each.kind for each in facts if not each.language}
    yield from (each for each in facts_of_symbol(symbol) if each.kind not in coded)


def _counting(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return the rows of a document that count: a catalogue's before its own of the same kind."""
    rows = list(rows)
    said = {(kind, language) for _, kind, language, _, origin in rows if origin == Origin.CATALOGUE}
    return [row for row in rows if row[4] == Origin.CATALOGUE or (row[1], row[2]) not in said]


def _titles(connection: Connection, symbols: Iterable[str]) -> dict[str, list[Fact]]:
    query = _TITLES.format(connection.among("s.symbol", "?"))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = connection.execute(query, (json.dumps(list(symbols)),))
    for symbol, source, text, language, translated in rows:
        found[symbol][source] = text
        if language is not None:
            found[symbol][language] = translated
    return {
        symbol: [Fact(FactKind.TITLE, text, language) for language, text in titles.items()]
        for symbol, titles in found.items()
    }


def _rows(connection: Connection, symbols: Collection[str]) -> dict[str, list[Any]]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM fact"  # noqa: S608
        f" WHERE {connection.among('symbol', '?')} {_ORDERED}",
        (json.dumps(list(symbols)),),
    )
    return {symbol: list(some) for symbol, some in groupby(rows, itemgetter(0))}


def _fact(row: Sequence[Any]) -> Fact:
    _, kind, language, text, _ = row
    return Fact(FactKind(kind), text, language)


def _row(symbol: str, fact: Fact, origin: Origin) -> tuple[str, str, str, str, str]:
    return symbol, fact.kind.value, fact.language, composed(fact.text), origin.value


def is_meant(connection: Connection, selection: Selection) -> Callable[[str], bool]:
    """Return what tells whether a set is in a selection by its symbol and by the register."""
    parts = [_is_meant(connection, kind, asked) for kind, asked in selection.asked.items()]
    return lambda symbol: (
        selection.has_symbol(symbol) and all(part(document_symbol(symbol)) for part in parts)
    )


def _is_meant(connection: Connection, kind: FactKind, asked: str) -> Callable[[str], bool]:
    """Return what tells whether the facts of a kind are those that are asked for.

    What the symbol tells counts where nothing else is known.
    """
    meant: set[str] = set()
    coded: set[str] = set()
    # Many documents have one subject: it is compared once.
    has = cache(lambda text, language: _HAS[kind](asked, text, language))
    rows = connection.stream(
        f"SELECT {_COLUMNS} FROM fact WHERE kind = ? ORDER BY symbol",  # noqa: S608
        (kind,),
    )
    for symbol, some in groupby(rows, itemgetter(0)):
        facts = [(language, text) for _, _, language, text, _ in _counting(some)]
        if not all(language for language, _ in facts):
            coded.add(symbol)
        if any(has(text, language) for language, text in facts):
            meant.add(symbol)

    if kind not in TOLD_BY_SYMBOLS:
        return meant.__contains__

    def told(symbol: str) -> bool:
        if symbol in meant or symbol in coded:
            return symbol in meant
        own = (each.text for each in facts_of_symbol(symbol) if each.kind is kind)
        return any(has(text, "") for text in own)

    return told


def _is_body(asked: str, text: str, language: str) -> bool:
    """Return whether a body is meant: by its code (`A/HRC`, `HRC`, `A/*`), or a part of its name.

    >>> _is_body("hrc", "A/HRC", ""), _is_body("A", "General Assembly", "en")
    (True, False)
    >>> _is_body("human rights", "Human Rights Council", "en"), _is_body("大会", "大会", "zh")
    (True, True)
    """
    if not language:
        wanted, code = asked.upper(), text.upper()
        return fits(wanted, code) or code.endswith(f"/{wanted}")
    key = match_key(asked)
    least = _LEAST_IDEOGRAPHS if _IDEOGRAPH.search(key) else _LEAST_NAME
    return len(key) >= least and _holds(asked, text, language)


def _is_session(asked: str, text: str, _: str) -> bool:
    return asked.strip().upper() == text.upper()


def _is_item(asked: str, text: str, language: str) -> bool:
    """Return whether an item of an agenda is meant: by its number, or words of its name.

    >>> _is_item("70", "70(b)", ""), _is_item("70 (b)", "70(b)", ""), _is_item("70b", "70", "")
    (True, True, False)
    """
    wanted = agenda_item(asked)
    if not wanted:
        return _holds(asked, text, language)
    return not language and wanted in (text, text.partition("(")[0])


def _holds(asked: str, text: str, _: str) -> bool:
    """Return whether a text has words that begin so, one after the other.

    >>> _holds("water", "WATER RESOURCES", ""), _holds("art", "PARTIES", "")
    (True, False)
    """
    key = match_key(asked)
    begins = "" if _IDEOGRAPH.match(key) else r"(?<!\w)"
    return bool(key) and re.search(f"{begins}{re.escape(key)}", match_key(text)) is not None


def _is_date(asked: str, text: str, _: str) -> bool:
    """Return whether a date is within a span of dates, `SINCE..UNTIL`, either of which may be "".

    >>> _is_date("2019..2019", "2019-12-18", ""), _is_date("2019-12..", "2019-11-30", "")
    (True, False)

    Of two dates as exact as they are, what both of them tell is compared.

    >>> _is_date("..2019-05", "2019", ""), _is_date("2019-05..", "2019", "")
    (True, True)
    """
    since, _, until = asked.partition("..")
    return since[: len(text)] <= text[: len(since)] and (
        not until or text[: len(until)] <= until[: len(text)]
    )


_HAS: Final[dict[FactKind, Callable[[str, str, str], bool]]] = {
    FactKind.BODY: _is_body,
    FactKind.SESSION: _is_session,
    FactKind.AGENDA: _is_item,
    FactKind.DATE: _is_date,
    FactKind.SUBJECT: _holds,
}


@contextmanager
def joined(entries: Iterable[RegisterEntry]) -> Iterator[Iterator[RegisterEntry]]:
    """Take all entries, then give them, several of one document as one.

    Nobody has to wait while a catalogue is read. It has few documents twice, and of these alone
    what is said once more is held.
    """
    more: dict[str, list[Fact]] = defaultdict(list)

    def once() -> Iterator[RegisterEntry]:
        seen: set[str] = set()
        for each in entries:
            if each.symbol in seen:
                more[each.symbol] += each.facts
            else:
                seen.add(each.symbol)
                yield each

    with spooled(once()) as found:
        yield (
            RegisterEntry(each.symbol, (*each.facts, *more.get(each.symbol, ()))) for each in found
        )


def catalogue(connection: Connection) -> Iterator[RegisterEntry]:
    """Yield all that catalogues said, document by document, however many they are."""
    rows = connection.stream(
        f"SELECT {_COLUMNS} FROM fact WHERE origin = ? {_ORDERED}",  # noqa: S608
        (Origin.CATALOGUE,),
    )
    for symbol, some in groupby(rows, itemgetter(0)):
        yield RegisterEntry(symbol, tuple(map(_fact, some)))


def edit_register(
    connection: Connection, entries: Iterable[RegisterEntry], action: str, *, who: str
) -> EditEntry | None:
    """Write what a catalogue says of documents, and enter that into the history of edits.

    It takes the place of all that a catalogue said of them before. Each entry is of a document of
    its own, as `joined` gives them. None where nothing is new.
    """
    made = build_time()
    number = begin_edit(connection)
    size = 0
    rest = iter(entries)
    while some := list(islice(rest, _AT_ONCE)):
        size += _change(connection, number, some)
    if not size:
        return None
    return enter_edit(connection, EditEntry(number, action, who, made, size, of_register=True))


def _change(connection: Connection, number: int, entries: Collection[RegisterEntry]) -> int:
    """Write entries of different documents; return how many of them say anything new."""
    rows = _catalogued(connection, [each.symbol for each in entries])
    changed: dict[str, Sequence[Sequence[Any]]] = {}
    records = []
    for each in entries:
        before = rows.get(each.symbol, [])
        said = (_row(each.symbol, fact, Origin.CATALOGUE) for fact in each.facts)
        after = list(dict.fromkeys(said))
        if sorted(after) != sorted(map(tuple, before)):
            changed[each.symbol] = after
            records.append((number, each.symbol, _dumped(before), _digest(after)))
    _put(connection, changed, Origin.CATALOGUE)
    load_checked(connection, "edited_fact", _RECORD, records)
    return len(records)


def _catalogued(connection: Connection, symbols: Collection[str]) -> dict[str, list[Any]]:
    """Return what a catalogue says of documents."""
    return {
        symbol: [row for row in rows if row[4] == Origin.CATALOGUE]
        for symbol, rows in _rows(connection, symbols).items()
    }


def _put(
    connection: Connection, rows: Mapping[str, Sequence[Sequence[Any]]], origin: Origin
) -> None:
    """Write what is said of documents, in the place of all that was said from there before."""
    connection.execute(
        f"DELETE FROM fact WHERE {connection.among('symbol', '?')} AND origin = ?",  # noqa: S608
        (json.dumps(list(rows)), origin),
    )
    if said := list(chain.from_iterable(rows.values())):
        load_checked(connection, "fact", _COLUMNS, said)


def take_facts_back(connection: Connection, number: int) -> list[str]:
    """Make the entries of an edit again what they were; return the symbols of those left.

    What has changed since, as by another catalogue, is left as it is.
    """
    left: list[str] = []
    for found in records_of_edit(connection, "edited_fact", number):
        there = _catalogued(connection, [symbol for symbol, _, _ in found])
        ours = {
            symbol: [(symbol, *row) for row in json.loads(before)]
            for symbol, before, after in found
            if _digest(there.get(symbol, [])) == after
        }
        left += [symbol for symbol, _, _ in found if symbol not in ours]
        _put(connection, ours, Origin.CATALOGUE)
    return left


def _dumped(rows: Iterable[Sequence[Any]]) -> str:
    return json.dumps([list(row[1:]) for row in rows], ensure_ascii=False)


def _digest(rows: Iterable[Sequence[Any]]) -> str:
    return sha256(_dumped(sorted(map(tuple, rows))).encode()).hexdigest()
