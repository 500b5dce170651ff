"""Numbers with what they count."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with what it counts.

    >>> counted(1, "paragraph"), counted(1204, "paragraph"), counted(2, "entry", "entries")
    ('1 paragraph', '1,204 paragraphs', '2 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
