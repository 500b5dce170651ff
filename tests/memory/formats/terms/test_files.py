"""The kind of a file of terms is told by its name and its first row."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError, UsageError
from hexapla.corpora.input import bounds
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.terms.files import read_concepts_of, write_glossary
from hexapla.memory.termbase import Concept, Term
from scripts.dev.fuzz.packages import small_package
from tests.memory.formats.terms.concepts import CONCEPTS


def test_a_glossary_of_omegat_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "glossary.utf8"
    assert write_glossary(path, CONCEPTS, "zh", "en") == 2
    assert path.read_text("utf-8").splitlines()[0] == (
        "树木名册\tregister of trees\tpreferred; forests & parks; A/RES/99/1#3(a);"
        ' first line second <line> with "marks"'
    )
    found = list(read_concepts_of(path, ("zh", "en")))
    assert [[each.text for each in concept.terms] for concept in found] == [
        ["树木名册", "register of trees"],
        ["树木名册", "list of trees; woods"],
    ]


def test_lines_that_are_no_pair_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "glossary.txt"
    path.write_text("# a remark\n树\ttree\tof wood\ttall\n\n河流\n", "utf-8")
    losses = Losses()
    assert list(read_concepts_of(path, ("zh", "en"), losses)) == [
        Concept((Term("zh", "树"), Term("en", "tree")), note="of wood\ntall")
    ]
    assert [str(loss) for loss in losses.found()] == ["line 4: has not a term and its translation"]
    with pytest.raises(UsageError, match="--languages zh,en"):
        list(read_concepts_of(path))


def test_tabs_with_languages_above_are_a_table(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("zh\ten\n树\ttree\n", "utf-8")
    assert list(read_concepts_of(path)) == [Concept((Term("zh", "树"), Term("en", "tree")))]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no file of terms, which are \.tbx"):
        list(read_concepts_of(tmp_path / "terms.pdf"))


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_glossary_in_an_old_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "glossary.txt"
    path.write_bytes("river\trivière\nforest\tforêt\n".encode(encoding))
    assert [
        [each.text for each in concept.terms] for concept in read_concepts_of(path, ("en", "fr"))
    ] == [["river", "rivière"], ["forest", "forêt"]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("terms.csv", "zh,en,fr\n树,tree,-\n河流,–,/\n"),
        ("glossary.txt", "树\ttree\n河流\t–\n"),
        (
            "terms.tbx",
            '<martif><text><body><termEntry><langSet xml:lang="zh"><tig><term>树</term></tig>'
            '</langSet><langSet xml:lang="en"><tig><term>tree</term></tig></langSet>'
            '<langSet xml:lang="fr"><tig><term>–</term></tig></langSet></termEntry></body></text>'
            "</martif>",
        ),
    ],
)
def test_a_dash_is_no_term(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    found = {
        (each.language, each.text)
        for concept in read_concepts_of(path, ("zh", "en"))
        for each in concept.terms
    }
    assert (
        {("zh", "树"), ("en", "tree")} <= found <= {*(("zh", "树"), ("en", "tree"), ("zh", "河流"))}
    )


def shared_string(path: Path, length: int, count: int) -> None:
    """Write a workbook of terms that are one text, which the file holds once."""
    term = "register " * (length // 9)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c><c r="B{n}" t="inlineStr"><is><t>{n}</t></is>'
        "</c></row>"
        for n in range(2, count + 2)
    )
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row>'
    path.write_bytes(
        small_package(
            ".xlsx",
            {
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{names}"><sheetData>{head}{rows}'
                "</sheetData></worksheet>",
                "xl/sharedStrings.xml": f'<sst xmlns="{names}"><si><t>en</t></si><si><t>{term}</t>'
                "</si><si><t>fr</t></si></sst>",
            },
        )
    )


def test_no_more_comes_out_of_a_file_of_terms_than_its_size_allows(tmp_path: Path) -> None:
    path = tmp_path / "terms.xlsx"
    shared_string(path, 900, 20)
    assert len(read_concepts_of(path)) == 20
    shared_string(path, 500_000, 20)
    with pytest.raises(StoreError, match="refused: 2,000,000 characters of text come out of it"):
        read_concepts_of(path)


def test_a_term_that_is_a_text_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "terms.xlsx"
    shared_string(path, 2000, 1)
    losses = Losses()
    assert read_concepts_of(path, (), losses) == []
    told = ["concept 1: a term has more than 1,000 characters"]
    assert [str(loss) for loss in losses.found()] == told


# What is being opened as the time is up is closed by Python alone, which warns of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_terms_that_take_too_long_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "cpu_seconds", lambda _: 0.001)
    path = tmp_path / "terms.xlsx"
    # Of less, all might be done before the thread that watches gets its turn.
    shared_string(path, 900, 2000)
    with pytest.raises(
        StoreError, match=r"terms\.xlsx: takes (more than 0 seconds of|too much) processor"
    ):
        read_concepts_of(path)


def test_what_takes_the_place_of_a_term_is_no_longer_than_one(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    longest, losses = "x" * bounds.LONGEST_TERM, Losses()
    rows = (f"{n}\tbois\tsuperseded: {text}" for n, text in enumerate((longest, f"{longest}x")))
    path.write_text("\n".join(("en\tfr\tfr status", *rows)), "utf-8")
    (found,) = read_concepts_of(path, left_out=losses)
    assert found.terms[1].superseded_by == longest
    assert [str(loss) for loss in losses.found()] == [
        "concept 2: a term has more than 1,000 characters"
    ]
