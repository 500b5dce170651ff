"""What the embedded encoder says of words and phrases, whatever their language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from hexapla.corpora.errors import EncoderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hexapla.align.encoders.base import SummingEncoder, Vectors

__all__ = ["Meanings", "known_meanings"]

# Words whose sums are kept.
_REMEMBERED: Final = 1 << 14

# The sign of elongation and the vowels of Arabic: with them the encoder takes a word for another.
# Of 94 terms .915 were right first in Arabic, and .947 are.
_POINTS: Final = re.compile("[\u0640\u064b-\u0652\u0670]")


@cache
def known_meanings() -> Meanings:
    """Return the meanings of the embedded encoder, one for the process: it keeps what it learnt."""
    # The encoder brings what reads its weights, which loads with the first phrase.
    from hexapla.align.encoders.embedded import EmbeddedEncoder  # noqa: PLC0415 - see above

    return Meanings(EmbeddedEncoder())


@dataclass(slots=True)
class Meanings:
    """What an encoder says of words and phrases; words that were seen are not encoded again.

    Several threads may ask at once.
    """

    encoder: SummingEncoder
    _sums: dict[str, Vectors] = field(default_factory=dict)
    _ends: list[Vectors] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def ready(self) -> None:
        """Load the encoder: seconds that are not for the clock of whoever asks first.

        Where it cannot be loaded, that is for those who ask it.
        """
        if not self._ends:
            with suppress(EncoderError):
                self.learn(["a"])

    def whole(self, phrases: Sequence[str]) -> Vectors:
        """Return a unit-length row a phrase."""
        return self.encoder.encode([_unpointed(each) for each in phrases])

    def learn(self, words: Iterable[str]) -> None:
        """Encode words that `rough` and `joined` will be asked of, all together."""
        self._summed(list(words))

    def rough(self, words: Sequence[str], spans: NDArray[np.int64]) -> Vectors:
        """Return a unit-length row a span of words, from the sums of its words alone.

        `spans` are first and last word of each, of shape (spans, 2).
        """
        inside, _ = self._halves(words, spans)
        return self.encoder.compose(inside)

    def parted(self, words: Sequence[str], spans: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """Return what `rough` does, and the same of all the words but those of each span.

        Where no other word is left, the row is of zeros.
        """
        inside, outside = self._halves(words, spans)
        left = spans[:, 1] - spans[:, 0] + 1 < len(words)
        compose = self.encoder.compose
        return compose(inside), compose(outside) * left[:, None]

    def _halves(self, words: Sequence[str], spans: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """Return the sums of the words of each span, and of all the others, as of whole texts."""
        sums = np.cumsum(self._summed(words), axis=0)
        before = np.concatenate([np.zeros_like(sums[:1]), sums])[spans[:, 0]]
        inside = sums[spans[:, 1]] - before
        return inside + self._ends[0], sums[-1] - inside + self._ends[0]

    def joined(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return whether each two neighbours of some ideographs are one piece to the encoder.

        The shape is (words - 1,). Words of Chinese are pieces mostly.
        """
        pairs = [one + other for one, other in pairwise(words)]
        # The last column counts tokens.
        counts = self._summed([*words, *pairs])[:, -1]
        single = counts[: len(words)]
        together: NDArray[np.bool_] = counts[len(words) :] <= np.maximum(single[:-1], single[1:])
        return together

    def _summed(self, words: Sequence[str]) -> Vectors:
        """Return what the encoder sums up of each word, a row a word."""
        with self._lock:
            if len(self._sums) > _REMEMBERED:
                self._sums.clear()
            new = [word for word in dict.fromkeys(words) if word not in self._sums]
            if new:
                sums = self.encoder.sums([_unpointed(word) for word in new])
                inner = sums.whole - sums.opening - sums.closing
                self._sums.update(zip(new, inner, strict=True))
                # What the marks of the beginning and the end of a text give to it.
                self._ends[:] = [(sums.opening + sums.closing)[0]]
            return np.stack([self._sums[word] for word in words])


def _unpointed(text: str) -> str:
    return text if text.isascii() else _POINTS.sub("", text)
