"""Lines in the order of reading: what belongs to the page is out, notes come last."""

from __future__ import annotations

from array import array
from dataclasses import replace

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.pdf.glyphs.pages import DrawnRule, GlyphRow
from hexapla.corpora.readers.pdf.layout import layout, with_marks
from hexapla.corpora.readers.pdf.paragraphs import Seam, seams
from hexapla.corpora.readers.pdf.reader import blocks
from hexapla.corpora.structure.blocks import Role
from hexapla.corpora.structure.paragraphs import paragraphs
from tests.corpora.readers.pdf.rows import line, page, row

SENTENCE = "The register is open to all who wish to read in it"


def test_what_recurs_on_the_pages_belongs_to_them() -> None:
    pages = [
        page(
            line(800, "Report of the Committee"),
            *(line(700 - 12 * n, f"{SENTENCE} {chr(97 + number)}{n}") for n in range(8)),
            line(40, f"{number + 1}/3"),
            number=number,
        )
        for number in range(3)
    ]
    found = layout(pages)
    assert found.page_artefacts[:1] == ["Report of the Committee"]
    assert "Report of the Committee" not in {each.text for each in found.lines}
    assert len(found.lines) == 24
    assert [each.page for each in found.lines] == sorted(each.page for each in found.lines)


def test_small_lines_at_the_foot_with_a_mark_are_notes() -> None:
    rows = [line(700 - 12 * n, SENTENCE) for n in range(5)]
    found = layout([page(*rows, line(100, "¹ See the report", size=8), line(90, "of it", size=8))])
    assert [each.note for each in found.lines] == [False] * 5 + [True] * 2


def test_figures_at_the_foot_are_no_notes() -> None:
    rows = [line(700 - 12 * n, SENTENCE) for n in range(5)]
    table = [line(100, "7 425 of the posts", size=8), line(90, "8. Seminars", size=8)]
    assert not any(each.note for each in layout([page(*rows, *table)]).lines)


def test_figures_at_the_foot_that_no_text_cites_are_no_notes() -> None:
    rows = [line(700 - 12 * n, f"{SENTENCE}¹") for n in range(5)]
    foot = [line(100, "1 See the report", size=8), line(90, "8 Lamps", size=8)]
    assert [each.note for each in layout([page(*rows, *foot)]).lines] == [False] * 5 + [True] * 2
    foot = [line(100, "7 Lamps", size=8), line(90, "8 Oil", size=8)]
    assert not any(each.note for each in layout([page(*rows, *foot)]).lines)


def test_a_page_of_small_text_has_no_notes_of_plain_figures() -> None:
    text = page(*(line(700 - 12 * n, SENTENCE) for n in range(9)))
    list_ = page(line(700, "5 Lamps", size=8), line(690, "6 Oil", size=8), number=1)
    assert not any(each.note for each in layout([text, list_]).lines)


def two_texts() -> tuple[list[GlyphRow], list[GlyphRow]]:
    """Return the rows of two pages, of which none are at one height."""
    return [line(690 - 12 * n, SENTENCE) for n in range(9)], [
        line(684 - 12 * n, SENTENCE) for n in range(9)
    ]


def test_notes_at_the_foot_of_a_page_that_begins_with_small_lines() -> None:
    text, other = two_texts()
    first = page(*text, line(100, "1 See the report", size=8))
    small, note = line(700, "Table 3 goes on", size=8), line(100, "3 See it", size=8)
    found = layout([first, page(small, *other, note, number=1)])
    assert [each.text for each in found.lines if each.note] == ["1 See the report", "3 See it"]


def test_a_note_goes_on_at_the_foot_of_a_page_that_begins_with_small_lines() -> None:
    text, other = two_texts()
    small, rest = line(700, "Table 3 goes on", size=8), line(100, "of the Board.", size=8)
    first = page(*text, line(100, f"¹ {SENTENCE} and take some", size=8))
    for rows in ([small, *other, rest], [rest]):
        found = layout([first, page(*rows, number=1)])
        assert [each.text for each in found.lines if each.note][1:] == ["of the Board."]


def test_notes_of_plain_figures_need_not_be_cited_on_their_page() -> None:
    text, other = two_texts()
    note, second = line(100, "1 See the report", size=8), line(90, "2 See the other", size=8)
    before = page(line(712, f"{SENTENCE}¹"), *text, note)
    pages = [
        [page(line(712, f"{SENTENCE}¹ and²"), *text, note), page(*other, second, number=1)],
        [before, page(line(715, f"{SENTENCE}2"), *other, second, number=1)],
        [before, page(line(715, f"² {SENTENCE}"), *other, second, number=1)],
    ]
    for each in pages:
        assert [found.text for found in layout(each).lines if found.note][1:] == ["2 See the other"]


def test_exponents_of_units_cite_no_notes() -> None:
    text = [line(700 - 12 * n, f"{SENTENCE} m⁻¹ and m²") for n in range(9)]
    found = layout([page(*text, line(100, "8 See the report", size=8))])
    assert found.lines[-1].note


def test_a_page_artefact_that_a_note_reaches_into_is_left_out() -> None:
    rows = [line(700 - 12 * n, f"{SENTENCE}¹") for n in range(9)]
    long = [line(52, "¹ See the report", size=8), line(42, "of the Board", x=80, size=8)]
    foot = [line(44, "44-12345 (E)"), line(30, "*4412345*")]
    found = layout([page(*rows, long[0], foot[0], long[1], foot[1])])
    assert [each.text for each in found.lines[9:]] == ["¹ See the report", "of the Board"]
    assert found.page_artefacts == ["44-12345 (E)", "*4412345*"]


def test_a_note_goes_on_at_the_foot_of_the_next_column() -> None:
    left, right = "the-register-of-the-library-is-ope", "to-all-who-wish-to-read-in-the-boo"
    rows = [row(700 - 12 * n, (60, left), (250, right)) for n in range(14)]
    note = row(500, (60, f"¹-{left}-for-t"), (250, "hat-read"), size=8)
    found = layout([page(*rows, note)])
    notes = [each.text for each in found.lines if each.note]
    assert notes == [f"¹-{left}-for-t", "hat-read"]


def test_cells_at_the_foot_are_no_notes() -> None:
    text = [line(700 - 12 * n, f"{SENTENCE}¹") for n in range(5)]
    cells = [row(y, (60, "¹ Lamps"), (300, "1"), size=8) for y in (120, 100, 80)]
    rules = [DrawnRule(y, 50, 500) for y in (135, 60)]
    (found,) = [layout([page(*text, *cells)._replace(rules=rules)])]
    assert [(bool(each.cell), each.note) for each in found.lines[5:]] == [(True, False)] * 6


def test_a_raised_mark_far_before_its_note_is_put_into_it() -> None:
    rows = [line(700 - 12 * n, f"{SENTENCE}¹") for n in range(5)]
    note = [line(103, "1", size=5), line(100, "See the report", x=90, size=8)]
    found = layout([page(*rows, *note)])
    assert [(each.text, each.note) for each in found.lines[5:]] == [("¹ See the report", True)]


def test_a_small_letter_before_a_note_of_a_table_is_its_mark() -> None:
    letter = array("f", [6.0])
    note = line(100, "a of it")
    note = note._replace(sizes=letter + note.sizes[1:])
    beside = [row(83, (60, "b"), size=6), line(80, "as lit", x=70)]
    plain = line(60, "a lamp")
    texts = ["".join(each.texts) for each in with_marks([note, *beside, plain])]
    assert texts == ["ᵃofit", "ᵇaslit", "alamp"]


def test_small_lines_with_a_mark_below_a_short_rule_are_notes() -> None:
    rows = [line(700 - 12 * n, SENTENCE) for n in range(5)]
    note = [line(100 - 9 * n, f"{n + 1}. {SENTENCE}", size=8) for n in range(2)]
    plain = page(*rows, *note)
    ruled = plain._replace(rules=[DrawnRule(112, 60, 160)])
    assert sum(each.note for each in layout([plain]).lines) == 0
    assert sum(each.note for each in layout([ruled]).lines) == 2


def test_lines_know_their_column() -> None:
    found = layout([page(*(line(700 - 12 * n, SENTENCE) for n in range(5)))])
    (first, *_) = found.lines
    assert (first.start, first.left) == (60.0, 60.0)
    assert first.end == first.right == 60.0 + 5 * len(SENTENCE)
    assert first.first_word == 15.0
    assert (first.cell, first.region) == (0, 1)


def test_no_pages_have_no_lines() -> None:
    assert layout([]).lines == []


def test_numbers_apart_at_the_ends_of_lines_are_pages_of_contents_lists() -> None:
    rows = [
        row(700, (60, "Contents")),
        row(680, (60, "Lamps"), (100, "........"), (400, "2")),
        row(660, (60, "Staff"), (90, "of"), (105, "the"), (400, "9")),
        row(640, (60, "Annex")),
        row(620, (60, "Posts"), (400, "28")),
        row(580, (60, "1."), (75, "The"), (95, "Board"), (125, "agrees.")),
        row(560, (60, "In"), (75, "2044")),
    ]
    lines = layout([page(*rows)]).lines
    assert [each.number for each in lines] == ["", "2", "9", "", "28", "", ""]
    labels = [(each.kind, each.label) for each in paragraphs(blocks(lines, "en"), "en")]
    assert labels[:5] == [(Kind.CONTENTS, "")] * 5
    assert labels[5] == (Kind.BODY, "1")


def test_lines_of_a_masthead_that_stand_side_by_side_are_apart() -> None:
    rows = [
        row(760, (60, "Nations"), (400, "A/99/6"), (435, "(Sect."), (470, "3)/Part"), (510, "A*")),
        row(735, (60, "General"), (100, "Assembly"), (400, "Distr.:"), (440, "General")),
        row(723, (400, "3"), (410, "June"), (435, "2044")),
        row(700, (60, "(a)"), (110, "S/2044/12")),
        line(680, SENTENCE),
    ]
    texts = [
        "Nations",
        "A/99/6 (Sect. 3)/Part A*",
        "General Assembly",
        "Distr.: General",
        "3 June 2044",
    ]
    lines = layout([page(*rows)]).lines
    assert [each.text for each in lines] == [*texts, "(a) S/2044/12", SENTENCE]
    assert Seam.NONE not in seams(lines, "en")[:5]
    (inner, *_) = layout([page(number=0), page(*rows[1:2], number=1)]).lines
    assert inner.text == "General Assembly Distr.: General"


def test_a_note_with_a_letter_makes_no_notes_of_the_text_below() -> None:
    """It stands below its table, in a box say, near to the foot of the page."""
    note = row(680, (60, "ᵇ"), (75, "Of"), (90, "lamps"))
    text = [line(650 - 12 * n, f"{SENTENCE} {letter}.") for n, letter in enumerate("abcdef")]
    lines = layout([page(row(700, (60, "Lampsᵇ")), note, *text)]).lines
    assert not any(each.note for each in lines)


def test_notes_with_letters_are_apart_from_each_other() -> None:
    text = [line(700 - 12 * n, f"{SENTENCE}.") for n in range(8)]
    first = row(400, (60, "ᵃ"), (70, "Of"), (85, "lamps"), size=8)
    second = row(390, (60, "ᵇ"), (70, "Of"), (85, "oil"), size=8)
    lines = [
        replace(each, note=each.size < 9) for each in layout([page(*text, first, second)]).lines
    ]
    notes = [each for each in blocks(lines, "en") if each.role is Role.NOTE]
    assert [(each.marker, each.text) for each in notes] == [("a", "Of lamps"), ("b", "Of oil")]


def test_the_mark_of_a_note_below_a_table_begins_a_paragraph() -> None:
    rows = [line(700 - 12 * n, f"{SENTENCE} {letter}") for n, letter in enumerate("abcdef")]
    notes = [line(400, f"ᵃ {SENTENCE}"), line(388, f"ᵇ {SENTENCE}")]
    assert seams(layout([page(*rows, *notes)]).lines, "en")[-1] is Seam.BREAK
