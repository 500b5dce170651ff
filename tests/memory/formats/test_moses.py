"""Text pairs of one text a line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.exporting import export_pairs
from hexapla.memory.formats.moses import read_moses
from hexapla.memory.formats.reading import Losses, nobody
from hexapla.memory.units import Level, Status
from tests.memory.factories import make_unit


def test_a_line_is_one_text_in_both_files(tmp_path: Path) -> None:
    units = [
        make_unit("甲\n乙。", " A\u2028B.\t"),
        make_unit("丙。", "C.", status=Status.REVIEWED),
        make_unit("丁。", "D.", status=Status.REJECTED),
        make_unit("戊。", "\u00a0"),
    ]
    written = export_pairs(
        tmp_path / "un.moses", lambda: iter(units), source="zh", target="en", level=Level.SENTENCE
    )
    paths = [tmp_path / "un.zh-en.zh", tmp_path / "un.zh-en.en"]
    assert written == [(path, 2) for path in paths]
    assert [path.read_bytes().decode() for path in paths] == ["甲 乙。\n丙。\n", "A B.\nC.\n"]


@pytest.mark.parametrize("break_", ["\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029"])
def test_nothing_in_a_text_ends_its_line(break_: str, tmp_path: Path) -> None:
    units = [make_unit(f"甲{break_}乙", f"A{break_}B")]
    for path, count in export_pairs(
        tmp_path / "a.moses", lambda: iter(units), source="zh", target="en", level=Level.SENTENCE
    ):
        assert len(path.read_text("utf-8").splitlines()) == count == 1


def write(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_lines_of_files_that_differ_in_language_alone_are_units(tmp_path: Path) -> None:
    named = write(tmp_path / "un.zh", "甲。", "", "丙\u2028。")
    write(tmp_path / "un.en", "A.", "B.", "C.")
    with gzip.open(tmp_path / "un.fr.gz", "wb") as packed:
        packed.write(b"Un.\nDeux.\n\nrest"[:-4])
    losses = Losses()
    units = list(read_moses(named, (), losses))
    assert [unit.texts for unit in units] == [
        {"zh": "甲。", "en": "A.", "fr": "Un."},
        {"en": "B.", "fr": "Deux."},
        {"zh": "丙\u2028。", "en": "C."},
    ]
    assert losses.found() == ()
    chosen = list(read_moses(named, ("en", "zh"), losses))
    assert [unit.texts for unit in chosen] == [
        {"en": "A.", "zh": "甲。"},
        {"en": "C.", "zh": "丙\u2028。"},
    ]
    assert [str(each) for each in losses.found()] == ["line 2: has no text but in en"]


def test_the_languages_need_not_be_that_of_the_file_that_is_named(tmp_path: Path) -> None:
    named = write(tmp_path / "un.en", "A.", "B.")
    write(tmp_path / "un.zh", "甲。")
    write(tmp_path / "un.fr", "Un.")
    (unit,) = read_moses(named, ("zh", "fr"), nobody)
    assert unit.texts == {"zh": "甲。", "fr": "Un."}
    write(tmp_path / "un.fr", "Un.", "Deux.")
    with pytest.raises(StoreError, match=r"1 lines in un\.zh, 2 in un\.fr"):
        list(read_moses(named, ("zh", "fr"), nobody))


def test_the_corpus_says_which_document_a_line_is_of(tmp_path: Path) -> None:
    named = write(tmp_path / "UNv1.0.en-zh.en", "A.", "B.")
    write(tmp_path / "UNv1.0.en-zh.zh", "甲。", "乙。")
    write(
        tmp_path / "UNv1.0.en-zh.ids",
        "2013/a/res/68/1 en:3:1 zh:3:1",
        "1999/trans/wp_29/1999/14/add_1 en:12:1 en:12:2 zh:9:1",
    )
    found = [(unit.symbol, unit.reference) for unit in read_moses(named, (), nobody)]
    assert found == [("A/RES/68/1", "3.1"), ("TRANS/WP.29/1999/14/Add.1", "12.1")]


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    named = write(tmp_path / "a.zh", "甲。", "乙。")
    with pytest.raises(StoreError, match=r"no file of another language beside it: a\.en, a\.fr"):
        list(read_moses(named, (), nobody))
    write(tmp_path / "a.en", "A.")
    with pytest.raises(StoreError, match=r"1 lines in a\.en, 2 in a\.zh"):
        list(read_moses(named, (), nobody))
