"""Builds .docx packages from their XML, so that tests can hold every feature of the format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from hexapla.corpora.readers.docx.reader import read
from hexapla.corpora.structure.blocks import Block
from tests.corpora.readers.raw_files import raw

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(body: str, **parts: str) -> bytes:
    """Return a package whose document has `body`, and the content of other parts by kind.

    They are the inner XML of `numbering`, `styles`, `footnotes`, `endnotes`, `settings`, `header`
    and `footer`.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    links = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for place, kind in enumerate(parts)
    )
    files = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _links(
            f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _links(links),
    }
    for kind, inner in parts.items():
        root = roots.get(kind, kind)
        files[f"word/{kind}.xml"] = f"<w:{root} {_W}>{inner}</w:{root}>"
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def _types(kinds: Iterable[str]) -> str:
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for kind in kinds
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
        f"{overrides}</Types>"
    )


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """Return a paragraph of runs; what does not start with `<` becomes a run."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(*content: str, number: int = 1, depth: int = 0) -> str:
    """Return a paragraph of list `number`, at a level from 0."""
    numbering = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(*content, properties=numbering)


def levels(*patterns: tuple[str, str], start: int = 1, extra: str = "") -> str:
    """Return the levels of a list by their numerals and texts: `("decimal", "%1.")`."""
    return "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'{extra}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(patterns)
    )


def lists(*definitions: str) -> str:
    """Return numbering.xml of lists 1, 2, … by their levels."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{place}">{inner}</w:abstractNum>'
        for place, inner in enumerate(definitions, 1)
    )
    return abstracts + "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>'
        for place in range(1, len(definitions) + 1)
    )


def note_reference(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def notes(*texts: str, kind: str = "footnote") -> str:
    """Return footnotes.xml or endnotes.xml: the separators, and notes 1, 2, …."""
    separators = f'<w:{kind} w:type="separator" w:id="-1">{paragraph("___")}</w:{kind}>'
    mark = f"<w:r><w:{kind}Ref/></w:r>"
    return separators + "".join(
        f'<w:{kind} w:id="{place}">{paragraph(mark, run(" " + text))}</w:{kind}>'
        for place, text in enumerate(texts, 1)
    )


HERE = "a file.docx"
LEGAL = levels(("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))


def blocks(body: str, **parts: str) -> Sequence[Block]:
    """Return the blocks that the reader makes of a file."""
    return read(raw(word_file(body, **parts), HERE)).blocks("en")


def markers(body: str, **parts: str) -> list[str]:
    """Return the marker of each block."""
    return [block.marker for block in blocks(body, **parts)]


def texts(body: str, **parts: str) -> list[str]:
    """Return the text of each block."""
    return [block.text for block in blocks(body, **parts)]


def with_properties(data: bytes, values: Mapping[str, str], *, before: str = "") -> bytes:
    """Return a package with custom properties, as the United Nations' files have them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    kind = f"{_OFFICE}/custom-properties"
    link = f'<Relationship Id="c" Type="{kind}" Target="docProps/custom.xml"/></Relationships>'
    files["_rels/.rels"] = files["_rels/.rels"].replace("</Relationships>", link)
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006"
    rows = "".join(
        f'<property pid="{place}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for place, (name, value) in enumerate(values.items(), 2)
    )
    files["docProps/custom.xml"] = (
        f'{before}<Properties xmlns="{namespace}/custom-properties" '
        f'xmlns:vt="{namespace}/docPropsVTypes">'
        f"{rows}</Properties>"
    )
    return zipped(files)
