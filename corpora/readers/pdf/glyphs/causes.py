"""Why a PDF file cannot be read: the forms of what is said, `count` in its place."""

from __future__ import annotations

from hexapla.corpora.readers.pdf.glyphs.pages import MOST_PAGES

__all__ = [
    "CAUSES",
    "CROWDED_PAGE",
    "DAMAGED",
    "DAMAGED_PAGE",
    "ENCRYPTED",
    "MANY_PAGES",
    "MOST_CHARACTERS",
    "MOST_OF_A_PAGE",
    "MUCH_TEXT",
    "PROTECTED",
    "SCANNED",
    "TOO_MUCH_MEMORY",
    "UNREADABLE",
]

MOST_CHARACTERS = 3_000_000  # of a file: some thousand full pages
MOST_OF_A_PAGE = 100_000  # characters

DAMAGED = "a damaged PDF file, which cannot be opened"
DAMAGED_PAGE = "a damaged PDF file: one of its pages cannot be read"
ENCRYPTED = "an encrypted PDF file; save it without a password"
PROTECTED = "a PDF file encrypted in a way that is not known; save it without protection"
SCANNED = "a PDF file without text, as scans are; run OCR over it first"
UNREADABLE = "its fonts do not say which characters they show; run OCR over it first"
TOO_MUCH_MEMORY = "a PDF file that takes too much memory to read"
MANY_PAGES = f"has %(count)s pages; at most {MOST_PAGES} are read"
MUCH_TEXT = f"has more text than {MOST_CHARACTERS:,} characters; read it in parts"
CROWDED_PAGE = f"has more than {MOST_OF_A_PAGE:,} characters on one page"

CAUSES = (
    DAMAGED,
    DAMAGED_PAGE,
    ENCRYPTED,
    PROTECTED,
    SCANNED,
    UNREADABLE,
    TOO_MUCH_MEMORY,
    MANY_PAGES,
    MUCH_TEXT,
    CROWDED_PAGE,
)
