"""Labels as paths: cut into their parts and joined again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.numbers.labels import join_label, split_label


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("", ()),
        ("12", ("12",)),
        ("12(a)(i)", ("12", "(a)", "(i)")),
        ("annex-II.12(a)", ("annex-II", "12", "(a)")),
        ("I.A", ("I", "A")),
        ("1.a", ("1", "a")),
        ("12(a).1", ("12", "(a)", "1")),
    ],
)
def test_split_and_join(label: str, parts: tuple[str, ...]) -> None:
    assert split_label(label) == parts
    assert join_label(*parts) == label


_PART = st.from_regex(r"[A-Za-z0-9-]{1,6}", fullmatch=True)


@given(st.lists(st.one_of(_PART, _PART.map(lambda part: f"({part})")), max_size=5))
def test_labels_round_trip(parts: list[str]) -> None:
    assert split_label(join_label(*parts)) == tuple(parts)
