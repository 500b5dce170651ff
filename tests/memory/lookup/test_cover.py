"""A cover is the best of all there are."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.lookup.cover import cover

SIZE = 9
# No stretch lies within another, as `find_stretches` gives them.
STRETCHES = st.lists(
    st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).filter(lambda each: each[0] < each[1])
).map(
    lambda found: sorted(
        {
            one
            for one in found
            if not any(
                other != one and other[0] <= one[0] and one[1] <= other[1] for other in found
            )
        }
    )
)


def natural(stretches: list[tuple[int, int]], start: int, end: int) -> int:
    """How many ends of a piece are those of a stretch."""
    return any(a == start for a, _ in stretches) + any(b == end for _, b in stretches)


def best(stretches: list[tuple[int, int]], lengths: list[int], least: int) -> tuple[int, ...]:
    """What the best cover covers, by trying every piece everywhere."""

    @cache
    def rest(place: int) -> tuple[int, int, int, int]:
        if place == SIZE:
            return 0, 0, 0, 0
        values = [rest(place + 1)]
        for end in range(place + 1, SIZE + 1):
            length = lengths[end] - lengths[place]
            if length >= least and any(a <= place and end <= b for a, b in stretches):
                covered, count, edges, squares = rest(end)
                edges += natural(stretches, place, end)
                values.append((covered + length, count - 1, edges, squares + length * length))
        return max(values)

    return rest(0)


@given(STRETCHES, st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE), st.integers(1, 6))
def test_the_cover_is_the_best_and_never_overlaps(
    stretches: list[tuple[int, int]], own: list[int], least: int
) -> None:
    lengths = [sum(own[:place]) for place in range(SIZE + 1)]
    pieces = cover(stretches, lengths, least=least)
    before = 0
    for piece in pieces:
        assert before <= piece.start < piece.end
        first, last = stretches[piece.stretch]
        assert first <= piece.start and piece.end <= last
        assert lengths[piece.end] - lengths[piece.start] >= least
        before = piece.end
    sizes = [lengths[piece.end] - lengths[piece.start] for piece in pieces]
    edges = sum(natural(stretches, each.start, each.end) for each in pieces)
    value = sum(sizes), -len(sizes), edges, sum(size * size for size in sizes)
    assert value == best(stretches, lengths, least)


def test_pieces_are_parted_where_a_stretch_begins_and_not_inside_it() -> None:
    pieces = cover([(0, 7), (5, 14)], range(15), least=2)
    assert [(each.start, each.end) for each in pieces] == [(0, 5), (5, 14)]
    pieces = cover([(0, 9), (4, 13)], range(14), least=2)
    assert [(each.start, each.end) for each in pieces] in ([(0, 4), (4, 13)], [(0, 9), (9, 13)])
