"""Plain text as OmegaT shows it: between empty lines, or by the line."""

from __future__ import annotations

from hexapla.corpora.readers.shown.plain import shown_paragraphs
from tests.corpora.readers.raw_files import raw


def test_empty_lines_part_texts_and_line_ends_do_not() -> None:
    text = "\r\n1. One\r\ntwo\r\n \r\n\r\n2. Three\n"
    assert list(shown_paragraphs(raw(text))) == ["1. One\ntwo", "1. One", "two", "2. Three"]
