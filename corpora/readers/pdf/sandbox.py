"""Starts the process in which PDFium reads one file, and takes the pages that it gives.

The process may have been taken over by the file that it read: nothing that it says is believed
beyond its form, and its words can make nothing run here.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from struct import pack
from typing import Any, Final
from zlib import compress, crc32

from hexapla.corpora.errors import DocumentError, LimitError
from hexapla.corpora.input.children import run_child
from hexapla.corpora.messages import Message, joined
from hexapla.corpora.readers.pdf import glyphs
from hexapla.corpora.readers.pdf.glyphs.causes import CAUSES, SCANNED, UNREADABLE
from hexapla.corpora.readers.pdf.glyphs.pages import (
    MOST_PAGES,
    DrawnRule,
    GlyphRow,
    Page,
    ParagraphPart,
)
from hexapla.corpora.symbols import symbol_from_name

__all__ = ["PagePicture", "extract", "picture"]

# The longest real reports take 4 seconds; what takes ten times as long does not end.
_CPU_SECONDS = 45


def extract(data: bytes, where: Path, *, most: int = MOST_PAGES, language: str = "") -> list[Page]:
    """Return the first `most` pages of a PDF file.

    Raises DocumentError, naming `where`, if the file is damaged, encrypted, too large or a scan,
    or takes more than 45 seconds of processor time. What is to be done with a scan in `language`,
    or in that of the file's name, the error says.
    """
    try:
        pages, cause = _unpacked(_run(data, str(most)))
    except LimitError as error:
        raise DocumentError(
            where, "a PDF file that takes %(time)s to read", time=error.message
        ) from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise DocumentError(
            where, "a damaged PDF file, or one that takes too much memory to read"
        ) from error
    if cause is not None and cause.form in _ADVICE:
        command = f"ocrmypdf {_ADVICE[cause.form]}"
        codes = _ocr_language(language or symbol_from_name(where.stem).language)
        cause = joined([cause, joined([command, codes], " ")], ": ")
    if cause is not None:
        raise DocumentError(where, cause)
    return pages


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a PDF file as a picture: its number from 0, and the file of the picture (PNG)."""

    number: int
    png: bytes


def picture(data: bytes, where: Path, text: str, around: str = "") -> PagePicture | None:
    """Return the page of a PDF file that has a text, marked; None where no page has it.

    `around` is what stands around the text, should it stand in several places. Raises DocumentError
    where that takes too much processor time.
    """
    asked = json.dumps([text, around]).encode() + b"\n"
    try:
        head, _, pixels = _run(asked + data).partition(b"\n")
        number, width, height = (int(json.loads(head)[name]) for name in _SHAPE)
    except LimitError as error:
        raise DocumentError(
            where, "a PDF file that takes %(time)s to draw", time=error.message
        ) from error
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return None  # no page has the text, or the process has been taken over
    if min(width, height) < 1 or len(pixels) != 3 * width * height:
        return None
    return PagePicture(number, _png(pixels, width, height))


_SHAPE = ("number", "width", "height")


def _png(pixels: bytes, width: int, height: int) -> bytes:
    """Return a picture of pixels of three bytes as a file (PNG, ISO/IEC 15948)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = crc32(kind + content)
        return pack(">I", len(content)) + kind + content + pack(">I", checksum)

    step = 3 * width
    # Each line begins with its filter, 0 for none.
    lines = b"".join(b"\0" + pixels[at : at + step] for at in range(0, len(pixels), step))
    shape = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", shape), (b"IDAT", compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def _run(data: bytes, *pages: str) -> bytes:
    """Return what the process says of a file. Raises LimitError where it takes too long."""
    # Isolated and without the start-up files of the environment, the process starts at once.
    command = [sys.executable, "-I", "-S", *glyphs.__path__, _packages(), str(_CPU_SECONDS)]
    return run_child([*command, *pages], data=data, cpu_seconds=_CPU_SECONDS).output


# By the causes of the other process, the options of OCRmyPDF, a free program that runs everywhere.
# It leaves pages that have text alone, unless it is told that the text is worth nothing.
_ADVICE: Final[Mapping[str, str]] = {
    SCANNED: "--language",
    UNREADABLE: "--force-ocr --language",
}
# The languages by their names in Tesseract, which OCRmyPDF runs.
_OCR_LANGUAGES = {
    **{"zh": "chi_sim", "en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "ar": "ara"},
    **{"de": "deu"},
}


def _ocr_language(language: str) -> str:
    """Return the last words of the command that makes text of a scan in a language.

    Of an unknown one, "", they name the others.
    """
    if code := _OCR_LANGUAGES.get(language):
        return f"{code} in.pdf out.pdf"
    others = ", ".join(code for code in _OCR_LANGUAGES.values() if code != "eng")
    return Message("eng in.pdf out.pdf (in other languages: %(codes)s)", codes=others)


def _packages() -> str:
    """Return the folder that PDFium's bindings are installed in."""
    found = find_spec("pypdfium2_raw")
    return str(Path(found.origin).parents[1]) if found and found.origin else ""


def _unpacked(answer: bytes) -> tuple[list[Page], Message | None]:
    """Return the pages of `glyphs.packing`, and the cause why there are none.

    Raises ValueError or TypeError if the answer is not of that form.
    """
    head, _, rest = answer.partition(b"\n")
    cause, count, pages = json.loads(head)
    places = array("f", rest)
    taken = 0

    def take(count: int) -> array[float]:
        nonlocal taken
        part = places[taken : taken + count]
        if len(part) < count:
            raise ValueError("places of characters are missing")
        taken += count
        return part

    def row(y: float, size: float, texts: str | list[str], bold: object) -> GlyphRow:
        count = len(texts)
        parts = take(count), take(count), take(count)
        # Interned, each character is held once; and what is no text is an error.
        return GlyphRow(float(y), float(size), list(map(sys.intern, texts)), *parts, bool(bold))

    def part(kind: str, name: str, begins: object, rows: list[Any]) -> ParagraphPart:
        return ParagraphPart(
            sys.intern(kind), sys.intern(name), bool(begins), [row(*each) for each in rows]
        )

    return [
        Page(
            int(number),
            float(width),
            float(height),
            bool(rightward),
            [row(*each) for each in rows],
            None if parts is None else [part(*each) for each in parts],
            [DrawnRule(*map(float, rule)) for rule in rules],
            bool(exact),
        )
        for number, width, height, rightward, rows, parts, rules, exact in pages
    ], _message(cause, count) if cause else None


def _message(cause: str, count: int) -> Message:
    """Return a cause that the process may have. Raises ValueError for any other."""
    if cause not in CAUSES:
        raise ValueError("a cause that is none")
    return Message(cause, **({"count": int(count)} if "%(count)s" in cause else {}))
