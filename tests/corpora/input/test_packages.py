"""Zip packages of Office files: their parts and relations, bombs and damage."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.packages import Relationship, open_package

HERE = Path("a file.docx")
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Type="{TYPE}/footnotes" Target="footnotes.xml"/>'
    f'<Relationship Type="{TYPE}/header" Target="../top/header1.xml"/>'
    f'<Relationship Type="{TYPE}/image" Target="/media/a.png"/>'
    f'<Relationship Type="{TYPE}/hyperlink" Target="https://un.org" TargetMode="External"/>'
    "</Relationships>"
)


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_a_part_is_parsed_and_a_missing_one_is_none() -> None:
    package = open_package(packed(**{"word/document.xml": "<a><b>text</b></a>"}), HERE)
    root = package.xml("word/document.xml")
    assert root is not None
    assert root.findtext("b") == "text"
    assert package.xml("word/notes.xml") is None


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_is_damaged_in_any_way_of_packing_is_told_in_one_line(way: int) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", way) as archive:
        archive.writestr("a.xml", "<a>text</a>" * 1000)
    data = bytearray(target.getvalue())
    for place in range(40, 60):
        data[place] ^= 0xFF
    with pytest.raises(DocumentError, match=r"^a file\.docx: damaged: a\.xml: "):
        open_package(bytes(data), HERE).xml("a.xml")


def test_a_part_with_a_password_is_said_to_have_one() -> None:
    data = bytearray(packed(**{"a.xml": "<a/>"}))
    for start, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(start) + place] |= 1
    with pytest.raises(DocumentError, match=r"^a file\.docx: has a password; save it without one$"):
        open_package(bytes(data), HERE).xml("a.xml")


def test_relations_lead_to_parts_and_not_out_of_the_package() -> None:
    package = open_package(packed(**{"word/_rels/document.xml.rels": RELATIONS}), HERE)
    assert package.relations("word/document.xml") == [
        Relationship("footnotes", "word/footnotes.xml"),
        Relationship("header", "top/header1.xml"),
        Relationship("image", "media/a.png"),
    ]
    assert package.relations("") == []


def test_the_strict_names_are_the_usual_ones() -> None:
    strict = '<w:p xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    root = open_package(packed(**{"a.xml": strict}), HERE).xml("a.xml")
    assert root is not None
    assert root.tag == "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("<a>", "damaged: a.xml: "),
        ("<!DOCTYPE a><a/>", "declares a DTD"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares a DTD"),
        ("<a>" + " " * 30_000_000 + "</a>", "unpacks to far more"),
    ],
)
def test_a_bad_part_is_refused_in_one_line(content: str, cause: str) -> None:
    package = open_package(packed(**{"a.xml": content}), HERE)
    with pytest.raises(DocumentError, match=rf"^a file\.docx: .*{cause}") as caught:
        package.xml("a.xml")
    assert "\n" not in str(caught.value)


def test_a_package_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_PARTS", 3)
    assert open_package(packed(a="", b="", c=""), HERE).archive.namelist() == ["a", "b", "c"]
    with pytest.raises(DocumentError, match="more than a document does"):
        open_package(packed(a="", b="", c="", d=""), HERE)


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 damaged")
    for data in (b"", b"no zip", path):
        with pytest.raises(DocumentError, match="a damaged zip package"):
            open_package(data, HERE)


def test_a_part_of_countless_tags_is_refused_before_it_is_parsed() -> None:
    package = open_package(packed(**{"a.xml": f"<a>{'<b/>' * 200_000}</a>"}), HERE)
    with pytest.raises(DocumentError, match=r"a\.xml: more than 200,000 tags"):
        package.xml("a.xml")
