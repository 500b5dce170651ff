"""The process that reads one PDF file: `python -I -S FOLDER PACKAGES SECONDS PAGES`.

FOLDER is this one, PACKAGES the one that has PDFium's library; the file is on the standard input.
Without PAGES a page is drawn: a line of JSON before the file says which text it has.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

_NAME = "hexapla.corpora.readers.pdf.glyphs"
_MOST_MEMORY = 2**30  # bytes
_MOST_OUTPUT = 2**28  # bytes; three million characters take a quarter of it


def _bound(cpu_seconds: int) -> None:
    """Bound the processor time, memory and output of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    # Beyond the first it ends by a signal that says so, beyond the second in any case.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_OUTPUT, _MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _picture() -> bytes:
    """Draw the page of the file on the standard input that has a text."""
    import json  # noqa: PLC0415

    from hexapla.corpora.readers.pdf.glyphs.pictures import drawn  # noqa: PLC0415

    asked, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        return drawn(data, *json.loads(asked))
    except MemoryError:
        return b"\n"


def _answer(most: int) -> bytes:
    """Read the file that is on the standard input, and pack its pages or the cause why not."""
    from hexapla.corpora.readers.pdf.glyphs.causes import TOO_MUCH_MEMORY  # noqa: PLC0415
    from hexapla.corpora.readers.pdf.glyphs.packing import packed  # noqa: PLC0415
    from hexapla.corpora.readers.pdf.glyphs.pages import PdfError  # noqa: PLC0415
    from hexapla.corpora.readers.pdf.glyphs.reading import read_pages  # noqa: PLC0415

    try:
        return packed(read_pages(sys.stdin.buffer.read(), most))
    except PdfError as error:
        return packed((), error.cause, error.count)
    except MemoryError:
        return packed((), TOO_MUCH_MEMORY)


def _main(folder: str, packages: str, cpu_seconds: int, most: int | None) -> None:
    _bound(cpu_seconds)
    # Nothing here refers to itself; looking for it takes time with each character.
    gc.disable()
    sys.path.append(packages)
    # The modules are found under their own names without the packages around them.
    package = sys.modules[_NAME] = ModuleType(_NAME)
    package.__path__ = [folder]
    sys.stdout.buffer.write(_picture() if most is None else _answer(most))


if __name__ == "__main__":
    _main(sys.argv[0], sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if sys.argv[3:] else None)
