"""The custom properties of Word files: what they say of a document, and when they are believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.corpora.document import Detail, Document, Kind
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.packages import open_package
from hexapla.corpora.readers.docx.properties import known_line, read_properties
from hexapla.corpora.readers.registry import identify, read
from hexapla.corpora.structure.blocks import Role
from tests.corpora.readers.word_files import paragraph, with_properties, word_file

LINES = (
    "Ninety-ninth session",
    "Items 38 and 39 of the preliminary list**",
    "Lighthouses",
    "Lamps and oil",
    "Upkeep of the lighthouses of the northern coast",
    "1. The Board of Lighthouses met in the tower in May.",
    "2. It asks the keepers for a report on the lamps.",
)
VALUES = {
    "JobNo": "4404865",
    "Symbol1": "A/99/6 (Sect. 29D)",
    "Symbol2": " ",
    "Language": "English",
    "Session1": "Ninety-ninth session _x000d_",
    "Agenda1": "Items 38 and 39 of the preliminary list_x000d_",
    "Agenda Title1": "Lighthouses",
    "Agenda Title2": "\tLamps and oil",
    "Title1": "\t\tUpkeep of the lighthouses of the northern coast ",
}


def _file(folder: Path, values: dict[str, str], *lines: str) -> Path:
    path = folder / "N4404865.docx"
    body = "".join(map(paragraph, lines or LINES))
    path.write_bytes(with_properties(word_file(body), values))
    return path


def _front(document: Document) -> list[tuple[Kind, Detail | None]]:
    return [(each.kind, each.detail) for each in document.paragraphs[:5]]


def test_symbol_session_items_and_title_are_taken(tmp_path: Path) -> None:
    path = _file(tmp_path, VALUES)
    document = read(path)
    assert (document.symbol, document.language) == ("A/99/6(Sect.29D)", "en")
    assert document.session == LINES[0]
    assert _front(document) == [
        (Kind.MASTHEAD, Detail.SESSION),
        *[(Kind.MASTHEAD, Detail.AGENDA_ITEM)] * 3,
        (Kind.TITLE, None),
    ]
    assert identify(path).symbol == "A/99/6(Sect.29D)"


def test_the_session_stands_in_the_properties_alone(tmp_path: Path) -> None:
    assert read(_file(tmp_path, VALUES, *LINES[4:])).session == LINES[0]


def test_what_the_text_contradicts_is_not_believed(tmp_path: Path) -> None:
    stale = VALUES | {"Symbol1": "A/98/1", "Language": "French", "Title1": "Another title"}
    document = read(_file(tmp_path, stale, "A/99/6", *LINES[4:]))
    assert (document.symbol, document.language) == ("A/99/6", "en")
    # The properties of a file that was written over a French one say a French session.
    assert (document.session, document.warnings) == ("", ())


def test_the_language_is_taken_where_the_text_does_not_tell_it(tmp_path: Path) -> None:
    assert read(_file(tmp_path, VALUES, "1.", "2.", "A/99/6")).language == "en"


def test_a_line_that_is_two_things_is_neither(tmp_path: Path) -> None:
    data = with_properties(
        word_file(""), {"Agenda Title1": "Oil", "Title1": "Oil", "Title2": "Wax"}
    )
    assert read_properties(open_package(data, tmp_path)).lines == {known_line("Wax"): Role.TITLE}


def test_files_without_properties_and_hostile_ones(tmp_path: Path) -> None:
    assert not read_properties(open_package(word_file(""), tmp_path)).lines
    many = {f"Title {n}": f"Title {n}" for n in range(1000)} | {"x" * 1000: "x"}
    found = read_properties(open_package(with_properties(word_file(""), many), tmp_path))
    assert len(found.lines) <= 200
    long = with_properties(word_file(""), {"Session1": "x" * 100_000})
    assert len(read_properties(open_package(long, tmp_path)).said.session) <= 1000


def test_a_property_part_that_declares_a_dtd_is_refused(tmp_path: Path) -> None:
    data = with_properties(word_file(paragraph("Text.")), VALUES, before="<!DOCTYPE Properties>")
    with pytest.raises(DocumentError, match="DTD"):
        read_properties(open_package(data, tmp_path))
