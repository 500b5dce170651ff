"""What the encoder says of words and phrases, and that it is asked only once."""

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from hexapla.align.encoders.base import Sums
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.memory.lookup.renderings.meanings import Meanings, known_meanings

WORDS = ["technical", "assistance", "to", "developing", "countries"]


class Counting(EmbeddedEncoder):
    """Counts the words whose sums it was asked for."""

    asked = 0

    def sums(self, texts: Sequence[str]) -> Sums:
        self.asked += len(texts)
        return super().sums(texts)


def test_a_span_is_near_the_phrase_itself() -> None:
    spans = np.array([[0, 1], [3, 4], [1, 3]])
    rough = known_meanings().rough(WORDS, spans)
    whole = known_meanings().whole([" ".join(WORDS[i : j + 1]) for i, j in spans])
    assert np.linalg.norm(rough, axis=1) == pytest.approx(1, abs=1e-3)
    assert (np.argmax(rough @ whole.T, axis=1) == [0, 1, 2]).all()


def test_the_sign_of_elongation_and_vowels_change_no_meaning() -> None:
    plain, written = known_meanings().whole(["المهارات", "الـمُهَـارات"])
    assert written == pytest.approx(plain, abs=1e-3)


def test_what_is_left_of_a_text_is_near_it() -> None:
    spans = np.array([[0, 1], [3, 4], [0, 4]])
    inside, outside = known_meanings().parted(WORDS, spans)
    whole = known_meanings().whole(["to developing countries", "technical assistance to"])
    assert (inside == known_meanings().rough(WORDS, spans)).all()
    assert (np.argmax(outside[:2] @ whole.T, axis=1) == [0, 1]).all()
    assert (np.diagonal(outside[:2] @ whole.T) > 0.85).all()
    assert not outside[2].any()


def test_words_are_encoded_once_whoever_asks() -> None:
    encoder = Counting()
    meanings = Meanings(encoder)
    spans = np.array([[0, 4]])
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda _: meanings.rough(WORDS, spans), range(8)))
    assert encoder.asked == len(WORDS)
    assert all((row == rows[0]).all() for row in rows)


def test_words_of_chinese_are_joined() -> None:
    text = "向发展中国家"
    joined = dict(
        zip(
            map("".join, itertools.pairwise(text)),
            known_meanings().joined(text),
            strict=True,
        )
    )
    assert joined["国家"]
    assert not joined["中国"] or not joined["向发"]
