"""What the index of a memory knows, after every kind of change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hexapla.corpora.document import Kind
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level, Translation, Unit


@pytest.fixture
def store(location: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", 1)
    with open_store(location) as opened:
        yield opened


def add(store: Store, name: str, *translations: Translation) -> None:
    unit = Unit(
        *("A/1", Level.SENTENCE, 0, "1.1", Kind.BODY, "1", "zh", "名册每年更新一次。"),
        translations,
    )
    store.add_units([unit], DocumentRecord("zh", name, name, 1))


def found(store: Store, word: str, language: str) -> int:
    """Count the units that hold a word."""
    return len(concordance(store, Phrase(word, language)).hits)


def test_a_translation_that_is_merged_into_an_indexed_unit_is_found(store: Store) -> None:
    add(store, "a", Translation("en", "The register is kept.", 1.0, "imported"))
    assert found(store, "register", "en") == 1
    add(store, "b", Translation("fr", "Le registre est tenu à jour.", 1.0, "imported"))
    assert len(list(store.units(level=Level.SENTENCE))) == 1
    assert found(store, "registre", "fr") == 1
    assert found(store, "register", "en") == 1
    assert found(store, "名册", "zh") == 1


def test_what_another_connection_writes_is_found(store: Store, location: str) -> None:
    add(store, "a", Translation("en", "The register is kept.", 1.0, "imported"))
    assert found(store, "registre", "fr") == 0
    with open_store(location) as other:
        add(other, "b", Translation("fr", "Le registre est tenu à jour.", 1.0, "imported"))
    assert found(store, "registre", "fr") == 1
