"""What a memory tells of its sets without their units."""

from __future__ import annotations

from dataclasses import replace

from hexapla.corpora.messages import Message
from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    DocumentRecord,
    Level,
)
from tests.memory.factories import make_set


def test_a_document_without_a_pair_still_shows(store: Store) -> None:
    records = (
        DocumentRecord("zh", "a", "0", 1),
        DocumentRecord("ru", "b", "1", 1, (Message("short"),)),
    )
    store.replace_set(replace(make_set("S/1", ("甲。", "A.")), documents=records))
    (summary,) = store.sets()
    assert summary.languages == ("zh", "en", "ru")
    assert summary.documents == records


def test_sets_come_in_the_natural_order_of_their_symbols(store: Store) -> None:
    symbols = ["A/RES/9/2", "A/RES/74/10", "A/RES/74/9", "A/CN.4/1", "A/RES/100/1", "A/RES/074/9"]
    for symbol in symbols:
        store.replace_set(make_set(symbol, (symbol, symbol), (symbol * 2, symbol)))
    ordered = [summary.symbol for summary in store.sets()]
    assert ordered == [
        *("A/CN.4/1", "A/RES/9/2", "A/RES/74/9", "A/RES/74/10", "A/RES/074/9", "A/RES/100/1")
    ]
    units = [(unit.symbol, unit.position) for unit in store.units(level=Level.SENTENCE)]
    assert units == [(symbol, position) for symbol in ordered for position in (0, 1)]
