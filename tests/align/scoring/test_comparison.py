"""What is known of two sides before their beads are judged."""

from __future__ import annotations

import numpy as np
import pytest

from hexapla.align.encoders.registry import get_encoder
from hexapla.align.scoring.anchors import NO_LABEL, UNKNOWN_LABEL
from hexapla.align.scoring.comparison import PairFeatures, Structure, compare, compare_reordered
from hexapla.align.scoring.similarity import EncodedTexts, encode_texts

SOURCE = [
    f"第{n}段：{1990 + n}年第{n}/{100 + n}号决议，UNICEF 拨款 {n * 137} 元" for n in range(30)
]
TARGET = [
    f"{n}: resolution {n}/{100 + n} of {1990 + n}; UNICEF gives {n * 137} yuan" for n in range(30)
]
LABELS = [str(n) for n in range(30)]


@pytest.fixture(scope="module")
def sides() -> tuple[EncodedTexts, EncodedTexts]:
    encoder = get_encoder("none")
    return encode_texts(encoder, SOURCE, LABELS), encode_texts(encoder, TARGET, LABELS)


@pytest.fixture(scope="module")
def pair(sides: tuple[EncodedTexts, EncodedTexts]) -> PairFeatures:
    return compare(*sides)


def test_structure_counts_labels_and_marks_what_goes_on() -> None:
    labels = np.array([0, UNKNOWN_LABEL, NO_LABEL, 1])
    structure = Structure.of(labels, ["Begins, ", "Figure 1", "and ends.", "and again."])
    assert structure.continues.tolist() == [False, True, True, True]
    assert structure.resumes.tolist() == [False, False, True, True]
    assert structure.known_before.tolist() == [0, 1, 1, 1, 2]
    assert structure.unknown_before.tolist() == [0, 0, 1, 1, 1]
    assert [structure.is_continuation(i) for i in range(4)] == [False, False, True, False]


def test_a_part_of_a_structure_counts_as_in_the_whole() -> None:
    labels = np.array([0, NO_LABEL, 1, 2])
    part = Structure.of(labels, ["a"] * 4).part(range(1, 3))
    assert (part.known_before[1:] - part.known_before[:-1]).tolist() == [0, 1]
    assert part.any_labels
    assert not Structure.of(labels, ["a"] * 4).part(range(1, 2)).any_labels


def test_lengths_are_in_texts_of_mean_length(pair: PairFeatures) -> None:
    for side in (pair.left, pair.right):
        assert side.length[0] == 0
        assert side.length[-1] == pytest.approx(30, rel=0.05)
    assert pair.log_text_ratio == 0


def test_labels_that_both_have_are_trusted(pair: PairFeatures) -> None:
    assert pair.left.structure.labels.tolist() == pair.right.structure.labels.tolist()
    assert (pair.left.structure.labels >= 0).sum() > 20


def test_the_rarest_numbers_say_most(pair: PairFeatures) -> None:
    assert len(pair.rarity) == 1 + max(max(each, default=0) for each in pair.left.numbers)
    shared = set(pair.left.numbers[17]) & set(pair.right.numbers[17])
    assert shared
    assert max(pair.rarity[list(shared)]) == pytest.approx(np.log(30) + 0.3, abs=1e-3)


def test_margins_are_over_the_nearest_of_the_other_side(pair: PairFeatures) -> None:
    left, right = pair.left.span(1, slice(None)), pair.right.span(1, slice(None))
    margins = left @ right.T - (pair.left.knn[0][:, None] + pair.right.knn[0][None]) / 2
    assert np.allclose(margins.max(axis=1), pair.left.best, atol=1e-3)
    assert np.allclose(margins.max(axis=0), pair.right.best, atol=1e-3)


def test_a_part_is_measured_as_in_the_whole(pair: PairFeatures) -> None:
    part = pair.part(range(5, 12), range(6, 14))
    assert (len(part.left), len(part.right)) == (7, 8)
    assert part.left.best.tolist() == pair.left.best[5:12].tolist()
    assert np.diff(part.right.length).tolist() == np.diff(pair.right.length)[6:14].tolist()
    assert part.windows[-1].bottom == 8


def test_another_order_takes_what_is_known_of_each_text_along(
    sides: tuple[EncodedTexts, EncodedTexts], pair: PairFeatures
) -> None:
    order = np.array([*range(10, 30), *range(10)])
    labels = pair.left.structure.labels, pair.right.structure.labels[order]
    found = compare_reordered(pair, sides, labels, (range(30), range(30)), order)
    assert found.right.best.tolist() == pair.right.best[order].tolist()
    assert found.right.structure.labels.tolist() == labels[1].tolist()
    assert [list(each) for each in found.right.numbers] == [
        list(pair.right.numbers[j]) for j in order
    ]
    assert np.allclose(found.right.span(1, slice(None)), pair.right.span(1, slice(None))[order])
