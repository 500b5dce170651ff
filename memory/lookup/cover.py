"""A text covered by as few stretches of a memory as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["CoveredWords", "cover"]


@dataclass(frozen=True, slots=True)
class CoveredWords:
    """Words from `start` to before `end`, that lie in the stretch of number `stretch`."""

    start: int
    end: int
    stretch: int


def cover(
    stretches: Sequence[tuple[int, int]], lengths: Sequence[int], *, least: int
) -> list[CoveredWords]:
    """Return pieces of some stretches that cover most of a text, none of them over another.

    Of the ways to cover as much, it is the one with the fewest pieces; of these the one whose
    pieces begin and end where stretches do, which seldom is inside a word, and then the one with
    the longest. `lengths` are the sums of the lengths of the words before each, of shape (words +
    1,); no piece is shorter than `least`. By dynamic programming over the words.

    >>> [(each.start, each.end) for each in cover([(0, 4), (2, 9)], range(10), least=2)]
    [(0, 2), (2, 9)]
    """
    size = len(lengths) - 1
    widest = _widest(stretches, size)
    begins, ends = ({each[side] for each in stretches} for side in (0, 1))
    # What is covered, how many pieces that takes, how many of their ends are those of stretches,
    # and how long they are, best first.
    best = [(0, 0, 0, 0)] * (size + 1)
    chosen: list[CoveredWords | None] = [None] * (size + 1)
    for end in range(1, size + 1):
        best[end] = best[end - 1]
        number = widest[end]
        if number < 0:
            continue
        for start in range(stretches[number][0], end):
            length = lengths[end] - lengths[start]
            if length < least:
                break
            covered, count, edges, squares = best[start]
            edges += (start in begins) + (end in ends)
            value = (covered + length, count - 1, edges, squares + length * length)
            if value > best[end]:
                best[end], chosen[end] = value, CoveredWords(start, end, number)
    pieces = []
    place = size
    while place:
        piece = chosen[place]
        if piece is None:
            place -= 1
        else:
            pieces.append(piece)
            place = piece.start
    return pieces[::-1]


def _widest(stretches: Sequence[tuple[int, int]], size: int) -> list[int]:
    """Return, for each end of a piece, the stretch that begins first of those that reach it."""
    found = [-1] * (size + 1)
    for number in sorted(range(len(stretches)), key=lambda each: stretches[each], reverse=True):
        start, end = stretches[number]
        found[start + 1 : end + 1] = [number] * (end - start)
    return found
