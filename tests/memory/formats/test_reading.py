"""What goes wrong while a file is read is one line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.document import Kind
from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.reading import (
    imported_translation,
    imported_unit,
    reading,
    text_outside,
)
from hexapla.memory.units import Level, Status


def test_errors_of_files_text_and_xml_name_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with pytest.raises(StoreError, match="a: No such file"), reading(path):
        path.read_bytes()
    path.write_bytes(b"\xff<")
    with pytest.raises(StoreError, match="a: is not UTF-8 text"), reading(path):
        path.read_text("utf-8")
    with pytest.raises(StoreError, match="a: is not well-formed: ") as caught, reading(path):
        etree.fromstring(b"<a>")
    assert isinstance(caught.value.__cause__, etree.XMLSyntaxError)


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(KeyError), reading(tmp_path):
        raise KeyError


def test_a_unit_without_a_name_is_called_by_its_place() -> None:
    translation = imported_translation("en", "A", status=Status.REVIEWED)
    unit = imported_unit(4, "S/1", "", ("zh", "甲"), (translation,))
    assert (unit.tuid, unit.position, unit.kind, unit.level) == (
        *("S/1#5", 4, Kind.BODY, Level.SENTENCE),
    )
    assert (translation.score, translation.method) == (1.0, "imported")
    assert imported_unit(4, "S/1", "op-2", ("zh", "甲"), ()).tuid == "S/1#op-2"


@pytest.mark.parametrize(
    ("code", "parted"),
    [
        *(("<br>", "\n"), ("{br}", "\n"), ("&lt;br/&gt;", "\n"), ("</p><p>", "\n"), ("\n", "\n")),
        *(("\\line ", "\n"), ("{\\par }", "\n"), ("\\n", "\n"), ('<w:br w:type="page"/>', "\n")),
        *(("<w:tab/>", "\t"), ("{\\tab}", "\t"), ("\t", "\t"), (" ", " "), ("\u00a0", "\u00a0")),
        *(
            ("<b>", ""),
            ("{0}", ""),
            ("C:\\new", ""),
            ("<param/>", ""),
            ("\\parallel", ""),
            ("", ""),
        ),
    ],
)
def test_a_tag_that_breaks_the_line_parts_words(code: str, parted: str) -> None:
    seg = etree.Element("seg")
    seg.text = "Annex"
    tag = etree.SubElement(seg, "ph")
    tag.text, tag.tail = code, "Item"
    assert text_outside(seg, {"ph"}) == f"Annex{parted}Item"
