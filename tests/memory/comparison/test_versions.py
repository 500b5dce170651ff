"""Versions that are in a memory."""

from __future__ import annotations

import pytest

from hexapla.corpora.errors import MissingError
from hexapla.memory.comparison.versions import stored_version
from hexapla.memory.store.store import Store
from tests.memory.samples import SYMBOL, TEXTS


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
