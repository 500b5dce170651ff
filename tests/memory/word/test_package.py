"""Packages are opened and saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.readers.docx.elements import W
from hexapla.memory.word.package import WordPackage
from tests.memory.word.documents import again, package_of, texts_of


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
        WordPackage.read(tmp_path / "a.docx")
