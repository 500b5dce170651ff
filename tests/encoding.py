"""Encodes each text once in the tests of what is done with vectors: they ask for the same again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from hexapla.align.encoders.base import Sums, Vectors
from hexapla.align.encoders.embedded import EmbeddedEncoder

__all__ = ["remembered_sums"]

_MOST = 4000  # texts, of 6 KB each


def _remembering(
    sums: Callable[[EmbeddedEncoder, Sequence[str]], Sums],
) -> Callable[[EmbeddedEncoder, Sequence[str]], Sums]:
    """Give what was summed up of a text before."""
    known: dict[str, tuple[Vectors, ...]] = {}
    lock = Lock()

    def remembered(encoder: EmbeddedEncoder, texts: Sequence[str]) -> Sums:
        with lock:
            distinct = list(dict.fromkeys(texts))
            if len(known) + len(distinct) > _MOST:
                known.clear()
            new = [text for text in distinct if text not in known]
            if not texts or len(new) > _MOST:
                return sums(encoder, texts)
            if new:
                found = sums(encoder, new)
                rows = zip(found.whole, found.opening, found.closing, strict=True)
                known.update(zip(new, rows, strict=True))
            return Sums(*map(np.stack, zip(*(known[text] for text in texts), strict=True)))

    return remembered


remembered_sums = _remembering(EmbeddedEncoder.sums)
