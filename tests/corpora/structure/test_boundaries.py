"""What the first and last signs of a text say of its paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.structure.boundaries import Ending, Start, ending, start


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Decides to return to the matter.", Ending.CLOSED),
        ("Requests the Secretariat:", Ending.CLOSED),
        ("of the Decade.”⁵", Ending.CLOSED),
        ("（见附件）。", Ending.CLOSED),
        ("هل انتهت؟", Ending.CLOSED),
        ("and so on…", Ending.CLOSED),
        ("Recalling its resolution,", Ending.COMMA),
        ("回顾其决议，", Ending.COMMA),
        ("إذ تشير إلى قرارها،", Ending.COMMA),
        ("收集、", Ending.OPEN),  # no paragraph ends with the comma of a list
        ("The state of the archive", Ending.OPEN),
        ("A/99/12*", Ending.OPEN),
        ("", Ending.OPEN),
        ("”", Ending.OPEN),
    ],
)
def test_endings(text: str, wanted: Ending) -> None:
    assert ending(text) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("and to keep", Start.LOWER),
        ("“and to keep", Start.LOWER),
        ("To keep", Start.UPPER),
        ("(Ελ)", Start.UPPER),
        ("大会", Start.UNCASED),
        ("12 of them", Start.UNCASED),
        ("", Start.UNCASED),
        (") of the year", Start.CLOSER),
        ("，并请", Start.CLOSER),
        ("»Ja«, sagte er", Start.UPPER),  # what closes elsewhere opens in German
    ],
)
def test_starts(text: str, wanted: Start) -> None:
    assert start(text) is wanted


@given(st.text(max_size=80), st.text(alphabet=' "”’»)]*†¹²', max_size=5))
def test_what_closes_does_not_hide_a_stop(text: str, closers: str) -> None:
    assert ending(f"{text}.{closers}") is Ending.CLOSED
