"""The table of formats: all that hexapla knows of a format stands in one entry of it.

From it the registry tells a file by its content, discovery by its name, and the documentation
takes its list (`as_markdown`). A new reader is a module with a `read` (its contract is
`corpora.readers.content.Content`) and an entry here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.raw import OLE, ZIP, RawFile
from hexapla.corpora.messages import Message
from hexapla.corpora.readers import akoma, html, office, tei, text
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.docx import reader as docx
from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.readers.shown import plain, web, word

__all__ = [
    "FORMATS",
    "SAVE_AS",
    "Format",
    "as_docx",
    "as_markdown",
    "detect_format",
    "is_read",
    "is_shared",
    "is_unread",
    "preference",
    "read_content",
]

SAVE_AS: Final = Message("save it as .docx, .html or plain text")
"""What to do with a document in a format that is not read."""

_HTML = re.compile(
    r"\s*(?><\?xml[^>]*>\s*|<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<(?:tmx|xliff)\b)", re.IGNORECASE)


def _by_name_alone(raw: RawFile) -> bool:  # noqa: ARG001  # what other formats ask
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A format of documents, or one that is known and not read.

    `name` is what it is called in a sentence (`an image`). `extensions` are those of its files, in
    small letters; those that are `shared` say nothing alone, for other files have them, too.
    `told_by` says in words, for the documentation, what `holds` asks the content; a format that is
    told by its name alone `holds` nothing. `read` is its reader, None where it is known and not
    read; `refused` then says why, where the name alone does not. `needs` is a program that the
    reader needs. A file that is `whole` says what it is only as a whole, others by their first
    part. `shown` gives the paragraphs as OmegaT shows them (`corpora.readers.shown`), None for a
    format that it does not read.
    """

    name: str
    extensions: tuple[str, ...]
    told_by: str = "its name"
    holds: Callable[[RawFile], bool] = _by_name_alone
    read: Callable[[RawFile], Content] | None = None
    needs: str = ""
    whole: bool = False
    shared: tuple[str, ...] = ()
    refused: str = ""
    shown: Callable[[RawFile], Iterator[str]] | None = None

    @property
    def cause(self) -> Message:
        """Why a file of it is not read, in one line."""
        if self.refused:
            return Message(self.refused)
        return Message(
            "%(format)s, which is not read; %(advice)s", format=Message(self.name), advice=SAVE_AS
        )


def _begins(*signatures: bytes) -> Callable[[RawFile], bool]:
    return lambda raw: raw.data.startswith(signatures)


def _root(*names: str) -> Callable[[RawFile], bool]:
    return lambda raw: raw.root in names


def _package(part: str, *streams: str) -> Callable[[RawFile], bool]:
    """Return what tells a zip package by a part, and its older form by a stream."""
    return lambda raw: raw.has_part(part) or any(map(raw.has_stream, streams))


def _is_tmx(raw: RawFile) -> bool:
    return _XML.match(raw.head) is not None and "<tmx" in raw.head


# What no other format claims is text.
_PLAIN_TEXT: Final = Format(
    "Plain text",
    (".txt", ".text", ".md"),
    "being none of the others",
    read=text.read,
    shown=plain.shown_paragraphs,
)

# Those that are read stand in the order of preference: of one version in several formats, the one
# that says most of the structure comes before the one that only shows it. No file may be held by
# two of them. The others are asked after them, in their order.
FORMATS: tuple[Format, ...] = (
    Format(
        "Akoma Ntoso",
        (".akn", ".xml"),
        "the first element `akomaNtoso`",
        _root("akomaNtoso"),
        akoma.read,
        whole=True,
        shared=(".xml",),
    ),
    Format(
        "TEI",
        (".xml",),
        "the first element `TEI`, `TEI.2` or `teiCorpus`",
        _root("TEI.2", "TEI", "teiCorpus"),
        tei.read,
        whole=True,
        shared=(".xml",),
    ),
    Format(
        "Word",
        (".docx",),
        "a zip package with parts in `word/`",
        _package("word/"),
        docx.read,
        whole=True,
        shown=word.shown_paragraphs,
    ),
    Format(
        "HTML",
        (".html", ".htm", ".xhtml"),
        "the first element `html`, `head` or `body`, or its DOCTYPE",
        lambda raw: _HTML.match(raw.head) is not None,
        html.read,
        shown=web.shown_paragraphs,
    ),
    Format(
        "OpenDocument text",
        (".odt",),
        "the type that its zip package begins with",
        office.is_odt,
        partial(office.read, extension=".odt"),
        needs="LibreOffice",
        whole=True,
    ),
    Format(
        "Word 97 to 2003",
        (".doc",),
        "a compound file with the stream `WordDocument`",
        office.is_doc,
        partial(office.read, extension=".doc"),
        needs="LibreOffice",
        whole=True,
    ),
    Format(
        "Rich Text Format",
        (".rtf",),
        "beginning with `{\\rtf`",
        _begins(b"{\\rtf"),
        partial(office.read, extension=".rtf"),
        needs="LibreOffice",
        whole=True,
    ),
    _PLAIN_TEXT,
    Format("PDF", (".pdf",), "beginning with `%PDF-`", _begins(b"%PDF-"), pdf.read, whole=True),
    # Not read. Scans and spreadsheets are among them, for documents come in them, too.
    Format("a WordPerfect file", (".wpd",), "beginning with `\\xffWPC`", _begins(b"\xffWPC")),
    Format(
        "an image",
        (".tif", ".tiff"),
        "its first bytes (PNG, JPEG, GIF, TIFF)",
        _begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
    ),
    Format(
        "a compressed file",
        (".7z", ".rar"),
        "its first bytes (gzip, 7z, RAR)",
        _begins(b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!"),
    ),
    Format(
        "a web archive (.mht)",
        (".mht", ".mhtml"),
        "beginning with `MIME-Version:`",
        _begins(b"MIME-Version:"),
    ),
    Format(
        "a file with a password",
        (),
        "a compound file with the stream `EncryptedPackage`",
        lambda raw: raw.has_stream("EncryptedPackage"),
        refused="has a password; save it without one",
    ),
    Format(
        "a spreadsheet",
        (".xls", ".xlsb", ".xlsm", ".xlsx", ".ods"),
        "a zip package with parts in `xl/`, or a compound file with the stream `Workbook`",
        _package("xl/", "Workbook", "Book"),
    ),
    Format(
        "a presentation",
        (".ppt", ".pptx", ".odp"),
        "a zip package with parts in `ppt/`, or a compound file with its stream",
        _package("ppt/", "PowerPoint Document"),
    ),
    Format(
        "an OpenDocument file other than a text",
        (".fodt", ".ott"),
        "a zip package with the part `content.xml`",
        _package("content.xml"),
    ),
    Format(
        "an e-book",
        (".epub",),
        "a zip package with the part `META-INF/container.xml`",
        _package("META-INF/container.xml"),
    ),
    Format("a Word file with macros or a Word template", (".docm", ".dot", ".dotm", ".dotx")),
    Format("a Works file", (".wps",)),
    Format("a Pages file", (".pages",)),
    Format("a page description", (".djvu", ".xps")),
    Format(
        "the links between documents (TEI)",
        (),
        "the first element `cesAlign` or `linkGrp`",
        _root("cesAlign", "linkGrp"),
        refused="the links between documents (TEI), which are no document",
    ),
    Format(
        "a translation memory (TMX)",
        (),
        "the element `tmx`",
        _is_tmx,
        refused="a translation memory (TMX), which is not read as a document; import it instead",
    ),
    Format(
        "an XML file of another kind",
        (),
        "its declaration",
        lambda raw: _XML.match(raw.head) is not None,
    ),
    Format(
        "a zip archive",
        (),
        "its first bytes",
        _begins(ZIP),
        refused="a zip archive; align it, or unpack it to read one document",
    ),
    Format(
        "a compound file",
        (),
        "its first bytes",
        _begins(OLE),
        refused="damaged, or no document of a word processor",
    ),
)


def detect_format(raw: RawFile) -> Format:
    """Return the format of a file by its content, plain text where it is none of the others.

    Raises DocumentError if it is a damaged zip package.
    """
    return next((each for each in FORMATS if each.holds(raw)), _PLAIN_TEXT)


def read_content(raw: RawFile) -> Content:
    """Read a file by the reader of its format.

    Raises DocumentError if that format is not read, or if its reader cannot read the file.
    """
    found = detect_format(raw)
    if found.read is None:
        raise DocumentError(raw.where, found.cause)
    return found.read(raw)


def as_docx(raw: RawFile) -> bytes | None:
    """Return a document of a word processor as a .docx file; None where it is of another format.

    One that is none yet (.odt, .doc, .rtf) is turned into one by LibreOffice, with its tracked
    changes. Raises DocumentError where it cannot be.
    """
    found = detect_format(raw)
    if found.needs:
        return office.to_docx(raw.data, found.extensions[0], raw.where)
    return raw.data if ".docx" in found.extensions else None


def is_read(extension: str) -> bool:
    """Return whether an extension, in small letters, is one of a format that is read.

    >>> is_read(".docx"), is_read(".xlsx")
    (True, False)
    """
    return extension in _places(FORMATS)


def is_shared(extension: str) -> bool:
    """Return whether files that are no documents have an extension of documents, too."""
    return any(extension in each.shared for each in FORMATS)


def is_unread(extension: str) -> bool:
    """Return whether an extension is one of a format in which documents come that is not read."""
    return any(extension in each.extensions for each in FORMATS if each.read is None)


def preference(extension: str) -> int:
    """Return the place of an extension in the order of preference; unknown ones come last."""
    places = _places(FORMATS)
    return places.get(extension, len(places))


@cache
def _places(formats: tuple[Format, ...]) -> Mapping[str, int]:
    extensions = (name for each in formats if each.read is not None for name in each.extensions)
    return {name: place for place, name in enumerate(dict.fromkeys(extensions))}


def as_markdown() -> str:
    """Return the formats that are read as a table in Markdown, and those that are refused."""
    lines = ["| format | extensions | told by | needs |", "|---|---|---|---|"]
    for each in FORMATS:
        if each.read is not None:
            extensions = ", ".join(f"`{name}`" for name in each.extensions)
            lines.append(f"| {each.name} | {extensions} | {each.told_by} | {each.needs or '–'} |")
    lines += ["", "Known and refused by name, with advice:", ""]
    for each in FORMATS:
        if each.read is None:
            extensions = ", ".join(f"`{name}`" for name in each.extensions)
            lines.append(f"- {each.name}" + (f" ({extensions})" if extensions else ""))
    return "\n".join(lines) + "\n"
