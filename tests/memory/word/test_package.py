"""Packages are opened and saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.package import WordPackage, word_file
from hexapla.memory.word.revisions import tracked_changes
from hexapla.memory.word.texts import word_texts
from hexapla.memory.word.tracking import Tracker
from tests.corpora.readers.formats import convert
from tests.memory.word.documents import again, package_at, package_of, texts_of


def test_what_is_changed_is_saved_and_all_else_is_kept() -> None:
    package = package_of("Takes note;", "Decides;")
    next(package.body.iter(W + "t")).text = "Takes note with interest;"
    saved = again(package)
    assert texts_of(saved.body) == ["Takes note with interest;", "Decides;"]
    names = [set(each.package.archive.namelist()) for each in (package, saved)]
    assert names[0] == names[1]
    assert saved.part("styles") is not None
    assert saved.part("footnotes") is None


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("nothing")
    with pytest.raises(DocumentError, match=r"a\.docx"):
        package_at(tmp_path / "a.docx")


def test_a_document_of_another_word_processor_keeps_its_tracked_changes(tmp_path: Path) -> None:
    package = package_of("Takes note;", "Decides to keep the register;")
    tracker = Tracker("A. Delegate", "2044-03-05T10:00:00Z")
    (first, second) = word_texts(package.body)
    tracker.rewrite(second.element, second.whole, "Decides to keep the whole register;")
    tracker.remove(first.element)
    (tmp_path / "a.docx").write_bytes(package.saved())
    path = convert({"a": tmp_path / "a.docx"}, "odt", tmp_path)["a"]
    content = word_file(path)
    assert content is not None
    made = WordPackage.of(content, path)
    told = [(str(each.done), each.text.strip()) for each in tracked_changes(made.body)]
    assert ("put in", "whole") in told
    assert ("taken out", "Takes note;¶") in told
    assert {each.author for each in tracked_changes(made.body)} == {"A. Delegate"}


def test_what_no_word_processor_made_is_no_word_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("Takes note;", encoding="utf-8")
    assert word_file(path) is None
    path = tmp_path / "a.txt"
    path.write_bytes(package_of("Takes note;").saved())
    assert word_file(path) == path.read_bytes()
