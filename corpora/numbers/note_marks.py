"""The signs of notes: raised digits, letters and stars, and the numbers that are raised."""

from __future__ import annotations

__all__ = [
    "NOTE_NUMBERS",
    "NOTE_SIGNS",
    "RAISED_DIGITS",
    "RAISED_LETTERS",
    "lower_signs",
    "raise_digits",
    "raise_signs",
]

RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
"""Unicode has no raised q."""
NOTE_SIGNS = f"{RAISED_DIGITS}*†‡"
"""The signs that marks of notes in running text are made of."""
NOTE_NUMBERS = r"\d{1,3}(?:\s?[,，、]\s?\d{1,3})*"
"""A pattern of the numbers of notes as they are raised together: `12`, `3, 4`."""

_LETTERS = "abcdefghijklmnoprstuvwxyz"
_RAISE_DIGITS = str.maketrans("0123456789", RAISED_DIGITS)
_RAISE = str.maketrans(f"0123456789{_LETTERS}", RAISED_DIGITS + RAISED_LETTERS)
_LOWER = str.maketrans(RAISED_DIGITS + RAISED_LETTERS, f"0123456789{_LETTERS}")


def raise_digits(text: str) -> str:
    """Return a text with its digits raised.

    >>> raise_digits("12, 13")
    '¹², ¹³'
    """
    return text.translate(_RAISE_DIGITS)


def raise_signs(text: str) -> str:
    """Return a text with its digits and small Latin letters raised, save q.

    >>> raise_signs("12a")
    '¹²ᵃ'
    """
    return text.translate(_RAISE)


def lower_signs(text: str) -> str:
    """Return a text with plain signs for the raised ones; undoes `raise_signs`.

    >>> lower_signs("¹²ᵃ*")
    '12a*'
    """
    return text.translate(_LOWER)
