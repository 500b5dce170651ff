"""The table of formats: told by content and by name, and open to one entry more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.files.discovery import find_sets
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.readers import formats
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.formats import (
    FORMATS,
    Format,
    as_markdown,
    detect_format,
    is_read,
    is_shared,
    is_unread,
    preference,
    read_content,
)
from hexapla.corpora.readers.registry import Identity, identify, read
from hexapla.corpora.structure.blocks import Block
from tests.corpora.readers.raw_files import raw

FR = "L’Assemblée générale se félicite des efforts que font les États Membres."
ZH = "大会欢迎会员国为执行本决议所作的努力，并请秘书长提出报告。"


def read_toy(raw: RawFile) -> Content:
    _, symbol, *texts = raw.text.splitlines()
    return Content.of([Block(text, begins=True) for text in texts], language="fr", symbol=symbol)


TOY = Format(
    "Toy", (".toy",), "beginning with `TOY`", lambda raw: raw.data.startswith(b"TOY"), read_toy
)


def test_a_format_is_added_by_one_entry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = f"TOY\nA/99/77\n{FR}\n".encode()
    path = tmp_path / "A_99_77-FR.toy"
    path.write_bytes(data)
    (tmp_path / "A_99_77-ZH.txt").write_text(ZH)
    (tmp_path / "A_99_77-FR.txt").write_text(FR)
    assert find_sets([tmp_path]).sets[0].targets[0].path.suffix == ".txt"  # type: ignore[index]

    monkeypatch.setattr(formats, "FORMATS", (TOY, *FORMATS))
    document = read(path)
    assert [paragraph.text for paragraph in document.paragraphs] == [FR]
    assert (document.symbol, document.language) == ("A/99/77", "fr")
    assert identify(path) == Identity("A/99/77", "fr")
    (found,) = find_sets([tmp_path]).sets
    assert found.targets[0].path == path  # it stands before the others
    assert "| Toy | `.toy` | beginning with `TOY` | – |" in as_markdown()


def test_a_format_that_is_known_and_not_read_is_one_entry_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unread = Format("a toy", TOY.extensions, TOY.told_by, TOY.holds)
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, unread))
    (tmp_path / "x.zh.txt").write_text(ZH)
    path = tmp_path / "x.fr.toy"
    path.write_bytes(b"TOY")
    with pytest.raises(DocumentError, match=r"a toy, which is not read; save it as \.docx"):
        read(path)
    (tmp_path / "x.en.txt").write_text("The General Assembly welcomes the efforts of the States.")
    (error,) = find_sets([tmp_path]).errors
    assert (error.where, error.cause[:23]) == (str(path), ".toy files are not read")


def test_extensions_are_those_of_one_format_or_shared() -> None:
    for each in FORMATS:
        assert set(each.shared) <= set(each.extensions)
        for extension in each.extensions:
            assert extension == extension.lower()
            assert is_read(extension) == (each.read is not None)
            assert is_unread(extension) == (each.read is None)
            owners = [other for other in FORMATS if extension in other.extensions]
            assert len(owners) == 1 or is_shared(extension)


def test_the_format_that_says_most_of_the_structure_is_preferred() -> None:
    order = [".akn", ".xml", ".docx", ".html", ".odt", ".doc", ".rtf", ".txt", ".pdf", ".xyz", ""]
    assert sorted(order, key=preference) == order
    assert preference(".xyz") == preference("")


@pytest.mark.parametrize(
    "each", [each for each in FORMATS if each.read is None], ids=lambda each: each.name
)
def test_what_is_not_read_says_why_in_one_line(each: Format) -> None:
    assert each.cause
    assert "\n" not in each.cause


@given(st.binary(max_size=300))
def test_no_bytes_are_of_two_formats_that_are_read(data: bytes) -> None:
    for start in (
        b"",
        b"PK\x03\x04",
        b"<TEI>",
        b"<html>",
        b"%PDF-",
        b"{\\rtf",
        b"\xd0\xcf\x11\xe0",
    ):
        file = raw(start + data)
        try:
            holding = [each.name for each in FORMATS if each.read and each.holds(file)]
        except DocumentError as error:
            assert "damaged zip" in error.cause
        else:
            assert len(holding) <= 1


def test_what_no_format_claims_is_text() -> None:
    assert detect_format(raw("12. Welcomes it")).name == "Plain text"
    assert list(read_content(raw("12. Welcomes it")).lines) == ["12. Welcomes it"]
    assert detect_format(raw("")).name == "Plain text"


def test_the_documentation_has_a_row_for_each_format_that_is_read() -> None:
    rows = [line for line in as_markdown().splitlines() if line.startswith("|")][2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [
        each.name for each in FORMATS if each.read is not None
    ]
    assert "- a spreadsheet (`.xls`, `.xlsb`, `.xlsm`, `.xlsx`, `.ods`)" in as_markdown()
