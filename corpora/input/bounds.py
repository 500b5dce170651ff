"""What one file may take: every bound of the readers and importers, each with its reason.

A file may be made to harm. What it takes must follow from its size: not from a number that it
states, nor from what it says to repeat. So bytes are bounded, and elements, rows, texts that come
out and processor time with them; what goes beyond is refused in one line. The longest real
documents that were measured are named beside the figures.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "CPU_SECONDS",
    "CPU_SECONDS_A_MB",
    "LONGEST_TERM",
    "LONGEST_TEXT",
    "MAX_BYTES",
    "MOST_ALIGNED",
    "MOST_ATTRIBUTES",
    "MOST_BYTES_OF_UNIT",
    "MOST_CHARACTERS",
    "MOST_COLUMNS",
    "MOST_CPU_SECONDS",
    "MOST_MESSAGES",
    "MOST_PARTS",
    "MOST_PIECES",
    "MOST_ROWS",
    "MOST_SENTENCES",
    "MOST_SHEETS",
    "MOST_TAGS",
    "MOST_TAGS_OF_UNIT",
    "MOST_UNPACKED",
    "MOST_VARIANTS",
    "cpu_seconds",
    "most_tags",
    "most_tags_of_stream",
    "most_text",
    "most_translations",
    "unpacks_too_far",
]

MAX_BYTES: Final = 200 * 2**20
"""The largest file that is read as a whole, in bytes."""

CPU_SECONDS: Final = 30
"""The seconds of processor time that a file of any size may take: the readers' start, many times.

Not of the clock, which runs on while a busy machine does other things."""

CPU_SECONDS_A_MB: Final = 60
"""And for each megabyte: 15 times what the most crowded of real reports take."""

MOST_CPU_SECONDS: Final = 1800.0
"""And in all: ten million units of TMX can be read in it."""

MOST_PARTS: Final = 10_000
"""The files in an archive or parts of a package."""

MOST_UNPACKED: Final = 2**30
"""The bytes of all parts of a package, unpacked."""

# How many times its packed size a part may unpack to; real parts reach about 60. It is looked at
# from so many bytes on: short texts can be all alike.
PACKED_RATIO: Final = 250
PACKED_RATIO_MATTERS: Final = 10 * 2**20

MOST_ATTRIBUTES: Final = 1000
"""The attributes of one element: libxml2 compares each with all others."""

MOST_TAGS: Final = 2_000_000
"""The tags of XML that is held as a whole, attributes counted apart: each takes 250 bytes.

The longest of real reports, of 4 MB, has 170,000."""

MOST_BYTES_OF_UNIT: Final = 2**24
"""The bytes between two units of such a file."""

MOST_TAGS_OF_UNIT: Final = 100_000
"""The tags between two units of a file that is read as a stream: what is held until one ends.

As many attributes may stand there. A unit of seven languages with inline tags has some hundred."""

_TAGS_ANYWAY: Final = 200_000  # of a small file, which may be packed well
_TAGS_A_BYTE: Final = 8  # of a packed file; real ones have 1

MOST_PIECES: Final = 200_000
"""The lines or paragraphs of a document; the longest reports have a tenth of them."""

MOST_ALIGNED: Final = 25_000
"""The paragraphs of a document that is aligned; the longest reports have 5,000.

Memory grows with them: 50,000 take 1.7 GB."""

MOST_CHARACTERS: Final = 20_000_000
"""The characters of a document; the longest reports have a twentieth of them.

Parts of it can be shared, as a note that is cited a thousand times."""

MOST_SENTENCES: Final = 100_000
"""The sentences of a document that is aligned."""

MOST_SHEETS: Final = 256
"""The sheets of a workbook that are read: more than people make, and several can be one part."""

MOST_ROWS: Final = 1_048_576
"""The rows of a sheet, as spreadsheet programs have them ("Excel specifications and limits")."""

MOST_COLUMNS: Final = 256
"""The columns of a table that are looked at; a row can say that it goes on to the 16,384th."""

LONGEST_TEXT: Final = 100_000
"""The characters of one text of a memory: no paragraph has so many, and a cell at most 32,767."""

LONGEST_TERM: Final = 1_000
"""The characters of a term: the longest names of bodies and treaties have a third of them."""

MOST_MESSAGES: Final = 250_000
"""The messages of a catalogue, which is read as a whole; that of LibreOffice has half of them."""

MOST_VARIANTS: Final = 100
"""The units of one file's set with the same text at the same place, each translated otherwise."""

_TEXT_ANYWAY: Final = 2_000_000  # characters, of a small file
_TEXT_A_BYTE: Final = 100  # of the file, which can be packed: twice what real ones have
_TRANSLATIONS_ANYWAY: Final = 50_000  # of a small file
_TRANSLATIONS_A_BYTE: Final = 0.5  # one takes two bytes at least


def cpu_seconds(size: int) -> float:
    """Return the seconds of processor time that a file of some bytes may take to be read.

    >>> cpu_seconds(2**20), cpu_seconds(2**40)
    (90.0, 1800.0)
    """
    return min(CPU_SECONDS + CPU_SECONDS_A_MB * size / 2**20, MOST_CPU_SECONDS)


def most_tags(size: int) -> int:
    """Return the tags that a packed file of some bytes may hold in all.

    >>> most_tags(1000), most_tags(10**9)
    (200000, 2000000)
    """
    return min(most_tags_of_stream(size), MOST_TAGS)


def most_tags_of_stream(size: int) -> int:
    """Return the tags that may come out of a packed file that is read as a stream.

    >>> most_tags_of_stream(1000), most_tags_of_stream(10**9)
    (200000, 8000000000)
    """
    return max(_TAGS_ANYWAY, _TAGS_A_BYTE * size)


def most_text(size: int) -> int:
    """Return the characters of text that may come out of a file of some bytes.

    >>> most_text(1000), most_text(10**6)
    (2000000, 100000000)
    """
    return max(_TEXT_ANYWAY, _TEXT_A_BYTE * size)


def most_translations(size: int) -> int:
    """Return the translations that may come out of a file of some bytes.

    >>> most_translations(1000), most_translations(10**6)
    (50000, 500000)
    """
    return max(_TRANSLATIONS_ANYWAY, int(_TRANSLATIONS_A_BYTE * size))


def unpacks_too_far(size: int, packed: int) -> bool:
    """Return whether so many bytes are more than come out of what a document packs in `packed`.

    >>> unpacks_too_far(2**20, 0), unpacks_too_far(2**24, 2**10)
    (False, True)
    """
    ratio = size > PACKED_RATIO_MATTERS and size > PACKED_RATIO * max(1, packed)
    return ratio or size > MAX_BYTES
