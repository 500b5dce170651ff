"""Inline tags of XLIFF as those of TMX, and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.memory.formats.xliff.tags import TagNumbers, add_markup, markup_of

SPACE = "urn:oasis:names:tc:xliff:document:1.2"


def side(content: str) -> etree._Element:
    """Return a target with some content."""
    return etree.fromstring(f'<target xmlns="{SPACE}">{content}</target>')


def back(markup: str) -> str:
    """Return the content of a target that is filled with markup."""
    element = side("")
    assert add_markup(element, markup)
    written = etree.tostring(element, encoding="unicode")
    return re.sub(r"^<target[^>]*>|</target>$", "", re.sub(r"/>$", "></target>", written))


@pytest.mark.parametrize(
    ("content", "markup"),
    [
        (
            'A <g id="2" ctype="bold">b</g>.',
            'A <bpt i="2" x="2" type="bold"/>b<ept i="2"/>.',
        ),
        ('<x id="a"/>A<x id="b"/>', '<ph x="1"/>A<ph x="2"/>'),
        ('<bpt id="1">{b}</bpt>A<ept id="1">{/b}</ept>', None),
        ('<bx id="1" rid="7"/>A<ex id="2" rid="7"/>', '<bpt i="7" x="7"/>A<ept i="7"/>'),
        ('<it id="1" pos="close">}</it>A', '<it pos="end" x="1">}</it>A'),
        ('A <mrk mtype="term">b</mrk>.', "A b."),
        ('<ph id="1">&lt;br&gt; <sub>alt</sub></ph>A', '<ph x="1">&lt;br&gt; alt</ph>A'),
    ],
)
def test_each_tag_has_its_like_in_tmx(content: str, markup: str | None) -> None:
    expected = markup or '<bpt i="1" x="1">{b}</bpt>A<ept i="1">{/b}</ept>'
    assert markup_of(side(content), TagNumbers()) == expected


def test_text_without_tags_needs_no_markup() -> None:
    assert markup_of(side("A &amp; B"), TagNumbers()) == ""


def test_names_are_numbered_alike_on_both_sides() -> None:
    numbering = TagNumbers()
    one = markup_of(side('<x id="tag-a"/>A<x id="1"/>'), numbering)
    other = markup_of(side('<x id="1"/>A<x id="tag-a"/>'), numbering)
    assert one == '<ph x="1"/>A<ph x="2"/>'
    assert other == '<ph x="2"/>A<ph x="1"/>'


def test_pairs_that_cross_are_not_nested() -> None:
    content = '<bx id="1" rid="1"/>a<bx id="2" rid="2"/>b<ex id="1" rid="1"/>c<ex id="2" rid="2"/>'
    written = back(markup_of(side(content), TagNumbers()))
    assert written == ('<bx id="1" rid="1"/>a<g id="2">b<ex id="1" rid="1"/>c</g>')


@pytest.mark.parametrize(
    "markup", ["<hi>a</hi>", "<ph><sub>a</sub></ph>", "<b>", "a & b", "<e:x/>"]
)
def test_what_has_no_like_is_refused_and_leaves_the_side_as_it_was(markup: str) -> None:
    element = side("before")
    assert not add_markup(element, markup)
    assert etree.tostring(element, encoding="unicode", with_tail=False).endswith(">before</target>")


def test_ends_without_a_beginning_do_no_harm() -> None:
    assert back('<ept i="1"/>a<bpt i="1"/>b<ept i="1"/>c<ept i="1"/>') == (
        '<ex id="1" rid="1"/>a<g id="1">b</g>c<ex id="1" rid="1"/>'
    )


TEXT = st.text("aб中<&> ", max_size=4)


@st.composite
def contents(draw: st.DrawFn, depth: int = 0) -> etree._Element:
    """Build a target of texts, codes and nested pairs, each with a name of its own."""
    element = side("")
    count = iter(range(1, 100))

    def fill(parent: etree._Element, depth: int) -> None:
        parent.text = draw(TEXT)
        for _ in range(draw(st.integers(0, 3))):
            name = draw(st.sampled_from(("g", "x", "ph") if depth < 3 else ("x", "ph")))
            child = etree.SubElement(parent, f"{{{SPACE}}}{name}", {"id": str(next(count))})
            if name == "g":
                fill(child, depth + 1)
            elif name == "ph":
                child.text = draw(st.text("<b/>{}", min_size=1, max_size=5))
            child.tail = draw(TEXT)

    fill(element, depth)
    return element


@given(contents())
def test_nested_tags_come_back_as_they_were(element: etree._Element) -> None:
    markup = markup_of(element, TagNumbers())
    if len(element):
        again = side("")
        assert add_markup(again, markup)
        one, other = (
            etree.tostring(each, method="c14n", with_tail=False).decode()
            for each in (element, again)
        )
        # White space at the ends is no part of a text.
        ends = re.compile(r"^(<target[^>]*>)\s+|\s+(?=</target>$)")
        assert ends.sub(r"\1", one) == ends.sub(r"\1", other)
