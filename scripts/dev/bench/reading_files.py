"""Writes one long document as Word, HTML and PDF, to measure readers with."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle, islice
from pathlib import Path

from scripts.dev.paths import SAMPLE

__all__ = ["WrittenParagraph", "make_pieces", "write_docx", "write_html"]

_GOLD = SAMPLE / "gold.jsonl"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EVERY = 5  # paragraphs, of which one cites a note
_SUB_PARAGRAPHS = 2  # after each paragraph with a note


@dataclass(frozen=True, slots=True)
class WrittenParagraph:
    """A numbered paragraph: `number` as printed, `depth` 1 for (a) and (b), a `note` or ""."""

    number: str
    depth: int
    text: str
    note: str = ""


def make_pieces(count: int, language: str) -> list[WrittenParagraph]:
    """Make paragraphs of the bundled resolution's, told apart by a number in brackets each.

    `count` is that of the paragraphs, sub-paragraphs not counted.
    """
    rows = [json.loads(line) for line in _GOLD.read_text(encoding="utf-8").splitlines()]
    texts = cycle([row[language] for row in rows if row["kind"] in ("operative", "body")])
    notes = cycle([row[language] for row in rows if row["kind"] == "note"])
    return list(_pieces(count, texts, notes))


def _pieces(count: int, texts: Iterator[str], notes: Iterator[str]) -> Iterator[WrittenParagraph]:
    entries = iter(range(1000, 10_000_000))
    for place in range(1, count + 1):
        cites = place % _EVERY == 0
        note = _marked(next(notes), next(entries)) if cites else ""
        yield WrittenParagraph(f"{place}.", 0, _marked(next(texts), next(entries)), note)
        for letter in islice("abc", _SUB_PARAGRAPHS if cites else 0):
            yield WrittenParagraph(f"({letter})", 1, _marked(next(texts), next(entries)))


def _marked(text: str, entry: int) -> str:
    """Put a number before the last sign, and take the marks of the notes of the original out."""
    plain = re.sub("[¹²³]", "", text)
    return re.sub(r"([^\w\s»”)]*)$", rf" ({entry})\1", plain, count=1)


def write_html(path: Path, pieces: Sequence[WrittenParagraph], language: str) -> None:
    """Write a page with typed numbers, lettered lists and linked notes."""
    body, ends, inside = "", "", False
    for piece in pieces:
        if inside and not piece.depth:
            body += "</ol>\n"
        elif piece.depth and not inside:
            body += '<ol type="a">\n'
        inside = bool(piece.depth)
        mark = 1 + ends.count("<div")
        link = f'<sup><a href="#_ftn{mark}">{mark}</a></sup>' if piece.note else ""
        if piece.depth:
            body += f"<li>{escape(piece.text)}</li>\n"
        else:
            body += f"<p>{piece.number} {escape(piece.text)}{link}</p>\n"
        if piece.note:
            back = f'<a href="#_ftnref{mark}">[{mark}]</a>'
            ends += f'<div id="ftn{mark}"><p>{back} {escape(piece.note)}</p></div>\n'
    end = "</ol>" if inside else ""
    head = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head>'
    page = f"{head}<body><article>\n{body}{end}{ends}</article></body></html>"
    path.write_text(page, encoding="utf-8")


def write_docx(path: Path, pieces: Iterable[WrittenParagraph], *, header: str = "A/99/902") -> None:
    """Write a Word file with automatic numbers, footnotes and a page header."""
    body, notes, list_number = "", "", 0
    for piece in pieces:
        reference = ""
        if piece.note:
            mark = 1 + notes.count("<w:footnote ")
            reference = f'<w:r>{_RAISED}<w:footnoteReference w:id="{mark}"/></w:r>'
            own = f"<w:r>{_RAISED}<w:footnoteRef/></w:r>{_run(' ' + piece.note, _SMALL)}"
            notes += f'<w:footnote w:id="{mark}">{_paragraph("", own)}</w:footnote>'
        if piece.number == "(a)":
            list_number += 1
        number = 1 + list_number if piece.depth else 1
        place = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        body += _paragraph(place, _run(piece.text) + reference)
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r3"/></w:sectPr>'
    parts = {
        "document": ("document.main", f"<w:body>{body}{section}</w:body>"),
        "styles": ("styles", _STYLES),
        "numbering": ("numbering", _numbering(list_number)),
        "footnotes": ("footnotes", notes),
        "header": ("header", _paragraph("", _run(header))),
    }
    roots = {"header": "hdr"}
    links = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for place, name in enumerate([*parts][1:])
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, (kind, _) in parts.items()
    )
    first = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    rels = (
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">{rels}{xml}{types}</Types>',
        )
        package.writestr("_rels/.rels", _relationships(first))
        package.writestr("word/_rels/document.xml.rels", _relationships(links))
        for name, (_, inner) in parts.items():
            root = roots.get(name, name)
            package.writestr(
                f"word/{name}.xml", f'<w:{root} {_W} xmlns:r="{_OFFICE}">{inner}</w:{root}>'
            )


_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_SMALL = '<w:rPr><w:sz w:val="17"/></w:rPr>'
_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


def _relationships(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _paragraph(properties: str, runs: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _numbering(sublists: int) -> str:
    """Return a list of 1., 2. … and, after it, lists of (a), (b) … that each begin again."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{place}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for place, (form, text) in enumerate((("decimal", "%1."), ("lowerLetter", "(%1)")))
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>' + "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="1"/>{again}</w:num>'
        for place in range(2, 2 + sublists)
    )
    return abstract + lists
