"""The part of two sequences that kept its order, so that as little as possible has moved."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["kept_in_order"]


def kept_in_order(places: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Return the indices of the heaviest strictly increasing subsequence of `places`.

    `places` are from 0 and each stands there once; `weights` are positive. In O(n log n), with a
    tree of prefix maxima (Fenwick, 1994, "A new data structure for cumulative frequency tables").

    >>> sorted(kept_in_order([0, 3, 1, 2], [1, 1, 1, 1]))
    [0, 2, 3]
    """
    size = max(places, default=-1) + 1
    tree = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    best = (0.0, -1)
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        found, at = (0.0, -1), place
        while at > 0:
            found = max(found, tree[at])
            at &= at - 1
        before.append(found[1])
        here = (found[0] + weight, index)
        best = max(best, here)
        at = place + 1
        while at <= size:
            tree[at] = max(tree[at], here)
            at += at & -at
    kept, index = set[int](), best[1]
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
