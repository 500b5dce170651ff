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


def best(stretches: list[tuple[int, int]], lengths: list[int], least: int) -> tuple[int, int, int]:
    """What the best cover covers, by trying every piece everywhere."""

    @cache
    def rest(place: int) -> tuple[int, int, int]:
        if place == SIZE:
            return 0, 0, 0
        values = [rest(place + 1)]
        for end in range(place + 1, SIZE + 1):
            length = lengths[end] - lengths[place]
            if length >= least and any(a <= place and end <= b for a, b in stretches):
                covered, count, squares = rest(end)
                values.append((covered + length, count - 1, squares + length * length))
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
    value = sum(sizes), -len(sizes), sum(size * size for size in sizes)
    assert value == best(stretches, lengths, least)
