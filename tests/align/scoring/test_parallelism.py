"""Whether a document can be a translation at all, by made vectors."""

from __future__ import annotations

import numpy as np
import pytest

from hexapla.align.encoders.base import Vectors
from hexapla.align.scoring.parallelism import is_parallel, likeness
from hexapla.align.scoring.similarity import TextSums, normalize


def texts(vectors: Vectors) -> TextSums:
    seams = np.zeros((max(len(vectors) - 1, 0), vectors.shape[1]), dtype=np.float16)
    return TextSums.of(vectors, seams, normalize)


def made(count: int, seed: int, width: int = 64) -> Vectors:
    return normalize(np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32))


def translated(vectors: Vectors, noise: float) -> Vectors:
    """Vectors of the same texts in another language: near, but not the same."""
    return normalize(vectors + noise * made(len(vectors), 77))


@pytest.mark.parametrize("noise", [0.5, 1.0, 2.0])
def test_a_translation_is_known(noise: float) -> None:
    source = made(60, 1)
    assert is_parallel(texts(source), texts(translated(source, noise)))


def test_a_part_and_another_order_are_translations() -> None:
    source = made(60, 1)
    target = translated(source, 0.8)
    assert is_parallel(texts(source), texts(target[20:40]))
    assert is_parallel(texts(source), texts(np.concatenate([target[30:], target[:30]])))


@pytest.mark.parametrize("count", [3, 60, 4100])
def test_another_text_is_none(count: int) -> None:
    assert not is_parallel(texts(made(count, 1)), texts(made(count, 2)))


def test_what_all_texts_share_is_no_translation() -> None:
    shared = 3 * made(1, 5)
    left, right = (normalize(made(40, seed) + shared) for seed in (1, 2))
    assert float((left @ right.T).mean()) > 0.7
    assert not is_parallel(texts(left), texts(right))


def test_likeness_falls_from_one_with_what_differs() -> None:
    source = made(20, 1)
    found = [likeness(source, translated(source, noise)) for noise in (0.0, 0.5, 1.0, 3.0)]
    assert found[0] == pytest.approx(1.0, abs=1e-5)
    assert found == sorted(found, reverse=True)
    assert found[-1] > likeness(source, made(20, 2))


def test_likeness_is_the_same_both_ways_and_in_any_order() -> None:
    source, target = made(20, 1), translated(made(30, 1), 0.8)
    assert likeness(source, target) == pytest.approx(likeness(target[::-1], source), abs=1e-5)
    # A part is less like the whole than the whole is.
    assert likeness(source, source[:5]) < likeness(source, source)
