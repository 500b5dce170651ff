"""How long the texts of one side are for those of the other."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hexapla.align.scoring.length_ratio import estimate_length_ratio

LENGTHS = np.array([30, 90, 45, 60, 120, 75, 50, 80, 100, 40] * 2, dtype=np.float64)


def diagonal(count: int) -> NDArray[np.int64]:
    return np.stack([np.arange(count)] * 2, axis=1)


def ratio(found: tuple[float, float]) -> float:
    return found[1] / found[0]


def test_a_complete_translation_has_the_ratio_of_its_lengths() -> None:
    found = estimate_length_ratio(diagonal(20), LENGTHS, 3 * LENGTHS)
    assert ratio(found.characters) == pytest.approx(3)
    assert found.log_text_ratio == 0
    assert found.characters_per_text(1) == pytest.approx(3 * found.characters_per_text(0))


def test_what_is_missing_is_left_out() -> None:
    pairs = np.array([(i, i if i < 8 else i - 6) for i in range(20) if not 8 <= i < 14])
    target = 2 * np.concatenate([LENGTHS[:8], LENGTHS[14:]])
    found = estimate_length_ratio(pairs, LENGTHS, target)
    assert ratio(found.characters) == pytest.approx(2)
    assert found.log_text_ratio == 0


def test_texts_that_are_always_cut_in_two_count_twice() -> None:
    pairs = np.stack([np.arange(20), 2 * np.arange(20)], axis=1)
    target = np.stack([0.7 * LENGTHS, 0.3 * LENGTHS], axis=1).ravel()
    found = estimate_length_ratio(pairs, LENGTHS, target)
    assert ratio(found.characters) == pytest.approx(1, abs=0.05)
    assert found.log_text_ratio == pytest.approx(np.log(2))


def test_without_sure_pairs_all_texts_count() -> None:
    found = estimate_length_ratio(np.empty((0, 2), dtype=np.int64), LENGTHS, LENGTHS[:4])
    assert found.characters == (LENGTHS.sum(), LENGTHS[:4].sum())
    assert found.texts == (20, 4)


def test_where_few_pairs_are_sure_and_much_is_missing_they_alone_count() -> None:
    found = estimate_length_ratio(np.array([(0, 0), (9, 1)]), LENGTHS, np.array([60.0, 80.0]))
    assert found.characters == (70, 140)
    assert found.log_text_ratio == 0


def test_where_most_is_missing_the_pairs_alone_count() -> None:
    every_second = np.stack([np.arange(0, 20, 2), np.arange(10)], axis=1)
    lengths = np.full(20, 50.0)
    found = estimate_length_ratio(every_second, lengths, np.full(10, 50.0))
    assert ratio(found.characters) == 1
