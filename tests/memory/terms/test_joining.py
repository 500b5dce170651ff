"""Concepts that are there already are completed, others are added; nothing is said twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hexapla.memory.merge import merge_memories
from hexapla.memory.store.opening import open_store
from hexapla.memory.store.store import Store
from hexapla.memory.termbase import Concept, Term, TermStatus
from hexapla.memory.terms.joining import JoinCounts, changes_to_join, join_concepts

FOREST = Concept((Term("zh", "树木名册"), Term("en", "Register of trees")))


def join(store: Store, *concepts: Concept) -> JoinCounts:
    return join_concepts(store, concepts, "add", who="Ana")


def terms(store: Store) -> list[list[tuple[str, str, str]]]:
    return [
        [(each.language, each.text, str(each.status)) for each in concept.terms]
        for concept in store.concepts()
    ]


def test_what_is_there_is_not_added_again(store: Store) -> None:
    assert join(store, FOREST, FOREST) == JoinCounts(1, 0, 1)
    assert join(store, FOREST) == JoinCounts(0, 0, 1)
    assert len(store.edit_entries()) == 1


def test_terms_status_and_source_are_completed(store: Store) -> None:
    join(store, FOREST)
    more = Concept(
        (
            Term("zh", "树木名册"),
            Term("en", "register of trees", TermStatus.PREFERRED),
            Term("fr", "registre des arbres"),
        ),
        domain="forests",
        symbol="A/1",
        label="2",
    )
    assert join(store, more) == JoinCounts(0, 1, 0)
    (found,) = store.concepts()
    assert (found.domain, found.source) == ("forests", "A/1#2")
    assert terms(store) == [
        [
            ("zh", "树木名册", "admitted"),
            ("en", "Register of trees", "preferred"),
            ("fr", "registre des arbres", "admitted"),
        ]
    ]


def test_a_word_of_two_domains_is_two_concepts(store: Store) -> None:
    bank = replace(FOREST, domain="money")
    shore = replace(FOREST, domain="rivers")
    assert join(store, bank, shore) == JoinCounts(2, 0, 0)


def test_a_word_in_common_is_not_enough(store: Store) -> None:
    other = Concept((Term("zh", "树木名册"), Term("en", "catalogue")))
    assert join(store, FOREST, other) == JoinCounts(2, 0, 0)
    # A concept that has nothing else is known.
    assert join(store, Concept((Term("zh", "树木名册"),))) == JoinCounts(0, 0, 1)


def test_a_merge_takes_concepts_over_with_who_made_them(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "a.db") as ours,
        open_store(tmp_path / "b.db") as theirs,
    ):
        join_concepts(theirs, [FOREST], "add", who="Boris")
        theirs.back_up(tmp_path / "copy.db")
        counts = merge_memories(ours, theirs, who="Ana")
        assert counts.terms == JoinCounts(1, 0, 0)
        (found,) = ours.concepts()
        assert found.who == "Boris"
        assert [each.who for each in ours.edit_entries()] == ["Ana"]
        assert merge_memories(ours, theirs, who="Ana").terms == JoinCounts(0, 0, 1)
        # What was there when both were one memory, and ours has taken out since, stays out.
        ours.take_back(who="Ana")
    with (
        open_store(tmp_path / "a.db") as ours,
        open_store(tmp_path / "b.db") as theirs,
        open_store(tmp_path / "copy.db") as common,
    ):
        assert merge_memories(ours, theirs, common, who="Ana").terms == JoinCounts()
        assert list(ours.concepts()) == []


def test_a_cell_that_all_rows_have_makes_them_neither_one_nor_slow() -> None:
    rows = [Concept((Term("zh", f"树{n}"), Term("en", "tree"))) for n in range(3000)]
    made, unchanged = changes_to_join([], rows)
    assert (len(made), unchanged) == (3000, 0)
    there = [each.after for each in made if each.after]
    assert changes_to_join(there, rows) == ([], 3000)


def test_a_concept_gets_no_more_terms_than_anybody_reads() -> None:
    said = (Term("en", "tree"), Term("fr", "arbre"))
    rows = [Concept((Term("zh", f"树{n}"), *said)) for n in range(200)]
    made, _ = changes_to_join([], rows)
    there = [each.after for each in made if each.after]
    assert max(len(each.terms) for each in there) == 60
    assert {term for each in there for term in each.terms} == {
        term for each in rows for term in each.terms
    }
    assert changes_to_join(there, rows) == ([], 200)


def test_what_gets_a_domain_is_found_by_it() -> None:
    first = Concept((Term("zh", "树"), Term("en", "tree")))
    again = replace(first, domain="forests")
    made, unchanged = changes_to_join([], [first, again, again, replace(first, domain="maths")])
    assert [each.after and each.after.domain for each in made] == ["forests", "maths"]
    assert unchanged == 1
