"""Pairs of any two languages of a memory, and which of them are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.memory.checks.flags import Check
from hexapla.memory.lookup.pairs import PairFilter, as_pair, pairs
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level, Priority, Status, Unit
from tests.memory.factories import make_translation, make_unit
from tests.memory.samples import SYMBOL, TEXTS, sample_memory


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(sample_memory(tmp_path / "memory.db")) as opened:
        units = [
            make_unit(
                "城市树木", "urban trees", symbol="T/1", reference="1", status=Status.REVIEWED
            ),
            make_unit(
                "2043年有12棵树。", "In 2043 13 trees.", symbol="T/1", reference="2", position=1
            ),
            make_unit("甲。", "A.", symbol="T/1", reference="3", position=2),
        ]
        opened.add_units(units, DocumentRecord("", "terms.tsv", "0" * 64, 0))
        yield opened


def chosen(store: Store, source: str = "zh", target: str = "en", **wanted: object) -> list[Unit]:
    pair_filter = PairFilter(**wanted)  # type: ignore[arg-type]
    return list(pairs(store, source, target, level=Level.SENTENCE, pair_filter=pair_filter))


def test_any_two_languages_are_a_pair(store: Store) -> None:
    french = [text for sentences in TEXTS["fr"] for text in sentences]
    german = [text for sentences in TEXTS["de"] for text in sentences]
    found = chosen(store, "fr", "de")
    assert [(each.text, each.translations[0].text) for each in found] == list(
        zip(french, german, strict=True)
    )
    assert {each.tuid for each in found} == {each.tuid for each in chosen(store, "zh", "fr")}
    back = chosen(store, "fr", "zh")
    assert [each.translations[0].text for each in back] == [
        text for sentences in TEXTS["zh"] for text in sentences
    ]
    assert as_pair(found[0], "ru", "es") is None
    assert as_pair(found[0], "fr", "fr") is None


def test_pairs_are_chosen_by_symbol_file_status_and_quality(store: Store) -> None:
    assert len(chosen(store)) == 11
    assert len(chosen(store, selection=Selection(symbol="T/*"))) == 3
    assert len(chosen(store, selection=Selection(file="terms.tsv"))) == 3
    reviewed = Selection(status=Status.REVIEWED)
    assert [each.tuid for each in chosen(store, selection=reviewed)] == ["T/1#1"]
    flagged = chosen(store, flags=frozenset({Check.NUMBERS}))
    assert [each.tuid for each in flagged] == ["T/1#2"]
    without = chosen(store, exclude=frozenset(Check))
    assert {"T/1#2"}.isdisjoint(each.tuid for each in without)
    assert "T/1#1" in {each.tuid for each in without}
    assert len(chosen(store, min_score=1.1)) == 1
    store.prioritize(Selection(symbol=SYMBOL), Priority.EXCLUDED)
    assert len(chosen(store)) == 3


def test_a_pair_of_two_translations_is_as_sure_as_the_less_sure() -> None:
    french = make_translation("Arbres.", "fr", score=0.5, status=Status.REVIEWED)
    english = make_translation("Trees.", "en", score=0.9, status=Status.AUTOMATIC)
    unit = make_unit(translations=(french, english), before="甲", after="乙")
    pair = as_pair(unit, "fr", "en")
    assert pair is not None
    assert (pair.text, pair.before, pair.after) == ("Arbres.", "", "")
    assert (pair.translations[0].score, pair.translations[0].status) == (0.5, Status.AUTOMATIC)


def test_a_pair_with_a_rejected_side_is_none() -> None:
    unit = make_unit(status=Status.REJECTED)
    assert as_pair(unit, "zh", "en") is None
    assert as_pair(unit, "en", "zh") is None
