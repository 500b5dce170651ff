"""Excluding, preferring and removing parts of a memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.importing import import_file
from hexapla.memory.lookup.citation import cite
from hexapla.memory.lookup.concordance import Phrase, concordance
from hexapla.memory.lookup.match import find_matches
from hexapla.memory.selection import Selection, span_of_dates
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.units import Level, Priority, Status
from tests.memory.samples import SYMBOL, TEXTS, sample_set

TEXT = "决定保留树木名册。"


@pytest.fixture
def store(filled_location: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(filled_location) as opened:
        for name, target in (("one.tsv", "Keeps the register."), ("two.tsv", "Keeps the list.")):
            path = tmp_path / name
            path.write_text(f"id\tzh\ten\n{SYMBOL}#1.1\t{TEXT}\t{target}\n", "utf-8")
            import_file(opened, path)
        yield opened


def targets(store: Store, text: str = TEXT) -> list[str]:
    return [each.target for each in find_matches(store, text, source="zh", target="en")]


def counts(store: Store) -> dict[str, int]:
    return {each.symbol: each.sentences for each in store.sets()}


@pytest.mark.parametrize(
    ("selection", "symbol", "path", "meant"),
    [
        (Selection(), SYMBOL, "x", True),
        (Selection(symbol="A/RES/98/*"), SYMBOL, "x", True),
        (Selection(symbol="A/RES/98/12"), f"{SYMBOL} (imported 2)", "x", True),
        (Selection(symbol="A/RES/98/1"), SYMBOL, "x", False),
        (Selection(symbol="A.RES/98/12"), SYMBOL, "x", False),
        (Selection(file="old.tmx"), SYMBOL, "/home/ann/old.tmx", True),
        (Selection(file="old.tmx"), SYMBOL, "C:\\ann\\old.tmx", True),
        (Selection(file="*ann*"), SYMBOL, "/home/ann/old.tmx", True),
        (Selection(file="old.tm?"), SYMBOL, "old.tmx", False),
    ],
)
def test_symbols_and_files_are_meant_with_wildcards(
    selection: Selection, symbol: str, path: str, meant: bool
) -> None:
    assert (selection.has_symbol(symbol) and selection.has_file(path)) is meant


def test_every_file_has_a_set_of_its_own(store: Store) -> None:
    imported = {f"{SYMBOL} (imported)": 1, f"{SYMBOL} (imported 2)": 1}
    assert counts(store) == {SYMBOL: 8} | imported
    assert {TEXTS["en"][3][0], "Keeps the register.", "Keeps the list."} <= set(targets(store))


def test_what_is_excluded_is_not_found_but_cited(store: Store) -> None:
    assert store.prioritize(Selection(symbol="A/RES/98/*"), Priority.EXCLUDED) == 3
    assert targets(store) == targets(store, "决定保留花草名册。") == []
    found = concordance(store, Phrase("名册", "zh"))
    assert (found.hits, found.total) == ((), 0)
    assert list(store.units(level=Level.SENTENCE, excluded=False)) == []
    assert dict(cite(store, SYMBOL, "1").texts)["zh"] == "".join(TEXTS["zh"][3])
    store.prioritize(Selection(file="two.tsv"), Priority.USUAL)
    assert targets(store) == targets(store, "决定保留花草名册。") == ["Keeps the list."]


def test_a_priority_stays_when_a_set_is_aligned_again(store: Store) -> None:
    store.prioritize(Selection(symbol=SYMBOL), Priority.EXCLUDED)
    store.replace_set(sample_set("second"))
    assert store.priorities([SYMBOL])[SYMBOL] is Priority.EXCLUDED
    assert {each.symbol: each.priority for each in store.sets()}[SYMBOL] is Priority.EXCLUDED
    assert store.priorities(["none"])["none"] is Priority.USUAL


def test_matches_of_preferred_sets_come_first(store: Store) -> None:
    for name, target in (("one.tsv", "Keeps the register."), ("two.tsv", "Keeps the list.")):
        store.prioritize(Selection(file="*.tsv"), Priority.USUAL)
        store.prioritize(Selection(file=name), Priority.PREFERRED)
        assert targets(store)[0] == target


def test_a_file_is_taken_out_alone(store: Store) -> None:
    assert store.remove(Selection(file="one.tsv")) == 1
    assert counts(store) == {SYMBOL: 8, f"{SYMBOL} (imported 2)": 1}
    assert store.remove(Selection(file="absent.tsv")) == 0


def test_the_file_of_a_translation_takes_its_language_out(store: Store) -> None:
    records = {each.language: each.path for each in store.documents(SYMBOL)}
    removed = store.remove(Selection(file=records["fr"]))
    assert removed == len([*TEXTS["fr"], *sum(TEXTS["fr"], ())])
    (summary,) = (each for each in store.sets() if each.symbol == SYMBOL)
    assert set(summary.languages) == set(TEXTS) - {"fr"}
    assert store.fingerprint(SYMBOL) == "first"
    store.remove(Selection(file=records["zh"]))
    assert store.fingerprint(SYMBOL) is None


def test_translations_are_taken_out_by_status(store: Store) -> None:
    aligned = sample_set()
    first = aligned.units[0]
    rejected = replace(first.translations[0], status=Status.REJECTED)
    changed = replace(first, translations=(rejected, *first.translations[1:]))
    store.replace_set(replace(aligned, units=(changed, *aligned.units[1:])))
    assert store.remove(Selection(status=Status.REJECTED)) == 1
    assert store.remove(Selection(status=Status.REJECTED)) == 0
    store.remove(Selection(status=Status.AUTOMATIC))
    # The paragraphs of the document are still there; imported texts without translation are not.
    assert counts(store)[SYMBOL] == 8
    assert counts(store)[f"{SYMBOL} (imported)"] == 0


def test_the_same_pair_of_one_file_is_kept_once(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "many.tsv"
    path.write_text("zh\ten\n" + "甲乙。\tA and B.\n" * 5 + "甲乙。\tB and A.\n", "utf-8")
    assert import_file(store, path).added == 2
    found = find_matches(store, "甲乙。", source="zh", target="en")
    assert sorted((each.target, each.sources) for each in found) == [
        ("A and B.", 1),
        ("B and A.", 1),
    ]


def test_a_match_counts_where_it_was_found(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "three.tsv"
    path.write_text(f"zh\ten\n{TEXT}\tKeeps the list.\n", "utf-8")
    import_file(store, path)
    found = {
        each.target: each.sources for each in find_matches(store, TEXT, source="zh", target="en")
    }
    assert found["Keeps the list."] == 2
    assert found["Keeps the register."] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "19",
        "2019-13",
        "2019-00",
        "2019-1",
        "2019-12-32",
        "2019-12-00..",
        "x..2020",
        "2020..2019",
        "2019-05..2019-04-30",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="give a year"):
        span_of_dates(text)
