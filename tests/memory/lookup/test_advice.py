"""Whoever looks in vain is told why, and what to try."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.memory.lookup.advice import why_no_hits, why_no_matches, why_no_pairs
from hexapla.memory.lookup.concordance import Phrase
from hexapla.memory.lookup.pairs import PairFilter
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level, Status
from tests.memory.factories import make_unit
from tests.memory.samples import SYMBOL, sample_set


@pytest.mark.parametrize(
    ("phrases", "level", "told"),
    [
        ([("名册", "en")], Level.SENTENCE, "found in Chinese: try --language zh"),
        ([("zebra", "en")], Level.SENTENCE, "with a star"),
        ([("名册", "zh"), ("secretary", "en")], Level.SENTENCE, "try without --with"),
    ],
)
def test_where_a_phrase_is_to_be_looked_for(
    store: Store, phrases: list[tuple[str, str]], level: Level, told: str
) -> None:
    assert told in why_no_hits(store, tuple(Phrase(*each) for each in phrases), level=level)


def test_the_other_level_and_what_was_left_out(store: Store) -> None:
    units = [unit for unit in sample_set().units if unit.level is Level.PARAGRAPH]
    store.replace_set(replace(sample_set(), units=tuple(units)))
    phrase = (Phrase("名册", "zh"),)
    assert "try --level paragraph" in why_no_hits(store, phrase, level=Level.SENTENCE)
    told = why_no_hits(store, phrase, level=Level.PARAGRAPH, narrowed=True)
    assert "found where nothing is left out" in told


def test_a_language_that_is_not_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_store(tmp_path_factory.mktemp("memory") / "m.db") as store:
        phrase = (Phrase("trees", "en"),)
        assert "it is empty" in why_no_hits(store, phrase, level=Level.SENTENCE)
        store.add_units([make_unit()], DocumentRecord("zh", "a", "a", 1))
        told = why_no_matches(store, "arbres", source="fr", target="zh", min_score=60)
        assert told == "the memory has nothing in French: it has zh, en"


def test_the_score_that_would_find_something(store: Store) -> None:
    told = why_no_matches(store, "决定保留湖泊名册及其附件", source="zh", target="en", min_score=99)
    assert told.startswith("the best scores")
    told = why_no_matches(store, "zzz qqq", source="en", target="zh", min_score=60)
    assert "hexapla search" in told


@pytest.mark.parametrize(
    ("pair_filter", "told"),
    [
        (PairFilter(Selection(symbol="S/9")), "no document set has the symbol S/9"),
        (PairFilter(Selection(file="x.docx")), "from a file x.docx"),
        (PairFilter(Selection(SYMBOL, status=Status.REVIEWED), 1.0), "none of the status"),
    ],
)
def test_why_there_is_nothing_to_export(store: Store, pair_filter: PairFilter, told: str) -> None:
    found = why_no_pairs(store, "zh", "de", level=Level.SENTENCE, pair_filter=pair_filter)
    assert told in found
