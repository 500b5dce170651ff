"""Numbers with what they count, and as many texts as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from hexapla.corpora.messages import Message

__all__ = ["counted", "last_that_fit"]


def counted(number: int, noun: str, plural: str = "") -> Message:
    """Return a number with what it counts.

    >>> counted(1, "paragraph"), counted(1204, "paragraph"), counted(2, "entry", "entries")
    ('1 paragraph', '1,204 paragraphs', '2 entries')
    """
    form = noun if number == 1 else plural or f"{noun}s"
    return Message(f"%(n)s {form}", n=f"{number:,}")


def last_that_fit(texts: Sequence[str], most: int) -> Sequence[str]:
    """Return the last of some texts that have `most` characters together, on a line each.

    >>> last_that_fit(["one", "two", "three"], 9)
    ['two', 'three']
    """
    start, room = len(texts), most
    while start and len(texts[start - 1]) <= room:
        start -= 1
        room -= len(texts[start]) + 1
    return texts[start:]
