"""Whatever is edited and taken back leaves every row as it was, column by column."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.editing.anonymizing import anonymizing
from hexapla.memory.editing.deleting import DeletionRule, deleting
from hexapla.memory.editing.normalizing import normalizing
from hexapla.memory.editing.relabelling import relabelling
from hexapla.memory.editing.replacing import replacing
from hexapla.memory.editing.stripping import stripping
from hexapla.memory.edits import Edit
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.units import Carried, DocumentRecord, Status, Unit
from tests.examples import examples
from tests.memory.factories import make_translation, make_unit
from tests.memory.samples import sample_memory

ALL = Selection()
EDITS = (
    replacing("[aeiou]+", "X", language="en", pattern=True),
    replacing("树", "木", language="zh"),
    deleting(list(DeletionRule)),
    stripping(),
    normalizing(),
    anonymizing(["Trees"]),
    relabelling("en", "fr"),
)
TEXTS = st.sampled_from(
    ["<b>Trees</b>, a@b.org", "Trees", "—", "树木名册", '"a"  b', "树木, Trees"]
)
TRANSLATIONS = st.builds(
    make_translation,
    TEXTS,
    score=st.sampled_from([0.5, 1.0]),
    status=st.sampled_from(Status),
    carried=st.sampled_from(
        [None, Carried((("creationid", "ana"),), (), ("a@b.org",), "<ph x='1'/>Trees")]
    ),
)
UNITS = st.lists(st.tuples(TEXTS, TRANSLATIONS, st.integers(0, 3)), max_size=10)

_ROWS = (
    "SELECT s.*, u.level, u.position, u.reference, u.kind, u.label, u.text, u.before, u.after,"
    " u.match_key, u.shape, u.carried, t.language, t.text, t.score, t.method, t.label, t.status,"
    " t.match_key, t.shape, t.carried FROM document_set s JOIN unit u ON u.set_id = s.id"
    " LEFT JOIN translation t ON t.unit_id = u.id"
    " ORDER BY s.id, u.level, u.position, u.id, t.language",
    "SELECT * FROM document ORDER BY set_id, language",
    "SELECT * FROM unaligned ORDER BY id",
    "SELECT * FROM change ORDER BY id",
)


def rows(path: Path) -> list[object]:
    """All rows of a memory but those of index and edits; of units, the order for the keys."""
    with closing(sqlite3.connect(path)) as connection:
        return [row for query in _ROWS for row in connection.execute(query)]


def units(given: Iterable[tuple[str, object, int]]) -> Iterable[Unit]:
    for number, (text, translation, place) in enumerate(given):
        yield make_unit(
            text,
            symbol="A/9",
            place=place,
            reference=f"r{number}",
            before="前",
            translations=(translation,),
        )


@examples(12)
@given(UNITS, st.lists(st.sampled_from(EDITS), min_size=1, max_size=3))
def test_edits_that_are_taken_back_leave_no_trace(
    given: list[tuple[str, object, int]], edits: list[Edit]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        with open_store(sample_memory(path)) as store:
            store.add_units(units(given), DocumentRecord("zh", "a.tmx", "d" * 64, 1))
            before = rows(path)
            made = [store.edit_rows(edit, ALL, who="Ana") for edit in edits]
            for entry in filter(None, reversed(made)):
                found = store.take_back(who="Ana")
                assert found is not None
                assert (found.entry.number, found.left) == (entry.number, ())
            assert list(store.problems(deep=True)) == []
        assert rows(path) == before
