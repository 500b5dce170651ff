"""Texts of w:p elements, and runs that are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.texts import NOTE, cut_runs, run_text, runs, text_elements, word_texts
from tests.memory.word.documents import NAMESPACE, package_of, paragraph

RUNS = (
    "<w:r><w:t>1.</w:t><w:tab/><w:t>Takes </w:t></w:r>"
    "<w:hyperlink><w:r><w:rPr><w:b/></w:rPr><w:t>note</w:t></w:r></w:hyperlink>"
    '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:noBreakHyphen/><w:t>of</w:t></w:r>'
    "<w:del><w:r><w:delText>all</w:delText></w:r></w:del>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
)
WHOLE = f"1.\tTakes note{NOTE}\u2011of"


def joined(element: etree._Element) -> str:
    return "".join(map(run_text, runs(element)))


def test_the_text_is_what_shows() -> None:
    assert joined(paragraph(RUNS)) == WHOLE


@given(st.sets(st.integers(0, len(WHOLE))))
def test_cutting_runs_changes_no_text_and_no_look(places: set[int]) -> None:
    element = paragraph(RUNS)
    spans = cut_runs(element, places)
    assert joined(element) == WHOLE
    assert "".join(run_text(span.run) for span in spans) == WHOLE
    assert all(WHOLE[span.start : span.end] == run_text(span.run) for span in spans)
    assert not any(span.start < place < span.end for span in spans for place in places)
    bold = [span.run for span in spans if span.run.find(f"{W}rPr/{W}b") is not None]
    assert "".join(map(run_text, bold)) == "note"


@given(st.text("ab \t\n\u2011"))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    run = etree.fromstring(f"<w:r {NAMESPACE}/>")
    run.extend(text_elements(text))
    assert run_text(run) == text


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12.\tTakes note;", "12.", "Takes note;"),
        ("\t(a)\tTakes note;", "(a)", "Takes note;"),
        ("3. Takes note;", "3.", "Takes note;"),
        ("Takes note;", "", "Takes note;"),
        ("决定保留名册；", "", "决定保留名册；"),
    ],
)
def test_a_typed_number_is_no_part_of_the_text(text: str, number: str, rest: str) -> None:
    (found,) = word_texts(package_of(text).body)
    assert (found.paragraph.label, found.paragraph.text, found.whole) == (number, rest, text)


def test_cells_know_their_places() -> None:
    found = word_texts(package_of("Text", rows=[("Posts", "10"), ("Travel", "7")]).body)
    cells = [each.paragraph.id.partition("(")[0] for each in found if each.is_cell]
    assert cells == ["table-1.r1.c1", "table-1.r1.c2", "table-1.r2.c1", "table-1.r2.c2"]
    assert found[0].paragraph.kind is Kind.BODY
