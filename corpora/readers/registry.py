"""Reads a document of any known format: the format, the language and the symbol from its content.

Each reader gives blocks (`corpora.structure.blocks`), and `corpora.structure.paragraphs` makes
paragraphs of them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path

from hexapla.corpora.detection import detect_language, language_of_tag
from hexapla.corpora.document import Detail, Document, Paragraph
from hexapla.corpora.errors import DocumentError, UsageError
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.languages import LANGUAGES
from hexapla.corpora.readers import akoma, html, office, tei, text
from hexapla.corpora.readers.docx import reader as docx
from hexapla.corpora.readers.pdf import reader as pdf
from hexapla.corpora.structure.blocks import Block
from hexapla.corpora.structure.explanation import Explanation
from hexapla.corpora.structure.kinds import is_session
from hexapla.corpora.structure.paragraphs import explained, paragraphs
from hexapla.corpora.symbols import find_symbol, masthead_symbol

__all__ = ["Identity", "explain", "identify", "read"]

_PEEK = 128 * 1024  # bytes that say what a document is
_SAMPLE = 20_000  # characters that say its language
_MOST_PIECES = 200_000  # lines of text or blocks; the longest reports have a tenth of them
_SAVE_AS = "save it as .docx, .html or plain text"

_PDF = b"%PDF-"
_IN_ONE_PIECE = (b"PK", _PDF, b"{\\rtf", b"\xd0\xcf\x11\xe0")  # no part of these says anything

# Formats that are known and not read, by their first bytes.
_SIGNATURES = (
    (b"\xffWPC", "a WordPerfect file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"MIME-Version:", "a web archive (.mht)"),
)
_PACKAGES = (
    ("xl/", "a spreadsheet"),
    ("ppt/", "a presentation"),
    ("content.xml", "an OpenDocument file other than a text"),
    ("META-INF/container.xml", "an e-book"),
)
_HTML = re.compile(
    r"\s*(?><\?xml[^>]*>\s*|<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<(?:tmx|xliff)\b)", re.IGNORECASE)
_ROOT = re.compile(
    r"\s*(?><\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*+"
    r"<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the first part of a document says it is; "" each where it does not say."""

    symbol: str
    language: str


@dataclass(frozen=True, slots=True)
class _Content:
    """What a format gave: blocks, or text and what cuts it into them once the language is known.

    `headers` are lines that stand in page headers and footers; `tag` is the language tag and
    `known` the symbol that the file declares.
    """

    blocks: list[Block] | None
    text: str = ""
    headers: Sequence[str] = ()
    tag: str = ""
    known: str = ""
    cut: Callable[[str], list[Block]] | None = None

    def lines(self) -> list[str]:
        if self.blocks is None:
            return self.text.split("\n")
        return [block.text for block in self.blocks]

    def language(self) -> str:
        """Tell the language of the text itself, "" where it cannot be told."""
        if self.blocks is None:
            return detect_language(self.text)
        return detect_language("\n".join(islice((b.text for b in self.blocks), _SAMPLE))[:_SAMPLE])

    def symbol(self) -> str:
        """Give the document's own symbol, as declared, from the page headers or the masthead."""
        found = filter(None, map(find_symbol, self.headers))
        return self.known or next(found, "") or masthead_symbol(self.lines())

    def session(self, paragraphs: Sequence[Paragraph]) -> str:
        """Give the session of the organ, from the masthead or the page headers; "" for none."""
        said = (each.text for each in paragraphs if each.detail is Detail.SESSION)
        return next(said, "") or next(filter(is_session, self.headers), "")


def read(path: Path, *, language: str | None = None) -> Document:
    """Read a document of any known format, whatever its name, into logical paragraphs.

    Plain text, HTML, Word (.docx), PDF, Akoma Ntoso and TEI; .doc, .rtf and .odt where LibreOffice
    is installed. The path may be one inside a zip archive (`corpora.input.archives`).

    Without `language`, the text itself says it, or else what the file declares; a warning of the
    document says where they disagree. Raises DocumentError if the file cannot be read, is of
    another format, holds no text, or is in a language that cannot be told; UsageError if
    `language` is none of `corpora.languages.LANGUAGES`.
    """
    opened = _open(path, language)
    return opened.document(paragraphs(opened.blocks, opened.language))


def explain(path: Path, *, language: str | None = None) -> tuple[Document, tuple[Explanation, ...]]:
    """Return a document as `read` does, and for each paragraph the readings of its number.

    Raises what `read` raises.
    """
    opened = _open(path, language)
    found = explained(opened.blocks, opened.language)
    return opened.document(tuple(each.paragraph for each in found)), found


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document whose blocks and language are known, and whose paragraphs are not yet."""

    path: Path
    content: _Content
    blocks: Sequence[Block]
    language: str
    warnings: tuple[str, ...]

    def document(self, paragraphs: tuple[Paragraph, ...]) -> Document:
        if not paragraphs:
            raise DocumentError(self.path, "holds no text")
        symbol, session = self.content.symbol(), self.content.session(paragraphs)
        return Document(symbol, self.language, paragraphs, self.warnings, session)


def _open(path: Path, language: str | None) -> _Opened:
    """Read a file up to its blocks, and choose the language."""
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"{path}: language {language!r} is none of {', '.join(LANGUAGES)}")
    content = _content(load(path), path)
    _require_text(content, path)
    chosen, warnings = _choose_language(content, language, path)
    blocks = content.cut(chosen) if content.cut else content.blocks
    return _Opened(path, content, blocks or (), chosen, warnings)


def identify(path: Path) -> Identity:
    """Tell the symbol and language of a document from its first part, without reading it all.

    Raises DocumentError as `read` does, save that the language may stay "".
    """
    data = load(path, most=_PEEK)
    if data.startswith(_IN_ONE_PIECE) or _root(_head(data)) in _READERS:
        data = load(path)
    elif len(data) == _PEEK:
        # Cut at a line end, no character is cut in two; in UTF-16 it has two bytes.
        end = data.rfind(b"\n") + 1 or len(data)
        data = data[: end + (end % 2 if b"\x00" in data else 0)]
    content = _content(data, path, peek=True)
    _require_text(content, path)
    language = content.language() or language_of_tag(content.tag)
    return Identity(content.symbol(), language)


def _content(data: bytes, path: Path, *, peek: bool = False) -> _Content:
    """Choose the reader by what the file holds; a `peek` needs its first pages only."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(path, f"{name}, which is not read; {_SAVE_AS}")
    if data.startswith(_PDF):
        printed = pdf.read(data, path, peek=peek)
        lines = "\n".join(line.text for line in printed.lines)
        cut = partial(pdf.blocks, printed.lines)
        return _Content(None, lines, printed.headers, cut=cut)
    if extension := office.kind(data, path):
        word = docx.read(office.to_docx(data, extension, path), path)
        return _Content(word.blocks, headers=word.headers)
    if data.startswith(b"PK\x03\x04"):
        _check_package(data, path)
        word = docx.read(data, path)
        return _Content(word.blocks, headers=word.headers)
    decoded = decode(data, path, declared=html.declared_encoding(data))
    if _HTML.match(decoded[:_SAMPLE]):
        page = html.read(decoded, path)
        return _Content(page.blocks, tag=page.language)
    root = _root(decoded[:_SAMPLE])
    if root in _READERS:
        return _READERS[root](decoded, path)
    if root in _LINKS:
        raise DocumentError(path, "the links between documents (TEI), which are no document")
    if _XML.match(decoded[:_SAMPLE]):
        memory = "<tmx" in decoded[:_SAMPLE]
        advice = "import it instead" if memory else _SAVE_AS
        name = "a translation memory (TMX)" if memory else "an XML file"
        raise DocumentError(path, f"{name}, which is not read as a document; {advice}")
    return _Content(None, decoded, cut=partial(text.blocks, decoded))


def _head(data: bytes) -> str:
    """Give the first characters of XML in any encoding, as far as they are ASCII."""
    return data[:_SAMPLE].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").decode("latin-1")


def _root(head: str) -> str:
    """Give the name of the first element of XML, "" if there is none."""
    match = _ROOT.match(head)
    return match[1] if match else ""


def _akoma(decoded: str, path: Path) -> _Content:
    found = akoma.read(decoded, path)
    return _Content(found.blocks, tag=found.language, known=found.symbol)


def _tei(decoded: str, path: Path) -> _Content:
    found = tei.read(decoded, path)
    return _Content(found.blocks, tag=found.header.language, known=found.header.symbol)


# The XML formats that are read, by the name of their first element.
_READERS: Mapping[str, Callable[[str, Path], _Content]] = {
    "akomaNtoso": _akoma,
    "TEI.2": _tei,
    "TEI": _tei,
    "teiCorpus": _tei,
}
_LINKS = ("cesAlign", "linkGrp")


def _check_package(data: bytes, path: Path) -> None:
    """Refuse the zip packages that are no Word documents, by name."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentError(path, f"a damaged zip package: {error}") from error
    if any(name.startswith("word/") for name in names):
        return
    for start, kind in _PACKAGES:
        if any(name.startswith(start) for name in names):
            raise DocumentError(path, f"{kind}, which is not read; {_SAVE_AS}")
    raise DocumentError(path, "a zip archive; align it, or unpack it to read one document")


def _require_text(content: _Content, path: Path) -> None:
    """Refuse a document without text, and one whose structure would take minutes to find."""
    lines = content.lines()
    if not any(line.strip() for line in lines):
        raise DocumentError(path, "holds no text")
    if len(lines) > _MOST_PIECES:
        cause = f"has more than {_MOST_PIECES:,} lines or paragraphs; read it in parts"
        raise DocumentError(path, cause)


def _choose_language(
    content: _Content, given: str | None, path: Path
) -> tuple[str, tuple[str, ...]]:
    """Choose the language (the caller's, the text's own, or the declared one); warn of conflict."""
    detected = content.language()
    declared = given or language_of_tag(content.tag)
    chosen = given or detected or declared
    if not chosen:
        raise DocumentError(path, "its language cannot be told, or is none of the seven; name it")
    named = given or content.tag
    if named and detected and declared != detected:
        source = "given" if given else "declared"
        warning = f"{path}: {source} as {named}, but the text reads like {LANGUAGES[detected].name}"
        return chosen, (warning,)
    return chosen, ()
