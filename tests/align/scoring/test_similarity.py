"""Vectors of joined texts and their similarities, against plain definitions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexapla.align.encoders.base import Vectors
from hexapla.align.encoders.registry import get_encoder
from hexapla.align.lattice.bead_types import LONGEST
from hexapla.align.scoring.similarity import (
    NEIGHBOURHOOD,
    EncodedTexts,
    TextSums,
    centre,
    encode_texts,
    mean_knn_similarity,
    normalize,
    span_vectors,
)

TEXTS = [
    f"Resolution {number} of {2000 + number}, on UNICEF and item {7 * number}"
    for number in range(12)
]


def vectors(count: int, seed: int = 0, width: int = 8) -> Vectors:
    return normalize(np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32))


def text_sums(count: int) -> TextSums:
    """Sums whose seams take something off."""
    seams = (-0.1 * np.ones((max(count - 1, 0), 8))).astype(np.float16)
    return TextSums.of(4 * vectors(count), seams, normalize)


@pytest.fixture(scope="module")
def texts() -> EncodedTexts:
    return encode_texts(get_encoder("none"), TEXTS, [""] * len(TEXTS))


def test_rows_of_zeros_stay_zero() -> None:
    some = np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)
    assert normalize(some).tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]]
    assert centre(some, np.array([1, 1], dtype=np.float32))[1].tolist() == [0, 0]


def test_centred_vectors_have_unit_length_and_no_common_direction() -> None:
    some = normalize(vectors(50) + np.float32(2))
    centred = centre(some, some.mean(axis=0))
    assert np.allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
    assert np.linalg.norm(centred.mean(axis=0)) < 0.3 < np.linalg.norm(some.mean(axis=0))


@settings(max_examples=30)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 5), st.integers(0, 99))
def test_mean_similarity_to_the_nearest_is_as_defined(
    rows: int, columns: int, nearest: int, seed: int
) -> None:
    left, right = vectors(rows, seed), vectors(columns, seed + 1)
    offsets = np.linspace(-1, 1, columns, dtype=np.float32)
    found = mean_knn_similarity(left, right, offsets, nearest=nearest)
    for row, value in zip(left, found, strict=True):
        best = sorted((row @ right.T - offsets / 2).tolist())[-nearest:]
        assert value == pytest.approx(sum(best) / len(best), abs=1e-5)


def test_neighbours_are_looked_for_about_the_same_place() -> None:
    left = vectors(1, width=4)
    right = np.zeros((4 * NEIGHBOURHOOD, 4), dtype=np.float32)
    right[0] = left[0]  # far from the middle, where the only row's neighbours are looked for
    assert mean_knn_similarity(left, right, nearest=1)[0] == 0


def test_nothing_is_near_to_nothing() -> None:
    assert mean_knn_similarity(vectors(3), vectors(0)).tolist() == [0, 0, 0]


def test_joined_texts_are_the_sum_of_parts_and_seams() -> None:
    sums = text_sums(5)
    joined = sums.joined([2, 3])
    for row, (start, stop) in enumerate(pairwise([0, 2, 5])):
        inside = slice(start, stop)
        expected = sums.parts(inside).sum(0) + sums.seams[start : stop - 1].sum(0)
        assert np.allclose(joined.parts()[row], expected, atol=1e-2)
    assert np.allclose(joined.seams, sums.seams[1:2])


def test_spans_are_the_vectors_of_joined_texts() -> None:
    sums = text_sums(6)
    for size, found in enumerate(span_vectors(sums, 4), 1):
        assert not found[: size - 1].any()
        for end in range(size - 1, 6):
            alone = sums.take(np.arange(end - size + 1, end + 1)).joined([size])
            assert np.allclose(found[end], alone.vectors()[0], atol=1e-2)


def test_texts_that_were_no_neighbours_have_a_mean_seam() -> None:
    sums = text_sums(4)
    sums.seams[:] = np.array([[1], [2], [6]], dtype=np.float16)
    assert sums.take(np.array([0, 1, 3])).seams[:, 0].tolist() == [1, 1.5]
    assert sums.take(np.array([2, 3])).seams[:, 0].tolist() == [6]


def test_spans_know_no_more_texts_than_there_are(texts: EncodedTexts) -> None:
    assert len(texts.spans.joined) == LONGEST
    for size, rows in enumerate(texts.spans.joined, 1):
        assert not rows[: size - 1].any()
        assert np.allclose(np.linalg.norm(rows[size - 1 :].astype(float), axis=1), 1, atol=1e-2)
    assert not texts.spans.interrupted[:2].any()


def test_an_interrupted_span_leaves_the_middle_text_out(texts: EncodedTexts) -> None:
    apart = texts.take(np.array([4, 6]))
    assert np.allclose(texts.spans.interrupted[6], apart.spans.joined[1][1], atol=1e-2)


def test_texts_taken_in_order_are_the_same(texts: EncodedTexts) -> None:
    again = texts.take(np.arange(len(texts)))
    assert list(again.texts) == TEXTS
    for one, other in zip(again.spans.joined, texts.spans.joined, strict=True):
        assert np.allclose(one, other, atol=1e-2)


def test_a_vocalised_text_has_the_vectors_of_its_plain_one() -> None:
    encoder = get_encoder("embedded")
    plain = ["يولد جميع الناس أحرارا، متساوين في الكرامة", "لكل فرد حق في الحياة"]
    vocalised = ["يُولَدُ جَمِيعُ النَّاسِ أَحْرَارًا، مُتَسَاوِينَ فِي الْكَرَامَةِ", "لِكُلِّ فَرْدٍ حَقٌّ فِي الْحَيَاةِ"]
    with_marks, without = (encode_texts(encoder, each, ["", ""]) for each in (vocalised, plain))
    for one, other in zip(with_marks.spans.joined, without.spans.joined, strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(with_marks.spans.clauses.last, without.spans.clauses.last)
