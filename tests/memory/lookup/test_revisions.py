"""What a later document replaces comes after it, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.citation import cite
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.lookup.revisions import replaced_by, replacements
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Priority
from tests.memory.samples import sample_set

DRAFT = "A/C.2/98/L.5"
SYMBOLS = (f"{DRAFT}/Rev.2", DRAFT, f"{DRAFT}/Rev.10", f"{DRAFT}/Add.1", f"{DRAFT}0/Rev.11")
TEXT = "决定保留树木名册。"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The same text in a draft, its revisions, an addendum, and another draft."""
    with open_store(tmp_path / "memory.db") as opened:
        for symbol in SYMBOLS:
            sample = sample_set()
            units = tuple(replace(unit, symbol=symbol) for unit in sample.units)
            opened.replace_set(replace(sample, symbol=symbol, units=units))
        yield opened


def test_a_revision_replaces_what_it_names_and_nothing_else(store: Store) -> None:
    newest = f"{DRAFT}/Rev.10"
    assert replaced_by(store, SYMBOLS) == {DRAFT: newest, f"{DRAFT}/Rev.2": newest}
    assert replaced_by(store, []) == {}


def test_an_excluded_revision_replaces_nothing(store: Store) -> None:
    store.prioritize(Selection(symbol=f"{DRAFT}/Rev.10"), Priority.EXCLUDED)
    assert replaced_by(store, [DRAFT]) == {DRAFT: f"{DRAFT}/Rev.2"}


def test_look_ups_give_what_is_replaced_last_and_tell_of_it(store: Store) -> None:
    (match,) = find_matches(store, TEXT, source="zh", target="en")
    assert match.sources == len(SYMBOLS)
    assert match.replaced_by == ""
    hits = concordance(store, Phrase("树木名册", "zh"), limit=9).hits
    told = [hit.replaced_by for hit in hits]
    assert told == sorted(told)
    assert told.count(f"{DRAFT}/Rev.10") == 2
    assert cite(store, DRAFT, "1").replaced_by == f"{DRAFT}/Rev.10"
    assert cite(store, f"{DRAFT}/Rev.10", "1").replaced_by == ""


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 30)), max_size=12),
)
def test_only_the_newest_of_each_is_not_replaced(parts: list[tuple[str, int]]) -> None:
    symbols = [f"A/1/{name}" + (f"/Rev.{number}" if number else "") for name, number in parts]
    revisions = [each for each in symbols if "/Rev." in each]
    found = replacements(symbols, revisions)
    for (name, number), symbol in zip(parts, symbols, strict=True):
        most = max((other for known, other in parts if known == name), default=0)
        assert found.get(symbol, "") == (f"A/1/{name}/Rev.{most}" if number < most else "")
