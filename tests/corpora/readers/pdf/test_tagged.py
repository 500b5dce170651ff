"""Tagged PDF files, whose paragraphs are those that the tags tell."""

from __future__ import annotations

from collections.abc import Sequence

from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.structure.blocks import Role
from tests.corpora.readers.pdf_files import tagged_file
from tests.corpora.readers.raw_files import raw

Shows = Sequence[tuple[str, float, float, float, str]]
SENTENCE = "The register is open to all"


def found(*pages: Shows) -> list[tuple[Role, str]]:
    """The roles and texts of the blocks; a note's text with its mark in brackets."""
    blocks = pdf.read(raw(tagged_file(*pages))).blocks("en")
    return [(b.role, f"[{b.marker}] {b.text}" if b.marker else b.text) for b in blocks]


def cells(y: float, *texts: str, name: str = "row", size: float = 8) -> Shows:
    return [(f"P {name}{n}", 60 + 100 * n, y, size, text) for n, text in enumerate(texts) if text]


def test_paragraphs_go_on_on_the_next_page() -> None:
    head = ("Artifact", 60, 800, 8, "A/99/901")
    first = [head, ("P 1", 60, 100, 10, f"1. {SENTENCE}"), ("P 2", 60, 80, 10, f"2. {SENTENCE}")]
    second = [head, ("P 2", 60, 700, 10, "who wish to read"), ("P 3", 60, 680, 10, "3. It is.")]
    assert found(first, second) == [
        (Role.TEXT, f"1. {SENTENCE}"),
        (Role.TEXT, f"2. {SENTENCE} who wish to read"),
        (Role.TEXT, "3. It is."),
    ]


def test_what_goes_on_is_what_began_on_the_page_before() -> None:
    # Both paragraphs are the second piece of one page and the first of the next.
    first = [("P 0", 60, 720, 10, "Open"), ("P 1", 60, 700, 10, "It is open")]
    second = [("P 1", 60, 700, 10, "to all."), ("P 2", 60, 500, 10, "To whom")]
    third = [("P 2", 60, 700, 10, "is it open?")]
    texts = [text for _, text in found(first, second, third)]
    assert texts == ["Open", "It is open to all.", "To whom is it open?"]


def test_page_artefacts_are_no_text() -> None:
    page = [("Artifact", 60, 800, 8, "A/99/901"), ("P", 60, 700, 10, SENTENCE)]
    content = pdf.read(raw(tagged_file(page)))
    assert content.headers == ("A/99/901",)
    assert [block.text for block in content.blocks("en")] == [SENTENCE]


def test_a_heading_of_two_lines_is_one() -> None:
    page = [("H1", 60, 700, 14, "Budget for the period to"), ("H1", 60, 684, 14, "30 June 2044")]
    assert found(page) == [(Role.HEADING, "Budget for the period to 30 June 2044")]


def test_notes_have_their_marks() -> None:
    page = [("P", 60, 700, 10, SENTENCE), ("Note", 60, 103, 5, "1"), ("Note", 65, 100, 8, "Ibid.")]
    assert found(page) == [(Role.TEXT, SENTENCE), (Role.NOTE, "[1] Ibid.")]


def test_paragraphs_side_by_side_are_cells() -> None:
    page = [
        ("P 1", 60, 740, 10, SENTENCE),
        *cells(700, "Organ", "Records", name="a"),
        *cells(680, "Posts", name="b"),
        *cells(660, "Assembly .....", "1 200", name="c"),
        ("P 2", 60, 600, 10, SENTENCE),
        ("P 3", 60, 580, 10, SENTENCE),
    ]
    texts = ["Organ", "Records", "Posts", "Assembly", "1 200"]
    assert found(page) == [
        (Role.TEXT, SENTENCE),
        *((Role.CELL, text) for text in texts),
        (Role.TEXT, SENTENCE),
        (Role.TEXT, SENTENCE),
    ]


def test_small_text_below_cells_is_one_too_but_for_notes() -> None:
    page = [
        *(("P 0", 60, 780 - 12 * n, 10, SENTENCE) for n in range(5)),
        ("P", 60, 700, 8, "Organ"),
        *cells(709, "", "Their", "All", name="a"),
        ("P 1", 60, 680, 8, "Substantive records"),
        ("P 2", 60, 664, 5, "a"),
        ("P 2", 65, 660, 8, "Those of the Assembly."),
        ("P 3", 60, 640, 8, "They are kept."),
    ]
    roles = [Role.TEXT, *[Role.CELL] * 4, Role.TEXT, Role.TEXT]
    assert [role for role, _ in found(page)] == roles


def test_the_head_of_a_table_is_there_once() -> None:
    head = cells(700, "Organ", "Records", name="a")
    first = [*head, *cells(680, "Assembly", "1 200", name="b")]
    second = [*head, *cells(680, "Council", "340", name="c")]
    texts = ["Organ", "Records", "Assembly", "1 200", "Council", "340"]
    assert found(first, second) == [(Role.CELL, text) for text in texts]


def test_columns_of_text_are_no_cells() -> None:
    page = [
        *(("P 1", 60, 700 - 12 * n, 10, SENTENCE) for n in range(3)),
        *(("P 2", 60, 650 - 12 * n, 10, SENTENCE) for n in range(2)),
        *(("P 3", 300, 700 - 12 * n, 10, SENTENCE) for n in range(4)),
        *(("P 4", 300, 640 - 12 * n, 10, SENTENCE) for n in range(2)),
    ]
    assert {role for role, _ in found(page)} == {Role.TEXT}


def test_several_paragraphs_of_a_cell_are_cells() -> None:
    page = [
        ("P 1", 60, 740, 10, SENTENCE),
        ("P 2", 60, 700, 10, "Lamps lit"),
        ("P 3", 60, 682, 10, "Oil bought"),
        ("P 4", 260, 700, 10, "None"),
        ("P 5", 260, 682, 10, "Two keepers trained"),
        ("P 6", 60, 600, 10, SENTENCE),
    ]
    assert [role for role, _ in found(page)] == [Role.TEXT, *[Role.CELL] * 4, Role.TEXT]


def test_the_head_that_a_page_repeats_without_a_name_is_there_once() -> None:
    head = [(f"TD {n}", 60 + 100 * n, 700, 8, text) for n, text in enumerate(("Organ", "Posts"))]
    again = [(f"TD x{n}", x, y, size, text) for n, (_, x, y, size, text) in enumerate(head)]
    first = [*head, ("TD 2", 60, 680, 8, "Assembly"), ("TD 3", 160, 680, 8, "12")]
    second = [*again, ("TD 4", 60, 680, 8, "Council"), ("TD 5", 160, 680, 8, "3")]
    texts = ["Organ", "Posts", "Assembly", "12", "Council", "3"]
    assert [text for _, text in found(first, second)] == texts
    cut = [*again, ("TD 4", 60, 680, 8, "and all of"), ("TD 5", 60, 660, 8, "Council")]
    assert [text for _, text in found(first, cut)][2:] == ["Assembly and all of", "12", "Council"]
    other = [("P 9", 60, 720, 10, SENTENCE), *again]
    assert [text for _, text in found(first, other)][-3:] == [SENTENCE, "Organ", "Posts"]


def test_a_table_of_one_column_is_told_by_its_number() -> None:
    text = ("P 9", 60, 740, 10, f"{SENTENCE} who wish to read in it")
    rows = [("P 1", 60, 660, 8, "Kinds of lamps"), ("P 2", 60, 640, 8, "Lamps: all that were lit")]
    named = [text, ("H1 1", 60, 700, 10, "Table 4"), ("H1 2", 60, 690, 10, "Lamps"), *rows]
    assert [role for role, _ in found(named)][-2:] == [Role.CELL] * 2
    plain = [text, ("H1 1", 60, 700, 10, "Lamps"), *rows]
    assert [role for role, _ in found(plain)][-2:] == [Role.TEXT] * 2
    symbols = [("P 1", 60, 660, 8, "1265 (2044)"), ("P 2", 60, 640, 8, "S/PRST/2045/3")]
    listed = [text, ("H1 1", 60, 700, 10, "Resolutions of the Council"), *symbols]
    assert [role for role, _ in found(listed)][-2:] == [Role.CELL] * 2
