"""What the bytes of a file say before anything is parsed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.raw import OLE, RawFile

HERE = Path("a file")


def packed(*names: str) -> RawFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return RawFile(data.getvalue(), HERE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_the_root_and_the_text_in_any_encoding(encoding: str) -> None:
    text = "<?xml version='1.0'?><akn:akomaNtoso>大会欢迎会员国的努力，请秘书长提出报告。"
    file = RawFile(text.encode(encoding), HERE)
    assert file.root == "akomaNtoso"
    assert file.text == text


def test_the_declared_encoding_is_believed() -> None:
    page = '<html><meta charset="gb2312"><p>大会欢迎会员国为执行本决议所作的努力。</p>'
    assert RawFile(page.encode("gb18030"), HERE).text == page


def test_a_package_has_parts_and_other_files_have_none() -> None:
    file = packed("word/document.xml", "[Content_Types].xml")
    assert file.parts == ("word/document.xml", "[Content_Types].xml")
    assert file.has_part("word/")
    assert not file.has_part("xl/")
    assert RawFile(b"plain", HERE).parts == ()


def test_a_damaged_package_is_an_error_that_names_the_file() -> None:
    with pytest.raises(DocumentError, match="a file: a damaged zip package: "):
        _ = RawFile(b"PK\x03\x04 and no more", HERE).parts


def test_streams_are_those_of_compound_files() -> None:
    name = "WordDocument\0".encode("utf-16-le")
    assert RawFile(OLE + bytes(500) + name, HERE).has_stream("WordDocument")
    assert not RawFile(OLE + bytes(500) + name, HERE).has_stream("Workbook")
    assert not RawFile(name, HERE).has_stream("WordDocument")


def test_bytes_that_are_no_text_are_an_error() -> None:
    with pytest.raises(DocumentError, match="binary data"):
        _ = RawFile(bytes(range(256)) * 4, HERE).text


@given(st.binary(max_size=300))
def test_any_bytes_have_a_root_or_none(data: bytes) -> None:
    assert " " not in RawFile(data, HERE).root
