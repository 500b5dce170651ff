"""Characters and their places: raised marks, private use, pages that were turned."""

from __future__ import annotations

import json

import pytest

from hexapla.corpora.readers.pdf.glyphs.packing import packed
from hexapla.corpora.readers.pdf.glyphs.pages import Page, PdfError
from hexapla.corpora.readers.pdf.glyphs.reading import read_pages
from tests.corpora.readers.pdf.rows import line, page
from tests.corpora.readers.pdf_files import page_file, tagged_file

SENTENCE = "The register is open"


def test_rows_stand_from_the_top_with_the_places_of_their_characters() -> None:
    data = page_file((60, 600, 10, "below"), (60, 700, 12, SENTENCE))
    (found,) = read_pages(data, 1)
    assert ["".join(row.texts) for row in found.rows] == [SENTENCE, "below"]
    first = found.rows[0]
    assert [first.y, first.size] == pytest.approx([700, 12])
    assert list(first.starts[:2]) == pytest.approx([60, 66], abs=0.1)
    assert (found.number, found.width, found.height, found.rightward) == (0, 595.0, 842.0, False)


def test_a_page_is_read_the_same_after_a_longer_one() -> None:
    short, long = page_file((72, 700, 12, "End.")), page_file((60, 500, 10, SENTENCE))
    first = read_pages(short, 1)
    assert read_pages(long, 1) != first == read_pages(short, 1)


def test_small_raised_numbers_are_written_raised() -> None:
    end = 60 + 5 * len(SENTENCE)
    (found,) = read_pages(page_file((60, 700, 10, SENTENCE), (end, 703, 6, "12")), 1)
    assert "".join(found.rows[0].texts) == f"{SENTENCE}¹²"


def test_texts_that_are_printed_over_each_other_are_rows_of_their_own() -> None:
    shows = [(60, 700, 10, "44-12345 (E)"), (100, 702, 8, SENTENCE), (200, 700, 10, "aside")]
    (found,) = read_pages(page_file(*shows), 1)
    assert ["".join(row.texts) for row in found.rows] == [SENTENCE, "44-12345 (E)aside"]


def test_of_a_page_from_right_to_left_places_are_counted_from_the_right() -> None:
    (found,) = read_pages(page_file((400, 700, 10, "ﻢﻟ")), 1)
    assert found.rightward
    assert found.rows[0].starts[0] == pytest.approx(595 - 410, abs=0.5)


def test_a_part_of_a_row_is_a_row() -> None:
    row = line(700, "one two")
    part = row.part(3, 6)
    assert part.texts == ["t", "w", "o"]
    assert (part.y, part.size, list(part.starts)) == (700, 10.0, [80.0, 85.0, 90.0])


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "damaged PDF file, which cannot be opened"),
        (b"%PDF-1.7 and no more", "damaged PDF file, which cannot be opened"),
        (page_file(), "run OCR over it first"),
        (page_file((60, 700, 10, "\ue001\ue002")), "fonts do not say"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, cause: str) -> None:
    with pytest.raises(PdfError, match=cause):
        read_pages(data, 1)


def test_pages_are_packed_as_json_and_floats() -> None:
    ligature = line(690, "ab")._replace(texts=["a", "fi"])
    head, _, places = packed([page(line(700, "ab"), ligature)]).partition(b"\n")
    rows = [[700, 10.0, "ab", False], [690, 10.0, ["a", "fi"], False]]
    assert json.loads(head) == ["", 0, [[0, 595.0, 842.0, False, rows, None, [], False]]]
    assert len(places) == 4 * 3 * 4
    assert json.loads(packed((), "a cause", 3)) == ["a cause", 3, []]


# Rules


def test_pieces_of_a_rule_are_one() -> None:
    pieces = ["60 700 40 1", "100 700 90 .5", "60 650 240 2", "60 600 9 1", "60 400 9 90"]
    drawn = " ".join(f"{piece} re f" for piece in pieces)
    (found,) = read_pages(page_file((60, 720, 10, SENTENCE), drawn=drawn), 1)
    places = [(round(rule.y), round(rule.start), round(rule.end)) for rule in found.rules]
    assert places == [(700, 60, 190), (650, 60, 300)]


# Tags


def told(found: Page) -> list[tuple[str, bool, list[str]]]:
    """What the tags of a page say: the kind of each part, whether it begins there, and its rows."""
    texts = [(p.kind, p.begins, ["".join(row.texts) for row in p.rows]) for p in found.parts or ()]
    return sorted(texts, key=lambda part: not part[0])


def test_tags_tell_the_paragraphs_of_a_page() -> None:
    first, second = read_pages(
        tagged_file(
            [
                ("Artifact", 60, 800, 8, "A/99/901"),
                ("H2", 60, 700, 12, "The register"),
                ("H2", 60, 685, 12, "of texts"),
                ("P one", 60, 660, 10, "It is open"),
                ("Note", 60, 90, 8, "Ibid."),
            ],
            [("P one", 60, 700, 10, "to all."), ("Artifact", 60, 800, 8, "A/99/901")],
        ),
        2,
    )
    assert told(first) == [
        ("H", True, ["The register", "of texts"]),
        ("P", True, ["It is open"]),
        ("N", True, ["Ibid."]),
        ("", True, ["A/99/901"]),
    ]
    assert told(second) == [("P", False, ["to all."]), ("", True, ["A/99/901"])]
    names = [p.name for found in (first, second) for p in found.parts or () if p.kind == "P"]
    assert names[0] == names[1] != ""


def test_a_paragraph_of_two_columns_is_read_from_the_first() -> None:
    shows = [("P one", 60, 100, 10, "first"), ("P one", 300, 700, 10, "second")]
    (found,) = read_pages(tagged_file(shows), 1)
    assert told(found) == [("P", True, ["first", "second"])]


def test_tags_that_leave_text_out_are_none() -> None:
    pages = read_pages(tagged_file([("P", 60, 700, 10, "told")], [("", 60, 700, 10, "not")]), 2)
    assert [found.parts for found in pages] == [None, None]
    assert ["".join(row.texts) for found in pages for row in found.rows] == ["told", "not"]
