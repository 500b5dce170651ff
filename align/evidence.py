"""Evidence that no language changes: lines that were broken in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["continues"]

_PAUSES: Final = ",，、،;；؛-–—"


def continues(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which texts go on with the one before: it broke off, or this begins in lower case."""
    result = np.zeros(len(texts), dtype=np.bool_)
    for index in range(1, len(texts)):
        before, text = texts[index - 1].rstrip(), texts[index].lstrip()
        broken = before != "" and before[-1] in _PAUSES
        result[index] = broken or text[:1].islower()
    return result
