"""Versions that are in a memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hexapla.corpora.errors import MissingError
from hexapla.memory.comparison.versions import closest_symbol, stored_version
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Priority
from tests.memory.samples import SYMBOL, TEXTS, sample_set


@pytest.mark.parametrize("language", [None, "zh", "en", "fr"])
def test_a_stored_version_has_its_paragraphs_in_order(store: Store, language: str | None) -> None:
    found = stored_version(store, SYMBOL.lower(), language)
    assert (found.symbol, found.language) == (SYMBOL, language or "zh")
    joined = "" if found.language == "zh" else " "
    texts = [joined.join(sentences) for sentences in TEXTS[found.language]]
    assert [each.text for each in found.paragraphs] == texts
    assert [each.label for each in found.paragraphs] == ["", "", "", "1", "2", "2(a)", "1"]


def test_what_the_memory_lacks_is_said(store: Store) -> None:
    with pytest.raises(MissingError, match="no such document"):
        stored_version(store, "A/RES/1/1")


def test_the_closest_document_has_most_of_the_paragraphs(location: str) -> None:
    whole = sample_set()
    part = replace(whole, symbol="A/RES/99/3", units=whole.units[: len(whole.units) // 3])
    with open_store(location) as store:
        store.replace_set(part)
        store.replace_set(whole)
        draft = stored_version(store, SYMBOL, "en")
        others = tuple(replace(each, text=each.text * 9) for each in draft.paragraphs)
        assert closest_symbol(store, draft) == SYMBOL
        assert closest_symbol(store, replace(draft, paragraphs=others)) == ""
        store.prioritize(Selection(symbol=SYMBOL), Priority.EXCLUDED)
        assert closest_symbol(store, draft) == part.symbol


def test_each_paragraph_takes_one_query(store: Store) -> None:
    draft = stored_version(store, SYMBOL, "en")
    asked: list[str] = []
    store._database.set_trace_callback(asked.append)  # type: ignore[attr-defined]
    assert closest_symbol(store, draft) == SYMBOL
    texts = [each.text for each in draft.paragraphs if len(each.text) >= 30]
    assert sum("FROM unit" in each for each in asked) == len(texts)
