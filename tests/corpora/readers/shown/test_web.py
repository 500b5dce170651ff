"""Web pages as OmegaT shows them; tests/scripts/test_cat_tools.py asks OmegaT itself."""

from __future__ import annotations

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.shown.web import shown_paragraphs
from tests.corpora.readers.raw_files import raw


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p><i>The Assembly</i>,</p>", ["<i0>The Assembly</i0>,"]),
        ("<p><i>Recalling</i></p>", ["Recalling"]),
        (
            "<p><a name=x></a>See <a href=y>that <b>report</b></a>.</p>",
            ["See <a0>that <b1>report</b1></a0>."],
        ),
        ("<p>One<br>two<sup>1</sup></p>", ["One<br0>two<s1>1</s1>"]),
        ("<p>One<br/>two</p>", ["One<br0/>two"]),
        ("<ol><li>One\n  two</li><li>&nbsp;</li></ol>tail", ["One two", "tail"]),
        ("<script>if (a) b</script><style>p {}</style><p>Text</p>", ["Text"]),
        ("<p>One<!-- no --> two</p>", ["One", "two"]),
        ("<p><a>One</a>: <!-- x --> <a>two</a> more</p>", ["<a0>One</a0>:", "<a0>two</a0> more"]),
    ],
)
def test_tags_have_their_first_letter_and_a_number(body: str, shown: list[str]) -> None:
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>"
    assert list(shown_paragraphs(raw(page))) == ["T", *shown]


def test_an_empty_page_shows_nothing() -> None:
    assert list(shown_paragraphs(raw("<html></html>"))) == []


def test_a_tag_with_too_many_attributes_is_refused() -> None:
    crowded = " ".join(f"a{number}=1" for number in range(5000))
    with pytest.raises(DocumentError, match="attributes"):
        list(shown_paragraphs(raw(f"<html><body><p {crowded}>x</p></body></html>")))
