"""Regular expressions that users write, with a bound on what one may take."""

from __future__ import annotations

from typing import Final

import regex

from hexapla.corpora.errors import UsageError
from hexapla.memory.text.cleaning import one_line

__all__ = ["check_size", "compiled", "shortened"]

# What a pattern may count to, all numbers in braces multiplied: they are written out in memory.
_COUNTS: Final = 100_000
_COUNT: Final = regex.compile(r"\{\s*(\d*)\s*(?:,\s*(\d*)\s*)?\}")
_LONGEST_PATTERN: Final = 10_000
# What of a pattern is told of it.
_SHOWN: Final = 60


def compiled(
    pattern: str, *, of: str | None = None, ignore_case: bool = False
) -> regex.Pattern[str]:
    """Return a regular expression of Python's `re`, or of `regex`, that can be looked for.

    `of` is what the user wrote, where the pattern was made of that. Raises UsageError where it
    cannot be read.
    """
    written = pattern if of is None else of
    try:
        return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise UsageError(
            "the pattern %(pattern)s cannot be read: %(cause)s",
            pattern=shortened(written),
            cause=str(error),
        ) from error


def shortened(text: str) -> str:
    """Return as much of a text as a message has room for, in one line."""
    text = one_line(text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def check_size(pattern: str) -> None:
    """Raise UsageError where a pattern would take more memory than a text does."""
    product = 1
    for least, most in _COUNT.findall(pattern):
        # Longer numbers take Python long to read.
        product *= max(int(number[:9] or 1) for number in (least, most)) or 1
        if product > _COUNTS or len(least) > 9 or len(most) > 9:
            raise UsageError(
                "the pattern %(pattern)s counts too far: up to %(most)s in all",
                pattern=shortened(pattern),
                most=_COUNTS,
            )
    if len(pattern) > _LONGEST_PATTERN:
        raise UsageError("the pattern %(pattern)s is too long", pattern=shortened(pattern))
