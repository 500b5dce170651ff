"""Measures readers on the same files: `python -m scripts.dev.bench.reading`.

One document with automatic numbers, sub-paragraphs and notes is written as Word, HTML and, where
LibreOffice is installed, PDF; hexapla reads each beside python-docx, docx2python, pypdfium2's bare
text and trafilatura, those that are installed (the extra `benchmark`). For each it says

    pages/s   pages of the PDF (of 2,500 characters where there is none) a second, the best run
    whole     paragraphs given as one piece with all of their words, and no others
    numbers   of all paragraphs, those whole and with their number before them
    notes     notes given as a piece of their own
    mixed     notes whose words stand inside another piece
    extra     pieces that are neither: parts of paragraphs, page headers

each but the first in per cent of the paragraphs or notes. Note marks, spaces and punctuation do not
count, nor does the form of a number: 3) is as good as 3.

With `--reports FOLDER`, real reports are read instead, each PDF file of the folder and the Word
file of the same name: pages of the PDF a second of processor time, that of all processes that a
reader starts, beside pypdfium2's bare text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

import click

from hexapla.cli.main import run
from hexapla.cli.options import language_option
from hexapla.corpora.document import Kind, Paragraph
from hexapla.corpora.readers.office import find_office
from hexapla.corpora.readers.registry import read
from scripts.dev.bench.harness import cpu_seconds, timed
from scripts.dev.bench.reading_files import WrittenParagraph, make_pieces, write_docx, write_html
from scripts.dev.command import FOLDER, Row, command, convert, json_option, show

__all__ = ["Measured", "MeasuredReport", "main", "measure", "measure_reports"]

_CHARACTERS: Final = 2500  # of a page


@dataclass(frozen=True, slots=True)
class Measured:
    """How one tool reads one format: shares are of the paragraphs or notes, from 0 to 1."""

    format: str
    tool: str
    pages_a_second: float
    whole: float
    numbers: float
    notes: float
    mixed: float
    extra: float


def measure(folder: Path, language: str, *, paragraphs: int, repeats: int) -> Iterator[Measured]:
    """Write a document of so many paragraphs into a folder, and measure all tools on it."""
    pieces = make_pieces(paragraphs, language)
    html, docx = folder / "page.html", folder / "document.docx"
    write_html(html, pieces, language)
    write_docx(docx, pieces)
    pdf = docx.with_suffix(".pdf") if find_office() else None
    if pdf:
        convert(docx, folder=folder)
    pages = _pages(pdf) if pdf else sum(len(piece.text) for piece in pieces) / _CHARACTERS
    for path in filter(None, (docx, html, pdf)):
        for tool, reader in _READERS[path.suffix].items():
            if find_spec(_MODULES.get(tool, "corpora")) is None:
                continue
            seconds, given = _timed(reader, path, repeats)
            shares = _shares(pieces, given)
            yield Measured(path.suffix[1:], tool, pages / seconds, *shares)


@dataclass(frozen=True, slots=True)
class MeasuredReport:
    """How fast one tool reads one report: `seconds` are of processor time, the best run."""

    report: str
    format: str
    tool: str
    pages: int
    seconds: float
    pages_a_second: float


def measure_reports(folder: Path, *, repeats: int) -> Iterator[MeasuredReport]:
    """Read the PDF files of a folder, and the Word files of the same names."""
    for pdf in sorted(folder.glob("*.pdf")):
        pages = int(_pages(pdf))
        for path in filter(Path.exists, (pdf, pdf.with_suffix(".docx"))):
            tools = ("hexapla", "pypdfium2") if path is pdf else ("hexapla",)
            for tool in tools:
                reader = _READERS[path.suffix][tool]
                seconds = min(_processor_time(reader, path) for _ in range(repeats))
                yield MeasuredReport(
                    pdf.stem, path.suffix[1:], tool, pages, seconds, pages / seconds
                )


def _processor_time(reader: Callable[[Path], list[str]], path: Path) -> float:
    """Return the processor time that reading takes, with that of the processes that it starts."""
    before = cpu_seconds()
    reader(path)
    return cpu_seconds() - before


def _pages(pdf: Path) -> float:
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(pdf)
    try:
        return float(len(document))
    finally:
        document.close()


def _timed(
    reader: Callable[[Path], list[str]], path: Path, repeats: int
) -> tuple[float, list[str]]:
    reader(path)  # what is loaded first is not counted
    given, clocks = timed(reader, [path] * repeats)
    return min(each.seconds for each in clocks), given[-1]


# What the tools give, piece by piece


def _hexapla(path: Path) -> list[str]:
    return [f"{_number(each)} {each.text}" for each in read(path).paragraphs]


def _number(paragraph: Paragraph) -> str:
    """Return the last number of a label, as it is printed."""
    letter = re.search(r"\(\w+\)$", paragraph.label)
    plain = paragraph.label if paragraph.kind is Kind.NOTE or not paragraph.label else ""
    return letter[0] if letter else plain or f"{paragraph.label}."


def _python_docx(path: Path) -> list[str]:
    import docx  # noqa: PLC0415

    return [each.text for each in docx.Document(str(path)).paragraphs]


def _docx2python(path: Path) -> list[str]:
    from docx2python import docx2python  # noqa: PLC0415

    with docx2python(path) as document:
        return str(document.text).split("\n\n")


def _pypdfium2(path: Path) -> list[str]:
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(path)
    try:
        return [
            line for page in document for line in page.get_textpage().get_text_range().split("\n")
        ]
    finally:
        document.close()


def _trafilatura(path: Path) -> list[str]:
    import trafilatura  # noqa: PLC0415

    text = trafilatura.extract(path.read_text(encoding="utf-8"), favor_recall=True)
    return str(text or "").split("\n")


_READERS: Final[Mapping[str, Mapping[str, Callable[[Path], list[str]]]]] = MappingProxyType(
    {
        ".docx": {
            "hexapla": _hexapla,
            "python-docx": _python_docx,
            "docx2python": _docx2python,
        },
        ".html": {"hexapla": _hexapla, "trafilatura": _trafilatura},
        ".pdf": {"hexapla": _hexapla, "pypdfium2": _pypdfium2},
    }
)
_MODULES: Final = MappingProxyType(
    {"docx2python": "docx2python", "trafilatura": "trafilatura", "python-docx": "docx"}
)


# What is right in it

# A mark of a note behind the text: raised, linked, or in the form of docx2python.
_MARKS = re.compile(r"----footnote\d+----|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\d+\]|\(footnote\d+\)|footnote\d+\)")
_HEAD = re.compile(r"\s*(\(?\d+[.)]|\(?[a-z]\)|[-•*])?\s*")


def _shares(pieces: Sequence[WrittenParagraph], given: Sequence[str]) -> tuple[float, ...]:
    """Return the shares whole, numbers, notes, mixed and extra."""
    heads: dict[str, list[str]] = {}
    for each in given:
        head = _HEAD.match(each)
        number = (head[1] or "").strip("().") if head else ""
        heads.setdefault(_words(each[head.end() :] if head else each), []).append(number)
    whole = numbers = notes = mixed = 0
    known: Counter[str] = Counter()
    everything = "\n".join(heads)
    for piece in pieces:
        words = _words(piece.text)
        # The mark of a note may have become a plain digit.
        found = next((w for w in (words, *_with_digits(words)) if piece.note and w in heads), words)
        known[found] += 1
        whole += found in heads
        numbers += piece.number.strip("().") in heads.get(found, ())
        if piece.note:
            note = _words(piece.note)
            own = next((text for text in (note, *_after_digits(note, heads)) if text in heads), "")
            known[own] += 1
            notes += bool(own)
            mixed += not own and note in everything
    noted = sum(bool(piece.note) for piece in pieces)
    extra = sum(text not in known for text in heads if text)
    count = len(pieces)
    return whole / count, numbers / count, notes / noted, mixed / noted, extra / count


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, _MARKS.sub("", text))).lower()


def _with_digits(words: str) -> Iterator[str]:
    return (f"{words}{number}" for number in range(1, 1000))


def _after_digits(note: str, heads: Mapping[str, object]) -> Iterator[str]:
    return (text for text in (f"{number}{note}" for number in range(1, 1000)) if text in heads)


@command
@click.option("--language", type=language_option, default="en", show_default=True)
@click.option("--paragraphs", type=click.IntRange(10), default=1000, show_default=True)
@click.option("--quick", is_flag=True, help="A short document once, to show that it runs.")
@click.option(
    "--reports",
    type=FOLDER,
    help="Read the reports of a folder instead.",
)
@json_option
def main(
    *, language: str, paragraphs: int, quick: bool, reports: Path | None, as_json: bool
) -> None:
    """Measure how fast and how well Word, HTML and PDF files are read, beside other readers.

    \b
    Example: python -m scripts.dev.bench.reading --language zh
    """
    count, repeats = (20, 1) if quick else (paragraphs, 3)
    if reports is not None:
        show(measure_reports(reports, repeats=repeats), _report_row, as_json=as_json)
        return
    with TemporaryDirectory() as folder:
        found = measure(Path(folder), language, paragraphs=count, repeats=repeats)
        show(found, _row, as_json=as_json)


def _row(each: Measured) -> Row:
    shares = ("whole", "numbers", "notes", "mixed", "extra")
    return {"format": each.format, "tool": each.tool, "pages/s": each.pages_a_second} | {
        name: f"{100 * getattr(each, name):.1f}" for name in shares
    }


def _report_row(each: MeasuredReport) -> Row:
    return {
        **{"report": each.report, "format": each.format, "tool": each.tool, "pages": each.pages},
        **{"seconds": each.seconds, "pages/s": each.pages_a_second},
    }


if __name__ == "__main__":
    run(main)
