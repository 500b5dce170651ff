"""Texts are found in the index by likeness and by what they hold, indexed yet or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority
from tests.memory.factories import make_set

TEXTS = ("各国应加强国际合作。", "国际合作至关重要。", "名册每年更新一次。", "合作。")


@pytest.fixture(params=[1, 4096], ids=["indexed", "tail"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    monkeypatch.setattr("hexapla.memory.store.index.entries.TAIL", request.param)
    with open_store(tmp_path / "memory.db") as opened:
        opened.replace_set(make_set("S/1", *((text, "A.") for text in TEXTS)))
        yield opened


def holding(store: Store, *grams: str) -> list[str]:
    """The texts that hold all of some grams."""
    keys, sets = store.find_grams(grams, "zh", level=Level.SENTENCE)
    assert len(keys) == len(sets)
    return [text for _, text in store.texts("zh", keys.tolist())]


def test_words_of_two_characters_are_found(store: Store) -> None:
    assert holding(store, "合作") == [TEXTS[0], TEXTS[1], TEXTS[3]]
    assert holding(store, "国际", "际合", "合作", "合作") == [TEXTS[0], TEXTS[1]]
    assert holding(store, "合作", "名册") == []


def test_one_character_stands_for_all_grams_that_it_begins(store: Store) -> None:
    assert holding(store, "合*") == [TEXTS[0], TEXTS[1], TEXTS[3]]
    assert holding(store, "每*", "名册") == [TEXTS[2]]


def test_the_text_that_shares_most_comes_first(store: Store) -> None:
    keys = store.find_similar("国际合作很重要。", "zh", level=Level.SENTENCE, limit=2)
    assert next(text for _, text in store.texts("zh", keys)) == TEXTS[1]
    assert store.find_similar("!?", "zh", level=Level.SENTENCE, limit=2) == []
    assert store.find_similar("完全不同", "zh", level=Level.SENTENCE, limit=2) == []


def test_excluded_sets_are_not_found(store: Store) -> None:
    store.prioritize(Selection(symbol="S/1"), Priority.EXCLUDED)
    assert holding(store, "合作") == []
    assert store.find_similar(TEXTS[1], "zh", level=Level.SENTENCE, limit=2) == []
