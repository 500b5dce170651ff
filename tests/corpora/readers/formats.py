"""Writes the bundled resolution in every format that is read, in each of its seven languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.readers.registry import read
from scripts.dev.command import convert as convert_by_office
from tests.corpora.readers.pdf_files import require_office
from tests.corpora.readers.word_files import (
    levels,
    lists,
    note_reference,
    notes,
    numbered,
    paragraph,
    run,
    word_file,
)
from tests.paths import SAMPLE

LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar", "de")
# A line for each format that is read: what its specimen is called.
FORMS = {
    "Akoma Ntoso": "akn",
    "TEI": "tei",
    "Word": "docx",
    "HTML": "html",
    "OpenDocument text": "odt",
    "Word 97 to 2003": "doc",
    "Rich Text Format": "rtf",
    "Plain text": "txt",
    "PDF": "pdf",
}
TEXT_FORMATS = ("html", "docx", "tei", "akn")
OFFICE_FORMATS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "pdf": "writer_pdf_Export",
}

_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_CODES = {"zh": "zho", "en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara", "de": "deu"}
_SUPERSCRIPT = "¹²³"
_ABJAD = dict(zip("abc", "أبج", strict=True))


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the resolution with its number as printed, and the note that it cites."""

    paragraph: Paragraph
    number: str
    mark: str = ""
    note: str = ""

    @property
    def kind(self) -> Kind:
        return self.paragraph.kind

    @property
    def before(self) -> str:
        """The text up to the mark of the note."""
        return self.paragraph.text.partition(self.mark)[0] if self.mark else self.paragraph.text

    @property
    def after(self) -> str:
        return self.paragraph.text.partition(self.mark)[2] if self.mark else ""

    @property
    def mark_digits(self) -> str:
        return str(_SUPERSCRIPT.index(self.mark) + 1)


@cache
def resolution(language: str) -> tuple[Part, ...]:
    """Return the bundled resolution in one language, each note with the paragraph that cites it."""
    (path,) = SAMPLE.glob(f"A_RES_99_901-{language.upper()}.*")
    found = read(path).paragraphs
    cited = {p.label: p.text for p in found if p.kind is Kind.NOTE}
    parts: list[Part] = []
    for each in found:
        if each.kind is Kind.NOTE:
            continue
        match = re.search(f"[{_SUPERSCRIPT}]", each.text)
        mark = match[0] if match else ""
        note = cited.get(str(_SUPERSCRIPT.index(mark) + 1), "") if mark else ""
        parts.append(Part(each, _printed(each, language), mark, note))
    assert len(parts) == 35
    assert sum(bool(part.note) for part in parts) == 2
    return tuple(parts)


def _printed(paragraph: Paragraph, language: str) -> str:
    """Write a number as the language does: `3.`, `3 -`, `(a)`, `a)`, `(أ)`."""
    if paragraph.kind is Kind.HEADING or not paragraph.label:
        return ""
    letter = re.fullmatch(r".*\((\w)\)", paragraph.label)
    if letter:
        name = _ABJAD[letter[1]] if language == "ar" else letter[1]
        return f"{name})" if language in ("fr", "es", "ru", "de") else f"({name})"
    number = paragraph.label.rpartition(".")[2]
    return f"{number} -" if language == "ar" else f"{number}."


def as_text(parts: Iterable[Part]) -> str:
    lines: list[str] = []
    for part in parts:
        lines.append(f"{part.number} {part.paragraph.text}".strip())
        lines += [f"{part.mark} {part.note}"] if part.note else []
    return "\n\n".join(lines) + "\n"


def as_html(parts: Iterable[Part], language: str) -> str:
    body, ends = "", ""
    for part in parts:
        mark = part.mark_digits if part.note else ""
        link = f'<sup><a href="#_ftn{mark}">{mark}</a></sup>' if mark else ""
        number = f"{part.number}&nbsp;&nbsp;" if part.number else ""
        tag = {Kind.TITLE: "h1", Kind.HEADING: "h2"}.get(part.kind, "p")
        inner = f"{number}{escape(part.before)}{link}{escape(part.after)}"
        body += f"<{tag}>{inner}</{tag}>\n"
        if mark:
            back = f'<a href="#_ftnref{mark}">[{mark}]</a>'
            ends += f'<div id="ftn{mark}"><p>{back} {escape(part.note)}</p></div>\n'
    return f'<!DOCTYPE html><html lang="{language}"><body>\n{body}{ends}</body></html>'


def as_docx(
    parts: Iterable[Part], language: str, *, typed: bool = False, changed: bool = False
) -> bytes:
    """Write a Word file with automatic numbers, or `typed` ones, and real footnotes.

    Where it was `changed`, every paragraph has words that were deleted and words that were put
    in, and before every numbered one stands another that was deleted.
    """
    body, cited = "", []
    for part in parts:
        content = _changed(part.before) if changed else [run(part.before)]
        if part.note:
            cited.append(part.note)
            content.append(note_reference(len(cited)))
        if part.after:
            content.append(run(part.after))
        if part.number and typed:
            body += paragraph(run(f"{part.number}\t"), *content)
        elif part.number:
            depth = int(part.kind is Kind.LIST_ITEM)
            in_annex = part.paragraph.label.startswith("annex")
            body += _DELETED.format(depth, 2 if in_annex else 1) if changed else ""
            body += numbered(*content, number=2 if in_annex else 1, depth=depth)
        else:
            body += paragraph(*content)
    letters = "(%2)" if language in ("zh", "en", "ar") else "%2)"
    pattern = levels(
        ("decimal", "%1 -" if language == "ar" else "%1."),
        ("arabicAbjad" if language == "ar" else "lowerLetter", letters),
    )
    return word_file(
        body, numbering=lists(pattern, pattern), footnotes=notes(*cited), styles=styles(language)
    )


def styles(language: str) -> str:
    """Set paragraphs six points apart and, in Arabic, from the right, as they are printed."""
    direction, letters = ("<w:bidi/>", "<w:rtl/>") if language == "ar" else ("", "")
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr></w:rPrDefault><w:pPrDefault>"
        f'<w:pPr>{direction}<w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


_DELETED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    '<w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
    '<w:del w:id="2"><w:r><w:delText>Gone;</w:delText></w:r></w:del></w:p>'
)


def _changed(text: str) -> list[str]:
    """Return a text as runs: its first half, words that were deleted, its second half put in."""
    half = len(text) // 2
    deleted = (
        "<w:del w:id='3'><w:r><w:delText xml:space='preserve'> gone </w:delText></w:r></w:del>"
    )
    return [run(text[:half]), deleted, f"<w:ins w:id='4'>{run(text[half:])}</w:ins>"]


def as_tei(parts: Iterable[Part], language: str) -> str:
    """Write a document as the parallel corpus has it, with two sentences where there is a stop."""
    body = ""
    for place, part in enumerate(parts, 1):
        first, stop, rest = part.before.partition("。" if language == "zh" else ". ")
        sentences = [f"{part.number} {first}{stop}".strip(), rest]
        inner = "".join(
            f'\n<s id="{place}:{n}" lang="{language}">{escape(sentence.strip())}</s>'
            for n, sentence in enumerate(filter(None, sentences), 1)
        )
        if part.note:
            note = f'<note n="{part.mark_digits}">{escape(part.note)}</note>'
            inner = f"{inner.removesuffix('</s>')}{note}{escape(part.after)}</s>"
        body += f'<p id="{place}">{inner}\n</p>\n'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<TEI.2>\n<teiHeader><fileDesc><titleStmt>'
        "<title>A register of precedents</title></titleStmt><publicationStmt>"
        "<publisher>Secretariat</publisher><date>20441103</date>"
        '<idno type="symbol">A/RES/99/901</idno><idno type="jobno">N4412345</idno>'
        "<availability><p>A paragraph of the header.</p></availability></publicationStmt>"
        "</fileDesc><profileDesc><textClass><keywords><list><item><term>PRECEDENTS</term></item>"
        "<item><term>ARCHIVES</term></item></list></keywords></textClass></profileDesc>"
        f"</teiHeader>\n<text><body>\n{body}</body></text>\n</TEI.2>\n"
    )


def as_akn(parts: Iterable[Part], language: str) -> str:
    """Write a resolution as the AKN4UN guidelines have it, its sub-paragraphs nested."""
    sections = {"coverPage": "", "preface": "", "preamble": "", "mainBody": "", "annex": ""}
    conclusions, point = "", "</list></paragraph>"
    for place, part in enumerate(parts, 1):
        note = ""
        if part.note:
            note = (
                f'<sup>(</sup><authorialNote marker="{part.mark_digits}" placement="bottom">'
                f"<p>{escape(part.note)}</p></authorialNote><sup>)</sup>"
            )
        inner = f'<p xml:space="preserve">\t{escape(part.before)}{note}{escape(part.after)}</p>'
        num = f"<num>{part.number}</num>" if part.number else ""
        annex = "annex" if sections["annex"] or part.paragraph.label == "annex" else "mainBody"
        match part.kind:
            case Kind.MASTHEAD:
                symbol = ' refersTo="#symbol"' if "/RES/" in part.before else ""
                inner = f"<p><docNumber{symbol}>{escape(part.before)}</docNumber></p>"
                sections["coverPage"] += inner
            case Kind.TITLE:
                sections["preface"] = f"<p><docTitle>{escape(part.before)}</docTitle></p>"
            case Kind.ORGAN:
                sections["preamble"] += f'<formula name="enactingFormula">{inner}</formula>'
            case Kind.PREAMBULAR:
                sections["preamble"] += f'<container name="x">{inner}</container>'
            case Kind.SIGNATURE:
                conclusions = inner
            case Kind.LIST_ITEM:
                opened = sections[annex].removesuffix(point)
                if opened == sections[annex]:
                    opened = opened.removesuffix("</content></paragraph>")
                    head, _, last = opened.rpartition("<content>")
                    opened = f"{head}<list><intro>{last}</intro>"
                new = f"<point>{num}<content>{inner}</content></point>"
                sections[annex] = opened + new + point
            case Kind.HEADING:
                heading = f"<heading>\t{escape(part.before)}</heading>"
                sections[annex] += f'<paragraph class="H1">{heading}</paragraph>'
            case _:
                content = f"{num}<content>{inner}</content>"
                sections[annex] += f'<paragraph eId="para_{place + 40}">{content}</paragraph>'
    return f"""<akomaNtoso xmlns="{_AKN}"><statement name="resolution"><meta>
<identification source="#x"><FRBRWork>
<FRBRuri value="/akn/un/statement/deliberation/unga/2044-11-03/99-901/"/>
<FRBRdate date="2044-11-03" name="adoption"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="{_CODES[language]}"/></FRBRExpression></identification>
</meta><coverPage>{sections["coverPage"]}</coverPage><preface>{sections["preface"]}</preface>
<preamble>{sections["preamble"]}</preamble><mainBody>{sections["mainBody"]}</mainBody>
<conclusions>{conclusions}</conclusions><attachments><attachment><doc name="annex">
<mainBody>{sections["annex"]}</mainBody></doc></attachment></attachments>
</statement></akomaNtoso>
"""


def write(folder: Path, form: str, language: str) -> Path:
    """Write the resolution in one of `TEXT_FORMATS`, or as text ("txt")."""
    parts = resolution(language)
    suffix = "xml" if form in ("tei", "akn") else form
    path = folder / f"{form}-{language}.{suffix}"
    if form == "docx":
        path.write_bytes(as_docx(parts, language))
    elif form == "txt":
        path.write_text(as_text(parts), encoding="utf-8")
    else:
        writer = {"html": as_html, "tei": as_tei, "akn": as_akn}[form]
        path.write_text(writer(parts, language), encoding="utf-8")
    return path


def convert(paths: Mapping[str, Path], form: str, folder: Path) -> dict[str, Path]:
    """Convert Word files, by name, to one of `OFFICE_FORMATS` with LibreOffice."""
    require_office()
    convert_by_office(*paths.values(), folder=folder, to=f"{form}:{OFFICE_FORMATS[form]}")
    for path in folder.glob("*.rtf"):
        # LibreOffice writes one blank too many where the language is Arabic, and takes it for the
        # mark when it reads it again.
        path.write_bytes(path.read_bytes().replace(rb"\super  \chftn", rb"\super \chftn"))
    return {name: folder / f"{path.stem}.{form}" for name, path in paths.items()}
