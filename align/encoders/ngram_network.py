"""The forward pass of Universal Sentence Encoder Multilingual v3 in numpy, in two halves.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (ACL 2020), the
n-gram (CNN) variant. The first half gives every token its features: its embedding, and what three
branches of two residual convolutions make of the tokens around it. The second is a small network
over their sum. A text repeats its words: what depends on a token alone, its embedding, its
projection and its share in the first convolution of every window that it stands in, is computed
once for all its places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import Vectors
from hexapla.align.encoders.weights import ORDERS, Weights

__all__ = ["WIDTH", "Network", "TokenTables"]

# Columns of the summed features, and of a vector.
WIDTH: Final = 512
# n-gram order and how many tokens of it stand to the left, of the three branches
_BRANCHES: Final = tuple((order, (order - 1) // 2) for order in ORDERS)


@dataclass(frozen=True, slots=True)
class TokenTables:
    """What depends on a token alone, a row a token.

    `embedded` has the shape (tokens, 512), `hidden[b]` (tokens, width) and `shares[b]`
    (tokens, order, width): what a token gives the first convolution of branch b from each place of
    the window. A last row of zeros, for no token, is added by `joined`.
    """

    embedded: Vectors
    hidden: Sequence[Vectors]
    shares: Sequence[Vectors]

    @classmethod
    def joined(cls, parts: Sequence[TokenTables]) -> TokenTables:
        """Make one lexicon of several, and add the row for no token."""
        return cls(
            _stacked([part.embedded for part in parts]),
            [_stacked(branch) for branch in zip(*(part.hidden for part in parts), strict=True)],
            [_stacked(branch) for branch in zip(*(part.shares for part in parts), strict=True)],
        )


@dataclass(frozen=True, slots=True)
class Network:
    """The weights made ready.

    `first[b]` is the first convolution of branch b with the places of the
    window side by side; `pooling` and `pooling_bias` hold the last normalisation's gain too.
    """

    weights: Weights
    first: Sequence[Vectors]
    pooling: Vectors
    pooling_bias: Vectors

    @classmethod
    def of(cls, weights: Weights) -> Network:
        """Prepare the weights."""
        first = []
        for order, _ in _BRANCHES:
            weight = weights[f"w1_{order}"]
            places = weight.reshape(order, -1, weight.shape[1])
            first.append(np.ascontiguousarray(np.concatenate(list(places), axis=1)))
        pooling = weights["cnn_W"]
        return cls(weights, first, weights["ln_g"][:, None] * pooling, weights["ln_b"] @ pooling)

    def lexicon(self, tokens: NDArray[np.int64]) -> TokenTables:
        """Compute what depends on each of some tokens alone."""
        weights = self.weights
        embedded = weights.embedded(tokens)
        projected = embedded @ weights.projection + weights.bias
        _layer_norm(projected, weights.gain, weights.shift, weights.epsilon)
        hidden = np.split(projected, len(_BRANCHES), axis=1)
        shares = [
            (rows @ weight).reshape(len(rows), -1, rows.shape[1])
            for rows, weight in zip(hidden, self.first, strict=True)
        ]
        return TokenTables(embedded, hidden, shares)

    def sums(
        self, lexicon: TokenTables, where: NDArray[np.int64], sizes: NDArray[np.int64]
    ) -> Vectors:
        """Sum and pool the features of the tokens of each piece of some texts.

        `where` gives the tokens as rows of the lexicon. `sizes`, of shape (texts, pieces), counts
        those of each piece; the pieces cover the texts. The sums have the shape
        (texts, pieces, 512).
        """
        features, shift = self._normalised(self._features(lexicon, where, sizes.sum(axis=1)))
        pieces = sizes.ravel()
        stops = np.cumsum(pieces)
        sums = np.zeros((len(pieces), features.shape[1]), dtype=np.float32)
        for row in np.flatnonzero(pieces):
            here = slice(stops[row] - pieces[row], stops[row])
            # many times faster than add.reduceat
            np.subtract(features[here].sum(axis=0), shift[here].sum(), out=sums[row])
        pooled: Vectors = sums @ self.pooling
        pooled += pieces[:, None].astype(np.float32) * self.pooling_bias
        return pooled.reshape(*sizes.shape, WIDTH)

    def compose(self, sums: Vectors, counts: Vectors) -> Vectors:
        """Return the unit-length vectors of pooled features and counts of tokens, a row each."""
        of = self.weights
        mean = (sums + counts * of["cnn_b"]) / np.sqrt(counts)
        hidden = np.maximum(mean @ of["p1"] + np.maximum(mean @ of["d0"], 0) @ of["d1"], 0)
        out = np.tanh(hidden @ of["p3"] + np.maximum(hidden @ of["d2"], 0) @ of["d3"])
        vectors: Vectors = out / np.linalg.norm(out, axis=1, keepdims=True).clip(1e-6)
        return vectors

    def _features(
        self, lexicon: TokenTables, where: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> Vectors:
        """Return the features of the tokens of some texts, before the last normalisation."""
        weights = self.weights
        starts = np.cumsum(counts) - counts
        placed = np.append(where, len(lexicon.embedded) - 1)
        features = [lexicon.embedded[where]]
        for branch, (order, left) in enumerate(_BRANCHES):
            window = _windows(starts, counts, order, left)
            rows = weights[f"b1_{order}"] + lexicon.shares[branch][placed[window[:, 0]], 0]
            for place in range(1, order):
                rows += lexicon.shares[branch][placed[window[:, place]], place]
            np.maximum(rows, 0, out=rows)
            rows += lexicon.hidden[branch][where]
            padded = np.concatenate([rows, np.zeros_like(rows[:1])])
            more = padded[window].reshape(len(rows), -1) @ weights[f"w2_{order}"]
            more += weights[f"b2_{order}"]
            np.maximum(more, 0, out=more)
            more += rows
            features.append(more)
        return np.concatenate(features, axis=1)

    def _normalised(self, rows: Vectors) -> tuple[Vectors, Vectors]:
        """Divide rows by their deviation, in place; return them and what is still to be taken off.

        Gain and bias are in `pooling` and `pooling_bias`.
        """
        mean = rows.mean(axis=1)
        variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - mean**2
        scale = 1 / np.sqrt(np.maximum(variance, 0) + self.weights.epsilon)
        rows *= scale[:, None]
        return rows, mean * scale


def _stacked(parts: Sequence[Vectors]) -> Vectors:
    return np.concatenate([*parts, np.zeros_like(parts[0][:1])])


def _layer_norm(rows: Vectors, gain: Vectors, bias: Vectors, epsilon: float) -> None:
    """Layer normalisation, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + epsilon)[:, None]
    rows *= gain
    rows += bias


def _windows(
    starts: NDArray[np.int64], counts: NDArray[np.int64], order: int, left: int
) -> NDArray[np.int64]:
    """Index each token's n-gram; what lies outside its text points past the last row, at zeros."""
    total = int(counts.sum())
    index = np.arange(total)[:, None] + np.arange(-left, order - left)
    first = np.repeat(starts, counts)[:, None]
    last = np.repeat(starts + counts, counts)[:, None]
    return np.where((index >= first) & (index < last), index, total)
