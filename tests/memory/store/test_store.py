"""What every memory does, on real SQLite files and in a real PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import ConflictError, LimitError, StoreError
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.sqlite.database import SQLiteDatabase, open_sqlite
from hexapla.memory.store.store import Store
from hexapla.memory.units import (
    AlignedSet,
    DocumentRecord,
    Level,
    PairSummary,
    Status,
    Translation,
    Unaligned,
    Unit,
)
from tests.examples import examples
from tests.memory.samples import SYMBOL, TEXTS, sample_set


@pytest.fixture
def store(location: str) -> Iterator[Store]:
    with open_store(location) as opened:
        yield opened
        assert list(opened.problems(deep=True)) == []


def made(symbol: str, *texts: tuple[str, str], fingerprint: str = "f") -> AlignedSet:
    """A set of sentences with their English."""
    units = tuple(
        Unit(
            *(symbol, Level.SENTENCE, number, f"{number + 1}.1", Kind.BODY, str(number + 1), "zh"),
            text,
            (Translation("en", english, 0.5, "similarity"),),
        )
        for number, (text, english) in enumerate(texts)
    )
    return AlignedSet(symbol, "zh", (), units, (), fingerprint)


def decided(aligned: AlignedSet, place: int, status: Status, text: str = "") -> AlignedSet:
    """The set with the English of one unit decided on, and edited where a text is given."""
    unit = aligned.units[place]
    english = unit.translations[0]
    changed = replace(english, status=status, text=text or english.text)
    units = list(aligned.units)
    units[place] = replace(unit, translations=(changed, *unit.translations[1:]))
    return replace(aligned, units=tuple(units))


def english(store: Store, symbol: str) -> list[tuple[str, str, Status]]:
    return [
        (unit.text, each.text, each.status)
        for unit in store.units(level=Level.SENTENCE, symbol=symbol)
        for each in unit.translations
        if each.language == "en"
    ]


def test_gives_back_what_was_stored(store: Store) -> None:
    aligned = sample_set()
    store.replace_set(aligned)
    for level in Level:
        assert list(store.units(level=level)) == [
            unit for unit in aligned.units if unit.level is level
        ]
    (summary,) = store.sets()
    assert summary.languages == tuple(TEXTS)
    assert (summary.symbol, summary.source_language) == (SYMBOL, "zh")
    assert (summary.paragraphs, summary.sentences) == (7, 8)
    assert summary.documents == aligned.documents
    assert summary.warnings == ("a warning",)
    assert summary.pairs[0] == PairSummary("en", 7, 8, 0, 0, 0)
    assert store.fingerprint(SYMBOL) == summary.fingerprint == "first"
    assert store.fingerprint("none") is None
    assert store.documents(SYMBOL) == summary.documents != ()
    assert store.documents("none") == ()


def test_it_is_there_after_closing(location: str) -> None:
    with open_store(location) as store:
        store.replace_set(sample_set())
    with open_store(location, create=False) as store:
        assert len(list(store.units(level=Level.PARAGRAPH))) == 7


def test_storing_again_doubles_nothing_and_replaces_all(store: Store) -> None:
    store.replace_set(sample_set())
    store.replace_set(sample_set())
    store.replace_set(replace(sample_set("second"), warnings=()))
    (summary,) = store.sets()
    assert (summary.paragraphs, summary.sentences) == (7, 8)
    assert (summary.fingerprint, summary.warnings) == ("second", ())
    store.replace_set(made(SYMBOL, ("甲。", "A.")))
    assert [unit.text for unit in store.units(level=Level.SENTENCE)] == ["甲。"]
    assert list(store.units(level=Level.PARAGRAPH)) == []


def test_a_set_stays_in_quarantine_until_it_is_stored(store: Store) -> None:
    store.quarantine(SYMBOL, "first", "it hung")
    store.quarantine(SYMBOL, "second", "it hung again")
    store.quarantine("S/2", "second", "it died")
    assert store.quarantined(SYMBOL, "first") == ""
    assert store.quarantined(SYMBOL, "second") == "it hung again"
    store.replace_set(sample_set())
    assert store.quarantined(SYMBOL, "second") == ""
    assert store.quarantined("S/2", "second") == "it died"
    store.release("S/2")
    assert store.quarantined("S/2", "second") == ""
    store.quarantine(SYMBOL, "third", "it hung")
    store.remove_set(SYMBOL)
    assert store.quarantined(SYMBOL, "third") == ""


ENDLESS = """
WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1e12)
SELECT max(n) FROM number
"""


def test_what_takes_too_long_is_given_up_and_nothing_else(store: Store) -> None:
    store.replace_set(sample_set())
    with pytest.raises(LimitError, match="takes too long"), store.limited(0.2), store._reading():
        store._database.execute(ENDLESS)
    with pytest.raises(LimitError, match="takes too long"), store.limited(0.0):
        time.sleep(0.01)
        store.documents(SYMBOL)
    for number in range(3):
        store.replace_set(made(f"S/{number}", ("甲。", "A.")))
    with pytest.raises(LimitError, match="takes too long"), store.limited(0.2):
        for _ in store.sets():
            time.sleep(0.15)
    for number in range(3):
        store.remove_set(f"S/{number}")
    with store.limited(60):
        assert store.documents(SYMBOL)
        assert len(list(store.sets())) == 1
    with pytest.raises(ConflictError), store.limited(60):
        store.undo("none", Level.SENTENCE, who="Ana")
    assert store.documents(SYMBOL)


def test_sets_come_in_the_natural_order_of_their_symbols(store: Store) -> None:
    symbols = ["A/RES/9/2", "A/RES/74/10", "A/RES/74/9", "A/CN.4/1", "A/RES/100/1", "A/RES/074/9"]
    for symbol in symbols:
        store.replace_set(made(symbol, (symbol, symbol), (symbol * 2, symbol)))
    ordered = [summary.symbol for summary in store.sets()]
    assert ordered == [
        *("A/CN.4/1", "A/RES/9/2", "A/RES/74/9", "A/RES/74/10", "A/RES/074/9", "A/RES/100/1")
    ]
    units = [(unit.symbol, unit.position) for unit in store.units(level=Level.SENTENCE)]
    assert units == [(symbol, position) for symbol in ordered for position in (0, 1)]


def test_units_are_chosen_by_source_target_and_symbol(store: Store) -> None:
    store.replace_set(sample_set())
    store.replace_set(made("B/1", ("甲。", "A.")))
    store.replace_set(replace(made("C/1", ("甲。", "A.")), source_language="fr"))
    sentences = Level.SENTENCE

    def symbols(**chosen: Any) -> set[str]:
        return {unit.symbol for unit in store.units(level=sentences, **chosen)}

    assert symbols() == {SYMBOL, "B/1", "C/1"}
    assert symbols(source="zh") == {SYMBOL, "B/1"}
    assert symbols(source="fr", target="en") == {"C/1"}
    assert symbols(target="de") == {SYMBOL}
    assert symbols(symbol="B/1", target="de") == set()
    assert symbols(symbol="none") == set()
    german = list(store.units(level=sentences, target="de"))
    assert {each.language for unit in german for each in unit.translations} == {"de"}
    assert [unit.after for unit in german] == [
        unit.after for unit in store.units(level=sentences, symbol=SYMBOL)
    ]


def test_contexts_other_than_the_neighbouring_units_are_kept(store: Store) -> None:
    aligned = made("S/1", ("甲。", "A."), ("乙。", "B."), ("丙。", "C."))
    first, second, third = aligned.units
    units = (
        replace(first, before="题目", after="乙。"),
        replace(second, before="", after="丁。"),
        replace(third, before="乙。", after=""),
    )
    store.replace_set(replace(aligned, units=units))
    store.replace_set(made("S/2", ("戊。", "E.")))
    assert tuple(store.units(level=Level.SENTENCE, symbol="S/1")) == units
    assert [unit.before for unit in store.units(level=Level.SENTENCE)][-1] == ""


def test_unaligned_paragraphs_are_listed_by_language_and_place(store: Store) -> None:
    alone = [
        Unaligned("fr", "zh", 4, Kind.BODY, "5", "戊。", "no counterpart found"),
        Unaligned("en", "en", 2, Kind.NOTE, "1", "Note.", "no counterpart found"),
        Unaligned("en", "zh", -1, Kind.TITLE, "", "题目", "no counterpart found"),
    ]
    store.replace_set(replace(made("S/1", ("甲。", "A.")), unaligned=tuple(alone)))
    assert list(store.unaligned("S/1")) == [alone[2], alone[1], alone[0]]
    assert list(store.unaligned("none")) == []
    (summary,) = store.sets()
    assert [(pair.language, pair.unaligned) for pair in summary.pairs] == [("en", 2), ("fr", 1)]


def test_a_document_without_a_pair_still_shows(store: Store) -> None:
    records = (DocumentRecord("zh", "a", "0", 1), DocumentRecord("ru", "b", "1", 1, ("short",)))
    store.replace_set(replace(made("S/1", ("甲。", "A.")), documents=records))
    (summary,) = store.sets()
    assert summary.languages == ("zh", "en", "ru")
    assert summary.documents == records


def test_removing_takes_everything_of_the_set_and_nothing_else(store: Store) -> None:
    store.replace_set(sample_set())
    store.replace_set(made("S/1", ("甲。", "A.")))
    assert store.remove_set(SYMBOL)
    assert not store.remove_set(SYMBOL)
    assert [summary.symbol for summary in store.sets()] == ["S/1"]
    assert len(list(store.units(level=Level.SENTENCE))) == 1
    assert list(store.units(level=Level.PARAGRAPH)) == []


def test_decisions_survive_a_redo(store: Store) -> None:
    aligned = made("S/1", ("甲。", "A."), ("乙。", "B."), ("丙。", "C."), ("丁。", "D."))
    store.replace_set(
        decided(decided(aligned, 0, Status.REVIEWED, "An edited A."), 1, Status.REJECTED)
    )
    redone = made(
        "S/1",
        ("新。", "New."),
        ("甲。", "Worse A."),
        ("乙。", "B."),
        ("丙。", "C2."),
        fingerprint="g",
    )
    for _ in range(2):
        store.replace_set(redone)
        assert english(store, "S/1") == [
            ("新。", "New.", Status.AUTOMATIC),
            ("甲。", "An edited A.", Status.REVIEWED),
            ("乙。", "B.", Status.REJECTED),
            ("丙。", "C2.", Status.AUTOMATIC),
        ]
    (summary,) = store.sets()
    assert summary.pairs[0] == PairSummary("en", 0, 4, 1, 1, 0)
    assert summary.warnings == ()


def test_a_rejected_link_that_is_now_another_is_judged_anew(store: Store) -> None:
    store.replace_set(decided(made("S/1", ("甲。", "B.")), 0, Status.REJECTED))
    store.replace_set(made("S/1", ("甲。", "A.")))
    assert english(store, "S/1") == [("甲。", "A.", Status.AUTOMATIC)]


def test_a_decision_belongs_to_its_occurrence_of_a_repeated_text(store: Store) -> None:
    repeated = made("S/1", ("同上。", "Idem."), ("同上。", "Wrong."), ("同上。", "Idem."))
    store.replace_set(decided(repeated, 1, Status.REJECTED))
    store.replace_set(repeated)
    assert [status for *_, status in english(store, "S/1")] == [
        *(Status.AUTOMATIC, Status.REJECTED, Status.AUTOMATIC)
    ]


def test_a_reviewed_translation_comes_back_where_the_new_unit_has_none(store: Store) -> None:
    store.replace_set(decided(made("S/1", ("甲。", "A.")), 0, Status.REVIEWED))
    french = made("S/1", ("甲。", "A."))
    (unit,) = french.units
    only_french = replace(unit, translations=(Translation("fr", "A (fr).", 0.5, "label"),))
    store.replace_set(replace(french, units=(only_french,)))
    assert english(store, "S/1") == [("甲。", "A.", Status.REVIEWED)]


def test_a_new_decision_stands_against_an_old_one(store: Store) -> None:
    aligned = made("S/1", ("甲。", "A."))
    store.replace_set(decided(aligned, 0, Status.REVIEWED, "Old."))
    store.replace_set(decided(aligned, 0, Status.REJECTED, "New."))
    assert english(store, "S/1") == [("甲。", "New.", Status.REJECTED)]


def test_reviewed_translations_that_lose_their_text_are_counted(store: Store) -> None:
    store.replace_set(decided(made("S/1", ("甲。", "A.")), 0, Status.REVIEWED))
    store.replace_set(made("S/1", ("乙。", "B.")))
    (summary,) = store.sets()
    assert summary.warnings == (
        "reviewed translations left out because their source text is gone: 1",
    )


def test_a_set_that_cannot_be_stored_leaves_the_old_one(store: Store) -> None:
    store.replace_set(made("S/1", ("甲。", "A.")))
    aligned = made("S/1", ("乙。", "B."), ("丙。", "C."))
    first, second = aligned.units
    for wrong in (
        replace(second, reference=first.reference),
        replace(second, text=""),
        replace(second, text="\ud800"),
        replace(second, translations=second.translations * 2),
    ):
        with pytest.raises(StoreError) as error:
            store.replace_set(replace(aligned, units=(first, wrong)))
        assert "\n" not in str(error.value)
        assert [unit.text for unit in store.units(level=Level.SENTENCE)] == ["甲。"]


def test_every_query_uses_an_index_and_sorts_nothing(tmp_path: Path) -> None:
    with closing(open_sqlite(str(tmp_path / "memory.db"))) as database:
        check_plans(Store(database), database)


def check_plans(store: Store, connection: SQLiteDatabase) -> None:
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    store.replace_set(sample_set())
    list(store.sets())
    chosen: dict[str, Any]
    for chosen in ({}, {"source": "zh", "target": "en"}, {"symbol": SYMBOL}, {"excluded": False}):
        list(store.units(level=Level.SENTENCE, **chosen))
    connection.set_trace_callback(None)
    plans = [
        step
        for statement in set(seen)
        if statement.lstrip().startswith("SELECT") and "unit" in statement
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]
    assert len(plans) > 8
    assert [step for step in plans if "AUTOMATIC" in step or "FOR ORDER BY" in step] == []
    small = ("set_in_order", "sqlite_sequence", "CONSTANT ROW", "indexed")
    scans = {
        step
        for step in plans
        if step.startswith("SCAN") and not any(table in step for table in small)
    }
    assert scans == set()


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@examples(50)
@given(
    symbol=TEXT,
    rows=st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT, st.sampled_from(Status)), max_size=6),
)
def test_any_text_and_decision_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    symbol: str,
    rows: list[tuple[str, str, str, str, Status]],
) -> None:
    units = tuple(
        Unit(
            *(symbol, Level.PARAGRAPH, number // 2, str(number), Kind.BODY, label, "zh", text),
            translations=(
                Translation("en", other, 1 / 3, "label", label, status),
                Translation("ar", text, 0.0, "position"),
            ),
            before=before,
            after=label,
        )
        for number, (text, other, label, before, status) in enumerate(rows)
    )
    with open_store(tmp_path_factory.mktemp("any", numbered=True) / "a.db") as store:
        for _ in range(2):
            store.replace_set(AlignedSet(symbol, "zh", (), units, (), symbol, (symbol,)))
            assert tuple(store.units(level=Level.PARAGRAPH)) == units
            assert store.fingerprint(symbol) == symbol
