"""Units of a file are added to what is there, without being doubled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, ImportCounts, Level, Status, Translation, Unit
from tests.memory.factories import make_set, make_unit


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    with open_store(location) as opened:
        opened.replace_set(make_set("S/1", ("甲。", "A.")))
        yield opened
        assert list(opened.problems(deep=True)) == []


def add(store: Store, *units: Unit, name: str = "a.tmx") -> ImportCounts:
    return store.add_units(units, DocumentRecord("zh", name, name, len(units)))


def translations(store: Store) -> dict[tuple[str, str], tuple[Translation, ...]]:
    units = store.units(level=Level.SENTENCE)
    return {(unit.symbol, unit.reference): unit.translations for unit in units}


def test_what_is_known_is_not_added_again(store: Store) -> None:
    assert add(store, make_unit("甲。", "A.", symbol="S/1")) == ImportCounts(
        added=0, merged=0, known=1
    )
    assert list(translations(store)) == [("S/1", "1.1")]
    assert store.has_file("a.tmx")
    assert not store.has_file("b.tmx")


def test_another_language_is_merged_into_the_unit(store: Store) -> None:
    french = make_unit("甲。", "Un.", target="fr", symbol="S/1")
    assert add(store, french) == ImportCounts(added=0, merged=1, known=0)
    assert [each.language for each in translations(store)["S/1", "1.1"]] == ["en", "fr"]


def test_a_better_decided_translation_takes_the_place_and_another_stands_beside(
    store: Store,
) -> None:
    reviewed = make_unit("甲。", "Better A.", status=Status.REVIEWED, symbol="S/1")
    assert add(store, reviewed).merged == 1
    variant = make_unit("甲。", "Other A.", symbol="S/1")
    assert add(store, variant, name="b.tmx").added == 1
    found = {key: [each.text for each in there] for key, there in translations(store).items()}
    assert found == {("S/1", "1.1"): ["Better A."], ("S/1 (imported)", "1.1"): ["Other A."]}


def test_a_unit_that_opens_its_set_is_merged_into_more_than_once(store: Store) -> None:
    def unit(place: int, reference: str, text: str, around: str, **given: Any) -> Unit:
        given |= {"before": f"{around}前。", "after": f"{around}后。"}
        return make_unit("乙。", text, place=place, reference=reference, **given)

    assert add(store, unit(0, "a", "B.", "一")).added == 1
    counts = add(
        store,
        unit(0, "a", "C.", "二"),
        unit(1, "2", "D.", "二", status=Status.REVIEWED),
        unit(2, "3", "Dos.", "二", target="es"),
        name="b.tmx",
    )
    assert counts == ImportCounts(added=1, merged=2, known=0)
    found = [sorted(each.text for each in there) for there in translations(store).values()]
    assert sorted(found) == [["A."], ["B."], ["D.", "Dos."]]


def test_units_take_no_more_keys_than_they_need(store: Store) -> None:
    known = [make_unit(f"旧{place}。", place=place) for place in range(20)]
    new = [make_unit(f"新{place}。", place=20 + place) for place in range(20)]
    assert add(store, *known).added == 20
    before = store._database.last_key("unit")
    by_turns = chain.from_iterable(zip(known, new, strict=True))
    assert add(store, *by_turns) == ImportCounts(added=20, merged=0, known=20)
    assert store._database.last_key("unit") == before + 20


def test_a_set_that_is_aligned_later_has_its_own_symbol(store: Store) -> None:
    assert add(store, make_unit("乙。", symbol="S/2")).added == 1
    store.replace_set(make_set("S/2", ("乙。", "B.")))
    assert [each.symbol for each in store.sets()] == ["S/1", "S/2", "S/2 (imported)"]
