"""Tables of terms are read whatever language their headings are in, and come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.terms.tables import (
    read_term_table,
    read_term_workbook,
    write_term_table,
)
from hexapla.memory.reports.term_files import write_concepts
from hexapla.memory.termbase import Concept, Term, TermStatus
from tests.memory.formats.terms.concepts import CONCEPTS

PLAIN = [replace(each, who="", made=None) for each in CONCEPTS]


def read(tmp_path: Path, text: str, losses: Losses | None = None) -> list[Concept]:
    path = tmp_path / "terms.csv"
    path.write_text(text, "utf-8")
    return list(read_term_table(path, losses or Losses()))


def test_a_table_comes_back_and_has_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    assert write_term_table(path, CONCEPTS) == 2
    assert list(read_term_table(path)) == PLAIN
    assert "'=1+1" in path.read_text("utf-8-sig")


def test_a_workbook_comes_back_and_has_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "terms.xlsx"
    assert write_concepts(path, CONCEPTS) == 2
    assert list(read_term_workbook(path)) == PLAIN
    cells = [cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize(
    ("head", "domain", "status"),
    [
        ("Chinese;English;Subject;Status", "parks", "preferred"),
        ("Chinois;Anglais;Domaine;Statut", "parcs", "privilégié"),
        ("Chino;Inglés;Ámbito;Estado", "parques", "preferido"),
        ("Китайский;Английский;Область;Статус", "парки", "предпочтительный"),
        ("الصينية;الإنكليزية;المجال;الحالة", "حدائق", "مفضل"),
        ("Chinesisch;Englisch;Fachgebiet;Status", "Parks", "bevorzugt"),
        ("中文;英文;领域;状态", "公园", "首选"),
        ("Term (zh);English term;domain;status", "parks", "Preferred term"),
    ],
)
def test_headings_are_read_in_each_language(
    head: str, domain: str, status: str, tmp_path: Path
) -> None:
    assert read(tmp_path, f"{head}\n树;tree;{domain};{status}\n") == [
        Concept(
            (Term("zh", "树", TermStatus.PREFERRED), Term("en", "tree", TermStatus.PREFERRED)),
            domain=domain,
        )
    ]


def test_terms_of_a_cell_are_told_apart_and_what_is_said_of_one_language(tmp_path: Path) -> None:
    losses = Losses()
    (found,) = read(
        tmp_path,
        "English term;Chinese term;English status;Source document;Paragraph;Remarks;Colour\n"
        "tree | woody plant;树;deprecated;A/1;4;tall;green\n"
        ";;;;;nothing;\n",
        losses,
    )
    assert found == Concept(
        (
            Term("en", "tree", TermStatus.DEPRECATED),
            Term("en", "woody plant", TermStatus.DEPRECATED),
            Term("zh", "树"),
        ),
        symbol="A/1",
        label="4",
        note="tall",
    )
    assert [str(loss) for loss in losses.found()] == [
        "column 7: its heading 'Colour' is not known",
        "row 3: has no term",
    ]


def test_a_table_without_languages_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no row names languages"):
        read(tmp_path, "a;b\nc;d\n")
