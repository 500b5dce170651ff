"""The paragraphs of a plain text as OmegaT shows them: what stands between empty lines.

That is how it comes; it can be told to take lines, so these are given, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hexapla.corpora.input.raw import RawFile

__all__ = ["shown_paragraphs"]

_EMPTY_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n)+")


def shown_paragraphs(raw: RawFile) -> Iterator[str]:
    """Yield the texts between empty lines, with their line ends; DocumentError if it is no text."""
    lines = raw.text.replace("\r\n", "\n").replace("\r", "\n")
    for text in _EMPTY_LINES.split(lines):
        if text.strip():
            yield text.strip("\n")
            if "\n" in text.strip():
                yield from (line for line in text.split("\n") if line.strip())
