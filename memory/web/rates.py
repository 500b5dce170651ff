"""How often something may happen: a bucket for each client, which fills again with time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

__all__ = ["RateLimiter"]

# Clients whose requests are counted; of those before, the longest silent are forgotten.
_CLIENTS: Final = 10_000


class RateLimiter:
    """Counts the requests of each client, as a bucket that fills with `rate` tokens a second."""

    def __init__(self, rate: float, burst: int, *, clock: Callable[[], float] = time.monotonic):
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def retry_after(self, client: str) -> float:
        """Count a request; return the seconds to wait, 0 where it is within the rate."""
        now = self._clock()
        left, then = self._left.pop(client, (float(self._burst), now))
        left = min(left + (now - then) * self._rate, float(self._burst))
        taken = left >= 1
        self._left[client] = (left - 1 if taken else left, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) / self._rate
