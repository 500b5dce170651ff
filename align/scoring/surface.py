"""What the surface of texts shows: lines that were broken in the middle, and clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["continues", "edge_clauses", "is_vocalised", "marks", "numbers", "without_vowel_marks"]

_PAUSES: Final = ",，、،;；؛-–—"
# Chinese has no space after its signs; elsewhere a sign inside a number or a word ends nothing.
_CLAUSE: Final = re.compile(r"(?<=[，；：、。！？…—])|(?<=\D[,;:،؛])(?=\D)|(?<=[.!?؟])(?=\s)")
_IDEOGRAPH: Final = re.compile(r"[\u3400-\u9fff]")
# A clause of fewer letters is joined with its neighbour; an ideograph counts as two and a half.
_SHORTEST: Final = 15

# What a text can begin or end with: a quotation, its end, the end of a sentence.
_MARKS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"""^\s*["'‘“„«‹「『]""",
        r"""["'’“”»›」』]\s*$""",
        r"""[.!?؟。！？…]["'’“”»›」』)）\s]*$""",
    )
)
# Only Chinese writes months as numbers.
_NUMBER: Final = re.compile(r"\d+(?!\d|\s*月)")
# The vowel marks of Arabic, and the signs for recitation.
_VOWEL_MARKS: Final = re.compile(r"[\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARABIC_LETTERS: Final = re.compile(r"[\u0621-\u063a\u0641-\u064a]")
# A vocalised text has .6 to .8 marks a letter; targets, declaration, news and licence, which only
# mark some endings, have .003 to .06.
_VOCALISED: Final = 0.2


def is_vocalised(texts: Sequence[str]) -> bool:
    """Return whether the Arabic of some texts is written with its vowels, as few texts are.

    >>> is_vocalised(["يُولَدُ جَمِيعُ النَّاسِ أَحْرَارًا"]), is_vocalised(["يولد جميع الناس أحرارًا"])
    (True, False)
    """
    marks = sum(len(_VOWEL_MARKS.findall(text)) for text in texts)
    if not marks:
        return False
    return marks > _VOCALISED * sum(len(_ARABIC_LETTERS.findall(text)) for text in texts)


def without_vowel_marks(text: str) -> str:
    """Return a text without the marks that Arabic may have or not; those of letters stay.

    >>> without_vowel_marks("يُولَدُ جَمِيعُ النَّاسِ") == "يولد جميع الناس"
    True
    """
    if _VOWEL_MARKS.search(text) is None:
        return text
    # Composed, a hamza above or below its letter is a part of it.
    return _VOWEL_MARKS.sub("", unicodedata.normalize("NFC", text))


def continues(texts: Sequence[str], back: int = 1) -> NDArray[np.bool_]:
    """Return which texts go on with the one so many before: it broke off, or lower case begins."""
    result = np.zeros(len(texts), dtype=np.bool_)
    for index in range(back, len(texts)):
        before, text = texts[index - back].rstrip(), texts[index].lstrip()
        broken = before != "" and before[-1] in _PAUSES
        result[index] = broken or text[:1].islower()
    return result


def edge_clauses(text: str) -> tuple[str, str]:
    """Return the first and the last clause of a text, or the text twice if it has only one.

    >>> edge_clauses("The Committee notes the report, and asks for replies, without delay.")
    ('The Committee notes the report,', 'without delay.')
    """
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    first = next((cut for cut in cuts[1:-1] if _letters(text[:cut]) >= _SHORTEST), len(text))
    last = next((cut for cut in cuts[-2:0:-1] if _letters(text[cut:]) >= _SHORTEST), 0)
    if _letters(text[first:]) < _SHORTEST or _letters(text[:last]) < _SHORTEST:
        return text, text
    return text[:first].strip(), text[last:].strip()


def _letters(text: str) -> float:
    return len(text) + 1.5 * len(_IDEOGRAPH.findall(text))


def marks(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Return which texts open and close a quotation, and which end a sentence: shape (texts, 3)."""
    found = [[mark.search(text) is not None for mark in _MARKS] for text in texts]
    return np.array(found, dtype=np.bool_).reshape(len(texts), len(_MARKS))


def numbers(text: str) -> list[str]:
    """Return the whole numbers in a text but months, in ASCII digits however they are written.

    >>> numbers("第74/177号决议, 3月, ١٢")
    ['74', '177', '12']
    """
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return ["".join(str(unicodedata.digit(digit)) for digit in number) for number in found]
