"""Tables without rules that go on beside themselves."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.glyphs.pages import GlyphRow
from hexapla.corpora.readers.pdf.layout import layout
from hexapla.corpora.readers.pdf.side_by_side import (
    ListLayout,
    begun_symbols,
    end_of_run,
    is_set_as,
    list_layout,
    mandates,
)
from hexapla.corpora.readers.pdf.tables import Table, parted
from tests.corpora.readers.pdf.rows import line, page, row

LAMPS = [
    row(640, (60, "98/1"), (120, "Lamps by the"), (300, "98/3"), (360, "Wells and what")),
    row(630, (120, "harbour"), (360, "is drawn")),
    row(614, (60, "98/2"), (120, "Oil for them"), (300, "98/4"), (360, "Bells")),
]


SET = ListLayout(10.0, (60.0, 120.0, 300.0, 360.0))


def texts(rows: list[GlyphRow], *known: ListLayout) -> list[str]:
    cells = mandates(rows, known) or []
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


def test_symbols_at_one_pitch_have_rows_of_their_own() -> None:
    said = [(f"98/{n}", f"Lamps by {n}", f"A/98/{n}", f"Wells of {n}99") for n in range(1, 5)]
    rows = [
        row(640 - 10 * n, *zip((60, 120, 300, 360), each, strict=True))
        for n, each in enumerate(said)
    ]
    halves = [[text for each in said for text in each[part : part + 2]] for part in (0, 2)]
    assert texts(rows) == halves[0] + halves[1]
    alone = [row(each.y, *zip((60, 120), said[n], strict=False)) for n, each in enumerate(rows)]
    (table,) = parted(alone)
    assert isinstance(table, Table)
    assert ["".join(cell[0].texts) for cell in table.cells] == halves[0]


def test_a_symbol_may_go_on_in_the_next_line() -> None:
    rows = [
        row(
            640,
            (60, "A/C.5/98/"),
            (120, "Lamps by the sea"),
            (300, "A/98/2/"),
            (360, "Oil and fresh"),
        ),
        row(630, (60, "L.1/Rev.1"), (300, "Add.3"), (360, "water")),
        row(620, (60, "A/98/7"), (120, "Bells"), (300, "A/98/4"), (360, "Wells")),
    ]
    left = ["A/C.5/98/L.1/Rev.1", "Lamps by the sea", "A/98/7", "Bells"]
    assert texts(rows) == [*left, "A/98/2/Add.3", "Oil and fresh water", "A/98/4", "Wells"]


def test_words_with_a_slash_begin_no_symbol() -> None:
    said = ["Affairs/Treaty", "TV/Radio 5", "A/C.5/98/L.1 and", "ICC-ASP/9/Add.1", "A/98/7/"]
    rows = [row(640 - 10 * n, (60, text)) for n, text in enumerate(said)]
    assert begun_symbols(rows) == [620, 610]


def test_dates_and_figures_with_words_behind_them_begin_no_symbol() -> None:
    said = ["24/7 support", "1/2 of them", "5/6/2026", "30/11/26 Day", "24/7", "24/7/Add.1"]
    rows = [row(640 - 10 * n, (60, text)) for n, text in enumerate(said)]
    assert begun_symbols(rows) == [600, 590]


def test_few_symbols_before_texts_and_a_pair_of_columns_alone_are_a_list() -> None:
    rows = [
        row(640, (60, "98/1"), (120, "Lamps by the"), (300, "1325 (2000)"), (380, "Bells")),
        row(630, (120, "harbour")),
    ]
    assert texts(rows) == ["98/1", "Lamps by the harbour", "1325 (2000)", "Bells"]
    assert texts([row(640, (60, "S/PRST/98/1"), (130, "Lamps"))]) == ["S/PRST/98/1", "Lamps"]
    for name in ("5/6/2044", "Fees", "12"):
        assert mandates([row(640, (60, name), (120, "Lamps by the harbour"))]) is None


def test_periods_fractions_and_abbreviations_alone_are_no_list_of_symbols() -> None:
    def listed(*names: str) -> bool:
        rows = [
            row(640 - 10 * n, (60, name), (150, "Lamps by the harbour"))
            for n, name in enumerate(names)
        ]
        return mandates([*rows, row(640 - 10 * len(rows), (150, "and wells"))]) is not None

    for name in ("2024/25", "2024/2025", "2026/11/30", "12/2026", "1/2", "N/A", "12 (2024)"):
        assert not listed(name)
    for name in ("98/1", "S/2044/25", "1325 (2000)", "58 (IV)", "2044/251"):
        assert listed(name)
    assert listed("2044/25", "98/1")
    assert not listed("2044/25", "2045/26")


def test_a_wide_letter_in_a_narrow_column_is_in_no_other() -> None:
    rows = [
        row(640 - 10 * n, (60, left), (75, "Lamps that"), (300, right), (315, "Wells that"))
        for n, (left, right) in enumerate(zip("M9/1", "98/2", strict=True))
    ]
    rows[0].ends[0] += 12
    assert texts(rows)[::2] == ["M9/1", "98/2"]


def halves(*rights: int) -> list[GlyphRow]:
    """Two pairs of columns with words in the narrow ones, the right one's rows at these heights."""
    left = {640: ("Charter", "Lamps by the harbour"), 630: ("of wells", "and the oil")}
    left |= {610: ("Oath", "Oil for those lamps"), 590: ("Rules", "Bells")}
    right = {
        y: (name, f"{name} of the cold water")
        for y, name in zip(rights, ("One", "Two"), strict=True)
    }
    return [
        row(
            y,
            *((x, text) for x, text in zip((60, 120), left.get(y, ()), strict=False)),
            *((x, text) for x, text in zip((300, 360), right.get(y, ()), strict=False)),
        )
        for y in sorted({*left, *right}, reverse=True)
    ]


def test_halves_whose_rows_are_not_level_are_read_one_after_the_other() -> None:
    """Also where words stand in the narrow columns."""
    left = ["Charter of wells", "Lamps by the harbour and the oil", "Oath", "Oil for those lamps"]
    assert texts(halves(620, 600))[:4] == left


def test_words_in_rows_that_are_level_are_no_halves() -> None:
    assert mandates(halves(610, 590)) is None


def test_short_codes_and_figures_before_texts_are_no_symbols() -> None:
    said = ["Kenya and the oil", "Chad and the oil", "Mali and the lamp", "Niger and a lamp"]
    for codes in (("KE", "TD", "ML", "NG"), ("1", "2", "3", "4")):
        rows = [
            row(640 - 10 * n, (60, codes[n]), (90, text), (300, f"{n + 10}"), (330, text[::-1]))
            for n, text in enumerate(said)
        ]
        assert mandates(rows) is None


def test_cells_in_the_middle_or_at_the_foot_of_their_rows_are_no_halves() -> None:
    names = ["Kenya", "Chad", "Mali", "Niger"]
    for lower in (6, 10, 20):
        rows = [
            each
            for n, name in enumerate(names)
            for each in (
                row(640 - 42 * n, (60, name), (120, "Lamps by the sea")),
                row(640 - 42 * n - lower, (300, "Trade"), (360, "Wells of water xy")),
                row(628 - 42 * n, (120, "and the oil")),
                row(616 - 42 * n, (120, "and other things")),
            )
        ]
        assert mandates(sorted(rows, key=lambda each: -each.y)) is None


def test_numbers_of_paragraphs_are_no_symbols() -> None:
    rows = [
        row(640 - 12 * n, (60, f"{n}."), (120, "Lamps"), (300, f"{n + 5}."), (360, "Wells"))
        for n in range(4)
    ]
    assert mandates(rows) is None


def test_a_run_ends_where_the_size_of_the_letters_does() -> None:
    lines = [[each] for each in (*LAMPS, line(600, "It is so.", size=12))]
    assert end_of_run(lines, 0) == 3


def test_what_is_set_as_other_lists_is_a_list_of_words_or_of_a_single_entry() -> None:
    assert list_layout(LAMPS) == SET
    rows = [
        row(640, (60, "5/5"), (120, "Lamps by the"), (360, "that are lit")),
        row(630, (120, "harbour")),
    ]
    assert (texts(rows), texts(rows, SET)) == ([], ["5/5", "Lamps by the harbour that are lit"])
    rows = [
        row(640, (60, "Charter"), (120, "Lamps"), (300, "Oath"), (360, "Wells and what")),
        row(630, (60, "of wells"), (360, "is drawn")),
        row(614, (60, "Oil from all over the sea"), (300, "Bells")),
    ]
    left = ["Charter of wells", "Lamps", "Oil from all over the sea"]
    assert texts(rows, SET) == [*left, "Oath", "Wells and what is drawn", "Bells"]


def test_other_places_and_sizes_are_those_of_no_list() -> None:
    assert is_set_as(LAMPS[0], SET)
    for other in (
        row(640, (60, "98/1"), (110, "Lamps")),
        row(640, (60, "Lamps by the harbour and the oil in the wells of it"), (360, "Bells")),
        row(640, (60, "98/1"), (120, "Lamps"), size=12),
        row(640, (60, "98/1"), (120, "Lamps"))._replace(bold=True),
    ):
        assert not is_set_as(other, SET)
    assert texts([row(640, (60, "Lamps"))], SET) == []


def test_lists_of_a_document_are_told_by_those_on_other_pages() -> None:
    entry = row(700, (60, "5/5"), (120, "Lamps by the"), (360, "harbour"))
    pages = [page(entry), page(*LAMPS, number=1)]
    assert [each.cell for each in layout(pages).lines if not each.page] == [1, 2, 2]
    assert [each.cell for each in layout(pages[:1]).lines] == [0]


def test_a_list_of_one_pair_of_columns_makes_no_list_of_text_that_is_set_like_it() -> None:
    symbols = [row(700 - 12 * n, (60, f"A/98/{n + 120}"), (120, "Lamps of it")) for n in range(3)]
    rules = [row(700 - 12 * n, (60, f"Rule {n}"), (120, "Lamps are lit.")) for n in range(3)]
    cells = [each.cell for each in layout([page(*symbols), page(*rules, number=1)]).lines]
    assert cells[-3:] == [0, 0, 0]
    assert 0 not in cells[:-3]
