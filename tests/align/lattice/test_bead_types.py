"""The types of beads."""

from __future__ import annotations

from hexapla.align.lattice.bead_types import BEAD_TYPES, INTERRUPTED, LONGEST


def test_deletions_are_first_and_last_and_the_only_ones() -> None:
    assert BEAD_TYPES[0] == (1, 0)
    assert BEAD_TYPES[-1] == (0, 1)
    assert all(a and b for a, b in BEAD_TYPES[1:-1])


def test_each_type_stands_once_but_for_the_interrupted() -> None:
    whole = [each for k, each in enumerate(BEAD_TYPES) if k not in INTERRUPTED]
    assert len(set(whole)) == len(whole)
    assert {BEAD_TYPES[k] for k in INTERRUPTED} == {(1, 3), (3, 1)} < set(whole)


def test_either_side_may_have_the_more_texts_of_common_types() -> None:
    assert all((b, a) in BEAD_TYPES for a, b in BEAD_TYPES if min(a, b) <= 1)


def test_the_longest_span_has_one_text_more_than_any_bead() -> None:
    assert max(max(each) for each in BEAD_TYPES) + 1 == LONGEST
