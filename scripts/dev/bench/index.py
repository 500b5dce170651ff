"""Measures the index of a memory beside those of the databases themselves.

    python -m scripts.dev.bench.large_memory ../shared/data large.db
    python -m scripts.dev.bench.index large.db --postgres

The texts of the memory go, as the grams that our own index has of them, into an FTS5 table of
SQLite and, on request, into a column of PostgreSQL with a GIN index; and as they are, by the
trigrams of the databases themselves: those of FTS5, and pg_trgm. All are then asked for the same in
turns: Chinese words of two characters, phrases of one to four, and texts like one that was
changed. What holds a phrase is told by a look at every text; of texts alike, one is to be found
that is as near as the text which the query was made from.
"""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Final, Protocol

import click
from rapidfuzz.distance import Levenshtein

from hexapla.cli.main import run
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import IDEOGRAPHS, grams, match_key, words
from hexapla.memory.units import Level
from scripts.dev.bench.data import SEED
from scripts.dev.bench.harness import percentiles
from scripts.dev.bench.memory import changed_text
from scripts.dev.command import Row, command, json_option, show
from scripts.dev.local.postgres import local_postgres

__all__ = ["Found", "main", "measure"]

_LANGUAGE: Final = "zh"
_CANDIDATES: Final = 100  # texts alike that an index is asked for
_TRIGRAM: Final = 3
_KINDS: Final = ("word", "phrase", "similar")
_RUN: Final = re.compile(f"[{IDEOGRAPHS}]+")

Keys = Collection[int]


@dataclass(frozen=True, slots=True)
class Found:
    """What one index gave for one kind of query.

    `recall` is the mean share of what was to be found; `median` and `high` (the 95th percentile)
    are milliseconds a query. `build` is in seconds, 0 for our own index, which is there; `size`
    is in bytes a unit.
    """

    index: str
    kind: str
    recall: float
    median: float
    high: float
    build: float
    size: float


class _Index(Protocol):
    """An index that is asked; `build` and `size` are as in `Found`."""

    name: str
    build: float
    size: float

    def holding(self, phrase: str) -> Keys:
        """Return the units that hold a phrase, or all its grams (`_wanted`)."""

    def similar(self, text: str) -> Keys | None:
        """Return units with texts like one, best first; None where it has no way to tell."""


class _Texts:
    """The source texts of a memory as keys, by unit."""

    def __init__(self, path: Path) -> None:
        with closing(open_sqlite(str(path), create=False)) as database:
            rows = database.stream(
                "SELECT u.id, u.text FROM unit u JOIN document_set s ON s.id = u.set_id"
                " WHERE u.level = 'sentence' AND s.source_language = ? ORDER BY u.id",
                (_LANGUAGE,),
            )
            self.keys = {unit: match_key(text) for unit, text in rows}

    def grams(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each unit with its grams."""
        return ((unit, grams(key)) for unit, key in self.keys.items())

    def holding(self, phrase: str) -> set[int]:
        """Return the units whose keys hold a phrase."""
        return {unit for unit, key in self.keys.items() if phrase in key}


class _PostingLists:
    """Our own index: `memory.store.index`."""

    name = "posting lists"
    build = 0.0

    def __init__(self, store: Store, path: Path, units: int) -> None:
        self._store = store
        with closing(open_sqlite(str(path), create=False)) as database:
            [(size,)] = database.execute(
                "SELECT sum(length(places) + length(gram)) FROM posting p"
                " JOIN segment s ON s.id = p.segment_id WHERE s.language = ?",
                (_LANGUAGE,),
            )
        self.size = (size or 0) / units

    def holding(self, phrase: str) -> Keys:
        units, _ = self._store.find_grams(_wanted(phrase), _LANGUAGE, level=Level.SENTENCE)
        return array("q", units.tolist())

    def similar(self, text: str) -> Keys | None:
        return self._store.find_similar(text, _LANGUAGE, level=Level.SENTENCE, limit=_CANDIDATES)


class _FullText:
    """FTS5 of SQLite, without the texts themselves and without the places of grams in them."""

    name = "SQLite FTS5"

    def __init__(self, texts: _Texts, folder: Path) -> None:
        path = folder / "fts5.db"
        start = perf_counter()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute(
            "CREATE VIRTUAL TABLE texts USING fts5"
            "(grams, content='', detail=none, tokenize='unicode61 remove_diacritics 0')"
        )
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO texts (rowid, grams) VALUES (?, ?)",
            ((unit, " ".join(each)) for unit, each in texts.grams()),
        )
        self._connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._connection.execute("COMMIT")
        self.build = perf_counter() - start
        self.size = path.stat().st_size / len(texts.keys)

    def holding(self, phrase: str) -> Keys:
        return self._asked(" AND ".join(map(_quoted, _wanted(phrase))), "")

    def similar(self, text: str) -> Keys | None:
        # Without places FTS5 has no counts to rank by: what this takes is the least that it can.
        some = " OR ".join(map(_quoted, grams(match_key(text))))
        return self._asked(some, f"ORDER BY rank LIMIT {_CANDIDATES}")

    def _asked(self, query: str, end: str) -> Keys:
        rows = self._connection.execute(
            f"SELECT rowid FROM texts WHERE texts MATCH ? {end}", (query,)
        )
        return array("q", [unit for (unit,) in rows])

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


class _Trigrams:
    """The trigrams of FTS5. Where a phrase is shorter than three signs, it reads every text."""

    name = "SQLite trigrams"

    def __init__(self, texts: _Texts, folder: Path) -> None:
        path = folder / "trigrams.db"
        start = perf_counter()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("CREATE VIRTUAL TABLE texts USING fts5(key, tokenize='trigram')")
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT INTO texts (rowid, key) VALUES (?, ?)", texts.keys.items()
        )
        self._connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._connection.execute("COMMIT")
        self.build = perf_counter() - start
        self.size = path.stat().st_size / len(texts.keys)

    def holding(self, phrase: str) -> Keys:
        # The index says that it has none of one or two ideographs: they take as many bytes as
        # three letters. The sign before the column keeps it from being asked.
        column = "key" if len(phrase) >= _TRIGRAM else "+key"
        rows = self._connection.execute(
            f"SELECT rowid FROM texts WHERE {column} LIKE ?", (f"%{phrase}%",)
        )
        return array("q", [unit for (unit,) in rows])

    def similar(self, text: str) -> Keys | None:
        key = match_key(text).replace('"', " ")
        some = " OR ".join(
            f'"{key[place : place + _TRIGRAM]}"' for place in range(len(key) - _TRIGRAM + 1)
        )
        rows = self._connection.execute(
            f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT {_CANDIDATES}",
            (some,),
        )
        return array("q", [unit for (unit,) in rows])

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


def _quoted(gram: str) -> str:
    return f'"{gram[:-1]}"*' if gram.endswith("*") else f'"{gram}"'


class _Gin:
    """A GIN index of PostgreSQL over the grams as text-search words, which can be begun too."""

    name = "PostgreSQL GIN"

    def __init__(self, texts: _Texts, url: str) -> None:
        import psycopg  # noqa: PLC0415  # an extra

        self._connection = psycopg.connect(url, autocommit=True)
        start = perf_counter()
        self._connection.execute("CREATE TABLE given (id bigint, grams text[])")
        with self._connection.cursor().copy("COPY given FROM STDIN") as copy:
            for row in texts.grams():
                copy.write_row(row)
        self._connection.execute(
            "CREATE TABLE texts AS SELECT id, array_to_tsvector(grams) AS grams FROM given"
        )
        self._connection.execute("CREATE INDEX texts_by_gram ON texts USING gin (grams)")
        self._connection.execute("VACUUM ANALYZE texts")
        self.build = perf_counter() - start
        found = self._connection.execute("SELECT pg_relation_size('texts_by_gram')").fetchone()
        assert found is not None
        self.size = found[0] / len(texts.keys)

    def holding(self, phrase: str) -> Keys:
        wanted = _wanted(phrase)
        query = " & ".join(f"'{w[:-1]}':*" if w.endswith("*") else f"'{w}'" for w in wanted)
        rows = self._connection.execute(
            "SELECT id FROM texts WHERE grams @@ %s::tsquery", (query,), binary=True
        )
        return array("q", [unit for (unit,) in rows])

    def similar(self, text: str) -> Keys | None:  # noqa: ARG002
        # Its ranking reads every row that has any of the grams: all of the table.
        return None

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()


class _PostgresTrigrams:
    """pg_trgm with a GIN index over the texts as they are."""

    name = "PostgreSQL pg_trgm"

    def __init__(self, texts: _Texts, url: str) -> None:
        import psycopg  # noqa: PLC0415  # an extra

        self._connection = psycopg.connect(url, autocommit=True)
        start = perf_counter()
        self._connection.execute("CREATE EXTENSION pg_trgm")
        self._connection.execute("CREATE TABLE keyed (id bigint, key text)")
        with self._connection.cursor().copy("COPY keyed FROM STDIN") as copy:
            for row in texts.keys.items():
                copy.write_row(row)
        self._connection.execute(
            "CREATE INDEX keyed_by_trigram ON keyed USING gin (key gin_trgm_ops)"
        )
        self._connection.execute("VACUUM ANALYZE keyed")
        self.build = perf_counter() - start
        found = self._connection.execute("SELECT pg_relation_size('keyed_by_trigram')").fetchone()
        assert found is not None
        self.size = found[0] / len(texts.keys)
        self._connection.execute("SET pg_trgm.similarity_threshold = 0.3")

    def holding(self, phrase: str) -> Keys:
        rows = self._connection.execute(
            "SELECT id FROM keyed WHERE key LIKE %s", (f"%{phrase}%",), binary=True
        )
        return array("q", [unit for (unit,) in rows])

    def similar(self, text: str) -> Keys | None:
        rows = self._connection.execute(
            "SELECT id FROM keyed WHERE key %% %s"
            f" ORDER BY similarity(key, %s) DESC LIMIT {_CANDIDATES}",
            (text, text),
            binary=True,
        )
        return array("q", [unit for (unit,) in rows])

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()


def measure(path: Path, *, queries: int, postgres: bool = False) -> list[Found]:
    """Measure all indexes with so many queries of each kind over the memory in a file."""
    texts = _Texts(path)
    asked = dict(zip(_KINDS, _drawn(texts, queries), strict=True))
    with ExitStack() as stack:
        store = stack.enter_context(open_store(path, create=False))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        indexes: list[_Index] = [
            _PostingLists(store, path, len(texts.keys)),
            stack.enter_context(closing(_FullText(texts, folder))),
            stack.enter_context(closing(_Trigrams(texts, folder))),
        ]
        if postgres:
            url = stack.enter_context(local_postgres(folder / "server"))
            indexes.append(stack.enter_context(closing(_Gin(texts, url))))
            indexes.append(stack.enter_context(closing(_PostgresTrigrams(texts, url))))
        return [found for kind in _KINDS for found in _measured(indexes, kind, asked[kind], texts)]


@dataclass(frozen=True, slots=True)
class _Query:
    """A phrase, or a text that was made from that of the unit `origin`."""

    text: str
    origin: int


def _drawn(texts: _Texts, queries: int) -> tuple[list[_Query], ...]:
    """Return queries of each of `_KINDS`, drawn from the memory: common words come often."""
    dice = random.Random(SEED)
    units = dice.sample([unit for unit, key in texts.keys.items() if _RUN.search(key)], queries)
    every = list(texts.keys.values())
    words_of_two, phrases, alike = [], [], []
    for unit in units:
        key = texts.keys[unit]
        words_of_two.append(_Query(_piece(key, 2, dice), unit))
        phrases.append(_Query(_piece(key, dice.randint(1, 4), dice), unit))
        changed = changed_text(key, _LANGUAGE, every, dice)
        alike.append(_Query(changed if words(changed) else key, unit))
    return words_of_two, phrases, alike


def _piece(key: str, length: int, dice: random.Random) -> str:
    """Draw so many ideographs in a row, or fewer where the run that was drawn is shorter."""
    run_of_them = dice.choice(_RUN.findall(key))
    start = dice.randrange(max(len(run_of_them) - length, 0) + 1)
    return str(run_of_them[start : start + length])


def _wanted(phrase: str) -> list[str]:
    """Return the grams that a text with a phrase must hold (`memory.lookup.concordance`)."""
    pairs = [phrase[place : place + 2] for place in range(len(phrase) - 1)]
    return list(dict.fromkeys(pairs)) or [f"{phrase}*"]


def _measured(
    indexes: Sequence[_Index], kind: str, queries: Sequence[_Query], texts: _Texts
) -> Iterator[Found]:
    """Ask all indexes in turns; the first query, which reads what is kept, is not timed."""
    times: dict[str, list[float]] = {each.name: [] for each in indexes}
    recalls: dict[str, list[float]] = {each.name: [] for each in indexes}
    for number, query in enumerate((queries[0], *queries)):
        right = texts.holding(query.text) if kind != "similar" else None
        for index in indexes:
            start = perf_counter()
            found = index.similar(query.text) if right is None else index.holding(query.text)
            spent = perf_counter() - start
            if found is None or not number:
                continue
            times[index.name].append(1000 * spent)
            recalls[index.name].append(
                float(_has_near(found, query, texts))
                if right is None
                else len(right.intersection(found)) / len(right)
            )
    for index in indexes:
        if times[index.name]:
            middle, high = percentiles(times[index.name])
            recall = mean(recalls[index.name])
            yield Found(index.name, kind, recall, middle, high, index.build, index.size)


def _has_near(found: Keys, query: _Query, texts: _Texts) -> bool:
    """Return whether some text is as near as the one that the query was made from."""
    near = Levenshtein.normalized_similarity(query.text, texts.keys[query.origin])
    return any(
        Levenshtein.normalized_similarity(query.text, texts.keys[unit]) >= near for unit in found
    )


def _row(each: Found) -> Row:
    return {
        **{"index": each.index, "asked for": each.kind, "recall": f"{each.recall:.4f}"},
        **{"p50 ms": each.median, "p95 ms": each.high, "build s": each.build, "B/unit": each.size},
    }


@command
@click.argument("memory", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--queries", type=click.IntRange(1), default=200, show_default=True)
@click.option("--postgres", is_flag=True, help="Also a GIN index in a PostgreSQL started here.")
@json_option
def main(memory: Path, queries: int, postgres: bool, as_json: bool) -> None:
    """Measure the index of MEMORY beside those of the databases themselves.

    \b
    Example: python -m scripts.dev.bench.index large.db --queries 100 --postgres
    """
    show(measure(memory, queries=queries, postgres=postgres), _row, as_json=as_json)


if __name__ == "__main__":
    run(main)
