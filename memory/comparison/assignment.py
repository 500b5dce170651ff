"""Which of two lists belong together, so that their likeness is the highest in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

__all__ = ["assigned"]

# Rows or columns of a group that are assigned together; the time grows with their third power:
# 200 take half a second.
_TOGETHER: Final = 200

Edges = Mapping[tuple[int, int], float]


def assigned(edges: Edges) -> dict[int, int]:
    """Return for rows the columns that give the highest sum, each once; `edges` have positive gain.

    Rows and columns that hang together are assigned by the Hungarian method (Kuhn, 1955; in the
    form of Jonker and Volgenant, 1987, with potentials and shortest paths), groups that are too
    large from the best edge on.

    >>> assigned({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8})[0]
    1
    """
    found: dict[int, int] = {}
    for group in _groups(edges):
        rows = sorted({row for row, _ in group})
        columns = sorted({column for _, column in group})
        if max(len(rows), len(columns)) > _TOGETHER:
            found |= _from_the_best_on(group)
            continue
        gain = np.zeros((len(rows), len(columns)))
        row_at = {row: place for place, row in enumerate(rows)}
        column_at = {column: place for place, column in enumerate(columns)}
        for (row, column), value in group.items():
            gain[row_at[row], column_at[column]] = value
        for row, column in _hungarian(gain):
            # What costs nothing and gains nothing is no pair.
            if gain[row, column] > 0:
                found[rows[row]] = columns[column]
    return found


def _from_the_best_on(edges: Edges) -> Iterator[tuple[int, int]]:
    rows, columns = set[int](), set[int]()
    for (row, column), _ in sorted(edges.items(), key=lambda each: (-each[1], each[0])):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            yield row, column


def _groups(edges: Edges) -> Iterable[dict[tuple[int, int], float]]:
    """Part the edges into those that hang together, by union-find (Tarjan, 1975)."""
    above: dict[tuple[str, int], tuple[str, int]] = {}

    def top(node: tuple[str, int]) -> tuple[str, int]:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for row, column in edges:
        above[top(("row", row))] = top(("column", column))
    groups: dict[tuple[str, int], dict[tuple[int, int], float]] = defaultdict(dict)
    for (row, column), value in edges.items():
        groups[top(("row", row))][row, column] = value
    return groups.values()


def _hungarian(gain: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield rows with their columns; there is one for each of the shorter side."""
    if gain.shape[0] > gain.shape[1]:
        yield from ((row, column) for column, row in _hungarian(gain.T))
        return
    count, width = gain.shape
    rows, columns = np.zeros(count + 1), np.zeros(width + 1)
    owner, way = np.zeros(width + 1, int), np.zeros(width + 1, int)
    for row in range(1, count + 1):
        owner[0], column = row, 0
        shortest, used = np.full(width + 1, np.inf), np.zeros(width + 1, bool)
        while owner[column]:
            used[column] = True
            at = owner[column]
            free = ~used[1:]
            cost = -gain[at - 1] - rows[at] - columns[1:]
            nearer = free & (cost < shortest[1:])
            shortest[1:][nearer] = cost[nearer]
            way[1:][nearer] = column
            after = 1 + int(np.argmin(np.where(free, shortest[1:], np.inf)))
            step = shortest[after]
            rows[owner[used]] += step
            columns[used] -= step
            shortest[~used] -= step
            column = after
        while column:
            owner[column] = owner[way[column]]
            column = int(way[column])
    for column in range(1, width + 1):
        if owner[column]:
            yield int(owner[column]) - 1, column - 1
