"""Tags are taken out, those beside a text and those in it; text that is like a tag stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.memory.editing.stripping import stripped, stripping
from hexapla.memory.units import Carried
from tests.memory.editing.edited import candidate, edited_cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>Fish</b> &amp; chips", "Fish & chips"),
        ('one<br/>two<ph id="1"/>three', "one twothree"),
        ("{1}all{2} [3}of[/4} it<5>", "all of[/4} it"),
        ("<t0/>見<x1>見</x1>", "見見"),
        ("a&nbsp;b &#8211; &lt;i&gt;c&lt;/i&gt;", "a\u00a0b – c"),
        ('<a href="x">link</a>', "link"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("<ana@example.org> R&D AT&T &c.", "<ana@example.org> R&D AT&T &c."),
        ("[1] {a set} (2)", "[1] {a set} (2)"),
        ("costs <of both kinds> <sic>", "costs <of both kinds> <sic>"),
        ('<w:r w:x="1">a</w:r><custom id="1">b</custom>c<other />', "abc"),
    ],
)
def test_tags_go_and_text_stays(text: str, expected: str) -> None:
    assert stripped(text) == expected


@given(st.text("<>b/{}1&;amp ", max_size=30))
def test_what_is_stripped_has_no_more_to_strip_but_when_escaped_often(text: str) -> None:
    once = stripped(stripped(text))
    assert stripped(once) == once


def test_tags_beside_a_text_go_even_if_it_stays() -> None:
    each = candidate(carried=Carried(notes=("n",), markup="<ph/>Trees."))
    cell = edited_cell(stripping(), each)
    assert cell is not None
    assert (cell.text, cell.carried) == ("Trees.", Carried(notes=("n",)))
