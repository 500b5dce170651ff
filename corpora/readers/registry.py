"""Reads a document of any known format: the format, the language and the symbol from its content.

Each reader gives blocks (`corpora.readers.content`), and `corpora.structure.paragraphs` makes
paragraphs of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from hexapla.corpora.detection import detect_language
from hexapla.corpora.document import Detail, Document, Paragraph
from hexapla.corpora.errors import DocumentError, LimitError, UsageError
from hexapla.corpora.input import bounds
from hexapla.corpora.input.archives import load
from hexapla.corpora.input.processor_time import processor_time
from hexapla.corpora.input.raw import OLE, ZIP, RawFile
from hexapla.corpora.languages import LANGUAGES, language_named
from hexapla.corpora.messages import Message
from hexapla.corpora.readers.content import Content
from hexapla.corpora.readers.formats import as_docx, detect_format, read_content
from hexapla.corpora.readers.shown.texts import ShownTexts, shown_texts
from hexapla.corpora.structure.blocks import Block
from hexapla.corpora.structure.explanation import Explanation
from hexapla.corpora.structure.kinds import is_date, is_session, leading_organ
from hexapla.corpora.structure.paragraphs import explained, paragraphs
from hexapla.corpora.symbols import find_symbol, masthead_symbol

__all__ = [
    "PEEK",
    "Identity",
    "explain",
    "identify",
    "identify_file",
    "read",
    "read_shown",
    "read_word",
]

PEEK: Final = 128 * 1024
"""The bytes at the start of a file that say what a document is, save in formats of one piece."""

_MASTHEAD = 30  # lines that a first page has above its text
_SAMPLE = 20_000  # characters that say its language
_LONGEST_TAG = 35  # characters of a language that is shown: what RFC 5646, 4.4.1, has room for


@dataclass(frozen=True, slots=True)
class Identity:
    """What the first part of a document says it is; "" each where it does not say."""

    symbol: str
    language: str


def read(path: Path, *, language: str | None = None) -> Document:
    """Read a document of any known format, whatever its name, into logical paragraphs.

    The formats are those of `corpora.readers.formats`. The path may be one inside a zip archive
    (`corpora.input.archives`).

    Without `language`, the text itself says it, or else what the file declares; a warning of the
    document says where they disagree. Raises DocumentError if the file cannot be read, is of
    another format, holds no text, or is in a language that cannot be told; UsageError if
    `language` is none of `corpora.languages.LANGUAGES`.
    """
    with _loaded(path, language) as raw:
        opened = _open(raw)
        return opened.document(paragraphs(opened.blocks, opened.language))


def read_shown(path: Path, *, language: str) -> tuple[Document, ShownTexts]:
    """Return a document as `read` does, and its texts as OmegaT shows them; it is opened once.

    Raises what `read` raises.
    """
    with _loaded(path, language) as raw:
        opened = _open(raw)
        document = opened.document(paragraphs(opened.blocks, opened.language))
        return document, shown_texts(raw, opened.language)


def read_word(path: Path, *, language: str | None = None) -> tuple[Document, bytes | None]:
    """Return a document as `read` does, and its Word file (`corpora.readers.formats.as_docx`).

    It is loaded, and turned into a Word file, once. Raises what `read` raises.
    """
    with _loaded(path, language) as raw:
        word = as_docx(raw)
        opened = _open(raw if word is None else replace(raw, data=word))
        return opened.document(paragraphs(opened.blocks, opened.language)), word


def explain(path: Path, *, language: str | None = None) -> tuple[Document, tuple[Explanation, ...]]:
    """Return a document as `read` does, and for each paragraph the readings of its number.

    Raises what `read` raises.
    """
    with _loaded(path, language) as raw:
        opened = _open(raw)
        found = explained(opened.blocks, opened.language)
        return opened.document(tuple(each.paragraph for each in found)), found


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document whose blocks and language are known, and whose paragraphs are not yet."""

    raw: RawFile
    content: Content
    blocks: Sequence[Block]
    language: str
    warnings: tuple[Message, ...]

    def document(self, paragraphs: tuple[Paragraph, ...]) -> Document:
        """Return it with its paragraphs; DocumentError where there are none."""
        if not paragraphs:
            raise DocumentError(self.raw.where, "holds no text")
        session = _session(self.content, self.language, paragraphs)
        warnings = (*self.content.warnings, *self.warnings)
        front = _front(self.content)
        organ = next((found for line in front if (found := leading_organ(line))), "")
        date = next(filter(is_date, front), "")
        symbol = _symbol(self.content)
        return Document(symbol, self.language, paragraphs, warnings, session, organ, date)


@contextmanager
def _loaded(path: Path, language: str | None) -> Iterator[RawFile]:
    """Load a file, for as long as it may take to read it; `language` is the one that was named."""
    code = language_named(language or "")
    if language is not None and not code:
        raise UsageError(f"{path}: language {language!r} is none of {', '.join(LANGUAGES)}")
    raw = RawFile(load(path), path, language=code)
    with _in_time(raw):
        yield raw


@contextmanager
def _in_time(raw: RawFile) -> Iterator[None]:
    try:
        with processor_time(bounds.cpu_seconds(len(raw.data))):
            yield
    except LimitError as error:
        raise DocumentError(raw.where, error.message) from error


def _open(raw: RawFile) -> _Opened:
    """Read a file up to its blocks, and choose the language."""
    content = read_content(raw)
    _require_text(content, raw.where)
    chosen, warnings = _choose_language(content, raw.language, raw.where)
    return _Opened(raw, content, content.blocks(chosen), chosen, warnings)


def identify(path: Path) -> Identity:
    """Return the symbol and language of a document from its first part, without reading it all.

    Raises DocumentError as `read` does, save that the language may stay "".
    """
    head = RawFile(load(path, most=PEEK), path)
    # What a package holds is told at its end.
    packed = head.data.startswith((ZIP, OLE))
    return identify_file(RawFile(load(path), path) if packed or detect_format(head).whole else head)


def identify_file(raw: RawFile) -> Identity:
    """Return the same of a file that was loaded; `PEEK` bytes suffice where its format has parts.

    Raises DocumentError as `identify` does.
    """
    if not detect_format(raw).whole:
        raw = RawFile(_first_part(raw.data), raw.where)
    with _in_time(raw):
        content = read_content(replace(raw, peek=True))
        _require_text(content, raw.where)
        return Identity(_symbol(content), _language(content) or _declared(content))


def _first_part(data: bytes) -> bytes:
    """Return the start of text, cut at a line end, so that no character is cut in two."""
    if len(data) < PEEK:
        return data
    end = data.rfind(b"\n", 0, PEEK) + 1 or PEEK
    return data[: end + (end % 2 if b"\x00" in data[:PEEK] else 0)]  # of UTF-16, two bytes


def _language(content: Content) -> str:
    """Return the language of the text itself, "" where it cannot be told."""
    return detect_language("\n".join(islice(content.lines, _SAMPLE))[:_SAMPLE])


def _declared(content: Content) -> str:
    """Return the language that the file declares, in its text or in its properties; "" for none."""
    return language_named(content.language) or content.properties.language


def _symbol(content: Content) -> str:
    """Return the document's own symbol: declared, of the page headers, or of the masthead.

    That of the properties is believed where one of these is the same, or there is none: the page
    headers of a file can have several (`A/99/6 (Sect. 3)` and, on the first page, its `/Part A`).
    """
    if content.symbol:
        return content.symbol
    own = content.properties.symbol
    found = list(filter(None, map(find_symbol, content.headers)))
    found = found or list(filter(None, [masthead_symbol(content.lines)]))
    return own if own in found or not found else found[0]


def _session(content: Content, language: str, paragraphs: Sequence[Paragraph]) -> str:
    """Return the session of the organ, from the masthead, the properties or the page headers."""
    said = (each.text for each in paragraphs if each.detail is Detail.SESSION)
    own = next(said, "")
    current = content.properties.language in ("", language)
    named = content.properties.session if current else ""
    return own or named or next(filter(is_session, content.headers), "")


def _front(content: Content) -> tuple[str, ...]:
    """Return the page headers and the first lines: what the first page says of the document."""
    return (*content.headers, *islice(content.lines, _MASTHEAD))


def _require_text(content: Content, path: Path) -> None:
    """Raise DocumentError if there is no text, or so much that its structure takes minutes."""
    if not any(line.strip() for line in content.lines):
        raise DocumentError(path, "holds no text")
    if len(content.lines) > bounds.MOST_PIECES:
        raise DocumentError(
            path,
            "has more than %(most)s lines or paragraphs; read it in parts",
            most=f"{bounds.MOST_PIECES:,}",
        )
    if sum(map(len, content.lines)) > bounds.MOST_CHARACTERS:
        raise DocumentError(
            path,
            "has more than %(most)s characters of text; read it in parts",
            most=f"{bounds.MOST_CHARACTERS:,}",
        )


def _choose_language(content: Content, given: str, path: Path) -> tuple[str, tuple[Message, ...]]:
    """Choose the language (the caller's, the text's own, or the declared one); warn of conflict."""
    detected = _language(content)
    declared = given or language_named(content.language)
    chosen = given or detected or declared or content.properties.language
    if not chosen:
        raise DocumentError(path, "its language cannot be told, or is none of the seven; name it")
    named = given or content.language
    if named and detected and declared != detected:
        shown = named if len(named) <= _LONGEST_TAG else f"{named[:_LONGEST_TAG]}…"
        said = {"named": shown, "language": Message(LANGUAGES[detected].name)}
        if given:
            warning = Message("given as %(named)s, but the text reads like %(language)s", **said)
        else:
            warning = Message("declared as %(named)s, but the text reads like %(language)s", **said)
        return chosen, (warning,)
    return chosen, ()
