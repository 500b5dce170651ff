"""Tables without rules that go on beside themselves."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.side_by_side import end_of_run, mandates
from hexapla.corpora.readers.pdf.tables import Table, parted
from tests.corpora.readers.pdf.rows import line, row

LAMPS = [
    row(640, (60, "98/1"), (120, "Lamps by the"), (300, "98/3"), (360, "Wells and what")),
    row(630, (120, "harbour"), (360, "is drawn")),
    row(614, (60, "98/2"), (120, "Oil for them"), (300, "98/4"), (360, "Bells")),
]


def texts(rows: list[GlyphRow]) -> list[str]:
    cells = mandates(rows) or []
    return [" ".join("".join(each.texts) for each in cell) for cell in cells]


def test_the_left_half_is_read_before_the_right_one() -> None:
    left = ["98/1", "Lamps by the harbour", "98/2", "Oil for them"]
    assert texts(LAMPS) == [*left, "98/3", "Wells and what is drawn", "98/4", "Bells"]
    page = [line(700, "What was asked", size=12), *LAMPS, line(560, "It is so.", size=12)]
    assert [isinstance(each, Table) for each in parted(page)] == [False, True, False]


def test_letters_of_a_symbol_one_below_the_other_are_one_word() -> None:
    rows = [
        row(640, (60, "9"), (72, "Lamps by the"), (300, "9"), (312, "Wells and what")),
        row(630, (60, "8"), (72, "harbour"), (300, "8"), (312, "is drawn")),
        *(row(y, (60, sign), (300, sign)) for y, sign in ((620, "/"), (610, "1"))),
    ]
    right = ["98/1", "Wells and what is drawn"]
    assert texts(rows) == ["98/1", "Lamps by the harbour", *right]


def test_a_row_that_the_end_of_the_left_half_cuts_is_one() -> None:
    rows = [
        row(640, (60, "98/1"), (120, "Lamps by the"), (360, "that are lit")),
        row(624, (60, "98/2"), (120, "Oil for those"), (300, "98/3"), (360, "Bells")),
        row(614, (360, "and chimes")),
    ]
    left = ["98/1", "Lamps by the", "98/2", "Oil for those that are lit"]
    assert texts(rows) == [*left, "98/3", "Bells and chimes"]


def test_numbers_of_paragraphs_are_no_symbols() -> None:
    rows = [
        row(640 - 12 * n, (60, f"{n}."), (120, "Lamps"), (300, f"{n + 5}."), (360, "Wells"))
        for n in range(4)
    ]
    assert mandates(rows) is None


def test_a_run_ends_where_the_size_of_the_letters_does() -> None:
    lines = [[each] for each in (*LAMPS, line(600, "It is so.", size=12))]
    assert end_of_run(lines, 0) == 3
