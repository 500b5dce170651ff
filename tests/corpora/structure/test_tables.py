"""Labels of cells: table, row and column, the same in all languages and unique."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.document import Kind
from hexapla.corpora.numbers.labels import join_label, split_label
from hexapla.corpora.structure.blocks import Block, CellPlace, Role
from hexapla.corpora.structure.paragraphs import paragraphs

CAPTIONS = {
    "en": "Table {} Posts of the Panel",
    "fr": "Tableau {} Postes du Groupe",
    "es": "Cuadro {} Puestos del Grupo",
    "ru": "Таблица {} Должности Группы",
    "ar": "الجدول {} وظائف الفريق",
    "de": "Tabelle {} Stellen der Gruppe",
    "zh": "表{} 小组员额",
}


def table(number: int, rows: int, columns: int) -> list[Block]:
    return [
        Block(f"cell {row} {column}", Role.CELL, begins=True, cell=CellPlace(number, row, column))
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
    ]


def labels(blocks: list[Block], language: str = "en") -> list[str]:
    return [p.label for p in paragraphs(blocks, language) if p.kind is Kind.TABLE_CELL]


@pytest.mark.parametrize("language", CAPTIONS)
def test_the_caption_numbers_a_table_in_every_language(language: str) -> None:
    blocks = [
        Block(CAPTIONS[language].format("15.3"), begins=True),
        *table(1, 2, 2),
        Block(CAPTIONS[language].format("15.4"), begins=True),
        *table(2, 1, 2),
    ]
    wanted = [f"table-15.3.r{row}.c{column}" for row in (1, 2) for column in (1, 2)]
    wanted += ["table-15.4.r1.c1", "table-15.4.r1.c2"]
    assert labels(blocks, language) == wanted
    found = paragraphs(blocks, language)
    assert [p.id for p in found if p.kind is Kind.TABLE_CELL] == wanted


def test_tables_without_captions_are_counted() -> None:
    text = Block("The posts are as follows.", begins=True)
    assert labels([*table(1, 1, 2), text, *table(2, 1, 2)]) == [
        *("table-1.r1.c1", "table-1.r1.c2", "table-2.r1.c1", "table-2.r1.c2")
    ]
    captioned = Block("Table 7", begins=True)
    assert labels([*table(1, 1, 2), captioned, *table(2, 1, 2)])[::2] == [
        *("table-u1.r1.c1", "table-7.r1.c1")
    ]


def test_a_table_that_goes_on_counts_its_rows_on() -> None:
    first, second = Block("Table 1", begins=True), Block("Table 1 (continued)", begins=True)
    found = labels([first, *table(1, 2, 1), *table(1, 0, 0), second, *table(2, 2, 1)])
    assert found == [f"table-1.r{row}.c1" for row in (1, 2, 3, 4)]


def test_rows_and_columns_without_text_do_not_count() -> None:
    places = [(1, 1), (1, 4), (3, 1), (3, 4)]
    cells = [
        Block("x", Role.CELL, cell=CellPlace(1, row, column), begins=True) for row, column in places
    ]
    assert labels(cells) == [f"table-1.r{row}.c{column}" for row in (1, 2) for column in (1, 2)]


def test_a_second_paragraph_of_a_cell_has_its_own_label() -> None:
    cell = Block("One.", Role.CELL, cell=CellPlace(1, 1, 1), begins=True)
    other = Block("x", Role.CELL, cell=CellPlace(1, 1, 2), begins=True)
    assert labels([cell, cell, other]) == ["table-1.r1.c1", "table-1.r1.c1(2)", "table-1.r1.c2"]


def test_a_table_in_an_annex_names_the_annex() -> None:
    blocks = [
        Block("1. The Panel met.", begins=True),
        Block("Annex II", Role.HEADING, begins=True),
        Block("Table 1", begins=True),
        *table(1, 1, 1),
        *table(1, 1, 2)[1:],
    ]
    assert labels(blocks)[0] == "annex-II.table-1.r1.c1"


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(1, 4), st.booleans()),
        max_size=30,
    )
)
def test_labels_are_unique_and_read_back(cells: list[tuple[int, int, int, bool]]) -> None:
    blocks: list[Block] = []
    for number, row, column, captioned in sorted(cells):
        if captioned:
            blocks.append(Block(f"Table {number}", begins=True))
        place = CellPlace(number, row, column)
        blocks.append(Block("text", Role.CELL, begins=True, cell=place))
    found = labels(blocks)
    assert len(set(found)) == len(found) == len(cells)
    assert all(join_label(*split_label(label)) == label for label in found)
