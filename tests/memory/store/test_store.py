"""What every memory does, on real SQLite files and in a real PostgreSQL."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import ConflictError, LimitError, StoreError
from hexapla.corpora.messages import Message
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    Level,
    PairSummary,
    Unaligned,
)
from tests.memory.factories import make_set
from tests.memory.samples import SYMBOL, TEXTS, sample_set


def test_gives_back_what_was_stored(store: Store) -> None:
    aligned = sample_set()
    store.replace_set(aligned)
    for level in Level:
        assert list(store.units(level=level)) == [
            unit for unit in aligned.units if unit.level is level
        ]
    (summary,) = store.sets()
    assert summary.languages == tuple(TEXTS)
    assert (summary.symbol, summary.source_language) == (SYMBOL, "zh")
    assert (summary.paragraphs, summary.sentences) == (7, 8)
    assert summary.documents == aligned.documents
    assert summary.warnings == ("a warning",)
    assert summary.pairs[0] == PairSummary("en", 7, 8, 0, 0, 0)
    assert store.fingerprint(SYMBOL) == summary.fingerprint == "first"
    assert store.fingerprint("none") is None
    assert store.documents(SYMBOL) == summary.documents != ()
    assert store.documents("none") == ()


def test_it_is_there_after_closing(location: str) -> None:
    with open_store(location) as store:
        store.replace_set(sample_set())
    with open_store(location, create=False) as store:
        assert len(list(store.units(level=Level.PARAGRAPH))) == 7


def test_storing_again_doubles_nothing_and_replaces_all(store: Store) -> None:
    store.replace_set(sample_set())
    store.replace_set(sample_set())
    store.replace_set(replace(sample_set("second"), warnings=()))
    (summary,) = store.sets()
    assert (summary.paragraphs, summary.sentences) == (7, 8)
    assert (summary.fingerprint, summary.warnings) == ("second", ())
    store.replace_set(make_set(SYMBOL, ("甲。", "A.")))
    assert [unit.text for unit in store.units(level=Level.SENTENCE)] == ["甲。"]
    assert list(store.units(level=Level.PARAGRAPH)) == []


def test_a_set_stays_in_quarantine_until_it_is_stored(store: Store) -> None:
    store.quarantine(SYMBOL, "first", Message("it hung"))
    store.quarantine(SYMBOL, "second", Message("it hung again"))
    store.quarantine("S/2", "second", Message("it died"))
    assert store.quarantined(SYMBOL, "first") is None
    assert store.quarantined(SYMBOL, "second") == "it hung again"
    store.replace_set(sample_set())
    assert store.quarantined(SYMBOL, "second") is None
    assert store.quarantined("S/2", "second") == "it died"
    store.release("S/2")
    assert store.quarantined("S/2", "second") is None


ENDLESS = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1e12)
SELECT max(n) FROM number
"""


def test_what_takes_too_long_is_given_up_and_nothing_else(store: Store) -> None:
    store.replace_set(sample_set())
    with pytest.raises(LimitError, match="takes too long"), store.limited(0.2), store._reading():
        store._database.execute(ENDLESS)
    with pytest.raises(LimitError, match="takes too long"), store.limited(0.0):
        time.sleep(0.01)
        store.documents(SYMBOL)
    for number in range(3):
        store.replace_set(make_set(f"S/{number}", ("甲。", "A.")))
    with pytest.raises(LimitError, match="takes too long"), store.limited(0.2):
        for _ in store.sets():
            time.sleep(0.15)
    for number in range(3):
        store.remove(Selection(f"S/{number}"))
    with store.limited(60):
        assert store.documents(SYMBOL)
        assert len(list(store.sets())) == 1
    with pytest.raises(ConflictError), store.limited(60):
        store.undo("none", Level.SENTENCE, who="Ana")
    assert store.documents(SYMBOL)


def test_units_are_chosen_by_source_target_and_symbol(store: Store) -> None:
    store.replace_set(sample_set())
    store.replace_set(make_set("B/1", ("甲。", "A.")))
    store.replace_set(replace(make_set("C/1", ("甲。", "A.")), source_language="fr"))
    sentences = Level.SENTENCE

    def symbols(**chosen: Any) -> set[str]:
        return {unit.symbol for unit in store.units(level=sentences, **chosen)}

    assert symbols() == {SYMBOL, "B/1", "C/1"}
    assert symbols(source="zh") == {SYMBOL, "B/1"}
    assert symbols(source="fr", target="en") == {"C/1"}
    assert symbols(target="de") == {SYMBOL}
    assert symbols(symbol="B/1", target="de") == set()
    assert symbols(symbol="none") == set()
    german = list(store.units(level=sentences, target="de"))
    assert {each.language for unit in german for each in unit.translations} == {"de"}
    assert [unit.after for unit in german] == [
        unit.after for unit in store.units(level=sentences, symbol=SYMBOL)
    ]


def test_unaligned_paragraphs_are_listed_by_language_and_place(store: Store) -> None:
    alone = [
        Unaligned("fr", "zh", 4, Kind.BODY, "5", "戊。", "no counterpart found"),
        Unaligned("en", "en", 2, Kind.NOTE, "1", "Note.", "no counterpart found"),
        Unaligned("en", "zh", -1, Kind.TITLE, "", "题目", "no counterpart found"),
    ]
    store.replace_set(replace(make_set("S/1", ("甲。", "A.")), unaligned=tuple(alone)))
    assert list(store.unaligned("S/1")) == [alone[2], alone[1], alone[0]]
    assert list(store.unaligned("none")) == []
    (summary,) = store.sets()
    assert [(pair.language, pair.unaligned) for pair in summary.pairs] == [("en", 2), ("fr", 1)]


def test_removing_takes_everything_of_the_set_and_nothing_else(store: Store) -> None:
    store.replace_set(sample_set())
    store.replace_set(make_set("S/1", ("甲。", "A.")))
    assert store.remove(Selection(SYMBOL))
    assert not store.remove(Selection(SYMBOL))
    assert [summary.symbol for summary in store.sets()] == ["S/1"]
    assert len(list(store.units(level=Level.SENTENCE))) == 1
    assert list(store.units(level=Level.PARAGRAPH)) == []


def test_a_set_that_cannot_be_stored_leaves_the_old_one(store: Store) -> None:
    store.replace_set(make_set("S/1", ("甲。", "A.")))
    aligned = make_set("S/1", ("乙。", "B."), ("丙。", "C."))
    first, second = aligned.units
    for wrong in (
        replace(second, reference=first.reference),
        replace(second, text=""),
        replace(second, text="\ud800"),
        replace(second, translations=second.translations * 2),
    ):
        with pytest.raises(StoreError) as error:
            store.replace_set(replace(aligned, units=(first, wrong)))
        assert "\n" not in str(error.value)
        assert [unit.text for unit in store.units(level=Level.SENTENCE)] == ["甲。"]
