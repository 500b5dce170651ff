"""A checksum finds whatever became of a row that no statement of ours has changed."""

from __future__ import annotations

import random
import sqlite3
import struct
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.corpora.messages import Message
from hexapla.memory.review import actions
from hexapla.memory.store.checksums import checksum
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.store.tables import CHECKED, COLUMNS
from hexapla.memory.units import DocumentRecord, Level
from tests.evaluations import partly
from tests.memory.samples import SYMBOL, sample_set


def test_each_bit_that_flips_is_another_checksum() -> None:
    text = "登记册 register".encode()
    rows = {checksum([1, text, None])}
    for bit in range(8 * len(text)):
        flipped = int.from_bytes(text) ^ (1 << bit)
        rows.add(checksum([1, flipped.to_bytes(len(text)), None]))
    assert len(rows) == 8 * len(text) + 1
    for row in rows:
        struct.pack("i", row)


def test_no_row_is_without_a_checksum(location: str) -> None:
    """Whatever is done, a row has a checksum when it is done."""
    with open_store(location) as store:
        fill(store)
        for table in CHECKED:
            rows = store._database.execute(f"SELECT count(*), count(checksum) FROM {table}")
            (found,) = rows.fetchall()
            assert found[0] == found[1], table
        assert list(store.problems(deep=True)) == []


def fill(store: Store) -> None:
    store.replace_set(sample_set("first"))
    store.replace_set(sample_set("second"))
    unit = next(store.units(level=Level.SENTENCE, symbol=SYMBOL))
    store.add_units([unit], DocumentRecord("zh", "a.tmx", "d" * 64, 1))
    grid = store.review(SYMBOL, Level.SENTENCE)
    assert grid is not None
    store.change(SYMBOL, Level.SENTENCE, actions.edit(grid, "1.1", "en", "Edited."), who="Ana")
    store.undo(SYMBOL, Level.SENTENCE, who="Ana")
    store.quarantine("S/9", "first", Message("it hung"))
    store.quarantine("S/9", "second", Message("it hung"))
    store.rebuild()


def everything(path: Path) -> list[object]:
    """All rows of all tables, whatever of them can be read."""
    with closing(sqlite3.connect(path)) as connection:
        return [
            connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in COLUMNS.items()
            if table not in {"indexed"}
        ]


@pytest.mark.parametrize("seed", partly(range(40), range(1)))
def test_no_flip_of_a_bit_is_read_without_a_word(seed: int, path: Path) -> None:
    with open_store(path) as store:
        fill(store)
    before, content = everything(path), path.read_bytes()
    chosen = random.Random(seed)
    told = 0
    for _ in range(30):
        place = chosen.randrange(8 * len(content))
        flipped = bytearray(content)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        try:
            with open_store(path, create=False) as store:
                found = list(store.problems(deep=True))
        except StoreError:
            found = ["refused"]
        told += bool(found)
        if not found:
            # What lies between the rows, and is read by nobody, can be anything.
            with suppress(sqlite3.Error):
                assert everything(path) == before, place
    assert told


def test_pages_that_changed_places_are_seen_at_once(path: Path) -> None:
    with open_store(path) as store:
        fill(store)
    before, content = everything(path), path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    pages = [content[at : at + size] for at in range(0, len(content), size)]
    leaves = [number for number, page in enumerate(pages) if number and page[0] == 13]
    assert len(leaves) > 2
    for one, other in pairwise(leaves):
        swapped = list(pages)
        swapped[one], swapped[other] = pages[other], pages[one]
        path.write_bytes(b"".join(swapped))
        try:
            with open_store(path, create=False) as store:
                # Empty pages can change places unseen.
                assert list(store.problems()) or everything(path) == before, (one, other)
        except StoreError:
            continue
