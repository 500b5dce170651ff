"""Files that tests write, as readers take them."""

from __future__ import annotations

from pathlib import Path

from hexapla.corpora.input.raw import RawFile


def raw(content: str | bytes, where: str = "a file.xml") -> RawFile:
    """A file of these bytes, or of this text in UTF-8."""
    return RawFile(content if isinstance(content, bytes) else content.encode(), Path(where))
