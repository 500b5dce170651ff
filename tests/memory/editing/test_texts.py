"""What goes with a text goes with its change: tags, contexts, the form that is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.memory.editing.markup import moved_markup, moved_shown
from hexapla.memory.editing.replacing import replacing
from hexapla.memory.editing.texts import Scope, text_edit
from hexapla.memory.units import Carried, Status
from tests.memory.editing.edited import candidate, edited_cell

BOLD = '<bpt i="1">&lt;b&gt;</bpt>the lists<ept i="1">&lt;/b&gt;</ept> of <hi type="x">trees</hi>'


@pytest.mark.parametrize(
    ("markup", "text", "expected"),
    [
        (BOLD, "the registers of trees", BOLD.replace("lists", "registers")),
        (BOLD, "all the lists of trees", "all " + BOLD),
        (BOLD, "the lists of plants & trees", BOLD.replace("<hi", "plants &amp; <hi")),
        ("a<ph x='1'/>b", "ab", '<ph x="1"/>'.join("ab")),
        ("a<ph/>b", "xb", "x<ph/>b"),
        ("a<b", "b", ""),
        ("<ph/>", "new", "<ph/>new"),
        (BOLD, "the lists of", BOLD.replace("trees", "").replace("of ", "of")),
    ],
)
def test_tags_stay_beside_the_same_words(markup: str, text: str, expected: str) -> None:
    assert moved_markup(markup, text) == expected


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30))
def test_moved_markup_says_the_text_whatever_it_is(text: str) -> None:
    root = etree.fromstring(f"<seg>{moved_markup(BOLD, text)}</seg>")
    for code in root.iter("bpt", "ept"):
        code.text = None
    assert "".join(map(str, root.itertext())) == text
    assert [each.tag for each in root.iter()] == ["seg", "bpt", "ept", "hi"]


def test_the_form_that_a_document_shows_follows_its_text() -> None:
    assert moved_shown("1. See<t0/> it.", "See it.", "Look at it.") == "1. Look at<t0/> it."
    assert moved_shown("1. See it.", "Another.", "New.") == ""


def test_markup_and_original_text_are_carried_on() -> None:
    carried = Carried(notes=("n",), markup=BOLD)
    each = candidate(target="the lists of trees", carried=carried)
    cell = edited_cell(replacing("lists", "registers", language="en"), each)
    assert cell is not None
    assert cell.carried == replace(carried, markup=BOLD.replace("lists", "registers"))


def test_contexts_follow_the_source_text() -> None:
    each = candidate()
    each = replace(each, row=replace(each.row, before="旧树", after=None))
    row = replacing("树", "木", language="zh").change(each).row
    assert row is not None
    assert (row.text, row.before, row.after) == ("木木。", "旧木", None)


def test_a_text_of_which_nothing_is_left_stays_and_is_told() -> None:
    outcome = replacing("Trees.", "", language="en").change(candidate())
    assert outcome.row == candidate().row
    assert "en" in outcome.left


def test_only_what_is_meant_is_changed() -> None:
    def shout(text: str, _: str) -> str:
        return text.upper()

    each = candidate()
    edit = text_edit("shout", shout, Scope(None, Status.REVIEWED))
    assert edit.change(each).row == each.row
    chosen = replace(each, languages=frozenset({"fr"}))
    assert text_edit("shout", shout, Scope()).change(chosen).row == each.row
