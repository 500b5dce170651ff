"""Key words in context are the places of a query in all texts of the memory, sorted and counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from hexapla.memory.lookup.kwic.evaluation import Matcher
from hexapla.memory.lookup.kwic.lines import Sort, find_key_words
from hexapla.memory.lookup.kwic.parsing import parse
from hexapla.memory.lookup.kwic.query import Query, languages_of
from hexapla.memory.selection import Selection
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.text.keys import match_key, words
from hexapla.memory.units import Level, Priority
from tests.memory.factories import make_set
from tests.memory.lookup.kwic.queries import QUERIES
from tests.memory.samples import SYMBOL, sample_set

CHANGE = (
    ("适应气候变化。", "Adapting to climate change;"),
    ("气候变化框架公约。", "Convention on Climate Change."),
    ("气候变化的影响。", "Urgent climate change action."),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(QUERIES)
def test_lines_are_the_places_in_all_texts(store: Store, query: Query) -> None:
    found = find_key_words(store, query, limit=None)
    matcher = Matcher(query)
    wanted = set()
    for unit in store.units(level=Level.SENTENCE):
        marks = matcher(unit.texts) or {}
        language = next((each for each in languages_of(query) if each in marks), "")
        wanted |= {(unit.reference, language, *span) for span in marks.get(language, ())}
    assert {(each.unit.reference, each.language, each.start, each.end) for each in found} == wanted
    assert (found.total, found.exact) == (len(wanted), True)
    for line in found:
        assert line.left + line.word + line.right == line.unit.texts[line.language]
        assert line.word


@pytest.fixture
def changes(location: str) -> Store:
    store = open_store(location)
    store.replace_set(make_set("A/RES/70/1", *CHANGE))
    store.replace_set(make_set("S/2031/7", *CHANGE[:1]))
    return store


def lines(store: Store, sort: Sort) -> list[tuple[str, str]]:
    found = find_key_words(store, parse("climate change", "en"), sort=sort)
    return [(line.left.strip(), line.right.strip()) for line in found]


def test_lines_are_sorted_by_the_words_around(changes: Store) -> None:
    with changes:
        adapting, on, urgent = ("Adapting to", ";"), ("Convention on", "."), ("Urgent", "action.")
        assert lines(changes, Sort.NEWEST)[0] == adapting  # of the newer set
        assert lines(changes, Sort.LEFT) == [on, adapting, adapting, urgent]
        assert lines(changes, Sort.LEFT_2)[0] == urgent  # it has no second word
        assert lines(changes, Sort.LEFT_2)[1:] == [adapting, adapting, on]
        assert lines(changes, Sort.RIGHT)[-1] == urgent
        assert lines(changes, Sort.YEAR)[-1] == adapting


def test_each_ideograph_is_a_word_of_the_context(store: Store) -> None:
    found = find_key_words(store, parse("名册", "zh"), sort=Sort.RIGHT)
    right = [words(match_key(line.right)) for line in found]
    assert right == sorted(right) and len(right) == 2


def test_key_words_are_counted(changes: Store) -> None:
    with changes:
        found = find_key_words(changes, parse("en:(chang* OR adapt*) OR zh:气候", "en"), limit=1)
        assert len(found.lines) == 1
        assert (found.total, found.units) == (6, 4)
        assert found.frequencies.organ == (("A", 4), ("S", 2))
        assert found.frequencies.year == (("2015", 4), ("2031", 2))
        assert dict(found.frequencies.language) == {"en": 6, "zh": 4}
        assert found.frequencies.form == (("change", 4), ("Adapting", 2))


def test_only_some_documents_and_units_are_looked_in(changes: Store) -> None:
    with changes:
        query = parse("climate", "en")
        with changes.within(Selection("S/*")):
            assert find_key_words(changes, query).total == 1
        few = find_key_words(changes, query, most_read=2)
        assert (few.read, few.candidates, few.exact) == (2, 4, False)
        rest = find_key_words(changes, query, skip=1, limit=2)
        assert rest.lines == find_key_words(changes, query).lines[1:3]
        changes.prioritize(Selection("S/*"), Priority.EXCLUDED)
        assert find_key_words(changes, query).total == 3
        # A pattern without a whole word is looked for in every text.
        assert find_key_words(changes, parse("/[cC]lima/", "en")).total == 3


def test_a_rejected_translation_is_not_found(tmp_path: Path) -> None:
    from hexapla.memory.units import Status  # noqa: PLC0415

    given = sample_set()
    units = tuple(
        replace(
            unit,
            translations=tuple(replace(each, status=Status.REJECTED) for each in unit.translations),
        )
        for unit in given.units
    )
    with open_store(tmp_path / "memory.db") as store:
        store.replace_set(replace(given, units=units))
        assert find_key_words(store, parse("en:register", "zh")).total == 0
        assert find_key_words(store, parse("名册", "zh")).total == 2
    assert given.symbol == SYMBOL
