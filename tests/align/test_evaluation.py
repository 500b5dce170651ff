"""Scores worked out by hand."""

from __future__ import annotations

import pytest

from hexapla.align.beads import parse_beads
from hexapla.align.evaluation import count, score, total


def test_a_perfect_alignment_scores_one() -> None:
    gold = parse_beads(["[0]:[0]", "[1]:[]", "[2, 3]:[1]"])
    found = score(gold, gold)
    assert (found.strict.f1, found.lax.f1) == (1.0, 1.0)


def test_deletions_count_for_precision_and_not_for_recall() -> None:
    gold = parse_beads(["[0]:[0]", "[1]:[1]", "[2]:[]"])
    test = parse_beads(["[0]:[0]", "[1]:[]", "[]:[1]", "[2]:[]"])
    found = score(gold, test)
    assert found.strict.precision == pytest.approx(2 / 4)
    assert found.strict.recall == pytest.approx(1 / 2)
    assert found.lax.precision == pytest.approx(2 / 4)


def test_a_bead_that_shares_a_link_is_laxly_right() -> None:
    gold = parse_beads(["[0, 1]:[0]", "[2]:[1]"])
    test = parse_beads(["[0]:[0]", "[1, 2]:[1]"])
    found = score(gold, test)
    assert found.strict.f1 == 0.0
    assert (found.lax.precision, found.lax.recall) == (1.0, 1.0)


def test_overlap_on_both_sides_without_a_shared_link_is_wrong() -> None:
    gold = parse_beads(["[0]:[0]", "[1]:[1]"])
    test = parse_beads(["[0]:[1]", "[1]:[0]"])
    assert score(gold, test).lax.precision == 0.0


def test_files_are_summed_before_the_ratio() -> None:
    small = count(parse_beads(["[0]:[0]"]), parse_beads(["[0]:[0]"]))
    large = count(
        parse_beads([f"[{i}]:[{i}]" for i in range(3)]),
        parse_beads(["[0]:[0]", "[1, 2]:[1, 2]"]),
    )
    assert total([small, large]).strict.precision == pytest.approx(2 / 3)
    assert total([small, large]).strict.recall == pytest.approx(2 / 4)


def test_nothing_found_scores_zero() -> None:
    assert score(parse_beads(["[0]:[0]"]), []).strict.f1 == 0.0
