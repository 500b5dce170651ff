"""Tables on printed pages, found by white space alone, and what is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hexapla.corpora.document import Kind
from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.readers.pdf.glyphs.pages import DrawnRule, GlyphRow, Page
from hexapla.corpora.readers.pdf.layout import Layout, layout
from hexapla.corpora.readers.pdf.tables import Table, parted, rows_of_heads
from hexapla.corpora.readers.registry import read
from hexapla.corpora.structure.blocks import Role
from tests.corpora.readers.formats import convert, resolution, styles
from tests.corpora.readers.pdf.rows import line, row
from tests.corpora.readers.pdf_files import page_file
from tests.corpora.readers.raw_files import raw
from tests.corpora.readers.word_files import paragraph, word_file

_Words = tuple[tuple[float, str], ...]

SENTENCE = "The register is open to all who wish to read in it."

ORGANS = {
    "en": ("Organ", "Symbol", "State of the record", "The Assembly and all of its committees"),
    "zh": ("机关", "文号", "记录状况", "大会及其所有委员会在这一届会议上的全部记录"),
    "ar": ("الجهاز", "الرمز", "حالة السجل", "الجمعية العامة وجميع لجانها في هذه الدورة"),
}


def table(*rows: tuple[str, ...]) -> str:
    width = '<w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>'
    inside = "".join(
        f"<w:tr>{''.join(f'<w:tc>{width}{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    grid = '<w:gridCol w:w="3000"/>' * len(rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Word files with a table between paragraphs, as PDF files beside them."""
    folder = tmp_path_factory.mktemp("tables")
    words: dict[str, Path] = {}
    for language, (organ, symbol, state, long) in ORGANS.items():
        rows = [(organ, symbol, state), (long, "A/99/901", state), (organ, "S/2044/12", long * 2)]
        text = resolution(language)[12].paragraph.text
        words[language] = folder / f"{language}.docx"
        words[language].write_bytes(
            word_file(
                paragraph(f"1. {text}") + table(*rows) + paragraph(f"2. {text}"),
                styles=styles(language),
            )
        )
    return convert(words, "pdf", folder) | {f"{code}-word": path for code, path in words.items()}


@pytest.mark.parametrize("language", ORGANS)
def test_the_cells_of_a_table(language: str, tables: dict[str, Path]) -> None:
    want = read(tables[f"{language}-word"], language=language).paragraphs
    got = read(tables[language], language=language).paragraphs
    assert [(p.kind, p.label, p.text) for p in got] == [(p.kind, p.label, p.text) for p in want]
    assert sum(p.kind is Kind.TABLE_CELL for p in got) == 9


def shown(*lines: tuple[float, ...] | tuple[float | str, ...]) -> list[tuple[Role, str]]:
    """What is read of lines, each its distance from the line above, then places and texts."""
    shows = []
    y = 700.0
    for step, *cells in lines:
        y -= float(step)
        pairs = zip(cells[::2], cells[1::2], strict=True)
        shows += [(float(x), y, 10.0, str(text)) for x, text in pairs]
    found = pdf.read(raw(page_file(*shows))).blocks("en")
    return [(block.role, block.text) for block in found]


def test_lines_without_space_between_the_rows_of_a_table() -> None:
    found = shown(
        (0, 60, SENTENCE),
        (20, 60, "Organ", 200, "Records", 300, "Remarks"),
        (12, 60, "Assembly", 200, "1 200", 300, "They are all there,"),
        (12, 300, "and in order."),
        (12, 60, "Council", 200, "340", 300, "None."),
        (20, 60, SENTENCE),
    )
    cells = ["Organ", "Records", "Remarks", "Assembly", "1 200"]
    cells += ["They are all there, and in order.", "Council", "340", "None."]
    assert found == [
        (Role.TEXT, SENTENCE),
        *((Role.CELL, text) for text in cells),
        (Role.TEXT, SENTENCE),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [(20, 60, "1.", 90, SENTENCE), (20, 60, "2.", 90, SENTENCE), (20, 60, "3.", 90, SENTENCE)],
        [
            (20, 60, "General Assembly", 300, "Distr.: General"),
            (12, 60, "Ninety-ninth session", 300, "3 November 2044"),
            (12, 60, "Agenda item 128", 300, "Original: English"),
        ],
        [
            (20, 60, "These are of the same"),
            (12, 60, "Rahmenübereinkommens", 185, "der"),
            (12, 60, "Organisationsstruktur", 185, "zur"),
            (12, 60, "Zusammenarbeitsformen", 185, "des"),
        ],
        [
            (20, 60, "Introduction ........", 300, "3"),
            (12, 60, "The register ........", 300, "4"),
            (12, 60, "Conclusions .........", 300, "9"),
        ],
    ],
)
def test_what_is_no_table(lines: list[tuple[float | str, ...]]) -> None:
    assert Role.CELL not in {role for role, _ in shown(*lines)}


# Between rules


def between(rules: list[float], *rows: GlyphRow) -> list[list[str] | int]:
    """What is found of rows below rules from 60 to 500: texts of cells, or how many other rows."""
    drawn = [DrawnRule(y, 60, 500) for y in rules]
    found: list[list[str] | int] = []
    for stretch in parted(rows, drawn):
        if isinstance(stretch, Table):
            texts = [" ".join("".join(part.texts) for part in cell) for cell in stretch.cells]
            found.append(texts)
        else:
            found.append(len(stretch))
    return found


HEAD = [row(690, (200, "Posts"), (300, "of")), row(678, (60, "Organ"), (200, "kept"), (300, "all"))]
BODY = [row(655, (60, "Assembly"), (200, "1"), (300, "2")), row(635, (60, "Council"))]
CELLS = ["Organ", "Posts kept", "of all", "Assembly", "1", "2", "Council"]


def test_what_is_between_rules_is_a_table_with_its_head() -> None:
    rows = [line(720, SENTENCE), *HEAD, *BODY, line(600, SENTENCE)]
    assert between([700, 670, 620], *rows) == [1, CELLS, 1]


def test_a_table_without_a_rule_at_its_end_ends_with_its_last_cells() -> None:
    rows = [*HEAD, *BODY, row(615, (60, "Bureau"), (200, "3"), (300, "4"))]
    rows += [line(580, SENTENCE, size=12), line(565, SENTENCE, size=12)]
    assert between([700, 670], *rows) == [[*CELLS, "Bureau", "3", "4"], 2]


def test_columns_close_to_each_other_are_told_by_other_lines() -> None:
    close = row(655, (60, "Assembly"), (180, "7 425"), (213, "all lamps"))
    other = [row(643, (213, "lit")), row(631, (213, "by oil"))]
    other.append(row(613, (60, "Council"), (190, "12"), (213, "none")))
    head = row(680, (60, "Organ"), (180, "Posts"), (230, "State"))
    wanted = ["Organ", "Posts", "State", "Assembly", "7 425", "all lamps lit by oil"]
    found = between([700, 670, 600], head, close, *other)
    assert found == [[*wanted, "Council", "12", "none"]]


def test_the_rest_of_a_cell_below_the_head_that_a_page_repeats_is_in_the_table() -> None:
    text = row(600, (60, "15.1"), (120, "The register")), row(588, (120, "is open to all"))
    rows = [*HEAD, row(655, (200, "of the")), row(643, (200, "year")), *text]
    assert between([700, 670, 620], *rows) == [[*CELLS[:3], "of the year"], 2]


@pytest.mark.parametrize(
    "rows",
    [
        [
            row(690, (60, "15.1"), (120, "of"), (160, "this")),
            *[line(y, SENTENCE, 120) for y in (678, 666)],
        ],
        [line(680, SENTENCE), line(668, SENTENCE)],
        [row(680, (60, "15.1"), (100, "The register")), row(660, (60, "15.2"), (100, "is open"))],
        [line(690, "Records", size=14), *BODY],
        [row(690, (20, "out"), (200, "of it")), *BODY],
    ],
)
def test_what_is_no_table_between_rules(rows: list[GlyphRow]) -> None:
    assert between([700, 600], *rows) == [len(rows)]


def test_figures_of_two_columns_may_be_a_space_apart_and_groups_of_one_figure_are_not_cut() -> None:
    head = row(690, (60, "Organ"), (220, "Spent"), (280, "Left"), (400, "Rate"))
    apart = [row(y, (60, "Council"), (230, "39.4"), (280, "105.9"), (400, "4")) for y in (655, 640)]
    close = row(625, (60, "Assembly"), (215, "2 870.3"), (258, "12 282.2"), (400, "9"))
    found = between([700, 670, 610], head, *apart, close)
    assert isinstance(found[0], list)
    assert found[0][-4:] == ["Assembly", "2 870.3", "12 282.2", "9"]


def test_words_of_a_head_are_cut_where_the_figures_below_end() -> None:
    """Its columns are close; what stands over a rule of its own is over both."""
    both = row(692, (225, "All of it"), size=6)
    words = [(60.0, "Organs"), (200.0, "Spent"), (222.0, "so"), (231.0, "far")]
    words += [(246.0, "Left"), (264.0, "to it")]
    head = row(680, *words, size=6)
    body = [row(y, (60, "Organ"), (225, "9.4"), (259, "12.5")) for y in (655, 640, 625)]
    rules = [*_rules(700), DrawnRule(687, 195, 290), *_rules(670, 610)]
    table = next(parted([both, head, *body], rules))
    assert isinstance(table, Table)
    texts = [" ".join("".join(part.texts) for part in cell) for cell in table.cells]
    assert texts[:4] == ["All of it", "Organs", "Spentsofar", "Leftto it"]


def _rules(*heights: float) -> list[DrawnRule]:
    return [DrawnRule(y, 60, 500) for y in heights]


def test_numbers_of_columns_below_a_head_are_cells_of_their_own() -> None:
    numbers = row(655, (60, "Organ"), (205, "(1)"), (305, "(2)"))
    head = [row(690, (200, "Posts"), (300, "of")), row(678, (200, "kept"), (300, "all"))]
    body = [row(630, (60, "Assembly"), (200, "10"), (300, "20")), row(610, (60, "Council"))]
    found = between([700, 650, 600], *head, numbers, *body)
    cells = ["Posts kept", "of all", "Organ", "(1)", "(2)", "Assembly", "10", "20", "Council"]
    assert found == [cells]


def test_cells_that_end_at_other_heights_are_in_one_row() -> None:
    """LibreOffice prints cells with one line between those of cells with two."""
    body: list[GlyphRow] = []
    for y in (650, 625, 600):
        body += [row(y, (60, "The"), (200, "1.5")), row(y - 5.3, (300, "2.5"))]
        body += [row(y - 10.5, (60, "Assembly"), (400, "3.5"))]
    body += [row(575, (60, "The")), row(564.5, (60, "Bureau"))]
    head = row(690, (60, "Organ"), (200, "Kept"), (300, "Left"), (400, "All"))
    cells = ["Organ", "Kept", "Left", "All", *["The Assembly", "1.5", "2.5", "3.5"] * 3]
    assert between([700, 670, 550], head, *body) == [[*cells, "The Bureau"]]


def test_notes_of_a_table_that_go_on_in_it_are_cells_of_their_own() -> None:
    rows = [row(700 - 12 * n, (60, f"Lamps {n}"), (200, f"{n}00")) for n in range(3)]
    notes = [line(664, "ᵃ Of oil"), line(654, "ᵇ Of water")]
    rules = [DrawnRule(y, 50, 500) for y in (712, 640)]
    (table,) = parted([*rows, *notes], rules)
    assert isinstance(table, Table)
    texts = ["".join("".join(each.texts) for each in cell) for cell in table.cells]
    assert texts[-2:] == ["ᵃOfoil", "ᵇOfwater"]


def test_a_note_of_a_table_goes_on_in_its_next_line() -> None:
    """Also where words of it stand below the figures."""
    rows = [row(700 - 20 * n, (60, f"Lamps {n}"), (200, f"{n}00")) for n in range(3)]
    rows.append(row(651, (60, "in all")))
    notes = [row(640, (60, "ᵃ Of the oil of"), (148, "Malta,")), line(628, "and of water")]
    (table,) = parted([*rows, *notes], [DrawnRule(y, 50, 500) for y in (712, 620)])
    assert isinstance(table, Table)
    texts = [" ".join("".join(each.texts) for each in cell) for cell in table.cells]
    assert texts[-2:] == ["200", "ᵃ Of the oil ofMalta, andofwater"]


@pytest.mark.parametrize("number", ["12.", ".12", "(c)", "B.", "-7"])
def test_the_number_of_a_row_is_in_its_cell_where_other_lines_go_on_across_the_gap(
    number: str,
) -> None:
    rows = [
        row(640 - 20 * n, (60, number), (90, f"Lamps {name} sea"), (300, f"{n}00"))
        for n, name in enumerate(("by the", "of the", "and the"))
    ]
    body = [each for row_ in rows for each in (row_, line(row_.y - 10, "and oil of all"))]
    head = row(690, (60, "Organ"), (300, "Posts"))
    apart, joined = (between([700, 670, 560], head, *each) for each in (rows, body))
    assert isinstance(apart[0], list)
    assert isinstance(joined[0], list)
    assert apart[0][2:5] == [number, "Lamps by the sea", "000"]
    assert joined[0][2:4] == [f"{number}Lamps by the sea andoilofall", "000"]


def test_codes_in_a_column_with_a_heading_stay_there() -> None:
    head = row(690, (60, "Code"), (90, "Name"), (300, "Share"))
    rows = [row(640 - 20 * n, (60, f"({n})"), (90, "Lamps"), (300, f"{n}00")) for n in range(3)]
    across = [line(each.y - 10, "and oil of all") for each in rows]
    (cells,) = between([700, 670, 560], head, *rows, *across)
    assert isinstance(cells, list)
    assert cells[:5] == ["Code", "Name", "Share", "(0)", "Lamps"]


def test_a_table_without_a_rule_at_its_foot_ends_before_the_next_heading() -> None:
    """The rule above the next table is none of it; the last cell may have further lines."""
    head = row(690, (60, "Organ"), (200, "Posts"), (300, "State"), size=7)
    body = [
        row(655, (60, "Court"), (200, "3"), (300, "Lamps by")),
        row(643, (60, "Office"), (200, "4"), (300, "the sea")),
        row(631, (300, "and oil")),
    ]
    text = [line(600, "The register", size=12), line(580, SENTENCE), line(560, SENTENCE)]
    rules = [700, 670, 540.0, 500]
    below = [row(530, (60, "Organ"), (200, "Posts"), size=7), row(510, (60, "Court"), (200, "5"))]
    found = between(rules, head, *body, *text, *below)
    assert [len(each) if isinstance(each, list) else each for each in found] == [9, 3, 4]
    assert isinstance(found[0], list)
    assert "and oil" in found[0][-1]


def test_words_with_a_slash_in_a_name_that_goes_on_begin_no_row() -> None:
    """Lines at one pitch whose columns are filled are read as without the slash."""
    names = ["Office of Legal", "Affairs/Treaty", "Section"] * 3
    said = ["Lamps of the sea and the oils", "of the towers and the wells of", "all"] * 3

    def read_with(between: str) -> list[bool]:
        rows = [
            row(
                640 - 12 * n,
                (60, name.replace("/", between)),
                (160, text),
                *([] if n % 3 else [(340.0, f"{n}00")]),
            )
            for n, (name, text) in enumerate(zip(names, said, strict=True))
        ]
        return [isinstance(each, Table) for each in parted(rows)]

    assert read_with("/") == read_with(" ")


def test_lines_that_fill_their_columns_go_on_though_nothing_parts_the_rows() -> None:
    left = ["The register is", "open to all who", "wish to read in", "it."]
    right = ["Those who keep", "the lamps write", "what they did", "each day."]
    body = [
        row(650 - 12 * n, *((60 + 5 * k, c) for k, c in enumerate(a) if c != " "), (300, b))
        for n, (a, b) in enumerate(zip(left, right, strict=True))
    ]
    head = row(690, (60, "Organ"), (300, "State"))
    found = between([700, 670, 600], head, *body)
    assert isinstance(found[0], list)
    assert [text.replace(" ", "") for text in found[0]] == [
        "Organ",
        "State",
        "".join(left).replace(" ", ""),
        "".join(right).replace(" ", ""),
    ]


def test_the_head_that_a_page_repeats_is_read_once() -> None:
    pages = [
        Page(
            number,
            595.0,
            842.0,
            False,
            [
                row(690 - 20 * number, (60, "Organ"), (200, "Posts"), (300, "State")),
                row(655 - 20 * number, (60, name), (200, "1"), (300, "Lit")),
                row(635 - 20 * number, (60, "Bureau"), (200, "2"), (300, "Dark")),
            ],
            rules=_rules(*(y - 20 * number for y in (700, 670, 620))),
        )
        for number, name in enumerate(["Assembly", "Council"])
    ]
    texts = [each.text for each in layout(pages).lines]
    rest = ["Bureau", "2", "Dark"]
    assert texts[:3] == ["Organ", "Posts", "State"]
    assert texts[3:] == ["Assembly", "1", "Lit", *rest, "Council", "1", "Lit", *rest]


def _repeated(head: Callable[[int], _Words], size: float, *rules: float) -> Layout:
    """Read pages of a table that goes on, below what is at the top of each."""
    names = ["Lamps of boats", "Wells", "Posts of wells", "Oil"]
    return layout(
        [
            Page(
                number,
                595.0,
                842.0,
                False,
                [
                    row(690, *head(number), size=size),
                    *(
                        row(
                            655 - 18 * n, (60, name), (200, f"{number}{n}2"), (300, f"{n}1{number}")
                        )
                        for n, name in enumerate(names[number % 2 :])
                    ),
                ],
                rules=_rules(*rules),
            )
            for number in range(4)
        ]
    )


def test_the_head_that_many_pages_repeat_at_their_top_is_that_of_a_table() -> None:
    words: _Words = ((60, "Organ"), (200, "Posts"), (300, "State"))
    for size, rules in ((10.0, (700, 670, 570)), (7.0, (700, 670))):
        found = _repeated(lambda _: words, size, *rules)
        assert found.page_artefacts == []
        texts = [each.text for each in found.lines]
        assert texts[:6] == ["Organ", "Posts", "State", "Lamps of boats", "002", "010"]


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (lambda n: ((60, "A/99/901"), (480, f"Page {n + 3}")), 10.0),
        (lambda n: ((60, "A/99/901"), (200, "Lamps"), (300, f"{n + 3}/20")), 7.0),
        (lambda _: ((60, "A/99/901"), (200, "Lamps"), (300, "Wells")), 7.0),
        (lambda _: ((60, "Report on lamps"), (440, "Harbour")), 7.0),
        (lambda _: ((60, "Report on lamps"),), 7.0),
        (lambda _: ((60, "Lamps"), (200, "Wells"), (300, "Posts")), 10.0),
    ],
)
def test_a_running_head_between_two_rules_is_no_head_of_a_table(
    head: Callable[[int], _Words], size: float
) -> None:
    found = _repeated(head, size, 700, 670)
    assert found.page_artefacts
    texts = [each.text for each in found.lines]
    assert texts[:4] == ["Lamps of boats", "002", "010", "Wells"]


def test_a_small_head_with_many_cells_is_that_of_a_table_also_above_one_row() -> None:
    places = (60, 200, 300, 400)
    head = row(690, *zip(places, ("Organ", "Posts", "State", "Cost"), strict=True), size=7)
    boxed = row(690, (60, "Organ"), (200, "Posts"), (400, "Cost"), size=7)
    words = [row(655, (60, "Lamps"), (300, "Oil")), row(643, (60, "and wells"))]
    assert rows_of_heads([head, *words], _rules(700, 670, 630)) == [range(1)]
    assert rows_of_heads([head, *words], _rules(700, 670)) == []
    assert rows_of_heads([boxed, *words], _rules(700, 670, 630)) == []
    text = [line(655, SENTENCE), line(643, "and is lit.")]
    assert rows_of_heads([head, *text], _rules(700, 670, 630)) == []


def test_two_rules_close_to_each_other_are_one() -> None:
    rows = [*HEAD, *BODY]
    assert between([700, 670, 666, 620], *rows, line(600, SENTENCE)) == [CELLS, 1]


def test_a_table_of_one_column_has_its_head_in_smaller_letters() -> None:
    head = line(690, "What was done", size=7)
    body = [
        line(655, "A. Lamps"),
        line(635, SENTENCE),
        line(623, "and is lit."),
        line(603, "B. Oil"),
    ]
    cells = ["Whatwasdone", "A.Lamps", f"{SENTENCE} andislit.".replace(" ", ""), "B.Oil"]
    (found,) = between([700, 670, 590], head, *body)
    assert isinstance(found, list)
    assert [text.replace(" ", "") for text in found] == cells
    (found,) = between([700, 670, 590], line(690, "What was done"), *body)
    assert found == 5


def test_words_across_all_columns_below_the_head_of_a_table_are_cells() -> None:
    head = row(690, (60, "Organ"), (200, "Posts"), (300, "State"), size=7)
    (found,) = between([700, 670, 590], head, line(655, SENTENCE), line(635, SENTENCE))
    assert isinstance(found, list)
    assert len(found) == 5


def test_the_rule_below_the_running_head_is_not_that_above_a_table() -> None:
    """It is as long within five points; the head of the table has one that is nearer."""
    drawn = [DrawnRule(760, 55, 500), *_rules(700, 670, 620)]
    rows = [line(730, SENTENCE), *HEAD, *BODY, line(600, SENTENCE), line(588, SENTENCE)]
    found = list(parted(rows, drawn))
    assert [isinstance(each, Table) for each in found] == [False, True, False]


def test_a_table_that_goes_on_on_the_next_page_has_all_that_stands_below_its_head() -> None:
    rows = [*HEAD, *BODY, row(615, (60, "Bureau"), (200, "3"), (300, "4"))]
    rest = [row(585, (60, "Offices by the sea"))]
    cells = [*CELLS, "Bureau", "3", "4"]
    assert between([700, 670], *rows, *rest) == [[*cells, "Offices by the sea"]]
    note = row(560, (60, "Source: the register"))
    assert between([700, 670], *rows, *rest, note) == [[*cells, "Offices by the sea"], 1]


def test_the_first_line_of_a_cell_may_stand_alone_if_its_figures_come_with_the_next() -> None:
    rows = [
        row(700 - 20 * n, (60, name), (300, str(n)))
        for n, name in enumerate(("Assembly", "Council", "Court"))
    ]
    rows += [row(640, (60, "Bureau of all")), row(628, (60, "lamps"), (300, "3"))]
    (table,) = parted([*rows])
    assert isinstance(table, Table)
    texts = [" ".join("".join(part.texts) for part in cell) for cell in table.cells]
    assert texts[-2:] == ["Bureau of all lamps", "3"]
    (table, text) = parted([*rows[:3], row(640, (60, "The register")), line(628, SENTENCE)])
    assert isinstance(table, Table)
    assert not isinstance(text, Table)
    assert len(text) == 2


def test_the_figures_of_a_chart_are_left_out() -> None:
    places = (100, 130, 180, 95, 210, 260, 120, 240, 70)
    chart = [row(680 - 7 * n, (x, str(10 * n)), (x + 90, "–")) for n, x in enumerate(places)]
    (text,) = parted([line(700, SENTENCE), *chart, line(600, SENTENCE)])
    assert not isinstance(text, Table)
    assert len(text) == 2
    (text,) = parted([line(700, SENTENCE), *chart[:3], line(600, SENTENCE)])
    assert not isinstance(text, Table)
    assert len(text) == 5
