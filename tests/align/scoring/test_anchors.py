"""Labels as anchors."""

from __future__ import annotations

import numpy as np

from hexapla.align.encoders.base import Vectors
from hexapla.align.scoring.anchors import NO_LABEL, UNKNOWN_LABEL, increasing_pairs, trusted_labels


def vectors(count: int) -> Vectors:
    """Unit vectors of texts that have nothing in common."""
    return np.eye(count, dtype=np.float32)


def test_only_unique_labels_that_rise_together_are_paired() -> None:
    source = ["1", "2", "9", "3", "4", "5", "5"]
    target = ["1", "2", "3", "9", "4", "5"]
    assert increasing_pairs(source, target) in (
        [(0, 0), (1, 1), (3, 2), (4, 4)],
        [(0, 0), (1, 1), (2, 3), (4, 4)],
    )


def test_texts_without_labels_pair_with_nothing() -> None:
    assert increasing_pairs(["", "1", ""], ["", "", "1"]) == [(1, 2)]
    assert increasing_pairs([], ["1"]) == []


def test_a_label_on_the_wrong_text_is_not_trusted() -> None:
    labels = ["1", "2", "3", "4", "5", "6"]
    wrong = ["1", "2", "3", "5", "", "6"]
    rows, columns = trusted_labels(labels, wrong, vectors(6), vectors(6))
    assert rows[3] < UNKNOWN_LABEL
    assert rows[4] == columns[3] == NO_LABEL
    assert columns[4] == NO_LABEL
    assert rows[5] == columns[5] >= 0


def test_a_shifted_run_is_not_trusted() -> None:
    source = [str(i) for i in range(30)]
    target = [str(i + 1 if 10 <= i < 20 else i) for i in range(30)]
    rows, columns = trusted_labels(source, target, vectors(30), vectors(30))
    assert (columns[10:20] < 0).all()
    assert columns[19] == UNKNOWN_LABEL
    assert (rows[:10] == columns[:10]).all()


def test_numbers_in_sequence_in_one_version_alone_are_told_from_slips() -> None:
    source = ["1", "2", "3", "4", "4.a", "", "7", "8"]
    target = ["1", "2", "99", "", "5", "6", "7", "9"]
    rows, columns = trusted_labels(source, target, vectors(8), vectors(8))
    # 3 and 4 stand between 2 and 7, and so do 5 and 6; the letter and the slip do not.
    assert rows[2] == rows[3] == columns[4] == columns[5] < UNKNOWN_LABEL
    assert rows[4] == columns[2] == UNKNOWN_LABEL
    # Nothing trusted comes after these.
    assert rows[7] == columns[7] == UNKNOWN_LABEL


def test_too_few_labels_are_no_anchors() -> None:
    rows, columns = trusted_labels(["1", "", ""], ["1", "", ""], vectors(3), vectors(3))
    assert (rows == NO_LABEL).all()
    assert (columns == NO_LABEL).all()


def test_texts_that_are_alike_are_only_numbered_differently() -> None:
    source = ["1", "2", "31", "32", "33", "40"]
    target = ["1", "2", "21", "22", "23", "40"]
    for there in (vectors(6), vectors(6)[[0, 1, 2, 4, 3, 5]]):
        rows, columns = trusted_labels(source, target, vectors(6), there)
        assert (rows[2:5] == UNKNOWN_LABEL).all()
        assert (columns[2:5] == UNKNOWN_LABEL).all()


def test_the_best_that_is_left_is_not_alike_enough() -> None:
    left, right = vectors(6), vectors(6)
    right[2] = [0, 0, 0.44, 0, 0, 0.9]
    rows, columns = trusted_labels(
        ["1", "2", "3", "5", "6", ""], ["1", "2", "4", "5", "6", ""], left, right
    )
    assert rows[2] == columns[2] < UNKNOWN_LABEL


def test_a_number_of_any_length_is_no_place_in_a_sequence() -> None:
    labels = ["1", "2", "9" * 5000, "4", "5"]
    rows, columns = trusted_labels(labels, labels, vectors(5), vectors(5))
    assert (rows == columns).all()
