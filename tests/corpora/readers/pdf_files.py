"""Prints paragraphs to PDF with LibreOffice and Chromium, and writes small PDF files by hand."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

from hexapla.corpora.readers.office import find_office
from scripts.dev.command import convert

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_CITATION = re.compile(f"[{_SUPERSCRIPT}]+")
_DIGITS = str.maketrans(_SUPERSCRIPT, "0123456789")
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    f'xmlns:{name}="{_OFFICE}:{path}:1.0"'
    for name, path in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("fo", "xsl-fo-compatible"),
    )
)
_FONTS = {"zh": "Noto Serif CJK SC", "ar": "Amiri"}
_COUNTRIES = {"zh": "CN", "en": "GB", "fr": "FR", "es": "ES", "ru": "RU", "ar": "EG", "de": "DE"}


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks: `gap` is points between paragraphs, `indent` of their first lines."""

    columns: int = 1
    gap: float = 6
    indent: float = 0
    justified: bool = True
    header: str = "A/RES/99/901"
    title: str = ""
    job: str = "44-12345"
    font: str = ""
    size: float = 10


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it is printed: whole paragraphs, and the notes by their marks.

    Superscript digits in the paragraphs cite the notes.
    """

    language: str
    paragraphs: tuple[str, ...]
    notes: Mapping[str, str]

    def as_text(self) -> str:
        """Write it one paragraph a line, each note after the paragraph that cites it."""
        lines: list[str] = []
        for paragraph, cited in zip(self.paragraphs, first_citations(self), strict=True):
            lines.append(paragraph)
            lines += [f"{mark} {self.notes[mark.translate(_DIGITS)]}" for mark in cited]
        return "\n\n".join(lines) + "\n"


def first_citations(printed: Printed) -> list[list[str]]:
    """Return for each paragraph the marks of the notes that it cites first."""
    seen: set[str] = set()
    found: list[list[str]] = []
    for paragraph in printed.paragraphs:
        marks = [m for m in _CITATION.findall(paragraph) if m.translate(_DIGITS) in printed.notes]
        found.append([mark for mark in dict.fromkeys(marks) if mark not in seen])
        seen.update(marks)
    return found


def require_office() -> None:
    """Skip a test where there is no LibreOffice; CI must have it, other machines may do without."""
    if not find_office():
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is not installed: CI tests PDF files of its making")
        pytest.skip("LibreOffice is not installed: its PDF files are not tested")


def print_with_office(files: Mapping[str, str], folder: Path, options: str = "") -> dict[str, Path]:
    """Print flat OpenDocument texts, by name, in one run; give the PDF files by name."""
    for name, content in files.items():
        (folder / f"{name}.fodt").write_text(content, encoding="utf-8")
    require_office()
    written = [folder / f"{name}.fodt" for name in files]
    convert(*written, folder=folder, to=f"pdf:writer_pdf_Export{options}")
    return {name: folder / f"{name}.pdf" for name in files}


def office_text(printed: Printed, look: Look) -> str:
    """Write a document as flat OpenDocument text, with real notes, headers and page numbers."""
    language = printed.language
    rtl = language == "ar"
    font = look.font or _FONTS.get(language, "DejaVu Serif")
    names = "".join(
        f' style:font-name{kind}="{font}" fo:font-size="{look.size}pt"'.replace(
            "fo:font-size", f"{'style' if kind else 'fo'}:font-size{kind}"
        )
        for kind in ("", "-asian", "-complex")
    )
    tongue = (
        f' fo:language="{language}" fo:country="{_COUNTRIES[language]}"'
        if language not in ("zh", "ar")
        else f' style:language-{"asian" if language == "zh" else "complex"}="{language}"'
        f' style:country-{"asian" if language == "zh" else "complex"}="{_COUNTRIES[language]}"'
    )
    mode = ' style:writing-mode="rl-tb"' if rtl else ""
    align = "justify" if look.justified else ("right" if rtl else "left")
    columns = f'<style:columns fo:column-count="{look.columns}" fo:column-gap="20pt"/>'
    body = "".join(
        f'<text:p text:style-name="Body">{_with_notes(text, cited, printed.notes)}</text:p>'
        for text, cited in zip(printed.paragraphs, first_citations(printed), strict=True)
    )
    pages = "<text:page-number/>/<text:page-count/>"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="{font}"
 xmlns:svg="{_OFFICE}:svg-compatible:1.0" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties{mode}/>
<style:text-properties{names}{tongue}/></style:default-style>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties{mode}
 fo:text-align="{align}" fo:margin-bottom="{look.gap}pt" fo:text-indent="{look.indent}pt"
 fo:orphans="2" fo:widows="2"/></style:style>
<style:style style:name="Footnote" style:family="paragraph"><style:paragraph-properties{mode}
 fo:text-indent="0pt"/><style:text-properties fo:font-size="8pt" style:font-size-asian="8pt"
 style:font-size-complex="8pt"/></style:style>
<style:style style:name="Anchor" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-style-name="Anchor"
 text:citation-body-style-name="Anchor" text:default-style-name="Footnote"/>
</office:styles>
<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties
 fo:page-width="595pt" fo:page-height="842pt" fo:margin-top="50pt" fo:margin-bottom="50pt"
 fo:margin-left="{120 if look.columns == 1 else 60}pt"
 fo:margin-right="{100 if look.columns == 1 else 60}pt"{mode}>{columns}
</style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="24pt"
 fo:margin-bottom="14pt"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="24pt"
 fo:margin-top="14pt"/></style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">
<style:header><text:p>{escape(look.header)}<text:tab/>{escape(look.title)}</text:p></style:header>
<style:footer><text:p>{escape(look.job)}<text:tab/><text:tab/>{pages}</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


def _with_notes(text: str, cited: Sequence[str], notes: Mapping[str, str]) -> str:
    parts: list[str] = []
    end = 0
    for match in _CITATION.finditer(text):
        mark = match[0].translate(_DIGITS)
        parts.append(escape(text[end : match.start()]))
        if match[0] in cited:
            parts.append(
                f'<text:note text:note-class="footnote"><text:note-citation text:label="{mark}">'
                f"{mark}</text:note-citation><text:note-body>"
                f'<text:p text:style-name="Footnote"><text:tab/>{escape(notes[mark])}</text:p>'
                "</text:note-body></text:note>"
            )
        else:
            parts.append(f'<text:span text:style-name="Anchor">{mark}</text:span>')
        end = match.end()
    return "".join((*parts, escape(text[end:])))


def page_html(printed: Printed, look: Look) -> str:
    """Write a document as a web page, for Chromium to print; its notes are left out."""
    direction = "rtl" if printed.language == "ar" else "ltr"
    body = "".join(
        f"<p>{_CITATION.sub(lambda m: f'<sup>{m[0].translate(_DIGITS)}</sup>', escape(text))}</p>"
        for text in printed.paragraphs
    )
    align = "justify" if look.justified else "start"
    return f"""<!doctype html><html lang="{printed.language}" dir="{direction}">
<meta charset="utf-8"><style>
body {{font: {look.size}pt serif; margin: 0; text-align: {align}; columns: {look.columns};
 column-gap: 20pt}}
p {{margin: 0 0 {look.gap}pt; text-indent: {look.indent}pt}}
sup {{font-size: 65%; line-height: 1}}
</style>{body}</html>"""


# Files written by hand

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[6 0 R]"
    "/ToUnicode 7 0 R>>"
)
_DESCENDANT = (
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)"
    "/Ordering(Identity)/Supplement 0>>/FontDescriptor 8 0 R/DW 500>>"
)
_DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 -200 500 800]/ItalicAngle 0"
    "/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
)


def page_file(
    *shows: tuple[float, float, float, str],
    turned: str = "",
    kids: int = 1,
    drawn: str = "",
    bold: Sequence[tuple[float, float, float, str]] = (),
    font: str = "F",
) -> bytes:
    """Write a PDF file of one page (shown `kids` times) that shows texts at `x`, `y` in a size.

    All characters are half as wide as high. `turned` runs up the left edge of the page; `drawn`
    are the operators of a drawing; `bold` are texts with an outline; `font` is the font's name.
    """
    lines = [f"BT /F {size} Tf {x} {y} Td <{_hex(text)}> Tj ET" for x, y, size, text in shows]
    lines += [
        f"BT /F {size} Tf 2 Tr {x} {y} Td <{_hex(text)}> Tj 0 Tr ET" for x, y, size, text in bold
    ]
    lines.append(drawn)
    if turned:
        lines.append(f"BT /F 10 Tf 0 1 -1 0 20 100 Tm <{_hex(turned)}> Tj ET")
    meaning = _meaning({char for *_, text in (*shows, *bold) for char in text} | set(turned))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    return _file(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{'3 0 R ' * kids}]/Count {kids}>>",
        f"{page}/Resources<</Font<</F 5 0 R>>>>>>",
        _stream("\n".join(lines)),
        _FONT.replace("/BaseFont/F", f"/BaseFont/{font}"),
        _DESCENDANT.replace("/BaseFont/F", f"/BaseFont/{font}"),
        _stream(meaning),
        _DESCRIPTOR,
    )


def tagged_file(*pages: Sequence[tuple[str, float, float, float, str]]) -> bytes:
    """Write a tagged PDF file: texts at `x`, `y` in a size, each with the element that has it.

    An element is its type and any name (`P one`); the same one may be on two pages. `Artifact` is
    none, and what has the element "" has no tag at all.
    """
    kinds = [show[0] for page in pages for show in page]
    elements = list(dict.fromkeys(kind for kind in kinds if kind not in ("", "Artifact")))
    first = 9 + 2 * len(pages)  # the number of the first element's object
    contents: dict[str, list[str]] = {element: [] for element in elements}
    sheets: list[str] = []
    parents: list[str] = []
    for number, page in enumerate(pages):
        lines: list[str] = []
        owners: list[str] = []
        for element, x, y, size, text in page:
            shown = f"BT /F {size} Tf {x} {y} Td <{_hex(text)}> Tj ET"
            if element in contents:
                mark = f"/Type/MCR/Pg {9 + 2 * number} 0 R/MCID {len(owners)}"
                contents[element].append(f"<<{mark}>>")
                lines.append(f"/P <</MCID {len(owners)}>> BDC {shown} EMC")
                owners.append(f"{first + elements.index(element)} 0 R")
            else:
                lines.append(f"/Artifact BMC {shown} EMC" if element else shown)
        sheets += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {10 + 2 * number} 0 R"
            f"/StructParents {number}/Resources<</Font<</F 3 0 R>>>>>>",
            _stream("\n".join(lines)),
        ]
        parents.append(f"{number} [{' '.join(owners)}]")
    whole = f"{first + len(elements)} 0 R"
    root = f"{first + len(elements) + 1} 0 R"
    kids = " ".join(f"{9 + 2 * number} 0 R" for number in range(len(pages)))
    return _file(
        f"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot {root}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        _FONT,
        "null",
        "null",
        _DESCENDANT,
        _stream(_meaning({char for page in pages for show in page for char in show[4]})),
        _DESCRIPTOR,
        *sheets,
        *(
            f"<</Type/StructElem/S/{name.split()[0]}/P {whole}/K[{' '.join(marks)}]>>"
            for name, marks in contents.items()
        ),
        f"<</Type/StructElem/S/Document/P {root}"
        f"/K[{' '.join(f'{first + n} 0 R' for n in range(len(elements)))}]>>",
        f"<</Type/StructTreeRoot/K {whole}/ParentTree<</Nums[{' '.join(parents)}]>>>>",
    )


def _meaning(letters: Iterable[str]) -> str:
    """Say which characters the font shows."""
    ordered = sorted(letters)
    pairs = "\n".join(f"<{_hex(char)}> <{_hex(char)}>" for char in ordered)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(ordered)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )


def multiplying_file(depth: int = 12, times: int = 12) -> bytes:
    """Write a page that shows a form `times` times, which shows another as often, and so on."""
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    forms: list[str] = []
    for place in range(depth):
        last = place + 1 == depth
        content = "BT /F 10 Tf 10 10 Td (lol) Tj ET" if last else "/X Do " * times
        inner = "" if last else f"/XObject<</X {place + 7} 0 R>>"
        head = f"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</Font<</F 5 0 R>>{inner}>>"
        forms.append(_stream(content, head))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    return _file(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"{page}/Resources<</XObject<</X 6 0 R>>>>>>",
        _stream("/X Do " * times),
        font,
        *forms,
    )


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _stream(content: str, head: str = "") -> str:
    return f"<<{head}/Length {len(content)}>>stream\n{content}\nendstream"


def _file(*objects: str) -> bytes:
    data = b"%PDF-1.7\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    )
    return data + end.encode("ascii")
