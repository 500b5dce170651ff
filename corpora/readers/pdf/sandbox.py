"""The process in which PDFium reads one file, with a limit on its memory.

The file comes in on stdin and the number of pages as the argument; the pages, or the cause why
there are none, go out on stdout, pickled.
"""

from __future__ import annotations

import pickle
import sys

from hexapla.corpora.readers.pdf.glyphs import Page, PdfError, read_pages

_MOST_MEMORY = 2**30  # bytes


def main() -> None:
    """Read the file that is on stdin."""
    _limit()
    pages: list[Page] = []
    cause = ""
    try:
        pages = read_pages(sys.stdin.buffer.read(), int(sys.argv[1]))
    except PdfError as refusal:
        cause = str(refusal)
    except MemoryError:
        cause = "a PDF file that takes too much memory to read"
    pickle.dump((pages, cause), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


def _limit() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    main()
