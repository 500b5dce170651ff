"""Numbers with what they count."""

from __future__ import annotations

from hexapla.memory.text.messages import Message

__all__ = ["counted"]


def counted(number: int, noun: str, plural: str = "") -> Message:
    """Return a number with what it counts.

    >>> counted(1, "paragraph"), counted(1204, "paragraph"), counted(2, "entry", "entries")
    ('1 paragraph', '1,204 paragraphs', '2 entries')
    """
    form = noun if number == 1 else plural or f"{noun}s"
    return Message(f"%(n)s {form}", n=f"{number:,}")
