"""Knows files whose texts are aligned already, by what they hold: TMX, XLIFF, tables and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hexapla.corpora.detection import detect_language
from hexapla.corpora.errors import DocumentError
from hexapla.corpora.input.decoding import decode
from hexapla.corpora.input.markup import ascii_head, declared_encoding, first_element
from hexapla.corpora.input.raw import RawFile
from hexapla.corpora.languages import language_named
from hexapla.corpora.readers.html_rows import page_rows

__all__ = ["HEAD", "OWN_PAGE", "Bitext", "find_bitext", "may_be_bitext"]

HEAD: Final = 16 * 1024
"""The bytes at the start of a file that say whether it holds aligned texts."""
OWN_PAGE: Final = b'name="generator" content="hexapla'
"""What stands in the pages that hexapla writes."""
# What hexapla wrote itself is in its memory already. Some of it names OmegaT as its tool, so that
# OmegaT reads its tags; the format that it is from is always ours.
_OWN = re.compile(rb"""<header\b[^>]*\b(?:creationtool|o-tmf)=["']hexapla["']""")
_XML = frozenset({".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".xml", ".gz"})
_TABLES = frozenset({".tsv", ".csv", ".txt"})
_PAGES = frozenset({".html", ".htm"})
_FEWEST_ROWS = 3  # of two texts, that show a page of aligned texts, and their share of all rows
_SHARE_OF_ROWS = 0.8
_PAIR = re.compile(r"(?:^|[._-])([A-Za-z]{2,3})[-_]([A-Za-z]{2,3})$")
_FEWEST_LINES = 2  # that show a table without a row of names


@dataclass(frozen=True, slots=True)
class Bitext:
    """A file of aligned texts, which may be one in an archive (`corpora.input.archives`).

    `languages` are those of the columns where a table has no row that names them.
    """

    path: Path
    languages: tuple[str, ...] = ()


def may_be_bitext(path: Path) -> bool:
    """Return whether a file of this name can hold aligned texts, so that a look is worth it."""
    return path.suffix.lower() in _XML | _TABLES | _PAGES


def find_bitext(raw: RawFile, *, own: bool = False) -> Bitext | None:
    """Return a file as aligned texts, None where it holds none; its first `HEAD` bytes say it.

    TMX and XLIFF are known by their first element, also in `.tmx.gz` (unpacked as it was loaded);
    tables by a first row that names two languages or, where tabs part them, by a name that ends
    with two (`news.zh-en.tsv`); pages by a table of two columns that read like two languages.
    TMX that hexapla wrote counts only where `own` is true.
    """
    path = raw.where
    suffix = path.suffix.lower()
    if not may_be_bitext(path):
        return None
    head = raw.data[:HEAD]
    if suffix in _PAGES:
        return _page(path, head)
    if suffix in _XML:
        is_known = first_element(ascii_head(head)) in ("tmx", "xliff")
        return Bitext(path) if is_known and (own or not _OWN.search(_plain(head))) else None
    lines = _plain(head).decode(errors="replace").splitlines()
    # The last one may be cut.
    return _table(path, lines[:-1] if len(head) == HEAD and len(lines) > 1 else lines)


def _plain(head: bytes) -> bytes:
    """Return text without a byte-order mark and the zero bytes of UTF-16."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")


def _table(path: Path, lines: Sequence[str]) -> Bitext | None:
    if not lines:
        return None
    separators = "\t;,|" if path.suffix.lower() == ".csv" else "\t"
    for separator in separators:
        names = [cell.strip(" \"'") for cell in lines[0].split(separator)]
        if sum(bool(language_named(name)) for name in names) > 1:
            return Bitext(path)
    pair = _PAIR.search(path.stem)
    languages = tuple(map(language_named, pair.groups())) if pair else ()
    whole = [line for line in lines if line.strip()]
    parted = len(whole) >= _FEWEST_LINES and all(line.count("\t") == 1 for line in whole)
    return Bitext(path, languages) if all(languages) and languages and parted else None


def _page(path: Path, head: bytes) -> Bitext | None:
    if b"<td" not in head.lower().replace(b"\0", b"") or OWN_PAGE in head:
        return None
    whole = head[: head.rfind(b">") + 1]  # no character is cut
    try:
        rows = page_rows(decode(whole, path, declared=declared_encoding(head)))
    except DocumentError:
        return None
    pairs = [row for row in rows if len(row) == 2 and all(row)]
    if len(pairs) < _FEWEST_ROWS or len(pairs) < _SHARE_OF_ROWS * len(rows):
        return None
    languages = tuple(detect_language("\n".join(texts)) for texts in zip(*pairs, strict=True))
    return Bitext(path, languages) if all(languages) and len(set(languages)) == 2 else None
