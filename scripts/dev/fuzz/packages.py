"""Makes small packages of Office and PDF files around parts that are given, for the fuzzers.

What stands around the parts is whole and as the programs write it, so that what reads the parts is
reached, whatever they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

__all__ = [
    "PARTS",
    "pdf_file",
    "pdf_stream",
    "small_package",
    "small_pdf",
    "text_part",
    "with_surroundings",
    "zipped",
]

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGED: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TYPES: Final = "application/vnd.openxmlformats-officedocument"

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    ".docx": (
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/footnotes.xml",
        "word/header1.xml",
    ),
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"),
    ".ods": ("content.xml",),
    ".odt": ("content.xml",),
}
"""By extension, the parts that can be given; the first one has the text."""

# By the name of a part, what they are called in content types and relations.
_KINDS: Final[Mapping[str, str]] = {
    "word/document.xml": "wordprocessingml.document.main",
    "word/styles.xml": "wordprocessingml.styles",
    "word/numbering.xml": "wordprocessingml.numbering",
    "word/footnotes.xml": "wordprocessingml.footnotes",
    "word/header1.xml": "wordprocessingml.header",
    "xl/workbook.xml": "spreadsheetml.sheet.main",
    "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
    "xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
    "xl/styles.xml": "spreadsheetml.styles",
}
_WORKBOOK: Final = (
    f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="r0"/></sheets></workbook>'
)
_TEXTS: Final[Mapping[str, str]] = {
    ".docx": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p>'
    "</w:body></w:document>",
    ".odt": f'<office:document-content xmlns:office="{_OFFICE}office:1.0"'
    f' xmlns:text="{_OFFICE}text:1.0" office:version="1.2"><office:body><office:text>'
    "<text:p>{}</text:p></office:text></office:body></office:document-content>",
    ".ods": f'<office:document-content xmlns:office="{_OFFICE}office:1.0"'
    f' xmlns:table="{_OFFICE}table:1.0" xmlns:text="{_OFFICE}text:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="a"><table:table-row>'
    "<table:table-cell><text:p>zh</text:p></table:table-cell><table:table-cell><text:p>en"
    "</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>"
    "{}</text:p></table:table-cell><table:table-cell><text:p>A.</text:p></table:table-cell>"
    "</table:table-row></table:table></office:spreadsheet></office:body>"
    "</office:document-content>",
    ".xlsx": f'<worksheet xmlns="{_SHEET}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>zh'
    '</t></is></c><c r="B1" t="inlineStr"><is><t>en</t></is></c></row><row r="2"><c r="A2"'
    ' t="inlineStr"><is><t>{}</t></is></c><c r="B2" t="inlineStr"><is><t>A.</t></is></c></row>'
    "</sheetData></worksheet>",
}
_MIMETYPES: Final = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def text_part(extension: str) -> tuple[str, str]:
    """Return the root of the part that has the text, and the part with {} in place of the text."""
    text = _TEXTS[extension]
    return text[1:].partition(" ")[0], text


def small_package(extension: str, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package with some of the parts of `PARTS`, and all that it needs around them."""
    return zipped(with_surroundings(extension, parts))


def with_surroundings(
    extension: str, parts: Mapping[str, str | bytes]
) -> Mapping[str, str | bytes]:
    """Return all entries of such a package by their names, in their order."""
    if extension in _MIMETYPES:
        return _open_document(extension, parts)
    main = "xl/workbook.xml" if extension == ".xlsx" else PARTS[extension][0]
    all_parts = {**({main: _WORKBOOK} if extension == ".xlsx" else {}), **parts}
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPES}.{_KINDS[name]}+xml"/>'
        for name in all_parts
    )
    related = (name for name in PARTS[extension] if name in parts and name != main)
    links = "".join(
        _relation(number, _KINDS[name].rpartition(".")[2], name.partition("/")[2])
        for number, name in enumerate(related)
    )
    folder, _, name = main.partition("/")
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGED}/content-types"><Default'
        ' Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        f'+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations(_relation(0, "officeDocument", main)),
        f"{folder}/_rels/{name}.rels": _relations(links),
        **all_parts,
    }


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGED}/relationships">{links}</Relationships>'


def _relation(number: int, kind: str, part: str) -> str:
    return f'<Relationship Id="r{number}" Type="{_RELATIONS}/{kind}" Target="{part}"/>'


def _open_document(extension: str, parts: Mapping[str, str | bytes]) -> Mapping[str, str | bytes]:
    kind = _MIMETYPES[extension]
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        + "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
            for name in parts
        )
        + "</manifest:manifest>"
    )
    return {"mimetype": kind, "META-INF/manifest.xml": manifest, **parts}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive with these entries, deflated.

    One called `mimetype` is stored as it is, as OpenDocument wants it (ODF 1.2, part 3, 3.3); so
    is an empty one, of which attacks have thousands.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            stored = name == "mimetype" or not content
            way = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, way)
    return target.getvalue()


def pdf_file(objects: Mapping[int, bytes]) -> bytes:
    """Return a PDF file with objects by their numbers, of which the first is its catalog."""
    written, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    size = max(objects) + 1
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        written += b"%010d 00000 %c \n" % (place or 0, b"f" if place is None else b"n")
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(written)


def pdf_stream(content: bytes, told: bytes = b"") -> bytes:
    """Return an object that is a stream; `told` are further entries of its dictionary."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), told, content)


def small_pdf(shown: bytes) -> bytes:
    """Return a PDF file of one page with a font, `F`, and what the page shows."""
    return pdf_file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            b" /Resources << /Font << /F 5 0 R >> >> >>",
            4: pdf_stream(shown),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        }
    )
