"""Beads, and their plain-text format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexapla.align.beads import Bead, Method, format_bead, parse_beads
from hexapla.corpora.errors import UsageError

SIDES = st.lists(st.integers(0, 10**6), max_size=6, unique=True).map(
    lambda each: tuple(sorted(each))
)
BEADS = st.builds(Bead, SIDES, SIDES, st.floats(0, 1))


@settings(max_examples=40)
@given(st.lists(BEADS, max_size=8))
def test_what_is_written_is_read_again(beads: list[Bead]) -> None:
    read = parse_beads(format_bead(bead) for bead in beads)
    assert [bead.indices for bead in read] == [bead.indices for bead in beads]
    assert [bead.score for bead in read] == pytest.approx([b.score for b in beads], abs=5e-5)


def test_a_bead_is_written_as_vecalign_does() -> None:
    assert format_bead(Bead((0, 1), (), 0.87306)) == "[0, 1]:[]:0.8731"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[0,1]:[2]", Bead((0, 1), (2,))),
        ("  [ 3 ] : [] : 0.5  \n", Bead((3,), (), 0.5)),
        ("[]:[4]:-1e-3", Bead((), (4,), -0.001)),
    ],
)
def test_other_aligners_lines_are_read(line: str, expected: Bead) -> None:
    assert parse_beads(["", line, "\n"]) == [expected]


@pytest.mark.parametrize("line", ["0:1", "[0]:[1", "[0]:[1]:x", "[0 1]:[2]", "[0,]:[1]", "a"])
def test_a_line_that_is_no_bead_is_named(line: str) -> None:
    with pytest.raises(UsageError, match=r"^line 2: not a bead"):
        parse_beads(["[0]:[0]", line])


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        beads = parse_beads([line])
    except UsageError:
        return
    assert len(beads) <= 1


def test_beads_are_the_same_by_their_indices_whatever_their_scores() -> None:
    sure, doubtful = Bead((1,), (2, 3), 0.9, Method.LABEL), Bead((1,), (2, 3))
    assert sure != doubtful
    assert sure.indices == doubtful.indices == ((1,), (2, 3))
