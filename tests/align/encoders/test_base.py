"""What is asked of encoders: which sum texts up, and which only encode them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from hexapla.align.encoders.base import Encoder, SummingEncoder, Vectors
from hexapla.align.encoders.embedded import EmbeddedEncoder
from hexapla.align.encoders.lexical import LexicalEncoder

TEXTS = ["The Committee met.", "It adopted resolution 74/177.", ""]


class Plain:
    """An encoder that only encodes."""

    name = "plain"
    revision = "1"
    max_length = None
    languages = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def test_an_encoder_without_sums_is_told_from_those_with() -> None:
    assert not isinstance(Plain(), SummingEncoder)
    assert isinstance(LexicalEncoder(), SummingEncoder)
    assert isinstance(EmbeddedEncoder(), SummingEncoder)


@pytest.mark.parametrize("encoder", [LexicalEncoder(), EmbeddedEncoder()])
def test_a_vector_is_composed_of_the_sums_of_its_text(encoder: SummingEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert np.allclose(encoder.compose(encoder.sums(TEXTS).whole), vectors, atol=1e-5)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_plain_class_is_an_encoder() -> None:
    encoder: Encoder = Plain()
    assert encoder.encode(TEXTS).shape == (3, 1)
