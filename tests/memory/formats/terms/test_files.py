"""The kind of a file of terms is told by its name and its first row."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import UsageError
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.terms.files import read_concepts_of, write_glossary
from hexapla.memory.termbase import Concept, Term
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
