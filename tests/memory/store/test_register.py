"""The register of a memory: kept, chosen by, edited, taken back, copied, merged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import UsageError
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.merge import merge_memories
from hexapla.memory.register import Fact, FactKind, RegisterEntry
from hexapla.memory.selection import Selection, span_of_dates
from hexapla.memory.store.connection import OF_SERVERS
from hexapla.memory.store.filling import fill_register
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.database import open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority
from tests.memory.samples import SYMBOL, sample_memory, sample_set

OTHER = "A/HRC/44/L.1"
SAID = (
    Fact(FactKind.BODY, "人权理事会", "zh"),
    Fact(FactKind.AGENDA, "70(b)"),
    Fact(FactKind.AGENDA, "The trees of cities", "en"),
    Fact(FactKind.DATE, "2020-07-14"),
)
ENTRY = RegisterEntry(
    OTHER,
    (
        Fact(FactKind.TITLE, "Trees", "en"),
        Fact(FactKind.DATE, "2020-07-16"),
        Fact(FactKind.SUBJECT, "WATER RESOURCES", "en"),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two sets: one that its symbol alone tells of, one that says something itself."""
    with open_store(sample_memory(tmp_path / "m.db")) as store:
        units = [replace(unit, symbol=OTHER) for unit in sample_set().units]
        other = replace(sample_set(), symbol=OTHER, units=tuple(units), facts=SAID)
        store.replace_set(other)
        yield store


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(body="A"), {SYMBOL}),
        (Selection(body="a/hrc"), {OTHER}),
        (Selection(body="HRC"), {OTHER}),
        (Selection(body="A*"), {SYMBOL, OTHER}),
        (Selection(body="人权"), {OTHER}),
        (Selection(session="98"), {SYMBOL}),
        (Selection(session="44", agenda="70"), {OTHER}),
        (Selection(agenda="70 (b)"), {OTHER}),
        (Selection(agenda="70(c)"), set()),
        (Selection(agenda="trees of cit"), {OTHER}),
        (Selection(dates=span_of_dates("2020")), {OTHER}),
        (Selection(dates=span_of_dates("2020-07..2043")), {SYMBOL, OTHER}),
        (Selection(dates=span_of_dates("..2019")), set()),
        # Of one of them only the year is known.
        (Selection(dates=span_of_dates("2043-05..")), {SYMBOL}),
        (Selection(dates=span_of_dates("2020-08..2043-05")), {SYMBOL}),
        (Selection(subject="water"), set()),
        (Selection(SYMBOL, session="44"), set()),
    ],
)
def test_sets_are_chosen_by_what_is_known_of_them(
    store: Store, selection: Selection, chosen: set[str]
) -> None:
    assert set(store.selected(selection)) == chosen
    with store.within(selection):
        found = concordance(store, Phrase("register", "en"), level=Level.SENTENCE)
        assert {hit.unit.symbol for hit in found} == chosen
        assert found.total == 2 * len(chosen)
        matches = find_matches(store, "决定保留树木名册。", source="zh", target="en")
        assert {each.symbol for each in matches} <= chosen
        assert bool(matches) is bool(chosen)
        keys = store.spread("en", level=Level.SENTENCE, limit=100)
        assert {unit.symbol for unit in store.units_of(keys)} == chosen


def test_what_is_excluded_is_found_within_no_selection(store: Store) -> None:
    store.prioritize(Selection(OTHER), Priority.EXCLUDED)
    with store.within(Selection(body="A*")):
        found = concordance(store, Phrase("register", "en"), level=Level.SENTENCE)
        assert {hit.unit.symbol for hit in found} == {SYMBOL}
    found = concordance(store, Phrase("register", "en"), level=Level.SENTENCE)
    assert {hit.unit.symbol for hit in found} == {SYMBOL}


def test_a_catalogue_counts_before_the_document_until_it_is_taken_back(store: Store) -> None:
    before = store.registered([OTHER, SYMBOL])
    assert before[SYMBOL].texts(FactKind.SESSION) == ("98",)
    entry = store.edit_register([ENTRY], "import", who="Ana")
    assert entry
    assert (entry.size, entry.of_register) == (1, True)
    after = store.registered([OTHER])[OTHER]
    assert (after.date, after.texts(FactKind.SUBJECT)) == ("2020-07-16", ("WATER RESOURCES",))
    # Names in other languages stay, and titles are those that the memory has.
    assert "人权理事会" in after.texts(FactKind.BODY)
    assert after.title("zh") == "大会决议：城市树木的记录"
    assert after.title("en") == "Resolution of the General Assembly: records of urban trees"
    assert set(store.selected(Selection(subject="water res"))) == {OTHER}
    assert store.edit_register([ENTRY], "import", who="Ana") is None
    assert list(store.problems(deep=True)) == []
    # Aligned again, the document is not believed against the catalogue.
    stored = store.stored_set(OTHER)
    assert stored
    store.replace_set(replace(stored, facts=SAID))
    assert store.registered([OTHER])[OTHER].date == "2020-07-16"
    (listed,) = store.edit_entries()
    assert listed.of_register
    back = store.take_back(entry.number, who="Ana")
    assert back
    assert (back.restored, back.left) == (1, ())
    assert store.registered([OTHER])[OTHER] == before[OTHER]
    with pytest.raises(UsageError, match="taken back already"):
        store.take_back(entry.number, who="Ana")


def test_what_a_document_says_comes_again_where_a_catalogue_says_nothing(store: Store) -> None:
    def items() -> tuple[str, ...]:
        chosen = set(store.selected(Selection(agenda="128")))
        known = store.registered([OTHER])[OTHER].texts(FactKind.AGENDA)
        assert chosen == ({OTHER} if "128" in known else set())
        return known

    own = items()
    with_item = replace(ENTRY, facts=(*ENTRY.facts, Fact(FactKind.AGENDA, "128")))
    first = store.edit_register([with_item], "import", who="Ana")
    assert items() == ("The trees of cities", "128")
    second = store.edit_register([ENTRY], "import", who="Ana")
    assert items() == own
    # Aligned meanwhile, the document says something else.
    stored = store.stored_set(OTHER)
    assert stored
    assert stored.facts == SAID
    store.replace_set(replace(stored, facts=(Fact(FactKind.AGENDA, "71"),)))
    for entry, known in ((second, ("128",)), (first, ("71",))):
        assert entry
        assert store.take_back(entry.number, who="Ana")
        assert items() == known
    assert list(store.problems(deep=True)) == []


def test_what_records_far_apart_say_of_a_document_is_joined_and_taken_back(store: Store) -> None:
    def said(symbol: str, subject: str) -> RegisterEntry:
        return RegisterEntry(symbol, (Fact(FactKind.SUBJECT, subject, "en"),))

    before = store.registered([OTHER])
    others = [said(f"A/RES/97/{number}", "CITIES") for number in range(600)]
    entries = [said(OTHER, "TREES"), said(OTHER, "WATER"), *others, said(OTHER, "ROOTS")]
    made = store.edit_register(entries, "import", who="Ana")
    assert made
    assert made.size == 601
    known = store.registered([OTHER])[OTHER]
    assert known.texts(FactKind.SUBJECT) == ("TREES", "WATER", "ROOTS")
    assert store.edit_register(entries, "import", who="Ana") is None
    back = store.take_back(made.number, who="Ana")
    assert back
    assert (back.restored, back.left) == (601, ())
    assert store.registered([OTHER]) == before


def test_others_write_while_a_catalogue_is_read(store: Store, tmp_path: Path) -> None:
    def read() -> Iterator[RegisterEntry]:
        with open_store(tmp_path / "m.db", timeouts=OF_SERVERS) as other:
            other.prioritize(Selection(OTHER), Priority.EXCLUDED)
        yield ENTRY

    assert store.edit_register(read(), "import", who="Ana")


def test_what_has_changed_since_is_left_as_it_is(store: Store) -> None:
    entry = store.edit_register([ENTRY], "import", who="Ana")
    newer = replace(ENTRY, facts=(Fact(FactKind.DATE, "2021"),))
    assert entry
    assert store.edit_register([newer], "import", who="Boris")
    back = store.take_back(entry.number, who="Ana")
    assert back
    assert back.left == (OTHER,)
    assert store.registered([OTHER])[OTHER].date == "2021"


def test_what_a_document_says_goes_with_it_and_a_catalogue_stays(store: Store) -> None:
    store.edit_register([ENTRY], "import", who="Ana")
    store.remove(Selection(OTHER))
    known = store.registered([OTHER])[OTHER]
    assert known.date == "2020-07-16"
    assert known.texts(FactKind.AGENDA) == ()
    assert list(store.catalogue()) == [ENTRY]


def test_the_register_is_copied_and_merged(store: Store, tmp_path: Path) -> None:
    store.edit_register([ENTRY], "import", who="Ana")
    store.back_up(tmp_path / "copy.db")
    with open_store(tmp_path / "copy.db") as copy, open_store(tmp_path / "other.db") as other:
        assert copy.registered([OTHER]) == store.registered([OTHER])
        other.edit_register([RegisterEntry(SYMBOL, ENTRY.facts)], "import", who="Eva")
        assert merge_memories(other, copy, who="Eva").registered == 1
        assert other.registered([OTHER]) == store.registered([OTHER])
        assert [each.symbol for each in other.catalogue()] == [OTHER, SYMBOL]
        assert merge_memories(other, copy, who="Eva").registered == 0


def test_a_memory_of_before_tells_what_its_texts_do(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    first, *rest = sample_set().units
    adopted = replace(
        first,
        kind=Kind.MASTHEAD,
        reference="m-1",
        text="大会决议：大会2043年12月19日通过的决议",
        translations=(
            replace(
                first.translations[0],
                text="Resolution adopted by the General Assembly on 19 December 2043",
            ),
        ),
    )
    with open_store(path) as store:
        store.replace_set(replace(sample_set(), units=(adopted, *rest)))
    with closing(open_sqlite(str(path), create=False)) as database, database.transaction():
        fill_register(database)
    with open_store(path) as store:
        entry = store.registered([SYMBOL])[SYMBOL]
        assert entry.date == "2043-12-19"
        assert "Генеральная Ассамблея" in entry.texts(FactKind.BODY)
        assert list(store.problems(deep=True)) == []


def test_damage_of_the_register_is_found(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "m.db")) as connection:
        connection.execute("UPDATE fact SET text = '2020-07-15' WHERE kind = 'date'")
        connection.commit()
    assert any("1 rows of fact" in line for line in store.problems())


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_documents_are_read_some_at_a_time_and_in_their_order(
    store: Store, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexapla.memory.store.store._ENTRIES", at_once)
    symbols = [OTHER, "S/2020/1", SYMBOL]
    found = list(store.each_registered(symbols))
    assert [each.symbol for each in found] == symbols
    assert found == list(store.registered(symbols).values())
